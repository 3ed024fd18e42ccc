package handshake

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// ClientVerdict is what clients make of an answer: whether a socket opens, and the error if not.
type ClientVerdict struct {
	Opens        bool          // by RFC 6455 §4.1 (RFC 8441 §5 over HTTP/2), whatever some client overlooks
	BrowserOpens bool          // by the WHATWG standard, which requires all of that, and more
	Subprotocol  string        // chosen by the answer; "" for none
	Console      ConsoleText   // what a developer reads if the socket does not open
	Checks       []Check       // in Chrome's order; the first that fails ends the handshake
	Status       StatusMeaning // what the status says to a client that wanted a WebSocket
	Trailing     TrailingData  // the bytes after the head of a 101
	Opening      string        // the clients recorded with such a request that open although others fail; "" if all or none do, and over HTTP/2
	Undetermined []string      // the clients whose reaction to such an answer varies; their text is ""
	Diagnosis    *accept.Diagnosis
}

// ConsoleText is what each client prints: one line as its console shows it, "" if its socket opens.
type ConsoleText struct {
	_ head.Uncompared

	Chrome    string // and Edge, Opera, every Chromium
	Firefox   string
	Node20    string // the WebSocket built into Node 20, undici 6
	Node      string // Node 22
	Node24    string
	Node26    string
	WS        string // the package ws of npm
	WebKitGTK string
}

// The clients of which the reaction can be undetermined, as in ClientVerdict.Undetermined.
const (
	Firefox   = "firefox"
	WebKitGTK = "webkitgtk"
)

// Check is one check of a client.
type Check struct {
	_ head.Uncompared

	Name    string // "status", or the name of a field
	Result  CheckResult
	Got     string // the value in the response; "" if missing
	Message string // Chrome's message if it failed
}

// CheckResult is the result of a check.
type CheckResult string

const (
	Passed     CheckResult = "passed"
	Failed     CheckResult = "failed"
	NotReached CheckResult = "not reached" // an earlier check had failed
	NotKnown   CheckResult = "not known"   // it needs the request, which is unknown
)

// clientVerdict judges the response of an inspected exchange as its client does; nil if there is no response. If the request is
// unknown, checks that need it are unknown, too, and do not count as failed.
func (r *Report) clientVerdict() *ClientVerdict {
	answer := r.Response
	if answer == nil && r.Exchange.Context&ContextEmpty != 0 {
		answer = &Head{}
	}
	if answer == nil {
		return nil
	}
	p := pass{report: r, resp: newParsedHead(*answer), side: Response}
	p.head = p.resp
	if r.Request != nil {
		p.req = newParsedHead(*r.Request)
	}
	c := client{pass: &p, url: socketURL(p.req)}
	if p.req != nil && p.req.wantsOther() && !r.Exchange.HTTP2 {
		return c.otherProtocol()
	}
	o := ClientVerdict{Opens: true, BrowserOpens: true, Subprotocol: c.joined(nameProtocol)}
	steps := []step{(*client).status, (*client).upgrade, (*client).accept, (*client).connection, (*client).subprotocol, (*client).extensions}
	if r.Exchange.HTTP2 {
		steps = []step{(*client).statusHTTP2, (*client).subprotocol, (*client).extensions}
	}
	var stopped failure
	for _, look := range steps {
		name, got, s := look(&c)
		check := Check{Name: name, Result: Passed, Got: got}
		if _, key := p.key(); name == head.FieldNames[nameAccept] && !key || p.req == nil && (name == head.FieldNames[nameProtocol] || name == head.FieldNames[nameExtensions]) {
			check.Result = NotKnown
		}
		if len(o.Checks) > 0 && c.onlyStatus101() { // the fields are unknown
			check.Result, s = NotKnown, failure{}
		}
		switch {
		case stopped.text != "":
			check.Result = NotReached
		case s.text != "":
			stopped = s
			check.Result, check.Message = Failed, s.text
		}
		o.Opens = o.Opens && (s.text == "" || s.who != everyone)
		o.BrowserOpens = o.BrowserOpens && (s.text == "" || s.who == chromeAlone)
		o.Checks = append(o.Checks, check)
	}
	if c.onlyStatus101() {
		return &o
	}
	c.prints(&o, stopped)
	if !r.Exchange.HTTP2 {
		o.Opening = c.opening(&o)
	}
	if code, ok := c.code(); ok {
		o.Status, _ = StatusMeans(code)
	}
	o.Trailing = p.trailingData()
	if key, known := p.key(); known && p.resp.count[nameAccept] > 0 && !r.Exchange.HTTP2 {
		if d, wrong := accept.Diagnose(key, p.resp.value(nameAccept), p.req.Fields...); wrong {
			o.Diagnosis = &d
		}
	}
	return &o
}

