package model

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// What the builder offers: subprotocols, in order of preference, and the parameters of permessage-deflate.

// Offered returns the subprotocols of the request.
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

// RemoveOffered removes the i-th subprotocol.
func (m Model) RemoveOffered(i int) Model {
	names := m.Offered()
	if i < 0 || i >= len(names) {
		return m
	}
	return m.SetOffered(append(names[:i], names[i+1:]...))
}

// deflateParam is a parameter of permessage-deflate in the builder (RFC 7692 §7). Its value in the form is "" if it is not
// offered, flag(true) if it has no value, and otherwise its value.
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

// firstOffer returns the permessage-deflate at the start of a value.
func firstOffer(value string) (offer head.Extension, ok bool) {
	offer, ok = head.FirstExtension(value)
	return offer, ok && offer.Name.Text == handshake.DeflateName
}

// read returns the value of the parameter in the first offer of a field value.
func (p deflateParam) read(value string) string {
	offer, ok := firstOffer(value)
	switch {
	case !ok:
		return ""
	case p.Param == "":
		return flag(true)
	}
	for i := range offer.Params {
		switch param := &offer.Params[i]; {
		case param.Name.Text != p.Param:
		case param.Valued:
			return param.Value.Text
		default:
			return flag(true)
		}
	}
	return ""
}

// write sets or removes the parameter in the first offer of a field value and changes nothing else.
func (p deflateParam) write(value, to string) string {
	if p.read(value) == to {
		return value
	}
	offer, ok := firstOffer(value)
	switch {
	case ok && p.Param == "":
		return strings.TrimLeft(value[offer.Span.End:], ", \t")
	case !ok:
		value = strings.TrimSuffix(handshake.DeflateName+", "+value, ", ")
		if p.Param == "" {
			return value
		}
		offer, _ = firstOffer(value)
	}
	var edits []head.Edit
	end, written := offer.Name.Span.End, to == ""
	for i := range offer.Params {
		param := &offer.Params[i]
		before := end
		end = param.Span().End
		if param.Name.Text != p.Param {
			continue
		}
		e := head.Edit{Span: head.Span{Start: before, End: end}}
		if !written {
			written, e.Text = true, p.spell(to)
		}
		edits = append(edits, e)
	}
	if !written {
		edits = append(edits, head.Edit{Span: head.Span{Start: end, End: end}, Text: p.spell(to)})
	}
	value, _ = head.Apply(value, edits)
	return value
}

func (p deflateParam) spell(value string) string {
	if value == flag(true) {
		return "; " + p.Param
	}
	return "; " + p.Param + "=" + value
}

// The texts of the choice of a window.
const (
	NoWindow  = "not offered"
	AnyWindow = "without a number"
)

// WindowSizes are the numbers of RFC 7692 §7.1.2.1, in bits.
var WindowSizes = []string{"15", "14", "13", "12", "11", "10", "9", "8"}

// shown returns a value of the parameter as the form shows it.
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

// meant is the inverse of shown.
func (p deflateParam) meant(shown string) string {
	switch {
	case p.Bits && shown == NoWindow:
		return ""
	case p.Bits && shown == AnyWindow:
		return flag(true)
	}
	return shown
}

// OtherFields returns the indexes of the fields that no other input of the form shows.
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

// ownInput has the fields, in lower case, whose first line has its own input.
var ownInput = map[string]bool{"host": true, "origin": true, "sec-websocket-version": true, "sec-websocket-key": true, "sec-websocket-extensions": true}

func FirstValue(head *head.Head, name string) string {
	if fields := head.Get(name); len(fields) > 0 {
		return fields[0].Value.Text
	}
	return ""
}
