// Package model is the state of the page and its transitions: a Model is a value, and each of its methods returns another. It
// does not depend on go-app or the DOM.
//
//	text and verdict             Edit, read and judge in this file, judgement.go; undo.go
//	pages, addresses, links      Pages in this file, openlesson.go (At), share.go, embed.go
//	presses and form fields      actions.go, fields.go
//	editing by a press           fix.go, break.go, examples.go; in the form: headedit.go, negotiation.go
//	live                         session.go, try.go; frames: framerecord.go, frames.go
//	proxies                      through.go
//	lessons                      lessonlist.go, guess.go, progress.go, related.go, embedded.go (in an iframe)
//	what outlives a reload       draft.go, keep.go, progress.go
//	what views and readers get   segments.go, sequence.go, replydiff.go, findings.go, export.go, announce.go, words.go
package model

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/export"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

// Sample is the request that the page opens with (RFC 6455 §1.2), with the line ends of a text field.
const Sample = `GET /chat HTTP/1.1
Host: server.example.com
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Origin: http://example.com
Sec-WebSocket-Protocol: chat, superchat
Sec-WebSocket-Version: 13

`

// View is a page that the program shows. ../README.md says how to add one.
type View string

const (
	ViewInspect  View = "inspect"
	ViewAccept   View = "accept"
	ViewLive     View = "live"
	ViewLessons  View = "lessons"
	ViewGlossary View = "glossary"
)

// Page is a page that the program draws.
type Page struct {
	View  View
	Title string // in the navigation; "" for one that is reached otherwise
	Path  string // of a page with an address of its own, without a slash; "" for the views of the home page, which are found by #view
	Name  string // the title of that address
	About string // what it is about, in a sentence or two
}

// Pages are in the order of the navigation. Routes, titles, previews, the sitemap and the static copy follow from them.
var Pages = []Page{
	{View: ViewInspect, Title: "Inspect"},
	{View: ViewLive, Title: "Live", Path: "live", Name: "A live WebSocket: the exact bytes of handshake and frames",
		About: "Connect this browser to a live echo endpoint and read both heads and every frame byte by byte, as they crossed the wire."},
	{View: ViewAccept, Title: "Accept value", Path: "accept", Name: "Sec-WebSocket-Accept: compute it, and find the mistake in a wrong one",
		About: "Four steps from Sec-WebSocket-Key to Sec-WebSocket-Accept with every intermediate value, about forty known mistakes, and the code in six languages."},
	{View: ViewLessons, Title: "Lessons", Path: "lessons", Name: "Lessons on WebSocket handshakes that fail",
		About: "Scenarios from practice with the bytes that crossed the wire: proxies, server code, client code, and the other protocols that Upgrade switches to."},
	{View: ViewGlossary, Path: "glossary", Name: "Glossary",
		About: "The fields, statuses and words of HTTP upgrades and the WebSocket handshake, each in a sentence or two, with the section of the RFC that defines it."},
}

// Tab is a tab of the editor on Inspect. Its value is what an address calls it after #.
type Tab string

const (
	TabRequest  Tab = "inspect"
	TabResponse Tab = "check"
	TabForm     Tab = "build"
)

// Tabs are in the order of the page.
var Tabs = []struct {
	Tab   Tab
	Title string
}{{TabRequest, "Request"}, {TabResponse, "Response"}, {TabForm, "Form"}}

// NextTab opens the tab after this one, or with -1 the one before.
func (m Model) NextTab(step int) Model {
	for i, t := range Tabs {
		if t.Tab == m.Tab {
			m.Tab = Tabs[(i+step+len(Tabs))%len(Tabs)].Tab
			break
		}
	}
	return m
}

// OpenTab shows a tab of the editor; an unknown name changes nothing.
func (m Model) OpenTab(name string) Model {
	for _, t := range Tabs {
		if string(t.Tab) == name {
			m.Tab = t.Tab
		}
	}
	return m
}

// Address is where a page is, within the site.
func (p Page) Address() string {
	if p.Path != "" {
		return "/" + p.Path
	}
	return "/#" + string(p.View)
}

