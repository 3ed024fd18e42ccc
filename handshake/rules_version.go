package handshake

import "strings"

// Sec-WebSocket-Version: which protocol the client speaks after the 101.
//
//	Sec-WebSocket-Version-Client = version                          (RFC 6455 §4.3)
//	version = DIGIT | (NZDIGIT DIGIT) | ("1" DIGIT DIGIT) | ("2" DIGIT DIGIT)
//	          ; limited to 0-255 range, with no leading zeros
//
// Only one of these rules reports about a version (judgeVersion).

var versionRules = []*Rule{
	{
		ID: "ws-version-missing", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersion,
		Problem:  "Sec-WebSocket-Version is missing",
		Requires: "The request has Sec-WebSocket-Version: 13.",
		Why:      "A server must know which edition of the protocol will be spoken; there is no default. 13 is the only one that is a standard.",
		Fix:      "Add Sec-WebSocket-Version: 13.",
		Cites:    []string{"6455:4.1", "6455:4.2.1", "6455:11.6", "8441:5"},
		Broken:   func() *Example { return good.without("Sec-WebSocket-Version") },
		fix:      put("Sec-WebSocket-Version", "13"),
		check: func(p *pass) {
			if p.head.count[nameVersion] == 0 && p.opensWebSocket() && p.head.draft() == noDraft {
				p.find(p.head.line(), "no Sec-WebSocket-Version; expected 13")
			}
		},
	},
	{
		ID: "ws-version-repeated", Side: Request, Severity: Error, Strength: MustNot, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersion,
		Problem:  "Sec-WebSocket-Version appears more than once",
		Requires: "There is exactly one Sec-WebSocket-Version in a request.",
		Why:      "A client names the one version that it will speak. Several lines are for a server's refusal, where they list what it knows.",
		Fix:      "Send the field once.",
		Cites:    []string{"6455:11.3.5", "8441:5"},
		Broken:   func() *Example { return good.add("Sec-WebSocket-Version", "13") },
		fix:      put("Sec-WebSocket-Version", "13"),
		check: func(p *pass) {
			if n := p.head.count[nameVersion]; n > 1 {
				p.find(p.head.second(nameVersion).Line, decimal(int(n))+" Sec-WebSocket-Version lines; expected one", p.firstLine(nameVersion))
			}
		},
	},
	{
		ID: "ws-version-list", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersion,
		Problem:  "Sec-WebSocket-Version is a list",
		Requires: "A request names one version, not a list.",
		Why: "Lists are the server's: in a refusal it names every version that it speaks, and the client picks one and asks again. gorilla " +
			"lets a list with 13 pass; coder, gws, x/net and npm ws answer 400.",
		Fix:    "Write Sec-WebSocket-Version: 13.",
		Cites:  []string{"6455:4.1", "6455:4.3", "6455:4.4", "8441:5"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Version", "13, 8") },
		fix:    put("Sec-WebSocket-Version", "13"),
		check:  badVersion(versionList, "; expected 13 alone"),
	},
	{
		ID: "ws-version-syntax", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersion,
		Problem:  "Sec-WebSocket-Version {} is not a plain number from 0 to 255",
		Requires: "The version is a plain number from 0 to 255.",
		Why:      "No letter, no point, no sign, no leading zero: 013 and 13.0 are not 13 to a server that compares text, as gorilla and coder do; npm ws takes both.",
		Fix:      "Write Sec-WebSocket-Version: 13.",
		Cites:    []string{"6455:4.1", "6455:4.3", "8441:5"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Version", "13.0") },
		fix:      put("Sec-WebSocket-Version", "13"),
		check:    badVersion(versionSyntax, "; expected 13"),
	},
	{
		ID: "ws-version-draft", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersionUnsupported,
		Problem:  "Sec-WebSocket-Version is {}, a draft; must be 13",
		Requires: "The version is not one of the drafts, 0 to 8.",
		Why: "These numbers belong to drafts of 2010 and 2011. 8 has the frames of 13; its drafts up to 10 carry the origin in Sec-WebSocket-Origin, 11 and 12 in Origin. The older " +
			"ones differ more. npm ws still takes 8, and this endpoint does not.",
		Fix:    "Speak version 13, which every browser has done since 2012.",
		Cites:  []string{"6455:4.1", "6455:11.6", "6455:4.2.2", "8441:5", "hybi-10"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Version", "8") },
		fix:    put("Sec-WebSocket-Version", "13"),
		check:  badVersion(versionDraft, ", a draft; expected 13"),
	},
	{
		ID: "ws-version-reserved", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersionUnsupported,
		Problem:  "Sec-WebSocket-Version is {}, a reserved number; must be 13",
		Requires: "The version is not 9, 10, 11 or 12.",
		Why:      "The drafts of these numbers never got a version of their own on the wire. They are reserved, so that no program uses them by mistake.",
		Fix:      "Write Sec-WebSocket-Version: 13.",
		Cites:    []string{"6455:4.1", "6455:11.6", "8441:5"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Version", "12") },
		fix:      put("Sec-WebSocket-Version", "13"),
		check:    badVersion(versionReserved, ", a reserved number; expected 13"),
	},
	{
		ID: "ws-version-unsupported", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseVersionUnsupported,
		Problem:  "Sec-WebSocket-Version is {}; must be 13",
		Requires: "The version is 13.",
		Why: "13 is the only version that is a standard, and the only one that this endpoint speaks. A refusal lists the versions that its server speaks, so that " +
			"a client which speaks several can ask again with one of them.",
		Fix:    "Write Sec-WebSocket-Version: 13.",
		Cites:  []string{"6455:4.1", "6455:4.2.2", "6455:4.4", "8441:5"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Version", "14") },
		fix:    put("Sec-WebSocket-Version", "13"),
		check:  badVersion(versionUnknown, "; expected 13"),
	},
	{
		ID: "ws-hixie76", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseVersion,
		Problem:  "The handshake is that of a draft of 2010, hixie-76",
		Requires: "The handshake is not that of draft hixie-76.",
		Why: "Draft hixie-76 hid two numbers in Sec-WebSocket-Key1 and Key2, sent eight more octets after the head, and expected the MD5 of all three as sixteen octets behind the head " +
			"of the answer. Browsers of 2010 spoke it. Few servers still do.",
		Fix:   "Update the client: it should send Sec-WebSocket-Key and Sec-WebSocket-Version: 13.",
		Cites: []string{"6455:4.1", "hixie-76"},
		Broken: func() *Example {
			return good.without("Sec-WebSocket-Key", "Sec-WebSocket-Version").add("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5").add("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00")
		},
		fix: fromHixie,
		check: func(p *pass) {
			if p.head.draft() == draft76 {
				p.find(p.head.Get("Sec-WebSocket-Key1")[0].Line, "Sec-WebSocket-Key1 and Key2, and no version; expected one Sec-WebSocket-Key and version 13")
			}
		},
	},
	{
		ID: "ws-hixie75", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseVersion,
		Problem:  "Neither key nor version, as in hixie-75, a draft of 2010",
		Requires: "The handshake is not that of draft hixie-75.",
		Why: "Draft hixie-75, of February 2010, had no challenge and no version. A page could trick a server into switching with a " +
			"crafted XMLHttpRequest or form, and so the challenge was invented. A handshake that was typed by hand without them reads the same.",
		Fix:   "Send Sec-WebSocket-Key and Sec-WebSocket-Version: 13; a client of that draft needs an update.",
		Cites: []string{"6455:4.1", "6455:1.3", "hixie-75"},
		Broken: func() *Example {
			return good.without("Sec-WebSocket-Key", "Sec-WebSocket-Version").with("Upgrade", "WebSocket")
		},
		fix: fromHixie,
		check: func(p *pass) {
			if p.head.draft() == draft75 {
				p.find(p.head.field(nameUpgrade).Line, "Upgrade: WebSocket, and neither key nor version; expected both")
			}
		},
	},
}

// badVersion is the check for one way a version can be bad; got is appended to the quoted version.
func badVersion(fault versionFault, got string) func(*pass) {
	return func(p *pass) {
		if judgeVersion(p.head) == fault {
			f := p.head.field(nameVersion)
			p.findValue(f.Value.OrLine(f), headline(f.Value.Text), "the version is "+quote(f.Value.Text)+got)
		}
	}
}

type versionFault uint8

const (
	versionGood versionFault = iota // 13, or not exactly one field
	versionList
	versionSyntax
	versionDraft
	versionReserved
	versionUnknown
)

func judgeVersion(m *parsedHead) versionFault {
	if m.count[nameVersion] != 1 {
		return versionGood
	}
	text := m.value(nameVersion)
	if text == "13" {
		return versionGood
	}
	if len(m.List("Sec-WebSocket-Version")) > 1 {
		return versionList
	}
	number, ok := versionNumber(text)
	switch {
	case !ok:
		return versionSyntax
	case number <= 8:
		return versionDraft
	case number <= 12:
		return versionReserved
	}
	return versionUnknown
}

// versionNumber reads a version: 0 to 255, without leading zeros.
func versionNumber(text string) (number int, ok bool) {
	if len(text) < 1 || len(text) > 3 || len(text) > 1 && text[0] == '0' || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	for i := range len(text) {
		number = 10*number + int(text[i]-'0')
	}
	return number, number <= 255
}

// opensWebSocket: the request means to open a WebSocket, in whichever HTTP.
func (p *pass) opensWebSocket() bool {
	if p.report.Exchange.HTTP2 {
		return equalFold(p.head.pseudo(":protocol"), "websocket")
	}
	return p.head.wantsWebSocket()
}

// edition is a draft of the handshake without a version number.
type edition uint8

const (
	noDraft edition = iota
	draft75         // draft-hixie-thewebsocketprotocol-75
	draft76         // draft-hixie-thewebsocketprotocol-76
)

// draft recognises the two drafts without version: one by its two keys, the other by having nothing
// but the spelling WebSocket, which later drafts wrote in lower case, and an origin. No client of that draft sent
// User-Agent or Accept, as curl does.
func (m *parsedHead) draft() edition {
	if m.count[nameVersion] > 0 || m.count[nameKey] > 0 || !m.namesWebSocket() {
		return noDraft
	}
	key1, key2, tool := false, false, false
	for i := range m.Fields {
		switch n := m.Fields[i].Name.Text; {
		case equalFold(n, "Sec-WebSocket-Key1"):
			key1 = true
		case equalFold(n, "Sec-WebSocket-Key2"):
			key2 = true
		case equalFold(n, "User-Agent"), equalFold(n, "Accept"):
			tool = true
		}
	}
	switch {
	case key1 && key2:
		return draft76
	case !key1 && !key2 && !tool && m.value(nameUpgrade) == "WebSocket" && m.count[nameOrigin] > 0 && m.count[nameProtocol] == 0 && m.count[nameExtensions] == 0:
		return draft75
	}
	return noDraft
}
