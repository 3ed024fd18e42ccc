package model

import "encoding/json"

// Draft returns what was typed, including secrets, for a reload in this tab.
func (m Model) Draft() (string, error) {
	data, err := json.Marshal(SharedState{Request: m.Text, Response: m.ResponseText, Known: m.Policy.Subprotocols, Origins: m.Policy.Origins, Plain: m.Policy.NoDeflate, Afresh: m.Policy.NoTakeover, View: m.place(), Config: m.Through.Pasted})
	return string(data), err
}

// RestoreDraft restores what Draft returned; anything else is ignored.
func (m Model) RestoreDraft(kept string) Model {
	var s SharedState
	if kept == "" || json.Unmarshal([]byte(kept), &s) != nil {
		return m
	}
	m.Through.Pasted = s.Config
	return m.Put(s.Request, s.Response, s.policy())
}
