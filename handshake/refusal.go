package handshake

// Bounds of what this endpoint reads. RFC 9110 §2.3 leaves them to each implementation; RFC 9112 §3
// asks for at least 8,000 octets of request line.
const (
	MaxHead   = 16 << 10 // bytes of a head, its empty line included
	MaxFields = 128      // field lines of a head
	MaxField  = 8 << 10  // bytes of one field line
	MaxTarget = 8000     // bytes of a request target

	// MaxContent is the maximum number of bytes of content that this endpoint reads and drops after Expect: 100-continue.
	MaxContent = 256 << 10
)

// Refusal is a reply other than 101. The values are in the order of the checks, from the framing of the message to the decision of the
// application: the first problem decides the reply.
type Refusal uint8

const (
	RefuseMessage Refusal = iota + 1 // the head is not HTTP/1.x
	RefuseTargetTooLong
	RefuseHeadTooLarge
	RefuseUnfinished // the head never ended
	RefuseMajorVersion
	RefuseHost
	RefuseFraming
	RefuseHTTP10
	RefuseMethod
	RefuseMethodUnknown
	RefuseHopField  // Connection or Upgrade cannot be parsed
	RefuseNoUpgrade // an ordinary request, to something that only speaks WebSocket
	RefuseVersion
	RefuseVersionUnsupported
	RefuseKey
	RefuseList // a handshake field that cannot be parsed
	RefuseContent
	RefuseOrigin
	RefuseContentMissing // it was asked for with 100, and does not come
	RefuseConnect        // HTTP/2: not an extended CONNECT
	RefuseProtocol       // HTTP/2: a :protocol that this endpoint does not speak
	refusalCount
)

// refusalReply is the content of a refusal.
type refusalReply struct {
	status int
	why    string
	cites  []Citation
	fields []Line
}

var (
	upgradeLine = Line{Text: "Upgrade: websocket",
		Why:   "Names what this resource would switch to. With 426 it is required.",
		Cites: cite("9110:15.5.22", "9110:7.8")}
	upgradeOptionLine = Line{Text: "Connection: Upgrade, close",
		Why:   "A sender of Upgrade also lists it in Connection, because it is meant for this hop only. And this connection ends here.",
		Cites: cite("9110:7.8", "9112:9.6")}
	closeLine = Line{Text: "Connection: close",
		Why:   "This connection ends after the reply: what follows on it could not be told from a new request.",
		Cites: cite("9112:9.6")}
	allowLine = Line{Text: "Allow: GET",
		Why:   "With 405 the server has to list the methods that it does allow.",
		Cites: cite("9110:15.5.6", "9110:10.2.1")}
	versionLine = Line{Text: "Sec-WebSocket-Version: 13",
		Why:   "Tells the client which version of the protocol would have been accepted.",
		Cites: cite("6455:4.2.2", "6455:4.4")}
)

var refusalReplies = [refusalCount]refusalReply{
	RefuseMessage: {status: 400, why: "The bytes are not a well-formed HTTP/1.1 message, so nothing in them can be trusted.",
		cites: cite("9110:15.5.1", "9112:2.2")},
	RefuseTargetTooLong: {status: 414, why: "The request target is longer than this server reads.", cites: cite("9110:15.5.15")},
	RefuseHeadTooLarge:  {status: 431, why: "The head is larger than this server reads.", cites: cite("6585:5")},
	RefuseUnfinished:    {status: 408, why: "The empty line that ends a head never came.", cites: cite("9110:15.5.9")},
	RefuseMajorVersion:  {status: 505, why: "The request names a major version of HTTP that this syntax cannot carry.", cites: cite("9110:15.6.6")},
	RefuseHost:          {status: 400, why: "A request without exactly one good Host has to be refused with 400.", cites: cite("9112:3.2")},
	RefuseFraming:       {status: 400, why: "It is not clear where this request ends, so it has to be refused.", cites: cite("9112:6.3")},
	RefuseHTTP10: {status: 426, why: "HTTP/1.0 cannot upgrade; the server has to ignore the wish, and here there is nothing else to serve.",
		cites: cite("9110:7.8", "9110:15.5.22"), fields: []Line{upgradeLine}},
	RefuseMethod: {status: 405, why: "The handshake is a GET; this resource knows no other method.",
		cites: cite("9110:15.5.6", "6455:4.2.1"), fields: []Line{allowLine}},
	RefuseMethodUnknown: {status: 501, why: "No specification that this server knows defines the method.",
		cites: cite("9110:9.1", "9110:15.6.2")},
	RefuseHopField: {status: 400, why: "Connection or Upgrade is there but cannot be read as a list.", cites: cite("9110:7.6.1", "9110:7.8")},
	RefuseNoUpgrade: {status: 426, why: "To HTTP this is an ordinary request, and this resource speaks only WebSocket. A resource that also serves pages could have answered 200.",
		cites: cite("9110:15.5.22", "6455:4.2.1"), fields: []Line{upgradeLine}},
	RefuseVersion: {status: 400, why: "Which version of WebSocket the client speaks cannot be read from the request.",
		cites: cite("6455:4.2.1", "6455:4.4"), fields: []Line{versionLine}},
	RefuseVersionUnsupported: {status: 426, why: "The client speaks another version of WebSocket; the reply names the one to use.",
		cites: cite("6455:4.2.2", "9110:15.5.22"), fields: []Line{upgradeLine, versionLine}},
	RefuseKey:            {status: 400, why: "Without a proper challenge there is nothing to prove, so the handshake is invalid.", cites: cite("6455:4.2.1")},
	RefuseList:           {status: 400, why: "A handshake field is there but cannot be read.", cites: cite("6455:4.2.1", "6455:9.1")},
	RefuseContent:        {status: 400, why: "Content on a handshake could be taken for frames, or frames for content.", cites: cite("9110:9.3.1", "9112:11.2")},
	RefuseOrigin:         {status: 403, why: "The page that asks comes from a site that this server does not trust.", cites: cite("6455:4.2.2", "6455:10.2")},
	RefuseContentMissing: {status: 408, why: "The content that the head announces never came.", cites: cite("9110:15.5.9")},
	RefuseConnect:        {status: 400, why: "In HTTP/2 only an extended CONNECT opens a WebSocket, and this is none.", cites: cite("8441:4")},
	RefuseProtocol: {status: 501, why: "The stream is asked to carry a protocol that this server does not speak.",
		cites: cite("9220:3", "9110:15.6.2")},
}

