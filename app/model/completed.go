package model

import (
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/paste"
)

// Invented: the text holds an address or a message, and the request is the one that a client would make of it.
func (m Model) Invented() bool { return cause.OnlyAddress(&m.Report) }

// Completed: the request is more than the text that it was read from.
func (m Model) Completed() bool {
	return m.Paste.Format != paste.FormatRaw || slices.ContainsFunc(m.Report.Exchange.Inserted, func(f handshake.Inserted) bool {
		return f.Kind != handshake.InsertedEnd
	})
}
