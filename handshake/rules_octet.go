package handshake

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// The octets of a head: line ends, controls, and what is not ASCII.
//
//	field-value   = *field-content                                  (RFC 9110 §5.5)
//	field-vchar   = VCHAR / obs-text
//	obs-text      = %x80-FF

var octetRules = []*Rule{
	{
		ID: "hdr-bare-lf", Side: Either, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "LF ends a line without CR",
		Requires: "Lines end with CR and LF.",
		Why:      "LF alone does not end a line in the grammar of HTTP. A recipient may take it for one, and need not: Go's servers and gobwas take it; npm ws answers 400.",
		Fix:      "End lines with CR LF.",
		Cites:    []string{"9110:2.2", "9112:2.1", "9112:2.2"},
		Broken:   func() *Example { return good.swap("/1.1\r\n", "/1.1\n") },
		fix:      fullLineEnds,
		check: func(p *pass) {
			p.once(head.FaultBareLF, "a line ends with LF alone", "lines end with LF alone", "expected CR LF")
		},
	},
	{
		ID: "hdr-bare-cr", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Over: AnyHTTP, Refuse: RefuseMessage,
		Problem:  "A CR is not followed by LF",
		Requires: "A CR is followed by LF; in HTTP/2 and HTTP/3 there is none.",
		Why: "Some parsers end the line at a CR, others go on, so the same bytes hold different fields for different readers. It has to be refused; in HTTP/1.1 a space may take its " +
			"place. Go's net/http and npm ws answer 400, gobwas takes it.",
		Fix:    "Remove the CR.",
		Cites:  []string{"9112:2.2", "9110:5.5", "9113:8.2.1", "9114:4.1.2"},
		Broken: func() *Example { return good.add("User-Agent", "one\rtwo") },
		fix:    removeBytes,
		check: func(p *pass) {
			if p.side == Request || p.report.Exchange.HTTP2 {
				loneCR(p)
			}
		},
	},
	{
		ID: "resp-bare-cr", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "A CR in the answer is not followed by LF",
		Requires: "A CR in an answer is followed by LF.",
		Why:      "A recipient refuses such a CR, or puts a space in its place: in a value Chrome, Firefox and WebKitGTK read on, Node and npm ws fail.",
		Fix:      "Remove the CR.",
		Cites:    []string{"9112:2.2", "9110:5.5"},
		Broken:   func() *Example { return answered.answerAdd("Server", "one\rtwo") },
		fix:      removeBytes,
		check:    loneCR,
	},
	{
		ID: "hdr-nul-ctl", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Over: AnyHTTP, Refuse: RefuseMessage,
		Problem:  "The head contains a NUL byte",
		Requires: "No NUL is in a head.",
		Why: "Programs that keep text as C strings end it at NUL, so they see a different value from everyone else. A recipient has to refuse the message; in HTTP/1.1 it may put a space in place of " +
			"the octet. Go's net/http and npm ws answer 400, gobwas takes it.",
		Fix:    "Remove it.",
		Cites:  []string{"9110:5.5", "9110:2.2", "9113:8.2.1", "9114:4.1.2"},
		Broken: func() *Example { return good.add("User-Agent", "one\x00two") },
		fix:    removeBytes,
		check: func(p *pass) {
			p.faults("a NUL; expected text", head.FaultNUL)
		},
	},
	{
		ID: "hdr-control", Side: Either, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "A field value contains a control character",
		Requires: "No control characters but tabs are in a field value.",
		Why: "They are invalid. A recipient may keep them where they do no harm, as this endpoint does; Go's net/http answers 400. " +
			"In a log or a terminal they may act instead of being shown.",
		Fix:    "Remove them, or encode the value.",
		Cites:  []string{"9110:2.2", "9110:5.5"},
		Broken: func() *Example { return good.add("User-Agent", "one\x01two") },
		fix:    removeBytes,
		check: func(p *pass) {
			for _, f := range p.head.Faults {
				if f.Kind == head.FaultControl {
					p.find(f.Span, "the control character "+head.HexOctet(p.head.Raw[f.Span.Start])+" (hex); expected text")
				}
			}
		},
	},
	{
		ID: "hdr-obs-text", Side: Either, Severity: Note, Strength: Should, Binds: Recipient,
		Problem:  "A field value contains bytes that are not ASCII",
		Requires: "Octets of a field value that are not ASCII are opaque to a recipient.",
		Why: "Values are usually ASCII. Octets from 80 to FF (hex) are allowed for historical reasons and mean nothing in particular: one reader takes them for UTF-8, " +
			"another for Latin-1.",
		Fix:    "Encode the value, with percent signs for instance.",
		Cites:  []string{"9110:5.5"},
		Broken: func() *Example { return good.add("X-City", "K\u00f6ln") },
		fix:    escapeObsText,
		check: func(p *pass) {
			for _, f := range p.head.Faults {
				if s := p.head.Text(f.Span); f.Kind == head.FaultObsText && !holdsLookalike(s) {
					p.find(f.Span, "the value holds "+quote(s)+"; expected ASCII")
				}
			}
		},
	},
	{
		ID: "hdr-smart-chars", Side: Either, Severity: Warning, Strength: Practice, Binds: Sender,
		Problem:  "The head contains {}, which is not ASCII",
		Requires: "The characters are the plain ones of the keyboard.",
		Why: "Web pages and word processors replace quotes, dashes and spaces with prettier ones that look nearly the same. On the wire they are other octets: " +
			"a name with another dash is no field name, and the field that was meant is missing.",
		Fix:    "Type the line again, or copy it from a place that shows code.",
		Cites:  []string{"9110:5.5", "9110:5.6.2"},
		Broken: func() *Example { return good.add("User-Agent", "my\u2013client") },
		fix:    plainChars,
		check: func(p *pass) {
			raw := p.head.Raw[:p.head.End.Start]
			if len(p.head.Faults) == 0 { // then all field lines are ASCII
				raw = raw[:p.head.Line.End]
			}
			for i, c := range raw[p.head.Line.Start:] {
				if name, plain, ok := head.Lookalike(c); ok {
					switch plain {
					case "":
						plain = "nothing"
					case " ":
						plain = "a space"
					}
					at := p.head.Line.Start + i
					p.findValue(Span{Start: at, End: at + utf8.RuneLen(c)}, name, name+"; expected "+plain)
				}
			}
		},
	},
}

func loneCR(p *pass) {
	p.faults("a CR without LF; expected neither, or CR LF where a line of HTTP/1.1 ends", head.FaultBareCR)
}

func holdsLookalike(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool {
		_, _, ok := head.Lookalike(c)
		return ok
	})
}

// once reports all faults of one kind in a single finding, at the first of them.
func (p *pass) once(kind head.FaultKind, one, many, expected string) {
	first, count := Span{}, 0
	for _, f := range p.head.Faults {
		if f.Kind == kind {
			if count++; count == 1 {
				first = f.Span
			}
		}
	}
	switch {
	case count == 1:
		p.find(first, one+"; "+expected)
	case count > 1:
		p.find(first, decimal(count)+" "+many+"; "+expected)
	}
}