// refuse returns the reply to a request with a finding.
func refuse(f *Finding, req *parsedHead, policy Policy) Reply {
	lead := "Not met: "
	if f.Rule.Severity != Error { // a request for another protocol is not a mistake
		lead = "Only WebSocket is spoken here. "
	}
	body := lead + f.Rule.Requires + " (" + f.Rule.ID + ")\n"
	if f.Rule.Refuse == RefuseHeadTooLarge { // "SHOULD specify which header field was too large" (RFC 6585 §5)
		body += f.Problem() + ".\n"
	}
	return refusal(&refusalReplies[f.Rule.Refuse], body, f.Rule, req.Method.Text == "HEAD", policy)
}

// Busy returns the refusal of an endpoint at its limits: status 429 (RFC 6585 §4) or 503 (RFC 9110 §15.6.4) with Retry-After, in
// seconds. It does not judge the request.
func Busy(status int, seconds string, policy Policy) Reply {
	a := refusalReply{status: status, why: "The server is at its limit; the request itself may be fine.",
		cites: cite("6585:4", "9110:15.6.4"),
		fields: []Line{{Text: "Retry-After: " + seconds,
			Why: "After so many seconds another try makes sense.", Cites: cite("9110:10.2.3")}}}
	return refusal(&a, "This server is busy; try again in "+seconds+" s.\n", nil, false, policy)
}

// Decline returns a refusal for another reason, a sentence without a full stop: status 400, or 421 for a host that is not the
// server's. It does not judge the handshake.
func Decline(status int, sentence string, policy Policy) Reply {
	a := refusalReply{status: status, why: "The server does not take the request, for a reason that is no part of the handshake.",
		cites: cite("9110:15.5.1", "9110:15.5.20")}
	return refusal(&a, "Not taken: "+sentence+".\n", nil, false, policy)
}

func refusal(a *refusalReply, body string, rule *Rule, head bool, policy Policy) Reply {
	r := Reply{Status: a.status, Reason: ReasonPhrases[a.status], Close: true, Because: rule}
	r.line(Line{Text: statusLine(a.status), Why: a.why, Cites: a.cites})
	if policy.Date != "" {
		r.line(Line{Text: "Date: " + policy.Date, Why: dateWhy, Cites: dateCites})
	}
	connection := closeLine
	for _, l := range a.fields {
		r.line(l)
		if l.Text == upgradeLine.Text {
			connection = upgradeOptionLine
		}
	}
	r.line(connection)
	r.line(contentTypeLine)
	r.line(Line{Text: "Content-Length: " + decimal(len(body)), Why: "The exact size of the sentence below, so that the client knows when it has all of it.", Cites: cite("9110:8.6")})
	r.line(noStoreLine)
	if !head {
		r.Body = body
	}
	return r
}

const dateWhy = "When the reply was made; a server with a clock says so."

var dateCites = cite("9110:6.6.1")

var (
	contentTypeLine = Line{Text: "Content-Type: text/plain; charset=utf-8", Why: "What follows is one sentence for a person.", Cites: cite("9110:8.3")}
	noStoreLine     = Line{Text: "Cache-Control: no-store", Why: "A refusal belongs to this request alone; no cache may repeat it.", Cites: cite("9111:5.2.2.5")}
)
