package handshake

import "strings"

// Outlook is what a client makes of an answer: whether its socket opens, and what it says if not.
type Outlook struct {
	Opens        bool          // a client that follows RFC 6455 §4.1 (RFC 8441 §5 over HTTP/2)
	BrowserOpens bool          // a client that follows the WHATWG standard, as Chrome does
	Says         Says          // what a developer reads when the socket does not open
	Checks       []Check       // what the client looks at, in Chrome's order; the first failed one ends it
	Status       StatusMeaning // what the status says to someone who wanted a WebSocket
	Behind       Behind        // the bytes behind the head of a 101
	Diagnosis    *Diagnosis
}

// Says is the words of each client: one line as its console shows it, "" where its socket opens.
type Says struct {
	Chrome  string // and Edge, Opera, every Chromium
	Firefox string
	Node    string // the WebSocket built into Node, undici
	WS      string // the package ws of npm
}

// Check is one thing that a client looks at.
type Check struct {
	Name   string // "status", or the name of a field
	Result CheckResult
	Saw    string // what was there
	Says   string // Chrome's message where it failed
}

// CheckResult tells how a check came out.
type CheckResult string

const (
	Passed     CheckResult = "passed"
	Failed     CheckResult = "failed"
	NotReached CheckResult = "not reached" // an earlier check had failed
)

// Outlook judges the response of an inspected exchange as its client does; nil if there is no response.
// Where the request is not known, checks that need it pass.
func (r *Report) Outlook() *Outlook {
	if r.Response == nil {
		return nil
	}
	p := pass{report: r, resp: newMessage(*r.Response), side: Response}
	p.head = p.resp
	if r.Request != nil {
		p.req = newMessage(*r.Request)
	}
	c := client{pass: &p, url: socketURL(p.req)}
	if p.req != nil && p.req.wantsOther() && !r.Exchange.HTTP2 {
		return c.otherProtocol()
	}
	o := Outlook{Opens: true, BrowserOpens: true}
	steps := []step{(*client).status, (*client).upgrade, (*client).accept, (*client).connection, (*client).subprotocol, (*client).extensions}
	if r.Exchange.HTTP2 {
		steps = []step{(*client).statusHTTP2, (*client).subprotocol, (*client).extensions}
	}
	var stopped said
	for _, look := range steps {
		name, saw, s := look(&c)
		check := Check{Name: name, Result: Passed, Saw: saw}
		switch {
		case stopped.key != "":
			check.Result = NotReached
		case s.key != "":
			stopped = s
			check.Result, check.Says = Failed, s.text()
		}
		o.Opens = o.Opens && (s.key == "" || s.who != everyone)
		o.BrowserOpens = o.BrowserOpens && (s.key == "" || s.who == chromeAlone)
		o.Checks = append(o.Checks, check)
	}
	if stopped.key != "" {
		o.Says.Chrome = chromePrefix(c.url) + stopped.text()
	}
	if !r.Exchange.HTTP2 {
		o.Opens = o.Opens && !c.tooOld() && !c.malformed()
		o.BrowserOpens = o.BrowserOpens && o.Opens
		if !c.firefoxOpens() {
			o.Says.Firefox = say("firefox", c.url).text()
		}
		o.Says.Node, o.Says.WS = c.undici().text(), c.npmWS().text()
	} else if !o.Opens {
		o.Says.Firefox = say("firefox", c.url).text()
		o.Says.Node = say("node-h2").text()
	}
	if code, ok := c.code(); ok {
		o.Status, _ = StatusMeans(code)
	}
	o.Behind = p.behind()
	if key, known := p.key(); known && p.resp.count[nameAccept] > 0 && !r.Exchange.HTTP2 {
		if d, wrong := Diagnose(key, p.resp.value(nameAccept), p.req.Fields...); wrong {
			o.Diagnosis = &d
		}
	}
	return &o
}

// client is a pass over one answer with the address it came from.
type client struct {
	*pass
	url string
}

// step is one check: what it looks at, what was there, and Chrome's complaint.
type step func(*client) (name, saw string, says said)

// said is a message by its key in Sayings, with what it quotes. The zero said is silence.
type said struct {
	key  string
	with string
	who  who
}

// who fails over what a said complains about.
type who uint8

const (
	everyone    who = iota
	browsers        // RFC 6455 would let the socket open, the WHATWG standard does not
	chromeAlone     // both would let it open
)

func say(key string, with ...string) said { return said{key: key, with: strings.Join(with, "")} }

func (s said) text() string {
	if s.key == "" {
		return ""
	}
	return sayingByKey(s.key).fill(s.with)
}

// code is the status as a number, of either shape of head.
func (c *client) code() (int, bool) {
	if c.report.Exchange.HTTP2 {
		status := Head{Version: Token{Text: "HTTP/1.1"}, Status: Token{Text: c.resp.pseudo(":status")}}
		return status.status()
	}
	return c.resp.status()
}

// The checks of Chromium's WebSocketBasicHandshakeStream::ValidateResponse, in its order.

