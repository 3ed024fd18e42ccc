package message

// What clients and servers in Rust, C and C++ print.
const native = `
@ tungstenite | snapview/tungstenite-rs src/error.rs
status? HTTP error: {403 Forbidden}
status Http(Response {{ status: {403}, version: {HTTP/1.1}, headers: {{{'content-length': '0'}}}, body: {Some([])} }})
status Http(Response {{ status: {403}, version: {HTTP/1.1}
connection No 'Connection: upgrade' header
  means: Connection does not hold the option upgrade. tungstenite compares the whole value in an answer, so that a list fails, too; its server says the same of a request.
  causes: answer-connection upgrade-lost plain-http
  rules: resp-conn-list resp-conn-missing resp-conn-wrong conn-no-upgrade
upgrade No 'Upgrade: websocket' header
  means: Upgrade is missing or is not exactly websocket; said of answers and of requests.
  causes: answer-upgrade upgrade-lost plain-http
  rules: resp-upgrade-missing resp-upgrade-wrong resp-upgrade-several upg-missing
req-version No 'Sec-WebSocket-Version: 13' header
req-no-key No 'Sec-WebSocket-Key' header
accept Key mismatch in 'Sec-WebSocket-Accept' header
subprotocol-none SubProtocol error: Server sent no subprotocol
subprotocol SubProtocol error: Server sent a subprotocol but none was requested
subprotocol SubProtocol error: Server sent an invalid subprotocol
closed WebSocket protocol error: Handshake not finished
not-http WebSocket protocol error: httparse error: {invalid HTTP version}
req-method Unsupported HTTP method used - only GET is allowed
http10 HTTP version must be 1.1 or higher
early Junk after client request
  causes: client-setup
setup URL error: TLS support not compiled in
  means: The address is wss://, and the library was built without TLS.
setup Url(TlsFeatureNotEnabled)
  means: The address is wss://, and the library was built without TLS.
url URL error: {URL scheme not supported}
setup WebSocket protocol error: Missing, duplicated or incorrect header {host}
  means: The request that was built by hand lacks a field of the handshake.
masked Received a masked frame from server
masked Received an unmasked frame from client
compressed Reserved bits are non-zero
lost Connection reset without closing handshake
reason WebSocket protocol error: {…}

@ hyper | hyperium/hyper src/error.rs
closed hyper::Error(IncompleteMessage)
closed connection closed before message completed

@ ws-rs | housleyjk/ws-rs src/connection.rs
untold Failed to parse response after handshake is complete

@ websocat, rust-websocket | websockets-rs/rust-websocket src/result.rs, src/client
status WebSocketError: Received unexpected status code ({404 Not Found})
untold WebSocketError: Received unexpected status code
status Upstream server returned status code other than 'switching protocols': {404 Not Found}
tls-handshake WebSocket SSL error: {bad protocol version}
status=200 StatusCodeError(Ok)
untold StatusCodeError({Forbidden})
tls-handshake Other(TlsHandshakeFailure)
untold Status code must be Switching Protocols
accept Sec-WebSocket-Accept is invalid
upgrade Upgrade field must be WebSocket
connection Connection field must be 'Upgrade'
frames WebSocketError: WebSocket protocol error
any websocat: WebSocketError: {I/O failure}

@ reqwest-websocket, fastwebsockets | jgraef/reqwest-websocket src/lib.rs
status? unexpected status code: {403 Forbidden}
status? Invalid status code: {403}

@ axum, actix (server) | tokio-rs/axum axum/src/extract/ws.rs; actix/actix-web actix-web-actors/src/ws.rs
req-connection 'Connection' header did not include 'upgrade'
req-connection Connection header did not include 'upgrade'
req-upgrade Upgrade header did not include 'websocket'
req-version Sec-WebSocket-Version header did not include '13'
req-upgrade 'Upgrade' header did not include 'websocket'
req-version 'Sec-WebSocket-Version' header did not include '13'
req-no-key 'Sec-WebSocket-Key' header missing
req-upgrade WebSocket upgrade is expected
req-connection Connection upgrade is expected
hijack WebSocket request couldn't be upgraded since no upgrade state was present

@ Boost.Beast | boostorg/beast include/boost/beast/websocket/impl/error.ipp
untold The WebSocket handshake was declined by the remote peer
http10 The WebSocket handshake was not HTTP/1.1
req-method The WebSocket handshake method was not GET
req-host The WebSocket handshake Host field is missing
connection The WebSocket handshake Connection field is missing
connection The WebSocket handshake Connection field is missing the upgrade token
upgrade The WebSocket handshake Upgrade field is missing
upgrade The WebSocket handshake Upgrade field is missing the websocket token
req-key The WebSocket handshake Sec-WebSocket-Key field is {missing}
req-version The WebSocket handshake Sec-WebSocket-Version field is {missing}
accept-missing The WebSocket handshake Sec-WebSocket-Accept field is missing
accept The WebSocket handshake Sec-WebSocket-Accept field is invalid
compressed The WebSocket frame contained illegal reserved bits
untold WebSocket upgrade handshake failed

@ websocketpp | zaphoyd/websocketpp websocketpp/processors/base.hpp, error.hpp
status+ {403} websocketpp.{processor:20} Invalid HTTP status
untold? Invalid HTTP status.
timeout The opening handshake timed out
subprotocol Selected subprotocol was not requested by the client
field A required HTTP header is missing
req-method? Invalid HTTP method.
http10? Invalid HTTP version.
tls-handshake? TLS handshake failed
timeout TLS handshake timed out
  causes: tls-handshake timed-out tls-unexpected

@ libwebsockets | warmcat/libwebsockets lib/roles/ws/client-ws.c, lib/roles/http/client/client-http.c
untold HS: ws upgrade response not 101
login=401 HS: ws upgrade unauthorized
status got bad HTTP response '{403}'
subprotocol HS: PROTOCOL malformed
setup HS: Cannot match protocol
  means: The server chose a subprotocol that the client offers, but the client's own table of protocols has no entry for it.
setup ws protocol no match
  means: The server chose a subprotocol that the client offers, but the client's own table of protocols has no entry for it.
connection HS: UPGRADE malformed
upgrade HS: UPGRADE missing
upgrade HS: Upgrade to something other than websocket
accept-missing HS: ACCEPT missing
accept HS: Accept hash wrong
extension HS: EXT: Rejects server options
extension HS: EXT: unknown ext
extension HS: EXT: {failed parsing options}
client HS: disallowed by client filter
client HS: Rejected by filter cb
redirect HS: Redirect {code but no Location}
http2 HS: h2 / ws upgrade unsupported
refused conn fail: {111}
timeout HS: {timeout}

@ IXWebSocket | machinezone/IXWebSocket ixwebsocket/IXWebSocketHandshake.cpp
status Got bad status connecting to {a.example:443}, status: {403}, HTTP Status line: {HTTP/1.1 403 Forbidden}
status Expecting status 101 (Switching Protocol), got {403} status connecting to {a.example:443}
connection Invalid connection value: {keep-alive}
connection Missing connection value
accept Invalid Sec-WebSocket-Accept value
http10 Server version is HTTP/1.0. Rejecting connection to {a.example}
closed Failed reading HTTP status line from {wss://a.example/ws}
refused Unable to connect to {a.example} on port {443}, error: {Connection refused}
req-upgrade Invalid or missing Upgrade header

@ esp_websocket_client, Arduino WebSockets | espressif/esp-idf components/tcp_transport/transport_ws.c; Links2004/arduinoWebSockets
accept-missing Sec-WebSocket-Accept not found
accept Invalid websocket key
untold [WS-Client][handleHeader] no Websocket connection
untold [handleHeader] no Websocket connection close
status+ esp_ws_handshake_status_code={403}
closed Error read response for Upgrade header {GET / HTTP/1.1}
reset+ errno = Connection reset by peer

@ tcpdump | the-tcpdump-group/tcpdump print-tcp.c
refused Flags [R.], seq 0, ack {124}, win 0
  means: The answer to the first packet is a reset: nothing accepts connections at that address and port.
reset Flags [R.], seq {1461}, ack
reset Flags [R], seq {1461}, win

@ curl | curl/curl lib/ws.c, lib/http.c, src/tool_operate.c
status Refused WebSockets upgrade: {403}
status Refused WebSocket upgrade: {403}
refused Failed to connect to {a.example} port {8080} after {2} ms: {Couldn't connect to server}
timeout Failed to connect to {a.example} port {443} after {75001} ms: Operation timed out
  causes: host-unreachable timed-out
timeout Failed to connect to {a.example} port {443} after {75001} ms: Timeout was reached
  causes: host-unreachable timed-out
http2 Error in the HTTP2 framing layer
refused Failed to connect to {a.example} port {8080}: Connection refused
dns Could not resolve host: {nope.invalid}
closed Empty reply from server
tls wrong version number
certificate SSL certificate problem: {self-signed certificate}
reset Recv failure: Connection reset by peer
http2 was not closed cleanly: PROTOCOL_ERROR
setup+ Protocol 'ws' not supported
  means: This curl speaks no WebSocket by address: it came with 7.86 as an option, and is on from 8.11. With http:// and the fields of the handshake any curl asks.
setup+ Protocol 'wss' not supported
  means: This curl speaks no WebSocket by address: it came with 7.86 as an option, and is on from 8.11. With https:// and the fields of the handshake any curl asks.
not-http Received HTTP/0.9 when not allowed
tls-handshake error:{0A000410}:SSL routines::{sslv3 alert handshake failure}
`
