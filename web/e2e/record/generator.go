package main

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake/clienttest"
)

// generator makes answers: a good 101 with one change in one dimension, or with several.
type generator struct {
	*rand.Rand
	only []string // the dimensions to change, all where there are none
}

// draft is an answer in parts, so that each change meets what the others left.
type draft struct {
	before    string // what comes first: blank lines, other answers
	line      string // status line
	lineEnd   string
	fields    []field
	end       string // the empty line
	after     string
	protocols string
}

type field struct{ name, colon, value, end string }

func (g generator) good() draft {
	return draft{line: "HTTP/1.1 101 Switching Protocols", lineEnd: "\r\n", end: "\r\n", fields: []field{
		{"Upgrade", ": ", "websocket", "\r\n"}, {"Connection", ": ", "Upgrade", "\r\n"}, {"Sec-WebSocket-Accept", ": ", "{a}", "\r\n"}}}
}

func (d *draft) text() string {
	var b strings.Builder
	b.WriteString(d.before + d.line + d.lineEnd)
	for _, f := range d.fields {
		b.WriteString(f.name + f.colon + f.value + f.end)
	}
	return b.String() + d.end + d.after
}

// at is where the first field of that name is; a random one if it is gone.
func (g generator) at(d *draft, name string) int {
	for i := range d.fields {
		if strings.EqualFold(d.fields[i].name, name) {
			return i
		}
	}
	if len(d.fields) == 0 {
		d.fields = append(d.fields, field{"X-Note", ": ", "a", "\r\n"})
	}
	return g.IntN(len(d.fields))
}

func (d *draft) insert(at int, f field) {
	d.fields = append(d.fields[:at:at], append([]field{f}, d.fields[at:]...)...)
}

func (g generator) insert(d *draft, name, value string) {
	d.insert(g.IntN(len(d.fields)+1), field{name, ": ", value, "\r\n"})
}

func pick[T any](g generator, list ...T) T { return list[g.IntN(len(list))] }

// words is a list cut at |.
func (g generator) words(list string) string { return pick(g, strings.Split(list, "|")...) }

// answer makes the next one.
func (g generator) answer() clienttest.Answer {
	d := g.good()
	changes := 1
	if g.IntN(4) == 0 {
		changes = 2 + g.IntN(2)
	}
	var names []string
	for range changes {
		k := kinds[g.IntN(len(kinds))]
		for len(g.only) > 0 && !slices.Contains(g.only, k.name) {
			k = kinds[g.IntN(len(kinds))]
		}
		k.change(g, &d)
		names = append(names, k.name)
	}
	text := d.text()
	switch g.IntN(20) {
	case 0:
		text, names = text[:g.IntN(len(text)+1)], append(names, "cut")
		if open := strings.LastIndexByte(text, '{'); open > strings.LastIndexByte(text, '}') {
			text = text[:open]
		}
	case 1, 2:
		text, names = g.octet(text), append(names, "octet")
	case 3, 4:
		for range 1 + g.IntN(4) {
			text = g.moved(g.octet(text))
		}
		names = append(names, "moved")
	}
	return clienttest.Answer{Name: "random: " + strings.Join(names, ", "), Response: text, Protocols: d.protocols}
}

// octet puts an octet somewhere, takes one away, or puts one in the place of another.
func (g generator) octet(text string) string {
	at := g.place(text)
	if at == len(text) || text[at] == '{' {
		return text[:at] + g.odd() + text[at:]
	}
	switch g.IntN(3) {
	case 0:
		return text[:at] + g.odd() + text[at:]
	case 1:
		return text[:at] + text[at+1:]
	}
	return text[:at] + g.odd() + text[at+1:]
}

// place is an offset that is not within braces.
func (g generator) place(text string) int {
	at := g.IntN(len(text) + 1)
	for open := strings.LastIndexByte(text[:at], '{'); open >= 0 && strings.IndexByte(text[open:], '}')+open >= at; open = -1 {
		at = open
	}
	return at
}

// moved takes a piece away, repeats one, or puts one elsewhere.
func (g generator) moved(text string) string {
	from, to := g.place(text), g.place(text)
	if from > to {
		from, to = to, from
	}
	piece, rest := text[from:to], text[:from]+text[to:]
	switch g.IntN(6) {
	case 0:
		return rest
	case 1:
		return text[:to] + text[from:]
	case 2:
		at := g.place(rest)
		return rest[:at] + piece + rest[at:]
	}
	return text
}

// odd is an octet or two that a parser may stumble over, or any octet.
func (g generator) odd() string {
	if g.IntN(3) == 0 {
		return g.any(1)
	}
	return pick(g, " ", "\t", "\r", "\n", "\r\n", "\x00", "\x01", "\x0b", "\x0c", "\x7f", "\u0080", "\u00e9", "\u00ff", ":", ",", ";", "=", "\"", "\\",
		"(", "@", "/", "0", "1", "a", "-", "_", "  ", "\n\n", "\r\r")
}

