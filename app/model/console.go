package model

import "upgrade101/handshake"

// OpenMessage puts an exchange into the editors that makes a client print the line, read in its i-th way.
func (m Model) OpenMessage(i int) Model {
	found := handshake.Translate(m.Console)
	if i < 0 || i >= len(found) {
		return m
	}
	e, ok := found[i].Example()
	if !ok {
		return m
	}
	return m.Put(brokenText(e), ToLF(e.Response), e.Policy)
}
