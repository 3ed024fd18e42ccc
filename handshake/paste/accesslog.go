package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// logSigns are words of log lines: a line without a quotation mark contains at least one of them.
var logSigns = phrase.List{Text: "GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|TRACE| HTTP |BADREQ| status="}

// accessLine reads a line of a server's access log: the request line in quotes, the status next to it.
//
//	192.0.2.1 - - [19/Feb/2018:16:30:59 +0000] "GET /ws HTTP/1.1" 426 0 "-" "curl/8.5"      (Apache, nginx, Traefik, Envoy)
//	... 0.001 200 200 0 57 "GET https://a.example:443/ HTTP/1.1" "curl/7.46.0"               (AWS ELB, HAProxy)
//	[W 22:31:20.357 NotebookApp] 400 GET /ws (192.0.2.1) 1269.18ms                           (Tornado; without quotes)
func accessLine(t string) (l LogLine, ok bool) {
	if len(t) > 1<<14 || strings.IndexByte(t, '"') < 0 && !logSigns.In(t) {
		return l, false
	}
	if l, ok = packetLine(t); ok {
		return l, true
	}
	if l, ok = quotedRequest(t); ok {
		return l, true
	}
	if l.Status = unreadStatus(t); l.Status > 0 {
		return l, true
	}
	if l, ok = logfmtLine(t); ok || !methods.In(t) {
		return l, ok
	}
	return bareRequest(t)
}

// quotedRequest reads a line with the request line in quotes and the status next to it.
func quotedRequest(t string) (l LogLine, ok bool) {
	for at := 0; ; {
		i := strings.IndexByte(t[at:], '"')
		if i < 0 {
			return l, false
		}
		start := at + i + 1
		end := strings.IndexByte(t[start:], '"')
		if end < 0 {
			return l, false
		}
		end += start
		at = end + 1
		words := strings.Fields(t[start:end])
		n := len(words)
		if n != 2 && (n != 3 || !strings.HasPrefix(words[2], "HTTP/")) || !isKnownMethod(words[0]) && words[0] != "WebSocket" || !isTarget(words[1]) {
			continue
		}
		if l.Method, l.Target = words[0], words[1]; l.Method == "WebSocket" { // uvicorn
			l.Method = "GET"
		}
		if n == 3 {
			l.Version = words[2]
		}
		rest := strings.Trim(t[end+1:], " :-|")
		if l.Status = leadingStatus(rest); l.Status == 0 {
			if l.Status = statusAmong(t[:start-1]); l.Status == 0 {
				l.Status = statedStatus(rest)
			}
		}
		if kind, _, _ := strings.Cut(t, " "); (kind == "ws" || kind == "wss") && strings.HasPrefix(l.Target, "http") { // AWS ELB, of a WebSocket
			l.Target = kind + l.Target[strings.Index(l.Target, ":"):]
		}
		l.locate()
		return l, true
	}
}

// unreadStatus returns the status that a server logs for bytes in which it found no request; 0 for other lines.
func unreadStatus(t string) int {
	if k := strings.Index(t, "BADREQ"); k >= 0 && strings.Contains(t[:k], "NOSRV") { // HAProxy
		if status := statusAmong(t[:k]); status > 0 {
			return status
		}
	}
	if k := strings.Index(t, `"\x16\x03`); k >= 0 { // the first record of TLS (RFC 8446 §5.1)
		if end := strings.IndexByte(t[k+1:], '"'); end > 0 {
			return leadingStatus(strings.TrimLeft(t[k+end+2:], " "))
		}
	}
	return 0
}

