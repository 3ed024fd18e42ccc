package cause

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// Bounds on what is read of prose.
const (
	maxTold     = 64 << 10 // bytes of the text
	maxSentence = 600
)

// persons are words of a person who tells what happened, with bars between. Documentation and plans use others.
const persons = " i get | i try | i got | i receive| i see | i have | i'm | i am | im |getting | we get | we got | we see | we are | we're | me | my |" +
	" keeps | always return| always give| fails with | failing | failed with | fails because | because of a | complaining | not work|" +
	" doesn't work| it says | just says | only says | console says | log says | client says | browser says | client reports | browser reports | reports code | error shown | the error is | error says | the response is |" +
	" on every | on each | every time | each time | happens | after adding | after moving | after updating | after upgrading | after switching | after enabling | since we | since i | since moving | since updating |" +
	" since the update | drops every | our socket | our websocket | but the server | the browser gets | the client gets | users get | customers get | clients get | i want | right after | no idea | any idea | the app logs | the server logs | the log shows | gives me | our wss | get dropped | gets dropped | get disconnected | gets disconnected | get closed | gets closed "

var (
	witness = phrase.List{Text: persons + "| no longer | cannot be established | instead of 101| instead of return| closes after | closed after | closes the connection |" +
		" disconnects after | upgrade returns | responds by | responds with | closes with | disconnects with | drops with | ends with "}
	hypothetical = phrase.List{Text: " if | should | would | must | may | might | could | can | means | e g | test expects | tests | fixed | fix | fixes | bug where | usually | often |" +
		" how to | you | expected | expect | as documented | as it should | supposed | returns when | todo "}
	socketWords = phrase.List{Text: "websocket|web socket|ws://|wss://|signalr|socket.io|action cable|actioncable|stomp|sockjs|/ws| ws | wss |graphql-ws|gateway socket|our socket|my socket|upgrade request|upgrade header|upgrade required|the handshake|client tries to upgrade|the socket close|the socket is closed|the socket drops|the socket disconnects|the socket keeps"}
)

// asides are what people add that supposes nothing, though it has words of hypothetical.
var asides = strings.NewReplacer(" as you can see ", " ", " you can see ", " ", " i can see ", " i see ", " cant ", " can't ", " doesnt ", " doesn't ", " dont ", " don't ", " isnt ", " isn't ", " wont ", " won't ", " can not ", " cannot ", " could not ", " couldn't ", " can anyone ", " anyone ", " can someone ", " anyone ", " i can't ", " ")

// readTold finds a status or a close code that a person tells in a sentence, where nothing that a program printed
// is in the text. What follows from it is never more than possible.
//
//	I get a 426 when my client connects through the load balancer.
//	The socket closes with 1006 after a minute.
//
// Beside a message that keeps the status to itself the sentence has to speak of the socket as well.
func (f *facts) readTold() {
	if f.response() != nil || f.status != 0 && f.status != f.Logged || f.ended() || f.unanswered() {
		return
	}
	text := f.prose
	if status, at := panelStatus(text); status > 0 {
		f.tell(status, at)
		return
	}
	for start := 0; start < len(text); {
		end := f.sentenceEnd(text, start)
		s := text[start:end]
		for i := 0; i < len(s) && len(s) <= maxSentence; i++ { // few sentences have such a number
			if s[i] < '1' || s[i] > '5' {
				continue
			}
			status, code := f.toldNumber(s, i, 3), f.toldNumber(s, i, 4)
			isStatus := (status >= 300 && status < 600 || status == 200 && strings.Contains(s, "handshake")) && (f.status == 0 || f.status == status)
			if !isStatus && !(len(f.Messages) == 0 && code != 0 && tellsCode(s, i, code)) {
				continue
			}
			if isQuestion(s, text[end:]) || !tells(s) || len(f.Messages) > 0 && !speaksOfSocket(s) {
				break
			}
			if isStatus {
				f.tell(status, start+i)
				return
			}
			f.close = closing{code: code, span: f.textAt(start+i, start+i+4), opened: code != 1006 && code != 1015 || afterSomeTime(s)}
			f.closed(s)
			f.is["told-code"] = true
			return
		}
		start = end + 1
	}
}

// aboutSockets: the text speaks of sockets, spelled as people spell it.
func aboutSockets(text string) bool {
	return socketWords.In(text) || socketWords.In(strings.ReplaceAll(spelled(text), "\n", " "))
}

