package handshake

import (
	"strconv"
	"strings"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// WebKitGTK: libsoup 3, libsoup/http1, soup-headers.c and websocket/soup-websocket.c. Safari has another network stack.

const webkitMaxHead = 64 << 10 // bytes of a head

// soupAsksAgain means that the client sends another request, to this or another address, and its answer decides.
const soupAsksAgain = "asks again"

// webkitGTK follows soup_websocket_client_verify_handshake and returns its error; "" if the socket opens.
func (c *client) webkitGTK() string {
	raw := c.resp.Raw
	for {
		head, rest, fault := soupHead(raw)
		if fault != "" {
			return fault
		}
		f, status, old, ok := soupParse(head)
		if !ok {
			return "Could not parse HTTP response"
		}
		if status == 101 {
			return c.soupVerify(f)
		}
		if status/100 == 1 {
			raw = rest
			continue
		}
		encoding := f.encoding()
		locations := f.all("Location")
		connection, _ := f.joined(nameConnection)
		reused := !old && !soupContains(connection, "close")
		switch {
		case status == 204 || status == 304:
		case encoding == "unknown":
			return "Unrecognized HTTP response encoding"
		case encoding == "chunked" && rest != "" && !chunksEnd(rest), encoding != "chunked" && len(rest) < f.length() && reused:
			return soupCut
		}
		_, sized := f.last(nameContentLength)
		switch reused = reused && (sized || encoding == "chunked"); status {
		case 401: // with NTLM, it sends the request again on this connection, or fails first
			for _, challenge := range f.all("WWW-Authenticate") {
				if reused && soupContains(challenge, "NTLM") {
					return soupAsksAgain
				}
			}
		case 421: // it sends the request again on this connection
			if reused && sized {
				return soupCut
			}
		case 301, 302, 303, 307, 308:
			if len(locations) == 0 {
				break
			}
			if locations[len(locations)-1] == "" {
				return "Location header is missing or empty in response headers"
			}
			return soupAsksAgain
		}
		return "The server did not accept the WebSocket handshake."
	}
}

const soupCut = "Connection terminated unexpectedly"

// chunksEnd reports whether every chunk and every line with a size is complete. Line ends between chunks and after the last one may
// be missing; a size that is not a number counts as 0.
func chunksEnd(rest string) bool {
	for {
		line, more, lf := strings.Cut(rest, "\n")
		if !lf && rest != "" {
			return false
		}
		size, _ := strconv.ParseUint(line[:len(line)-len(strings.TrimLeft(line, "0123456789abcdefABCDEF"))], 16, 64)
		if int64(size) <= 0 {
			return true
		}
		if size > uint64(len(more)) {
			return false
		}
		_, rest, _ = strings.Cut(more[size:], "\n")
	}
}

// soupHead returns a head and what follows it. A head that ends with the connection counts.
func soupHead(raw string) (head, rest, fault string) {
	for at := 0; ; {
		n := strings.IndexByte(raw[at:], '\n') + 1
		switch line := raw[at : at+n]; {
		case raw == "":
			return "", "", soupCut
		case n == 0 && len(raw) <= webkitMaxHead:
			return raw, "", ""
		case line == "\n" && at >= 2, line == "\r\n" && at >= 3:
			return raw[:at], raw[at+n:], ""
		case n == 0 || at+n > webkitMaxHead:
			return "", "", "Header too big"
		}
		at += n
	}
}

// soupParse parses a head of complete lines. old means that it is of HTTP/1.0.
func soupParse(raw string) (f soupFields, status int, old, ok bool) {
	raw = strings.TrimLeft(raw, "\r\n")
	line, rest, lf := strings.Cut(raw, "\n")
	if !lf || strings.Contains(raw, "\x00") || !f.read(rest) {
		return f, 0, false, false
	}
	code, ok := strings.CutPrefix(line, "HTTP/")
	if ok && code != "" && head.IsDigit(code[0]) {
		var major, minor int
		major, code = leadingNumber(code)
		if code, ok = strings.CutPrefix(code, "."); ok && code != "" && head.IsDigit(code[0]) {
			minor, code = leadingNumber(code)
			old = minor == 0
			ok = major == 1 && minor <= 1
		} else {
			ok = false
		}
	} else {
		code, ok = strings.CutPrefix(line, "ICY")
		old = true
	}
	code = strings.TrimLeft(code, " \t")
	status, after := leadingNumber(code)
	if old { // RFC 2616 §14.10: its fields named by Connection are ignored
		connection, _ := f.joined(nameConnection)
		gone := map[string]bool{"connection": true}
		for _, option := range soupItems(connection, ',') {
			gone[head.Lowered(option)] = true
		}
		for i := range f.names {
			if gone[head.Lowered(f.names[i])] {
				f.names[i] = ""
			}
		}
	}
	return f, status, old, ok && len(code)-len(after) == 3 && status >= 100
}

type soupFields struct{ rawFields }

// read parses the field lines; false if the last one does not end.
func (f *soupFields) read(text string) bool {
	for text != "" {
		line, rest, lf := strings.Cut(text, "\n")
		name, _, colon := strings.Cut(line, ":")
		field := colon && name != "" && !strings.ContainsAny(name, " \t\r")
		for field && lf && rest != "" && head.IsBlank(rest[0]) {
			_, rest, lf = strings.Cut(rest, "\n")
		}
		if !lf {
			return false
		}
		if field {
			lines := strings.Split(strings.TrimLeft(text[len(name)+1:len(text)-len(rest)-1], " \t\r\n"), "\n")
			for i := range lines {
				lines[i] = strings.TrimRight(lines[i], " \t\r")
				if i > 0 {
					lines[i] = strings.TrimLeft(lines[i], " \t")
				}
			}
			f.add(name, strings.ReplaceAll(strings.TrimRight(strings.Join(lines, " "), " \t\r"), "\r", " "))
		}
		text = rest
	}
	return true
}

// last returns the last value of a field.
func (f *soupFields) last(n head.FieldName) (value string, there bool) {
	values := f.all(head.FieldNames[n])
	if values == nil {
		return "", false
	}
	return values[len(values)-1], true
}

// encoding returns how the end of the content is found: "chunked", "unknown" for an invalid coding or length, or another text.
func (f *soupFields) encoding() (encoding string) {
	for i, name := range f.names {
		switch value := head.Lowered(f.values[i]); {
		case equalFold(name, "Transfer-Encoding"):
			if encoding = value; value != "chunked" && value != "identity" {
				encoding = "unknown"
			}
		case equalFold(name, "Content-Length") && encoding != "chunked":
			encoding = ""
			if _, whole := soupNumber(value); !whole {
				encoding = "unknown"
			}
		}
	}
	return encoding
}

func (f *soupFields) length() int {
	value, _ := f.last(nameContentLength)
	n, _ := soupNumber(value)
	return n
}

// soupNumber parses as g_ascii_strtoull does, which converts a negative number to a large one; whole means that nothing else follows.
func soupNumber(s string) (n int, whole bool) {
	digits := strings.TrimLeft(s, " \t\r\n\v\f")
	negative := strings.HasPrefix(digits, "-")
	if negative || strings.HasPrefix(digits, "+") {
		digits = digits[1:]
	}
	n, rest := leadingNumber(digits)
	if negative && n > 0 {
		n = maxLeading
	}
	return n, s == "" || rest == "" && digits != ""
}

// soupItems splits a list outside quotes, without empty members.
func soupItems(list string, delimiter byte) (items []string) {
	quoted, start := false, 0
	for i := 0; i <= len(list); i++ {
		switch {
		case i < len(list) && list[i] == '"':
			quoted = !quoted
		case i < len(list)-1 && quoted && list[i] == '\\':
			i++
		case i >= len(list) || list[i] == delimiter && !quoted:
			if item := strings.Trim(list[start:min(i, len(list))], " \t\r\n\f"); item != "" && len(items) < head.MaxMembers {
				items = append(items, item)
			}
			start = i + 1
		}
	}
	return items
}

func soupContains(list, item string) bool {
	for _, i := range soupItems(list, ',') {
		if equalFold(i, item) {
			return true
		}
	}
	return false
}

func (c *client) soupVerify(f soupFields) string {
	upgrade, _ := f.joined(nameUpgrade)
	connection, _ := f.joined(nameConnection)
	value, _ := f.last(nameAccept)
	protocol, answered := f.last(nameProtocol)
	key, known := c.key()
	if !equalFold(upgrade, "websocket") || !soupContains(connection, "upgrade") {
		return "Server ignored WebSocket handshake"
	}
	if answered && c.req != nil && !soupContains(c.joinedOffer(), protocol) {
		return "Server requested unsupported protocol"
	}
	extensions, _ := f.joined(nameExtensions)
	for _, e := range soupItems(extensions, ',') {
		if fault := c.soupExtension(e); fault != "" {
			return fault
		}
	}
	if known && !equalFold(value, accept.Derive(key).Accept) || !known && !looksLikeAccept(value) {
		return "Server returned incorrect “Sec-WebSocket-Accept” key"
	}
	return ""
}

// joinedOffer returns the subprotocols that the request offers.
func (c *client) joinedOffer() string {
	var names []string
	for _, o := range c.req.offers {
		names = append(names, o.Text)
	}
	return strings.Join(names, ", ")
}

// soupExtension checks an extension of an answer, and returns the error. libsoup checks the parameters in the order of the hash
// table that holds them, GLib's with eight or sixteen buckets and soup_str_case_hash.
func (c *client) soupExtension(e string) string {
	name, params, _ := strings.Cut(e, ";")
	if strings.TrimRight(name, " \t\r\n\f") != DeflateName || c.req != nil && !c.req.offersExtension(DeflateName) {
		return "Server requested unsupported extension"
	}
	items := soupItems(params, ';')
	size, prime := 8, uint32(7)
	if len(items) >= size {
		size, prime = 16, 13
	}
	var table [16]struct {
		name, value string
		valued      bool
	}
	for _, p := range items[:min(len(items), len(table)-1)] {
		name, value, valued := strings.Cut(p, "=")
		name, value = strings.TrimRight(name, " \t\r\n\f"), strings.TrimLeft(value, " \t\r\n\f")
		if name == "" {
			continue
		}
		if strings.HasPrefix(value, `"`) {
			value = unquote(value)
		}
		var hash uint32
		for _, c := range []byte(strings.ToUpper(name)) {
			hash = hash*31 + uint32(int8(c))
		}
		at := int(max(2, hash) * 11 % prime)
		for step := 1; table[at].name != ""; step++ {
			if equalFold(table[at].name, name) {
				return "Server returned a duplicated parameter in “" + DeflateName + "” WebSocket extension header"
			}
			at = (at + step) % size
		}
		table[at].name, table[at].value, table[at].valued = name, value, valued
	}
	for _, p := range table {
		n, whole := soupNumber(p.value)
		good := whole && n >= minBits && n <= maxBits
		switch p.name {
		case "":
			continue
		case "server_no_context_takeover", "client_no_context_takeover":
			good = !p.valued
		case "server_max_window_bits":
		case "client_max_window_bits":
			good = good || !p.valued
		default:
			return "Invalid parameter '" + p.name + "' in " + DeflateName + " extension header"
		}
		if !good {
			return "Invalid value of parameter '" + p.name + "' in " + DeflateName + " extension header"
		}
	}
	return ""
}

// unquote returns the content of a quoted-string, up to its closing quote.
func unquote(s string) string {
	var b strings.Builder
	for i := 1; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
