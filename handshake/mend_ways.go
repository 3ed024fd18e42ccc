package handshake

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// The ways to mend, one word in a rule's literal. None of them judges: what does not help is found out
// by trying (mending.sound).

// put gives a field its good value.
func put(field, value string) func(*mending) {
	return func(m *mending) { m.put(field, value) }
}

// instead writes a good text over the bytes of the finding.
func instead(text string) func(*mending) {
	return func(m *mending) { m.replace(m.finding.Span, text) }
}

// leaveOut removes the bytes of the finding.
func leaveOut(m *mending) { m.replace(m.finding.Span, "") }

// leaveLineOut removes the line of the finding.
func leaveLineOut(m *mending) { m.removeLine(m.finding.Span) }

// drop removes every line of the field that the finding points into.
func drop(m *mending) {
	if f := m.field(); f != nil {
		m.remove(m.head.Get(f.Name.Text)...)
	}
}

// keepFirst removes the lines of a field behind its first.
func keepFirst(m *mending) {
	if f := m.field(); f != nil {
		m.remove(m.head.Get(f.Name.Text)[1:]...)
	}
}

// joinLines makes one line of several, each member once.
func joinLines(m *mending) {
	if f := m.field(); f != nil {
		var members []string
		seen := map[string]bool{}
		for _, t := range m.head.List(f.Name.Text) {
			if !seen[t.Text] {
				members = append(members, t.Text)
			}
			seen[t.Text] = true
		}
		m.list(f.Name.Text, members)
	}
}

// leaveMemberOut takes the member that the finding points at out of its list.
func leaveMemberOut(m *mending) {
	if f := m.field(); f != nil {
		var members []string
		for _, t := range m.head.List(f.Name.Text) {
			if t.Span != m.finding.Span {
				members = append(members, t.Text)
			}
		}
		m.list(f.Name.Text, members)
	}
}

// onlyOptions keeps of Connection what are tokens, and asks for the switch where nothing is left.
func onlyOptions(m *mending) {
	var members []string
	for _, t := range m.head.options {
		if isToken(t.Text) {
			members = append(members, t.Text)
		}
	}
	if members == nil {
		members = []string{"Upgrade"}
	}
	m.list(known[nameConnection], members)
}

// wholeHandshake asks for a WebSocket with everything that takes.
func wholeHandshake(m *mending) {
	m.put(known[nameUpgrade], "websocket")
	if !m.head.asksToSwitch() {
		m.put(known[nameConnection], "Upgrade")
	}
	if m.head.count[nameKey] == 0 {
		m.add(known[nameKey], m.nonce)
	}
	if m.head.count[nameVersion] == 0 {
		m.add(known[nameVersion], "13")
	}
}

// newEdition makes today's handshake of one from before there was a version.
func newEdition(m *mending) {
	m.remove(m.head.Get("Sec-WebSocket-Key1")...)
	m.remove(m.head.Get("Sec-WebSocket-Key2")...)
	if m.head.Rest() != "" {
		m.replace(Span{m.head.End.End, len(m.head.Raw)}, "")
	}
	wholeHandshake(m)
}

// startLine writes the request line with good parts in the place of those that are missing.
func startLine(m *mending) {
	h := m.head
	switch line := h.text(h.Line); {
	case h.readable():
		parts := h.Method.Text + " " + h.Target.Text
		if h.Version.Text != "" {
			parts += " " + h.Version.Text
		}
		m.replace(h.Line, parts)
	case isToken(line):
		m.replace(h.Line, line+" / HTTP/1.1")
	case isToken(strings.TrimSuffix(h.Method.Text, ":")):
		m.replace(Span{h.Line.Start, h.Line.Start}, "GET / HTTP/1.1\r\n") // the first line is a field
	}
}

// appendVersion ends the request line.
func appendVersion(m *mending) {
	m.replace(Span{m.head.Target.Span.End, m.head.Line.End}, " HTTP/1.1")
}

// getInTunnel makes the request that belongs into the tunnel of a CONNECT.
func getInTunnel(m *mending) {
	m.replace(m.head.Method.Span, "GET")
	m.replace(m.head.Target.Span, "/")
}

