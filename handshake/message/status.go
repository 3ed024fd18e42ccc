package message

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// statusCauses is the causes of a refusal whose status is known and nothing else, the likeliest first.
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

// A single digit stands for the statuses of its class that no line above names.
const statusCauseText = `
	100: expect-continue
	101: answer-field accept-wrong answer-upgrade
	304 2: plain-http upgrade-lost path-unknown
	3: redirected credentials-missing
	400: bad-request upgrade-lost session-unknown
	401: credentials-missing
	403: origin-refused access-denied edge-blocked
	404 410: path-unknown session-unknown
	405: method-wrong path-unknown
	406: edge-blocked
	407 511: proxy-login
	408: timed-out
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

// statusAt reads the status that a value begins with.
func statusAt(value string) (int, bool) {
	value = strings.TrimLeft(value, " '([<")
	value = strings.TrimPrefix(value, "http/1.1 ")
	value = strings.TrimPrefix(value, "http/1.0 ")
	if len(value) < 3 || len(value) > 3 && isWord(rune(value[3])) || len(value) > 4 && value[3] == '.' && isWord(rune(value[4])) {
		return 0, false
	}
	return digits3(value)
}

func digits3(s string) (int, bool) {
	n := 0
	for i := range 3 {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, 100 <= n && n <= 599
}

// Words in front of a number, and behind one, that make it a status.
var (
	statusBefore = []string{"status", "code", "statuscode", "status_code", "http", "received", "got", "was", "response", "answered", "returned", "responded", "resp", "replied", "gave", "error", "with", "rejected"}
	statusBehind = []string{"ok", "moved", "found", "see", "temporary", "permanent", "bad", "unauthorized", "forbidden", "method", "proxy", "request", "gone", "upgrade", "too", "internal", "service", "gateway", "switching", "misdirected", "unprocessable", "unavailable"}
)

// statusIn is the status that a normalised line tells: a number of three digits that is called one, or that its
// reason phrase follows. 101, which messages name as what they wanted, counts last. 0 for none.
func statusIn(line string) int {
	found, last := 0, "" // last is the word in front
	behindVersion := false
	for w, at := range words(line) {
		end := at + len(w)
		if len(w) == 3 && !partOfNumber(line, at, end) {
			if code, ok := digits3(w); ok && isStatusHere(line, last, at, end, behindVersion) && (found == 0 || found == 101) && !wanted(line[:at]) {
				found = code
			}
		}
		behindVersion = last == "http" && (w == "1" || w == "2" || w == "3") || behindVersion && (w == "0" || w == "1")
		last = w
	}
	return found
}

// partOfNumber: the digits belong to an address, a time, a fraction or a port.
func partOfNumber(line string, at, end int) bool {
	if at > 1 && strings.IndexByte(".:/-+,", line[at-1]) >= 0 && isWord(rune(line[at-2])) && line[at-2] != 'e' && line[at-2] != 's' {
		return true
	}
	return end+1 < len(line) && strings.IndexByte(".:/-+,", line[end]) >= 0 && '0' <= line[end+1] && line[end+1] <= '9'
}

func isStatusHere(line, last string, at, end int, behindVersion bool) bool {
	if behindVersion || slices.Contains(statusBefore, last) {
		return true
	}
	rest := strings.TrimLeft(line[end:], " '")
	for w := range words(rest) {
		if strings.HasPrefix(rest, w) && (slices.Contains(statusBehind, w) || w == "not" && (strings.HasPrefix(rest, "not found") || strings.HasPrefix(rest, "not implemented") || strings.HasPrefix(rest, "not acceptable"))) {
			return true
		}
		break
	}
	if line[at] == '1' { // 1xx beside no word is any number
		return false
	}
	return at > 0 && end < len(line) && (line[at-1] == '(' && line[end] == ')' || line[at-1] == quote && line[end] == quote && !(at > 1 && strings.IndexByte(":=", line[at-2]) >= 0)) ||
		strings.TrimRight(line[end:], " .!'})]") == "" && strings.HasSuffix(strings.TrimRight(line[:at], " "), ":")
}

// wanted: the words in front say that the number is the one that did not come.
func wanted(before string) bool {
	before = strings.TrimRight(before, " '<(")
	for _, w := range []string{"expected", "expecting", "not", "non", "non-", "instead of", "other than", "want", "wanted", "expected status", "expected http", "expected code", "expected status code", "isn't"} {
		if rest, ok := strings.CutSuffix(before, w); ok && (rest == "" || !isWord(rune(rest[len(rest)-1]))) { // not "unexpected"
			return true
		}
	}
	return false
}

// unknownProgram stands for the message of a program that has no template.
var unknownProgram = sync.OnceValue(func() *Template {
	t := newTemplate("unknown program", "", "status {…}")
	return &t
})

// withGeneric adds the lines that generic finds and that are not in found.
func (n *normal) withGeneric(found []Message) []Message {
	for _, g := range n.generic() {
		if !slices.ContainsFunc(found, func(m Message) bool { return m.Start < g.End && g.Start < m.End }) && len(found) < maxMessages {
			found = append(found, g)
		}
	}
	slices.SortStableFunc(found, func(a, b Message) int { return a.Start - b.Start })
	return found
}

// generic finds lines of programs that have no template: words of the trade, a word of failure and a status.
func (n *normal) generic() []Message {
	var found []Message
	for start := 0; start < len(n.s); {
		end := start
		for end < len(n.s) && n.s[end] != '\n' {
			end++
		}
		if end-start <= maxLine {
			line := n.s[start:end]
			code := genericStatus(line)
			if code == 0 {
				code = networkRow(line)
			}
			if code != 0 {
				h := hit{t: unknownProgram(), start: start, core: end, end: end}
				m := n.message(h, start, n.url(h))
				m.Status = code
				m.Causes = statusCauses(code)
				found = append(found, m)
			}
		}
		start = end + 1
	}
	return found[max(0, len(found)-maxMessages):]
}

var (
	tradeWords   = []string{"handshake", "upgrade", "upgrading", "upgraded", "websocket", "websockets", "ws", "wss", "socket", "switching", "101"}
	failureWords = []string{"fail", "error", "exception", "reject", "refus", "unexpected", "invalid", "bad", "denied", "unable", "cannot", "could not", "couldn't", "can't", "expected", "declin", "not upgraded", "unsuccessful", "did not", "didn't", "wrong", "abort"}
	proseWords   = []string{" if ", " when ", " you ", " your ", " should ", " usually ", " often ", " because ", " must ", " means ", " may ", " might ", " would ", " can ", " we ", " our ", " i ", " how ", " which ", " that ", " these ", " always ", " never ", " e.g", " need ", " instead of a ", " test ", " tests ", " fix", " docs", " added ", " adds ", " todo", " handle ", " fails "}
)

// networkRow is the status of a row of a browser's network panel whose type is websocket; 0 for any other line, and
// for one that opened.
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

// genericStatus is the status of a line that a program may print of a failed handshake; 0 for any other line.
func genericStatus(line string) int {
	trade := false
	for w := range words(line) {
		if slices.Contains(tradeWords, w) || strings.Contains(w, "websocket") {
			trade = true
			break
		}
	}
	if !trade || isStartLine(line) || strings.HasPrefix(line, "#") || callsSource(line) {
		return 0
	}
	padded := " " + line + " "
	has := func(w string) bool { return strings.Contains(padded, w) }
	if !slices.ContainsFunc(failureWords, has) || slices.ContainsFunc(proseWords, has) {
		return 0
	}
	if strings.ContainsAny(line, "=;{}") && strings.Contains(line, "(") && (strings.HasSuffix(line, ";") || strings.HasSuffix(line, "{") || strings.HasSuffix(line, ")")) && strings.ContainsAny(line, ";=") && !strings.Contains(line, ": ") {
		return 0 // a statement of a program
	}
	return statusIn(line)
}

// isStartLine: the line is the first of a head, which is read elsewhere.
func isStartLine(line string) bool {
	line = strings.TrimLeft(line, "<>* ")
	return strings.HasPrefix(line, "http/") || strings.HasPrefix(line, "get ") || strings.HasPrefix(line, "post ") || strings.HasPrefix(line, "curl ")
}
