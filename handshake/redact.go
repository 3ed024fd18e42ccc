package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// Secret is a part of an exchange with which its reader could act as the sender.
type Secret struct {
	Kind SecretKind
	Name string // of the cookie, field or query parameter; "" for user and password of a URL
	Side Side   // the head that Span points into: Request or Response
	Span Span   // the bytes to hide
}

// SecretKind says where a secret is.
type SecretKind uint8

const (
	SecretCookie        SecretKind = iota + 1 // a value in Cookie or Set-Cookie
	SecretAuthorization                       // the credentials in Authorization
	SecretProxyAuth                           // the credentials in Proxy-Authorization
	SecretQuery                               // a query parameter, or user and password, of a URL
	SecretProtocol                            // a token in Sec-WebSocket-Protocol
	SecretField                               // the value of another field whose name is that of a secret
)

// Secrets finds what to hide before an exchange is shown to others (RFC 9110 §17.9): those of the request first, each side's in
// the order of its bytes. In content, it finds only JSON members and form parameters with the name of a secret.
func Secrets(x Exchange) []Secret {
	var request, response *Head
	if x.Request != "" {
		request = new(x.RequestHead())
	}
	if x.Response != "" {
		response = new(x.ResponseHead())
	}
	return secretsIn(&x, request, response)
}

// secretsIn is Secrets for parsed heads; a missing one is nil.
func secretsIn(x *Exchange, request, response *Head) []Secret {
	var s search
	if request != nil {
		s.head(Request, request, !x.HTTP2)
		s.content(request.Rest(), request.End.End)
	}
	if response != nil {
		s.response(x, response)
	}
	return s.found
}

// Redact returns the exchange with every secret replaced by ***, and the secrets that it replaced. Names of cookies and
// parameters and the scheme in Authorization stay.
func Redact(x Exchange) (Exchange, []Secret) {
	secrets := Secrets(x)
	x.URL = redactURL(x.URL)
	if len(secrets) == 0 {
		return x, nil
	}
	return x.apply(masked(secrets)), secrets
}

const mask = "***"

// masked returns the edits that replace secrets with the mask.
func masked(secrets []Secret) []Edit {
	edits := make([]Edit, len(secrets))
	offers := 0
	for i, s := range secrets {
		edits[i] = Edit{s.Side, s.Span, mask}
		if s.Kind == SecretProtocol && s.Side == Request {
			if offers++; offers > 1 {
				edits[i].Text += decimal(offers) // no name may be offered twice
			}
		}
	}
	return edits
}

func redactURL(url string) string {
	s := search{side: Request}
	s.url(url, 0)
	return Exchange{Request: url}.apply(masked(s.found)).Request
}

// maxSecrets bounds the secrets of an exchange; the rest of a longer list is one secret.
const maxSecrets = 4096

// search collects the secrets of a head.
type search struct {
	side  Side
	found []Secret
}

func (s *search) add(kind SecretKind, name string, at Span) {
	if at.Start < at.End {
		if len(s.found) == cap(s.found) { // double it: append grows a long list by only a quarter each time
			s.found = slices.Grow(s.found, len(s.found)+8)
		}
		s.found = append(s.found, Secret{kind, name, s.side, at})
	}
}

func (s *search) head(side Side, h *Head, target bool) {
	s.side = side
	if target {
		s.url(h.Target.Text, h.Target.Span.Start)
	}
	credentials := false // the previous member announces a token, as in "bearer, <token>"
	for i := range h.Fields {
		f := &h.Fields[i]
		raw, base := h.Text(f.Value.Span), f.Value.Span.Start
		switch name := strings.ToLower(f.Name.Text); name {
		case "cookie":
			s.pairs(raw, base)
		case "set-cookie":
			first, _, _ := strings.Cut(raw, ";")
			s.pairs(first, base)
		case "authorization":
			s.credentials(SecretAuthorization, f, raw)
		case "proxy-authorization":
			s.credentials(SecretProxyAuth, f, raw)
		case "sec-websocket-protocol":
			for _, m := range head.AppendMembers(nil, h.Raw, f.Value) {
				word := equalFold(m.Text, "bearer") || equalFold(m.Text, "authorization")
				if n := len(s.found); (credentials || looksSecret(m.Text)) && !word && (n == 0 || s.found[n-1].Span != m.Span) {
					s.add(SecretProtocol, f.Name.Text, m.Span)
				}
				credentials = word
			}
		case "referer", "location", ":path":
			s.url(raw, base)
		case "x-api-key", "api-key", "x-auth-token", "x-access-token", "x-amz-security-token", "x-csrf-token", "x-xsrf-token":
			s.add(SecretField, f.Name.Text, f.Value.Span)
		}
	}
	if n := len(h.Fields); h.Dropped > 0 && n > 0 { // dropped fields are hidden unsearched
		s.add(SecretField, "", Span{Start: h.Fields[n-1].Line.End, End: h.End.Start})
	}
}

