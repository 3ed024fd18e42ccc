package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// RedactText replaces the secrets in any text by ***: in heads, messages, logs, configurations and commands. Names and schemes
// stay. It returns the text and the number of replacements. Time is linear in the length of the text.
func RedactText(text string) (string, int) {
	s := textSearch{text: text}
	s.scan()
	if len(s.found) == 0 {
		return text, 0
	}
	var b strings.Builder
	at := 0
	for _, f := range s.found {
		b.WriteString(text[at:f.Start])
		b.WriteString(mask)
		at = f.End
	}
	b.WriteString(text[at:])
	return b.String(), len(s.found)
}

// textSearch searches a text for secrets.
type textSearch struct {
	text  string
	found []Span
	done  int // offset after the last secret
	seen  int // no token begins before this offset
}

func (s *textSearch) hide(start, end int) {
	if start < s.done || start >= end || s.text[start:end] == mask {
		return
	}
	s.found = append(s.found, Span{Start: start, End: end})
	s.done = end
}

func (s *textSearch) scan() {
	t := s.text
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case i < s.done:
		case c == ':' && strings.HasPrefix(t[i:], "://"):
			s.userinfo(i + 3)
		case c == ':' || c == '=' || c == ',' && i > 0 && strings.IndexByte("\"'", t[i-1]) >= 0: // 'cookie', 'a=b'
			s.named(i)
		case i > 0 && isWordOctet(t[i-1]):
		case c|0x20 == 'b' && (head.HasPrefixFold(t[i:], "bearer ") || head.HasPrefixFold(t[i:], "basic ")):
			start := i + strings.IndexByte(t[i:], ' ') + 1
			if end := s.token(start); isRandom(t[start:end]) {
				s.hide(start, end)
			}
		case c == '-':
			s.option(i)
		case i < s.seen:
		case c == 'e' || c == 'A' || c == 'g' || c == 'x' || c == 's':
			for _, sign := range []string{"eyJ", "AKIA", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "sk-"} {
				if strings.HasPrefix(t[i:], sign) {
					end := s.token(i)
					if s.seen = end; end-i >= 20 && isRandom(t[i:end]) {
						s.hide(i, end)
					}
				}
			}
		}
	}
}

