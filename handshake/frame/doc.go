// Package frame is the codec for what follows the switch: the frames of RFC 6455 §5.1 to §7.4 and the compression of RFC 7692. It
// is pure: bytes in, values out, no I/O.
//
// There are two ways in. A server takes bytes as they arrive:
//
//	reader := frame.Reader{Masked: true, MaxMessage: 64 << 10}
//	header, n, err := reader.Next(buf)      // n == 0: more bytes are needed
//	err = reader.Payload(dst, buf[n:m])     // unmasks, checks text
//
// A page takes whole bytes and names each of them:
//
//	for _, f := range frame.Decode(raw, frame.Reader{Masked: true}) {
//		for _, p := range f.Parts { … p.Name, p.Span, p.Value, p.Why … }
//	}
//
// Both judge by the same [Rules]; an [Error] is a rule and what was seen.
package frame