// response searches every response, including interim ones.
func (s *search) response(x *Exchange, final *Head) {
	p := pass{resp: &parsedHead{Head: *final}}
	if !x.HTTP2 {
		for _, h := range p.interim() {
			s.head(Response, &h, false)
		}
	}
	s.head(Response, final, false)
	s.content(final.Rest(), final.End.End)
}

// content hides the values of JSON members and form parameters with the name of a secret.
func (s *search) content(text string, base int) {
	if text == "" || text[0] >= 0x80 { // nothing, or a frame
		return
	}
	if !strings.ContainsAny(text, `"{<`) {
		n := len(s.found)
		s.url("?"+text, base-1)
		for i := n; i < len(s.found); i++ {
			if s.found[i].Name != "" { // a parameter of a form, not of a URL
				s.found[i].Kind = SecretField
			}
		}
		return
	}
	for at := 0; ; { // for each quoted text followed by a colon and another one, that is, name and value
		if len(s.found) >= maxSecrets {
			s.add(SecretField, "", Span{Start: base + at, End: base + len(text)})
			return
		}
		name, after, ok := quotedAt(text, at)
		if !ok {
			return
		}
		at = after
		rest := strings.TrimLeft(text[after:], " \t\r\n")
		if !strings.HasPrefix(rest, ":") || !isSecretName(text[name.Start:name.End]) {
			continue
		}
		rest = strings.TrimLeft(rest[1:], " \t\r\n")
		if value, end, ok := quotedAt(rest, 0); ok && strings.HasPrefix(rest, `"`) {
			at = len(text) - len(rest)
			s.add(SecretField, text[name.Start:name.End], Span{Start: base + at + value.Start, End: base + at + value.End})
			at += end
		}
	}
}

// quotedAt finds the next text in double quotes. It returns its content and the offset after the closing quote.
func quotedAt(s string, from int) (inside Span, after int, ok bool) {
	start := strings.IndexByte(s[from:], '"')
	if start < 0 {
		return Span{}, 0, false
	}
	start += from + 1
	for i := start; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return Span{Start: start, End: i}, i + 1, true
		}
	}
	return Span{}, 0, false
}

// pairs hides the values in a list of cookies.
//
//	cookie-string = cookie-pair *( ";" SP cookie-pair )            (RFC 6265 §4.2.1)
func (s *search) pairs(list string, base int) {
	for list != "" {
		if len(s.found) >= maxSecrets {
			s.add(SecretCookie, "", Span{Start: base, End: base + len(list)})
			return
		}
		pair, rest, more := strings.Cut(list, ";")
		name, value, named := strings.Cut(pair, "=")
		start := base + len(name) + 1
		if !named {
			name, value, start = "", pair, base
		}
		inner := strings.TrimLeft(value, " \t\r\n")
		start += len(value) - len(inner)
		inner = strings.TrimRight(inner, " \t\r\n")
		s.add(SecretCookie, strings.TrimSpace(name), Span{Start: start, End: start + len(inner)})
		if !more {
			return
		}
		base += len(pair) + 1
		list = rest
	}
}

// credentials hides what follows the scheme.
//
//	credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]   (RFC 9110 §11.4)
func (s *search) credentials(kind SecretKind, f *Field, raw string) {
	at := f.Value.Span
	if i := strings.IndexAny(raw, " \t\r\n"); i >= 0 {
		at.Start += i + len(raw[i:]) - len(strings.TrimLeft(raw[i:], " \t\r\n"))
	} else if strings.Contains(" basic bearer digest negotiate ntlm ", " "+strings.ToLower(raw)+" ") {
		return // a scheme alone
	}
	s.add(kind, f.Name.Text, at)
}

// url hides user, password, and the parameters with the name of a secret.
func (s *search) url(url string, base int) {
	if i := strings.Index(url, "://"); i >= 0 {
		rest := url[i+3:]
		if end := strings.IndexAny(rest, "/?#"); end >= 0 {
			rest = rest[:end]
		}
		if at := strings.LastIndexByte(rest, '@'); at >= 0 {
			s.add(SecretQuery, "", Span{Start: base + i + 3, End: base + i + 3 + at})
		}
	}
	start := strings.IndexAny(url, "?#") // OAuth returns tokens in the fragment, too (RFC 6749 §4.2.2)
	if start < 0 {
		return
	}
	for start++; start <= len(url); start++ {
		if len(s.found) >= maxSecrets {
			s.add(SecretQuery, "", Span{Start: base + start, End: base + len(url)})
			return
		}
		end := len(url)
		if i := strings.IndexAny(url[start:], "&;#?"); i >= 0 {
			end = start + i
		}
		name, value, _ := strings.Cut(url[start:end], "=")
		if isSecretName(name) {
			s.add(SecretQuery, name, Span{Start: base + end - len(value), End: base + end})
		}
		start = end
	}
}

// isSecretName reports whether a name is that of a secret: token, access_token, X-Amz-Signature and the like.
func isSecretName(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "key", "sig", "auth", "pass", "pwd", "session", "sessionid":
		return true
	}
	for _, part := range []string{"token", "ticket", "secret", "password", "signature", "credential", "apikey", "api_key", "api-key", "jwt", "bearer", "authorization"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
