package message

import (
	"slices"
	"strings"
	"sync"
)

// To add a message, add a line below the program that prints it, and run the test:
//
//	grep -n '^@ ' handshake/message/*.go   # lists the programs and their files
//	go test ./handshake/message            # finds the message, its examples filled in, as this one alone, and each example fits its place
//
//	@ OkHttp | square/okhttp okhttp3/internal/ws/RealWebSocket.kt
//	status Expected HTTP 101 response but was '{403 Forbidden}'
//	accept Expected 'Sec-WebSocket-Accept' header value '{s3pPLMBiTxaQ9kYGzzhZRbK+xOo=}' but was '{magic}'
//	  means: the sentence, where the kind's does not do
//	  rules: ids     causes: ids
//
// "@" names a program and the source of the lines below it. A new program goes to the file of its group, which is the
// variable of that name in groups.go; it needs evidence, which `go test ./web/document` asks for. If a client of handshake/client_<program>.go prints the message, it belongs to client_text.go, too.
//
// A line is a kind of kindText and the message. A hole, in braces, has an example of its value as the program prints it; what else
// may fill the hole follows from that (holeOf in parse.go). A brace of the message itself is doubled. The kind may be followed by:
//
//	=401  the status that the message means
//	?     a match counts only alone on its line, or next to words of HTTP or WebSocket: the message is too short
//	+     a match counts everywhere, although the message is short
//	<     the message wraps another one, which may follow it
//	!     a match counts only with a status of 400 or more: the program prints the message for every answer

// Kind says what a message is about. Messages of a kind share meaning, causes and rules.
type Kind string

// carriesStatus: messages of the kind are about an answer that was not a 101, or may not have been one.
func (k Kind) carriesStatus() bool {
	return slices.Contains([]Kind{"status", "untold", "any", "docker", "spdy", "session", "engineio", "request", "proxy", "redirect", "accept-or-status", "app-403", "backend-dial", "login", "field", "accept", "upgrade", "connection"}, k)
}

// kindFacts is what messages of a kind have in common.
type kindFacts struct {
	means  string
	causes []string // ids of package cause, the likeliest first; a status adds its own there
	rules  []string // ids of rules, the likeliest first
}

