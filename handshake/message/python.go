package message

// What clients and servers in Python print.
const python = `
@ Python websocket-client | websocket-client/websocket-client websocket/_handshake.py, _http.py, _url.py
status Handshake status {403 Forbidden}
field Invalid WebSocket Header
  causes: accept-wrong answer-field plain-http
subprotocol Invalid subprotocol: {['chat']}
proxy failed CONNECT via proxy status: {407}
lost Connection to remote host was lost
lost socket is already closed
  means: The socket had opened; the program used it after its connection had ended. An earlier line tells why.
silent ping/pong timed out
dns Host not found.: {example.com:443}
url? scheme {http} is invalid
setup? SSL not available

@ Python websockets | python-websockets/websockets src/websockets/exceptions.py, client.py, server.py, http11.py
status server rejected WebSocket connection: HTTP {403}
status Status code not 101: {403}
field missing {Upgrade} header
  means: A field of the handshake is missing; the client says it of answers, the server of requests.
  causes: answer-field upgrade-lost plain-http
  rules: resp-upgrade-missing resp-conn-missing resp-accept-missing ws-key-missing ws-version-missing
field empty {Upgrade} header
  causes: answer-field upgrade-lost plain-http
field invalid {Connection} header: {keep-alive}
  means: A field of the handshake has the wrong value; the client says it of answers, the server of requests.
  causes: answer-field upgrade-lost plain-http
  rules: resp-accept-wrong resp-upgrade-wrong resp-conn-wrong conn-no-upgrade upg-not-websocket
subprotocol unsupported subprotocol: {superchat}
subprotocol no subprotocols supported
subprotocol-repeated multiple subprotocols: {chat, superchat}
extension no extensions supported
extension Unsupported extension: name = {permessage-deflate}, params = {[]}
not-http did not receive a valid HTTP response
not-http connection closed while reading HTTP status line
  causes: closed-early not-http tls-missing
proxy did not receive a valid HTTP response from proxy
proxy proxy rejected connection: HTTP {403}
req-not-http did not receive a valid HTTP request
req-not-http connection closed while reading HTTP request line
req-any? opening handshake failed
redirect more than {10} redirects
redirect cannot follow redirect to {non-secure URI}
timeout timed out during opening handshake
timeout timed out during handshake
http10 unsupported HTTP version: {HTTP/1.0}
req-method unsupported HTTP method; expected GET; got {POST}
url isn't a valid URI: scheme isn't ws or wss
req-any Failed to open a WebSocket connection: {missing Connection header}
  causes: plain-get upgrade-lost key-missing
req-origin=403 Failed to open a WebSocket connection: {invalid} Origin header
req-no-key=400 Failed to open a WebSocket connection: missing Sec-WebSocket-Key header
req-key=400 Failed to open a WebSocket connection: {invalid} Sec-WebSocket-Key header
req-version=400 Failed to open a WebSocket connection: {missing} Sec-WebSocket-Version header
req-any You cannot access a WebSocket server directly with a browser
  causes: plain-get upgrade-lost
lost no close frame received or sent
lost code = {1006} (connection closed abnormally [internal])
lost keepalive ping timeout; no close frame received
  means: The socket had opened; then a ping was not answered in time, and the library ended the connection.
  causes: pings-unanswered closed-network

@ Python websockets, asyncio | python-websockets/websockets src/websockets/asyncio/client.py
setup got an unexpected keyword argument 'extra_headers'
  means: Since version 14 of websockets the argument is named additional_headers; the old one reaches asyncio, which does not know it. Nothing was sent.
setup got an unexpected keyword argument 'additional_headers'
  means: Before version 14 of websockets the argument is named extra_headers. Nothing was sent.

@ Python http.server (server) | python/cpython Lib/http/server.py
req-not-http code 400, message Bad request version ({'\x01'})
req-not-http code 400, message Bad request syntax ({'\x16\x03\x01'})

@ Python aiohttp | aio-libs/aiohttp aiohttp/client.py, client_exceptions.py, web_ws.py
upgrade {101}, message='Invalid upgrade header'
connection {101}, message='Invalid connection header'
accept {101}, message='Invalid challenge response'
status {403}, message='Invalid response status'
refused Cannot connect to host {localhost:8080} ssl:{default} [{Connect call failed ('127.0.0.1', 8080)}]
  causes: nothing-listens name-unknown certificate
req-not-http Bad status line 'Invalid method encountered
large Message size {4194305} exceeds limit {4194304}
req-upgrade No WebSocket UPGRADE hdr: {None}
req-connection No CONNECTION upgrade hdr: {keep-alive}

@ python-socketio, python-engineio | miguelgrinberg/python-engineio src/engineio/client.py, server.py
engineio WebSocket upgrade failed: connection error
silent WebSocket upgrade failed: no PONG packet
  means: The socket had opened; the server did not answer the probe of Engine.IO with a pong.
engineio Unexpected response from server
  means: What came back is no packet of Engine.IO: another server, or another path.
  causes: path-unknown session-unknown reason-hidden
engineio Unexpected status code {400} in server response
  means: An ordinary request of Socket.IO, such as the first, was refused.
engineio socketio.exceptions.ConnectionError: {Connection error}
engineio OPEN packet not returned by server
  causes: path-unknown session-unknown
setup You need to use the {eventlet} server. See the Deployment section
  means: The development server that runs the application speaks no WebSocket.
  causes: server-without-websocket
setup The gevent-websocket server is not configured appropriately
  means: The server runs without the part that speaks WebSocket.
  causes: server-without-websocket
setup WebSocket transport not available. Install {simple-websocket} for improved performance
  means: The server has no library for WebSockets, so that only polling works.
  causes: server-without-websocket
session Invalid session {abc} (further occurrences of this error will be logged with level INFO)
req-origin {https://a.example} is not an accepted origin.
version-socketio The client is using an unsupported version of the Socket.IO or Engine.IO protocols

@ Autobahn | crossbario/autobahn-python autobahn/websocket/protocol.py
status WebSocket connection upgrade failed ({403 - Forbidden})
status WebSocket connection upgrade failed [{403}]
accept HTTP Sec-WebSocket-Accept bogus value
timeout WebSocket opening handshake timeout
req-any? no WebSocket upgrade {request}
req-origin=400 WebSocket connection denied: origin '{null}' not allowed

@ Eclipse Paho (Python) | eclipse/paho.mqtt.python src/paho/mqtt/client.py
untold WebSocket handshake error, connection not upgraded
accept WebSocket handshake error, invalid secret key
untold WebSocket handshake error

@ wsproto, trio-websocket | python-hyper/wsproto src/wsproto/handshake.py; python-trio/trio-websocket
status ConnectionRejected<status_code={403}>
connection Missing header, 'Connection: Upgrade'
  causes: answer-connection upgrade-lost
upgrade Missing header, 'Upgrade: WebSocket'
  causes: answer-upgrade upgrade-lost
accept? Bad accept token

@ Jupyter, Tornado (server) | tornadoweb/tornado tornado/websocket.py
req-upgrade=400 Can 'Upgrade' only to 'WebSocket'
req-connection=400 'Connection' must be 'Upgrade'
req-no-key=400 Missing/Invalid WebSocket headers
  means: Host, Sec-WebSocket-Key or Sec-WebSocket-Version is missing.
req-origin=403 Cross origin websockets not allowed
req-origin Blocking Cross Origin WebSocket Attempt
login Couldn't authenticate WebSocket connection

@ Uvicorn, Daphne, Starlette (server) | encode/uvicorn uvicorn/protocols/websockets; django/daphne
app-403 connection rejected ({403 Forbidden})
app-403 - 'WebSocket {/ws}' {403}
app-403 failing WebSocket opening handshake ('Access denied')
req-any failing WebSocket opening handshake ('{reason}')
app-403=403 WebSocket REJECT {/ws/chat/ [127.0.0.1:50000]}
app-403=403+ 'WSREJECT {/ws/chat/}'
req-path No route found for path '{ws/chat}'
setup No supported WebSocket library detected
  means: The server runs without a library for WebSockets, so that it answers every handshake as an ordinary request.
  causes: server-without-websocket
setup Unsupported upgrade request
  causes: server-without-websocket
req-not-http Invalid HTTP request received
hijack=500? Exception in ASGI application
  means: The application failed while it handled the connection; the traceback behind the line says where.
  causes: handler-failed
hijack=500 ASGI callable returned without sending handshake
  causes: handler-failed

@ Django (server) | django/django django/http/request.py, django/middleware/csrf.py
req-host=400 Invalid HTTP_HOST header: '{a.example}'
app-403=403 Forbidden (CSRF cookie not set.)
  causes: access-denied credentials-missing
app-403=403 Forbidden (Origin checking failed - {https://a.example} does not match any trusted origins.)
  causes: origin-refused

@ Home Assistant (server) | home-assistant/core homeassistant/components/http/forwarded.py
req-host=400 A request from a reverse proxy was received from {172.30.33.5}, but your HTTP integration is not set-up for reverse proxies
  means: Home Assistant answers 400 to everything that comes through a proxy until use_x_forwarded_for is true and trusted_proxies lists that proxy.
  causes: proxy-untrusted
req-host=400 Received X-Forwarded-For header from an untrusted proxy {172.30.33.5}
  means: Home Assistant answers 400 to everything that comes from a proxy which trusted_proxies does not list.
  causes: proxy-untrusted

@ Python | python/cpython Modules/socketmodule.c, Modules/_ssl.c
proxy Tunnel connection failed: {407 Proxy Authentication Required}
refused [Errno 111] Connection refused
refused [Errno 61] Connection refused
refused [WinError {1225}] The remote computer refused the network connection
refused [Errno {10061}] Connect call failed
refused Connect call failed ({'127.0.0.1', 8080})
dns [Errno -2] Name or service not known
dns [Errno -3] Temporary failure in name resolution
dns [Errno 11001] getaddrinfo failed
dns [Errno 8] nodename nor servname provided, or not known
reset [Errno 104] Connection reset by peer
tls+ [SSL: WRONG_VERSION_NUMBER]
certificate+ [SSL: CERTIFICATE_VERIFY_FAILED]
timeout [Errno 110] Connection timed out
  causes: host-unreachable timed-out
unreachable [Errno 113] No route to host
`
