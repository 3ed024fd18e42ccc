package paste

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// isElision reports whether a value is a placeholder for one that is not shown: "...", "*****", "xxxx", "<snip>", "[redacted]",
// "*OMITTED*", "$KEY", "${key}", "$(openssl rand -base64 16)", or the beginning of a value followed by dots.
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
		return slices.Contains(elisionWords, strings.ToLower(v))
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
		if i > 0 && (raw[i-1] == ' ' || raw[i-1] == '*' || raw[i-1] == '=' || raw[i-1] == '(') && strings.IndexByte("rohsmc", raw[i]|0x20) >= 0 {
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
	note := func(at head.Span) {
		if any = true; len(x.Inserted) < maxElided {
			x.Inserted = append(x.Inserted, handshake.Inserted{Kind: handshake.InsertedElided, Side: side, Span: at})
		}
	}
	mark := func(start int, text, seps string) {
		for text != "" {
			k := strings.IndexAny(text, seps)
			if k < 0 {
				k = len(text)
			}
			if part := text[:k]; isElision(part) {
				lead := len(part) - len(strings.TrimLeft(part, " \t"))
				note(head.Span{Start: start + lead, End: start + k})
			}
			start += min(k+1, len(text))
			text = text[min(k+1, len(text)):]
		}
	}
	if side == handshake.Request && !x.HTTP2 {
		mark(h.Target.Span.Start, h.Target.Text, "/?&=;#")
	}
	type swap struct {
		at   head.Span
		text string
	}
	var swaps []swap
	for k := range h.Fields {
		f := &h.Fields[k]
		hole := hasHole(f.Value.Text) && head.EqualFold(f.Name.Text, "Host")
		if earlier.WasInserted(side, f.Value.Span) && !hole {
			continue
		}
		if isElision(f.Value.Text) || hole {
			text := ""
			switch strings.ToLower(f.Name.Text) {
			case "sec-websocket-key":
				text = placeholderKey
			case "host", ":authority":
				text = placeholderHost
			case "sec-websocket-version":
				text = "13"
			}
			if text == "" || len(swaps) == maxPlaceholders {
				note(f.Value.Span)
			} else {
				swaps = append(swaps, swap{f.Value.Span, text})
			}
			continue
		}
		switch strings.ToLower(f.Name.Text) {
		case "cookie", "set-cookie":
			mark(f.Value.Span.Start, h.Text(f.Value.Span), ";=,")
		case "authorization", "proxy-authorization", "sec-websocket-protocol":
			mark(f.Value.Span.Start, h.Text(f.Value.Span), " ,")
		case ":path", "referer", "location", "origin":
			mark(f.Value.Span.Start, h.Text(f.Value.Span), "/?&=;#")
		}
	}
	for k := len(swaps) - 1; k >= 0; k-- { // backwards, so that earlier places do not move
		at := swaps[k].at
		r.substitute(i, side, at, swaps[k].text)
		any = true
		x.Inserted = append(x.Inserted, handshake.Inserted{Kind: handshake.InsertedElided, Side: side, Span: head.Span{Start: at.Start, End: at.Start + len(swaps[k].text)}})
		// later places have moved
	}
	return any
}

func containsFold(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0]|0x20 && head.EqualFold(s[i:i+len(word)], word) {
			return true
		}
	}
	return false
}