func (c *client) status() (name, saw string, says said) {
	code, ok := c.code()
	saw = c.resp.text(c.resp.Line)
	if heads := c.interim(); len(heads) > 0 && ok {
		// Chrome takes an interim answer for the final one, whatever RFC 9110 §15.2 says.
		says = say("chrome-status", heads[0].Status.Text)
		if code == 101 {
			says.who = chromeAlone
		}
		return "status", c.resp.text(heads[0].Line), says
	}
	switch {
	case !ok:
		says = say("chrome-response")
	case code == 401:
		says = say("chrome-401")
	case code == 407:
		says = say("chrome-407-server")
	case code != 101:
		says = say("chrome-status", decimal(code))
	}
	return "status", saw, says
}

func (c *client) statusHTTP2() (name, saw string, says said) {
	code, _ := c.code()
	if code < 200 || code > 299 {
		says = say("chrome-status", decimal(code))
	}
	return "status", c.resp.pseudo(":status"), says
}

// one is the only value of a field: Chrome takes a comma for another line.
func (c *client) one(n name) (value string, says said) {
	switch members := c.resp.List(known[n]); {
	case c.resp.count[n] == 0:
		return "", say("chrome-missing", known[n])
	case c.resp.count[n] > 1 || len(members) > 1:
		return "", say("chrome-repeated", known[n])
	}
	return c.resp.value(n), said{}
}

func (c *client) upgrade() (name, saw string, says said) {
	value, says := c.one(nameUpgrade)
	if says.key == "" && !equalFold(value, "websocket") {
		says = say("chrome-upgrade", value)
	}
	return known[nameUpgrade], c.resp.value(nameUpgrade), says
}

func (c *client) accept() (name, saw string, says said) {
	value, says := c.one(nameAccept)
	if key, known := c.key(); says.key == "" && (known && value != Derive(key).Accept || !known && !looksLikeAccept(value)) {
		says = say("chrome-accept")
	}
	return known[nameAccept], c.resp.value(nameAccept), says
}

func (c *client) connection() (name, saw string, says said) {
	switch {
	case c.resp.count[nameConnection] == 0:
		says = say("chrome-missing", known[nameConnection])
	case !c.resp.asksToSwitch():
		says = say("chrome-connection")
	}
	return known[nameConnection], c.resp.value(nameConnection), says
}

func (c *client) subprotocol() (name, saw string, says said) {
	saw = c.resp.value(nameProtocol)
	switch n := c.resp.count[nameProtocol]; {
	case c.req == nil || n == 0 && len(c.req.offers) == 0:
	case n == 0:
		says = say("chrome-protocol-unanswered")
		says.who = browsers
	case n > 1 || len(c.resp.offers) > 1:
		says = say("chrome-repeated", known[nameProtocol])
	case len(c.req.offers) == 0:
		says = say("chrome-protocol-unoffered", saw)
	case !offers(c.req, saw):
		says = say("chrome-protocol-other", saw)
	}
	return known[nameProtocol], saw, says
}

// extensions follows Chrome, with the offer of the request where Chrome would look at its own.
func (c *client) extensions() (name, saw string, says said) {
	name, saw = known[nameExtensions], c.resp.value(nameExtensions)
	if c.resp.count[nameExtensions] == 0 {
		return name, saw, said{}
	}
	list := c.resp.extensions
	if list.broken != nil || len(list.members) == 0 {
		return name, saw, say("chrome-extension-syntax", saw)
	}
	var foreign said // an extension that a client may have offered, and no browser knows
	for _, e := range list.members {
		if c.req != nil && !c.req.offersExtension(e.Name.Text) {
			return name, saw, say("chrome-extension-unknown", e.Name.Text)
		}
		if e.Name.Text != deflateName && foreign.key == "" {
			foreign = say("chrome-extension-unknown", e.Name.Text)
			foreign.who = browsers
		}
	}
	says = c.deflate()
	if foreign.key != "" {
		if says.key != "" {
			foreign.who = everyone
		}
		says = foreign
	}
	return name, saw, says
}

// deflate looks at the permessage-deflate of the answer, if there is one.
func (c *client) deflate() (says said) {
	switch len(c.resp.deflate) {
	case 0:
		return said{}
	case 1:
	default:
		return say("chrome-extension-repeated")
	}
	switch answer := &c.resp.deflate[0]; answer.fault {
	case deflateGood:
		if _, offer := c.agreement(); offer != nil {
			says = say(map[conflict]string{
				clientBitsUnoffered: "chrome-client-bits", clientBitsLarger: "chrome-client-bits",
				serverBits: "chrome-server-bits", serverTakeover: "chrome-server-takeover",
			}[answer.contradicts(offer)])
		}
	case deflateUnknown:
		says = say("chrome-deflate-unknown")
	case deflateDuplicate:
		says = say("chrome-deflate-repeated", answer.at.Name.Text)
	case deflateNoValue:
		says = say("chrome-deflate", answer.at.Name.Text)
		if answer.at.Name.Text == "client_max_window_bits" {
			says = say("chrome-deflate-bits")
		}
	default:
		says = say("chrome-deflate", answer.at.Name.Text)
	}
	return says
}

// socketURL is the address that a script would have given; wss where the page came over https.
func socketURL(req *message) string {
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
	if hasPrefixFold(req.value(nameOrigin), "https:") {
		return "wss://" + host + target
	}
	return "ws://" + host + target
}