// kindText is every kind: its name and what such a message means, then the ids of causes and of rules. Kinds
// whose name begins with "req-" are those of messages about a request, which servers print.
const kindText = `
status: The answer has a status other than 101: nothing was switched. The status tells what to look at first.
  causes: status-untold path-unknown upgrade-lost
  rules: resp-status resp-fields-without-101 resp-3xx-no-location resp-100-first
untold: The answer is no 101, or a 101 with a wrong field; the message does not tell which.
  causes: status-untold path-unknown upgrade-lost plain-http
  rules: resp-status resp-accept-wrong resp-upgrade-missing resp-conn-missing
any: The program prints this for every failure of the handshake, and for a connection that was refused or cut.
  causes: reason-hidden nothing-listens upgrade-lost path-unknown
  rules: resp-status resp-accept-wrong
accept: The answer is a 101 without the Sec-WebSocket-Accept that belongs to the key.
  causes: accept-wrong key-replaced
  rules: resp-accept-wrong
accept-missing: The answer is a 101 without Sec-WebSocket-Accept.
  causes: accept-missing
  rules: resp-accept-missing
accept-or-status: The accept value is wrong or missing; the program says the same of an answer below 400 that is no 101.
  causes: accept-wrong plain-http redirected
  rules: resp-accept-wrong resp-accept-missing resp-status
upgrade: The answer's Upgrade is missing or is not websocket.
  causes: answer-upgrade plain-http
  rules: resp-upgrade-missing resp-upgrade-wrong resp-upgrade-several
connection: The answer's Connection is missing or does not name the option upgrade.
  causes: answer-connection plain-http
  rules: resp-conn-missing resp-conn-wrong resp-conn-list
field: A field that proves the switch is missing in the answer or has a wrong value.
  causes: answer-field accept-wrong answer-upgrade answer-connection
  rules: resp-upgrade-missing resp-conn-missing resp-accept-missing resp-accept-wrong
subprotocol-none: The client offered subprotocols and the server chose none.
  causes: subprotocol-unanswered
  rules: resp-proto-unanswered ws-proto-nomatch
subprotocol: The server chose a subprotocol that the client did not offer, letter by letter.
  causes: subprotocol-unoffered
  rules: resp-proto-unoffered ws-proto-case resp-proto-several
subprotocol-name: The client refuses the name of a subprotocol before it sends anything: a name is a token, and each comes once.
  causes: subprotocol-name
  rules: ws-proto-token ws-proto-duplicate
extension: The answer agrees to an extension that was not offered, or not in this way.
  causes: extension-unoffered
  rules: ext-resp-unoffered ext-resp-repeat pmd-resp-param
deflate: A parameter of permessage-deflate in the answer is unknown, repeated, out of range or does not fit the offer.
  causes: deflate-answer extension-unoffered
  rules: pmd-resp-param pmd-resp-cmwb-unoffered pmd-resp-smwb
head: A line of the answer's head cannot be read as a field.
  causes: head-malformed not-http
  rules: resp-no-colon resp-name-empty resp-name-invalid
head-large: The answer's head is longer than the client reads.
  causes: head-malformed not-http
  rules: resp-too-large
not-http: What came back is not HTTP.
  causes: not-http tls-missing tls-unexpected
  rules: resp-line
http10: A head of the handshake is HTTP/1.0, in which there is no upgrade.
  causes: http10
  rules: resp-http10 req-version-10
http2: The connection speaks HTTP/2, in which there is no Upgrade.
  causes: http2-upgrade
  rules: h2-upgrade-attempt alpn-h2-chosen h2-connection-fields
http2-stream: Over HTTP/2 the stream ended before the socket opened.
  causes: extended-connect http2-upgrade
  rules: h2-pseudo-unknown h2-connection-fields
redirect: The answer is a redirect that the client does not follow, or not any further.
  causes: redirected
  rules: resp-status resp-3xx-no-location
closed: The connection ended before an answer was complete.
  causes: closed-early tls-unexpected timed-out
  rules: resp-line
reset: The other side, or something on the way, cut the connection.
  causes: connection-reset tls-missing closed-early
refused: No connection: nothing accepts connections at that address and port.
  causes: nothing-listens
dns: The name of the host could not be resolved.
  causes: name-unknown
unreachable: There is no way to that address.
  causes: host-unreachable
timeout: No complete answer came in time.
  causes: timed-out upgrade-lost
  rules: hdr-unterminated resp-100-first
certificate: The certificate of the server is not trusted.
  causes: certificate
tls: The client expects TLS and got something else: mostly the port speaks plain HTTP.
  causes: tls-unexpected
tls-handshake: The two sides did not agree on TLS.
  causes: tls-handshake tls-unexpected
plain: The client speaks plain HTTP, and the port expects TLS.
  causes: tls-missing
proxy: The client's proxy opens no tunnel: it refuses, or cannot be reached.
  causes: proxy-refused
  rules: req-connect-h1
proxy-auth: A proxy on the way wants a login.
  causes: proxy-login
  rules: resp-407-no-challenge
login: The server wants a login.
  causes: credentials-missing
  rules: resp-status resp-401-no-challenge
client-certificate: The server wants a client certificate; none came, or it refuses the one that did.
  causes: client-certificate
limited: The server limits how many connections or attempts it takes.
  causes: rate-limited
csp: The page's own Content Security Policy forbids the connection; nothing was sent.
  causes: csp
mixed: A page that came over https may not open ws://; nothing was sent.
  causes: mixed-content
  rules: uri-mixed-content
blocked: Something in the browser stopped the connection; nothing was sent.
  causes: blocked-by-client
url: The client refuses the address before it sends anything.
  causes: address-invalid
  rules: req-target-fragment uri-scheme
client: The client gave up by itself; the server is not at fault.
  causes: closed-by-page
early: The program sent before the socket was open; the server is not at fault.
  causes: sent-before-open
setup: The client is built or set up so that it cannot make this handshake.
  causes: client-setup
frames: The socket had opened; then bytes came that are no frame, such as a page or the answer to another request.
  causes: bytes-not-frames
  rules: resp-content-in-101 resp-first-frame
content: The socket had opened; then a message of text came that is not UTF-8.
  causes: closed-content
masked: The socket had opened; then a frame came with the mask the wrong way round: clients mask, servers do not.
  causes: mask-wrong
  rules: resp-first-frame
idle: The connection was upgraded; then nothing crossed it for the time that the proxy allows, and the proxy ended it.
  causes: closed-idle
lost: The socket had opened; then its connection ended without a close frame.
  causes: closed-idle closed-by-crash closed-network
large: The socket had opened; then a message was larger than the other side takes.
  causes: closed-too-large
ended: The socket had opened; then one side ended it on purpose.
  causes: closed-on-purpose
silent: The socket had opened; then a ping was not answered in time.
  causes: pings-unanswered closed-network
cut: The connection was upgraded; then one of its sides cut it.
  causes: closed-by-crash
compressed: The socket had opened; then a frame used bits that no agreed extension claims.
  causes: bits-unclaimed
  rules: ext-resp-unoffered resp-first-frame resp-content-in-101
session: The session that the client names is not known to the process that got the request.
  causes: session-unknown upgrade-lost
engineio: The transport of Socket.IO failed; the cause is in the description, or in the answer.
  causes: reason-hidden session-unknown upgrade-lost path-unknown
dev-server: The page's development client cannot reach the socket of its development server.
  causes: dev-server upgrade-lost nothing-listens
docker: The Docker client asked for Upgrade: tcp and did not get 101 UPGRADED.
  causes: docker-upgrade-lost
spdy: The Kubernetes client asked to upgrade and was refused; after the colon is the body of the answer.
  causes: spdy-lost kube-refused
kubelet: The API server cannot reach the node behind it.
  causes: kubelet-unreachable
backend: The proxy did not get a usable answer from the server behind it.
  causes: backend-broken
backend-status: The proxy read something other than a status line from the server behind it.
  causes: backend-not-http tls-missing
  rules: resp-line
subprotocol-repeated: The answer names more than one subprotocol, on several lines or with a comma.
  causes: subprotocol-repeated subprotocol-unoffered
  rules: resp-proto-several
reason: The program wraps another error; what follows the colon tells what failed.
  causes: reason-hidden nothing-listens not-http
backend-timeout: The server behind the proxy did not answer in time.
  causes: backend-slow
backend-dial: The proxy could not open a WebSocket to the server behind it.
  causes: plain-http upgrade-lost backend-broken
backend-101: The server behind the proxy switched to a protocol that the request did not ask for.
  causes: unasked-101
  rules: resp-101-unsolicited resp-upgrade-unoffered
proxy-module: The proxy lacks the module for the URL of the server behind it.
  causes: proxy-module
envoy-upgrade: Envoy refused the upgrade itself: its configuration does not allow it.
  causes: envoy-upgrade-off
framed: The 101 announces content, which it cannot have.
  causes: framed-101
  rules: resp-content-length resp-transfer-encoding
unasked: A 101 came that the request did not ask for.
  causes: unasked-101
  rules: resp-101-unsolicited
forbidden: The account may not do this in Kubernetes.
  causes: kube-refused
app-403: The application refused the handshake before it accepted the socket.
  causes: origin-refused access-denied path-unknown
version-socketio: Client and server speak incompatible versions of Socket.IO.
  causes: socketio-version
req-upgrade: The request arrived without Upgrade, or Upgrade does not name the protocol of this endpoint.
  causes: upgrade-lost plain-get
  rules: upg-missing upg-not-websocket conn-upgrade-alone
req-connection: The request arrived without the option upgrade in Connection.
  causes: upgrade-lost plain-get connection-list
  rules: conn-no-upgrade conn-missing conn-stripped-by-proxy
req-lost: The request arrived as an ordinary one, without Upgrade and Connection: Upgrade.
  causes: upgrade-lost plain-get
  rules: conn-stripped-by-proxy upg-missing conn-missing
req-key: The request has no Sec-WebSocket-Key, or one that is not 16 bytes in base64.
  causes: key-invalid key-missing
  rules: ws-key-length ws-key-missing ws-key-padding
req-no-key: The request has no Sec-WebSocket-Key.
  causes: key-missing
  rules: ws-key-missing
req-version: The request names no Sec-WebSocket-Version, or one other than 13.
  causes: version-refused
  rules: ws-version-missing ws-version-unsupported
req-method: The request is no GET.
  causes: method-wrong
  rules: req-method-not-get
req-http10: The request arrived as HTTP/1.0, in which there is no upgrade.
  causes: http10 upgrade-lost
  rules: req-version-10
req-origin: The server does not accept connections from pages of this origin.
  causes: origin-refused
  rules: origin-not-allowed origin-host-differs
cors: The first step is an ordinary request, and its answer does not allow pages of this origin; no handshake was sent.
  causes: origin-refused path-unknown
req-host: Host is missing, or not one that the server answers for.
  causes: host-wrong
  rules: host-missing
req-extension: The server refuses the offer of extensions.
  causes: deflate-offer
  rules: pmd-bits-range pmd-unknown-param ext-syntax
req-subprotocol: The server supports none of the subprotocols that the client offers.
  causes: subprotocol-unanswered
  rules: ws-proto-nomatch ws-proto-none
req-not-http: What connected speaks no HTTP: a health check, TLS on a plain port, a port scan.
  causes: client-not-http tls-unexpected
  rules: req-line-malformed
req-path: The server has no route for this path.
  causes: path-unknown
req-any: The server does not recognise the request as a handshake.
  causes: upgrade-lost plain-get key-missing
  rules: upg-missing conn-no-upgrade ws-key-missing
hijack: The server cannot take the connection over from its HTTP library.
  causes: hijack-impossible
  rules: resp-fields-without-101
`

var kinds = sync.OnceValue(func() map[Kind]kindFacts {
	all := map[Kind]kindFacts{}
	var kind Kind
	for line := range strings.Lines(kindText) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		facts := all[kind]
		switch {
		case !strings.HasPrefix(line, "  "):
			kind, facts = Kind(name), kindFacts{means: value}
		case name == "causes":
			facts.causes = strings.Fields(value)
		case name == "rules":
			facts.rules = strings.Fields(value)
		}
		all[kind] = facts
	}
	return all
})
