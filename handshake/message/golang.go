package message

// What clients and servers in Go print.
const golang = `
@ gorilla/websocket | gorilla/websocket client.go
untold+ websocket: bad handshake
  means: gorilla says this for every refused or faulty answer; Dial returns the response beside it.
deflate websocket: invalid compression negotiation
  means: The answer agrees to permessage-deflate without both server_no_context_takeover and client_no_context_takeover, as gorilla offers it.
frames websocket: RSV{2 set, RSV3 set, bad opcode 7}
frames websocket: bad opcode {7}
large websocket: read limit exceeded
url malformed ws or wss URL
setup websocket: duplicate header not allowed: {Sec-WebSocket-Key}

@ gorilla/websocket (server) | gorilla/websocket server.go
req-connection websocket: the client is not using the websocket protocol: 'upgrade' token not found in 'Connection' header
req-upgrade websocket: the client is not using the websocket protocol: 'websocket' token not found in 'Upgrade' header
  causes: connection-fixed upgrade-lost
req-method websocket: the client is not using the websocket protocol: request method is not GET
req-connection websocket: not a websocket handshake: 'upgrade' token not found in 'Connection' header
req-upgrade websocket: not a websocket handshake: 'websocket' token not found in 'Upgrade' header
  causes: connection-fixed upgrade-lost
req-connection websocket: could not find connection header with token 'upgrade'
req-upgrade websocket: could not find upgrade header with token 'websocket'
  causes: connection-fixed upgrade-lost
req-upgrade websocket: upgrade != websocket
  causes: connection-fixed upgrade-lost
req-method websocket: request method is not GET
req-version websocket: unsupported version: 13 not found in 'Sec-Websocket-Version' header
req-version websocket: version != 13
req-origin websocket: request origin not allowed by Upgrader.CheckOrigin
req-origin websocket: origin not allowed
req-key websocket: not a websocket handshake: 'Sec-WebSocket-Key' header must be Base64 encoded value of 16-byte in length
req-no-key websocket: not a websocket handshake: 'Sec-WebSocket-Key' header is missing or blank
hijack http.Hijacker interface is not supported
lost websocket: close {1006} (abnormal closure): unexpected EOF
req-no-key websocket: key missing or blank
hijack websocket: response does not implement http.Hijacker
early websocket: client sent data before handshake is complete
  causes: client-setup

@ coder/websocket | coder/websocket dial.go, accept.go
status failed to WebSocket dial: expected handshake response status code 101 but got {403}
status expected handshake response status code 101 but got {403}
connection WebSocket protocol violation: Connection header '{keep-alive}' does not contain Upgrade
  means: Connection does not name the option upgrade. Client and server print the same words, of the answer and of the request.
  causes: answer-connection upgrade-lost plain-http
  rules: resp-conn-missing conn-no-upgrade
upgrade WebSocket protocol violation: Upgrade header '{h2c}' does not contain websocket
  causes: answer-upgrade upgrade-lost plain-http
  rules: resp-upgrade-missing upg-missing
accept WebSocket protocol violation: invalid Sec-WebSocket-Accept '{abc}', key '{s3pPLMBiTxaQ9kYGzzhZRbK+xOo=}'
subprotocol WebSocket protocol violation: unexpected Sec-WebSocket-Protocol from server: '{chat}'
extension WebSocket protcol violation: unsupported extensions from server: {[foo]}
extension WebSocket protocol violation: unsupported extensions from server: {[foo]}
extension unsupported permessage-deflate parameter: '{server_max_window_bits=10}'
  causes: deflate-answer extension-unoffered
req-method WebSocket protocol violation: handshake request method is not GET but '{POST}'
req-http10 WebSocket protocol violation: handshake request must be at least HTTP/1.1: '{HTTP/1.0}'
req-version unsupported WebSocket protocol version (only 13 is supported): '{8}'
req-no-key WebSocket protocol violation: missing Sec-WebSocket-Key
req-key WebSocket protocol violation: multiple Sec-WebSocket-Key headers
  means: The request has Sec-WebSocket-Key more than once.
  rules: ws-key-repeated
req-key WebSocket protocol violation: invalid Sec-WebSocket-Key '{abc}', must be a 16 byte base64 encoded string
req-origin request Origin '{https://a.example}' is not authorized for Host '{b.example}'
req-origin request Origin is not authorized for Host
hijack http.ResponseWriter does not implement http.Hijacker
any failed to WebSocket dial: {response body is not a io.ReadWriteCloser: http.noBody}
  causes: status-untold reason-hidden
url unexpected url scheme: '{ftp}'

@ gobwas/ws | gobwas/ws dialer.go, http.go, errors.go
status unexpected HTTP response status: {403}
subprotocol unexpected protocol in 'Sec-WebSocket-Protocol' header
extension unexpected extensions in 'Sec-WebSocket-Extensions' header
http10 handshake error: bad HTTP protocol version
req-method handshake error: bad HTTP request method
field handshake error: bad '{Upgrade}' header
untold unexpected http status

@ x/net/websocket | golang/net websocket/websocket.go, hybi.go
untold websocket.Dial {ws://example.com/ws}: bad status
upgrade websocket.Dial {ws://example.com/ws}: missing or bad upgrade
subprotocol websocket.Dial {ws://example.com/ws}: missing or bad WebSocket-Protocol
accept websocket.Dial {ws://example.com/ws}: mismatch challenge/response
url websocket.Dial {ws://example.com/ws}: bad scheme
reason websocket.Dial {ws://example.com/ws}: {dial tcp: lookup example.com: no such host}

@ lxzan/gws | lxzan/gws types.go
untold gws: handshake error
login=400 gws: unauthorized
  means: The server's own Authorize function refused the request; gws answers 400.
  causes: credentials-missing origin-refused
subprotocol gws: sub-protocol negotiation failed
deflate gws: invalid compression negotiation

@ kubectl, client-go | kubernetes/apimachinery pkg/util/httpstream
spdy unable to upgrade streaming request: {websocket: bad handshake (502 Bad Gateway): upstream}
spdy error upgrading connection: {Forbidden}
spdy unable to upgrade connection: {Forbidden (user=kubernetes, verb=create, resource=nodes, subresource=proxy)}
login=401 unable to upgrade connection: Unauthorized
kubelet unable to upgrade connection: unexpected EOF
  means: The connection to the kubelet ended before it answered.
  causes: kubelet-unreachable closed-early
req-path unable to upgrade connection: pod does not exist
  means: The kubelet that was asked does not know the pod: it runs on another node, or the address of the node belongs to another one.
  causes: container-missing kubelet-unreachable
req-path unable to upgrade connection: container not found ({'app'})
  means: The pod has no running container of that name.
  causes: container-missing

@ Kubernetes API server, kubelet (server) | kubernetes/apimachinery pkg/util/httpstream, kubernetes/apiserver
req-lost unable to upgrade: missing upgrade headers in request: {http.Header…}
  causes: spdy-lost upgrade-lost
kubelet error dialing backend: {dial tcp 192.0.2.1:10250: connect: connection refused}
req-lost+ Upgrade request required
  means: The API server got an ordinary request where it wants one that upgrades.
  causes: http2-upgrade spdy-lost upgrade-lost
forbidden is forbidden: User '{system:anonymous}' cannot {create} resource '{pods/exec}'

@ docker CLI | moby/moby client/hijack.go
docker unable to upgrade to tcp, received {200}

@ Go net/http | golang/go src/net/http, src/net/http/httputil/reverseproxy.go, golang/net http2
http2 http2: invalid Upgrade request header: {['SPDY/3.1']}
tls http: server gave HTTP response to HTTPS client
plain=400 Client sent an HTTP request to an HTTPS server
hijack can't switch protocols using non-Hijacker ResponseWriter type {*middleware.writer}
hijack hijack failed on protocol switch: {feature not supported}
backend-101 backend tried to switch protocol '{websocket}' when '{}' was requested
backend-101 backend tried to switch to invalid protocol '{}'
not-http malformed HTTP response '{SSH-2.0-OpenSSH_9.6}'
not-http malformed HTTP status code '{abc}'
reason http: proxy error: {dial tcp 127.0.0.1:8080: connect: connection refused}
tls-handshake remote error: tls: {handshake failure}
client-certificate remote error: tls: bad certificate
client-certificate remote error: tls: certificate required
client-certificate tls: client didn't provide a certificate
tls first record does not look like a TLS handshake
refused dial tcp {127.0.0.1:8080}: connect: connection refused
refused dial tcp {127.0.0.1:8080}: connectex: No connection could be made because the target machine actively refused it
dns dial tcp: lookup {nope.invalid}: no such host
dns dial tcp: lookup {nope.invalid} on {127.0.0.53:53}: no such host
dns dial tcp: lookup {nope.invalid} on {127.0.0.53:53}: server misbehaving
timeout dial tcp {192.0.2.1:443}: i/o timeout
  causes: host-unreachable timed-out
unreachable dial tcp {192.0.2.1:443}: connect: no route to host
unreachable dial tcp {192.0.2.1:443}: connect: network is unreachable
certificate x509: certificate signed by unknown authority
certificate x509: certificate has expired or is not yet valid: {current time}
certificate x509: certificate is valid for {a.example}, not {b.example}
certificate x509: certificate is not valid for any names
certificate x509: {cannot validate certificate}
reset read: connection reset by peer
timeout net/http: TLS handshake timeout
  causes: tls-handshake timed-out tls-unexpected
timeout? context deadline exceeded
timeout Client.Timeout exceeded while awaiting headers

@ Grafana Live (server) | grafana/grafana pkg/services/live/live.go
req-origin Request Origin is not authorized

@ Traefik (proxy) | traefik/traefik pkg/proxy/httputil/proxy.go
backend=502 '502 Bad Gateway' caused by: {dial tcp 172.19.0.3:8080: connect: connection refused}
backend-timeout=504 '504 Gateway Timeout' caused by: {context deadline exceeded}

@ Traefik, oxy (proxy) | vulcand/oxy forward/fwd.go
backend-dial vulcand/oxy/forward/websocket: Error dialing '{dev.example}': {websocket: bad handshake with resp: 200 200 OK}

@ upgrade101 | upgrade101 web/probe/exchange.go
dns the name cannot be resolved: {lookup nope.invalid on 127.0.0.53:53: no such host}
timeout no answer within {10s}: the server took the request and sent nothing
http2 the server answers with an HTTP/2 SETTINGS frame: it speaks HTTP/2 only, and the handshake is HTTP/1.1
http2 the server refuses HTTP/1.1, the only protocol offered in ALPN: it speaks HTTP/2 only
plain the server answers with a TLS alert: this port speaks TLS; use wss://
closed the server closed the connection without an answer
closed the server closed the connection within the head of its answer
closed the server closed the connection within the TLS handshake
timeout the head of the answer is not complete after {10s}
timeout the TLS handshake is not complete after {10s}
  causes: tls-handshake timed-out tls-unexpected
head-large the head of the answer is longer than {65536} bytes
masked the probe disconnected (code: 1002): a frame from a server with mask
compressed the probe disconnected (code: 1002): RSV bits {100}
frames the probe disconnected: bytes came that are no frame
cut the server disconnected without a Close frame
not-http the server does not speak HTTP: it sent "{220 mail.example ESMTP}"
`
