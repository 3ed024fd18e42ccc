package cause

import (
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Bounds on what is read of prose.
const (
	maxTold     = 64 << 10 // bytes of the text
	maxSentence = 600
)

// Words of a person who tells what happened, with bars between. Documentation and plans use others.
const (
	witness = " i get | i try | i got | i receive| i see | i have | i'm | i am | im |getting | we get | we got | we see | we are | we're | me | my |" +
		" keeps | always return| always give| fails with | failing | failed with | fails because | because of a | complaining | not work|" +
		" doesn't work| no longer | cannot be established | instead of 101| instead of return| closes after | closed after | closes the connection |" +
		" disconnects after | upgrade returns | responds by | responds with | closes with | disconnects with | drops with | ends with "
	hypothetical = " if | should | would | must | may | might | could | can | means | e g | test | tests | fixed | fix | fixes | bug where | usually | often |" +
		" how to | you | expected | expect | as documented | as it should | supposed | returns when | todo "
	trades = "websocket|web socket|ws://|wss://|signalr|socket.io|action cable|actioncable|stomp|sockjs|/ws| ws "
)

// readTold finds a status or a close code that a person tells in a sentence, where nothing that a program printed
// is in the text. What follows from it is never more than possible.
//
//	I get a 426 when my client connects through the load balancer.
//	The socket closes with 1006 after a minute.
func (f *facts) readTold() {
	if f.is["in-code"] || len(f.Messages) > 0 || f.response() != nil || f.status != 0 || f.ended() {
		return
	}
	text := f.low[:min(len(f.low), maxTold)]
	if !holdsOne(text, trades) {
		return
	}
	if status, at := panelStatus(text); status > 0 {
		f.tell(status, at)
		return
	}
	for start := 0; start < len(text); {
		end := sentenceEnd(text, start)
		if s := text[start:end]; !strings.HasPrefix(text[end:], "?") && tells(s) {
			for i := range s {
				if status := f.toldNumber(s, i, 3); status >= 300 && status < 600 || status == 200 && strings.Contains(s, "handshake") {
					f.tell(status, start+i)
					return
				}
				if code := f.toldNumber(s, i, 4); (code > 1001 || strings.HasSuffix(s[:i], "code: ")) && code <= 1015 && closeMeans(code) != "" {
					f.close = closing{code: code, span: f.textAt(start+i, start+i+4), opened: code != 1006 && code != 1015 || afterSomeTime(s)}
					f.closed(s)
					f.is["told-code"] = true
					return
				}
			}
		}
		start = end + 1
	}
}

// holdsOne: the text holds a phrase of a list with bars between.
func holdsOne(s, list string) bool {
	for w := range strings.SplitSeq(list, "|") {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// isOne: the word is in a list with blanks around each.
func isOne(list, word string) bool { return strings.Contains(list, " "+word+" ") }

// tell takes a status that is told at a place.
func (f *facts) tell(status, at int) {
	f.status, f.is["told"] = status, true
	f.toldAt = f.textAt(at, at+3)
}

// sentenceEnd is where the sentence that begins at start ends: in front of its last mark, or at the end of its line.
func sentenceEnd(s string, start int) int {
	for i := start; i < len(s); i++ {
		if s[i] == '\n' || s[i] == '.' && strings.HasPrefix(s[i+1:], "i ") || (s[i] == '.' || s[i] == '!' || s[i] == '?') && (i+1 == len(s) || !isWordByte(s[i+1])) {
			return i
		}
	}
	return len(s)
}

// tells reports whether a sentence is one of a person who tells what happened.
func tells(s string) bool {
	if len(s) > maxSentence || strings.HasPrefix(s, "#") || strings.Contains(s, "## ") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "{}=") || strings.HasSuffix(s, ";") {
		return false
	}
	padded := []byte(" " + s + " ")
	for i, c := range padded {
		if c < 0x80 && !isWordByte(c) && c != '\'' {
			padded[i] = ' '
		}
	}
	spaced := strings.ReplaceAll(string(padded), " 33m", " ")
	return holdsOne(spaced, witness) && !holdsOne(spaced, hypothetical)
}

// toldNumber is the number of so many digits at i of a sentence, where the words around it make it a status or a close code; 0 for
// any other.
func (f *facts) toldNumber(s string, i, digits int) int {
	end := i + digits
	if s[i] < '1' || s[i] > '5' || end > len(s) || i > 0 && (isWordByte(s[i-1]) || strings.IndexByte(".-/#$:+,", s[i-1]) >= 0) || end < len(s) && (isWordByte(s[end]) || strings.IndexByte("-/%", s[end]) >= 0) {
		return 0
	}
	number, err := strconv.Atoi(s[i:end])
	if err != nil {
		return 0
	}
	before := strings.Fields(s[:i])
	after := strings.Fields(s[end:])
	if len(before) == 0 || len(after) > 0 && !goesOn(after[0]) {
		return 0
	}
	for k, w := range before {
		before[k] = strings.Trim(w, "(`'\"*:,")
	}
	near := before[max(0, len(before)-4):] // what happened is said right in front
	if last := near[len(near)-1]; isOne(happens, last) || isOne(links, last) {
		for _, w := range near {
			if isOne(happens, w) {
				return number
			}
		}
	}
	return 0
}

// happens are words in front of a number that tell that it came; links are those that may be between. Each has blanks around it.
const (
	happens = " get got gets getting receive receives received receiving see seeing return returns returned returning responds fails failed failing error " +
		"errors err status code gives giving throws shows because closes closed disconnects drops ends http http/1.1 "
	links = " a an the with of by always code me "
)

// goesOn: the word behind a number is not what the number counts.
func goesOn(word string) bool {
	bare := strings.Trim(word, ".,;:!()[]`'\"*-–")
	return bare == "" || strings.IndexByte("(-–", word[0]) >= 0 || isOne(behindNumber, bare)
}

const behindNumber = " error errors response responses status code reason from when whenever on after and but or in during every each with for as because at to " +
	"instead all again that while without back now even always which by the it is http page websocket ws i we my so then due only once directly " +
	"immediately disconnect disconnection close closure bad unauthorized forbidden not method proxy request gone upgrade too internal service " +
	"gateway switching misdirected unprocessable unavailable moved found see temporary permanent ok web nginx ssl "

// panelStatus reads the status of a panel that was copied as words: "Status Code:⏎400 Bad Request", "Status: 400 - Bad Request".
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

// toldSentence quotes what a person tells.
func (f *facts) toldSentence() string {
	if f.toldAt == (head.Span{}) {
		return ""
	}
	m, _ := handshake.StatusMeans(f.status)
	return "The text tells of " + strings.TrimSpace(strconv.Itoa(f.status)+" "+m.Name) + ", and does not show the answer."
}