// holdsOne: the text holds a phrase of a list with bars between.
func holdsOne(s, list string) bool {
	for more := true; more; {
		var w string
		if w, list, more = strings.Cut(list, "|"); strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// isOne: the word is in a list with blanks around each.
func isOne(list, word string) bool { return strings.Contains(list, " "+word+" ") }

// tell takes a status that is told at a place.
func (f *facts) tell(status, at int) {
	f.status, f.is["told"] = status, len(f.Messages) == 0
	f.toldAt = f.textAt(at, at+3)
}

// unanswered: a message is about a connection on which no answer came.
func (f *facts) unanswered() bool {
	for i := range f.Messages {
		if isOne(withoutAnswer, string(f.Messages[i].Kind)) || f.afterOpening(&f.Messages[i]) {
			return true
		}
	}
	return false
}

const withoutAnswer = " refused dns unreachable timeout certificate tls tls-handshake plain reset closed proxy proxy-auth csp mixed blocked url client early setup subprotocol-name version-socketio session kubelet backend backend-timeout "

// speaksOfSocket: the sentence is about the socket or its handshake.
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

// tellsCode: the number at i of a sentence is a close code. A usual one counts where the person wonders about it.
func tellsCode(s string, i, code int) bool {
	named := holdsOne(s[max(0, i-24):i], "code|with ")
	switch {
	case code >= 3000 && code < 5000:
		return named
	case code == 1000 || code == 1001 || code == 1005:
		return strings.HasSuffix(s[:i], "code: ") || holdsOne(s, "no idea|any idea|happens|sometimes|keeps |every time|on every|without a reason")
	}
	return code > 1001 && code <= 1015 && closeMeans(code) != ""
}

// longLine is from how many bytes on a line of prose may go on in the next one.
const longLine = 40

// sentenceEnd is where the sentence of f.low that begins at start ends: in front of its last mark, or at the end of its
// line, unless the next one goes on with a small letter.
func (f *facts) sentenceEnd(s string, start int) int {
	line := strings.LastIndexByte(s[:start], '\n') + 1
	for i := start; i < len(s); i++ {
		if s[i] == '\n' {
			if i-line < longLine || !f.goesOnAt(i+1) {
				return i
			}
			line = i + 1
		}
		if s[i] == '.' && strings.HasPrefix(s[i+1:], "i ") || (s[i] == '.' || s[i] == '!' || s[i] == '?') && (i+1 == len(s) || !isWordByte(s[i+1])) {
			return i
		}
	}
	return len(s)
}

// goesOnAt: a line of prose that goes on with a small letter, or with a number that is no time.
func (f *facts) goesOnAt(i int) bool {
	at := f.textAt(i, i+1)
	if at.End == 0 || at.Start >= len(f.Text) {
		return false
	}
	rest := f.Text[at.Start:min(len(f.Text), at.Start+8)]
	word := strings.TrimLeft(rest, "0123456789")
	return 'a' <= rest[0] && rest[0] <= 'z' || len(word) < len(rest) && (strings.HasPrefix(word, " ") || strings.HasPrefix(word, ": "))
}

// tells reports whether a sentence is one of a person who tells what happened.
func tells(s string) bool {
	if strings.HasPrefix(s, "#") || strings.Contains(s, "## ") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "{}=") || strings.HasSuffix(s, ";") {
		return false
	}
	padded := []byte(" " + s + " ")
	for i, c := range padded {
		if c < 0x80 && !isWordByte(c) && c != '\'' {
			padded[i] = ' '
		}
	}
	spaced := asides.Replace(strings.ReplaceAll(string(padded), " 33m", " "))
	return witness.In(spaced) && !hypothetical.In(spaced) && (!holdsOne(s, ".js|.css|.png|.svg|.ico|.map") || strings.Contains(s, "://")) // of a file
}

// toldNumber is the number of so many digits at i of a sentence, where the words around it make it a status or a close code; 0 for
// any other.
func (f *facts) toldNumber(s string, i, digits int) int {
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
	near := before[max(0, len(before)-4):] // what happened is said right in front
	if last := near[len(near)-1]; isOne(happens, last) || isOne(links, last) {
		for k, w := range near {
			if isOne(happens, w) && !(k > 0 && (near[k-1] == "that" || near[k-1] == "which")) { // a server that answers 403
				return number
			}
		}
	}
	return 0
}

// happens are words in front of a number that tell that it came; links are those that may be between. Each has blanks around it.
const (
	happens = " get got gets getting receive receives received receiving see seeing return returns returned returning responds fails failed failing error " +
		"errors err status code gives giving throws shows says say reports logs logged prints printed answers answered because closes closed disconnects drops ends http http/1.1 "
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
