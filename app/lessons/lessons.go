// Package lessons holds the lessons: one txtar file each, a story from practice with the bytes
// that crossed the wire, what to notice in them, and how to fix it.
//
// A lesson contains its own test: it states the expected verdict, reply and rules, and a test compares them with what
// handshake reports. To add a lesson, add a file; its name has its position and its slug, "02-nginx-strips-upgrade.txtar".
// parse.go describes the format.
//
// Lessons are plain values. Prose is Text, not HTML, so that a view can draw it as text nodes.
package lessons

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unsafe" // listed

	"upgrade101/handshake"
)

// Card is what lists and links show of a lesson.
type Card struct {
	Number   int    // position among the lessons, from 1
	Slug     string // the name in its address: /lesson/<slug>
	Title    string // a sentence without a full stop
	Summary  string // one or two plain sentences, for lists, search engines and previews
	Level    Level
	Track    string   // id of the Track that it belongs to
	Symptoms []string // what people see and search for: messages, status lines
	Proxies  []string // hops and servers it is about: "nginx", "Envoy"
	Topics   []string // what it is about: "Connection", "subprotocol"
	HTTP2    bool     // the heads are field lists of HTTP/2
	Policy   handshake.Policy
	Requests bool // it has a request
	Expect   Expect
}

// Lesson is a complete lesson.
type Lesson struct {
	Card
	Story     Text
	Request   string    // wire bytes, CRLF in the head; "" for none
	Response  string    // wire bytes; "" for none
	OtherSide OtherSide // the same exchange on the other side of a proxy; most lessons have none
	Verdict   Verdict
	Notice    Text
	Fixes     []Fix
	Question  Question
	Links     []Link
}

// Programs are the programs that the lesson names, and how its claims were compared with them.
func (l *Lesson) Programs() []handshake.Program {
	texts := []string{l.Title, l.Summary, l.Story.Plain(), l.Notice.Plain(), l.Question.Why.Plain()}
	for _, f := range l.Fixes {
		texts = append(texts, f.Where, f.Text.Plain())
	}
	return handshake.ProgramsIn(texts...)
}

// Level is the experience that a lesson assumes.
type Level string

const (
	Beginner     Level = "beginner"
	Intermediate Level = "intermediate"
	Expert       Level = "expert"
)

// Track is a series of lessons, to be read in order.
type Track struct {
	ID    string // as in an address
	Title string
	About string // one sentence
}

// Tracks lists all tracks, in reading order.
var Tracks = []Track{
	{"start", "Start here", "What a handshake is, how the accept value proves it, and the failures that everyone meets first."},
	{"proxies", "Proxies", "What reverse proxies, load balancers and edges do to a handshake on its way."},
	{"server", "Server code", "Mistakes of servers: in the answer, in what they agree to, and in the first frames."},
	{"client", "Client code", "Mistakes of clients and pages: keys, subprotocols, content, secure pages."},
	{"beyond", "Beyond WebSocket", "The other protocols that Upgrade switches to."},
}

// Of returns the lessons of a track, in order.
func (t Track) Of() []Lesson {
	var found []Lesson
	for _, l := range All() {
		if l.Track == t.ID {
			found = append(found, l)
		}
	}
	return found
}

// Expect is what a lesson expects handshake to report on its exchange.
type Expect struct {
	Verdict      handshake.Verdict
	Status       int      // of this endpoint's reply; 0 if the lesson states none
	Findings     []string // rule ids, each once, sorted
	Client       Reaction // a client that follows the RFC, given the response
	BrowserOpens Reaction // a browser, given the response
}

// OtherSide is the exchange of a lesson as it was on the other side of a proxy.
type OtherSide struct {
	Hop      string // "nginx/plain", as in /hops/nginx/plain; "" for none
	AtClient bool   // it is between client and proxy, and the lesson's exchange between proxy and backend; or the other way round
	Request  string // wire bytes
	Response string // wire bytes; "" where it is not shown
	Silent   bool   // the client gets no answer
}

// Ways are the request and the response on both sides of the proxy, in the direction in which they go.
func (l Lesson) Ways() (sent, arrived, answered, got string) {
	p := l.OtherSide
	if p.AtClient {
		return p.Request, l.Request, l.Response, p.Response
	}
	return l.Request, p.Request, p.Response, l.Response
}

// Reaction is whether a client would open.
type Reaction uint8

const (
	Unasked Reaction = iota // the lesson does not say
	Opens
	Fails
)

// Fix is what to do in one place.
type Fix struct {
	Where string // "nginx", "Go", "browser"
	Text  Text
	Code  string // configuration or code; "" where words are enough
}

// Question is what a reader is asked before the answer is shown: does the socket open, which line causes that, and
// whose fault is it?
type Question struct {
	Opens bool    // the socket opens, or the connection switches
	Some  bool    // it opens in some clients and fails in others: yes and no can be defended
	Ask   string  // how this lesson asks for the line
	Place         // the line at fault; the zero Place for none
	Also  []Place // other acceptable lines
	Fault []Fault // who is at fault, the best answer first; the others are acceptable
	Why   Text

	stated bool // the file says whether it opens
}

// Verdict is what happens to the socket if the exchange alone does not show it: something else refuses or accepts it.
type Verdict struct {
	Headline string // without a full stop; "" if the exchange alone shows it
	Meaning  string // a sentence
}

// Place is a line of a head.
type Place struct {
	Side handshake.Side // whose head it is in; 0 for no line
	Line int            // its number in that head, from 1
	Text string         // the line
}

// Fault is who made the mistake.
type Fault string

