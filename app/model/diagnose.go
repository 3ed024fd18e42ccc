package model

import (
	"strings"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// Diagnose finds what is wrong with the accept value that was pasted.
func (m Model) Diagnose() (d accept.Diagnosis, wrong bool) {
	var seen []head.Field
	if m.Report.Request != nil {
		seen = m.Report.Request.Fields
	}
	got := strings.TrimSpace(m.Got)
	if name, value, ok := strings.Cut(got, ":"); ok && strings.EqualFold(strings.TrimSpace(name), "Sec-WebSocket-Accept") {
		got = strings.TrimSpace(value)
	}
	return accept.Diagnose(m.Report.Accept.Key, got, seen...)
}
