package model

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"upgrade101/handshake"
)

// A shared link carries the exchange in its fragment, which browsers send to no server:
//
//	fragment = "v1." base64url( deflate( JSON ) )        ; without padding
//
// Of an exchange it holds the heads only: what follows a head cannot be searched for secrets. Where a text says more
// than its heads, as a message does, or has none, it holds the text, searched as one.

const (
	sharedPrefix  = "v1."
	maxFragment   = 64 << 10  // of a link, in bytes
	maxShared     = 256 << 10 // of its JSON, in bytes
	LongLink      = 8 << 10   // some chats and proxies cut from here on
	damagedNotice = "This link is damaged and cannot be opened; ask for it again. Nothing of yours was changed."
	newerNotice   = "This link was made by another version of this page and cannot be opened here. Nothing of yours was changed."
)

// SharedState is the content of a link.
type SharedState struct {
	Text     string   `json:"text,omitempty"` // a pasted text, in place of the request
	Request  string   `json:"request,omitempty"`
	Response string   `json:"response,omitempty"`
	Known    []string `json:"subprotocols"` // null: any
	Origins  []string `json:"origins"`      // null: any
	Plain    bool     `json:"no_deflate,omitempty"`
	Afresh   bool     `json:"no_takeover,omitempty"`
	View     View     `json:"view,omitempty"`          // or a Tab
	Via      []string `json:"via,omitempty"`           // the proxies that it is sent through
	Config   string   `json:"configuration,omitempty"` // of the one that was pasted
}

// Shared returns the content of a link, and how many secrets were replaced in it.
func (m Model) Shared() (s SharedState, masked int) {
	x := handshake.Exchange{HTTP2: m.Report.Exchange.HTTP2}
	if m.Report.Request != nil {
		x.Request = strings.TrimSuffix(m.Report.Request.Raw, m.Report.Request.Rest())
	}
	if m.Report.Response != nil {
		x.Response = strings.TrimSuffix(m.Report.Response.Raw, m.Report.Response.Rest())
	}
	text := ""
	if len(m.Judged.Messages) > 0 || x.Request+x.Response == "" {
		text, masked = handshake.RedactText(m.Text)
		if x.Request = ""; m.ResponseText == "" {
			x.Response = "" // it is in the text
		}
	}
	x, secrets := handshake.Redact(x)
	s = SharedState{Text: strings.TrimSpace(text), View: m.place(), Known: m.Policy.Subprotocols, Origins: m.Policy.Origins, Plain: m.Policy.NoDeflate, Afresh: m.Policy.NoTakeover}
	if x.Request != "" {
		s.Request = asText(x.Request)
	}
	if x.Response != "" {
		s.Response = asText(x.Response)
	}
	if s.Via = m.Through.shared(); s.Via != nil {
		config, more := handshake.RedactText(m.Through.Pasted)
		s.Config, masked = config, masked+more
	}
	return s, masked + len(secrets)
}

// place returns the view, or the open tab of its editor.
func (m Model) place() View {
	if m.View == ViewInspect {
		return View(m.Tab)
	}
	return m.View
}

var (
	ErrLongLink = errors.New("this is too long for a link. Copy one of the forms below")
	ErrNoLink   = errors.New("there is nothing to share yet")
)

// LinkTo is the address of a page with an exchange in its inspector, secrets masked; "" where there is none, or
// it is too long for a link.
func LinkTo(page, request, response string) string {
	m := Model{Report: handshake.Inspect(handshake.Exchange{Request: request, Response: response}, handshake.Policy{}), View: ViewInspect, Tab: TabRequest}
	state, _ := m.Shared()
	fragment, err := state.Fragment()
	if err != nil {
		return ""
	}
	return page + "#" + fragment
}

// Fragment returns the part of a link after its #.
func (s SharedState) Fragment() (string, error) {
	if s.Text == "" && s.Request == "" && s.Response == "" {
		return "", ErrNoLink
	}
	data, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return "", err
	}
	w.Write(data)
	w.Close()
	fragment := sharedPrefix + base64.RawURLEncoding.EncodeToString(b.Bytes())
	if len(data) > maxShared || len(fragment) > maxFragment {
		return "", ErrLongLink
	}
	return fragment, nil
}

func (s SharedState) policy() handshake.Policy {
	return handshake.Policy{Subprotocols: s.Known, Origins: s.Origins, NoDeflate: s.Plain, NoTakeover: s.Afresh}
}

// isShared reports whether a fragment looks like that of a shared link, of any version.
func isShared(fragment string) bool {
	version, _, _ := strings.Cut(fragment, ".")
	if !strings.HasPrefix(version, "v") {
		return false
	}
	_, err := strconv.ParseUint(version[1:], 10, 16)
	return err == nil
}

// readShared reads what Fragment writes.
func readShared(fragment string) (s SharedState, ok bool) {
	if len(fragment) > maxFragment {
		return s, false
	}
	packed, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(fragment, sharedPrefix))
	if err != nil {
		return s, false
	}
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxShared+1))
	if err != nil || len(data) > maxShared || json.Unmarshal(data, &s) != nil {
		return SharedState{}, false
	}
	policy := s.policy()
	return s, policy.TooLong() == "" && (s.Text != "" || s.Request != "" || s.Response != "")
}

// OpenLink opens the content of a link in the inspector, once; an invalid link only sets the notice.
func (m Model) OpenLink(fragment string) Model {
	if fragment == m.opened {
		return m
	}
	m.opened = fragment
	if !strings.HasPrefix(fragment, sharedPrefix) {
		m.Notice = newerNotice
		return m
	}
	s, ok := readShared(fragment)
	if !ok {
		m.Notice = damagedNotice
		return m
	}
	if m.View = ViewInspect; s.View == ViewAccept {
		m.View = s.View
	}
	m = m.OpenTab(string(s.View))
	m.Through = m.Through.open(s.Via, s.Config)
	m = m.Put(cmp.Or(s.Text, s.Request), s.Response, s.policy())
	if r := m.Report.Response; m.View == ViewAccept && r != nil {
		for _, f := range r.Get("Sec-WebSocket-Accept") {
			m.Got = f.Value.Text
		}
	}
	return m
}

// AcceptLink is the address of the page of the accept value with the key and the value of an exchange.
func AcceptLink(page string, x handshake.Exchange) string {
	m := Model{Report: handshake.Inspect(x, handshake.Policy{}), View: ViewAccept}
	state, _ := m.Shared()
	fragment, err := state.Fragment()
	if err != nil {
		return page
	}
	return page + "#" + fragment
}

// SharesExchange reports whether a link from this page is to the exchange in the editors, instead of the page's address.
func (m Model) SharesExchange() bool {
	return m.OpenLesson == nil && (m.View == ViewInspect || m.View == ViewAccept)
}

// NeedsLink reports whether the address alone does not determine what is shown: the reader's own exchange.
func (m Model) NeedsLink() bool {
	return m.SharesExchange() && (!m.IsSample() || PolicyQuery(m.Policy) != "")
}
