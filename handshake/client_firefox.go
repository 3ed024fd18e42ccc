package handshake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

// Firefox: netwerk/protocol/websocket/WebSocketChannel.cpp and netwerk/protocol/http/nsHttpTransaction.cpp.

const firefoxMaxHead = 384 << 10 // bytes of a head

// FirefoxFreezes takes the place of a console line.
const FirefoxFreezes ConsoleLine = "Firefox stops responding, and its console shows nothing"

// firefoxReaction is what becomes of the socket: it opens, it fails, Firefox stops responding, or the result varies (a race).
type firefoxReaction uint8

const (
	firefoxFails firefoxReaction = iota
	firefoxOpens
	firefoxFreezes
	firefoxRaces
)

// firefox follows WebSocketChannel::OnStartRequest, which reads Upgrade and Connection as lists, and checks the subprotocol only if
// some were offered.
func (c *client) firefox() firefoxReaction {
	if !c.asked() {
		return firefoxFails
	}
	h, ended := c.firefoxHTTP2, true
	if !c.report.Exchange.HTTP2 {
		var (
			f    firefoxHead
			rest string
			ok   bool
		)
		f, rest, ended, ok = firefoxRead(c.resp.Raw)
		h = f.joined
		value, _ := h(nameAccept)
		upgrade, _ := h(nameUpgrade)
		connection, _ := h(nameConnection)
		key, known := c.key()
		length, sized := h(nameContentLength)
		switch {
		case ok && f.major == 2 && f.status == 200: // taken for HTTP/2; the socket opens at the end of the content, if that is known
			n, _ := leadingNumber(length)
			ended = ended && sized && n <= len(rest)
		case !ok || f.major != 1 || f.minor == 0 || f.status != 101 || !hasWord(upgrade, "websocket") || !hasWord(connection, "upgrade") ||
			known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value):
			return firefoxFails
		default:
			extensions, _ := h(nameExtensions)
			ended = ended && !brokenFrame(rest, extensions != "")
		}
	} else if c.resp.pseudo(":status") != "200" || c.malformedHTTP2() {
		return firefoxFails
	}
	if c.req != nil && len(c.req.offers) > 0 {
		if value, there := h(nameProtocol); there && !offers(c.req, value) {
			return firefoxFails
		}
	}
	value, _ := h(nameExtensions)
	switch reaction := c.firefoxExtensions(value); {
	case reaction == firefoxOpens && !ended:
		return firefoxRaces // between the open event and the end of the connection, or a broken frame
	default:
		return reaction
	}
}

func (c *client) firefoxHTTP2(n head.FieldName) (value string, there bool) {
	for i := range c.resp.Fields {
		if f := &c.resp.Fields[i]; f.Known == n && f.Value.Text != "" {
			if value != "" {
				value += ", "
			}
			value += f.Value.Text
		}
	}
	return value, c.resp.count[n] > 0
}

// firefoxHead is a head as nsHttpResponseHead parses it.
type firefoxHead struct {
	rawFields
	major, minor int
	status       int
}

// joined returns the value of a field, its lines joined with commas, without empty ones.
func (h *firefoxHead) joined(n head.FieldName) (value string, there bool) {
	values := h.all(head.FieldNames[n])
	there = values != nil
	values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
	return strings.Join(values, ", "), there
}

// firefoxRead reads heads up to the first that is not interim, and returns it and what follows; ok is false if the parser fails, and
// ended if the head has its empty line.
func firefoxRead(raw string) (h firefoxHead, rest string, ended, ok bool) {
	left := firefoxMaxHead
	start := firefoxStart(raw[:min(len(raw), 11)])
	for start >= 0 {
		raw, left = raw[start:], left-start
		h, ended = firefoxHead{}, false
		var line []string // with its folds
		for n := 0; !ended; n++ {
			next, rest, lf := strings.Cut(raw, "\n")
			if left -= len(raw) - len(rest); left < 0 {
				return h, "", false, false
			}
			raw = rest
			next, _ = strings.CutSuffix(next, "\r")
			if n > 1 && next != "" && head.IsBlank(next[0]) {
				line = append(line, next)
				continue
			}
			if n > 0 && !h.line(strings.Join(line, ""), n == 1 || h.major < 0) {
				return h, "", false, false
			}
			if n == 0 {
				h.major = -1 // the status line is not read yet
			}
			line = append(line[:0], next)
			if ended = next == "" && lf && n > 0; !lf {
				break
			}
		}
		if !ended && !h.line(strings.Join(line, ""), h.major < 0) || differ(h.members("Content-Length")) || differ(h.all("Content-Disposition")) || differ(h.all("Location")) {
			return h, "", false, false
		}
		if h.status/100 != 1 || h.status == 101 {
			return h, raw, ended, true
		}
		start = firefoxStart(raw) // bytes before the next head are skipped
	}
	return h, "", false, false
}

// firefoxStart returns where a response begins: HTTP/1. anywhere, other versions only after white space; -1 if nowhere.
func firefoxStart(text string) int {
	const name = "HTTP/1."
	if len(text) < len(name) {
		if head.HasPrefixFold(name, text) {
			return 0
		}
		return -1
	}
	blank := true
	for i := range len(text) {
		if t := text[i:]; head.HasPrefixFold(t, name) || blank && (head.HasPrefixFold(t, "HTTP/2") || head.HasPrefixFold(t, "HTTP/3") || head.HasPrefixFold(t, "ICY ")) {
			return i
		}
		blank = blank && strings.IndexByte(" \t\r\n\v\f", text[i]) >= 0
	}
	return -1
}

