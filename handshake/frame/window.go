package frame

// Window is the LZ77 window of one side of a connection, and whether it is kept from one message to the next (RFC 7692 §7.1.2.1,
// §7.1.1.1). The zero value is a window of 15 bits without context takeover.
type Window struct {
	Bits     int    // 8–15; 0 means 15
	Takeover bool   // context takeover: a message may refer to earlier ones
	kept     []byte // the end of the earlier messages, at most Size bytes
}

// Size returns the size of the window in bytes.
func (w *Window) Size() int {
	if w.Bits == 0 {
		return 1 << 15
	}
	return 1 << w.Bits
}

// Kept returns the bytes that the next message may refer to.
func (w *Window) Kept() []byte { return w.kept }

// Keep adds the content of a message. Memory grows as needed.
func (w *Window) Keep(p []byte) {
	if !w.Takeover {
		return
	}
	size := w.Size()
	p = p[max(0, len(p)-size):]
	old := w.kept[max(0, len(w.kept)+len(p)-size):]
	if need := len(old) + len(p); need > cap(w.kept) {
		w.kept = append(make([]byte, 0, min(size, max(need, 2*cap(w.kept)))), old...)
	} else {
		w.kept = w.kept[:copy(w.kept, old)]
	}
	w.kept = append(w.kept, p...)
}
