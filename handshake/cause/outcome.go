package cause

import (
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// outcome says what happened, as far as the evidence shows it.
func (f *facts) outcome() Outcome {
	o := Outcome{Result: Unknown, Status: f.status, By: f.by}
	switch r := f.response(); {
	case f.is["in-code"] && len(f.Messages) == 0:
	case f.mapped && f.status != 0 && f.status != 101:
		o.Result = Failed
	case r != nil:
		o.Result = f.ofResponse()
	case len(f.Messages) > 0, f.is["prose-status"]:
		o.Result = Failed
	case f.status == 101 && (f.is["wants-upgrade"] || f.is["logged-socket"]):
		o.Result = Opened
	case f.is["tls-bytes"] && f.status >= 400, f.status/100 > 1 && f.is["wants-upgrade"], f.status >= 300 && f.is["logged-socket"], f.is["bare-refusal"], f.is["badreq"]:
		o.Result = Failed
	}
	if o.Result == Opened && len(f.Messages) > 0 {
		o.Result = Failed
	}
	f.afterwards(&o)
	if o.Result == Unknown && f.request() == nil && f.response() == nil && f.status != 101 {
		for _, s := range f.described {
			if s.result == Failed || s.result == Closed && o.Result == Unknown {
				o.Result, f.is["prose-cause"], f.is["no-failure"] = s.result, true, false
			}
		}
		if f.is["prose-cause"] && f.proseAt == (head.Span{}) { // a log in the text is about another request
			o.Status, o.By = 0, ""
		}
	}
	if o.Result == Unknown {
		o.Next = f.next()
		if f.is["in-code"] || f.request() == nil && f.response() == nil {
			o.Status, o.By = 0, ""
		}
	}
	f.result = o.Result
	return o
}

// afterwards applies what came after the handshake.
func (f *facts) afterwards(o *Outcome) {
	o.Close = f.close.code
	opens := f.status == 0 || f.status == 101
	switch {
	case o.Result == Failed && len(f.Messages) > 0 && opens && f.opensHere() && f.openedBefore():
		o.Result = Closed
	case o.Result == Opened && (f.ended() || f.failsAtOnce()):
		o.Result = Closed
	case o.Result == Unknown && f.close.code == 1015:
		o.Result = Failed
	case o.Result == Unknown && f.ended() && opens && f.close.opened:
		o.Result = Closed
	}
}

// failsAtOnce reports whether the bytes after the 101 are not valid frames, so that a client opens and then fails the connection.
func (f *facts) failsAtOnce() bool {
	return f.sees(sign{kind: "rule", value: "resp-content-in-101"}, "") || f.sees(sign{kind: "rule", value: "resp-first-frame"}, "")
}

// opensHere reports whether a client opens on the answer, if there is one.
func (f *facts) opensHere() bool { return f.response() == nil || f.Report.Client.Opens }

// ofResponse returns the result for a client that receives the response.
func (f *facts) ofResponse() Result {
	client := f.Report.Client
	switch {
	case f.status == 0 && f.response().Status.Text == "":
		return Failed
	case f.status/100 == 1 && f.status != 101:
		return Unknown
	case client.Opens && f.is["second-answer"]:
		return Failed
	case client.Opens && f.sees(sign{kind: "rule", value: "resp-101-closed"}, ""):
		return Closed
	case client.Opens && f.request() == nil:
		return Unknown // it is unknown whether the accept value belongs to the key
	case client.Opens && (client.BrowserOpens || f.otherProtocol() || f.otherExtension()):
		return Opened
	case f.is["plain-get"] && len(f.Messages) == 0 && (f.status/100 == 2 || f.status/100 == 3):
		return Unknown // an ordinary request with an ordinary answer
	}
	return Failed
}

// otherProtocol reports whether the request asks for a protocol that browsers do not support.
func (f *facts) otherProtocol() bool {
	return f.request() != nil && f.Report.Protocol != "" && f.Report.Protocol != "websocket"
}

// otherExtension reports whether the answer accepts an extension that this client offers and browsers do not, and is valid otherwise.
func (f *facts) otherExtension() bool {
	checks := f.Report.Client.Checks
	last := checks[len(checks)-1]
	return f.request() != nil && last.Name == "Sec-WebSocket-Extensions" && last.Result == handshake.Failed &&
		slices.ContainsFunc(head.ReadExtensions(f.response()).Members, func(e head.Extension) bool { return e.Name.Text != handshake.DeflateName })
}

// next returns what to collect, the most useful first.
func (f *facts) next() []string {
	var next []string
	if OnlyAddress(f.Report) {
		next = append(next, "The attempt itself: upgrade101 probe URL makes the handshake and shows request and answer.")
	}
	if f.response() == nil {
		next = append(next, "The answer: its status line and fields. In a browser: DevTools, Network, filter WS, the line of the socket, Headers. On a command line: curl -i --http1.1 with the fields of the handshake.")
	}
	if f.request() == nil {
		next = append(next, "The request: its first line and fields, from the same panel or from curl -v; the accept value of a 101 can be checked only against its Sec-WebSocket-Key.")
	} else if f.response() != nil {
		next = append(next, "The fields of the handshake in the request: without Upgrade and Connection: Upgrade no server switches.")
	}
	if len(f.Messages) == 0 {
		next = append(next, "What the client prints when it fails, whole, and the line of the server's or proxy's log at that time.")
	}
	return next
}
