package head

import (
	"strings"
)

// StatusCode returns the status of a response; false if the head is not a response.
//
//	status-line = HTTP-version SP status-code SP [ reason-phrase ]     (RFC 9112 §4)
//	status-code = 3DIGIT
func (h *Head) StatusCode() (code int, ok bool) {
	if _, _, ok := h.HTTPVersion(); !ok || len(h.Status.Text) != 3 {
		return 0, false
	}
	for i := range 3 {
		if !IsDigit(h.Status.Text[i]) {
			return 0, false
		}
		code = code*10 + int(h.Status.Text[i]-'0')
	}
	return code, code >= 100
}

// Switches reports whether the response is a 101.
func (h *Head) Switches() bool {
	code, ok := h.StatusCode()
	return ok && code == 101
}

// HTTPVersion reads the HTTP version of the start line; each part is one digit.
func (h *Head) HTTPVersion() (major, minor int, ok bool) {
	v := h.Version.Text
	if len(v) != len("HTTP/1.1") || v[:5] != "HTTP/" || !IsDigit(v[5]) || v[6] != '.' || !IsDigit(v[7]) {
		return 0, 0, false
	}
	return int(v[5] - '0'), int(v[7] - '0'), true
}

// IsConnect reports whether the method is CONNECT (RFC 9110 §9.3.6).
func (h *Head) IsConnect() bool { return h.Method.Text == "CONNECT" }

// IsEmpty reports whether the head has only blanks and line ends.
func (h *Head) IsEmpty() bool { return strings.TrimSpace(h.Raw) == "" }

// IsDigit reports whether an octet is a DIGIT (RFC 5234 §B.1).
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// HasRequestLine reports whether the start line has a method and a target. The preface of HTTP/2, which has both, does not count.
func (h *Head) HasRequestLine() bool {
	return h.Target.Text != "" && IsToken(h.Method.Text) && !h.IsPreface() &&
		(h.Version.Text != "" || !strings.ContainsAny(h.Target.Text, " \t"))
}

// IsPreface reports whether the head is the start of HTTP/2's connection preface (RFC 9113 §3.4).
func (h *Head) IsPreface() bool { return h.Method.Text == "PRI" && h.Version.Text == "HTTP/2.0" }

// LineStart returns the start of the line with an offset.
func (h *Head) LineStart(at int) int { return strings.LastIndexByte(h.Raw[:at], '\n') + 1 }

// OrLine returns the span of a value, or of its line if the value is empty, so that there is something to point at.
func (t Token) OrLine(f *Field) Span {
	if t.Span.Len() == 0 {
		return f.Line
	}
	return t.Span
}
