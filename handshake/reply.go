package handshake

import (
	"strings"
)

// Reply is what this endpoint sends back to a request, line by line. Report.OtherProtocolAnswer has the same form.
type Reply struct {
	Status  int
	Reason  string
	Lines   []Line // the status line, then the fields, in the order sent; without line ends
	Body    string // content, after the empty line; "" for 101
	HTTP2   bool   // the lines are fields of HTTP/2 or HTTP/3, :status first
	Close   bool   // the server closes the connection after it
	Because *Rule  // the rule that picked it; nil for 101
}

// Line is one line of a reply and the reason for it.
type Line struct {
	Text  string
	Why   string
	Cites []Citation
}

// Switches reports whether another protocol follows the reply: 101, or 200 for a stream of HTTP/2 (RFC 8441 §5).
func (r *Reply) Switches() bool { return r.Status == 101 || r.HTTP2 && r.Status == 200 }

// Raw returns the reply as it crosses the wire: every line with CRLF, the empty line, the content.
func (r *Reply) Raw() string {
	size := 2 + len(r.Body)
	for i := range r.Lines {
		size += len(r.Lines[i].Text) + 2
	}
	var b strings.Builder
	b.Grow(size)
	for i := range r.Lines {
		b.WriteString(r.Lines[i].Text)
		b.WriteString("\r\n")
	}
	b.WriteString("\r\n")
	b.WriteString(r.Body)
	return b.String()
}

func (r *Reply) line(l Line) { r.Lines = append(r.Lines, l) }

// ReasonPhrases are the reason phrases of RFC 9110 §15 that this endpoint sends.
var ReasonPhrases = map[int]string{
	100: "Continue",
	101: "Switching Protocols",
	200: "OK",
	400: "Bad Request",
	403: "Forbidden",
	404: "Not Found",
	405: "Method Not Allowed",
	408: "Request Timeout",
	414: "URI Too Long",
	421: "Misdirected Request",
	426: "Upgrade Required",
	429: "Too Many Requests",
	431: "Request Header Fields Too Large",
	501: "Not Implemented",
	503: "Service Unavailable",
	505: "HTTP Version Not Supported",
}

func statusLine(status int) string {
	return "HTTP/1.1 " + decimal(status) + " " + ReasonPhrases[status]
}

var continueReply = Reply{Status: 100, Reason: ReasonPhrases[100], Lines: []Line{{
	Text:  statusLine(100),
	Why:   "The client asked to be told before it sends content, and an upgrade does not change the order: first “go on”, then “switch”. Where the request cannot have content a server may leave this out.",
	Cites: cite("9110:7.8", "9110:10.1.1"),
}}}

var (
	switchingLine = Line{Text: statusLine(101),
		Why:   "The server agrees: directly after the empty line both sides speak the new protocol, on this same connection.",
		Cites: cite("9110:15.2.2", "6455:4.2.2")}
	switchedLine = Line{Text: "Upgrade: websocket",
		Why:   "Names the protocol that is now in force. A client fails the connection if it is missing or different.",
		Cites: cite("6455:4.2.2", "9110:7.8")}
	switchedOptionLine = Line{Text: "Connection: Upgrade",
		Why:   "Marks Upgrade as meant for this hop only, so that a proxy does not pass it on by accident.",
		Cites: cite("6455:4.2.2", "9110:7.6.1")}
)

const (
	acceptWhy = "Proves that the server read this very key and speaks WebSocket: SHA-1 over the key and a fixed GUID, in base64. See the four steps."
	chosenWhy = "The one subprotocol that both sides will use, taken from the client's list. A server that chooses none leaves the field out."
	agreedWhy = "The extension both sides use from the first frame on, with the parameters the server settled. Only what was offered may be here."
)

var acceptCites, chosenCites, agreedCites = cite("6455:4.2.2"), cite("6455:4.2.2", "6455:11.3.4"), cite("6455:9.1", "7692:7")

// switching returns the 101 with the negotiated values (RFC 6455 §4.2.2 item 5).
func switching(r *Report) Reply {
	lines := make([]Line, 0, 6)
	lines = append(lines, switchingLine, switchedLine, switchedOptionLine,
		Line{"Sec-WebSocket-Accept: " + r.Accept.Accept, acceptWhy, acceptCites})
	if r.Subprotocol != "" {
		lines = append(lines, Line{"Sec-WebSocket-Protocol: " + r.Subprotocol, chosenWhy, chosenCites})
	}
	if r.Extensions != "" {
		lines = append(lines, Line{"Sec-WebSocket-Extensions: " + r.Extensions, agreedWhy, agreedCites})
	}
	return Reply{Status: 101, Reason: ReasonPhrases[101], Lines: lines}
}
