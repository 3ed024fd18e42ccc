package model

import (
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/paste"
)

// Invented reports whether the text has only an address or a message, so that the request is what a client would send.
func (m Model) Invented() bool { return cause.OnlyAddress(&m.Report) }

// Completed reports whether the request has more than the text that it was read from.
func (m Model) Completed() bool {
	return m.Paste.Format != paste.FormatRaw || slices.ContainsFunc(m.Report.Exchange.Inserted, func(f handshake.Inserted) bool {
		return f.Kind != handshake.InsertedEnd
	})
}
