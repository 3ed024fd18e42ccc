package model

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	headedit "upgrade101/handshake/head"
)

// The form edits the bytes of the request in the editor: it replaces the bytes that it shows and changes no other byte, no
// other line and not their order.

// removedField is the place of an emptied field, so that it can be inserted there again.
type removedField struct {
	name string
	at   int // index among the fields
}

// request returns the request for editing; one without bytes if there is none.
func (m Model) request() *headedit.Head {
	if m.Report.Request == nil {
		return &headedit.Head{}
	}
	return m.Report.Request
}

// edit makes an edit in the bytes of the request.
func (m Model) edit(e headedit.Edit) Model { return m.rewrite(e.Apply(m.request().Raw)) }

// rewrite replaces the bytes of the request. A response in the same text moves to its own editor.
func (m Model) rewrite(raw string) Model {
	if x := m.Paste.Exchanges[m.Chosen]; m.ResponseText == "" && x.Response != "" {
		return m.Put(written(raw), written(x.Response), m.Policy)
	}
	return m.Edit(written(raw))
}

// written returns wire bytes as text for a text field: with its line ends, or as a hex dump if a byte would be lost.
func written(raw string) string {
	text := ToLF(raw)
	if !utf8.ValidString(raw) || strings.Contains(text, "\r") || strings.Count(raw, "\n") != strings.Count(raw, "\r\n") {
		return hex.Dump([]byte(raw))
	}
	return text
}

// oneLine keeps a value on its line.
func oneLine(value string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, value)
}

// SetField writes a field of the request: its first line gets the value, an empty value removes it.
func (m Model) SetField(name, value string) Model {
	head := m.request()
	for i := range head.Fields {
		if strings.EqualFold(head.Fields[i].Name.Text, name) {
			return m.SetValue(i, value)
		}
	}
	if value == "" {
		return m
	}
	at := len(head.Fields)
	if strings.EqualFold(m.removed.name, name) {
		at = min(at, m.removed.at)
	}
	return m.insert(at, name, value)
}

// SetValue writes the value of the i-th field; an empty value removes it.
func (m Model) SetValue(i int, value string) Model {
	head := m.request()
	if i < 0 || i >= len(head.Fields) {
		return m
	}
	f := head.Fields[i]
	if value = oneLine(value); value == "" {
		m.removed = removedField{f.Name.Text, i}
		return m.RemoveField(i)
	}
	return m.edit(head.SetValue(i, value))
}

// SetName renames the i-th field; an empty name is ignored.
func (m Model) SetName(i int, name string) Model {
	head := m.request()
	if i < 0 || i >= len(head.Fields) {
		return m
	}
	name = strings.Trim(oneLine(name), " :")
	if name == "" || head.Fields[i].Name.Span.Len() == 0 {
		return m
	}
	return m.edit(head.SetName(i, name))
}

// RemoveField removes the line of the i-th field.
func (m Model) RemoveField(i int) Model {
	head := m.request()
	if i < 0 || i >= len(head.Fields) {
		return m
	}
	return m.edit(head.RemoveLine(head.Fields[i].Line))
}

// AddField adds a line at the end.
func (m Model) AddField(name, value string) Model {
	if name = strings.Trim(oneLine(name), " :"); name == "" {
		return m
	}
	return m.insert(len(m.request().Fields), name, value)
}

// insert adds a line, so that the field is the at-th.
func (m Model) insert(at int, name, value string) Model {
	return m.edit(m.request().InsertField(at, name, oneLine(value)))
}

// SetAddress writes target and Host, or the pseudo fields of HTTP/2, from a URL.
func (m Model) SetAddress(url string) Model {
	url = oneLine(strings.TrimSpace(url))
	m.URL = url
	host, target := splitURL(url)
	if m.Report.Exchange.HTTP2 {
		return m.SetField(":path", target).SetField(":authority", host)
	}
	head := m.request()
	if head.Target.Text == "" {
		rest := head.Raw
		if rest == "" {
			rest = "\r\n"
		}
		return m.rewrite("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + rest)
	}
	m = m.edit(headedit.Edit{Span: head.Target.Span, Text: target})
	if host != "" && len(m.request().Get("Host")) == 0 {
		return m.insert(0, "Host", host)
	}
	return m.SetField("Host", host)
}

// splitURL splits a URL into the values of Host and of the request target.
func splitURL(url string) (host, target string) {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
	}
	url, _, _ = strings.Cut(url, "#")
	if i := strings.IndexAny(url, "/?"); i >= 0 {
		host, target = url[:i], url[i:]
		return host, "/" + strings.TrimPrefix(target, "/")
	}
	return url, "/"
}

// address returns the URL of a request: as typed, if that still matches, because the request does not show whether it uses
// TLS.
func (m Model) address() string {
	head := m.request()
	host, target := FirstValue(head, "Host"), head.Target.Text
	if m.Report.Exchange.HTTP2 {
		host = FirstValue(head, ":authority")
	}
	typedHost, typedTarget := splitURL(m.URL)
	switch {
	case strings.Contains(m.URL, "://") && typedHost == host && typedTarget == target:
		return m.URL
	case strings.Contains(target, "://"):
		return target
	case m.Report.Exchange.URL != "" && strings.Contains(m.Report.Exchange.URL, "://"+host):
		return m.Report.Exchange.URL
	case host == "" && target == "":
		return ""
	case m.Report.Exchange.HTTP2 || strings.HasPrefix(FirstValue(head, "Origin"), "https:"):
		return "wss://" + host + target
	}
	return "ws://" + host + target
}
