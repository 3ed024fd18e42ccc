package message

// What clients in JavaScript print outside browsers, and libraries in browsers.
const javascript = `
@ Node | nodejs/undici lib/web/websocket/connection.js
untold Received network error or non-101 status code
untold Received network error or non-200 status code
  means: Over HTTP/2 the answer has to be 200, and was not.
  causes: extended-connect status-untold
  rules: h2-status-101 h2-status
subprotocol-none Server did not respond with sent protocols
upgrade Server did not set Upgrade header to 'websocket'
connection Server did not set Connection header to 'upgrade'
  means: Node compares the whole value, so that keep-alive, Upgrade fails here although it is legal.
accept Incorrect hash received in Sec-WebSocket-Accept header
extension Sec-WebSocket-Extensions header does not match
subprotocol Protocol was not set in the opening handshake

@ npm ws | websockets/ws lib/websocket.js, lib/websocket-server.js
status Unexpected server response: {403}
status unexpected server response ({403})
upgrade Invalid Upgrade header
  means: Upgrade in the answer is not exactly websocket. From a server that uses ws: the Upgrade of the request is not.
accept Invalid Sec-WebSocket-Accept header
  means: The accept value is wrong. One cause lies in the client: Sec-WebSocket-Key in the headers option changes what is sent and not what is expected.
subprotocol Server sent a subprotocol but none was requested
subprotocol Server sent an invalid subprotocol
subprotocol-none Server sent no subprotocol
extension Server sent a Sec-WebSocket-Extensions header but no extension was requested
extension Server indicated an extension that was not requested
extension Invalid Sec-WebSocket-Extensions header
timeout Opening handshake has timed out
redirect Maximum redirects exceeded
client WebSocket was closed before the connection was established
early WebSocket is not open: readyState {0} (CONNECTING)
req-key Missing or invalid Sec-WebSocket-Key header
req-version Missing or invalid Sec-WebSocket-Version header
req-extension Invalid or unacceptable Sec-WebSocket-Extensions header
req-subprotocol Invalid Sec-WebSocket-Protocol header
  means: A name that is offered is no token, or comes twice.
  rules: ws-proto-token ws-proto-duplicate
  causes: subprotocol-name
large Max payload size exceeded
compressed Invalid WebSocket frame: RSV{1} must be clear
masked Invalid WebSocket frame: MASK must be {set}
frames Invalid WebSocket frame: {invalid opcode 7}
content Invalid WebSocket frame: invalid UTF-8 sequence
url Invalid URL: {/ws}

@ Node | nodejs/node lib/net.js, lib/_http_client.js, deps/llhttp
refused connect ECONNREFUSED {127.0.0.1:8080}
refused ECONNREFUSED
dns getaddrinfo ENOTFOUND {nope.invalid}
dns getaddrinfo EAI_AGAIN {nope.invalid}
reset read ECONNRESET
reset write ECONNRESET
reset? ECONNRESET
timeout connect ETIMEDOUT {192.0.2.1:443}
  causes: host-unreachable timed-out
unreachable connect EHOSTUNREACH {192.0.2.1:443}
unreachable connect ENETUNREACH {192.0.2.1:443}
closed? socket hang up
not-http Parse Error: {Expected HTTP/, RTSP/ or ICE/}
  means: What came back is no HTTP that Node can read: another kind of service, TLS and plain text confused, or a malformed head.
tls write EPROTO {wrong version number}
closed Client network socket disconnected before secure TLS connection was established
  causes: tls-handshake tls-unexpected
certificate Hostname/IP does not match certificate's altnames: {Host: a.example. is not in the cert's altnames}
certificate unable to verify the first certificate
certificate self signed certificate in certificate chain
certificate self-signed certificate
certificate self signed certificate
certificate+ DEPTH_ZERO_SELF_SIGNED_CERT

@ npm websocket | theturtle32/WebSocket-Node lib/WebSocketClient.js, lib/WebSocketRequest.js
status Server responded with a non-101 status: {403 Forbidden}
subprotocol Server did not respond with a requested protocol
subprotocol-none Expected a Sec-WebSocket-Protocol header
connection Expected a Connection: Upgrade header from the server
upgrade Expected an Upgrade: websocket header from the server
accept-missing Expected Sec-WebSocket-Accept header from server
accept Sec-WebSocket-Accept header from server didn't match expected value of {s3pPLMBiTxaQ9kYGzzhZRbK+xOo=}
req-no-key Client must provide a value for Sec-WebSocket-Key
req-version Client must provide a value for Sec-WebSocket-Version
req-version Unsupported websocket client version: {8}

@ socket.io-client | socketio/engine.io-client lib/transports/websocket.ts, polling-xhr.ts; lib/transport.ts
engineio? websocket error
engineio connect_error due to {websocket error}
login connect_error due to authentication error
login connect_error: Authentication error
timeout connect_error due to timeout
ended io server disconnect
  means: The socket had opened; then the server ended it with disconnect().
engineio? xhr poll error
  means: The first step of Socket.IO, an ordinary request, failed before any upgrade.
  causes: path-unknown session-unknown nothing-listens reason-hidden
engineio TransportError: {websocket error}
engineio 'type':'TransportError','description':{400}
version-socketio It seems you are trying to reach a Socket.IO server in v2.x with a v3.x client

@ GraphQL Playground | graphql/graphql-playground packages/graphql-playground-react
any Could not connect to websocket endpoint {wss://a.example/graphql}

@ Browsers (fetch) | the CORS check of the Fetch standard
cors /socket.io/?{EIO=4&transport=polling}' from origin '{https://a.example}' has been blocked by CORS policy
cors /negotiate?{negotiateVersion=1}' from origin '{https://a.example}' has been blocked by CORS policy
cors /info?{t=1}' from origin '{https://a.example}' has been blocked by CORS policy

@ Pusher, Laravel Reverb (server) | pusher/pusher-js src/core/connection/protocol/protocol.ts
ended 'code':4001,'message':'{Application does not exist}'
  means: The key of the app, in the path of the address, is not known to this server or cluster. The socket had opened.
  causes: credentials-missing
ended 'message':'{Application does not exist}','code':4001
  means: The key of the app, in the path of the address, is not known to this server or cluster. The socket had opened.
  causes: credentials-missing

@ Socket.IO (server) | socketio/engine.io lib/server.ts
session=400 'code':1,'message':'Session ID unknown'
session=400 Session ID unknown
version-socketio=400 'message':'Transport unknown'
  means: The server has no such transport.
  causes: bad-request socketio-version
req-method=400 'message':'Bad handshake method'
version-socketio=400 'message':'Unsupported protocol version'
session=400 'code':3,'message':'Bad request'
  means: The query says websocket and the request is no upgrade, or the session has another transport.
  causes: upgrade-lost session-unknown bad-request

@ SignalR | dotnet/aspnetcore src/SignalR/clients/ts/signalr/src/WebSocketTransport.ts, HttpConnection.ts
session WebSocket failed to connect. The connection could not be found on the server, either the endpoint may not be a SignalR endpoint, the connection ID is not present on the server, or there is a proxy blocking WebSockets. If you have multiple servers check that sticky sessions are enabled.
session WebSocket failed to connect. The connection could not be found on the server
  means: The handshake was refused: the endpoint is no SignalR endpoint, the connection id belongs to another server, or a proxy does not pass the upgrade on.
any WebSocket failed to connect
  means: SignalR says so where it knows nothing more: the endpoint, a proxy that does not pass the upgrade on, or several servers without sticky sessions.
  causes: reason-hidden upgrade-lost session-unknown path-unknown
any Failed to start the transport 'WebSockets': {Error: There was an error with the transport.}
any There was an error with the transport
any WebSocket closed with status code: {1006} ({no reason given})
  means: The connection ended without a close frame, or was never open; 1006 does not tell which.
  causes: closed-behind-101 reason-hidden
untold Failed to complete negotiation with the server: {Error: Not Found: Status code '404'}
  causes: path-unknown reason-hidden credentials-missing
any Unable to connect to the server with any of the available transports
any Unable to initialize any of the available transports
session No Connection with that ID: Status code '{404}'
silent Server timeout elapsed without receiving a message from the server

@ Vite client | vitejs/vite packages/vite/src/client/client.ts
dev-server [vite] failed to connect to websocket
dev-server WebSocket closed without opened

@ webpack-dev-server | webpack/webpack-dev-server client-src
dev-server [webpack-dev-server] Disconnected!
dev-server [webpack-dev-server] Event: WebSocket connection error
dev-server [HMR] {Cannot connect to the server}: WebSocket
dev-server Invalid Host/Origin header
  means: The development server serves its socket only to hosts and origins on its list.

@ Deno, Bun | denoland/fastwebsockets src/handshake.rs; oven-sh/bun src/http/websocket_http_client.zig
req-upgrade Invalid Header: 'upgrade' header must contain 'websocket'
req-connection Invalid Header: 'connection' header must contain 'Upgrade'
status failed to connect to WebSocket: Invalid status code: {403}
any failed to connect to WebSocket: {error}
untold failed: Expected 101 status code
accept failed: Mismatch websocket accept header
`
