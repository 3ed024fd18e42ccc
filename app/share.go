package app

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// A shared link carries what stands in the inspector behind its #, which browsers send to no server:
//
//	fragment = "v1." base64url( deflate( JSON ) )        ; without padding
//
// Heads only: what follows a head cannot be searched for secrets, so it stays behind.

const (
	sharedPrefix  = "v1."
	mostFragment  = 64 << 10  // of a link, in bytes
	mostShared    = 256 << 10 // of its JSON, in bytes
	longLink      = 8 << 10   // some chats and proxies cut from here on
	damagedNotice = "This link is damaged, so what it was to show is not here; ask for it again. Nothing of yours was changed."
	newerNotice   = "This link was made by another version of this page, which this one cannot read. Nothing of yours was changed."
)

// shared is what a link holds.
type shared struct {
	Request  string   `json:"request,omitempty"`
	Response string   `json:"response,omitempty"`
	Known    []string `json:"subprotocols"` // null: any
	Origins  []string `json:"origins"`      // null: any
	Plain    bool     `json:"no_deflate,omitempty"`
	View     View     `json:"view,omitempty"`
}

// share is what a link is made of, and how many secrets were replaced in it.
func (m Model) share() (s shared, masked int) {
	x := handshake.Exchange{HTTP2: m.Report.Exchange.HTTP2}
	if m.Report.Request != nil {
		x.Request = strings.TrimSuffix(m.Report.Request.Raw, m.Report.Request.Rest())
	}
	if m.Report.Response != nil {
		x.Response = strings.TrimSuffix(m.Report.Response.Raw, m.Report.Response.Rest())
	}
	x, secrets := handshake.Redact(x)
	s = shared{View: m.View, Known: m.Policy.Subprotocols, Origins: m.Policy.Origins, Plain: m.Policy.NoDeflate}
	if x.Request != "" {
		s.Request = asText(x.Request)
	}
	if x.Response != "" {
		s.Response = asText(x.Response)
	}
	return s, len(secrets)
}

var (
	errLongLink = errors.New("what stands here is too long for a link. The forms below hold it")
	errNoLink   = errors.New("there is neither a request nor a response to share yet")
)

// fragment writes the part of a link behind its #.
func (s shared) fragment() (string, error) {
	if s.Request == "" && s.Response == "" {
		return "", errNoLink
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
	if len(data) > mostShared || len(fragment) > mostFragment {
		return "", errLongLink
	}
	return fragment, nil
}

func (s shared) policy() handshake.Policy {
	return handshake.Policy{Subprotocols: s.Known, Origins: s.Origins, NoDeflate: s.Plain}
}

// isShared says whether a fragment wants to be one of a shared link, of whatever version.
func isShared(fragment string) bool {
	version, _, _ := strings.Cut(fragment, ".")
	if !strings.HasPrefix(version, "v") {
		return false
	}
	_, err := strconv.ParseUint(version[1:], 10, 16)
	return err == nil
}

// readShared reads what fragment writes.
func readShared(fragment string) (s shared, ok bool) {
	if len(fragment) > mostFragment {
		return s, false
	}
	packed, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(fragment, sharedPrefix))
	if err != nil {
		return s, false
	}
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), mostShared+1))
	if err != nil || len(data) > mostShared || json.Unmarshal(data, &s) != nil {
		return shared{}, false
	}
	policy := s.policy()
	return s, policy.TooLong() == "" && (s.Request != "" || s.Response != "")
}

// Open puts what a link holds into the inspector, once; what cannot be read changes nothing but the notice.
func (m Model) Open(fragment string) Model {
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
	m.View = Inspect
	if s.View == Check || s.View == Build || s.View == Accept {
		m.View = s.View
	}
	return m.Put(s.Request, s.Response, s.policy())
}

func linkNotice(m Model) app.UI {
	if m.Notice == "" {
		return app.Div().Hidden(true)
	}
	return app.P().Class("notice", "warn").Role("alert").Text(m.Notice)
}

// sharePanel shows the link that was made, what it does not hold, and other ways to take things along.
func sharePanel(m Model) app.UI {
	if !m.Sharing {
		return app.Div().Hidden(true)
	}
	no := func(why error) app.UI { return app.P().Class("notice", "warn").Text("No link: " + why.Error() + ".") }
	section := app.Section().ID("share").Class("share").Aria("label", "Share")
	if m.blank() && m.Answer == "" {
		return section.Body(no(errNoLink))
	}
	link := []app.UI{no(errLongLink)}
	if m.Shared != "" {
		link = []app.UI{
			app.P().Class("link").Body(app.A().Class("mono").Href(m.Shared).Target("_blank").Rel("noopener").Text(m.Shared)),
			app.Div().Class("bar").Body(
				button("Copy link", "copy-link", "").Class("primary"),
				app.If(m.View == Inspect && m.Report.Request != nil, func() app.UI { return button("Save as PNG", "save-picture", "png") }),
				button("Print", "print", ""),
			),
			app.P().Class("muted").Text("It holds the heads and the conditions, behind the #: your browser sends that part to no server. What follows a head stays here."),
			app.If(len(m.Shared) > longLink, func() app.UI {
				return app.P().Class("notice", "warn").Text("The link is long, " + strconv.Itoa(len(m.Shared)) + " bytes: some chats and proxies cut such links.")
			}),
		}
	}
	return section.Body(append(link, maskedPanel(m), exportPanel(m))...)
}
