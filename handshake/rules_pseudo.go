package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Pseudo fields of HTTP/2 and HTTP/3: what a start line says in HTTP/1.1 (RFC 9113 §8.3, RFC 9114 §4.3).
// A message that breaks one of these rules is malformed: a server answers 400 or resets the stream, a client fails.

var pseudoRules = []*Rule{
	{
		ID: "h2-pseudo-order", Side: Either, Severity: Error, Strength: Must, Binds: Sender, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "{} comes after an ordinary field",
		Requires: "Pseudo fields come before all others.",
		Why:      "They take the place of the start line, so a receiver has them all before the first ordinary field. One that comes later makes the message malformed.",
		Fix:      "Move it to the top.",
		Cites:    []string{"9113:8.3", "9114:4.3"},
		Broken: func() *Example {
			return goodHTTP2.swap(":authority: server.example.com\r\n", "").with(":authority", "server.example.com")
		},
		fix: pseudoFirst,
		check: func(p *pass) {
			ordinary := false
			for i := range p.head.Fields {
				f := &p.head.Fields[i]
				if !isPseudo(f) {
					ordinary = true
				} else if ordinary {
					p.findValue(f.Line, headline(f.Name.Text), quote(f.Name.Text)+" comes after an ordinary field; expected it before all of them")
				}
			}
		},
	},
	{
		ID: "h2-pseudo-repeated", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "The pseudo field {} appears more than once",
		Requires: "No pseudo field appears twice.",
		Why:      "There is one method, one path, one status. A message with two of them is malformed.",
		Fix:      "Keep one of them.",
		Cites:    []string{"9113:8.3", "9114:4.3.1"},
		Broken:   func() *Example { return goodHTTP2.swap(":path: /chat\r\n", ":path: /chat\r\n:path: /chat\r\n") },
		fix:      removeLine,
		check: func(p *pass) {
			var seen []*Field
			for i := range p.head.Fields {
				f := &p.head.Fields[i]
				if !isPseudo(f) || pseudoName(f) == "" {
					continue
				}
				for _, first := range seen {
					if first.Name.Text == f.Name.Text {
						p.findValue(f.Line, f.Name.Text, "another "+f.Name.Text+": "+quote(f.Value.Text)+"; expected one",
							Related{p.side, first.Line, "the first one: " + quote(first.Value.Text)})
						break
					}
				}
				if len(seen) < len(head.PseudoNames) {
					seen = append(seen, f)
				}
			}
		},
	},
	{
		ID: "h2-pseudo-unknown", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "{} is not allowed as a pseudo field here",
		Requires: "The pseudo fields of a request are :method, :scheme, :authority, :path and :protocol; an answer has :status alone.",
		Why: "Only specifications define pseudo fields, and those of an answer do not belong in a request, or the other way round. A further one " +
			"has to be negotiated first, as :protocol is by a setting.",
		Fix:    "Leave it out, or send what it says as an ordinary field.",
		Cites:  []string{"9113:8.3", "9114:4.3", "8441:4"},
		Broken: func() *Example { return goodHTTP2.swap(":path: /chat\r\n", ":path: /chat\r\n:version: 13\r\n") },
		fix:    removeLine,
		check: func(p *pass) {
			for i := range p.head.Fields {
				if f := &p.head.Fields[i]; isPseudo(f) && (pseudoName(f) == "" || (pseudoName(f) == ":status") != (p.side == Response)) {
					p.findValue(f.Line, headline(f.Name.Text), quote(f.Name.Text)+" is not a pseudo field of "+map[Side]string{Request: "a request", Response: "an answer"}[p.side]+"; expected it left out")
				}
			}
		},
	},
	{
		ID: "h2-host-differs", Side: Request, Severity: Error, Strength: MustNot, Binds: Client, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "Host and :authority differ",
		Requires: "A Host field says the same as :authority.",
		Why: "A filter that looks at the one and a server that looks at the other would serve different sites. By RFC 9113 a server should treat such " +
			"a request as malformed.",
		Fix:    "Leave Host out; :authority has taken its place.",
		Cites:  []string{"9113:8.3.1", "9114:4.3.1"},
		Broken: func() *Example { return goodHTTP2.with("host", "other.example.com") },
		fix:    removeLine,
		check: func(p *pass) {
			if f := p.head.hostBesideAuthority(); f != nil {
				p.find(f.Line, "host is "+quote(f.Value.Text)+" and :authority "+quote(p.head.pseudo(":authority"))+"; expected the same in both",
					Related{p.side, p.head.pseudoField(":authority").Line, "the authority"})
			}
		},
	},
}

func isPseudo(f *Field) bool { return strings.HasPrefix(f.Name.Text, ":") }

// pseudoName is the name of a pseudo field that some RFC defines, else "".
func pseudoName(f *Field) string {
	for _, name := range head.PseudoNames {
		if name == f.Name.Text {
			return name
		}
	}
	return ""
}

// hostBesideAuthority is a Host field that names a host other than :authority; nil where there is none.
func (m *parsedHead) hostBesideAuthority() *Field {
	authority := m.pseudoField(":authority")
	if authority == nil {
		return nil
	}
	host2, port2, ok2 := splitHostPort(authority.Value.Text)
	for i := range m.Fields {
		f := &m.Fields[i]
		if f.Known != nameHost || f.Value.Text == authority.Value.Text {
			continue
		}
		if host1, port1, ok1 := splitHostPort(f.Value.Text); !ok1 || !ok2 || !sameAuthority(host1, port1, host2, port2, m.pseudo(":scheme")) {
			return f
		}
	}
	return nil
}

// pseudoFirst moves the pseudo fields that come late to the top.
func pseudoFirst(m *fixer) {
	ordinary := false
	for i := range m.head.Fields {
		f := &m.head.Fields[i]
		if !isPseudo(f) {
			ordinary = true
		} else if ordinary {
			m.replace(Span{Start: 0, End: 0}, m.head.Text(f.Line)+"\r\n")
			m.removeLine(f.Line)
		}
	}
}
