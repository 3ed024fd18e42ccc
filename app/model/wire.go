package model

import (
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// Completed: the request is more than the text that it was read from.
func (m Model) Completed() bool {
	return m.Paste.Format != paste.FormatRaw || slices.ContainsFunc(m.Report.Exchange.Filled, func(f handshake.Filled) bool {
		return f.What != handshake.FillEnd
	})
}