// pageAt is the page that has a path of its own; false for none.
func pageAt(place string) (Page, bool) {
	for _, r := range Pages {
		if r.Path != "" && r.Path == place {
			return r, true
		}
	}
	return Page{}, false
}

// Model is the state of the page. Its methods are its transitions: values in, values out.
type Model struct {
	Place      string // what the route says: "" for home
	View       View
	Tab        Tab         // of the editor on Inspect
	Theme      string      // light, dark or AutoTheme
	OpenLesson *OpenLesson // the lesson that is open; nil for none

	Editing  bool // in an embed: the lesson's exchange is being changed
	Readonly bool // in an embed: nothing can be changed

	Embedding Embed // what the snippets for other sites are to show

	URL string // what was last typed as the address of the request
	Got string // an accept value to find the mistake in

	Progress []DoneLesson // the lessons that were done in this browser

	Query string // what lessons are searched for
	Level string // of the lessons to list, or AnyOf
	Proxy string // that the lessons to list are about, or AnyOf

	Text         string // of the request editor, lines ended by LF
	ResponseText string // of the response editor, likewise
	Policy       handshake.Policy
	Paste        paste.Paste      // what Text was read as
	Chosen       int              // which exchange of Paste is judged
	Report       handshake.Report // follows from Paste, ResponseText and Policy
	Judged       Judgement        // and what it comes to, with the reasons
	Selected     int              // index into Report.Findings; -1 for none

	Bytes      bool    // the bytes are shown as values
	Breaking   bool    // the list of rules to break is open
	BreakQuery string  // what it is filtered by
	Change     *Change // what the last press changed in the exchange; nil after any other edit
	Outdated   bool    // the last edit took out the response of the text before it
	Refused    bool    // the browser did not give the page the clipboard

	Session  Session
	Tried    Tried    // what these bytes got when they were tried here
	Compared Compared // and from other servers
	Through  Through  // what proxies make of them
	Offer    string   // subprotocols to offer on the live connection
	Message  string   // what to send on it

	Hex     string // Message as bytes
	Code    string // to close it with
	Reason  string
	Address string // of a live endpoint elsewhere, where there is no server behind the page
	Script  string // the messages of a try, one a line
	Hosting Hosting

	Cursor   ByteCursor // the byte of a frame that is pointed at
	Unfolded string     // the frame that shows all it holds; "" for none

	Sharing      bool        // the ways to share are open
	SharingEmbed bool        // of these the iframe for other sites, not the link
	ExportForm   export.Form // to write the exchange in
	Secrets      bool        // with its secrets

	Link      string // to the exchange in the editors; "" for none
	LinkStale bool   // the exchange has changed since
	Notice    string // what has to be said about a link or a file that was opened; "" for nothing
	opened    string // the fragment of that link

	Uncopied string // a text that the browser did not let the page copy; "" for none

	removed removedField // the field that the form emptied last

	Kept Kept // what a reload does to the text

	past   []edit // what to go back to, oldest first
	future []edit
	broke  []breaking // presses of "break it" since the text was replaced
}

// New returns the page as it opens.
func New() Model { return NewUnread().Read() }

// NewUnread is New without judging the sample, if the reader has already typed another text.
func NewUnread() Model {
	return Model{View: ViewInspect, Tab: TabRequest, ExportForm: export.FormRaw, Theme: AutoTheme, Level: AnyOf, Proxy: AnyOf, Offer: "chat, superchat", Message: "Hello", Hex: "48 65 6c 6c 6f",
		Code: "1000", Script: "Hello", Embedding: Embed{Height: EmbedHeight}, Text: Sample}
}

// Read judges the text if it is not judged yet.
func (m Model) Read() Model {
	if len(m.Paste.Exchanges) > 0 {
		return m
	}
	return m.read(m.Text)
}

// Edit replaces the text, for a button or a file; a key press calls Type (undo.go).
func (m Model) Edit(text string) Model {
	return m.change(editOf(m.Text, text), text)
}

