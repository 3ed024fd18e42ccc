package message

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"upgrade101/handshake/phrase"
)

// statusCauses are the causes of a refusal of which only the status is known, the likeliest first.
func statusCauses(status int) []string {
	for line := range strings.Lines(statusCauseText) {
		list, causes, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for code := range strings.FieldsSeq(list) {
			if n, _ := strconv.Atoi(code); n == status || n == status/100 {
				return strings.Fields(causes)
			}
		}
	}
	return nil
}

// A single digit means the other statuses of its class.
const statusCauseText = `
	100: expect-continue
	101: answer-field accept-wrong answer-upgrade
	304 2: plain-http upgrade-lost path-unknown
	3: redirected
	400: bad-request upgrade-lost session-unknown
	401: credentials-missing
	403: origin-refused access-denied edge-blocked
	404 410: path-unknown session-unknown
	405: method-wrong path-unknown
	406: edge-blocked
	407 511: proxy-login
	413 414 431 494: head-too-large
	402 409 411 412 415 417 422 451: parameters-refused
	421: wrong-site
	426: upgrade-lost version-refused plain-get
	429: rate-limited
	444: closed-early
	495 496: client-certificate
	499: closed-by-page
	500: handler-failed hijack-impossible
	501: not-implemented hijack-impossible
	502 520 521 523 530: backend-broken upgrade-lost
	503: unavailable
	504 522 524: backend-slow
	464 505: http-version
	525 526: backend-tls
	1: expect-continue
	4 5: status-other
`

// statusAt returns the status that a value begins with.
func statusAt(value string) (int, bool) {
	value = strings.TrimLeft(value, " '([<")
	value = strings.TrimPrefix(value, "http/1.1 ")
	value = strings.TrimPrefix(value, "http/1.0 ")
	if len(value) < 3 || len(value) > 3 && isWord(rune(value[3])) || len(value) > 4 && value[3] == '.' && isWord(rune(value[4])) {
		return 0, false
	}
	return digits3(value)
}

