package handshake

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// Fixes for the parts of an opening handshake: key, accept value, Origin, lists, answers, and its counterpart in HTTP/2.

// goodKey corrects the key, or replaces it by a new one.
func goodKey(m *fixer) {
	var fields []string
	for _, f := range m.head.Get(head.FieldNames[nameKey]) {
		fields = append(fields, strings.Split(f.Value.Text, ",")...)
	}
	for _, text := range fields {
		text = strings.Trim(text, "\"' \t")
		digits := strings.TrimRight(text, "=")
		raw, _ := hex.DecodeString(strings.NewReplacer("-", "", "{", "", "}", "").Replace(text))
		for _, meant := range []string{
			text,
			digits + "==",
			strings.ReplaceAll(text, " ", "+"),
			strings.NewReplacer(" ", "", "\t", "").Replace(text),
			strings.NewReplacer("-", "+", "_", "/").Replace(digits) + "==",
			base64.StdEncoding.EncodeToString(raw),
		} {
			if isGoodKey(meant) {
				m.newKey(meant)
				return
			}
		}
	}
	m.newKey(m.nonce)
}

// newNonce replaces the key by a new one.
func newNonce(m *fixer) { m.newKey(m.nonce) }

// tidyKey clears the spare bits of the last character (RFC 4648 §3.5).
func tidyKey(m *fixer) {
	key := m.head.value(nameKey)
	if raw, err := base64.StdEncoding.DecodeString(key); err == nil {
		m.newKey(base64.StdEncoding.EncodeToString(raw))
	}
}

// newKey sets the key, and the accept value if it belonged to the old key.
func (m *fixer) newKey(key string) {
	old := m.head.value(nameKey)
	m.put(head.FieldNames[nameKey], key)
	if m.resp == nil {
		return
	}
	if f := m.resp.field(nameAccept); f != nil && f.Value.Text == accept.Derive(old).Accept {
		m.edits = append(m.edits, Edit{Response, f.Value.Span, accept.Derive(key).Accept})
	}
}

func isGoodKey(s string) bool {
	h := head.ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Key: " + s + "\r\n\r\n")
	return newParsedHead(h).key == keyGood
}

// rightAccept sets the accept value of the key.
func rightAccept(m *fixer) {
	if key, known := m.key(); known {
		m.put("Sec-WebSocket-Accept", accept.Derive(key).Accept)
	}
}

