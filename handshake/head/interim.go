package head

// MaxInterim bounds how many interim answers are skipped on the way to the final one.
const MaxInterim = 16

// ParseFinalResponse reads the final response of what a server sent (RFC 9110 §15.2): 1xx answers other than 101
// are skipped, unless nothing follows them. Offsets count from the start of raw, so that they point
// into everything that was sent.
func ParseFinalResponse(raw string) Head {
	at := 0
	h := ParseResponse(raw)
	for range MaxInterim {
		if !h.IsInterim() || h.Rest() == "" {
			break
		}
		at += h.End.End
		h = ParseResponse(raw[at:])
	}
	if at > 0 {
		h.Shift(at)
		h.Raw = raw
	}
	return h
}

// IsInterim: a complete head that another one follows.
func (h *Head) IsInterim() bool {
	code, ok := h.StatusCode()
	return ok && code < 200 && code != 101 && h.Ended
}

// Shift moves every span by n bytes.
func (h *Head) Shift(n int) {
	move := func(spans ...*Span) {
		for _, s := range spans {
			s.Start, s.End = s.Start+n, s.End+n
		}
	}
	move(&h.Line, &h.Method.Span, &h.Target.Span, &h.Version.Span, &h.Status.Span, &h.Reason.Span, &h.End)
	for i := range h.Fields {
		f := &h.Fields[i]
		move(&f.Name.Span, &f.Value.Span, &f.Line)
	}
	for i := range h.Faults {
		move(&h.Faults[i].Span)
	}
}
