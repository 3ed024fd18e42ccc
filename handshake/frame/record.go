package frame

import "encoding/hex"

// Record is a frame as it crossed the wire, and its JSON: what /wire and POST /api/try report, and what the page shows.
type Record struct {
	From    string `json:"from"`                // "client" or "server"
	Fin     bool   `json:"fin"`                 // FIN is set
	RSV     uint8  `json:"rsv"`                 // RSV1, RSV2, RSV3 as bits 4, 2, 1
	Opcode  uint8  `json:"opcode"`              // RFC 6455 §5.2
	Masked  bool   `json:"masked"`              // MASK is set
	MaskHex string `json:"mask_hex,omitempty"`  // the masking key
	Length  int64  `json:"length"`              // bytes of payload
	Payload []byte `json:"payload_b64"`         // unmasked; compressed where RSV1 is set
	Wire    []byte `json:"wire_b64"`            // header and payload as they crossed
	Cut     bool   `json:"truncated,omitempty"` // payload and wire are only the beginning

	// Of the last frame of a compressed message that can be decompressed: what the message holds.
	Text       []byte `json:"inflated_b64,omitempty"`    // at most the first 256 bytes
	TextLength int    `json:"inflated_length,omitempty"` // of all of it
}

// NewRecord makes a record from a frame's header, of size bytes, and the bytes that are kept of the frame: the header, and at least
// the beginning of the payload.
func NewRecord(from string, h Header, size int, wire []byte) Record {
	r := Record{From: from, Fin: h.Fin, RSV: h.RSV, Opcode: uint8(h.Opcode), Masked: h.Masked, Length: h.Length, Wire: wire}
	payload := wire[size:]
	r.Cut = int64(len(payload)) < h.Length
	r.Payload = append([]byte{}, payload...)
	if h.Masked {
		r.MaskHex = hex.EncodeToString(h.Key[:])
		Mask(r.Payload, r.Payload, h.Key, 0)
	}
	return r
}