// digits3 parses a status code. Of 1xx it accepts only registered ones, because other numbers below 200 are usually counts.
func digits3(s string) (int, bool) {
	n := 0
	for i := range 3 {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, 200 <= n && n <= 599 || 100 <= n && n <= 104
}

// Words before a number, and after one, that make it a status.
var (
	statusBefore = []string{"status", "code", "statuscode", "status_code", "http", "received", "got", "was", "response", "answered", "returned", "responded", "resp", "replied", "gave", "error", "with", "rejected", "denied", "refused", "failed", "failure", "said"}
	statusLinks  = []string{"of", "is", "was", "were", "a", "an", "the", "code", "number"} // between the name of a status and the number
	statusBehind = []string{"ok", "moved", "found", "see", "temporary", "permanent", "bad", "unauthorized", "forbidden", "method", "proxy", "request", "gone", "upgrade", "too", "internal", "service", "gateway", "switching", "misdirected", "unprocessable", "unavailable"}
)

// statusIn returns the status in a normalised line: a number of three digits that is called one, or that its reason phrase follows. 101,
// which messages name as the expected one, counts only without another. 0 for none.
func statusIn(line string) int {
	found, last, before := 0, "", "" // the last two words before the number
	behindVersion := false
	for w, at := range words(line) {
		end := at + len(w)
		if len(w) == 3 && !partOfNumber(line, at, end) {
			if code, ok := digits3(w); ok && (isStatusHere(line, last, at, end, behindVersion) || slices.Contains(statusLinks, last) && namesStatus(before)) && (found == 0 || found == 101) && !wanted(line[:at]) {
				found = code
			}
		}
		behindVersion = last == "http" && (w == "1" || w == "2" || w == "3") || behindVersion && (w == "0" || w == "1")
		before, last = last, w
	}
	return found
}

// namesStatus reports whether a word is a program's name for a status: http_code, statuscode, badstatuscode.
func namesStatus(word string) bool {
	for _, end := range []string{"status", "statuscode", "_code", "httpcode", "responsecode"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// partOfNumber reports whether the digits belong to an address, a time, a fraction or a port.
func partOfNumber(line string, at, end int) bool {
	if at > 1 && strings.IndexByte(".:/-+,", line[at-1]) >= 0 && isWord(rune(line[at-2])) {
		word := line[strings.LastIndexAny(line[:at-1], " '(=")+1 : at-1]
		if line[at-2] != 'e' && line[at-2] != 's' || strings.IndexByte(word, '.') > 0 && !namesStatus(word) { // app.js:404
			return true
		}
	}
	return end+1 < len(line) && strings.IndexByte(".:/-+,", line[end]) >= 0 && '0' <= line[end+1] && line[end+1] <= '9'
}

func isStatusHere(line, last string, at, end int, behindVersion bool) bool {
	if at > 0 && end+1 < len(line) && line[at-1] == quote && line[end] == quote && line[end+1] == ':' { // the name of a member
		return false
	}
	if behindVersion || slices.Contains(statusBefore, last) || namesStatus(last) {
		return true
	}
	rest := strings.TrimLeft(line[end:], " '(:-")
	for w := range words(rest) {
		if strings.HasPrefix(rest, w) && (slices.Contains(statusBehind, w) || w == "not" && (strings.HasPrefix(rest, "not found") || strings.HasPrefix(rest, "not implemented") || strings.HasPrefix(rest, "not acceptable"))) {
			return true
		}
		break
	}
	if before := strings.TrimRight(line[:at], " "); strings.HasSuffix(before, "=>") || strings.HasSuffix(before, "->") || strings.HasSuffix(before, "→") {
		return true
	}
	if line[at] == '1' { // 1xx beside no word is any number
		return false
	}
	return at > 0 && end < len(line) && (line[at-1] == '(' && line[end] == ')' || line[at-1] == quote && line[end] == quote && !(at > 1 && strings.IndexByte(":=", line[at-2]) >= 0)) ||
		(strings.TrimRight(line[end:], " .!'})]") == "" || strings.HasPrefix(line[end:], " {")) && strings.HasSuffix(strings.TrimRight(line[:at], " "), ":")
}

// wanted reports whether the words before a number make it the expected status, which did not come.
func wanted(before string) bool {
	before = strings.TrimRight(before, " '<(")
	for _, w := range []string{"expected", "expecting", "not", "non", "non-", "instead of", "other than", "want", "wanted", "expected status", "expected http", "expected code", "expected status code", "isn't"} {
		if rest, ok := strings.CutSuffix(before, w); ok && (rest == "" || !isWord(rune(rest[len(rest)-1]))) { // not "unexpected"
			return true
		}
	}
	return false
}

// unknownProgram is the pattern for a program without patterns.
var unknownProgram = sync.OnceValue(func() *Pattern {
	t := newPattern("unknown program", "", "status {…}")
	return &t
})

// errorPage is the pattern for the page of an answer whose head is not in the text.
var errorPage = sync.OnceValue(func() *Pattern {
	t := newPattern("error page", "", "status {…}")
	return &t
})

// unknownFailures are the patterns for messages without a status, of programs without patterns.
var unknownFailures = sync.OnceValue(func() map[Kind]*Pattern {
	all := map[Kind]*Pattern{}
	for _, kind := range []Kind{"any", "timeout", "field", "tls-handshake", "refused", "req-origin", "limited"} {
		t := newPattern("unknown program", "", string(kind)+" {…}")
		all[kind] = &t
	}
	return all
})

// withGeneric adds the lines that generic finds and that are not in found.
func (n *normal) withGeneric(found []Message) []Message {
	for _, g := range n.generic(n.lines(func(line string) bool { return ofInterest(line) || statusWords.In(line) }), true) {
		if !slices.ContainsFunc(found, func(m Message) bool { return m.Start < g.End && g.Start < m.End }) && len(found) < maxMessages {
			found = append(found, g)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Start < found[j].Start })
	return found
}

// generic finds lines of programs without patterns: words of HTTP or WebSocket, a word for a failure, and a status. Next to a message
// without its status, a line counts that says what a server responded.
func (n *normal) generic(lines [][2]int, beside bool) []Message {
	var found []Message
	for _, line := range lines {
		text := n.s[line[0]:line[1]]
		code := genericStatus(text)
		if code == 0 {
			code = max(networkRow(text), fetchRow(text))
		}
		if code == 0 && beside && statusWords.In(text) && !proseWords.In(text) {
			if code = statusIn(text); code < 300 {
				code = 0
			}
		}
		if code != 0 {
			found = append(found, n.messageOfStatus(line, code))
		}
	}
	return found[max(0, len(found)-maxMessages):]
}

// lines returns the lines that are short enough for a message, and may be one.
func (n *normal) lines(may func(line string) bool) (found [][2]int) {
	for start := 0; start < len(n.s); {
		end := start + strings.IndexByte(n.s[start:], '\n')
		if end < start {
			end = len(n.s)
		}
		if end-start <= maxLine && may(n.s[start:end]) {
			found = append(found, [2]int{start, end})
		}
		start = end + 1
	}
	return found
}

// messageOfStatus makes the message of an unknown program with a status.
func (n *normal) messageOfStatus(at [2]int, status int) Message {
	h := hit{t: unknownProgram(), start: at[0], core: at[1], end: at[1]}
	m := n.message(h, at[0], n.url(h))
	m.Status, m.Causes = status, statusCauses(status)
	return m
}

// pages finds the title of an error page, which programs print in place of the answer:
//
//	<title>502 Bad Gateway</title>
//	<title>HTTP Status 404 – Not Found</title>
//	<title>a.example | 521: Web server is down</title>
func (n *normal) pages() []Message {
	open := "<title>"
	if !strings.Contains(n.s, open) { // as HAProxy writes its pages
		open = "<h1>"
	}
	if strings.Contains(n.s, "http/1.") && strings.Contains("\n"+n.s, "\nhttp/1.") { // its head is in the text
		return nil
	}
	for at := 0; ; {
		i := strings.Index(n.s[at:], open)
		if i < 0 {
			return nil
		}
		at += i + len(open)
		end := strings.IndexByte(n.s[at:min(len(n.s), at+maxLine)], '<')
		if end < 0 {
			continue
		}
		title := n.s[at : at+end]
		last := ""
		for w, k := range words(title) {
			code, ok := 0, false
			if len(w) == 3 && !partOfNumber(title, k, k+3) {
				code, ok = digits3(w)
			}
			if ok && code >= 400 && (strings.Trim(title[:k], " |") == "" || last == "error" || slices.Contains(statusBefore, last) || isStatusHere(title, last, k, k+3, false) || strings.HasPrefix(title[k+3:], ":")) {
				m := n.messageOfStatus([2]int{at, at + end}, code)
				m.Pattern = errorPage()
				return []Message{m}
			}
			last = w
		}
	}
}

// failures finds lines about sockets that did not open, without a status. unknownKinds has their kinds.
func (n *normal) failures(lines [][2]int) []Message {
	var found []Message
	webSocket := hasOne(n.s, "websocket|wss://|socket.io|signalr")
	for _, line := range lines {
		text := n.s[line[0]:line[1]]
		kind := failureKind(text)
		if kind == "" && webSocket && tlsFails(text) {
			kind = "tls-handshake"
		}
		content := (kind == "" || kind == "field") && !hasOne(" "+text, " i | i'm | my | we | our | you | seem") && fieldAtFault(text, &demands) != "" && n.inRefusal(n.at(line[0]))
		if content {
			kind = "field"
		}
		if kind == "" {
			continue
		}
		h := hit{t: unknownFailures()[kind], start: line[0], core: line[1], end: line[1]}
		m := n.message(h, line[0], n.url(h))
		if content {
			m.ofRequest()
		}
		found = append(found, m)
		if len(found) == maxMessages {
			break
		}
	}
	return found
}

var (
	deeds    = phrase.List{Text: "connect|open|establish|create|dial|upgrade|initiate|perform|complete|initialize|start"}
	late     = phrase.List{Text: "timed out|timeout after|timeout exceeded|timeout has occurred|timeout occurred|deadline exceeded|timeouterror"}
	unabled  = []string{"failed to ", "could not ", "couldn't ", "cannot ", "can't ", "unable to ", "failure to "}
	subjects = []string{"websocket", "websockets", "ws", "wss", "handshake", "upgrade", "socket"}
	fates    = []string{"failed", "failure", "refused", "rejected", "aborted", "denied"}
)

// interesting are texts of which a line has one if it is about WebSockets or upgrades (for aboutSockets, networkRow and fetchRow)
// or TLS (for tlsFails); "ws", which is too short for a phrase.List, counts, too.
var interesting = phrase.List{Text: "handshake|upgrad|socket|switching|101|signalr|get http|tls|ssl"}

// ofInterest reports whether generic or failures may find a message in a line. Most lines of a log are excluded here.
func ofInterest(line string) bool { return interesting.In(line) || strings.Contains(line, "ws") }

// failureKind returns the kind of a line about a socket that did not open; "" for any other line.
func failureKind(line string) Kind {
	if !aboutSockets(line) || !printed(line) {
		return ""
	}
	if fieldAtFault(line, &faults) != "" {
		return "field"
	}
	if strings.Contains(line, "origin") && hasOne(line, "not allowed|not in allowed|not in the allow|disallowed|not permitted|not authorized|mismatch|not in white") && !hasOne(line, "is allowed") {
		return "req-origin"
	}
	if hasOne(line, "too many requests|too many connections|rate limit exceeded|connection limit") {
		return "limited"
	}
	if hasOne(line, "connection refused|econnrefused|refused the connection|refused to connect") {
		return "refused"
	}
	opens := deeds.In(line) || strings.Contains(line, "handshake")
	switch {
	case opens && late.In(line):
		return "timeout"
	}
	if strings.Contains(line, "not upgraded to web") || strings.Contains(line, "failed to do websocket handshake") {
		return "any"
	}
	for _, u := range unabled {
		if _, deed, ok := strings.Cut(line, u); ok && deeds.In(firstWord(deed)) {
			return "any"
		}
	}
	before, last := "", ""
	for w, at := range words(line) {
		named := slices.Contains(subjects, last) || strings.HasPrefix(last, "websocket")
		through := (last == "connection" || last == "connect" || last == "handshake" || last == "upgrade" || last == "request") && (slices.Contains(subjects, before) || strings.HasPrefix(before, "websocket"))
		if (named || through) && (slices.Contains(fates, w) || through && w == "error" && at+len(w) < len(line) && strings.IndexByte(":,", line[at+len(w)]) >= 0) {
			return "any"
		}
		before, last = last, w
	}
	return ""
}

var tlsFailures = phrase.List{Text: "sslhandshakeexception|tlsexception|sslexception|sslerror|unitytls_|tls handshake fail|tls handshake error:|tls handshake error from|ssl handshake fail|ssl handshake error:|ssl error:|tls error:|" +
	"failed tls handshake|failure to perform a tls handshake|failed ssl handshake|during tls handshake|ssl operation failed|ssl/tls handshake"}

// tlsFails reports whether a line says that TLS failed.
func tlsFails(line string) bool {
	return tlsFailures.In(line) && printed(line) && !hasOne(line, "no tls|no ssl")
}

const faulty = "missing|invalid|incorrect|mismatch|wrong|not found|malformed"

var (
	faults  = phrase.List{Text: faulty}
	demands = phrase.List{Text: faulty + "|must|not |required|expected|need"} // of the content of a refusal
)

// fieldAtFault returns the field of the handshake that a line calls missing or wrong, in lower case; "" for none.
func fieldAtFault(line string, faults *phrase.List) string {
	for i := len(fields) - 1; i >= 0; i-- { // the longer names first
		name := fields[i]
		if at := strings.Index(line, name); at >= 0 && faults.In(line[max(0, at-40):min(len(line), at+len(name)+40)]) && (strings.Contains(name, "-") || strings.HasPrefix(strings.TrimLeft(line[at+len(name):], `'" `), "header") || strings.HasPrefix(strings.TrimLeft(line[at+len(name):], `'" `), "field")) {
			return name
		}
	}
	return ""
}

// hasOne reports whether a line has a phrase of a list with bars between.
func hasOne(line, list string) bool {
	for w := range strings.SplitSeq(list, "|") {
		if strings.Contains(line, w) {
			return true
		}
	}
	return false
}

var (
	vocabulary   = []string{"handshake", "upgrade", "upgrading", "upgraded", "websocket", "websockets", "ws", "wss", "socket", "switching", "101", "socketio", "signalr"}
	failureWords = phrase.List{Text: "fail|error|exception|reject|refus|unexpected|invalid|bad|denied|unable|cannot|could not|couldn't|can't|expected|declin|not upgraded|unsuccessful|did not|didn't|wrong|abort| err "}
	statusWords  = phrase.List{Text: "responded with|status"}
	answerWords  = phrase.List{Text: " replied | responded | answered | returned | received | sent | got | said | response: "}
)

// proseWords are words of explanations and plans.
var proseWords = phrase.List{Text: " if | when | you | your | should | usually | often | because | must | means | may | might | would | can | we | our | i | how | which | that | these | always | never | e.g| need | instead of a | test | tests | fix| docs|" +
	" whenever | requires | to fail | so a | added | adds | todo| handle | fails "}

// networkRow returns the status in a row of a browser's network panel with the type websocket; 0 for any other line, and for a socket
// that opened.
//
//	socket 404 websocket app.js:12 0 B 31 ms
func networkRow(line string) int {
	if !strings.Contains(line, " websocket ") || !strings.Contains(line, ".js:") && !strings.HasSuffix(line, " ms") {
		return 0
	}
	last := ""
	for w := range strings.FieldsSeq(line) {
		if w == "|" {
			continue
		}
		if w == "websocket" && len(last) == 3 {
			if code, ok := digits3(last); ok && code >= 200 {
				return code
			}
		}
		last = w
	}
	return 0
}

// fetchRow returns the status in a browser's line about a failed ordinary request of a socket library; 0 for any other line.
//
//	GET http://a.example/chat/info 403 (Forbidden) sockjs.js:807
func fetchRow(line string) int {
	_, rest, ok := strings.Cut(line, "get http")
	if !ok || !hasOne(line, "sockjs|socket.io|signalr|/negotiate|/info?t=") {
		return 0
	}
	address, answer, _ := strings.Cut(rest, " ")
	answer = strings.TrimPrefix(answer, "net::err_failed ")
	if len(answer) < 3 || len(answer) > 3 && !strings.HasPrefix(answer[3:], " ") || !strings.HasPrefix(strings.TrimLeft(address, "s"), "://") {
		return 0
	}
	if code, ok := digits3(answer); ok && code >= 400 {
		return code
	}
	return 0
}

// genericStatus returns the status in a line that a program may print for a failed handshake; 0 for any other line.
func genericStatus(line string) int {
	if !aboutSockets(line) || !printed(line) {
		return 0
	}
	code := statusIn(line)
	padded := " " + line + " "
	if failureWords.In(padded) || code >= 300 && answerWords.In(padded) && !strings.Contains(padded, " or ") {
		return code
	}
	return 0
}

// aboutSockets reports whether a line is about WebSockets or upgrades.
func aboutSockets(line string) bool {
	for w, at := range words(line) {
		if (slices.Contains(vocabulary, w) || strings.Contains(w, "websocket") || strings.HasPrefix(w, "handshake")) && !ofFile(line, at, at+len(w)) {
			return true
		}
	}
	return false
}

// ofFile reports whether a word is part of the name of a file or a package: docs/websocket.html, websocket-client,
// example/websocket:4.0.
func ofFile(line string, at, end int) bool {
	if end+1 >= len(line) || !isWord(rune(line[end+1])) {
		return false
	}
	return line[end] == '-' || line[end] == '.' && strings.Contains(fileEnds, " "+firstName(line[end+1:])+" ") || line[end] == ':' && at > 0 && line[at-1] == '/' && isDigit(line[end+1])
}

const fileEnds = " html js mjs ts css map png svg md py go rs json git txt zip "

// firstName returns the word that a text begins with.
func firstName(s string) string {
	end := 0
	for end < len(s) && isWord(rune(s[end])) {
		end++
	}
	return s[:end]
}

// printed reports whether a line is neither a sentence about failures, nor source code that prints one, nor a start line.
func printed(line string) bool {
	if isStartLine(line) || strings.HasPrefix(line, "#") || strings.Contains(line, "--- fail:") || callsInCode(line) || isMetric(line) {
		return false
	}
	for _, aside := range []string{" (my ", " (i ", " (we ", " <- "} { // words of the person who pasted, after the line
		line, _, _ = strings.Cut(line, aside)
	}
	padded := " " + strings.TrimLeft(strings.TrimPrefix(line, "i ["), "'([") + " "                         // a level of a log, not the person who writes
	if proseWords.In(padded) && !(strings.Contains(line, "'101'") && strings.Contains(line, "expected")) { // "…200 when 101 was expected"
		return false
	}
	// a statement of a program
	return !strings.ContainsAny(line, ";=") || !strings.Contains(line, "(") || strings.Contains(line, ": ") ||
		!strings.HasSuffix(line, ";") && !strings.HasSuffix(line, "{") && !strings.HasSuffix(line, ")")
}

// isMetric reports whether a line is a sample of Prometheus: name{label="value"} 12.
func isMetric(line string) bool {
	i := strings.LastIndex(line, "} ")
	return i > 0 && strings.Contains(line[:i], "='") && strings.Trim(line[i+2:], "0123456789.e+-") == ""
}

// isStartLine reports whether a line is the first of a head, which package paste reads.
func isStartLine(line string) bool {
	line = strings.TrimLeft(line, "<>* ")
	return strings.HasPrefix(line, "http/") || strings.HasPrefix(line, "get ") || strings.HasPrefix(line, "post ") || strings.HasPrefix(line, "curl ")
}