// change edits the text. A response in it is newer than the one of the response editor, and replaces it; a text that replaces the one
// before, and that the response of the response editor cannot belong to, takes that response out.
func (m Model) change(s edit, text string) Model {
	m.Notice = ""
	if m.ResponseText == "" {
		return m.remember(s).read(text)
	}
	without := m
	without.ResponseText = ""
	without = without.read(text)
	came := responses(without.Paste)
	answered := came != nil && !slices.Equal(came, responses(m.Paste))
	outdated := !answered && s.replacesAll(m.Text) && without.ofItself()
	if !answered && !outdated {
		return m.remember(s).read(text)
	}
	s.typed = false
	without.past = m.remember(s.with(&replaced{m.ResponseText, m.Policy})).past
	without.future, without.Outdated = nil, outdated
	return without
}

// ofItself reports whether the text tells what happened, is a configuration, or has no request that a response could answer.
func (m Model) ofItself() bool {
	o := m.Judged.Outcome
	return o.Result != cause.Unknown || o.Config != "" || m.Report.Request == nil && !m.Blank()
}

// TextName names what the text in the editor is.
func (m Model) TextName() string {
	switch {
	case m.Judged.Outcome.Config != "":
		return "configuration"
	case m.Report.Request != nil || m.Blank():
		return "request"
	case m.Report.Response != nil:
		return "response"
	}
	return "text"
}

// responses returns those found in a text.
func responses(p paste.Paste) (found []string) {
	for _, x := range p.Exchanges {
		if x.Response != "" {
			found = append(found, x.Response)
		}
	}
	return found
}

// Put replaces everything, for an example or a link.
func (m Model) Put(text, response string, policy handshake.Policy) Model {
	m = m.remember(editOf(m.Text, text).with(&replaced{m.ResponseText, m.Policy}))
	m.ResponseText, m.Policy, m.Notice, m.broke = response, policy, "", nil
	return m.read(text)
}

// read reads a text in any format, and judges it.
func (m Model) read(text string) Model {
	m.Text, m.Paste = text, paste.Read(text)
	m.Chosen = m.Paste.Chosen
	return m.judge()
}

// Response returns the content of the response editor: its own text, or the response found in the request editor.
func (m Model) Response() string {
	if m.ResponseText != "" || m.Chosen >= len(m.Paste.Exchanges) {
		return m.ResponseText
	}
	return ToLF(m.Paste.Exchanges[m.Chosen].Response)
}

// EditResponse is typing in the response editor. A text with both sides goes to both editors. If the response was in the text
// of the request editor, each editor has its own side from now on.
func (m Model) EditResponse(text string) Model {
	paste := paste.Read(text)
	if x := paste.Exchange(); x.Request != "" && x.Response != "" {
		return m.Put(ToLF(x.Request), ToLF(x.Response), m.Policy)
	}
	if m.ResponseText == "" && text != m.Response() {
		if x := m.Paste.Exchanges[m.Chosen]; x.Response != "" {
			return m.Put(ToLF(x.Request), text, m.Policy)
		}
	}
	m.ResponseText = text
	return m.judge()
}

// PutResponse replaces the response, for a button, a paste or a file; it can be undone.
func (m Model) PutResponse(text string) Model {
	s := editOf(m.Text, m.Text).with(&replaced{m.ResponseText, m.Policy})
	next := m.EditResponse(text)
	if next.Text == m.Text {
		m.ResponseText, m.Notice = next.ResponseText, ""
		return m.remember(s).judge()
	}
	return next
}

// WithExample says that the response at hand is judged with the request that the page opens with, not with one of the reader. A refusal is
// judged without it, because it was not what the server refused.
func (m Model) WithExample() (with, without bool) {
	if m.Text != Sample || m.ResponseText == "" || m.Report.Response == nil {
		return false, false
	}
	code, ok := m.Report.Response.StatusCode()
	without = ok && code >= 200
	return !without, without
}

