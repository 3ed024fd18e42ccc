package cause

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake/head"
	"upgrade101/handshake/message"
)

// closing is the end of a connection, as far as the text shows it.
type closing struct {
	code   int       // of RFC 6455 §7.4; 0 for none
	span   head.Span // the place in the text
	opened bool      // it tells as well that the connection had opened
}

// nearClose is the distance from a number, in bytes, in which words make it a close code.
const nearClose = 160

// maxCloses bounds the numbers that are examined as close codes.
const maxCloses = 1 << 12

// closeMeans returns the meaning of a close code in a few words (RFC 6455 §7.4.1, IANA WebSocket Close Code Number Registry); ""
// for one without a registered meaning.
func closeMeans(code int) string {
	switch code {
	case 1000:
		return "a normal end"
	case 1001:
		return "the page was left, or the server goes down"
	case 1002:
		return "a protocol error"
	case 1003:
		return "a kind of data that the other side does not take"
	case 1005:
		return "a close frame without a code"
	case 1006:
		return "no close frame came"
	case 1007:
		return "content that does not fit its type, such as text that is not UTF-8"
	case 1008:
		return "a rule of the other side was broken"
	case 1009:
		return "a message was too large"
	case 1010:
		return "the server did not agree to an extension that the client needs"
	case 1011:
		return "an error inside the server"
	case 1012:
		return "the server restarts"
	case 1013:
		return "the server is overloaded"
	case 1014:
		return "a gateway got no valid answer"
	case 1015:
		return "TLS failed"
	}
	return ""
}

// readClose finds how the connection ended: a close code that a program reports, or the end that HAProxy logs.
func (f *facts) readClose() {
	if f.is["in-code"] {
		return
	}
	for i, tries := 0, 0; i+4 <= len(f.low) && tries < maxCloses; i++ {
		if c := f.low[i]; c != '1' && c != '3' && c != '4' { // without a call: there are many bytes
			continue
		}
		code := closeCode(f.low, i)
		if code == 0 {
			continue
		}
		tries++
		line, named := f.tellsClose(code, i)
		if !named {
			continue
		}
		f.close = closing{code: code, span: f.textAt(i, i+4), opened: code != 1006 && code != 1015 || contains(line, ofOpenSockets)}
		f.closed(line)
		return
	}
	f.readHAProxy()
}

// closed derives facts from a close code and the words around it.
func (f *facts) closed(line string) {
	code := f.close.code
	f.is["close-"+strconv.Itoa(code)] = true
	f.is["close-own"] = code >= 3000
	f.is["close-after"] = strings.Contains(line, "idle") || afterSomeTime(line)
	f.close.opened = f.close.opened || f.is["close-after"] || f.is["named-open"]
	f.is["close-unopened"] = code == 1006 && !f.close.opened && f.status != 101
	f.values["code"] = strconv.Itoa(code)
	f.values["closed"] = closeMeans(code)
}

// closeCode returns the close code at i; 0 for none.
func closeCode(s string, i int) int {
	if s[i] != '1' && s[i] != '3' && s[i] != '4' {
		return 0
	}
	if i > 0 && strings.IndexByte(".-/#$", s[i-1]) >= 0 || i > 0 && isWordByte(s[i-1]) || i+4 < len(s) && isWordByte(s[i+4]) {
		return 0
	}
	code, err := strconv.Atoi(s[i : i+4])
	if err != nil || code > 1015 && code < 3000 || code == 1004 {
		return 0
	}
	return code
}

func isWordByte(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c == '_' }

