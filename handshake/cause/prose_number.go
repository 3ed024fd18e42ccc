package cause

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readProseNumber finds the status or close code that a person states in a sentence, if nothing in the text was printed by a
// program. What follows from it is never more than Possible.
//
//	I get a 426 when my client connects through the load balancer.
//	The socket closes with 1006 after a minute.
//
// Beside a message without a status, the sentence must mention the socket, too.
func (f *facts) readProseNumber() {
	if f.response() != nil || f.status != 0 && f.status != f.Logged || f.ended() || f.unanswered() {
		return
	}
	text := f.prose
	if status, at := panelStatus(text); status > 0 {
		f.takeStatus(status, at)
		return
	}
	for start := 0; start < len(text); {
		end := f.sentenceEnd(text, start)
		s := text[start:end]
		for i := 0; i < len(s) && len(s) <= maxSentence; i++ { // few sentences have such a number
			if s[i] < '1' || s[i] > '5' {
				continue
			}
			status, code := f.numberAt(s, i, 3), f.numberAt(s, i, 4)
			isStatus := (status >= 300 && status < 600 || status == 200 && strings.Contains(s, "handshake")) && (f.status == 0 || f.status == status)
			if !isStatus && !(len(f.Messages) == 0 && code != 0 && isCloseCode(s, i, code)) {
				continue
			}
			if isQuestion(s, text[end:]) || !describesFailure(s) || len(f.Messages) > 0 && !speaksOfSocket(s) {
				break
			}
			if isStatus {
				f.takeStatus(status, start+i)
				return
			}
			f.close = closing{code: code, span: f.textAt(start+i, start+i+4), opened: code != 1006 && code != 1015 || afterSomeTime(s)}
			f.closed(s)
			f.is["prose-code"] = true
			return
		}
		start = end + 1
	}
}

// takeStatus records the status that prose states at an offset of f.low.
func (f *facts) takeStatus(status, at int) {
	f.status, f.is["prose-status"] = status, len(f.Messages) == 0
	f.proseAt = f.textAt(at, at+3)
}

// unanswered reports whether a message is about a connection without an answer.
func (f *facts) unanswered() bool {
	for i := range f.Messages {
		if isOne(withoutAnswer, string(f.Messages[i].Kind)) || f.afterOpening(&f.Messages[i]) {
			return true
		}
	}
	return false
}

const withoutAnswer = " refused dns unreachable timeout certificate tls tls-handshake plain reset closed proxy proxy-auth csp mixed blocked url client early setup subprotocol-name version-socketio session kubelet backend backend-timeout "

// speaksOfSocket reports whether a sentence mentions the socket or its handshake.
func speaksOfSocket(s string) bool {
	if socketWords.In(s) || holdsOne(s, "handshake|upgrade|socket") {
		return true
	}
	for w := range strings.FieldsSeq(s) {
		if w[0] == '/' && isSocketPath(w) {
			return true
		}
	}
	return false
}

// isCloseCode reports whether the number at i of a sentence is a close code. A normal one (1000, 1001, 1005) counts only if the sentence asks about it.
func isCloseCode(s string, i, code int) bool {
	named := holdsOne(s[max(0, i-24):i], "code|with ")
	switch {
	case code >= 3000 && code < 5000:
		return named
	case code == 1000 || code == 1001 || code == 1005:
		return strings.HasSuffix(s[:i], "code: ") || holdsOne(s, "no idea|any idea|happens|sometimes|keeps |every time|on every|without a reason")
	}
	return code > 1001 && code <= 1015 && closeMeans(code) != ""
}