// judgeAs sets the judgement; sender and does are as judgement has them.
func (m Model) judgeAs(sender, does string) Model {
	with, without := m.WithExample()
	if !without {
		m.Judged = judgement(&m.Report, m.Text, &m.Paste, sender, does)
		if with {
			m.Judged.Meaning = strings.TrimSpace(m.Judged.Meaning + " It is judged with the example request.")
		}
		return m
	}
	read := paste.Read(m.ResponseText)
	alone := handshake.Inspect(handshake.Exchange{Response: m.Report.Exchange.Response}, m.Policy)
	m.Judged = judgement(&alone, m.ResponseText, &read, "", "")
	m.Judged.Meaning = strings.TrimSpace(m.Judged.Meaning + " It is judged without the example request.")
	m.Report.Findings = alone.Findings
	return m
}

// Choose chooses one of several exchanges in the text.
func (m Model) Choose(i int) Model {
	if i < 0 || i >= len(m.Paste.Exchanges) {
		return m
	}
	m.Chosen = i
	return m.judge()
}

// judge derives the report and judgement from what was read.
func (m Model) judge() Model {
	x := m.Paste.Exchanges[m.Chosen]
	if m.ResponseText != "" {
		x.Response = responseBytes(m.ResponseText)
	}
	if host, target := splitURL(m.URL); x.URL == "" && strings.Contains(m.URL, "://") &&
		strings.Contains(x.Request, " "+target+" ") && strings.Contains(x.Request, "Host: "+host+"\r\n") {
		x.URL = m.URL // whether TLS carries the request is not in it
	}
	m.Report = handshake.Inspect(x, m.Policy)
	sender, does := "", ""
	if m.Through.asked == x.Request {
		sender = m.Through.sender
	}
	if m.Through.looked == m.Text {
		does = m.Through.does
	}
	m = m.judgeAs(sender, does)
	m.Selected = -1
	m.Change, m.Outdated, m.Refused = nil, false, false
	m.LinkStale, m.Secrets = true, false
	return m
}