// toPath leaves of a target what belongs into a request line.
func toPath(m *mending) {
	t := m.head.Target
	switch u := m.head.uri(); {
	case u.scheme != "":
		path := t.Text[u.pathAt:]
		if path == "" || path[0] != '/' {
			path = "/" + path
		}
		m.replace(t.Span, path)
		if u.hostOK && m.head.count[nameHost] == 0 {
			m.add(known[nameHost], u.authority)
		}
	case m.head.targetForm() == authorityForm:
		m.replace(t.Span, "/")
		if m.head.count[nameHost] == 0 {
			m.add(known[nameHost], t.Text)
		}
	case m.head.targetForm() == asteriskForm:
		m.replace(t.Span, "/")
	default:
		m.replace(Span{t.Span.Start, t.Span.Start}, "/")
	}
}

// escape percent-encodes the octets of the finding; of a broken escape its percent sign.
func escape(m *mending) {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	broken := false
	for _, c := range []byte(m.head.text(m.finding.Span)) {
		if broken || c > ' ' && c < 0x7F && c != '%' && classOf(c) == 0 {
			b.WriteByte(c)
			continue
		}
		broken = c == '%'
		b.WriteString("%" + string([]byte{digits[c>>4], digits[c&15]}))
	}
	m.replace(m.finding.Span, b.String())
}

// shortPath resolves dot segments and empty segments (RFC 3986 §5.2.4).
func shortPath(m *mending) {
	path := m.head.path()
	var kept []string
	segments := strings.Split(path.Text, "/")
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
	m.replace(path.Span, "/"+strings.Join(kept, "/"))
}

// leaveUserOut removes user and password with the sign behind them.
func leaveUserOut(m *mending) {
	m.replace(Span{m.finding.Span.Start, m.finding.Span.End + len("@")}, "")
}

// overTLS turns a plain scheme into the one with TLS.
func overTLS(m *mending) {
	if at := m.finding.Span; at.Start == m.head.uri().schemeSpan.Start && at.Len() > 0 {
		m.replace(Span{at.End, at.End}, "s")
	}
}

// nameHostField writes the host that the rest of the request, or the source of the paste, names.
func nameHostField(m *mending) {
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
	m.put(known[nameHost], host)
}

// hostFirst moves the Host line to the top.
func hostFirst(m *mending) {
	m.remove(m.head.field(nameHost))
	m.add(known[nameHost], m.head.value(nameHost))
}

// leavePortOut removes the port of Host.
func leavePortOut(m *mending) {
	host, _, _ := splitHostPort(m.head.value(nameHost))
	m.put(known[nameHost], host)
}

// publicHost writes the host of Origin into Host.
func publicHost(m *mending) {
	_, origin, _ := strings.Cut(m.head.value(nameOrigin), "://")
	m.put(known[nameHost], origin)
}

// plainName makes a token of a field name.
func plainName(m *mending) {
	name := Straighten(m.head.text(m.finding.Span))
	m.rename(strings.Map(func(r rune) rune {
		if r < 0x80 && tchar[r] {
			return r
		}
		return -1
	}, name))
}

func hyphens(m *mending) {
	m.rename(strings.ReplaceAll(m.head.text(m.finding.Span), "_", "-"))
}

func spellRight(m *mending) {
	if f := m.field(); f != nil {
		m.rename(misspelled(f))
	}
}

// emptyName removes a line that has no name.
func emptyName(m *mending) {
	if f := m.field(); f != nil {
		m.remove(f)
	}
}

// rename gives the line of the finding another name; where a field of that name is there already, the line goes.
func (m *mending) rename(name string) {
	f := m.field()
	switch {
	case f == nil || name == "":
	case len(m.head.Get(name)) > 0:
		m.remove(f)
	default:
		m.replace(f.Name.Span, name)
	}
}

// unfoldLine puts a continuation behind the line before it, with one SP between.
func unfoldLine(m *mending) {
	raw, at := m.head.Raw, m.finding.Span
	end := len(strings.TrimRight(raw[:at.Start], "\r\n \t"))
	start, stop := trimBlanks(raw, at.Start, at.End)
	if start == stop {
		m.replace(Span{end, stop}, "")
		return
	}
	m.replace(Span{end, start}, " ")
}

// outdent takes the blanks off the front of a line; a line without a colon goes.
func outdent(m *mending) {
	at := m.finding.Span
	if !strings.Contains(m.head.text(at), ":") {
		m.removeLine(at)
		return
	}
	start, _ := trimBlanks(m.head.Raw, at.Start, at.End)
	m.replace(Span{at.Start, start}, "")
}

