package app

import (
	"strings"

	"upgrade101/handshake"
)

// The builder has no state of its own: its fields are read from the request in the editor, and each
// change edits one line of that request. So both ways stay in step, and what was typed by hand stays.

// Form is what the builder's fields show, by the name that stands in data-in.
func (m Model) Form() map[string]string {
	form := map[string]string{
		"live-protocols":  m.Offer,
		"live-message":    m.Message,
		"query":           m.Query,
		"level":           m.Level,
		"proxy":           m.Proxy,
		"got":             m.Got,
		"console":         m.Console,
		"known-protocols": list(m.Policy.Subprotocols),
		"origins":         list(m.Policy.Origins),
		"deflate":         flag(!m.Policy.NoDeflate),
	}
	head := m.Report.Request
	if head == nil {
		return form
	}
	form["url"] = address(head)
	for name, field := range formFields {
		form[name] = first(head, field)
	}
	for _, p := range deflateParams {
		form[p.name] = p.read(first(head, "Sec-WebSocket-Extensions"))
	}
	form["extensions"] = first(head, "Sec-WebSocket-Extensions")
	return form
}

// formFields are the inputs that stand for one field of the request.
var formFields = map[string]string{
	"origin":    "Origin",
	"protocols": "Sec-WebSocket-Protocol",
	"version":   "Sec-WebSocket-Version",
	"key":       "Sec-WebSocket-Key",
	"cookie":    "Cookie",
	"auth":      "Authorization",
}

func first(head *handshake.Head, name string) string {
	if fields := head.Get(name); len(fields) > 0 {
		return fields[0].Value.Text
	}
	return ""
}

// list writes what a policy allows: "*" for anything, "" for nothing.
func list(names []string) string {
	if names == nil {
		return "*"
	}
	return strings.Join(names, ", ")
}

// unlist reads what list writes.
func unlist(value string) []string {
	if strings.TrimSpace(value) == "*" {
		return nil
	}
	names := []string{}
	for name := range strings.SplitSeq(value, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func flag(on bool) string {
	if on {
		return "on"
	}
	return ""
}

// address is the URL that a request asks for. The request does not say whether TLS carries it; ws is
// the plain reading.
func address(head *handshake.Head) string {
	target := head.Target.Text
	if strings.Contains(target, "://") {
		return target
	}
	host := first(head, "Host")
	if host == "" && target == "" {
		return ""
	}
	return "ws://" + host + target
}

// SetAddress writes target and Host from a URL.
func (m Model) SetAddress(url string) Model {
	url = strings.TrimSpace(url)
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
	}
	url, _, _ = strings.Cut(url, "#")
	host, target := url, "/"
	if i := strings.IndexAny(url, "/?"); i >= 0 {
		host, target = url[:i], url[i:]
		if target[0] == '?' {
			target = "/" + target
		}
	}
	text := m.plain()
	line, rest, _ := strings.Cut(text, "\n")
	method, version := "GET", "HTTP/1.1"
	if head := m.Report.Request; head != nil && head.Target.Text != "" {
		method = head.Method.Text
		if head.Version.Text != "" {
			version = head.Version.Text
		}
	} else if line != "" {
		rest = text
	}
	if rest == "" {
		rest = "\n"
	}
	return m.Edit(setLine(method+" "+target+" "+version+"\n"+rest, "Host", host))
}

// SetField writes a field of the request: its first line gets the value; an empty value removes it.
func (m Model) SetField(name, value string) Model {
	return m.Edit(setLine(m.plain(), name, value))
}

// plain is the request as text to edit line by line: what was typed, if that is a request as it stands,
// and else the request that was read from it.
func (m Model) plain() string {
	if m.Report.Request == nil {
		return ""
	}
	raw := strings.ReplaceAll(m.Report.Request.Raw, "\r\n", "\n")
	if strings.TrimRight(raw, "\n") == strings.TrimRight(m.Text, "\n") {
		return m.Text
	}
	return raw
}

// setLine sets a field in a text of LF lines.
func setLine(text, name, value string) string {
	value = strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, value)
	lines := strings.SplitAfter(text, "\n")
	end := len(lines)
	for i, line := range lines {
		line = strings.TrimRight(line, "\r\n")
		if i > 0 && line == "" {
			end = i
			break
		}
		if got, _, ok := strings.Cut(line, ":"); ok && strings.EqualFold(strings.TrimSpace(got), name) {
			if value == "" {
				return strings.Join(append(lines[:i:i], lines[i+1:]...), "")
			}
			lines[i] = got + ": " + value + lines[i][len(line):]
			return strings.Join(lines, "")
		}
	}
	if value == "" {
		return text
	}
	head, tail := strings.Join(lines[:end], ""), strings.Join(lines[end:], "")
	if head != "" && !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	if tail == "" {
		tail = "\n"
	}
	return head + name + ": " + value + "\n" + tail
}

// deflateParam is a parameter of permessage-deflate, as the builder offers it (RFC 7692 §7.1).
type deflateParam struct{ name, param, label string }

var deflateParams = []deflateParam{
	{"pmd", "", "permessage-deflate"},
	{"pmd-snct", "server_no_context_takeover", "server_no_context_takeover"},
	{"pmd-cnct", "client_no_context_takeover", "client_no_context_takeover"},
	{"pmd-cmwb", "client_max_window_bits", "client_max_window_bits"},
}

const deflateName = "permessage-deflate"

// read says whether an offer holds the parameter.
func (p deflateParam) read(offer string) string {
	firstOffer, _, _ := strings.Cut(offer, ",")
	name, params, _ := strings.Cut(firstOffer, ";")
	if strings.TrimSpace(name) != deflateName {
		return ""
	}
	if p.param == "" {
		return "on"
	}
	for param := range strings.SplitSeq(params, ";") {
		param, _, _ = strings.Cut(param, "=")
		if strings.TrimSpace(param) == p.param {
			return "on"
		}
	}
	return ""
}

// write adds the parameter to an offer, or takes it away.
func (p deflateParam) write(offer string, on bool) string {
	if p.param == "" {
		switch _, others, more := strings.Cut(offer, ","); {
		case on && p.read(offer) == "":
			return strings.TrimSuffix(deflateName+", "+offer, ", ")
		case !on && p.read(offer) != "" && more:
			return strings.TrimSpace(others)
		case !on && p.read(offer) != "":
			return ""
		}
		return offer
	}
	if (p.read(offer) != "") == on {
		return offer
	}
	if on {
		offer = deflateParams[0].write(offer, true)
		firstOffer, others, more := strings.Cut(offer, ",")
		if more {
			others = "," + others
		}
		return firstOffer + "; " + p.param + others
	}
	firstOffer, others, more := strings.Cut(offer, ",")
	parts := strings.Split(firstOffer, ";")
	kept := parts[:1]
	for _, part := range parts[1:] {
		if name, _, _ := strings.Cut(part, "="); strings.TrimSpace(name) != p.param {
			kept = append(kept, part)
		}
	}
	if more {
		others = "," + others
	}
	return strings.Join(kept, ";") + others
}
