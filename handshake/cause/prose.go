package cause

import (
	"strings"

	"upgrade101/handshake/phrase"
)

// Bounds on what is read of prose.
const (
	maxProse    = 64 << 10 // bytes of the text
	maxSentence = 600
)

// persons are words of a person who reports what happened, with bars between. Documentation and plans use others.
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

// asides replaces phrases that contain words of hypothetical and suppose nothing.
var asides = strings.NewReplacer(" as you can see ", " ", " you can see ", " ", " i can see ", " i see ", " cant ", " can't ", " doesnt ", " doesn't ", " dont ", " don't ", " isnt ", " isn't ", " wont ", " won't ", " can not ", " cannot ", " could not ", " couldn't ", " can anyone ", " anyone ", " can someone ", " anyone ", " i can't ", " ")

// aboutSockets reports whether the text mentions sockets, in whatever spelling.
func aboutSockets(text string) bool {
	return socketWords.In(text) || socketWords.In(strings.ReplaceAll(spelled(text), "\n", " "))
}

// holdsOne reports whether a text has a phrase of a list with bars between.
func holdsOne(s, list string) bool {
	for more := true; more; {
		var w string
		if w, list, more = strings.Cut(list, "|"); strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// isOne reports whether a word is in a list with blanks around each.
func isOne(list, word string) bool { return strings.Contains(list, " "+word+" ") }

// longLine is the length in bytes from which a line of prose may continue on the next one.
const longLine = 40

// sentenceEnd returns the offset in s, a part of f.low, at which the sentence from start ends: before its punctuation mark, or at the end of
// its line unless the next line continues it.
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

// goesOnAt reports whether the line at i continues the one before: it begins with a small letter, or with a number that is not a time.
func (f *facts) goesOnAt(i int) bool {
	at := f.textAt(i, i+1)
	if at.End == 0 || at.Start >= len(f.Text) {
		return false
	}
	rest := f.Text[at.Start:min(len(f.Text), at.Start+8)]
	word := strings.TrimLeft(rest, "0123456789")
	return 'a' <= rest[0] && rest[0] <= 'z' || len(word) < len(rest) && (strings.HasPrefix(word, " ") || strings.HasPrefix(word, ": "))
}

// describesFailure reports whether a sentence is a person's account of what happened.
func describesFailure(s string) bool {
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

// isQuestion reports whether a sentence is a question, and not an account that ends with one ("…, any idea?").
func isQuestion(s, after string) bool {
	if !strings.HasPrefix(after, "?") || strings.HasPrefix(after, "?!") {
		return false
	}
	words := strings.Fields(spaced(s))
	for len(words) > 0 && isOne(greetings, words[0]) {
		words = words[1:]
	}
	return len(words) == 0 || isOne(asking, words[0])
}

const (
	greetings = " hi hey hello guys all everyone so and but question also ok well "
	asking    = " why how what what's is are does do did can could should would which when where who will has have any anyone anybody am if was were isn't doesn't "
)

// isProse reports whether a sentence is not a line of a configuration, a list or a program.
func isProse(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && s[0] != '#' && s[0] != '|' && s[0] != '{' && s[0] != '<' && !strings.HasPrefix(s, "//") && !strings.Contains(s, "## ") && !strings.ContainsAny(s, "{}=") && !strings.HasSuffix(s, ";") && !strings.Contains(s, "; #") &&
		strings.Count(s, " ") >= 3
}

// spaced replaces everything but words by blanks, and puts blanks around the text.
func spaced(s string) string {
	padded := []byte(" " + s + " ")
	for i, c := range padded {
		if c < 0x80 && !isWordByte(c) && strings.IndexByte("'/.:-", c) < 0 {
			padded[i] = ' '
		}
	}
	for i := 1; i+1 < len(padded); i++ { // the end of a sentence or of a clause
		if c := padded[i]; (c == '.' || c == ':') && padded[i+1] == ' ' {
			padded[i] = ' '
		}
	}
	return strings.ReplaceAll(string(padded), " 33m", " ") // a colour that lost its ESC
}
