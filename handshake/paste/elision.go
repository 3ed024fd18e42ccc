package paste

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// isElision reports whether a value is a placeholder for one that is not shown: "...", "*****", "xxxx", "<snip>", "[redacted]",
// "*OMITTED*", "YOUR_TOKEN", "%TOKEN%", "$KEY", "${key}", "$(openssl rand -base64 16)", or the beginning of a value followed by dots.
func isElision(v string) bool {
	v = strings.Trim(v, " \t\"'")
	if len(v) < 3 {
		return false
	}
	if strings.HasSuffix(v, "...") || strings.HasSuffix(v, "…") || strings.Trim(v, "*.•") == "" || strings.Trim(v, "xX.:-") == "" && strings.ContainsAny(v, "xX") || strings.Contains(v, "***") {
		return true
	}
	inside := ""
	switch first, last := v[0], v[len(v)-1]; {
	case first == '<' && last == '>', first == '[' && last == ']', first == '(' && last == ')', first == '{' && last == '}', first == '*' && last == '*', first == '%' && last == '%':
		inside = strings.Trim(v, "<>[](){}*% ")
	case first == '$' && v[1] == '(' && last == ')': // a command of the shell
		return true
	case first == '$':
		inside = strings.Trim(v, "${} ")
	default:
		return slices.Contains(elisionWords, strings.ToLower(v)) || head.HasPrefixFold(v, "your_")
	}
	for i := range len(inside) {
		if c := inside[i]; !isWordByte(c) && c != ' ' && (v[0] != '<' || c != ',' && c != '/') {
			return false
		}
	}
	return inside != "" && len(inside) <= 60
}

// hasHole reports whether part of the value is a variable in braces, as in a.example:{port}.
func hasHole(v string) bool {
	_, inside, ok := strings.Cut(v, "{")
	name, _, closed := strings.Cut(inside, "}")
	return ok && closed && name != "" && strings.IndexFunc(name, func(r rune) bool { return r >= 0x80 || !isWordByte(byte(r)) }) < 0
}

// mayElide reports whether a head can contain an elision, so that most heads are not parsed for it.
func mayElide(raw string) bool {
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '<', '[', '{', '$', 0xE2: // the first octet of "…"
			return true
		case '.', '*', 'x', 'X':
			if i+2 < len(raw) && raw[i+1] == raw[i] && raw[i+2] == raw[i] || i+3 < len(raw) && raw[i]|0x20 == 'x' && raw[i+3] == raw[i] {
				return true
			}
		}
		if i > 0 && (raw[i-1] == ' ' || raw[i-1] == '*' || raw[i-1] == '=' || raw[i-1] == '(') && strings.IndexByte("%rohsmcy", raw[i]|0x20) >= 0 {
			if raw[i] == '%' || head.HasPrefixFold(raw[i:], "your_") {
				return true
			}
			for _, word := range elisionWords {
				if head.HasPrefixFold(raw[i:], word) {
					return true
				}
			}
		}
	}
	return false
}

var elisionWords = []string{"redacted", "omitted", "hidden", "snip", "removed", "masked", "censored", "snipped"}

// Bounds on the values that are marked in a head and on the placeholders: each costs a walk over the others. A real
// handshake has a handful.
const (
	maxElided       = 256
	maxPlaceholders = 16
)

// elide marks the values that the text omits, so that they are not judged. A value that a handshake needs is replaced
// by a placeholder.
func (r *reader) elide(i int, side handshake.Side) (any bool) {
	x := &r.Exchanges[i]
	raw := x.Request
	if side == handshake.Response {
		raw = x.Response
	}
	if !mayElide(raw) {
		return false
	}
	h := x.RequestHead()
	if side == handshake.Response {
		h = x.ResponseHead()
	}
	earlier := handshake.Exchange{Inserted: slices.Clip(x.Inserted)}
	e := elider{x: x, side: side}
	if side == handshake.Request && !x.HTTP2 {
		e.markParts(h.Target.Span.Start, h.Target.Text, urlSeparators)
	}
	var swaps []head.Edit // in the order of the head
	for k := range h.Fields {
		f := &h.Fields[k]
		hole := hasHole(f.Value.Text) && head.EqualFold(f.Name.Text, "Host")
		if earlier.WasInserted(side, f.Value.Span) && !hole {
			continue
		}
		if isElision(f.Value.Text) || hole {
			if text := placeholderFor(f.Name.Text); text == "" || len(swaps) == maxPlaceholders {
				e.mark(f.Value.Span)
			} else {
				swaps = append(swaps, head.Edit{Span: f.Value.Span, Text: text})
			}
			continue
		}
		if separators := separatorsOf(f.Name.Text); separators != "" {
			e.markParts(f.Value.Span.Start, h.Text(f.Value.Span), separators)
		}
	}
	for _, swap := range slices.Backward(swaps) { // so that earlier places do not move
		at := swap.Span
		r.substitute(i, side, at, swap.Text) // this moves later places
		x.Inserted = append(x.Inserted, handshake.Inserted{Kind: handshake.InsertedElided, Side: side, Span: head.Span{Start: at.Start, End: at.Start + len(swap.Text)}})
	}
	return e.any || len(swaps) > 0
}

// elider marks values of one head as elided.
type elider struct {
	x    *handshake.Exchange
	side handshake.Side
	any  bool // something was elided, marked or not
}

// mark marks a value, up to maxElided of them.
func (e *elider) mark(at head.Span) {
	if e.any = true; len(e.x.Inserted) < maxElided {
		e.x.Inserted = append(e.x.Inserted, handshake.Inserted{Kind: handshake.InsertedElided, Side: e.side, Span: at})
	}
}

// markParts marks the parts of a text between separators that are elisions. start is the offset of the text in the head.
func (e *elider) markParts(start int, text, separators string) {
	for text != "" {
		k := strings.IndexAny(text, separators)
		if k < 0 {
			k = len(text)
		}
		if part := text[:k]; isElision(part) {
			lead := len(part) - len(strings.TrimLeft(part, " \t"))
			e.mark(head.Span{Start: start + lead, End: start + k})
		}
		start += min(k+1, len(text))
		text = text[min(k+1, len(text)):]
	}
}

// placeholderFor returns a value for a field that a handshake needs; "" for other fields.
func placeholderFor(field string) string {
	switch strings.ToLower(field) {
	case "sec-websocket-key":
		return placeholderKey
	case "host", ":authority":
		return placeholderHost
	case "sec-websocket-version":
		return "13"
	}
	return ""
}

// urlSeparators are between the parts of a URL.
const urlSeparators = "/?&=;#"

// separatorsOf returns what separates the parts of a field's value of which one alone may be elided; "" for a field without parts.
func separatorsOf(field string) string {
	switch strings.ToLower(field) {
	case "cookie", "set-cookie":
		return ";=,"
	case "authorization", "proxy-authorization", "sec-websocket-protocol":
		return " ,"
	case ":path", "referer", "location", "origin":
		return urlSeparators
	}
	return ""
}

func containsFold(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0]|0x20 && head.EqualFold(s[i:i+len(word)], word) {
			return true
		}
	}
	return false
}
