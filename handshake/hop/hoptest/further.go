package hoptest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"upgrade101/handshake/hop"
)

// Exchange is a request and an answer that are not in the recordings from which the model was made.
type Exchange struct {
	Name    string
	Request string
	Answer  string // a name of Backend or FurtherAnswers
}

const (
	host    = "Host: chat.example.com\r\n"
	upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
	key     = "Sec-WebSocket-Key: " + sampleKey + "\r\nSec-WebSocket-Version: 13\r\n"
)

// opening returns a handshake with another target and lines after those of the sample.
func opening(target, lines string) string {
	return "GET " + target + " HTTP/1.1\r\n" + host + upgrade + key + lines + "\r\n"
}

func page(target, lines string) string {
	return "GET " + target + " HTTP/1.1\r\n" + host + lines + "\r\n"
}

var furtherAnswers = FurtherAnswers()

// FurtherAnswers are answers that are not in the recordings, by name. {accept} is derived from the received key,
// {upstream} is the backend's address.
func FurtherAnswers() map[string]string {
	const (
		start  = "HTTP/1.1 101 Switching Protocols\r\n"
		fields = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
		accept = "Sec-WebSocket-Accept: {accept}\r\n"
		good   = start + fields + accept
		text   = "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\npage\n"
		ok     = "HTTP/1.1 200 OK\r\n"
	)
	many := ""
	for i := range 40 {
		many += fmt.Sprintf("X-Many-%d: %d\r\n", i, i)
	}
	return map[string]string{
		"101, Connection first":    start + "Connection: Upgrade\r\nUpgrade: websocket\r\n" + accept + "\r\n",
		"101, Accept first":        start + accept + fields + "\r\n",
		"101, token in capitals":   start + "Upgrade: WebSocket\r\nConnection: upgrade\r\n" + accept + "\r\n",
		"101, names in capitals":   start + "UPGRADE: websocket\r\nCONNECTION: Upgrade\r\nSEC-WEBSOCKET-ACCEPT: {accept}\r\n\r\n",
		"101, keep-alive":          start + "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" + accept + "\r\n",
		"101, close":               start + "Upgrade: websocket\r\nConnection: Upgrade, close\r\n" + accept + "\r\n",
		"101, Connection twice":    start + "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n" + accept + "\r\n",
		"101, Connection other":    start + "Upgrade: websocket\r\nConnection: keep-alive\r\n" + accept + "\r\n",
		"101, list":                start + "Upgrade: websocket, foo\r\nConnection: Upgrade\r\n" + accept + "\r\n",
		"101, no reason":           "HTTP/1.1 101 \r\n" + fields + accept + "\r\n",
		"101, no reason, no blank": "HTTP/1.1 101\r\n" + fields + accept + "\r\n",
		"101, other reason":        "HTTP/1.1 101 Web Socket Protocol Handshake\r\n" + fields + accept + "\r\n",
		"101, HTTP/1.0":            "HTTP/1.0 101 Switching Protocols\r\n" + fields + accept + "\r\n",
		"101, framework":           good + "X-Powered-By: Express\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\nStrict-Transport-Security: max-age=1\r\nServer: Kestrel\r\n\r\n",
		"101, extensions":          good + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n",
		"101, hop by hop":          good + "Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nTrailer: X-T\r\nTE: trailers\r\n\r\n",
		"101, named":               start + "Upgrade: websocket\r\nConnection: Upgrade, X-Hop\r\n" + accept + "X-Hop: 1\r\nX-Keep: 2\r\n\r\n",
		"101, chunked":             good + "Transfer-Encoding: chunked\r\n\r\n",
		"101, type":                good + "Content-Type: text/plain\r\nVia: 1.1 inner\r\nAge: 3\r\nVary: Origin\r\nCache-Control: no-cache\r\n\r\n",
		"101, Date":                start + "Date: Tue, 05 May 2026 10:00:00 GMT\r\n" + fields + accept + "\r\n",
		"101, Server":              start + "server: uvicorn\r\ndate: Tue, 05 May 2026 10:00:00 GMT\r\n" + fields + accept + "\r\n",
		"101, wrong accept":        start + fields + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
		"101, no accept":           start + fields + "\r\n",
		"101, bare":                start + "\r\n",
		"101, cookies":             good + "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly\r\nX-A: 1\r\nX-A: 2\r\n\r\n",
		"101, empty":               good + "X-Empty:\r\nSec-WebSocket-Protocol:\r\n\r\n",
		"101, blanks":              start + "Upgrade:websocket\r\nConnection:  Upgrade \r\nSec-WebSocket-Accept:\t{accept}\r\n\r\n",
		"101, many":                good + many + "\r\n",
		"101, Latin-1":             good + "X-Name: J\xfcrgen\r\n\r\n",
		"101 after 100":            "HTTP/1.1 100 Continue\r\n\r\n" + good + "\r\n",
		"101 after 103":            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + good + "\r\n",
		"101 after 102":            "HTTP/1.1 102 Processing\r\n\r\n" + good + "\r\n",
		"200, framework":           ok + "X-Powered-By: Express\r\nDate: Tue, 05 May 2026 10:00:00 GMT\r\nETag: W/\"5-x\"\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n" + text,
		"200, chunked":             ok + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npage\n\r\n0\r\n\r\n",
		"200, until close":         ok + "Content-Type: text/plain\r\n\r\npage\n",
		"200, close":               ok + "Connection: close\r\n" + text,
		"200, nothing":             ok + "Content-Length: 0\r\n\r\n",
		"200, hop by hop":          ok + "Connection: X-Hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nTrailer: X-T\r\nUpgrade: h2c\r\n" + text,
		"200, HTTP/1.0":            "HTTP/1.0 200 OK\r\n" + text,
		"200, other reason":        "HTTP/1.1 200 Fine\r\nX-A: 1\r\nX-A: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n" + text,
		"200, lower case":          ok + "content-type: text/plain\r\nserver: uvicorn\r\ncontent-length: 5\r\n\r\npage\n",
		"200, cached":              ok + "Cache-Control: max-age=60\r\nExpires: Tue, 05 May 2026 10:00:00 GMT\r\nLast-Modified: Tue, 05 May 2026 10:00:00 GMT\r\nVary: Origin\r\nVia: 1.1 inner\r\nAge: 9\r\n" + text,
		"200 after 103":            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + ok + text,
		"204":                      "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\n\r\n",
		"301":                      "HTTP/1.1 301 Moved Permanently\r\nLocation: http://{upstream}/new/\r\nContent-Length: 0\r\n\r\n",
		"302":                      "HTTP/1.1 302 Found\r\nLocation: /login?next=%2Fchat\r\nSet-Cookie: n=1\r\nContent-Length: 0\r\n\r\n",
		"307":                      "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://chat.example.com/chat\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\npage\n",
		"304":                      "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
		"400":                      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nSec-Websocket-Version: 13\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 12\r\n\r\nBad Request\n",
		"400, until close":         "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nno\n",
		"401":                      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n",
		"403, kept":                "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno\n",
		"404, chunked":             "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nno\n\r\n0\r\n\r\n",
		"404, lower case":          "HTTP/1.1 404 Not Found\r\ndate: Tue, 05 May 2026 10:00:00 GMT\r\nserver: uvicorn\r\ncontent-length: 3\r\ncontent-type: text/plain\r\n\r\nno\n",
		"426, bare":                "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n",
		"426, versions":            "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13, 8\r\nUpgrade: websocket\r\nConnection: upgrade, close\r\nContent-Length: 3\r\n\r\nno\n",
		"429":                      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\nno\n",
		"500":                      "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nno\n",
		"502":                      "HTTP/1.1 502 Bad Gateway\r\nServer: inner\r\nContent-Length: 3\r\n\r\nno\n",
		"503":                      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 3\r\n\r\nno\n",
		"no HTTP":                  "nonsense\r\n\r\n",
		"status 99":                "HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n",
		"status not a number":      "HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
		"line without colon":       ok + "nonsense\r\n" + text,
		"blank before colon":       ok + "X-A : 1\r\n" + text,
		"folded":                   ok + "X-Fold: a\r\n b\r\n" + text,
		"line feeds":               "HTTP/1.1 200 OK\nContent-Length: 3\n\nno\n",
		"two lengths":              ok + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nno\n",
	}
}

// FurtherBackend returns the named answer of a backend at an address to the head that it received. A name that begins with HTTP/ is the answer
// itself, with | for a line end.
func FurtherBackend(answer, head, upstream string) string {
	text, ok := furtherAnswers[answer]
	if strings.HasPrefix(answer, "HTTP/") {
		text, ok = strings.NewReplacer("||", "\r\n\r\n", "|", "\r\n").Replace(answer), true
	}
	if !ok {
		return Backend("a", answer, head)
	}
	key := sampleKey
	for _, l := range strings.Split(head, "\r\n") {
		if n, v, ok := strings.Cut(l, ":"); ok && strings.EqualFold(n, "sec-websocket-key") {
			key = strings.TrimSpace(v)
		}
	}
	return strings.NewReplacer("{accept}", hop.Accept(key), "{upstream}", upstream).Replace(text)
}

// FurtherNames returns the names of FurtherAnswers, in order.
func FurtherNames() []string { return slices.Sorted(maps.Keys(furtherAnswers)) }

// Page is the ordinary request that gets the further answers.
var Page = page("/page", "Connection: keep-alive\r\nUser-Agent: x/1\r\n")
