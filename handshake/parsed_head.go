package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// parsedHead is a head with the parts that rules need, looked up once.
type parsedHead struct {
	Head
	first   [head.NameCount]int16 // index of the first field of that name, plus one
	count   [head.NameCount]int16
	options []Token // members of Connection
	tokens  []Token // members of Upgrade
	offers  []Token // members of Sec-WebSocket-Protocol
	key     keyFault

	hasLine    bool       // the start line is a request's
	websocket  bool       // Upgrade has the member websocket
	host       hostPort   // what the first Host names
	page       siteOrigin // what the only Origin names
	onePage    bool       // there is one Origin, and it names one site
	extensions head.ExtensionList
	deflate    []deflateOffer // the members of extensions that are permessage-deflate
}

func newParsedHead(h Head) *parsedHead {
	m := &parsedHead{Head: h}
	for i := range m.Fields {
		n := m.Fields[i].Known
		if m.first[n] == 0 {
			m.first[n] = int16(i + 1)
		}
		m.count[n]++
	}
	lists := make([]Token, 0, 8) // one room for the three lists: most heads have few members
	m.options, lists = m.list(nameConnection, lists)
	m.tokens, lists = m.list(nameUpgrade, lists)
	m.offers, _ = m.list(nameProtocol, lists)
	m.key = judgeKey(m)
	m.hasLine = m.Head.HasRequestLine()
	m.websocket = slices.ContainsFunc(m.tokens, func(t Token) bool { return isWebSocket(t.Text) })
	m.host = readHostPort(m.value(nameHost))
	if f := m.onlyOrigin(); f != nil {
		m.page, m.onePage = parseOrigin(strings.TrimSpace(f.Value.Text))
	}
	if m.count[nameExtensions] > 0 {
		m.extensions = head.ReadExtensions(&m.Head)
		m.deflate = readDeflate(m.extensions.Members, m.Status.Text != "")
	}
	return m
}

// list reads the comma list of a known field into room and returns it with the room that is left.
func (m *parsedHead) list(n head.FieldName, room []Token) (list, left []Token) {
	if m.count[n] == 0 {
		return nil, room
	}
	list = room[len(room):]
	for i := range m.Fields {
		if m.Fields[i].Known == n {
			list = head.AppendMembers(list, m.Raw, m.Fields[i].Value)
		}
	}
	return list[:len(list):len(list)], list[len(list):]
}

// memberSpan returns the span of a member, which the list must have, ignoring case.
func memberSpan(list []Token, member string) Span {
	return list[slices.IndexFunc(list, func(t Token) bool { return equalFold(t.Text, member) })].Span
}

// field returns the first field of a name; nil if there is none.
func (m *parsedHead) field(n head.FieldName) *Field {
	if m.first[n] == 0 {
		return nil
	}
	return &m.Fields[m.first[n]-1]
}

// value returns the value of the first field of a name; "" if there is none.
func (m *parsedHead) value(n head.FieldName) string {
	if f := m.field(n); f != nil {
		return f.Value.Text
	}
	return ""
}

// joined returns the value of all lines of a name, which for a list is one value (RFC 9110 §5.3).
func (m *parsedHead) joined(n head.FieldName) string {
	if m.count[n] < 2 {
		return m.value(n)
	}
	values := make([]string, 0, m.count[n])
	for i := range m.Fields {
		if f := &m.Fields[i]; f.Known == n {
			values = append(values, f.Value.Text)
		}
	}
	return strings.Join(values, ", ")
}

// line returns the place to point at if a field is missing: the start line, or the first field over HTTP/2.
func (m *parsedHead) line() Span {
	if m.Line == (Span{}) && len(m.Fields) > 0 {
		return m.Fields[0].Line
	}
	return m.Line
}

// wantsWebSocket reports whether a field shows that the request is meant to open a WebSocket. Otherwise rules about the fields of
// the handshake do not apply: a request for another protocol need not have them.
func (m *parsedHead) wantsWebSocket() bool {
	return m.namesWebSocket() || len(m.tokens) == 0 &&
		(m.count[nameKey] > 0 || m.count[nameVersion] > 0 || m.count[nameProtocol] > 0 || m.count[nameExtensions] > 0)
}

// HasRequestLine is the result of Head.HasRequestLine, which thirty rules need.
func (m *parsedHead) HasRequestLine() bool { return m.hasLine }

// namesWebSocket reports whether Upgrade has the member websocket, in any case, with or without a version.
func (m *parsedHead) namesWebSocket() bool { return m.websocket }

// meansWebSocket reports whether Upgrade has a misspelling of websocket together with fields of the handshake. For HTTP that is an unknown
// protocol; its author means WebSocket.
func (m *parsedHead) meansWebSocket() bool {
	g, t := m.goal()
	return g == notWebSocket && resemblesWebSocket(t.Text)
}

// resemblesWebSocket reports whether a protocol is websocket or a near miss of it.
func resemblesWebSocket(protocol string) bool {
	name := strings.ToLower(protocol)
	return strings.Contains(name, "socket") || name == "ws" || name == "wss"
}

// isWebSocket compares an upgrade protocol with websocket.
//
//	protocol = protocol-name [ "/" protocol-version ]              (RFC 9110 §7.8)
func isWebSocket(protocol string) bool {
	const want = "websocket"
	return head.HasPrefixFold(protocol, want) && (len(protocol) == len(want) || protocol[len(want)] == '/')
}

// asksToSwitch reports whether Connection has the option upgrade (RFC 9110 §7.8).
func (m *parsedHead) asksToSwitch() bool { return head.Contains(m.options, "upgrade") }

// expectsContinue reports whether the client waits for 100 before it sends content; one of HTTP/1.0 does not (RFC 9110 §10.1.1).
func (m *parsedHead) expectsContinue() bool {
	return m.count[nameExpect] > 0 && !m.isHTTP10() && head.Contains(m.List("Expect"), "100-continue")
}
