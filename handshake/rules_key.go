package handshake

import (
	"encoding/base64"
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// Sec-WebSocket-Key: the challenge.
//
//	Sec-WebSocket-Key = base64-value-non-empty                      (RFC 6455 §4.3)
//	base64-value-non-empty = (1*base64-data [ base64-padding ]) | base64-padding
//	base64-data      = 4base64-character
//	base64-padding   = (2base64-character "==") | (3base64-character "=")
//	base64-character = ALPHA | DIGIT | "+" | "/"
//
// The value decodes to 16 octets (§4.1 item 7), so it has 22 characters and two equals signs. Only one of the rules about a bad key
// reports: the most specific one (judgeKey).

var keyRules = []*Rule{
	{
		ID: "ws-key-missing", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "Sec-WebSocket-Key is missing",
		Requires: "The request has a Sec-WebSocket-Key.",
		Why: "The key is a challenge that only a WebSocket server knows how to answer. Without one there is nothing to compute " +
			"Sec-WebSocket-Accept from, and the client could not tell a WebSocket server from any other.",
		Fix:    "Send 16 random bytes in base64, for example with openssl rand -base64 16.",
		Cites:  []string{"6455:4.1", "6455:4.2.1"},
		Broken: func() *Example { return good.without("Sec-WebSocket-Key") },
		fix:    newNonce,
		check: func(p *pass) {
			if p.head.count[nameKey] == 0 && p.head.wantsWebSocket() && p.head.draft() == noDraft {
				p.find(p.head.line(), "no Sec-WebSocket-Key; expected one")
			}
		},
	},
	{
		ID: "ws-key-repeated", Side: Request, Severity: Error, Strength: MustNot, Binds: Client, Refuse: RefuseKey,
		Problem:  "There is more than one Sec-WebSocket-Key",
		Requires: "There is exactly one Sec-WebSocket-Key.",
		Why: "Two keys have two answers, and the server cannot know which one the client compares with. Some take the first, some the last: " +
			"a proxy and a server that choose differently are a way to smuggle.",
		Fix:    "Send the field once, with one value. Often a library sets it and the caller adds another.",
		Cites:  []string{"6455:11.3.1"},
		Broken: func() *Example { return good.add("Sec-WebSocket-Key", "mB0dL7cY0nQ2hV5r8XkTjA==") },
		fix:    goodKey,
		check: func(p *pass) {
			switch f := p.head.field(nameKey); {
			case p.head.key != keyRepeated:
			case p.head.count[nameKey] > 1:
				p.find(p.head.second(nameKey).Line, decimal(int(p.head.count[nameKey]))+" Sec-WebSocket-Key lines; expected one", p.firstLine(nameKey))
			default:
				p.find(f.Value.Span, "the key is a list, "+quote(f.Value.Text)+"; expected one value")
			}
		},
	},
	{
		ID: "ws-key-empty", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "Sec-WebSocket-Key is empty",
		Requires: "Sec-WebSocket-Key has a value.",
		Why:      "The field is there and says nothing, mostly because a variable was empty when the request was put together.",
		Fix:      "Put the base64 of 16 random bytes into it.",
		Cites:    []string{"6455:4.1", "6455:4.3"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Key", "") },
		fix:      newNonce,
		check:    badKey(keyEmpty, "an empty Sec-WebSocket-Key; expected 24 characters"),
	},
	{
		ID: "ws-key-whitespace", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The key contains whitespace",
		Requires: "The key contains no spaces.",
		Why: "Spaces around a value do not belong to it and are dropped. A space inside does belong to it, and base64 has none: often a plus " +
			"sign was decoded as a space, or a long line was wrapped.",
		Fix:    "Write the 24 characters without a gap, or make a new key.",
		Cites:  []string{"6455:4.1", "6455:4.3", "9110:5.5"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Key", "4BZ q2vWQ1yH0m9sJtX3Lw==") },
		fix:    goodKey,
		check:  badKey(keyBlank, "; expected no space inside"),
	},
	{
		ID: "ws-key-quoted", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The key contains quotes",
		Requires: "The key contains no quotes.",
		Why:      "Quotes are octets like any other in this field, and base64 has none. They come from JSON or from a shell.",
		Fix:      "Remove the quotes.",
		Cites:    []string{"6455:4.1", "6455:4.3"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Key", `"4BZ+q2vWQ1yH0m9sJtX3Lw=="`) },
		fix:      goodKey,
		check:    badKey(keyQuoted, "; expected no quotes"),
	},
	{
		ID: "ws-key-hex", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The key is hexadecimal; must be base64",
		Requires: "The 16 bytes of the key are written in base64, not in hexadecimal.",
		Why:      "32 hexadecimal digits, or a UUID, are 16 bytes too, in another notation. Read as base64 they are 24 bytes or nothing at all.",
		Fix:      "Encode the bytes themselves: base64(bytes), not hex(bytes), and not base64(hex(bytes)) either.",
		Cites:    []string{"6455:4.1", "4648:8"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Key", "e0167eab6bd6435c87d26f6c26d5f72f") },
		fix:      goodKey,
		check:    badKey(keyHex, ", hexadecimal digits; expected base64"),
	},
	{
		ID: "ws-key-base64url", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The key uses the URL-safe base64 alphabet",
		Requires: "The key uses the standard base64 alphabet, with + and /.",
		Why:      "The URL-safe variant writes - and _ in their place. It is another code: a strict decoder refuses it.",
		Fix:      "Use the standard encoder: base64.StdEncoding in Go, b64encode in Python, toString('base64') in Node.",
		Cites:    []string{"6455:4.1", "4648:4", "4648:5", "4648:3.3"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Key", "4BZ-q2vWQ1yH0m9sJtX3Lw==") },
		fix:      goodKey,
		check:    badKey(keyURL, ", the URL-safe alphabet; expected + and /"),
	},
	{
		ID: "ws-key-alphabet", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The key contains characters that are not base64",
		Requires: "The key consists of letters, digits, +, / and =.",
		Why:      "Any other octet is not base64, and a decoder has to refuse it.",
		Fix:      "Encode 16 random bytes with a base64 function and send what it returns.",
		Cites:    []string{"6455:4.1", "4648:4", "4648:3.3"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Key", "4BZ*q2vWQ1yH0m9sJtX3Lw==") },
		fix:      goodKey,
		check:    badKey(keyAlphabet, "; expected base64"),
	},
	{
		ID: "ws-key-padding", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The base64 padding of the key is wrong",
		Requires: "The key ends in two equals signs.",
		Why: "Base64 writes four characters for three bytes. Sixteen bytes leave one over, which takes two characters and two equals signs " +
			"to fill the last group: always 24 characters, always == at the end, and nowhere else.",
		Fix:    "Use an encoder with padding, and send its text unchanged.",
		Cites:  []string{"4648:3.2", "6455:4.3"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lw") },
		fix:    goodKey,
		check:  badKey(keyPadding, "; expected == at the end, and only there"),
	},
	{
		ID: "ws-key-length", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseKey,
		Problem:  "The key decodes to {}; must be 16 bytes",
		Requires: "The key decodes to 16 bytes.",
		Why: "The nonce has 16 bytes, no more and no fewer. A server need not decode the key, and one that does has to refuse another length: " +
			"such a key works with some servers only.",
		Fix:    "Encode exactly 16 random bytes.",
		Cites:  []string{"6455:4.1", "6455:4.2.1", "6455:4.2.2"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3") },
		fix:    goodKey,
		check: func(p *pass) {
			if p.head.key != keyLength {
				return
			}
			f := p.head.field(nameKey)
			n := len(strings.TrimRight(f.Value.Text, "="))
			bytes := octets(n * 3 / 4)
			got := "the key decodes to " + bytes + "; expected 16"
			if n%4 == 1 {
				bytes, got = "no whole number of bytes", "the key is "+quote(f.Value.Text)+", no whole number of bytes; expected 16"
			}
			p.findValue(f.Value.OrLine(f), bytes, got)
		},
	},
	{
		ID: "ws-key-noncanonical", Side: Request, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "The key is 16 bytes but not canonical base64",
		Requires: "The spare bits of the key's last character are zero.",
		Why: "The 22nd character carries two bits of the key and four that mean nothing and have to be zero: then it is A, Q, g or w. Otherwise " +
			"several texts decode to the same bytes. Servers hash the text as it came and agree all the same; a strict decoder may refuse. " +
			"An example in the RFC had this very mistake.",
		Fix:    "Use a proper base64 encoder instead of inventing characters.",
		Cites:  []string{"4648:3.5", "6455:E3150"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lx==") },
		fix:    tidyKey,
		check: func(p *pass) {
			if f := p.head.field(nameKey); p.head.key == keyGood && strings.IndexByte("AQgw", f.Value.Text[21]) < 0 {
				p.find(f.Value.Span, "the 22nd character of the key is "+quote(f.Value.Text[21:22])+"; expected A, Q, g or w")
			}
		},
	},
	{
		ID: "ws-key-sample", Side: Request, Severity: Note, Strength: Must, Binds: Client,
		Problem:  "This is a published sample key",
		Requires: "The key is not a published one.",
		Why: "This key is printed in an RFC or an encyclopedia. It works, and it proves little: a server with the matching answer typed in would " +
			"pass. In a test or a lesson that is fine.",
		Fix:    "Make a new random key for every connection.",
		Cites:  []string{"6455:4.1", "6455:1.3"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") },
		fix:    newNonce,
		check: func(p *pass) {
			if f := p.head.field(nameKey); p.head.key == keyGood && isSampleKey(f.Value.Text) && !p.wasInserted(f.Value.Span) {
				p.find(f.Value.Span, "the key "+quote(f.Value.Text)+" is a printed example; expected a random one")
			}
		},
	},
	{
		ID: "ws-key-low-entropy", Side: Request, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "The key does not look random: its bytes are {}",
		Requires: "The 16 bytes of the key are chosen at random.",
		Why:      "The key is chosen at random for each connection, so that the answer proves that the server read this very handshake.",
		Fix:      "Take the bytes from the system's random generator: crypto/rand, secrets, crypto.getRandomValues.",
		Cites:    []string{"6455:4.1", "6455:1.3"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==") },
		fix:      newNonce,
		check: func(p *pass) {
			if p.head.key != keyGood {
				return
			}
			f := p.head.field(nameKey)
			if isSampleKey(f.Value.Text) {
				return
			}
			if odd := keyOddity(f.Value.Text); odd != "" {
				p.findValue(f.Value.Span, odd, "the bytes of the key are "+odd+"; expected random ones")
			}
		},
	},
	{
		ID: "ws-key-reused", Side: Request, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "An earlier request has the same key",
		Requires: "Every handshake has a key of its own.",
		Why: "An earlier request in this text carries the same key. A challenge that is used twice proves nothing the second time: a cache or an " +
			"old recording could have given the answer.",
		Fix:   "Make a new random key for every connection, also after a redirect or a login.",
		Cites: []string{"6455:4.1"},
		Broken: func() *Example {
			return good.inContext(ContextKeyReused).readFrom(good.Request + "HTTP/1.1 302 Found\r\nLocation: /chat\r\nContent-Length: 0\r\n\r\n" + good.Request)
		},
		fix: newNonce,
		check: func(p *pass) {
			if f := p.head.field(nameKey); p.report.Exchange.Context&ContextKeyReused != 0 && f != nil && !p.head.passedProxy() { // seen again behind a proxy
				p.find(f.Value.OrLine(f), "the key "+quote(f.Value.Text)+" is in an earlier request, too; expected another")
			}
		},
	},
	{
		ID: "ws-key-in-response", Side: Response, Severity: Warning, Strength: Practice, Binds: Server,
		Problem:  "The response contains Sec-WebSocket-Key",
		Requires: "A response carries no Sec-WebSocket-Key.",
		Why:      "The key travels from client to server. In an answer it has no meaning; usually a program copied the request's fields.",
		Fix:      "Send Sec-WebSocket-Accept, computed from the key, and leave the key out.",
		Cites:    []string{"6455:11.3.1"},
		Broken:   func() *Example { return answered.answerAdd("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lw==") },
		fix:      removeAllLines,
		check:    wrongWay(nameKey, "a Sec-WebSocket-Key in the response"),
	},
	{
		ID: "ws-accept-in-request", Side: Request, Severity: Warning, Strength: Practice, Binds: Client,
		Problem:  "The request contains Sec-WebSocket-Accept",
		Requires: "A request carries no Sec-WebSocket-Accept.",
		Why:      "The accept value is the server's answer to the key. A client that sends one has mixed a response into its request.",
		Fix:      "Leave the field out.",
		Cites:    []string{"6455:11.3.3"},
		Broken: func() *Example {
			return good.add("Sec-WebSocket-Accept", accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept)
		},
		fix:   removeAllLines,
		check: wrongWay(nameAccept, "a Sec-WebSocket-Accept in the request"),
	},
}

// badKey is the check for one of the ways a key can be bad; got is appended to the quoted key.
func badKey(fault keyFault, got string) func(*pass) {
	return func(p *pass) {
		if p.head.key != fault {
			return
		}
		f := p.head.field(nameKey)
		if f.Value.Text != "" {
			got := "the key is " + quote(f.Value.Text) + got
			p.find(f.Value.OrLine(f), got)
			return
		}
		p.find(f.Line, got)
	}
}

// wrongWay is the check for a field that belongs to the other side.
func wrongWay(n head.FieldName, got string) func(*pass) {
	return func(p *pass) {
		if f := p.head.field(n); f != nil {
			p.find(f.Line, got+"; expected none")
		}
	}
}

// keyFault is what is wrong with a key; one at most.
type keyFault uint8

const (
	keyNone keyFault = iota // there is no key, or the head is no request
	keyGood
	keyRepeated
	keyEmpty
	keyBlank
	keyQuoted
	keyHex
	keyURL
	keyAlphabet
	keyPadding
	keyLength
)

// judgeKey returns the first reason why a key is not 16 bytes in base64.
func judgeKey(m *parsedHead) keyFault {
	switch m.count[nameKey] {
	case 0:
		return keyNone
	case 1:
	default:
		return keyRepeated
	}
	key := m.value(nameKey)
	digits := strings.TrimRight(key, "=")
	switch {
	case key == "":
		return keyEmpty
	case strings.Contains(strings.Trim(key, ", \t"), ","):
		return keyRepeated
	case strings.ContainsAny(key, `"'`):
		return keyQuoted
	case isHexKey(key):
		return keyHex
	case strings.ContainsAny(key, " \t"):
		return keyBlank
	}
	url := false
	for i := range len(key) {
		switch c := key[i]; {
		case c == '-' || c == '_':
			url = true
		case !isBase64(c) && c != '=':
			return keyAlphabet
		}
	}
	switch {
	case url && len(digits) == 22 && !strings.ContainsAny(key, "+/"):
		return keyURL
	case url: // in neither alphabet, or no 16 bytes in it
		return keyAlphabet
	case strings.Contains(digits, "="):
		return keyPadding
	case len(digits) != 22:
		return keyLength
	case len(key) != 24:
		return keyPadding
	}
	return keyGood
}

func isBase64(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

// isHexKey reports whether a key is 32 hexadecimal digits, with or without the hyphens and braces of a UUID.
func isHexKey(key string) bool {
	if len(key) > 38 {
		return false
	}
	digits := 0
	for i := range len(key) {
		switch c := head.Lower(key[i]); {
		case '0' <= c && c <= '9' || 'a' <= c && c <= 'f':
			digits++
		case c != '-' && c != '{' && c != '}':
			return false
		}
	}
	return digits == 32
}

// isSampleKey: the key of RFC 6455 §1.3, the one in Wikipedia, and the one of RFC 6455 §4.1 before and
// after its erratum.
func isSampleKey(key string) bool {
	switch key {
	case "dGhlIHNhbXBsZSBub25jZQ==", "x3JJHMbDL1EzLkh9GBhXDw==", "AQIDBAUGBwgJCgsMDQ4PEA==", "AQIDBAUGBwgJCgsMDQ4PEC==":
		return true
	}
	return false
}

// keyOddity describes what is regular in a good key's bytes, such that fewer than one in five million random ones have; "" where there
// is none.
func keyOddity(key string) string {
	var room [18]byte // what a good key's 24 characters may need
	n, err := base64.StdEncoding.Decode(room[:], []byte(key))
	if err != nil || n != 16 {
		return ""
	}
	b := room[:n]
	var seen [256]bool
	distinct, printable, step := 0, true, true
	for i, c := range b {
		if !seen[c] {
			seen[c] = true
			distinct++
		}
		printable = printable && ' ' <= c && c < 0x7F
		step = step && (i == 0 || c-b[i-1] == b[1]-b[0])
	}
	switch {
	case distinct == 1:
		return "all alike"
	case step:
		return "a simple count"
	case printable:
		return "the text " + quote(string(b))
	case distinct < 8:
		return "of only " + decimal(distinct) + " values"
	}
	return ""
}

// wasInserted reports whether Read inserted these bytes of the head, so that its sender did not send them.
func (p *pass) wasInserted(at Span) bool { return p.report.Exchange.WasInserted(p.side, at) }
