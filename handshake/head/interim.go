package head

// MaxInterim is the maximum number of interim responses that are skipped before the final one.
const MaxInterim = 16

// ParseFinalResponse parses the final response in what a server sent (RFC 9110 §15.2): it skips 1xx responses other than 101, unless
// nothing follows them. Offsets count from the start of raw.
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

// IsInterim reports whether the head is a complete interim response (1xx other than 101).
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