// line parses a line of the head; false if the parser fails.
func (h *firefoxHead) line(line string, first bool) bool {
	if first {
		return h.statusLine(line)
	}
	name, value, colon := strings.Cut(line, ":")
	if !colon || !head.IsToken(name) {
		return true
	}
	h.add(name, strings.Trim(value, " \t"))
	return strings.IndexByte(strings.Trim(value, " \t"), 0) < 0
}

// statusLine parses a status line: version numbers of any length, white space before the status; false if the status is not a number
// of one to three digits.
func (h *firefoxHead) statusLine(line string) bool {
	h.major = 0
	if rest, ok := strings.CutPrefix(line, "HTTP/"); ok {
		h.major, rest = leadingNumber(rest)
		if minor, dot := strings.CutPrefix(rest, "."); dot {
			if h.minor, _ = leadingNumber(minor); h.minor > 1<<32-1 {
				h.minor = 0
			}
		}
	}
	_, rest, blank := strings.Cut(line, " ")
	if h.status = 200; !blank || !strings.HasPrefix(line, "HTTP") {
		return true
	}
	rest = strings.TrimLeft(rest, " \t\r\n")
	end := len(rest) - len(strings.TrimLeft(rest, digits))
	if end == 0 || end > 3 || end < len(rest) && strings.IndexByte(" \t\r\n", rest[end]) < 0 {
		return false
	}
	h.status = 0
	for _, c := range rest[:end] {
		h.status = h.status*10 + int(c-'0')
	}
	return true
}

const maxLeading = 1 << 40

// leadingNumber returns the number that a text begins with, at most maxLeading; 0 if there is none.
func leadingNumber(s string) (n int, rest string) {
	for i := range len(s) {
		if !head.IsDigit(s[i]) {
			return n, s[i:]
		}
		n = min(n*10+int(s[i]-'0'), maxLeading)
	}
	return n, ""
}

// brokenFrame reports whether WebSocketChannel::ProcessInput fails the connection for a frame after the head. It does not look into
// compressed messages.
func brokenFrame(rest string, deflate bool) bool {
	var (
		kind   frame.Opcode // of the fragmented message
		before []byte       // its octets
		closed bool
	)
	for b := []byte(rest); ; {
		h, n := frame.ParseHeader(b)
		size := h.Length
		switch data := !h.Opcode.Control(); {
		case n == 0:
			return false
		case n > h.Size(), size < 0, size > 1<<31-1:
			return true
		case size > int64(len(b)-n):
			return false
		case !h.Fin && !data:
			return true
		case h.RSV == frame.RSV1 && deflate && data && len(before) == 0:
			return false
		case h.RSV != 0, data && (h.Opcode == 0) == (kind == 0) && (h.Opcode == 0 || len(before) > 0):
			return true
		}
		payload := b[n : n+int(size)]
		frame.Mask(payload, payload, h.Key, 0)
		b = b[n+int(size):]
		op := h.Opcode
		if !h.Fin || op == 0 {
			if op > 0 {
				kind = op
			}
			before = append(before, payload...)
			if !h.Fin {
				continue
			}
			op, payload, kind, before = kind, before, 0, nil
		}
		switch {
		case closed:
		case !op.Known(), op.Control() && size > frame.MaxControl, op == frame.Text && !utf8.Valid(payload),
			op == frame.Close && size > 2 && !utf8.Valid(payload[2:]):
			return true
		}
		closed = closed || op == frame.Close
	}
}

// hasWord reports whether a value, cut at commas and blanks, has a word.
func hasWord(value, word string) bool {
	for _, w := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		if equalFold(w, word) {
			return true
		}
	}
	return false
}

// firefoxExtensions accepts no extension, or permessage-deflate once. A semicolon may come last, and numbers are read leniently.
func (c *client) firefoxExtensions(value string) firefoxReaction {
	if value = strings.Join(strings.Fields(value), " "); value == "" {
		return firefoxOpens
	}
	if c.req != nil && !c.req.offersExtension(DeflateName) {
		return firefoxFails
	}
	if answer, offer := c.agreement(); offer != nil {
		switch answer.contradicts(offer) {
		case serverBits, serverTakeover:
			return firefoxFails
		}
	}
	reaction := firefoxOpens
	pieces := strings.Split(strings.TrimRight(strings.TrimSuffix(value, ";"), " "), ";")
	if strings.TrimSpace(pieces[0]) != DeflateName {
		return firefoxFails
	}
	var seen []string
	for _, piece := range pieces[1:] {
		name, number, _ := strings.Cut(strings.TrimSpace(piece), "=")
		n, ok := firefoxNumber(number)
		switch name {
		case "server_no_context_takeover", "client_no_context_takeover":
			ok = number == ""
		case "server_max_window_bits", "client_max_window_bits":
			ok = ok && n >= minBits && n <= maxBits
			if ok && n == minBits && name[0] == 'c' {
				reaction = firefoxFreezes
			}
		default:
			ok = false
		}
		if !ok || slices.Contains(seen, name) {
			return firefoxFails
		}
		seen = append(seen, name)
	}
	return reaction
}

// firefoxNumber parses as nsTSubstring::ToInteger does: it skips octets up to the first hexadecimal digit, and stops after the last
// digit; false for a negative or hexadecimal number, and for more than 31 bits.
func firefoxNumber(s string) (n int, ok bool) {
	start := strings.IndexAny(s, "0123456789ABCDEFabcdef")
	if start < 0 {
		return 0, false
	}
	for _, c := range []byte(s[start:]) {
		switch {
		case head.IsDigit(c):
			if n = n*10 + int(c-'0'); n > 1<<31-1 {
				return 0, false
			}
		case 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f':
			return 0, false
		case (c == 'x' || c == 'X') && n == 0:
		default:
			return n, !strings.Contains(s[:start], "-")
		}
	}
	return n, !strings.Contains(s[:start], "-")
}
