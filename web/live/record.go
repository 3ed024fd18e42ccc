package live

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"

	"upgrade101/handshake/frame"
)

// excerpt is how much of a payload /wire shows.
const excerpt = 256

// Heads is the first message of /wire: both heads exactly as they crossed, interim replies included.
type Heads struct {
	Type       string `json:"type"` // "heads"
	Request    []byte `json:"request_b64"`
	Response   []byte `json:"response_b64"`
	CommandKey string `json:"command_key"` // the key of wire commands
	NoTakeover bool   `json:"no_takeover"` // the server agreed to no context takeover, by its policy or because it has too many sessions
}

// FrameRecord is a message of /wire about one frame. One about a frame from the server comes directly before that
// frame. Where EchoNext is set, the next message is the echo, as one frame with exactly the bytes that were sent; every
// other message from the server is a report.
type FrameRecord struct {
	Type     string `json:"type"`      // "frame"
	Number   int    `json:"number"`    // of the frame in this session, both directions, from 1; reports do not count
	EchoNext bool   `json:"echo_next"` // the next message is an echo
	frame.Record
}

// wire is the state of /wire: the frame that is being read, and counts.
type wire struct {
	request, response string // until they are reported
	header            frame.Header
	size              int    // of the header
	bytes             []byte // header and beginning of the payload
	pending           bool
	frames            int    // reported so far
	text              []byte // the beginning of a decompressed message, until it is reported
	textLength        int
	key               string // of commands
	commands          int    // accepted so far
	noTakeover        bool
}

func newWire(request, response string, noTakeover bool) *wire {
	var key [16]byte
	_, _ = rand.Read(key[:]) // it never fails
	return &wire{request: request, response: response, key: hex.EncodeToString(key[:]), noTakeover: noTakeover}
}

// heads returns the first message.
func (w *wire) heads() []byte {
	m := encode(Heads{"heads", []byte(w.request), []byte(w.response), w.key, w.noTakeover})
	w.request, w.response = "", ""
	return m
}

// begin starts the record of a frame from the client, payload adds to it.
func (w *wire) begin(h frame.Header, raw []byte) {
	w.header, w.size, w.pending, w.text = h, len(raw), true, nil
	w.bytes = append(w.bytes[:0], raw...)
}

// broken starts one from the available bytes of a header that breaks a rule.
func (w *wire) broken(raw []byte) {
	h, n := frame.ParseHeader(raw)
	if n == 0 {
		n = len(raw)
	}
	w.begin(h, raw[:n])
}

func (w *wire) payload(masked []byte) {
	room := w.size + excerpt - len(w.bytes)
	w.bytes = append(w.bytes, masked[:min(room, len(masked))]...)
}

// client returns the message about the frame that begin started; nil if there is none.
func (w *wire) client() []byte {
	if !w.pending {
		return nil
	}
	w.pending = false
	w.frames++
	r := frame.NewRecord("client", w.header, w.size, w.bytes)
	w.inflated(&r)
	return encode(FrameRecord{"frame", w.frames, false, r})
}

// inflated adds the decompressed message to the record of its last frame.
func (w *wire) inflated(r *frame.Record) {
	if w.text != nil && r.Fin && !frame.Opcode(r.Opcode).Control() {
		r.Text, r.TextLength = w.text, w.textLength
	}
}

// server returns the message about a frame that the server is about to send.
func (w *wire) server(raw []byte) []byte {
	h, n := frame.ParseHeader(raw)
	w.frames++
	r := frame.NewRecord("server", h, n, raw[:min(len(raw), n+excerpt)])
	w.inflated(&r)
	return encode(FrameRecord{"frame", w.frames, !h.Opcode.Control(), r})
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only types of this file, which can be encoded
	}
	return b
}