// ToLF returns wire bytes with the line ends of a text field.
func ToLF(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// responseBytes returns the bytes of a pasted response.
func responseBytes(text string) string {
	paste := paste.Read(text)
	if x := paste.Exchange(); x.Response != "" {
		return x.Response
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
}

// Select selects a finding by its index; -1 for none.
func (m Model) Select(i int) Model {
	if i < -1 || i >= len(m.Report.Findings) {
		i = -1
	}
	if m.Selected = i; m.Change != nil && m.Change.Stays {
		m.Change = nil // which was about another finding
	}
	return m
}

// Walk selects the next finding (1) or the previous one (-1), cyclically: in the open lesson, or in the inspector.
func (m Model) Walk(step int) Model {
	next := func(selected, n int) int {
		switch {
		case n == 0:
			return -1
		case selected < 0 && step < 0:
			return n - 1
		}
		return (selected + step + n) % n
	}
	if m.OpenLesson != nil {
		return m.ChangeLesson(func(s *OpenLesson) {
			if !s.Covered() {
				s.Selected = next(s.Selected, len(s.Report.Findings))
			}
		})
	}
	return m.Select(next(m.Selected, len(m.Report.Findings)))
}

// Escape is Escape: nothing is selected any more; where nothing was, what was opened above the editor closes.
func (m Model) Escape() Model {
	if m.SelectedFinding() == nil {
		m.Breaking, m.Sharing = false, false
	}
	return m.ChangeLesson(func(s *OpenLesson) { s.Selected = -1 }).Select(-1)
}

// SelectedFinding returns the selected finding; nil for none.
func (m Model) SelectedFinding() *handshake.Finding {
	r, i := m.Report, m.Selected
	if m.OpenLesson != nil {
		r, i = m.OpenLesson.Report, m.OpenLesson.Selected
	}
	if i < 0 || i >= len(r.Findings) {
		return nil
	}
	return &r.Findings[i]
}

// Caret selects the finding whose bytes hold the place at, a byte offset into Text; the smallest span
// wins, because it says most.
func (m Model) Caret(at int) Model {
	best := -1
	for i, f := range m.Report.Findings {
		span, ok := m.inText(f)
		if !ok || at < span.Start || at > span.End || span.Len() == 0 {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		if b, _ := m.inText(m.Report.Findings[best]); span.Len() < b.Len() {
			best = i
		}
	}
	m.Selected = best
	return m
}

// inText is the place of the bytes of a finding in Text; false where Text does not contain them.
func (m Model) inText(f handshake.Finding) (head.Span, bool) {
	if f.Side == handshake.Response && m.ResponseText != "" {
		return head.Span{}, false
	}
	h := m.Report.Request
	if f.Side == handshake.Response {
		h = m.Report.Response
	}
	return m.Paste.TextSpan(m.Chosen, f.Side, placeOf(&f, h))
}

// SelectedIndex is the number of the finding that is selected; -1 for none.
func (m Model) SelectedIndex() int {
	if m.OpenLesson != nil {
		return m.OpenLesson.Selected
	}
	return m.Selected
}

// SelectedSpan is the place of the selected finding in Text.
func (m Model) SelectedSpan() (head.Span, bool) {
	if m.Selected < 0 {
		return head.Span{}, false
	}
	return m.inText(m.Report.Findings[m.Selected])
}

// Predict is the part of an address that covers the answers of a lesson: what follows #, or the end of an old path.
const Predict = "predict"

// Go opens the page that the part of the address after # names, or what a shared link holds, or sets the policy of the live
// page; another part leaves everything as it is.
func (m Model) Go(fragment string) Model {
	if isShared(fragment) {
		return m.OpenLink(fragment)
	}
	if m.View == ViewGlossary {
		m.Notice = unknownTerm(fragment)
	}
	if fragment == Predict && m.OpenLesson != nil && !m.OpenLesson.Guess.On {
		return m.ChangeLesson(func(s *OpenLesson) { s.Guess = Guess{On: true} })
	}
	if fragment == ShareEmbed {
		return m.ShareAs(fragment)
	}
	if policy, ok := policyOf(fragment); ok && m.View == ViewLive {
		m.Policy = policy
		return m.judge()
	}
	for _, r := range Pages {
		if string(r.View) == fragment {
			m.View = r.View
		}
	}
	if tab := m.OpenTab(fragment); tab.Tab != m.Tab || fragment == string(m.Tab) {
		m.View, m.Tab = ViewInspect, tab.Tab
	}
	return m
}

// Title returns the title of the page, for tabs and lists.
func (m Model) Title() string {
	switch page, ok := pageAt(string(m.View)); {
	case m.OpenLesson != nil && m.OpenLesson.Covered():
		return "Lesson " + strconv.Itoa(m.OpenLesson.Lesson.Number) + " – Upgrade 101"
	case m.OpenLesson != nil:
		return m.OpenLesson.Lesson.Title + " – Upgrade 101"
	case ok:
		return page.Name + " – Upgrade 101"
	}
	return "Upgrade 101 – what a server answers to a WebSocket handshake"
}

// Canonical is the path that a page is known by where there are several: for a lesson in an iframe that of the
// whole lesson, for one to predict the one that does not name it. Home has one only.
func (m Model) Canonical() string {
	switch page, ok := pageAt(string(m.View)); {
	case m.OpenLesson != nil && m.OpenLesson.Covered():
		return "/" + m.OpenLesson.Lesson.PredictPath()
	case m.OpenLesson != nil:
		return "/lesson/" + m.OpenLesson.Lesson.Slug
	case ok:
		return page.Address()
	}
	return ""
}

// Description tells in two sentences what the page is about.
func (m Model) Description() string {
	switch page, ok := pageAt(string(m.View)); {
	case m.OpenLesson != nil && m.OpenLesson.Covered():
		return "Read the exchange, say whether the socket opens, which line causes it and whose fault it is, and then look."
	case m.OpenLesson != nil:
		return m.OpenLesson.Lesson.Summary
	case ok:
		return page.About
	}
	return "Paste an HTTP upgrade request: see whether a server would switch, why, what it would answer byte for byte, and how Sec-WebSocket-Accept comes about."
}

// Inspects reports whether the page shows the inspector itself.
func (m Model) Inspects() bool { return m.View == ViewInspect && m.OpenLesson == nil && !m.Embedded() }
