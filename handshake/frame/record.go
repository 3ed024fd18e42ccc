package frame

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
