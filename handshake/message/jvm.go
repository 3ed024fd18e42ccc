package message

// What clients and servers on the Java virtual machine print.
const jvm = `
@ OkHttp | square/okhttp okhttp3/internal/ws/RealWebSocket.kt
silent sent ping but didn't receive pong within {30000ms}
silent java.net.SocketTimeoutException: sent ping but didn't receive pong within {30000ms}
setup Cleartext HTTP traffic to {a.example} not permitted
  causes: cleartext-forbidden
status Expected HTTP 101 response but was '{403 Forbidden}'
connection Expected 'Connection' header value 'Upgrade' but was '{null}'
upgrade Expected 'Upgrade' header value 'websocket' but was '{null}'
accept Expected 'Sec-WebSocket-Accept' header value '{ujmZX4KXZqjwy6vi1aQFH5p4Ygk=}' but was '{magic}'
extension unexpected Sec-WebSocket-Extensions in response header
refused Failed to connect to {a.example/192.0.2.1:8080}
closed unexpected end of stream on {http://a.example/}
lost okhttp3.internal.ws.WebSocketReader.readHeader
setup CLEARTEXT communication to {a.example} not permitted by network security policy
  means: Android does not let this app speak without TLS; nothing was sent.
  causes: cleartext-forbidden

@ Java-WebSocket | TooTallNate/Java-WebSocket org/java_websocket/drafts/Draft.java, WebSocketImpl.java
status Invalid status code received: {403} Status line: {HTTP/1.1 403 Forbidden}
field draft {Draft_6455} refuses handshake
  means: The answer is a 101 whose Upgrade, Connection, Accept, extension or subprotocol is wrong.
head not an http header
not-http Invalid status line received: {SSH-2.0} Status line: {SSH-2.0-OpenSSH_9.6}

@ Java-WebSocket (server) | TooTallNate/Java-WebSocket org/java_websocket/drafts/Draft.java
req-method Invalid request method received: {POST} Status line: {POST / HTTP/1.1}

@ nv-websocket-client | TakahikoKawasaki/nv-websocket-client com/neovisionaries/ws/client/HandshakeReader.java
status The status code of the opening handshake response is not '101 Switching Protocols'. The status line is: {HTTP/1.1 403 Forbidden}
upgrade The opening handshake response does not contain 'Upgrade' header
upgrade 'websocket' was not found in 'Upgrade' header
connection The opening handshake response does not contain 'Connection' header
connection 'Upgrade' was not found in 'Connection' header
accept-missing The opening handshake response does not contain 'Sec-WebSocket-Accept' header
accept The value of 'Sec-WebSocket-Accept' header is different from the expected one
closed The status line of the opening handshake response is empty
  causes: closed-early not-http
not-http The status line of the opening handshake response is badly formatted. The status line is: {SSH-2.0-OpenSSH_9.6}
closed Failed to read an opening handshake response from the server: {Connection reset}
closed Failed to send an opening handshake request to the server: {Broken pipe}
closed An error occurred while HTTP header section was being read: {Connection reset}
extension The value in 'Sec-WebSocket-Extensions' failed to be parsed: {;;}
  means: Sec-WebSocket-Extensions in the answer cannot be read.
extension The extension contained in the Sec-WebSocket-Extensions header is not supported: {x-webkit-deflate-frame}
extension The combination of the extensions contained in the Sec-WebSocket-Extensions header causes conflicts
subprotocol The protocol contained in the Sec-WebSocket-Protocol header is not supported: {chat}
unreachable Failed to connect to '{a.example:443}': {connect timed out}
  causes: nothing-listens host-unreachable name-unknown

@ Tyrus (GlassFish) | eclipse-ee4j/tyrus core/src/main/resources/org/glassfish/tyrus/core/l10n/localization.properties
redirect Received HTTP response status code: {302} and redirect processing is not enabled
status Response code was not 101: {403}
field Missing headers required for WebSocket negotiation
field Invalid {Upgrade} header value: '{h2c}'
timeout Handshake response not received
redirect Missing or empty Location header in 3xx HTTP Redirect response
redirect Redirect attempts exceeded maximum allowed limit of ({5}) redirects
redirect Infinite HTTP Redirection loop detected
redirect Invalid URI in Location header: '{/login}'
status=503 HTTP Status code 503 - Service Unavailable
login=401? Authentication failed.
login=401? Credentials are missing.
accept Sec-WebSocket-Key returned from server does not match expected response
req-origin Origin not verified
req-no-key Null Sec-WebSocket-Key is not allowed
req-key Invalid Sec-WebSocket-Key length. Should be 20 and is: {18}

@ Tomcat WebSocket client | apache/tomcat java/org/apache/tomcat/websocket/LocalStrings.properties
status The HTTP response from the server [{403}] did not permit the HTTP upgrade to WebSocket
any The HTTP request to initiate the WebSocket connection to [{ws://a.example/ws}] failed
status The HTTP upgrade to WebSocket failed but partial data may have been received: Status Code [{403}], HTTP headers [{}]
login Failed to handle HTTP response code [{401}]. Authentication header was not accepted by server
redirect Failed to handle HTTP response code [{302}]. Missing Location header in response
login Failed to handle HTTP response code [{401}]. Missing WWW-Authenticate header in response
login Failed to handle HTTP response code [{401}]. Unsupported Authentication scheme [{NTLM}] returned in response
proxy Failed to connect to the configured Proxy [{proxy:3128}]. The HTTP response code was [{407}]
redirect Cyclic Location header [{/ws}] detected / reached max number of redirects [{21}] of max [{20}]
subprotocol-repeated The WebSocket server returned multiple values for the Sec-WebSocket-Protocol header
extension The server responded with extension parameters the client is unable to support
refused Unable to open a connection to the server
url The scheme [{http}] is not supported. The supported schemes are ws and wss

@ Undertow (WildFly) | undertow-io/undertow core/src/main/java/io/undertow/websockets/core/WebSocketMessages.java
upgrade The response did not contain an 'Upgrade: websocket' header
connection The response did not contain a 'Connection: upgrade' header
accept Sec-WebSocket-Accept mismatch, expecting {s3pPLMBiTxaQ9kYGzzhZRbK+xOo=}, received {abc}
req-any Not a WebSocket handshake request: missing {Sec-WebSocket-Key} in the headers
req-subprotocol Could not find supported protocol in request list {[chat]}. Supported protocols are {[mqtt]}
extension Server responded with unsupported extension {foo}. Supported extensions: {[]}
extension Server provided extension {foo} which was not in client supported extensions {[]}
compressed Extensions not allowed but received rsv of {4}

@ Jetty | jetty/jetty.project jetty-websocket, UpgradeException
status Didn't switch protocols, expected status <101>, but got <{200}>
status Failed to upgrade to websocket: Unexpected HTTP Response Status Code: {403 Forbidden}
status Unexpected HTTP Response Status Code: {403 Forbidden}
any Failed to upgrade to websocket: {Connection refused}
accept Invalid Sec-WebSocket-Accept hash (was: {abc}, expected: {s3pPLMBiTxaQ9kYGzzhZRbK+xOo=})
untold Not a WebSocket Upgrade

@ netty (Vert.x, Reactor, Gatling) | netty/netty io/netty/handler/codec/http/websocketx/WebSocketClientHandshaker13.java
status Invalid handshake response getStatus: {403 Forbidden}
status Invalid handshake response status: {403 Forbidden}
upgrade Invalid handshake response upgrade: {null}
connection Invalid handshake response connection: {null}
accept-missing Invalid challenge. Actual: null. Expected: {s3pPLMBiTxaQ9kYGzzhZRbK+xOo=}
accept Invalid challenge. Actual: {abc}. Expected: {s3pPLMBiTxaQ9kYGzzhZRbK+xOo=}
subprotocol Invalid subprotocol. Actual: {null}. Expected one of: {chat}
  means: The server chose no subprotocol, or one that was not offered.
  causes: subprotocol-unanswered subprotocol-unoffered
subprotocol Invalid subprotocol. Actual: {chat}. Expected: {}
status WebSocket upgrade failure: {403}
status WebSocket connection attempt returned HTTP status code {403}
status Websocket handshake failed: {403}
timeout WebSocket client handshake timed out

@ netty (server) | netty/netty io/netty/handler/codec/http/websocketx/WebSocketServerHandshaker13.java
req-connection not a WebSocket request: a |Connection| header must includes a token 'Upgrade'
req-upgrade not a WebSocket request: a |Upgrade| header must containing the value 'websocket'
req-upgrade not a WebSocket handshake request: missing upgrade
req-no-key not a WebSocket request: missing key
req-method Invalid WebSocket handshake method: {POST}

@ java.net.http | openjdk/jdk jdk/internal/net/http/websocket/OpeningHandshake.java
status Unexpected HTTP response status code {403}
field Bad response field: {Connection}
status response: (GET {https://a.example/ws}) {403}
any java.net.http.WebSocketHandshakeException
  means: The exception has no message of its own; getResponse() holds the answer, and the cause tells more.

@ AndroidAsync | koush/AndroidAsync com/koushikdutta/async/http/AsyncHttpClient.java
untold Unable to complete websocket handshake

@ Spring (server) | spring-projects/spring-framework org/springframework/web/socket/server/support/AbstractHandshakeHandler.java
req-upgrade=400 Handshake failed due to invalid Upgrade header: {null}
req-connection=400 Handshake failed due to invalid Connection header {[keep-alive]}
req-version Handshake failed due to unsupported WebSocket version: {8}
req-method Handshake failed due to unexpected HTTP method: {POST}
req-no-key Missing 'Sec-WebSocket-Key' header
req-path Invalid SockJS path '{/ws/123}' - required to have 3 path segments
req-origin=403 Handshake request rejected, Origin header value {https://a.example} not allowed

@ Java | openjdk/jdk java.base/share/classes/java/net, sun/security/ssl
refused java.net.ConnectException: Connection refused
refused ConnectException: {failed to connect}: Connection refused
dns java.net.UnknownHostException: {nope.invalid}
dns Unable to resolve host '{nope.invalid}': No address associated with hostname
timeout java.net.SocketTimeoutException: {timeout}
timeout java.net.ConnectException: Connection timed out
  causes: host-unreachable timed-out
reset java.net.SocketException: Connection reset
certificate PKIX path building failed: {unable to find valid certification path to requested target}
certificate Trust anchor for certification path not found
certificate SSLPeerUnverifiedException: Hostname {a.example} not verified
certificate No subject alternative {DNS} name matching {a.example} found
tls Unsupported or unrecognized SSL message
certificate javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: {Trust anchor for certification path not found.}
certificate javax.net.ssl.SSLHandshakeException: PKIX path building failed: {unable to find valid certification path to requested target}
tls-handshake javax.net.ssl.SSLHandshakeException: {Remote host terminated the handshake}
closed java.io.EOFException: {\n not found: limit=0 content=…}
`
