package model

import (
	"strings"

	"upgrade101/handshake/head"
)

// What the builder offers: subprotocols, in order of preference, and the parameters of permessage-deflate.

// Offered is the subprotocols of the request.
func (m Model) Offered() []string {
	var names []string
	for _, t := range m.request().List(protocolField) {
		names = append(names, t.Text)
	}
	return names
}

const (
	protocolField  = "Sec-WebSocket-Protocol"
	extensionField = "Sec-WebSocket-Extensions"
)

// SetOffered writes the subprotocols of the request as one line.
func (m Model) SetOffered(names []string) Model {
	for {
		head := m.request()
		at, lines := -1, 0
		for i := range head.Fields {
			if strings.EqualFold(head.Fields[i].Name.Text, protocolField) {
				at, lines = i, lines+1
			}
		}
		if lines < 2 {
			return m.SetField(protocolField, strings.Join(names, ", "))
		}
		m = m.RemoveField(at)
	}
}

// MoveOfferedUp moves the i-th subprotocol up by one place.
func (m Model) MoveOfferedUp(i int) Model {
	names := m.Offered()
	if i < 1 || i >= len(names) {
		return m
	}
	names[i-1], names[i] = names[i], names[i-1]
	return m.SetOffered(names)
}

// RemoveOffered takes the i-th subprotocol out.
func (m Model) RemoveOffered(i int) Model {
	names := m.Offered()
	if i < 0 || i >= len(names) {
		return m
	}
	return m.SetOffered(append(names[:i], names[i+1:]...))
}

// deflateParam is a parameter of permessage-deflate, as the builder offers it (RFC 7692 §7). Its value in
// the form is "" where it is not offered, flag(true) where it has no value, and else the value.
type deflateParam struct {
	Name, Param string
	Bits        bool // takes a number of bits
}

var DeflateParams = []deflateParam{
	{"pmd", "", false},
	{"pmd-snct", "server_no_context_takeover", false},
	{"pmd-cnct", "client_no_context_takeover", false},
	{"pmd-smwb", "server_max_window_bits", true},
	{"pmd-cmwb", "client_max_window_bits", true},
}

const DeflateName = "permessage-deflate"

// read is the value of the parameter in the first member of an offer.
func (p deflateParam) read(offer string) string {
	member, _ := cutMember(offer)
	parts := strings.Split(member, ";")
	if strings.TrimSpace(parts[0]) != DeflateName {
		return ""
	}
	if p.Param == "" {
		return flag(true)
	}
	for _, part := range parts[1:] {
		if name, value, valued := strings.Cut(part, "="); strings.TrimSpace(name) == p.Param {
			if !valued {
				return flag(true)
			}
			return strings.Trim(value, " \t\"")
		}
	}
	return ""
}

// write gives the parameter a value in an offer, or removes it; the rest of the offer stays.
func (p deflateParam) write(offer, value string) string {
	if p.read(offer) == value {
		return offer
	}
	there := DeflateParams[0].read(offer) != ""
	if p.Param == "" && value == "" {
		_, others := cutMember(offer)
		return strings.TrimLeft(others, ", \t")
	}
	if !there {
		offer = strings.TrimSuffix(DeflateName+", "+offer, ", ")
	}
	if p.Param == "" {
		return offer
	}
	member, others := cutMember(offer)
	parts := strings.Split(member, ";")
	kept, at := parts[:1:1], -1
	for _, part := range parts[1:] {
		if name, _, _ := strings.Cut(part, "="); strings.TrimSpace(name) == p.Param {
			if value == "" || at >= 0 {
				continue
			}
			at = len(kept)
			part = p.spell(value)
		}
		kept = append(kept, part)
	}
	if at < 0 && value != "" {
		kept = append(kept, p.spell(value))
	}
	return strings.Join(kept, ";") + others
}

func (p deflateParam) spell(value string) string {
	if value == flag(true) {
		return " " + p.Param
	}
	return " " + p.Param + "=" + value
}

// cutMember cuts the first member of a list from the rest; commas in quotes do not count.
func cutMember(list string) (member, others string) {
	quoted := false
	for i := range len(list) {
		switch {
		case list[i] == '"':
			quoted = !quoted
		case list[i] == ',' && !quoted:
			return list[:i], list[i:]
		}
	}
	return list, ""
}

// What the choice of a window says.
const (
	NoWindow  = "not offered"
	AnyWindow = "without a number"
)

// WindowSizes are the numbers of RFC 7692 §7.1.2.1, in bits.
var WindowSizes = []string{"15", "14", "13", "12", "11", "10", "9", "8"}

// shown is a value of the parameter as the form shows it.
func (p deflateParam) shown(value string) string {
	switch {
	case !p.Bits:
	case value == "":
		return NoWindow
	case value == flag(true):
		return AnyWindow
	}
	return value
}

// meant is what the form shows as a value.
func (p deflateParam) meant(shown string) string {
	switch {
	case p.Bits && shown == NoWindow:
		return ""
	case p.Bits && shown == AnyWindow:
		return flag(true)
	}
	return shown
}

// OtherFields is the indexes of the fields that no other input of the form shows.
func (m Model) OtherFields() []int {
	head := m.request()
	seen := map[string]bool{}
	var rest []int
	for i, f := range head.Fields {
		name := strings.ToLower(f.Name.Text)
		switch {
		case f.Name.Text == "":
			continue
		case name == strings.ToLower(protocolField), m.Report.Exchange.HTTP2 && (name == ":path" || name == ":authority"):
			continue
		case ownInput[name] && !seen[name]:
			seen[name] = true
			continue
		}
		if rest = append(rest, i); len(rest) == maxRows {
			break
		}
	}
	return rest
}

// maxRows bounds the fields that the form shows as rows.
const maxRows = 60

// ownInput is the fields, in lower case, whose first line has an input of its own.
var ownInput = map[string]bool{"host": true, "origin": true, "sec-websocket-version": true, "sec-websocket-key": true, "sec-websocket-extensions": true}

func FirstValue(head *head.Head, name string) string {
	if fields := head.Get(name); len(fields) > 0 {
		return fields[0].Value.Text
	}
	return ""
}
