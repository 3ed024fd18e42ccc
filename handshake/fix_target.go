package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Fixes for a start line, its target, and Host.

// startLine writes the request line with good parts in place of missing ones.
func startLine(m *fixer) {
	h := m.head
	switch line := h.Text(h.Line); {
	case h.HasRequestLine():
		parts := h.Method.Text + " " + h.Target.Text
		if h.Version.Text != "" {
			parts += " " + h.Version.Text
		}
		m.replace(h.Line, parts)
	case head.IsToken(line):
		m.replace(h.Line, line+" / HTTP/1.1")
	case head.IsToken(strings.TrimSuffix(h.Method.Text, ":")):
		m.replace(Span{Start: h.Line.Start, End: h.Line.Start}, "GET / HTTP/1.1\r\n") // the first line is a field
	}
}

// version11 raises the version to 1.1, in which a request has Host.
func version11(m *fixer) {
	m.replace(m.finding.Span, "HTTP/1.1")
	if m.head.count[nameHost] == 0 {
		nameHostField(m)
	}
}

// appendVersion adds the version to the request line.
func appendVersion(m *fixer) {
	m.replace(Span{Start: m.head.Target.Span.End, End: m.head.Line.End}, " HTTP/1.1")
}

// getInTunnel converts a CONNECT to the request that belongs into its tunnel.
func getInTunnel(m *fixer) {
	m.replace(m.head.Method.Span, "GET")
	m.replace(m.head.Target.Span, "/")
}

// toPath reduces a target to the part that belongs into a request line.
func toPath(m *fixer) {
	t := m.head.Target
	switch u := m.head.uri(); {
	case u.scheme != "":
		path := t.Text[u.pathAt:]
		if path == "" || path[0] != '/' {
			path = "/" + path
		}
		m.replace(t.Span, path)
		if u.hostOK && m.head.count[nameHost] == 0 {
			m.add(head.FieldNames[nameHost], u.authority)
		}
	case m.head.targetForm() == authorityForm:
		m.replace(t.Span, "/")
		if m.head.count[nameHost] == 0 {
			m.add(head.FieldNames[nameHost], t.Text)
		}
	case m.head.targetForm() == asteriskForm:
		m.replace(t.Span, "/")
	default:
		path, ok := strings.CutPrefix(t.Text, m.head.value(nameHost))
		if !ok || !strings.HasPrefix(path, "/") {
			path = "/" + t.Text
		}
		m.replace(t.Span, path)
	}
}

// escape percent-encodes the octets of the finding; of an invalid escape, its percent sign.
func escape(m *fixer) {
	broken := false
	m.encode(m.finding.Span, func(c byte) bool {
		if broken || c != '%' && classOf(c) == 0 {
			return false
		}
		broken = c == '%'
		return true
	})
}

// escapeObsText percent-encodes octets that are not ASCII, to the end of the line.
func escapeObsText(m *fixer) {
	end, _ := m.head.LineAt(m.finding.Span.Start)
	m.encode(Span{Start: m.finding.Span.Start, End: end}, func(c byte) bool { return c >= 0x80 })
}

func (m *fixer) encode(at Span, meant func(byte) bool) {
	var b strings.Builder
	for _, c := range []byte(m.head.Text(at)) {
		if meant(c) {
			b.WriteString("%" + head.HexOctet(c))
		} else {
			b.WriteByte(c)
		}
	}
	m.replace(at, b.String())
}

// shortPath writes the path without dot segments and empty segments.
func shortPath(m *fixer) {
	path := m.head.path()
	m.replace(path.Span, shortened(path.Text))
}

// shortened resolves dot segments and empty segments (RFC 3986 §5.2.4).
func shortened(path string) string {
	var kept []string
	segments := strings.Split(plainDots(path), "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch {
		case s == "..":
			kept = kept[:max(0, len(kept)-1)]
		case s != "." && s != "":
			kept = append(kept, s)
			continue
		}
		if last {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}

// removeUserinfo removes user and password with the sign after them.
func removeUserinfo(m *fixer) {
	m.replace(m.finding.Span, "")
}

// overTLS changes a scheme to the one with TLS, and removes the default port of the old one.
func overTLS(m *fixer) {
	u, at := m.head.uri(), m.finding.Span
	if at.Start != u.schemeSpan.Start || at.Len() == 0 {
		return
	}
	m.replace(Span{Start: at.End, End: at.End}, "s")
	host := strings.TrimSuffix(u.authority, ":80")
	if host != u.authority {
		m.replace(u.authoritySpan, host)
	}
	if m.head.host.port == "80" {
		m.put(head.FieldNames[nameHost], host)
	}
}

// nameHostField adds Host from the rest of the request, or from the address in the paste.
func nameHostField(m *fixer) {
	host := "server.example.com"
	u := m.head.uri()
	given := splitURI(Token{Text: m.report.Exchange.URL})
	_, origin, _ := strings.Cut(m.head.value(nameOrigin), "://")
	name, _, ok := splitHostPort(origin)
	switch {
	case u.hostOK:
		host = u.authority
	case given.hostOK:
		host = given.authority
	case ok && name != "":
		host = origin
	}
	m.put(head.FieldNames[nameHost], host)
}

// hostFirst moves the Host line to the top.
func hostFirst(m *fixer) {
	m.remove(m.head.field(nameHost))
	m.add(head.FieldNames[nameHost], m.head.value(nameHost))
}

// removePort removes the port of Host.
func removePort(m *fixer) {
	host := m.head.host.name
	m.put(head.FieldNames[nameHost], host)
}

// publicHost sets Host to the host of Origin.
func publicHost(m *fixer) {
	_, origin, _ := strings.Cut(m.head.value(nameOrigin), "://")
	m.put(head.FieldNames[nameHost], origin)
}