// bareRequest reads a line that has method and target without quotes.
func bareRequest(t string) (l LogLine, ok bool) {
	words := strings.Fields(t)
	for i, w := range words {
		if i+1 == len(words) || !isKnownMethod(strings.Trim(w, `"[]:`)) {
			continue
		}
		target := strings.Trim(words[i+1], `",`)
		if k := strings.IndexByte(target, '"'); k > 0 {
			target = target[:k]
		}
		if !isTarget(target) {
			continue
		}
		l = LogLine{Method: strings.Trim(w, `"[]:`), Target: target}
		rest := words[i+2:]
		if len(rest) > 0 && strings.HasPrefix(rest[0], "HTTP/") {
			l.Version = strings.Trim(rest[0], `",`)
			rest = rest[1:]
		}
		if isIIS(rest) {
			if l.Status = leadingStatus(rest[len(rest)-4]); rest[0] != "-" {
				l.Target += "?" + rest[0]
			}
			l.locate()
			return l, l.Status > 0
		}
		if l.Status = statusAround(words[:i], rest); l.Status == 0 && i > 0 && strings.Trim(words[i-1], "[]:") != "Started" {
			continue
		}
		l.locate()
		return l, l.Status > 0 || i > 0
	}
	return l, false
}

// isIIS reports whether the words after the target are those of IIS: query, port, user, address, …, three status codes, time.
func isIIS(rest []string) bool {
	return len(rest) > 8 && len(rest[1]) < 6 && strings.Trim(rest[1], "0123456789") == "" && strings.Trim(rest[len(rest)-1], "0123456789") == ""
}

// statusAround finds the status of an unquoted request: after it, else before it.
func statusAround(before, rest []string) (status int) {
	n := len(before)
	for n > 1 && before[n-2] == "finished" && len(rest) > 1 && rest[0] == "-" { // ASP.NET Core: Request finished HTTP/1.1 GET https://a.example/ws - - - 400 0 - 1.5ms
		rest = rest[1:]
	}
	if len(rest) > 0 && (rest[0] == "->" || rest[0] == "-" || rest[0] == "=>" || rest[0] == ":") {
		rest = rest[1:]
	}
	if len(rest) > 0 {
		status = leadingStatus(strings.TrimRight(rest[0], ",:"))
	}
	if status > 0 || n == 0 {
		return status
	}
	last := before[n-1]
	if k := strings.LastIndexByte(last, ':'); k < 0 || strings.HasSuffix(last[:k], "access") { // Tornado: tornado.access:404
		status = leadingStatus(last[k+1:])
	}
	if status == 0 { // gin: [GIN] … | 400 | 1ms | ::1 | GET "/ws"
		status = statusAmong(strings.Join(before, " "))
	}
	return status
}

// logfmtLine reads a request logged as logfmt: method=GET path=/ws status=403.
func logfmtLine(t string) (l LogLine, ok bool) {
	if !strings.Contains(t, " status=") || !strings.Contains(t, "method=") {
		return l, false
	}
	for w := range strings.FieldsSeq(t) {
		switch name, value, _ := strings.Cut(w, "="); name {
		case "method":
			l.Method = strings.Trim(value, `"`)
		case "path", "uri":
			l.Target = strings.Trim(value, `"`)
		case "status":
			l.Status = leadingStatus(strings.Trim(value, `"`))
		}
	}
	return l, isKnownMethod(l.Method) && isTarget(l.Target) && l.Status > 0
}

// consoleLine reads a request from Firefox's console, on one line or several:
//
//	GET wss://a.example/ws [HTTP/1.1 403 Forbidden 31ms]
func consoleLine(t, before string) (l LogLine, ok bool) {
	_, answer, ok := strings.Cut(t, "[HTTP/")
	if words := strings.Fields(answer); !ok || !strings.HasSuffix(strings.TrimRight(answer, " \t"), "s]") || len(words) < 3 {
		return l, false
	} else {
		l.Version, l.Status = "HTTP/"+words[0], leadingStatus(words[1])
	}
	for _, text := range []string{t, before} {
		if k := max(strings.Index(text, "ws://"), strings.Index(text, "wss://")); k >= 0 && l.Target == "" {
			l.Target = text[k:]
			if end := strings.IndexAny(l.Target, " \t["); end >= 0 {
				l.Target = l.Target[:end]
			}
		}
	}
	l.Method = "GET"
	l.locate()
	return l, l.Status > 0 && l.Target != ""
}