// numberAt returns the number with this many digits at i of a sentence, if the words around it make it a status or a close code;
// otherwise 0.
func (f *facts) numberAt(s string, i, digits int) int {
	end, from := i+digits, i
	if digits == 4 && i > 4 && s[i-1] == '/' && closeCode(s, i-5) != 0 { // 1000/1006: one of two
		from = i - 5
	}
	if s[i] < '1' || s[i] > '5' || end > len(s) || from > 0 && (isWordByte(s[from-1]) || strings.IndexByte(".-/#$:+,", s[from-1]) >= 0) || end < len(s) && (isWordByte(s[end]) || strings.IndexByte("-/%", s[end]) >= 0) {
		return 0
	}
	number, err := strconv.Atoi(s[i:end])
	if err != nil {
		return 0
	}
	before := strings.Fields(s[:from])
	after := strings.Fields(s[end:])
	if digits == 3 && len(after) > 1 && isOne(" on for from at ", after[0]) && holdsOne(s[end:min(len(s), end+longLine)], "websocket|handshake|upgrade|socket") { // 403 on the websocket
		return number
	}
	if len(before) == 0 || len(after) > 0 && !goesOn(after[0]) {
		return 0
	}
	for k, w := range before {
		before[k] = strings.Trim(w, "(`'\"*:,")
	}
	before = slices.DeleteFunc(before, func(w string) bool { return w == "" })
	if len(before) == 0 {
		return 0
	}
	near := before[max(0, len(before)-4):] // the verb is directly before the number
	if last := near[len(near)-1]; isOne(happens, last) || isOne(links, last) {
		for k, w := range near {
			if isOne(happens, w) && !(k > 0 && (near[k-1] == "that" || near[k-1] == "which")) { // a server that answers 403
				return number
			}
		}
	}
	return 0
}

// happens are words before a number which say that it was received; links are those that may come between. Each has blanks around it.
const (
	happens = " get got gets getting receive receives received receiving see seeing return returns returned returning responds fails failed failing error " +
		"errors err status code gives giving throws shows says say reports logs logged prints printed answers answered because closes closed disconnects drops ends http http/1.1 "
	links = " a an the with of by always code me "
)

// goesOn reports whether the word after a number is not a unit that the number counts.
func goesOn(word string) bool {
	bare := strings.Trim(word, ".,;:!()[]`'\"*-–")
	return bare == "" || strings.IndexByte("(-–", word[0]) >= 0 || isOne(behindNumber, bare)
}

const behindNumber = " error errors response responses status code reason from when whenever on after and but or in during every each with for as because at to " +
	"instead all again that while without back now even always which by the it is http page websocket ws i we my so then due only once directly " +
	"immediately disconnect disconnection close closure bad unauthorized forbidden not method proxy request gone upgrade too internal service " +
	"gateway switching misdirected unprocessable unavailable moved found see temporary permanent ok web nginx ssl "

// panelStatus reads the status from a panel of DevTools that was copied as words: "Status Code:⏎400 Bad Request", "Status: 400 - Bad Request".
func panelStatus(s string) (status, at int) {
	for _, name := range []string{"status code", "status:"} {
		for at = 0; ; {
			i := strings.Index(s[at:], name)
			if i < 0 {
				break
			}
			at += i + len(name)
			k := at
			for k < len(s) && k-at < 16 && strings.IndexByte(" :\n\r\t", s[k]) >= 0 {
				k++
			}
			if k+3 > len(s) || s[k] < '3' || s[k] > '5' {
				continue
			}
			status, _ = strconv.Atoi(s[k : k+3])
			if m, ok := handshake.StatusMeans(status); ok && strings.HasPrefix(strings.TrimLeft(s[k+3:min(len(s), k+64)], " -–"), lower(m.Name)) {
				return status, k
			}
		}
	}
	return 0, 0
}

// proseSentence is the evidence for a status that only prose states.
func (f *facts) proseSentence() string {
	if f.proseAt == (head.Span{}) {
		return ""
	}
	m, _ := handshake.StatusMeans(f.status)
	return "The text tells of " + strings.TrimSpace(strconv.Itoa(f.status)+" "+m.Name) + ", and does not show the answer."
}
