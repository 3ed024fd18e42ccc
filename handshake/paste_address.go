package handshake

import (
	"strings"
	"unicode/utf8"
)

// address is a URL in the parts that a handshake needs (RFC 6455 §3).
type address struct {
	scheme string // lower case: ws, wss, http, https
	user   string // before the @, "" for none
	host   string // with port, as written
	target string // path and query, as written; may be empty
	hash   string // behind the #
}

// splitAddress takes apart an absolute URL of a scheme that leads to HTTP.
//
//	ws-URI = "ws:" "//" host [ ":" port ] path [ "?" query ]      (RFC 6455 §3)
func splitAddress(url string) (a address, ok bool) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		return a, false
	}
	switch a.scheme = strings.ToLower(scheme); a.scheme {
	case "ws", "wss", "http", "https":
	default:
		return a, false
	}
	rest, a.hash, _ = strings.Cut(rest, "#")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	a.host, a.target = rest[:end], rest[end:]
	if i := strings.LastIndexByte(a.host, '@'); i >= 0 {
		a.user, a.host = a.host[:i], a.host[i+1:]
	}
	return a, true
}

// secure: the connection begins with TLS.
func (a address) secure() bool { return a.scheme == "wss" || a.scheme == "https" }

// authority is the value of Host: the default port of the scheme is left out (RFC 6455 §4.1).
func (a address) authority() string {
	port := ":80"
	if a.secure() {
		port = ":443"
	}
	return strings.TrimSuffix(a.host, port)
}

// origin is that of a page on the same host (RFC 6454 §6.2).
func (a address) origin() string {
	if a.secure() {
		return "https://" + a.authority()
	}
	return "http://" + a.authority()
}

// standInKey is the key of RFC 6455 §1.3, which nobody can mistake for a secret. It stands where a client
// will make up its own.
const standInKey = "dGhlIHNhbXBsZSBub25jZQ=="

// request begins a request for a URL: request line and Host.
func (r *reader) request(method, url bit) (*draft, address) {
	a, ok := splitAddress(url.text)
	if !ok { // relative: which host it goes to is not in the text
		target, hash, _ := strings.Cut(url.text, "#")
		a = address{target: target, hash: hash}
	}
	path := strings.Index(url.text, a.target)
	if ok {
		path = len(url.text) - len(a.target)
		if a.hash != "" || strings.HasSuffix(url.text, "#") {
			path -= len(a.hash) + 1
		}
	}
	target := url.part(max(path, 0), max(path, 0)+len(a.target))
	if a.target == "" {
		target = added(FillByClient, "/")
	} else if a.target[0] == '?' {
		target.text = "/" + target.text
	}
	if a.hash != "" {
		r.remarkAt(AboutFragment, "What stands behind # in a URL is never sent.", url.at)
	}
	d := &draft{start: []bit{method, target, added(FillVersion, "HTTP/1.1")}}
	if a.host != "" {
		d.add(added(FillHost, "Host"), added(FillHost, a.authority()))
	}
	return d, a
}

// handshake adds what a WebSocket client sends by itself.
func (r *reader) handshake(d *draft) {
	d.client("Upgrade", "websocket")
	d.client("Connection", "Upgrade")
	if d.field("Sec-WebSocket-Key") == nil {
		d.client("Sec-WebSocket-Key", standInKey)
		r.remark(AboutKeyInvented, "The client makes up a new key each time; the sample of RFC 6455 stands in for it.", Span{})
	}
	d.client("Sec-WebSocket-Version", "13")
}

// readURL reads a lone URL: the request that a client would make for it.
func readURL(r *reader) bool {
	text := strings.Trim(r.body, " \t\n\"'<>`")
	a, ok := splitAddress(text)
	if !ok || a.host == "" || strings.ContainsAny(text, " \t\n\r") {
		return false
	}
	start := strings.Index(r.body, text)
	r.Format = FormatURL
	r.open(r.said(Span{start, start + len(text)}), nil)
	return true
}

// open adds the request of a browser that opens a WebSocket.
func (r *reader) open(url bit, protocols []bit) *draft {
	d, a := r.request(added(FillByClient, "GET"), url)
	r.handshake(d)
	if a.host != "" {
		d.client("Origin", a.origin())
	}
	d.protocols(protocols)
	r.exchange(d, nil, false, url.text)
	return d
}

// protocols adds the offered subprotocols, in their order.
func (d *draft) protocols(names []bit) {
	if len(names) == 0 {
		return
	}
	d.add(added(FillByClient, "Sec-WebSocket-Protocol"), joined(names, ", "))
}

// readConsole reads the line that a browser prints when a WebSocket fails. The URL makes the request; what
// the message means is another question.
func readConsole(r *reader) bool {
	for line := range r.lines {
		t := r.cut(line)
		at := -1
		for _, sign := range []string{"WebSocket connection to '", "WebSocket connection to \"", "establish a connection to the server at ", "The connection to ws"} {
			if i := strings.Index(t, sign); i >= 0 {
				at = i + len(strings.TrimSuffix(sign, "ws"))
			}
		}
		if at < 0 {
			continue
		}
		end := strings.IndexAny(t[at:], "'\" ")
		if end < 0 {
			end = len(t) - at
		}
		url := strings.TrimRight(t[at:at+end], ".")
		if _, ok := splitAddress(url); !ok {
			continue
		}
		r.Format = FormatConsole
		r.open(r.said(Span{line.Start + at, line.Start + at + len(url)}), nil)
		r.remarkAt(AboutConsole, strings.TrimSpace(t), line)
		return true
	}
	return false
}

// Straighten replaces the characters that word processors and web pages put in the place of plain ones:
// blanks of any width, typographic quotes and dashes, full-width punctuation. Invisible ones are dropped.
func Straighten(s string) string {
	if smart := smartSpans(s); len(smart) == 0 {
		return s
	}
	return straight.Replace(s)
}

// smartTable pairs each such character with the plain one.
var smartTable = []string{
	"\u00A0", " ", "\u2002", " ", "\u2003", " ", "\u2007", " ", "\u2009", " ", "\u200A", " ", "\u202F", " ", "\u205F", " ", "\u3000", " ",
	"\u00AD", "", "\u200B", "", "\u200C", "", "\u200D", "", "\u200E", "", "\u200F", "", "\u2060", "", "\uFEFF", "",
	"\u2018", "'", "\u2019", "'", "\u201A", "'", "\u201B", "'", "\u2032", "'",
	"\u201C", `"`, "\u201D", `"`, "\u201E", `"`, "\u201F", `"`, "\u2033", `"`, "\u00AB", `"`, "\u00BB", `"`,
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-", "\uFF0D", "-",
	"\uFF1A", ":", "\uFF1B", ";", "\uFF0C", ",", "\uFF1D", "=", "\uFF0F", "/", "\u2026", "...",
}

var straight = strings.NewReplacer(smartTable...)

// smartRunes is smartTable by character, for looking them up.
var smartRunes = func() map[rune]bool {
	m := make(map[rune]bool, len(smartTable)/2)
	for i := 0; i < len(smartTable); i += 2 {
		for _, c := range smartTable[i] {
			m[c] = true
		}
	}
	return m
}()

// mostSmart is how many smart characters are pointed at.
const mostSmart = 16

// smartSpans finds the characters that Straighten would replace, the first few of them.
func smartSpans(s string) []Span {
	var found []Span
	for i := 0; i < len(s) && len(found) < mostSmart; {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if smartRunes[c] && (i > 0 || c != '\uFEFF') {
			found = append(found, Span{i, i + size})
		}
		i += size
	}
	return found
}
