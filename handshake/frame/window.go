package frame

// Window is how far back one side of a connection may refer when it compresses, and what it takes over from one message
// into the next (RFC 7692 §7.2.1). The zero value is a window of 15 bits that takes nothing over.
type Window struct {
	Bits     int    // 8 to 15; 0 is 15
	Takeover bool   // a message may refer back into those before
	kept     []byte // the end of those, at most Size bytes
}

// Size is how far back a reference may reach, in bytes.
func (w *Window) Size() int {
	if w.Bits == 0 {
		return 1 << 15
	}
	return 1 << w.Bits
}

// Kept is what the next message may refer back to.
func (w *Window) Kept() []byte { return w.kept }

// Keep adds what was in a message. Room is made as it is needed.
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