// originAlone removes everything but the origin.
func originAlone(m *fixer) {
	f := m.head.field(nameOrigin)
	text := f.Value.Text
	if i := strings.IndexAny(text, " ,"); i >= 0 { // no list of origins has commas
		text = text[:i]
	}
	if equalFold(text, "null") {
		m.put(head.FieldNames[nameOrigin], "null")
		return
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		scheme, rest = "https", text
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	rest = strings.TrimSuffix(rest, ":")
	if _, ok := parseOrigin(scheme + "://" + rest); !ok {
		m.remove(f)
		return
	}
	m.put(head.FieldNames[nameOrigin], scheme+"://"+rest)
}

// originField renames the field of a draft to Origin.
func originField(m *fixer) { m.rename(head.FieldNames[nameOrigin]) }

// tokenName converts a subprotocol to a token.
func tokenName(m *fixer) {
	m.replacePart(func(name string) string {
		return strings.Map(func(r rune) rune {
			if r < 0x80 && head.IsTokenChar(byte(r)) {
				return r
			}
			return '-'
		}, name)
	})
}

// offerKnown offers the first subprotocol of the policy; none if it has none.
func offerKnown(m *fixer) {
	m.list(head.FieldNames[nameProtocol], m.policy.Subprotocols[:min(1, len(m.policy.Subprotocols))])
}

// knownCase spells an offer as the policy does.
func knownCase(m *fixer) {
	m.replacePart(m.knownButForCase)
}

// chosen sets the subprotocol that this endpoint would select.
func chosen(m *fixer) {
	if m.req == nil {
		m.list(head.FieldNames[nameProtocol], nil)
		return
	}
	if s := m.chooseSubprotocol(m.req.offers); s != "" {
		m.put(head.FieldNames[nameProtocol], s)
		return
	}
	m.remove(m.head.Get(head.FieldNames[nameProtocol])...)
}

// agreed sets the extensions that this endpoint would offer or agree to.
func agreed(m *fixer) {
	switch {
	case m.side == Request:
		m.put(head.FieldNames[nameExtensions], DeflateName+"; client_max_window_bits")
	case m.report.Extensions != "":
		m.put(head.FieldNames[nameExtensions], m.report.Extensions)
	default:
		m.remove(m.head.Get(head.FieldNames[nameExtensions])...)
	}
}

// removeParam removes the parameter of the finding with the semicolon before it.
func removeParam(m *fixer) {
	if f := m.field(); f != nil && !f.Folded() {
		at := m.finding.Span
		if semicolon := strings.LastIndexByte(m.head.Raw[f.Value.Span.Start:at.Start], ';'); semicolon >= 0 {
			m.replace(Span{Start: f.Value.Span.Start + semicolon, End: at.End}, "")
		}
	}
}

// nameAlone removes the value of a parameter; allBits sets it to the maximum.
func nameAlone(m *fixer) {
	m.replacePart(paramName)
}

func allBits(m *fixer) {
	m.replacePart(func(param string) string { return paramName(param) + "=15" })
}

func paramName(param string) string {
	name, _, _ := strings.Cut(param, "=")
	return strings.TrimRight(name, " \t")
}

// unquoted writes the value of the finding without quotes.
func unquoted(m *fixer) {
	m.replacePart(strings.NewReplacer(`"`, "", `\`, "").Replace)
}

// withoutParam removes the parameter in a request whose value the finding points at.
func withoutParam(m *fixer) {
	if f := m.field(); m.side == Response || f == nil || f.Folded() {
		agreed(m)
		return
	}
	removeParam(m)
}

// noContent removes the content, and the fields that announce or request it.
func noContent(m *fixer) {
	if m.head.expectsContinue() {
		m.remove(m.head.Get(head.FieldNames[nameExpect])...)
	}
	m.remove(m.head.Get(head.FieldNames[nameContentLength])...)
	m.remove(m.head.Get(head.FieldNames[nameTransferEncoding])...)
	content := len(m.head.Rest())
	if n, ok := m.head.contentLength(); ok && m.head.count[nameTransferEncoding] == 0 {
		content = min(n, content) // frames may follow it
	}
	if content > 0 {
		m.replace(Span{Start: m.head.End.End, End: m.head.End.End + content}, "")
	}
}

// continueFirst sends 100 before 101.
func continueFirst(m *fixer) {
	at := m.head.Line.Start
	m.replace(Span{Start: at, End: at}, continueReply.Raw())
}

// finalAlone removes the interim answers.
func finalAlone(m *fixer) { m.replace(Span{Start: 0, End: m.head.Line.Start}, "") }

// switchLine writes the status line of a 101, without what only content needs.
func switchLine(m *fixer) {
	m.replace(m.head.Line, statusLine(101))
	m.remove(m.head.Get(head.FieldNames[nameContentLength])...)
	m.remove(m.head.Get(head.FieldNames[nameTransferEncoding])...)
}

// statusAlone adds the missing version to a status line.
func statusAlone(m *fixer) {
	if at := m.head.Line.Start; at < len(m.head.Raw) && head.IsDigit(m.head.Raw[at]) {
		m.replace(Span{Start: at, End: at}, "HTTP/1.1 ")
	}
}

// switchTo sets Upgrade in a 101 to the requested protocol.
func switchTo(m *fixer) {
	protocol := "websocket"
	if m.req != nil && !m.req.wantsWebSocket() && len(m.req.tokens) > 0 {
		protocol = m.req.tokens[0].Text
	}
	m.put(head.FieldNames[nameUpgrade], protocol)
}

// oneBlank puts one blank after the colon of the finding's field.
func oneBlank(m *fixer) {
	if f := m.field(); f != nil {
		m.put(f.Name.Text, f.Value.Text)
	}
}

// listUpgrade adds upgrade to the options of Connection.
func listUpgrade(m *fixer) {
	members := []string{"Upgrade"}
	for _, t := range m.head.options {
		members = append(members, t.Text)
	}
	m.list(head.FieldNames[nameConnection], members)
}

// nameUpgradeField adds Upgrade and lists it in Connection.
func nameUpgradeField(m *fixer) {
	if !m.askedWebSocket() {
		return // only the server knows the protocol
	}
	m.put(head.FieldNames[nameUpgrade], "websocket")
	if !m.head.asksToSwitch() {
		listUpgrade(m)
	}
}

// extendedConnect converts a head of HTTP/2 to an extended CONNECT.
func extendedConnect(m *fixer) {
	for _, f := range []struct{ name, value string }{
		{":method", "CONNECT"}, {":protocol", "websocket"}, {":scheme", "https"}, {":path", "/"}, {":authority", "server.example.com"},
	} {
		got := m.head.pseudoField(f.name)
		switch {
		case got == nil:
			m.replace(Span{Start: 0, End: 0}, f.name+": "+f.value+"\r\n")
		case got.Value.Text == "", f.name == ":method" && got.Value.Text != f.value, f.name == ":scheme" && got.Value.Text != "http" && got.Value.Text != "https":
			m.replace(Span{Start: got.Name.Span.End, End: got.Line.End}, ": "+f.value)
		case f.name == ":path" && got.Value.Text[0] != '/':
			m.replace(Span{Start: got.Name.Span.End, End: got.Line.End}, ": /"+got.Value.Text)
		case f.name == ":authority" && !isAuthority(got.Value.Text):
			if _, host, _ := strings.Cut(got.Value.Text, "@"); isAuthority(host) {
				f.value = host
			}
			m.replace(Span{Start: got.Name.Span.End, End: got.Line.End}, ": "+f.value)
		}
	}
}

// lowerName writes the field name of the finding in lower case.
func lowerName(m *fixer) {
	m.replace(m.finding.Span, strings.ToLower(m.head.Text(m.finding.Span)))
}
