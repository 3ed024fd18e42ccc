package message

// What the consoles of browsers show.
const browsers = `
@ Chrome, Edge | chromium net/websockets/websocket_stream.cc, websocket_basic_handshake_stream.cc
any WebSocket connection to '{wss://a.example/ws}' failed
any WebSocket connection to {wss://a.example/ws} failed
any< WebSocket connection to '{wss://a.example/ws}' failed: 
  means: Chrome gives no reason here. It says the same for a refused handshake, for a server that cannot be reached and for a page that went away; the network panel shows which.
status Error during WebSocket handshake: Unexpected response code: {403}
not-http Error during WebSocket handshake: Invalid status line
field Error during WebSocket handshake: '{Upgrade}' header is missing
field Error during WebSocket handshake: '{Upgrade}' header must not appear more than once in a response
  means: The field comes twice, or with a comma, which counts as twice. Often a proxy and the server behind it both add it.
  rules: resp-accept-repeated resp-upgrade-several resp-proto-several
  causes: answer-field answer-upgrade subprotocol-repeated
upgrade Error during WebSocket handshake: 'Upgrade' header value is not 'WebSocket': {h2c}
connection Error during WebSocket handshake: 'Connection' header value must contain 'Upgrade'
connection Error during WebSocket handshake: 'Connection' header value is not 'Upgrade'
accept Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value
accept-missing Error during WebSocket handshake: 'Sec-WebSocket-Accept' header is missing
subprotocol Error during WebSocket handshake: Response must not include 'Sec-WebSocket-Protocol' header if not present in request: {chat}
  means: The server names a subprotocol, and the page offered none in new WebSocket(url).
subprotocol Error during WebSocket handshake: Response must not include 'Sec-WebSocket-Protocol' header if not present in request
subprotocol-repeated Error during WebSocket handshake: 'Sec-WebSocket-Protocol' header must not appear more than once in a response
subprotocol Error during WebSocket handshake: 'Sec-WebSocket-Protocol' header value '{mqtt}' in response does not match any of sent values
subprotocol-none Error during WebSocket handshake: Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received
extension Error during WebSocket handshake: 'Sec-WebSocket-Extensions' header value is rejected by the parser: {permessage-deflate;;}
  means: Sec-WebSocket-Extensions in the answer cannot be read.
  rules: ext-syntax ext-empty
extension Error during WebSocket handshake: Found an unsupported extension '{x-webkit-deflate-frame}' in 'Sec-WebSocket-Extensions' header
extension Error during WebSocket handshake: Found an unsupported extension
extension Error during WebSocket handshake: Received duplicate permessage-deflate response
deflate Error during WebSocket handshake: Error in permessage-deflate: {Received invalid client_max_window_bits parameter}
login HTTP Authentication failed; no valid credentials available
proxy-auth Proxy authentication failed
proxy-auth Error in connection establishment: net::ERR_UNEXPECTED_PROXY_AUTH
  means: The server itself answered 407, which only a proxy may do.
timeout Error during WebSocket handshake: net::ERR_CONNECTION_TIMED_OUT
  causes: host-unreachable timed-out
req-origin Error during WebSocket handshake: origin mismatch{: null} != {http://b.example}
  means: A browser from before RFC 6455 compares the origin that the answer repeats with its own.
  causes: hixie
not-http Error during WebSocket handshake: net::ERR_INVALID_HTTP_RESPONSE
http2-stream Stream closed with error: net::ERR_HTTP2_PROTOCOL_ERROR
http2-stream ERR_HTTP2_PROTOCOL_ERROR
blocked ERR_BLOCKED_BY_CLIENT
blocked ERR_BLOCKED_BY_ADMINISTRATOR
  means: A policy of the organisation that manages the browser forbids the address; nothing was sent.
reset ERR_CONNECTION_ABORTED
  means: No acknowledgement came for what was sent.
  causes: closed-network connection-reset
timeout ERR_TIMED_OUT
  causes: host-unreachable timed-out
proxy ERR_TUNNEL_CONNECTION_FAILED
proxy ERR_PROXY_CONNECTION_FAILED
client-certificate ERR_BAD_SSL_CLIENT_AUTH_CERT
client-certificate ERR_SSL_CLIENT_AUTH_CERT_NEEDED
tls-handshake ERR_SSL_VERSION_OR_CIPHER_MISMATCH
tls-handshake ERR_SSL_UNRECOGNIZED_NAME_ALERT
url ERR_UNSAFE_PORT
  means: The browser refuses the port, which belongs to another protocol (Fetch standard, port blocking); nothing was sent.
url ERR_DISALLOWED_URL_SCHEME
redirect ERR_TOO_MANY_REDIRECTS
setup ERR_INSUFFICIENT_RESOURCES
  means: The browser has as many sockets open as it allows; nothing was sent. A page that connects again and again without closing uses them up.
closed ERR_RESPONSE_HEADERS_TRUNCATED
head-large ERR_RESPONSE_HEADERS_TOO_BIG
closed ERR_EMPTY_RESPONSE
tls ERR_SSL_PROTOCOL_ERROR
certificate ERR_CERT_AUTHORITY_INVALID
certificate ERR_CERT_COMMON_NAME_INVALID
certificate ERR_CERT_DATE_INVALID
not-http ERR_INVALID_HTTP_RESPONSE
closed Connection closed before receiving a handshake response
  means: The connection ended without an answer: a crash in the handler, a proxy that gave up, TLS on a plain port. Or the page itself closed the socket first.
client WebSocket is closed before the connection is established
  means: The page called close() while the handshake was under way; React does this in development, where effects run twice.
reason Error during WebSocket handshake: net::{ERR_WS_PROTOCOL_ERROR}
  means: The connection failed while the answer was read: reset, cut off, or not HTTP. The name behind net:: says which.
  causes: closed-early tls-unexpected timed-out
refused Error in connection establishment: net::ERR_CONNECTION_REFUSED
refused ERR_CONNECTION_REFUSED
reset ERR_CONNECTION_RESET
dns ERR_NAME_NOT_RESOLVED
closed net::ERR_CONNECTION_CLOSED
timeout net::ERR_CONNECTION_TIMED_OUT
  causes: host-unreachable timed-out
unreachable net::ERR_ADDRESS_UNREACHABLE
unreachable net::ERR_INTERNET_DISCONNECTED
dns Error in connection establishment: net::ERR_NAME_NOT_RESOLVED
certificate Error in connection establishment: net::ERR_CERT_{AUTHORITY_INVALID}
  means: The certificate is not trusted for this name: self-signed, expired, or made for another host. A page can be clicked through, a socket cannot.
certificate net::ERR_CERT_{WEAK_KEY}
tls Error in connection establishment: net::ERR_SSL_PROTOCOL_ERROR
reset Error in connection establishment: net::ERR_CONNECTION_RESET
closed Error in connection establishment: net::ERR_CONNECTION_CLOSED
closed Error in connection establishment: net::ERR_EMPTY_RESPONSE
timeout Error in connection establishment: net::ERR_CONNECTION_TIMED_OUT
  means: No answer at all: a wrong address, or a firewall that drops packets.
  causes: host-unreachable timed-out
unreachable Error in connection establishment: net::ERR_ADDRESS_UNREACHABLE
unreachable Error in connection establishment: net::ERR_INTERNET_DISCONNECTED
  means: The browser has no network.
proxy Error in connection establishment: net::ERR_TUNNEL_CONNECTION_FAILED
proxy Error in connection establishment: net::ERR_PROXY_CONNECTION_FAILED
blocked Error in connection establishment: net::ERR_BLOCKED_BY_CLIENT
  means: An extension of the browser, often an ad blocker, stopped the connection; nothing was sent.
client-certificate Error in connection establishment: net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED
tls-handshake Error in connection establishment: net::ERR_SSL_{VERSION_OR_CIPHER_MISMATCH}
reason Error in connection establishment: net::{ERR_FAILED}
  means: The connection failed before any HTTP was spoken. The name behind net:: says why.
  causes: host-unreachable reason-hidden
proxy Establishing a tunnel via proxy server failed
timeout WebSocket opening handshake timed out
client WebSocket opening handshake was canceled
mixed Mixed Content: The page at '{https://a.example/}' was loaded over HTTPS, but attempted to connect to the insecure WebSocket endpoint '{ws://b.example/ws}'.
mixed was loaded over HTTPS, but attempted to connect to the insecure WebSocket endpoint
mixed An insecure WebSocket connection may not be initiated from a page loaded over HTTPS
mixed SecurityError: Failed to construct 'WebSocket'
  means: A page that came over https may not open ws://, and one with a policy not every address; nothing was sent.
  causes: mixed-content csp address-invalid
url Failed to construct 'WebSocket': The URL '{/ws}' is invalid
url Failed to construct 'WebSocket': The URL's scheme must be either {'http', 'https', 'ws', or 'wss'}. '{ftp}' is not allowed.
url The URL's scheme must be either 'ws' or 'wss'. '{http}' is not allowed.
url Failed to construct 'WebSocket': The URL contains a fragment identifier ('{top}')
subprotocol-name Failed to construct 'WebSocket': The subprotocol '{a b}' is invalid
subprotocol-name Failed to construct 'WebSocket': The subprotocol '{chat}' is duplicated
early Failed to execute 'send' on 'WebSocket': Still in CONNECTING state
early WebSocket is already in CLOSING or CLOSED state
  means: The program sent after the socket had closed or failed; an earlier message tells why it did.
  causes: reason-hidden closed-on-purpose closed-by-crash
csp Refused to connect to '{ws://b.example/}' because it violates the following Content Security Policy directive: '{connect-src data:}'.
csp Connecting to '{ws://b.example/}' violates the following Content Security Policy directive: '{connect-src data:}'. The action has been blocked.
csp violates the following Content Security Policy directive: '{connect-src data:}'
csp violates the document's Content Security Policy
masked A server must not mask any frames that it sends to the client.
frames Invalid frame header
compressed One or more reserved bits are on: {reserved1 = 1, reserved2 = 0, reserved3 = 1}
content Could not decode a text frame as UTF-8

@ Firefox | mozilla dom/locales/en-US/chrome/appstrings.properties
any Firefox can't establish a connection to the server at {wss://a.example/ws}
any Firefox kann keine Verbindung zu dem Server unter {wss://a.example/ws} aufbauen.
any Firefox ne peut établir de connexion avec le serveur à l'adresse {wss://a.example/ws}
any Firefox no puede establecer una conexión con el servidor en {wss://a.example/ws}
any Firefox non può stabilire una connessione con il server {wss://a.example/ws}
any Firefox не может установить соединение с сервером {wss://a.example/ws}
any Firefox nie może nawiązać połączenia z serwerem {wss://a.example/ws}
any Firefox kan geen verbinding maken met de server op {wss://a.example/ws}
any Firefox 无法建立到 {wss://a.example/ws} 服务器的连接
any O Firefox não conseguiu estabelecer uma conexão com o servidor em {wss://a.example/ws}
reason The connection to {wss://a.example/ws} was interrupted while the page was loading.
  means: The page was left while the handshake was under way, or the server closed without an answer.
  causes: closed-by-page closed-early bytes-not-frames
  rules: resp-content-in-101
reason Die Verbindung zu {wss://a.example/ws} wurde unterbrochen, während die Seite geladen wurde.
  means: The page was left while the handshake was under way, or the server closed without an answer.
  causes: closed-by-page closed-early bytes-not-frames
refused NS_ERROR_WEBSOCKET_CONNECTION_REFUSED
mixed The operation is insecure
csp Content-Security-Policy: The page's settings blocked the loading of a resource (connect-src) at {wss://b.example/} because it violates the following directive: '{connect-src data:}'
csp Content Security Policy: The page's settings blocked the loading of a resource at {wss://b.example/} ('{connect-src}').
csp Content-Security-Policy: The page's settings blocked {a resource (connect-src)} at {wss://b.example/} from being loaded because it violates the following directive: '{connect-src data:}'

@ Safari | WebKit Source/WebCore/Modules/websockets
client WebSocket connection to '{ws://a.example/ws}' failed: WebSocket is closed due to suspension
refused WebSocket network error: The operation couldn't be completed. Connection refused
reason WebSocket network error: The operation couldn't be completed. Protocol error
  means: The server was reached, and what it sent broke the protocol; Safari does not say where.
  causes: bytes-not-frames bits-unclaimed answer-field
reason The operation couldn't be completed. Protocol error
  means: The server was reached, and what it sent broke the protocol; Safari does not say where.
  causes: bytes-not-frames bits-unclaimed answer-field
reason WebSocket network error: The operation couldn't be completed. {Socket is not connected}
  causes: closed-early connection-reset certificate
certificate The operation couldn't be completed. (OSStatus error -9807.)
certificate The operation couldn't be completed. (OSStatus error -9812.)
certificate The operation couldn't be completed. (OSStatus error -9813.)
certificate The operation couldn't be completed. (OSStatus error -9814.)
certificate The operation couldn't be completed. (OSStatus error -9843.)
tls-handshake The operation couldn't be completed. (OSStatus error -98{36}.)
  causes: tls-handshake certificate
csp Refused to connect to {wss://b.example/} because it appears in neither the connect-src directive nor the default-src directive of the Content Security Policy
csp Refused to connect to {wss://b.example/} because it does not appear in the connect-src directive of the Content Security Policy
status Unexpected response code: {403}
untold failed: There was a bad response from the server
mixed was not allowed to {run insecure content} from {ws://b.example/}
`