// prints fills in what each client prints, and applies the checks that Chrome does not make.
func (c *client) prints(o *ClientVerdict, stopped failure) {
	if stopped.text != "" {
		o.Console.Chrome = chromePrefix(c.url)
		if text := stopped.text; utf8.ValidString(text) { // Chrome prints no other text
			o.Console.Chrome += text
		}
	}
	if c.report.Exchange.HTTP2 {
		o.Opens = o.Opens && c.asked()
	} else {
		o.Opens = o.Opens && c.asked() && !c.malformed()
		o.Console.WS = c.npmWS()
		if says := c.webkitGTK(); says == soupAsksAgain {
			o.Undetermined = append(o.Undetermined, WebKitGTK)
		} else if says != "" {
			o.Console.WebKitGTK = chromePrefix(c.url) + strings.ToValidUTF8(says, "\uFFFD")
		}
	}
	o.Console.Node20, o.Console.Node = c.undici(llhttp8, true), c.undici(llhttp8, false)
	o.Console.Node24, o.Console.Node26 = c.silent(llhttp93), c.silent(llhttp94)
	o.BrowserOpens = o.BrowserOpens && o.Opens
	switch c.firefox() {
	case firefoxFails:
		o.Console.Firefox = FirefoxFails.With(c.url)
	case firefoxFreezes:
		o.Console.Firefox = string(FirefoxFreezes)
	case firefoxRaces:
		o.Undetermined = append(o.Undetermined, Firefox)
	}
}

// client is a pass over one answer with the address it came from.
type client struct {
	*pass
	url    string
	fields rawFields // as Chrome reads them
}

// onlyStatus101 reports whether the text shows only that the answer is a 101.
func (c *client) onlyStatus101() bool { return c.resp.Switches() && c.statusOnly() }

// step is one check: its name, the value, and Chrome's error.
type step func(*client) (name, got string, says failure)

// failure is what a client prints, and which clients fail for that reason. The zero value is no failure.
type failure struct {
	text string
	who  who
}

// who is the clients that fail for that reason.
type who uint8

const (
	everyone    who = iota
	browsers        // the socket opens by RFC 6455, and not by the WHATWG standard
	chromeAlone     // it opens by both
)

func fail(line ConsoleLine) failure { return failure{text: string(line)} }

func failWith(line ConsoleLine, value string) failure { return failure{text: line.With(value)} }

// code returns the status as a number, of HTTP/1.1 or HTTP/2.
func (c *client) code() (int, bool) {
	if c.report.Exchange.HTTP2 {
		status := Head{Version: Token{Text: "HTTP/1.1"}, Status: Token{Text: c.resp.pseudo(":status")}}
		return status.StatusCode()
	}
	return c.resp.StatusCode()
}

// socketURL returns the URL that a script would have passed to WebSocket; with wss if the page was loaded over https.
func socketURL(req *parsedHead) string {
	if req == nil {
		return "wss://…"
	}
	target, host := req.Target.Text, req.value(nameHost)
	if rest, ok := strings.CutPrefix(target, "http"); ok && strings.Contains(rest, "://") {
		return "ws" + rest
	}
	if strings.HasPrefix(target, "ws://") || strings.HasPrefix(target, "wss://") {
		return target
	}
	if authority := req.pseudo(":authority"); authority != "" {
		return "wss://" + authority + req.pseudo(":path")
	}
	if head.HasPrefixFold(req.value(nameOrigin), "https:") {
		return "wss://" + host + target
	}
	return "ws://" + host + target
}
