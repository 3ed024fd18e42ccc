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
	o := Outlook{Opens: true, BrowserOpens: true}
	steps := []func(*client) (name, saw string, says said){
		(*client).status, (*client).upgrade, (*client).accept, (*client).connection, (*client).subprotocol, (*client).extensions}
	if r.Exchange.HTTP2 {
		steps = []func(*client) (name, saw string, says said){(*client).statusHTTP2, (*client).subprotocol, (*client).extensions}
	}
	var stopped said
	for _, step := range steps {
		name, saw, s := step(&c)
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
		o.Opens = o.Opens && !c.tooOld()
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
	for _, e := range list.members {
		if e.Name.Text != deflateName || c.req != nil && !c.req.offersExtension(e.Name.Text) {
			return name, saw, say("chrome-extension-unknown", e.Name.Text)
		}
	}
	if len(c.resp.deflate) > 1 {
		return name, saw, say("chrome-extension-repeated")
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
	return name, saw, says
}

// tooOld: the answer is HTTP/1.0, or the request had not asked to switch; RFC 9110 §7.8 forbids both.
func (c *client) tooOld() bool {
	major, minor, ok := c.resp.version()
	return ok && (major < 1 || major == 1 && minor == 0) || c.req != nil && c.req.notAsking() != ""
}

// firefoxOpens follows Firefox's WebSocketChannel: it searches Upgrade and Connection as lists, checks a
// subprotocol only if it had offered some, and takes any limit on its own window.
func (c *client) firefoxOpens() bool {
	code, ok := c.code()
	_, _, accept := c.accept()
	_, _, extensions := c.extensions()
	if !ok || code != 101 || c.tooOld() || !has(c.resp.tokens, "websocket") || !c.resp.asksToSwitch() || accept.key != "" ||
		extensions.key != "" && extensions.key != "chrome-client-bits" && c.joined(nameExtensions) != "" {
		return false
	}
	if c.req == nil || len(c.req.offers) == 0 || c.resp.count[nameProtocol] == 0 {
		return true
	}
	return offers(c.req, c.joined(nameProtocol))
}

// undici follows establishWebSocketConnection of Node's own client. Its parser hands over a 101 only if
// Upgrade and Connection are there.
func (c *client) undici() said {
	code, ok := c.code()
	_, _, accept := c.accept()
	offered := c.req != nil && len(c.req.offers) > 0
	protocol := c.joined(nameProtocol)
	switch {
	case !ok || code != 101 || c.resp.value(nameUpgrade) == "" || !c.resp.asksToSwitch() || c.sent("100"):
		return say("node-status")
	case offered && protocol == "":
		return say("node-protocol-unanswered")
	case !equalFold(c.joined(nameUpgrade), "websocket"):
		return say("node-upgrade")
	case !equalFold(c.joined(nameConnection), "upgrade"):
		return say("node-connection")
	case accept.key != "" || c.blankBehind(nameAccept):
		return say("node-accept")
	}
	if c.resp.count[nameExtensions] > 0 && !namesDeflate(c.joined(nameExtensions)) {
		return say("node-extension")
	}
	if c.req != nil && c.resp.count[nameProtocol] > 0 && !offers(c.req, protocol) {
		return say("node-protocol-other")
	}
	return said{}
}

// npmWS follows lib/websocket.js of ws.
func (c *client) npmWS() said {
	code, ok := c.code()
	_, _, accept := c.accept()
	_, _, extensions := c.extensions()
	protocol := c.joined(nameProtocol)
	offered := c.req != nil && len(c.req.offers) > 0
	switch {
	case !ok:
		return say("ws-parse")
	case code != 101 || c.resp.value(nameUpgrade) == "" || !c.resp.asksToSwitch(): // Node's parser sees no switch there
		return say("ws-status", decimal(code))
	case !equalFold(c.joined(nameUpgrade), "websocket"):
		return say("ws-upgrade")
	case accept.key != "":
		return say("ws-accept")
	case c.resp.count[nameProtocol] > 0 && c.req != nil && !offered:
		return say("ws-protocol-unoffered")
	case c.resp.count[nameProtocol] > 0 && c.req != nil && !offers(c.req, protocol):
		return say("ws-protocol-other")
	case c.resp.count[nameProtocol] == 0 && offered:
		return say("ws-protocol-unanswered")
	case extensions.key == "chrome-extension-unknown" && c.req != nil && c.req.count[nameExtensions] == 0:
		return say("ws-extension-unoffered")
	case extensions.key == "chrome-extension-unknown":
		return say("ws-extension-other")
	case extensions.key != "" && extensions.key != "chrome-extension-repeated":
		return say("ws-extension")
	}
	return said{}
}

// namesDeflate looks for permessage-deflate the way undici does: it cuts at semicolons alone.
func namesDeflate(value string) bool {
	for piece := range strings.SplitSeq(value, ";") {
		if name, _, _ := strings.Cut(piece, "="); strings.TrimSpace(name) == deflateName {
			return true
		}
	}
	return false
}

// sent reports whether an interim answer of that status came first.
func (c *client) sent(status string) bool {
	for _, h := range c.interim() {
		if h.Status.Text == status {
			return true
		}
	}
	return false
}

// blankBehind: the line of a field ends in blanks, which Node's parser leaves in the value.
func (c *client) blankBehind(n name) bool {
	f := c.resp.field(n)
	return f != nil && f.Value.Text != "" && f.Line.End > f.Value.Span.End
}

// joined is the value of a field whose lines were joined with commas, as many clients see it.
func (c *client) joined(n name) string {
	if c.resp.count[n] < 2 {
		return c.resp.value(n)
	}
	var values []string
	for _, f := range c.resp.Get(known[n]) {
		values = append(values, f.Value.Text)
	}
	return strings.Join(values, ", ")
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