// endHead writes the empty line.
func endHead(m *mending) {
	at, text := len(m.head.Raw), "\r\n"
	if at > 0 && m.head.Raw[at-1] != '\n' {
		text = "\r\n\r\n"
	}
	m.replace(Span{at, at}, text)
}

// fullLineEnds puts CR in front of every LF of the head that lacks it.
func fullLineEnds(m *mending) {
	for _, f := range m.head.Faults {
		if f.Kind == FaultBareLF {
			m.replace(Span{f.Span.Start, f.Span.Start}, "\r")
		}
	}
}

// plainChars straightens the head.
func plainChars(m *mending) {
	h := m.head
	for i, c := range h.Raw[h.Line.Start:h.End.Start] {
		if c >= 0x80 && smartRunes[c] {
			at := h.Line.Start + i
			m.replace(Span{at, at + len(string(c))}, straight.Replace(string(c)))
		}
	}
}

// goodKey reads what was meant as a key, or takes a new one.
func goodKey(m *mending) {
	var fields []string
	for _, f := range m.head.Get(known[nameKey]) {
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

// newNonce takes a new key.
func newNonce(m *mending) { m.newKey(m.nonce) }

// tidyKey clears the spare bits of the last character (RFC 4648 §3.5).
func tidyKey(m *mending) {
	key := m.head.value(nameKey)
	if raw, err := base64.StdEncoding.DecodeString(key); err == nil {
		m.newKey(base64.StdEncoding.EncodeToString(raw))
	}
}

// newKey writes a key, and the accept value that belongs to it where the answer fitted the old one.
func (m *mending) newKey(key string) {
	old := m.head.value(nameKey)
	m.put(known[nameKey], key)
	if m.resp == nil {
		return
	}
	if f := m.resp.field(nameAccept); f != nil && f.Value.Text == Derive(old).Accept {
		m.edits = append(m.edits, Edit{Response, f.Value.Span, Derive(key).Accept})
	}
}

func isGoodKey(s string) bool {
	h := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Key: " + s + "\r\n\r\n")
	return newMessage(h).key == keyGood
}

// rightAccept writes the value that belongs to the key.
func rightAccept(m *mending) {
	if key, known := m.key(); known {
		m.put("Sec-WebSocket-Accept", Derive(key).Accept)
	}
}

// originAlone cuts what is too much of an origin.
func originAlone(m *mending) {
	f := m.head.field(nameOrigin)
	text, _, _ := strings.Cut(f.Value.Text, " ")
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
	m.put(known[nameOrigin], scheme+"://"+rest)
}

// originField gives the draft's field the name it has today.
func originField(m *mending) { m.rename(known[nameOrigin]) }

// tokenName makes a token of a subprotocol.
func tokenName(m *mending) {
	m.replace(m.finding.Span, strings.Map(func(r rune) rune {
		if r < 0x80 && tchar[r] {
			return r
		}
		return '-'
	}, m.head.text(m.finding.Span)))
}

// offerKnown offers the subprotocol that this server likes best; where it knows none, none.
func offerKnown(m *mending) {
	m.list(known[nameProtocol], m.policy.Subprotocols[:min(1, len(m.policy.Subprotocols))])
}

// knownCase spells an offer as the server does.
func knownCase(m *mending) {
	m.replace(m.finding.Span, m.knownButForCase(m.head.text(m.finding.Span)))
}

// chosen answers the subprotocol that this endpoint would select.
func chosen(m *mending) {
	if m.req == nil {
		m.list(known[nameProtocol], nil)
		return
	}
	if s := chooseSubprotocol(m.req.offers, m.policy.Subprotocols); s != "" {
		m.put(known[nameProtocol], s)
		return
	}
	m.remove(m.head.Get(known[nameProtocol])...)
}

// agreed writes the extensions that this endpoint would offer or answer.
func agreed(m *mending) {
	switch {
	case m.side == Request:
		m.put(known[nameExtensions], deflateName+"; client_max_window_bits")
	case m.report.Extensions != "":
		m.put(known[nameExtensions], m.report.Extensions)
	default:
		m.remove(m.head.Get(known[nameExtensions])...)
	}
}

// leaveParamOut removes the parameter of the finding with the semicolon in front of it.
func leaveParamOut(m *mending) {
	at := m.finding.Span
	at.Start = strings.LastIndexByte(m.head.Raw[:at.Start], ';')
	m.replace(at, "")
}

// nameAlone leaves of a parameter its name; allBits gives it the most it can have.
func nameAlone(m *mending) {
	name, _, _ := strings.Cut(m.head.text(m.finding.Span), "=")
	m.replace(m.finding.Span, strings.TrimRight(name, " \t"))
}

func allBits(m *mending) {
	nameAlone(m)
	m.edits[0].Text += "=15"
}

// unquoted writes the value of the finding without quotes.
func unquoted(m *mending) {
	m.replace(m.finding.Span, strings.NewReplacer(`"`, "", `\`, "").Replace(m.head.text(m.finding.Span)))
}

// noContent removes what announces content, and the content.
func noContent(m *mending) {
	m.remove(m.head.Get(known[nameContentLength])...)
	m.remove(m.head.Get(known[nameTransferEncoding])...)
	if m.head.Rest() != "" {
		m.replace(Span{m.head.End.End, len(m.head.Raw)}, "")
	}
}

// continueFirst sends 100 before 101.
func continueFirst(m *mending) {
	at := m.head.Line.Start
	m.replace(Span{at, at}, continueReply.Raw())
}

// finalAlone removes the interim answers.
func finalAlone(m *mending) { m.replace(Span{0, m.head.Line.Start}, "") }

// switchLine writes the status line of a 101, without what only content needs.
func switchLine(m *mending) {
	m.replace(m.head.Line, statusLine(101))
	m.remove(m.head.Get(known[nameContentLength])...)
	m.remove(m.head.Get(known[nameTransferEncoding])...)
}

// statusAlone completes a status line that lacks its version.
func statusAlone(m *mending) {
	if at := m.head.Line.Start; at < len(m.head.Raw) && isDigit(m.head.Raw[at]) {
		m.replace(Span{at, at}, "HTTP/1.1 ")
	}
}

// switchTo names in a 101 the protocol that was asked for.
func switchTo(m *mending) {
	protocol := "websocket"
	if m.req != nil && !m.req.wantsWebSocket() && len(m.req.tokens) > 0 {
		protocol = m.req.tokens[0].Text
	}
	m.put(known[nameUpgrade], protocol)
}

// oneBlank writes the field of the finding with one blank behind its colon.
func oneBlank(m *mending) {
	if f := m.field(); f != nil {
		m.put(f.Name.Text, f.Value.Text)
	}
}

// listUpgrade names upgrade in Connection, beside what stands there.
func listUpgrade(m *mending) {
	members := []string{"Upgrade"}
	for _, t := range m.head.options {
		members = append(members, t.Text)
	}
	m.list(known[nameConnection], members)
}

// nameUpgradeField writes Upgrade and lists it.
func nameUpgradeField(m *mending) {
	m.put(known[nameUpgrade], "websocket")
	if !m.head.asksToSwitch() {
		listUpgrade(m)
	}
}

// extendedConnect makes an extended CONNECT of a head of HTTP/2 that is none.
func extendedConnect(m *mending) {
	for _, f := range []struct{ name, value string }{
		{":method", "CONNECT"}, {":protocol", "websocket"}, {":scheme", "https"}, {":path", "/"}, {":authority", "server.example.com"},
	} {
		got := m.head.pseudoField(f.name)
		switch {
		case got == nil:
			m.replace(Span{0, 0}, f.name+": "+f.value+"\r\n")
		case got.Value.Text == "", f.name == ":method" && got.Value.Text != f.value, f.name == ":scheme" && got.Value.Text != "http":
			m.replace(Span{got.Name.Span.End, got.Line.End}, ": "+f.value)
		case f.name == ":path" && got.Value.Text[0] != '/':
			m.replace(Span{got.Name.Span.End, got.Line.End}, ": /"+got.Value.Text)
		case f.name == ":authority" && !isAuthority(got.Value.Text):
			if _, host, _ := strings.Cut(got.Value.Text, "@"); isAuthority(host) {
				f.value = host
			}
			m.replace(Span{got.Name.Span.End, got.Line.End}, ": "+f.value)
		}
	}
}

// lowerName writes the field name of the finding in lower case.
func lowerName(m *mending) {
	m.replace(m.finding.Span, strings.ToLower(m.head.text(m.finding.Span)))
}