func hasSocketAddress(t string) bool {
	return strings.Contains(t, "ws://") || strings.Contains(t, "wss://")
}

// packetLine reads a line of Wireshark's packet list, which shows only the start line of a head:
//
//	12 0.034512 192.0.2.1 → 192.0.2.9 HTTP 412 GET /ws HTTP/1.1
//	14 0.036712 192.0.2.9 → 192.0.2.1 HTTP 208 HTTP/1.1 403 Forbidden  (text/html)
func packetLine(t string) (l LogLine, ok bool) {
	ends, rest, ok := strings.Cut(t, " HTTP ")
	if !ok || !strings.Contains(ends, " → ") && !strings.Contains(ends, " -> ") {
		return l, false
	}
	words := strings.Fields(rest)
	switch {
	case len(words) < 3 || !head.IsDigit(words[0][0]):
		return l, false
	case strings.HasPrefix(words[1], "HTTP/"):
		l.Version, l.Status = words[1], leadingStatus(words[2])
	case isKnownMethod(words[1]) && isTarget(words[2]):
		l.Method, l.Target = words[1], words[2]
		l.locate()
	}
	return l, l.Status > 0 || l.Method != ""
}

func isTarget(t string) bool { return t != "" && (t[0] == '/' || strings.Contains(t, "://")) }

// locate sets Host from a target in absolute form.
func (l *LogLine) locate() {
	if a, ok := head.SplitAddress(l.Target); ok {
		l.Host = a.Authority()
	}
}

// hasTime reports whether a line has the time of day to the second.
func hasTime(line string) bool {
	const clock = "00:00:00"
	for i, n := 0, 0; i < len(line); i++ {
		switch {
		case clock[n] == ':' && line[i] == ':', clock[n] == '0' && head.IsDigit(line[i]):
			n++
		case n > 1 && head.IsDigit(line[i]): // a longer number before the colon, as of a year
		default:
			n = 0
			if head.IsDigit(line[i]) {
				n = 1
			}
		}
		if n == len(clock) {
			return true
		}
	}
	return false
}

// leadingStatus reads the status code at the start of t; 0 for none.
func leadingStatus(t string) int {
	if len(t) < 3 || len(t) > 3 && t[3] != ' ' && t[3] != ',' && t[3] != '"' || t[0] < '1' || t[0] > '5' || !head.IsDigit(t[1]) || !head.IsDigit(t[2]) {
		return 0
	}
	return int(t[0]-'0')*100 + int(t[1]-'0')*10 + int(t[2]-'0')
}

// statusAmong finds the first word of t that is a status code; 0 for none.
func statusAmong(t string) int {
	for _, w := range strings.Fields(t) {
		if len(w) == 3 {
			if status := leadingStatus(w); status > 0 {
				return status
			}
		}
	}
	return 0
}

// statedStatus finds the status that a message mentions: "status 403", "HTTP 403", "code: 403 Forbidden".
func statedStatus(t string) int {
	for at := 0; at < len(t); at++ {
		if t[at] < '1' || t[at] > '5' {
			continue
		}
		status := 0
		if at+3 <= len(t) && (at+3 == len(t) || !isWordByte(t[at+3]) || t[at+3] == '.') && (at == 0 || !isWordByte(t[at-1])) {
			status = leadingStatus(t[at : at+3])
		}
		if status > 0 {
			before := strings.ToLower(strings.TrimRight(t[max(at-16, 0):at], " :='\"(<"))
			after := strings.TrimLeft(t[at+3:], " '\"")
			if strings.HasSuffix(before, "status") || strings.HasSuffix(before, "code") || strings.HasSuffix(before, "http") || strings.HasSuffix(before, "response") ||
				strings.Contains(before, "http/") || handshake.ReasonPhrases[status] != "" && strings.HasPrefix(after, handshake.ReasonPhrases[status]) {
				return status
			}
		}
	}
	return 0
}