const (
	ByClient Fault = "client"
	ByServer Fault = "server"
	ByProxy  Fault = "proxy"
	NoFault  Fault = "none" // nothing is wrong
)

// Faults lists all faults, in the order of the form.
var Faults = []Fault{ByClient, ByServer, ByProxy, NoFault}

// FaultQuestion is asked of every lesson, also of one in which nothing is wrong; Words are its answers.
const FaultQuestion = "Whose fault is it, if anyone's?"

// Words is the fault as an answer to FaultQuestion.
func (f Fault) Words() string {
	switch f {
	case ByClient:
		return "The client's"
	case ByServer:
		return "The server's"
	case ByProxy:
		return "A proxy's"
	}
	return "No fault: this is how it should be"
}

// NoLine is the answer to the question for a line where none is to blame.
const NoLine = "No line"

// OpensQuestion asks whether it opens: a socket, or another protocol.
func (l Card) OpensQuestion() string {
	if l.Track == "beyond" {
		return "Does the connection switch?"
	}
	return "Does the socket open?"
}

// Opening is an answer to OpensQuestion.
type Opening string

const (
	Yes  Opening = "yes"
	No   Opening = "no"
	Some Opening = "some"
)

// Openings lists all, in the order of the form and of worksheets.
var Openings = []Opening{Yes, No, Some}

// Words is the opening as an answer to OpensQuestion.
func (o Opening) Words() string {
	switch o {
	case Yes:
		return "Yes"
	case No:
		return "No"
	}
	return "In some clients"
}

// Opening is the right answer to OpensQuestion.
func (q *Question) Opening() Opening {
	switch {
	case q.Some:
		return Some
	case q.Opens:
		return Yes
	}
	return No
}

// Link is something to read further.
type Link struct {
	Text  string // "RFC 6455 §4.2.1", "gorilla/websocket#61"
	URL   string
	About string // what is found there; "" where the text says it
}

//go:embed *.txtar
var files embed.FS

// file is one of files, as the compiler writes it for package embed.
type file struct {
	name, data string
	_          [16]byte // its hash
}

// listed returns the contents of files, sorted by name. It avoids the methods of embed.FS: their results have a modification
// time, which would bring the parsing and formatting of dates into the page's program, where nothing else needs it.
// TestListed compares it with those methods.
func listed() []file { return **(**[]file)(unsafe.Pointer(&files)) }

// All returns every lesson, in order. It omits a file that cannot be parsed: the page works without it, and a test reports
// it.
func All() []Lesson {
	all.Do(func() {
		all.err = load(func(name, data string) error {
			l, err := parse(name, data)
			if err == nil {
				all.read = append(all.read, l)
			}
			return err
		})
	})
	return all.read
}

var all struct {
	sync.Once
	read []Lesson
	err  error
}

// Cards returns the cards of all lessons, in order. The inspector lists lessons, and parsing them completely would take a
// tenth of its start-up time.
func Cards() []Card {
	cards.Do(func() {
		_ = load(func(name, data string) error {
			c, err := parseCard(name, data)
			if err == nil {
				cards.read = append(cards.read, c)
			}
			return err
		})
	})
	return cards.read
}

var cards struct {
	sync.Once
	read []Card
}

// load calls read for every file, in the order of their names.
func load(read func(name, data string) error) error {
	var broken []error
	for _, f := range listed() {
		if err := read(f.name, f.data); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", f.name, err))
		}
	}
	return errors.Join(broken...)
}

// CardBySlug finds a card by the name in the address of its lesson.
func CardBySlug(slug string) (Card, bool) {
	for _, c := range Cards() {
		if c.Slug == slug {
			return c, true
		}
	}
	return Card{}, false
}

// BySlug finds a lesson by the name in its address, and parses only that one.
func BySlug(slug string) (l Lesson, ok bool) {
	_ = load(func(name, data string) (err error) {
		if ok || strings.TrimSuffix(name[strings.Index(name, "-")+1:], ".txtar") != slug {
			return nil
		}
		l, err = parse(name, data)
		ok = err == nil
		return err
	})
	return l, ok
}

// PredictPath returns the path of the page that hides a lesson's answers. The slug would tell them, so it has a number, which is the
// same as long as the slug is.
func (c *Card) PredictPath() string { return PredictFolder + strconv.Itoa(c.predictNumber()) }

// PredictFolder begins those paths.
const PredictFolder = "predict/"

// predictNumber is FNV-1a of the slug, in five digits.
func (c *Card) predictNumber() int {
	sum := uint32(2166136261)
	for i := range len(c.Slug) {
		sum = (sum ^ uint32(c.Slug[i])) * 16777619
	}
	return 10000 + int(sum%90000)
}

// ByPredictPath returns the slug of the lesson with such a path; "" for none.
func ByPredictPath(path string) string {
	for _, c := range Cards() {
		if c.PredictPath() == path {
			return c.Slug
		}
	}
	return ""
}

// Next is the lesson after this one; false for the last.
func (l *Card) Next() (Card, bool) { return l.neighbour(1) }

// Prev is the lesson before this one; false for the first.
func (l *Card) Prev() (Card, bool) { return l.neighbour(-1) }

func (l *Card) neighbour(step int) (Card, bool) {
	all := Cards()
	i := slices.IndexFunc(all, func(c Card) bool { return c.Slug == l.Slug })
	if j := i + step; i >= 0 && 0 <= j && j < len(all) {
		return all[j], true
	}
	return Card{}, false
}

// Exchange returns the exchange that the lesson is about.
func (l Lesson) Exchange() handshake.Exchange {
	return handshake.Exchange{Request: l.Request, Response: l.Response, HTTP2: l.HTTP2}
}