// tellsClose reports whether a program prints the code at i as the end of a WebSocket, and returns the words around it. Prose that
// mentions the code and source code do not count.
func (f *facts) tellsClose(code, i int) (near string, named bool) {
	before, after := f.low[max(0, i-nearClose):i], f.low[i+4:min(len(f.low), i+4+nearClose)]
	lead := strings.TrimRight(before, " ")
	assigned := strings.HasSuffix(lead, ":") || strings.HasSuffix(lead, "=")
	if assigned || strings.HasSuffix(lead, "(") {
		lead = strings.TrimRight(lead[:len(lead)-1], ` "'\`)
		lead = strings.TrimSuffix(strings.TrimSuffix(lead, "&#34;"), "&quot;")
	}
	lead = strings.TrimRight(lead, " \\\"'`:")
	ends := func(word string) bool { return strings.HasSuffix(lead, word) }
	if !endsWithOne(lead, "code|with|status|received|sent|closed|disconnected|onclose|websocket: close|websocketdisconnect|reason|event") {
		return "", false
	}
	line := before[strings.LastIndexByte(before, '\n')+1:]
	rest, _, _ := strings.Cut(after, "\n")
	near = line + " " + rest
	if call := strings.LastIndex(line, "close("); holdsOne(line, "new closeevent|dispatchevent") || call >= 0 && !strings.Contains(line[call:], ")") {
		return "", false
	}
	socket := holdsOne(line, "websocket|[ws]|ws://|wss://|socket closed|socket is closed|socket was closed|socket closes|gateway socket") || holdsOne(line, "connection |gateway ") && strings.Contains(f.low, "websocket")
	usual := (code == 1000 || code == 1001 || code == 1005) && !f.wonders(i) // logs have these for every connection
	switch {
	case ends("code") && holdsOne(before+after, "wasclean|onclose"), ends("onclose"):
		return near, true
	case ends("code") && assigned && holdsOne(line, "closeevent|connectionclosed|disconnected ("):
		return near, true
	case ends("code") && assigned && holdsOne(line, "closestatus[|websocketdisconnect"), ends("websocketdisconnect"):
		return near, true
	case (ends("received") || ends("sent")) && holdsOne(line, "connectionclosed"), (ends("code") || ends("status")) && holdsOne(line, "wsmsgtype|received close frame|close error: |closeerror"):
		return near, true
	case usual, strings.HasPrefix(after, "?"), strings.HasSuffix(strings.TrimSpace(rest), "?"), holdsOne(near, "? "): // or it is asked
		return "", false
	case ends("websocket: close"):
		return near, true
	case ends("code") && assigned && holdsOne(line, "connection closed|connection lost|server disconnected|failed to connect|failed when connecting"):
		return near, true
	case ends("disconnected") && assigned && code < 1016 && len(strings.Fields(before[strings.LastIndexByte(before, '\n')+1:])) <= 3:
		return near, true
	case ends("code") && assigned && holdsOne(line, "close code|closecode|close_code|closed code"):
		return near, socket
	case ends("reason") && assigned && holdsOne(line, "websocketclose|onclose|socket close"):
		return near, true
	case holdsOne(line, "closed with|close with|disconnected with|closed unexpectedly") && (ends("with") || ends("code") || ends("status") || ends("event")),
		ends("closed"), ends("disconnected"), ends("code") && assigned && holdsOne(line, "closed"):
		return near, socket
	}
	return "", false
}

// endsWithOne reports whether a text ends with a phrase of a list with bars between.
func endsWithOne(s, list string) bool {
	for w := range strings.SplitSeq(list, "|") {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// wonders reports whether a person asks about it in the paragraph of the place.
func (f *facts) wonders(at int) bool {
	start := strings.LastIndex(f.low[:at], "\n\n") + 1
	end := len(f.low)
	if i := strings.Index(f.low[at:], "\n\n"); i >= 0 {
		end = at + i
	}
	return holdsOne(f.low[max(start, at-maxSentence):min(end, at+maxSentence)], "no idea|any idea|happens on|happens every|happens each|happens with|every deploy|each deploy|keeps |anyone|without a reason|for no reason|what am i")
}

// ofOpenSockets are words of libraries that report the end only of a socket that had opened.
var ofOpenSockets = []string{"connectionclosed", "websocketdisconnect", "closestatus[", "websocket: close ", "wsmsgtype"}

func contains(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// afterSomeTime reports whether the words say how long the connection lasted.
func afterSomeTime(s string) bool {
	if holdsOne(s, "after a |after about a |after some |every minute|once a minute") {
		return true
	}
	for _, before := range []string{"after ", "every "} {
		for rest, ok := s, true; ok; {
			if _, rest, ok = strings.Cut(rest, before); !ok {
				break
			}
			for _, about := range []string{"exactly ", "about ", "around ", "roughly ", "approximately ", "~"} {
				rest = strings.TrimPrefix(rest, about)
			}
			if rest != "" && rest[0] >= '0' && rest[0] <= '9' {
				unit := strings.TrimLeft(rest, "0123456789. ~")
				return strings.HasPrefix(unit, "s") || strings.HasPrefix(unit, "m") || strings.HasPrefix(unit, "h")
			}
		}
	}
	return false
}

const tunnelStatus = " 101 "

// readHAProxy reads the termination state of a tunnel, which follows the status 101 in a line of HAProxy's log: bytes, two cookies,
// and four letters; the first says which side ended it, and the second when.
func (f *facts) readHAProxy() {
	for at := 0; f.is["tunnel-logged"]; {
		i := strings.Index(f.Text[at:], tunnelStatus)
		if i < 0 {
			return
		}
		at += i + len(tunnelStatus)
		words := strings.Fields(f.Text[at:min(len(f.Text), at+nearClose)])
		if len(words) < 4 || len(words[3]) != 4 || words[3][2:] != "--" {
			continue
		}
		switch words[3][:2] {
		case "sD", "cD":
			f.is["haproxy-idle"] = true
		case "SD":
			f.is["haproxy-server"] = true
		default:
			continue
		}
		k := strings.Index(f.Text[at:], words[3])
		f.close = closing{span: head.Span{Start: at + k, End: at + k + 4}, opened: true}
		f.values["state"] = words[3]
		return
	}
}

// ended reports whether the text shows the end of the connection.
func (f *facts) ended() bool { return f.close.span.End > 0 }

// textAt converts a place in low to that in Text.
func (f *facts) textAt(start, end int) head.Span {
	if f.Text == "" {
		return head.Span{}
	}
	n := max(0, len(f.Text)-maxText)
	return head.Span{Start: start + n, End: end + n}
}

// afterOpening reports whether a message is about a connection that had opened.
func (f *facts) afterOpening(m *message.Message) bool {
	switch m.Kind {
	case "idle", "cut", "lost", "masked", "content", "compressed", "large", "ended", "silent":
		return true
	case "frames":
		return f.status == 101 || f.status == 0 && m.Causes[0] == "bytes-not-frames"
	}
	return f.ended() && (f.close.opened || f.status == 101) && m.Start <= f.close.span.Start && f.close.span.End <= m.End
}

// openedBefore reports whether all messages are about a connection that had opened.
func (f *facts) openedBefore() bool {
	for i := range f.Messages {
		if !f.afterOpening(&f.Messages[i]) {
			return false
		}
	}
	return true
}
