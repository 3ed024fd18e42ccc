// Package hop models what a proxy does to an upgrade: the head that reaches the backend, why each line of it changed, and
// what the client gets back. A hop is data; no program has code of its own.
//
//	what a program does          programs/<program>.json, read by data.go; its members: Hop, in this file
//	conditions and patterns      cond.go, exchange.holds and exchange.fill
//	one hop, several hops        Hop.Forward in this file, Hop.Return in answer.go; chain.go, Through
//	fields, target, answer       edit.go and message.go, target.go, answer.go
//	why a line changed           explain.go
//	which program sent a head    fingerprint.go
//	a pasted configuration       syntax.go splits it into statements, read.go says what they mean, fix.go fixes it
package hop

import (
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// Hop is the behaviour of one configuration of one program, in nineteen properties. In JSON, a member has the field's name in lower case
// if there is no tag. Conditions, edits and answers are lines of text, explained at exchange.holds, edit and Hop.answer; HTTP, Names,
// Order and others may have alternatives, see exchange.choose. Properties 5 to 10 are one list, because their order is visible in the
// head.
type Hop struct {
	// The way to the backend.
	Front  []string // 1 answers that the hop gives itself, "[condition] answer"
	Asks   string   // 2 the condition for treating a request as an upgrade
	HTTP   string   // 3 the version it sends: "1.0", "1.1"; empty keeps the client's
	Target []string // 4 "[condition] /from /to" for the path's start, "[condition] POST GET" for the method
	Edits  []string // 5 drop, 6 Connection, 7 Upgrade, 8 Host, 9 add, 10 normalise
	Blanks string   // 10 how it reads field lines, in both directions, see messageOf
	Names  string   // 11 see message.recase
	Order  string   // 12 see message.arrange

	// The way back to the client.
	Refuses     []string // 13 answers that it does not pass on, "[condition] answer instead"
	Interim     string   // 14 words: pass, make, late if they are forwarded together with the final answer, last if one counts as that; raw if bytes pass
	Answer      []string // 15 edits of answers, its own included
	AnswerNames string   `json:"answer_names"` //
	AnswerOrder string   `json:"answer_order"` //
	AnswerHTTP  string   `json:"answer_http"`  // "{q:version}" where the answer repeats the client's version
	Early       string   // 16 bytes sent before the 101: hold, pass, lose
	Tunnel      []string // 17 "[condition] none"; otherwise bytes pass both ways
	Idle        string   // 18 "60 proxy_read_timeout": after how many silent seconds it cuts, and what sets that
	Down        string   // 19 its answer if nothing listens
	Gone        string   //    and if the backend closes without an answer

	Answers map[string]string `json:"replies"` // named answers of its own, for 1, 13 and 19
	Log     map[string]string // what it prints: "down", "gone", "refused" (13)

	Lost []string // of one that was read: what Losses says of it

	snippet string   // of the configuration, for quotations
	edits   []edit   // parsed Edits
	sends   string   // all that decides what it sends, for the fingerprint
	reasons []Reason // of the catalog
}

// Env has the values that a hop writes into a head and that the request does not determine.
type Env struct {
	_        [0]func() // as in line
	Upstream string    // the backend's host and port
	From     string    // the client's address
	Self     string    // the hop's host name
	Port     string    // the port it listens on
	Date     string    // now, in the format of Date (RFC 9110 §5.6.7)
	ID       string    // a transaction id
	Key      string    // the Sec-WebSocket-Key of a hop that opens a connection of its own
	UUID     string    // identifies the hop
	Age      string    // of a cached answer, in seconds
}

// DefaultEnv is used if nothing better is known. Values that only the running hop knows are names, not inventions.
var DefaultEnv = Env{
	Upstream: "127.0.0.1:8080", From: "127.0.0.1", Self: "HOSTNAME", Port: "80", Date: "Sun, 06 Nov 1994 08:49:37 GMT",
	ID: "XID", Key: "AAAAAAAAAAAAAAAAAAAAAA==", UUID: "UUID", Age: "0",
}

// IdleSeconds returns after how many seconds without traffic the hop closes a tunnel; 0 for never or unknown.
func (h *Hop) IdleSeconds() int {
	seconds, _, _ := strings.Cut(h.Idle, " ")
	n, _ := strconv.Atoi(seconds)
	return n
}

// Passage is a request's way through one hop.
type Passage struct {
	Head     string  // what reaches the backend, with its content; empty for nothing
	Answered *Answer // the hop's own answer, if it answers itself
	Asked    bool    // the hop treats the request as an upgrade
	Changes  []Change

	hop *Hop
	x   *exchange
}

// Answer is what a client gets back from a hop.
type Answer struct {
	Raw     string // heads and content; empty for none
	Status  int    // of the final head; 0 for none
	End     string // where Raw ends: "" stays open, "closed", "silent" (nothing comes, nothing closes)
	Tunnel  string // after a 101: "both ways", "none"
	Log     string // what the hop prints about it; empty for nothing or unknown
	Changes []Change
}

// exchange is what conditions and patterns can refer to.
type exchange struct {
	env        Env
	asks       bool
	q, s, a, b message
}

// Forward passes a request head through the hop.
func (h *Hop) Forward(request *head.Head, env Env) Passage {
	x := &exchange{env: env}
	p := Passage{hop: h, x: x}
	blanks, _, _ := strings.Cut(h.Blanks, ";")
	x.q = messageOf(request, blanks)
	x.asks = h.Asks != "" && x.holds(h.Asks)
	p.Asked = x.asks
	text, answers := x.first(h.Front)
	text, also := strings.CutPrefix(text, "+")
	if answers && !also {
		x.s = x.q
	} else {
		h.begin(x)
		h.send(x, h.edits)
		if _, body := x.q.part("content"); x.asks && h.Early == "lose" && !body {
			x.s.content = ""
		}
		p.Head = x.s.head() + x.s.content
		if h.transparent() && !answers {
			p.Head = request.Raw
		}
		p.Changes = explain(&x.q, &x.s, h)
	}
	if answers {
		r := h.answer(x, text)
		p.Answered = &r
	}
	return p
}

// begin copies the client's head and writes its start line.
func (h *Hop) begin(x *exchange) {
	x.s = x.q.copy()
	m := &x.s
	method, _ := m.part("method")
	target, _ := m.part("target")
	version, _ := m.part("version")
	if v := x.choose(h.HTTP); v != "" {
		version = v
	}
	for _, t := range h.Target {
		method, target = x.retarget(t, method, target)
	}
	m.start = method + " " + target + " HTTP/" + version
}

// send turns the head that was begun into the one for the backend.
func (h *Hop) send(x *exchange, edits []edit) {
	if edits == nil { // a hop that is not from a catalog
		edits = parseEdits(h.Edits)
	}
	m := &x.s
	x.apply(m, edits)
	m.recase(x.choose(h.Names))
	m.arrange(x.choose(h.Order))
}

// transparent reports whether the hop copies bytes without reading a head.
func (h *Hop) transparent() bool { return h.Blanks == "all" }
