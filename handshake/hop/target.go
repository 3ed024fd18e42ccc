package hop

import (
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// retarget changes the method, the start of the path, or the spelling of the target. After ~ comes a list of such
// changes, identified by their first letters; they change the path without its query unless stated otherwise:
//
//	path         a target with a scheme and an authority becomes its path
//	root         a slash is prepended
//	back         backslashes become slashes
//	dots         segments of one or two dots are resolved (RFC 3986 §5.2.4); dots% sees encoded dots, too
//	slashes      several slashes in a row become one
//	unescape     unreserved characters are decoded (RFC 3986 §2.3); unescape/ decodes slashes as well, unescape?
//	             the query, too
//	escape CHARS these and all non-ASCII characters are percent-encoded; escape? does so in the query, too
//	ask          a question mark without a query is dropped
//	query        pairs with a semicolon are removed from the query
//	fragment     # and what follows is removed
func (x *exchange) retarget(text, method, target string) (string, string) {
	text, condition := cutCondition(text)
	if !x.holds(condition) {
		return method, target
	}
	if how, ok := strings.CutPrefix(text, "~"); ok {
		return method, rewrite(target, how)
	}
	from, to, _ := strings.Cut(x.fill(text), " ")
	if rest, ok := strings.CutPrefix(target, from); ok && strings.Contains(from, "/") {
		target = to + rest
	} else if method == from || from == "*" {
		method = to
	}
	return method, target
}

func rewrite(target, how string) string {
	path, query, asked := strings.Cut(target, "?")
	for how != "" {
		var word, chars string
		word, how, _ = strings.Cut(how, " ")
		switch word[0] {
		case 'p':
			if !strings.HasPrefix(path, "/") {
				path = withoutOrigin(path)
			}
		case 'r':
			path = "/" + path
		case 'b':
			path = strings.ReplaceAll(path, "\\", "/")
		case 'd':
			path = resolve(path, word == "dots%")
		case 's':
			for strings.Contains(path, "//") {
				path = strings.ReplaceAll(path, "//", "/")
			}
		case 'u':
			word, asks := strings.CutSuffix(word, "?")
			if path = unescape(path, "-._~"+word[len("unescape"):]); asks {
				query = unescape(query, "-._~")
			}
		case 'e':
			chars, how, _ = strings.Cut(how, " ")
			path = escape(path, chars)
			if word == "escape?" {
				query = escape(query, chars)
			}
		case 'a':
			asked = asked && query != ""
		case 'q':
			var kept []string
			for _, pair := range strings.Split(query, "&") {
				if !strings.Contains(pair, ";") {
					kept = append(kept, pair)
				}
			}
			if before := query; before != "" {
				query = strings.Join(kept, "&")
				asked = query != ""
			}
		case 'f':
			if before, _, cut := strings.Cut(path, "#"); cut {
				path, asked = before, false
			}
			query, _, _ = strings.Cut(query, "#")
		}
	}
	if asked {
		path += "?" + query
	}
	return path
}

// withoutOrigin returns the path and query of a URL.
func withoutOrigin(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return "/"
}

func resolve(path string, encoded bool) string {
	var kept []string
	parts := strings.Split(path, "/")
	for i, p := range parts {
		last := i == len(parts)-1
		if dots := strings.ReplaceAll(head.Lowered(p), "%2e", "."); encoded && (dots == "." || dots == "..") {
			p = dots
		}
		switch {
		case p != "." && p != "..":
			kept = append(kept, p)
			continue
		case p == ".." && len(kept) > 1:
			kept = kept[:len(kept)-1]
		}
		if last {
			kept = append(kept, "")
		}
	}
	return strings.Join(kept, "/")
}

func unescape(s, chars string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c := byte(n)
				if letter := c | 0x20; 'a' <= letter && letter <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(chars, c) >= 0 {
					b.WriteByte(c)
					i += 2
					continue
				}
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func escape(s, chars string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || strings.IndexByte(chars, c) >= 0 {
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
