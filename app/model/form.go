package model

import (
	"strconv"
	"strings"

	"upgrade101/handshake"
)

// The builder has no state of its own: its fields are read from the request in the editor, and each
// change edits a piece of that request (rewrite.go). So both ways stay in step, and what was typed by hand
// stays.

// Form is what the fields of forms show, by the name that stands in data-in.
func (m Model) Form() map[string]string {
	form := map[string]string{
		"live-protocols":  m.Offer,
		"live-message":    m.Message,
		"live-hex":        m.Hex,
		"live-code":       m.Code,
		"live-reason":     m.Reason,
		"live-address":    m.Address,
		"script":          m.Script,
		"query":           m.Query,
		"break-query":     m.BreakQuery,
		"secrets":         flag(m.Secrets),
		"level":           m.Level,
		"proxy":           m.Proxy,
		"got":             m.Got,
		"console":         m.Console,
		"known-protocols": formatList(m.Policy.Subprotocols),
		"origins":         formatList(m.Policy.Origins),
		"deflate":         flag(!m.Policy.NoDeflate),
		"url":             m.address(),
	}
	m.Embedding.form(form)
	head := m.request()
	for name, field := range formFields {
		form[name] = FirstValue(head, field)
	}
	form["extensions"] = FirstValue(head, extensionField)
	for _, p := range DeflateParams {
		form[p.Name] = p.shown(p.read(form["extensions"]))
	}
	for _, i := range m.OtherFields() {
		at := " " + strconv.Itoa(i)
		form["name"+at], form["value"+at] = head.Fields[i].Name.Text, head.Fields[i].Value.Text
	}
	return form
}

// formFields are the inputs that stand for one field of the request.
var formFields = map[string]string{
	"origin":  "Origin",
	"version": "Sec-WebSocket-Version",
	"key":     "Sec-WebSocket-Key",
}

// formatList writes what a policy allows: "*" for anything, "" for nothing.
func formatList(names []string) string {
	if names == nil {
		return "*"
	}
	return strings.Join(names, ", ")
}

// ParseList reads what list writes.
func ParseList(value string) []string {
	if strings.TrimSpace(value) == "*" {
		return nil
	}
	names := []string{}
	for name := range strings.SplitSeq(value, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names[:min(len(names), handshake.MaxPolicy)]
}

func flag(on bool) string {
	if on {
		return "on"
	}
	return ""
}