func isWordOctet(c byte) bool {
	return c == '_' || head.IsDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// token returns the end of the token that begins at start.
//
//	token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="      (RFC 9110 §11.2)
func (s *textSearch) token(start int) (end int) {
	for end = start; end < len(s.text) && (isWordOctet(s.text[end]) || strings.IndexByte("-.~+/=", s.text[end]) >= 0); end++ {
	}
	return end
}

// isRandom reports whether a text looks like random characters, not like a word.
func isRandom(t string) bool {
	return len(t) >= 6 && strings.ContainsAny(t, "0123456789") || len(t) >= 16 && strings.ToLower(t) != t || strings.HasSuffix(t, "=") && len(t) > 6
}

// userinfo hides user and password of a URL.
func (s *textSearch) userinfo(start int) {
	for i := start; i < len(s.text) && i < start+256; i++ {
		switch c := s.text[i]; {
		case c == '@':
			s.hide(start, i)
			return
		case c <= ' ' || strings.IndexByte("/?#\"'<>`", c) >= 0:
			return
		}
	}
}

// named hides the value after a name and the sign at i, if the name is that of a secret.
func (s *textSearch) named(i int) {
	t := s.text
	end := i
	for end > 0 && i-end < 4 && strings.IndexByte(" \t\"'`\\])", t[end-1]) >= 0 {
		end--
	}
	start := end
	for start > 0 && end-start < 64 && (isWordOctet(t[start-1]) || t[start-1] == '-') {
		start--
	}
	name := strings.ToLower(t[start:end])
	for _, prefix := range []string{"http_", "request_", "downstream_"} {
		name = strings.TrimPrefix(name, prefix)
	}
	name = strings.ReplaceAll(name, "_", "-")
	list := name == "authorization" || name == "proxy-authorization" || name == "cookie" || name == "set-cookie" || name == "cookies" || name == "sec-websocket-protocol"
	if !list && (t[i] == ',' || !isSecretName(name) || strings.HasPrefix(name, "sec-websocket-")) {
		return
	}
	quote := byte(0) // around the whole, or around the value
	if start > 0 && strings.IndexByte("\"'`", t[start-1]) >= 0 && (end == len(t) || t[end] != t[start-1]) {
		quote = t[start-1]
	}
	at := i + 1
	for at < len(t) && at < i+8 && strings.IndexByte(" \t>=[(\"'`\\", t[at]) >= 0 {
		if strings.IndexByte("\"'`", t[at]) >= 0 {
			quote = t[at]
		}
		at++
	}
	stop := at // the end of the line or of the quotation that the value is in
	for stop < len(t) && (list || t[stop] > ' ') && t[stop] != '\n' && t[stop] != '\r' && t[stop] != ']' && (quote == 0 || t[stop] != quote) && !(t[stop] == '\\' && stop+1 < len(t) && strings.IndexByte("rn\"'", t[stop+1]) >= 0) {
		stop++
	}
	switch name {
	case "authorization", "proxy-authorization":
		if k := strings.IndexByte(t[at:stop], ' '); k > 0 {
			at += k + 1
		}
		s.hide(at, stop)
		s.done = max(s.done, stop)
		return
	case "cookie", "set-cookie", "cookies":
		s.cookies(at, stop, name == "set-cookie")
		return
	case "sec-websocket-protocol":
		s.subprotocols(at, stop)
		return
	}
	until := at
	for until < stop && t[until] > ' ' && strings.IndexByte("&;,<>)}\"'`#", t[until]) < 0 {
		until++
	}
	if t[i] == ':' && quote == 0 && !isRandom(t[at:until]) || until < len(t) && t[until] == '(' || strings.HasPrefix(t[at:until], "$") { // prose, a call, a variable
		return
	}
	s.hide(at, until)
}

// cookies hides the values of cookies from at to stop. one means a Set-Cookie: attributes follow the first value.
func (s *textSearch) cookies(at, stop int, one bool) {
	t := s.text
	for at < stop {
		pair := t[at:stop]
		if k := strings.IndexByte(pair, ';'); k >= 0 {
			pair = pair[:k]
		}
		value := at
		if k := strings.IndexByte(pair, '='); k >= 0 {
			value += k + 1
		}
		s.hide(value, at+len(strings.TrimRight(pair, " ")))
		at += len(pair) + 1
		for at < stop && t[at] == ' ' {
			at++
		}
		if one {
			break
		}
	}
	s.done = max(s.done, stop)
}

// subprotocols hides the members of a list from at to stop that look like a secret, or that the member before announces.
func (s *textSearch) subprotocols(at, stop int) {
	announced := false
	for at < stop {
		member := s.text[at:stop]
		if k := strings.IndexByte(member, ','); k >= 0 {
			member = member[:k]
		}
		inner := strings.Trim(member, " ")
		word := head.EqualFold(inner, "bearer") || head.EqualFold(inner, "authorization") // announces a token
		if lead := strings.Index(member, inner); inner != "" && !word && (announced || looksSecret(inner)) {
			s.hide(at+lead, at+lead+len(inner))
		}
		announced = word
		at += len(member) + 1
	}
	s.done = max(s.done, min(stop, len(s.text)))
}

// option hides the value of a command's option for credentials.
func (s *textSearch) option(i int) {
	t := s.text
	if i > 0 && t[i-1] > ' ' {
		return
	}
	for _, name := range []string{"-u ", "--user ", "-U ", "--proxy-user ", "--oauth2-bearer ", "-b ", "--cookie ", "--auth ", "--basic-auth ", "--pass "} {
		if !strings.HasPrefix(t[i:], name) {
			continue
		}
		start := i + len(name)
		end := start
		if start < len(t) && (t[start] == '"' || t[start] == '\'') {
			quote := t[start]
			start++
			for end = start; end < len(t) && t[end] != quote && t[end] != '\n'; end++ {
			}
		} else {
			for end < len(t) && t[end] > ' ' {
				end++
			}
		}
		if value := t[start:end]; len(name) > 3 || strings.ContainsAny(value, ":=") { // short options mean something else in other commands
			s.hide(start, end)
		}
		return
	}
}