// any is n octets of all that there are; those that Answer.Octets reads otherwise are left out.
func (g generator) any(n int) string {
	var b strings.Builder
	for range n {
		c := rune(g.IntN(256))
		if c == '{' || c == '}' {
			c = 'b'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// near is a number of octets beside a limit that a client has, less what a good head has anyway.
func (g generator) near() int { return pick(g, 8, 16, 16, 64, 256, 384)<<10 + g.IntN(500) - 300 }

func (g generator) blanks() string { return g.words("| ||  |\t| \t|   ") }

// status lines

func (g generator) version() string {
	return g.words("HTTP/1.1|HTTP/1.1|HTTP/1.0|HTTP/1.2|HTTP/1.3|HTTP/1.9|HTTP/1.10|HTTP/1.01|HTTP/01.1|HTTP/2.0|HTTP/2|HTTP/2.1|HTTP/3|HTTP/3.0|HTTP/0.9|HTTP/1|" +
		"HTTP/1.|HTTP/.1|HTTP/|HTTP|HTTP/11|HTTP/1.1a|HTTP/1.1:|HTTP/1.x|HTTP/a.b|HTTP/-1.1|HTTP/1.-1|HTTP/+1.1|HTTP/4294967297.1|HTTP/1.4294967297|" +
		"http/1.1|Http/1.1|hTTP/1.1|HTTPS/1.1|HTTPX/1.1|RTSP/1.0|RTSP/1.1|RTSP/2.0|ICE/1.0|ICE/1.1|ICY|SHOUTCAST/1.0|HTT/1.1|XHTTP/1.1|XXXXHTTP/1.1|XXXXXHTTP/1.1|" +
		"HTTP /1.1|HTTP/ 1.1|HTTP/1 .1|HTTP/1. 1|HTTP//1.1|HTTP/1,1|HTTP1.1|1.1|101|HTTP/9.9|HTTP/1.1.1|HTTP/1.1;|HTTP/1.1/")
}

func (g generator) status() string {
	return g.words("101|101|101|101|100|102|103|104|199|200|201|204|205|206|226|300|301|302|303|304|307|308|400|401|403|404|405|407|408|409|410|418|421|425|426|429|431|451|" +
		"500|501|502|503|504|505|511|520|599|600|700|999|000|001|010|011|099|0101|00101|0000101|1010|10101|10|1|0||1O1|lOl|101a|a101|+101|-101|101.0|1e2|0x65|" +
		"10 1|1 01|101,|101;|101:|(101)|'101'|101-Switching|4294967397|18446744073709551717|99999|65637|2147483648|1000|OK")
}

func (g generator) reason() string {
	return g.words("Switching Protocols|Switching Protocols||OK|X|Web Socket Protocol Handshake|Not Found|a\tb|caf\u00e9|\u00ff\u00fe|a\x01b|a\x7fb|a:b|HTTP/1.1 101|{r*300}|{r*20000}| |  |\t|\"a\"|a;b|a\x00b|a\rb")
}

func (g generator) lineEnd() string {
	return pick(g, "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", " \r\n", "\t\r\n", "\n\r\n", "\r\n\r\n", "\r \n", "\x00\r\n", "", "  \r\n", "\n\r", "\r\n\n")
}

func (g generator) field() (name, value string) {
	list := pick(g, "Date|Mon, 05 Oct 2026 10:00:00 GMT", "Server|nginx/1.27", "X-Note|a", "X-Powered-By|Express", "Set-Cookie|a=b; Path=/", "Set-Cookie|a=b; Secure; HttpOnly",
		"Access-Control-Allow-Origin|*", "Cache-Control|no-store", "Vary|Origin", "Via|1.1 proxy", "Keep-Alive|timeout=5", "Strict-Transport-Security|max-age=1", "Alt-Svc|h3=\":443\"",
		"Content-Type|text/html", "Content-Encoding|gzip", "Location|/a", "Refresh|0", "WebSocket-Location|ws://a/", "WebSocket-Origin|http://a", "Sec-WebSocket-Version|13",
		"Sec-WebSocket-Version|8", "Sec-WebSocket-Key|dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Origin|http://a", "Proxy-Connection|Upgrade", "Proxy-Connection|close",
		"Proxy-Authenticate|Basic realm=\"x\"", "WWW-Authenticate|Basic realm=\"x\"", "Trailer|X", "TE|trailers", "Age|0", "ETag|\"a\"", "Content-Disposition|attachment; filename=a", "P3P|CP=\"a\"",
		"HTTP2-Settings|AAMAAABkAAQAAP__", "Expect|100-continue", "Host|a", "Content-Range|bytes 0-1/2", "Accept-Ranges|bytes", "Link|</a>; rel=preload", "Clear-Site-Data|\"cache\"", "Retry-After|5")
	name, value, _ = strings.Cut(list, "|")
	return name, value
}

func (g generator) extension() string {
	return g.words("permessage-deflate|permessage-deflate|permessage-deflate|permessage-deflate|permessage-deflate|PERMESSAGE-DEFLATE|x-webkit-deflate-frame|deflate-frame|permessage-bzip2|foo|mux|" +
		"permessage-deflate |permessage_deflate|\"permessage-deflate\"|permessage-deflate=1|(foo)|permessage-deflate server_no_context_takeover")
}

func (g generator) parameter() string {
	name := g.words("server_no_context_takeover|client_no_context_takeover|server_max_window_bits|client_max_window_bits|server_max_window_bits|client_max_window_bits|foo|SERVER_MAX_WINDOW_BITS|mode|x_y|")
	if g.IntN(20) == 0 {
		name = g.blanks() + name + g.blanks()
	}
	switch {
	case strings.HasSuffix(name, "takeover") && g.IntN(5) > 0, g.IntN(6) == 0:
		return name
	}
	equals := "="
	if g.IntN(8) == 0 {
		equals = g.words(" =|= | = |==|\t=|=\t|: ")
	}
	// 8 makes Firefox hang, which costs ten seconds
	value := g.words("9|10|11|12|13|14|15|15|10|12|16|7|0|1|09|010|0015|+10|-10|10.0|10.5|1e1|0xa|0b1010|0o12|10a|9x|x9|9 9|\"10\"|\"12\"|\"9\"|\"\"|'9'|\\9|=\"9\"|\"1\\0\"|\"10|10\"|\"1 0\"|\"a b\"|(10)|\u00e9|\"\u00e9\"|" +
		"true|1|\"\\\"|\"a;b\"|\"a,b\"|99999999999|4294967306|1_0|1,0| 10|\t10|10\t|Infinity|null|" + pick(g, "8", "9", "9", "9", "9", "9"))
	return name + equals + value
}

func (g generator) extensions() string {
	var b strings.Builder
	for i := range 1 + g.IntN(8)/6 {
		if i > 0 {
			b.WriteString(g.words(", |,| ,|,,|, ,|;"))
		}
		b.WriteString(g.extension())
		for range max(0, g.IntN(5)-1) {
			b.WriteString(g.words("; |; |;| ; |;;|; ;|,|;\t") + g.parameter())
		}
	}
	if g.IntN(12) == 0 {
		b.WriteString(g.words(";|; |,|, |;;|; ;| |\t|,,"))
	}
	if g.IntN(20) == 0 {
		return g.words(",|;|, |; | |\t") + b.String()
	}
	return b.String()
}

// listed varies the members of a list of upgrade tokens or connection options.
func (g generator) listed(word string) string {
	switch g.IntN(9) {
	case 0:
		return g.words("|foo|keep-alive|close|web|websocket|upgrade|" + word + "s|x-" + word + "|" + word[:len(word)-1])
	case 1:
		return strings.ToUpper(word)
	case 2:
		return g.words("keep-alive|foo|h2c|close|"+word) + g.words(", |,|, , |,,|;| |\t|,\t|/") + word
	case 3:
		return word + g.words(", |,|, , |,,|;| |\t|,\t|/") + g.words("keep-alive|foo|h2c|close|13|"+word)
	case 4:
		return g.words(",|, |,,|;|\"|'|(| ,|\t|\x0b|\x0c|\u00a0") + word
	case 5:
		return word + g.words(",|, |,,|;|\"|'|)|/|/13| ,|\t| |\x0b|\x0c|\u00a0|\x00|\x7f|:|=|.")
	case 6:
		return "\"" + word + "\""
	case 7:
		at := g.IntN(len(word))
		return word[:at] + g.odd() + word[at:]
	}
	return g.words("WebSocket|Websocket|WEBSOCKET|Upgrade|UPGRADE|upgrade|uPGRADE|" + word)
}

// kinds are the dimensions that a good answer is changed in.
var kinds = []struct {
	name   string
	change func(generator, *draft)
}{
	{"status line", func(g generator, d *draft) {
		switch g.IntN(5) {
		case 0:
			d.line = g.version() + " 101 Switching Protocols"
		case 1:
			d.line = "HTTP/1.1 " + g.status() + " " + g.reason()
		case 2:
			d.line = "HTTP/1.1 101 " + g.reason()
		case 3:
			d.line = "HTTP/1.1" + g.words("  |\t|| \t|\t |   |\x00|\x0b|\r| \r|:|,") + "101" + g.words("  |\t|| \t|\t |   |\r|\r |:|,|;|\x00") + g.words("X|Switching Protocols|")
		default:
			d.line = g.version() + g.words(" | | |  |\t") + g.status() + g.words(" | | ||  |\t") + g.reason()
		}
	}},
	{"status line", func(g generator, d *draft) {
		d.line = g.words("|HTTP/1.1|HTTP/1.1 |HTTP/1.1 101|HTTP/1.1 101 |HTTP|H|HTTP/|HTTP/1.1 1|HTTP/1.1 10|101 Switching Protocols|GET / HTTP/1.1|HTTP/1.1 101 Switching Protocols HTTP/1.1 101 X|SSH-2.0-OpenSSH_9.6|" +
			"220 ready|<html>|{\"error\":1}|+OK|Upgrade: websocket|\x15\x03\x01|ok|HTTP/1.1 101\u00e9|HTTP/1.1 \u00e9| HTTP/1.1 101 X|  HTTP/1.1 101 X|\tHTTP/1.1 101 X|     HTTP/1.1 101 X")
	}},
	{"line end", func(g generator, d *draft) {
		end := g.lineEnd()
		switch at := g.IntN(len(d.fields) + 3); {
		case at == len(d.fields):
			d.lineEnd = end
		case at == len(d.fields)+1:
			d.end = end
		case at == len(d.fields)+2: // all
			d.lineEnd, d.end = end, end
			for i := range d.fields {
				d.fields[i].end = end
			}
		default:
			d.fields[at].end = end
		}
	}},
	{"colon", func(g generator, d *draft) {
		name := g.words("Upgrade|Connection|Sec-WebSocket-Accept|X-Note")
		if name[0] == 'X' {
			g.insert(d, name, "a")
		}
		d.fields[g.at(d, name)].colon = g.words(":|:  |:\t|: \t | : |\t: | :|  : |::|: :|=| |;|\x00: |\x0b: |:\x0b|:\x0c|:\u00a0|\r: |:\r|:\x00")
	}},
	{"blanks behind", func(g generator, d *draft) {
		d.fields[g.at(d, g.words("Upgrade|Connection|Sec-WebSocket-Accept"))].value += g.words(" |\t|  | \t|\x0b|\x0c|\u00a0|\x00|\r|\x7f|\x01")
	}},
	{"fold", func(g generator, d *draft) {
		fold := g.words("\r\n |\r\n\t|\r\n  |\n |\r |\r\n \r\n |\r\n\t\t")
		name := g.words("Upgrade|Connection|Sec-WebSocket-Accept|X-Note|X-Note|Sec-WebSocket-Protocol")
		if name[0] == 'X' {
			g.insert(d, "X-Note", "a")
		}
		f := &d.fields[g.at(d, name)]
		switch g.IntN(4) {
		case 0:
			f.value = fold + f.value
		case 1:
			f.value += fold
		case 2:
			f.value = g.words("keep-alive,|foo,|") + fold + f.value
		default:
			f.value += fold + g.words("b|foo|, foo|:|b: c")
		}
	}},
	{"fold first", func(g generator, d *draft) { d.lineEnd += g.words(" |\t|  | a\r\n| a: b\r\n|\tX: y\r\n| \r\n") }},
	{"name", func(g generator, d *draft) {
		f := &d.fields[g.at(d, g.words("Upgrade|Connection|Sec-WebSocket-Accept"))]
		switch g.IntN(6) {
		case 0:
			f.name = strings.ToUpper(f.name)
		case 1:
			f.name = strings.ToLower(f.name)
		case 2:
			at := g.IntN(len(f.name) + 1)
			f.name = f.name[:at] + g.odd() + f.name[at:]
		case 3:
			f.name = strings.ReplaceAll(f.name, "-", "_")
		case 4:
			f.name = f.name[:max(1, len(f.name))-1]
		default:
			f.name = "X-" + f.name
		}
	}},
	{"other name", func(g generator, d *draft) {
		g.insert(d, g.words("X Y|X-N\u00f6te|X(a)|X/a|X@|[X]|\"X\"|X\x00Y|X\x01|\x7f|X\tY|{x*300}|{x*70000}|,|=|;| |123|!#$%&'*+-.^_`~|x|:X|X{|}X|\u00ff|X\\Y|<X>|?"), g.words("a||1"))
	}},
	{"no colon", func(g generator, d *draft) {
		d.insert(g.IntN(len(d.fields)+1), field{g.words("hello|hello world|Upgrade|X-Note|HTTP/1.1 101 X|\x00|a\x00|-|1|\u00e9|(|Connection|Content-Length"), "", "", "\r\n"})
	}},
	{"no name", func(g generator, d *draft) {
		d.insert(g.IntN(len(d.fields)+1), field{"", g.words(":|: |: x|::|:a:b| : x|\t: x"), "", "\r\n"})
	}},
	{"value", func(g generator, d *draft) {
		g.insert(d, "X-Note", g.words("|a|\x00|a\x00b|a\x01b|a\x0bb|\x0b|\x7f|a\x7f|\u00e9|\u00ff\u00fe|\u00c3\u00a9|a\rb|\"a|\"\\|a:b|: |,|{b*1000}|{b*15000}|\t|a\tb|<script>|%00|a\x1bb|\\|\r"))
	}},
	{"left out", func(g generator, d *draft) {
		if i := g.at(d, g.words("Upgrade|Connection|Sec-WebSocket-Accept")); len(d.fields) > 0 {
			d.fields = append(d.fields[:i:i], d.fields[i+1:]...)
		}
	}},
	{"Upgrade", func(g generator, d *draft) { d.fields[g.at(d, "Upgrade")].value = g.listed("websocket") }},
	{"Connection", func(g generator, d *draft) { d.fields[g.at(d, "Connection")].value = g.listed("Upgrade") }},
	{"Accept", func(g generator, d *draft) {
		d.fields[g.at(d, "Sec-WebSocket-Accept")].value = g.words("|{l}|{a},|,{a}|{a}, {a}|{a} x|x{a}|{a}=|\"{a}\"|s3pPLMBiTxaQ9kYGzzhZRbK+xOo=|x|{a};|{a}\t|{a}\x0b| {a}|{a}\x00|{a}:|\u00e9")
	}},
	{"repeated", func(g generator, d *draft) {
		name := g.words("Upgrade|Connection|Sec-WebSocket-Accept|Sec-WebSocket-Accept|Upgrade|Connection|Content-Length|Location|Content-Disposition|Sec-WebSocket-Version|Date|Content-Type|Transfer-Encoding")
		value := map[string]string{"Upgrade": "websocket|websocket|foo||h2c, foo|WebSocket", "Connection": "Upgrade|Upgrade|keep-alive|close||foo", "Sec-WebSocket-Accept": "{a}|{a}||x|{l}",
			"Content-Length": "0|5|5|6|", "Location": "/a|/a|/b|", "Content-Disposition": "a|a|b|", "Transfer-Encoding": "chunked|gzip|"}[name]
		if value == "" {
			value = "a|a|b|"
		}
		g.insert(d, name, g.words(value))
		if len(value) < 15 || g.IntN(4) == 0 {
			g.insert(d, name, g.words(value))
		}
	}},
	{"field", func(g generator, d *draft) {
		for range 1 + g.IntN(3) {
			name, value := g.field()
			g.insert(d, name, value)
		}
	}},
	{"extensions", func(g generator, d *draft) { g.insert(d, "Sec-WebSocket-Extensions", g.extensions()) }},
	{"extensions", func(g generator, d *draft) {
		g.insert(d, "Sec-WebSocket-Extensions", "permessage-deflate; "+g.parameter())
	}},
	{"extensions", func(g generator, d *draft) {
		g.insert(d, "Sec-WebSocket-Extensions", g.words("permessage-deflate|||foo|"+g.extensions()))
		if g.IntN(2) == 0 {
			g.insert(d, "Sec-WebSocket-Extensions", g.words("permessage-deflate||foo|"+g.extensions()))
		}
	}},
	{"subprotocol", func(g generator, d *draft) {
		d.protocols = g.words("chat|chat|chat, superchat|Chat|v1.a.b, v2.a.b|")
		if g.IntN(6) > 0 {
			g.insert(d, "Sec-WebSocket-Protocol", g.words("chat|chat|superchat|Chat|chat, superchat|chat,superchat|superchat, chat|chat, chat|chat,|,chat|, chat|chat;|\"chat\"|chat; v=1||other|other, chat|chat, other| chat |\tchat\t|"+
				"v1.a.b|chat superchat|chat\u00e9|(chat)|chat/1|{c*300}|,|, ,"))
		}
		if g.IntN(5) == 0 {
			g.insert(d, "Sec-WebSocket-Protocol", g.words("chat|superchat||other|Chat"))
		}
	}},
	{"Content-Length", func(g generator, d *draft) {
		d.fields = append(d.fields, field{"Content-Length", ": ", g.words("0|5|5|-1|+5|05|5 |\t5|5, 5|5,5|5, 6|1, 2|a|5a|a5||5.0|0x5|1e1|4294967296|9223372036854775807|9223372036854775808|18446744073709551615|18446744073709551616|99999999999999999999|5 5|5;|,|\"5\"|5\x00|5\r|\u00e9"), "\r\n"})
		if g.IntN(3) == 0 {
			g.insert(d, g.words("Content-Length|Content-Length|Transfer-Encoding|content-length"), g.words("chunked|5|6|0|"))
		}
		if g.IntN(3) == 0 {
			d.line = "HTTP/1.1 " + g.words("200|404|400|204|304|500|401|301") + " X"
			d.after = g.words("|hello|h")
		}
	}},
	{"Transfer-Encoding", func(g generator, d *draft) {
		g.insert(d, "Transfer-Encoding", g.words("chunked|chunked|gzip|gzip, chunked|chunked, gzip|chunked, chunked|identity||chunked |,chunked|chunked,|CHUNKED|xchunked|chunked;a=b|chunked\t|\"chunked\"|chunked, identity|compress|trailers"))
		if g.IntN(4) == 0 {
			g.insert(d, g.words("Transfer-Encoding|Content-Length"), g.words("chunked|5|0|gzip"))
		}
		if g.IntN(3) == 0 {
			d.line = "HTTP/1.1 " + g.words("200|404|400|500") + " X"
			d.after = g.words("|5\r\nhello\r\n0\r\n\r\n|x|0\r\n\r\n|5")
		}
	}},
	{"refusal", func(g generator, d *draft) {
		*d = draft{line: g.words("HTTP/1.1|HTTP/1.1|HTTP/1.0|HTTP/2.0") + " " + g.words("200|400|401|403|404|407|426|429|500|502|503|504|301|302|307|308|204|304|205|413|431|600|999|408|421") + " " + g.words("X|Not Found||Bad Request"), lineEnd: "\r\n", end: "\r\n"}
		for range g.IntN(4) {
			name, value := g.field()
			g.insert(d, name, value)
		}
		switch g.IntN(4) {
		case 0:
			g.insert(d, "Content-Length", "0")
		case 1:
			g.insert(d, "Content-Length", "5")
			d.after = g.words("hello|h||hello!")
		case 2:
			g.insert(d, "Connection", "close")
			d.after = g.words("|<html>|no")
		}
		if strings.Contains(d.line, " 3") && g.IntN(2) == 0 {
			g.insert(d, "Location", g.words("/a|http://127.0.0.1:1/|ws://127.0.0.1:1/||//|javascript:1"))
		}
	}},
	{"interim", func(g generator, d *draft) {
		for range 1 + g.IntN(5)/4 {
			d.before += g.words("HTTP/1.1 |HTTP/1.1 |HTTP/1.1 |HTTP/1.0 ") + g.words("100|103|102|103|100|199|104|101") + g.words(" Continue| X|| ") + g.words("\r\n|\r\n|\r\n|\n") +
				g.words("||Link: </a>; rel=preload\r\n|Connection: close\r\n|Content-Length: 0\r\n|Connection: Upgrade\r\nUpgrade: websocket\r\n|X : y\r\n") + g.words("\r\n|\r\n|\r\n|\n")
		}
		if g.IntN(5) == 0 {
			d.line = "HTTP/1.1 " + g.words("404|200|401|500") + " X"
		}
		if g.IntN(8) == 0 {
			*d = draft{before: d.before}
		}
	}},
	{"first", func(g generator, d *draft) {
		d.before = g.words("\r\n|\n|\r|\r\n\r\n|\n\n|\r\n\r\n\r\n| |  |\t|X|XX|XXXX|XXXXX|\x00|\u00ef\u00bb\u00bf|\r\r\n|\n\r\n|\r\r|\u00fe\u00ff|garbage\r\n|\u0081\x05Hello|HTTP|HTTP/|HTTP/1.1 |0\r\n|\r\n\r\n\r\n\r\n\r\n|    |     |\x0b") + d.before
	}},
	{"behind", func(g generator, d *draft) {
		d.after += g.words("\u0081\x05Hello|<html>|HTTP/1.1 200 OK\r\n\r\n|\u0088\x02\x03\u00e8|\x00|\u00c1\x05Hello|\r\n|hello|{x*70000}|\u0089\x00|\u00ff\u00ff")
	}},
	{"end", func(g generator, d *draft) {
		d.end = pick(g, "", "", "\n", "\r", "\r\r\n", "\r\n\r\n", "\n\n", "\r\n\n", " \r\n", "\t\r\n", "\x00\r\n", "\r \r\n", "\r\n ", "\n\r\n", "\n\r", "\r\n\r", ":\r\n\r\n")
	}},
	{"cut", func(g generator, d *draft) {
		text := d.text()
		text = text[:g.IntN(len(text))]
		if open := strings.LastIndexByte(text, '{'); open > strings.LastIndexByte(text, '}') {
			text = text[:open]
		}
		*d = draft{before: text, protocols: d.protocols}
	}},
	{"empty", func(g generator, d *draft) {
		*d = draft{before: g.words("||\r\n|\n|\r| |H|HTTP|HTTP/1.1|\x00|\r\n\r\n|hello"), protocols: d.protocols}
	}},
	{"size", func(g generator, d *draft) {
		if g.IntN(2) == 0 {
			size := pick(g, 1000, 8000, 15000, 16000, 16200, 16384, 17000, 30000, 60000, 70000, 131000, 200000, 255000, 263000, 300000, 380000, 400000, 600000)
			g.insert(d, "X-Note", "{b*"+strconv.Itoa(size+g.IntN(100))+"}")
			return
		}
		line := pick(g, "X: a\r\n", "X:\r\n", "X-Note: a\r\n", "X-Note: abcdefgh\r\n", "A:b\r\n", "X-Cookie: a=b\r\n")
		n := pick(g, 50, 99, 100, 101, 500, 1000, 1500, 1990, 2000, 2010, 2500, 3000, 3600, 5000, 6000, 10000, 20000)
		d.insert(g.IntN(len(d.fields)+1), field{"{" + line + "*" + strconv.Itoa(n) + "}", "", "", ""})
	}},
	{"any octet", func(g generator, d *draft) {
		name := g.words("Upgrade|Connection|Sec-WebSocket-Accept|X-Note|Sec-WebSocket-Protocol|Sec-WebSocket-Extensions")
		if name[0] == 'X' || len(name) > 20 {
			g.insert(d, name, g.words("a|chat|permessage-deflate"))
			d.protocols = g.words("|chat")
		}
		f, part := &d.fields[g.at(d, name)], (*string)(nil)
		part = pick(g, &f.value, &f.value, &f.value, &f.name, &d.line, &f.end, &f.colon)
		at := g.IntN(len(*part) + 1)
		if strings.HasPrefix(*part, "{") {
			at = pick(g, 0, len(*part))
		}
		*part = (*part)[:at] + g.any(1+g.IntN(4)/3) + (*part)[at:]
	}},
	{"name in another case", func(g generator, d *draft) {
		for range 1 + g.IntN(2) {
			f := d.fields[g.at(d, g.words("Upgrade|Connection|Sec-WebSocket-Accept"))]
			f.name = pick(g, strings.ToLower(f.name), strings.ToUpper(f.name), f.name)
			f.value = pick(g, f.value, f.value, strings.ToLower(f.value), strings.ToUpper(f.value), "", "x", f.value+", "+f.value)
			if strings.EqualFold(f.value, "{a}") {
				f.value = pick(g, "{a}", "{l}")
			}
			d.insert(g.IntN(len(d.fields)+1), f)
		}
	}},
	{"order", func(g generator, d *draft) {
		g.Shuffle(len(d.fields), func(i, j int) { d.fields[i], d.fields[j] = d.fields[j], d.fields[i] })
	}},
	{"all line ends", func(g generator, d *draft) {
		d.lineEnd, d.end = g.lineEnd(), g.lineEnd()
		for i := range d.fields {
			d.fields[i].end = pick(g, "\r\n", "\r\n", "\n", g.lineEnd())
		}
	}},
	{"limit", func(g generator, d *draft) {
		n := strconv.Itoa(g.near())
		switch g.IntN(8) {
		case 0:
			d.line = "HTTP/1.1 101 {b*" + n + "}"
		case 1:
			g.insert(d, "{b*"+n+"}", "a")
		case 2:
			d.before = "HTTP/1.1 " + g.words("103|102|100") + " X\r\nX-Note: {b*" + n + "}\r\n\r\n"
		case 3:
			d.before = "{" + g.words("\r\n|\n| ") + "*" + n + "}"
		case 4:
			g.insert(d, "X-Note", "a\r\n {b*"+n+"}")
		case 5:
			g.insert(d, g.words("X-Note|Connection|Upgrade|Set-Cookie"), "{"+g.words("a,|a, |,| |\t|\u00ff")+"*"+n+"}")
		case 6:
			d.fields[g.at(d, g.words("Upgrade|Connection|Sec-WebSocket-Accept"))].value += "{ *" + n + "}"
		default:
			g.insert(d, "X-Note", "{b*"+n+"}")
		}
	}},
	{"count", func(g generator, d *draft) {
		line := g.words("X: a|A:b|X-Note:|Connection: Upgrade|Set-Cookie: a=b|x|X-Note: abc\r\n d|:")
		n := pick(g, 90, 100, 128, 250, 256, 990, 1000, 2000) + g.IntN(20) - 8
		d.insert(g.IntN(len(d.fields)+1), field{"{" + line + "\r\n*" + strconv.Itoa(n) + "}", "", "", ""})
	}},
	{"challenge", func(g generator, d *draft) {
		*d = draft{line: "HTTP/1." + g.words("1|1|1|0") + " " + g.words("401|401|407") + " X", lineEnd: "\r\n", end: "\r\n"}
		for range 1 + g.IntN(3)/2 {
			g.insert(d, g.words("WWW-Authenticate|WWW-Authenticate|Proxy-Authenticate"), g.words("Basic realm=\"a\"|Basic|Digest realm=\"a\", nonce=\"b\"|Digest realm=\"a\", nonce=\"b\", algorithm=SHA-256, qop=\"auth\"|"+
				"Negotiate|NTLM|Bearer realm=\"a\", error=\"invalid_token\"||foo|Basic realm=\"a|basic REALM=a|Basic realm=\"a\", Digest realm=\"a\", nonce=\"b\"|Negotiate abc=|\u00e9|Mutual realm=a|Basic realm=\"\u00e9\", charset=\"UTF-8\""))
		}
		g.content(d)
	}},
	{"redirect", func(g generator, d *draft) {
		*d = draft{line: "HTTP/1.1 " + g.words("301|302|303|307|308|300|304|305|306|399") + " X", lineEnd: "\r\n", end: "\r\n"}
		for range pick(g, 0, 1, 1, 1, 2) {
			g.insert(d, "Location", g.words("/a|/a|/|a b|?a|#a|http://127.0.0.1:1/|https://127.0.0.1:1/|ws://127.0.0.1:1/|wss://127.0.0.1:1/|http://[|//|:|http:|javascript:1|data:,a|/\u00e9|/\u00ff|/a, /b|, "))
		}
		g.content(d)
	}},
	{"content", func(g generator, d *draft) {
		*d = draft{line: "HTTP/1." + g.words("1|1|1|0") + " " + g.words("200|200|201|202|203|204|205|206|226|304|400|403|404|405|408|413|416|421|425|426|429|431|451|500|502|503|504|507|511|599") + " X", lineEnd: "\r\n", end: "\r\n"}
		for range g.IntN(3) {
			name, value := g.field()
			g.insert(d, name, value)
		}
		g.content(d)
	}},
	{"other protocol", func(g generator, d *draft) {
		*d = draft{before: g.words("\x15\x03\x01\x00\x02\x02\x46|\x15\x03\x03\x00\x02\x02\x28|\x16\x03\x03\x00\x10\x02\x00\x00\x0c\x03\x03{\x01*10}|SSH-2.0-OpenSSH_9.6\r\n|SSH-1.99-x\n|220 mail ESMTP\r\n|220-a\r\n220 b\r\n|+OK ready\r\n|* OK IMAP4rev1\r\n|" +
			"-ERR unknown command 'GET'\r\n|\x00\x00\x12\x04\x00\x00\x00\x00\x00{\x00*18}|\x00\x00\x00\x04\x00\x00\x00\x00\x00|PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n|\x4a\x00\x00\x00\x0a8.0.36\x00|\x05\x00|\x05\u00ff|RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n|SIP/2.0 400 Bad Request\r\n\r\n|" +
			"CONNECTED\nversion:1.2\n\n\x00|\x20\x02\x00\x00|<?xml version='1.0'?><stream:stream>|<!doctype html><title>a</title>|<html>\r\n\r\n|null|[]|ERROR\r\n|NICK a\r\n|\u0081\x05Hello|\u0088\x02\x03\u00e8|\x1f\u008b\x08\x00|AMQP\x00\x00\x09\x01|" +
			"CONNECT a:80 HTTP/1.1\r\n\r\n|GET / HTTP/1.1\r\nHost: a\r\n\r\n|:status: 101\r\nupgrade: websocket\r\n\r\n|HTTP/1.1 101 X\\r\\nUpgrade: websocket\\r\\n|101|\u2028|" + g.any(1+g.IntN(20)))}
	}},
	{"frames", func(g generator, d *draft) {
		for range 1 + g.IntN(3) {
			n := pick(g, 0, 1, 2, 5, 125, 126, 127, g.IntN(30))
			size := pick(g, string(rune(n)), string(rune(n)), string(rune(n)), string(rune(n|0x80)), "\x7e\x00"+string(rune(n)), "\x7f{\x00*7}"+string(rune(n)), "\x7f\u00ff{\x00*7}")
			d.after += string(rune(pick(g, 0x81, 0x82, 0x88, 0x89, 0x8A, 0x01, 0x80, 0xC1, g.IntN(122)))) + size + pick(g, g.any(n), strings.Repeat("a", n), strings.Repeat("a", n), "\x03\u00e8")
		}
	}},
	{"interims", func(g generator, d *draft) {
		one := "HTTP/1." + g.words("1|1|1|0") + " " + g.words("103|102|100|199|150") + " X\r\n" + g.words("|Link: </a>\r\n|Content-Length: 5\r\n|Transfer-Encoding: chunked\r\n|Connection: keep-alive\r\n|Upgrade: websocket\r\n|X-Note: {b*9000}\r\n|Set-Cookie: a=b\r\n") + "\r\n"
		if g.IntN(3) > 0 && !strings.Contains(one, "{") {
			one = "{" + one + "*" + strconv.Itoa(2+g.IntN(40)) + "}"
		}
		d.before = one + g.words("|||\r\n|hello|5\r\nhello\r\n0\r\n\r\n| ") + d.before
	}},
	{"odd values", func(g generator, d *draft) {
		name := g.words("Set-Cookie|Set-Cookie|Date|Strict-Transport-Security|Alt-Svc|Content-Type|Content-Encoding|Content-Language|Keep-Alive|Cache-Control|Expires|Age|Trailer|Vary|Via|Warning|Pragma|Refresh|Sec-WebSocket-Protocol1|Sec-WebSocket|" +
			"Content-Security-Policy|NEL|Report-To|Access-Control-Allow-Credentials|Accept-CH|Critical-CH|Retry-After|Link|SourceMap|Proxy-Connection|Proxy-Authenticate|WWW-Authenticate|Last-Modified|ETag|Content-Range|Content-Location|Content-Disposition|Content-MD5|X-Frame-Options|Public|Status|Server|Allow|Upgrade-Insecure-Requests|Sec-WebSocket-Key1|HTTP2-Settings|TE|Host|Origin")
		for range 1 + g.IntN(2) {
			g.insert(d, name, pick(g, "", "a", "a=b", "a, b", ",", "\"a", "-1", "0", "99999999999999999999", "*", "a=b; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "gzip, br", "close", "upgrade", g.any(1), g.any(3), "a"+g.any(1)+"b", "{a*5000}"))
		}
	}},
	{"members", func(g generator, d *draft) {
		name, word := "Upgrade", "websocket"
		if g.IntN(2) == 0 {
			name, word = "Connection", "Upgrade"
		}
		var b strings.Builder
		at := g.IntN(4)
		for i := range 4 {
			if i == at {
				b.WriteString(word)
			} else {
				b.WriteString(g.words("||foo|keep-alive|close|\"a, b\"|\"|h2c|x/1|TE|a b|a=b|(|\\|upgrade|websocket"))
			}
			if i < 3 {
				b.WriteString(g.words(", |,|, , |;| |\r\n |\t,\t|\r\n" + name + ": "))
			}
		}
		d.fields[g.at(d, name)].value = b.String()
	}},
	{"subprotocols", func(g generator, d *draft) {
		d.protocols = g.words("v10.stomp, v11.stomp|graphql-ws|a, b, c, d, e|!#$%&'*+-.^_`|~|x|chat, superchat|mqtt, mqttv3.1|1|binary, base64|")
		names := strings.Split(d.protocols, ", ")
		for range 1 + g.IntN(4)/3 {
			value := pick(g, names...)
			if g.IntN(2) == 0 {
				value = pick(g, "", value+", "+pick(g, names...), strings.ToUpper(value), "\""+value+"\"", value+";", value+"; a=b", value+g.any(1), g.any(1)+value, value+"\t", ","+value, value+",", " "+value+" ", value[:max(1, len(value))-1], value+value, "{"+"x*200}")
			}
			g.insert(d, "Sec-WebSocket-Protocol", value)
		}
	}},
	{"deflate", func(g generator, d *draft) {
		number := g.words("9|10|11|12|13|14|15|15|15|10")
		if g.IntN(3) == 0 {
			number = pick(g, "\""+number+"\"", "0"+number, "+"+number, "-"+number, number+".0", number+" ", " "+number, number+g.any(1), g.any(1)+number, "\\"+number, "\"\\"+number+"\"", "\""+number, "'"+number+"'", "0x"+number, number+"e0", "16", "7", "", "\"\"", number+"\""+number+"\"", "\""+number+"\" ", "\""+number+"\"a", "\u0661")
		}
		var b strings.Builder
		b.WriteString("permessage-deflate")
		for range 1 + g.IntN(3) {
			b.WriteString(g.words("; |; |;|; ;| ; |;\t") + g.words("server_max_window_bits=|client_max_window_bits=|server_max_window_bits = |server_max_window_bits") + number)
			if g.IntN(3) == 0 {
				b.WriteString("; " + g.words("server|client|Server|other") + "_no_context_takeover" + g.words("||||=|=1|=true|=\"\"|=\"a\"| "))
			}
		}
		g.insert(d, "Sec-WebSocket-Extensions", b.String()+g.words("||||;|,| |, permessage-deflate|,foo|\r\n ; a"))
	}},
}

// content gives an answer content, with a length that is right, short, long or not known.
func (g generator) content(d *draft) {
	body := g.words("|hello|hello|<html>\r\n</html>|{x*3000}|\x1f\u008b\x08")
	switch g.IntN(6) {
	case 0:
		g.insert(d, "Content-Length", g.words("0|5|6|100|4|3000|05|+5|-1|a||5, 5"))
	case 1:
		g.insert(d, "Content-Length", strconv.Itoa(len([]rune(body))))
	case 2:
		g.insert(d, "Transfer-Encoding", g.words("chunked|chunked|Chunked|gzip, chunked|identity"))
		body = g.words("5\r\nhello\r\n0\r\n\r\n|5\r\nhello\r\n0\r\nX: y\r\n\r\n|5;a=b\r\nhello\r\n0\r\n\r\n|0\r\n\r\n|5\r\nhello|5\nhello\n0\n\n|x\r\n|005\r\nhello\r\n00\r\n\r\n|5 \r\nhello\r\n0\r\n\r\n|5\r\nhello\r\n0\r\n|5\r\nhell\r\n0\r\n\r\n||FFFFFFFFF\r\nx")
	case 3:
		g.insert(d, "Connection", g.words("close|close|keep-alive|Close|close, foo|Upgrade|"))
	case 4:
		g.insert(d, "Content-Encoding", g.words("gzip|br|identity|foo"))
	}
	d.after = body
}
