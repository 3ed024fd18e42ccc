package model

import (
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// Completed: the request is more than the text that it was read from.
func (m Model) Completed() bool {
	return m.Paste.Format != paste.FormatRaw || slices.ContainsFunc(m.Report.Exchange.Inserted, func(f handshake.Inserted) bool {
		return f.Kind != handshake.InsertedEnd
	})
}
