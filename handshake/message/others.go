package message

// What clients and servers in Dart, Ruby, PHP, Elixir and Haskell print.
const others = `
@ Dart, Flutter | dart-lang/sdk sdk/lib/_http/websocket_impl.dart
status Connection to '{https://example.com:0/ws#}' was not upgraded to websocket, HTTP status code: {403}
untold Connection to '{https://example.com:0/ws#}' was not upgraded to websocket
untold WebSocketException: Connection to {https://example.com:0/ws#} was not upgraded to websocket
accept-missing Response did not contain a 'Sec-WebSocket-Accept' header
accept Bad response 'Sec-WebSocket-Accept' header
url Unsupported URL scheme '{http}'
req-any Invalid WebSocket upgrade request
refused SocketException: Connection refused
dns SocketException: Failed host lookup: '{nope.invalid}'
dns WebSocketException: Failed host lookup: '{nope.invalid}'
dns Failed host lookup: '{nope.invalid}'
certificate HandshakeException: Handshake error in client (OS Error: CERTIFICATE_VERIFY_FAILED
tls HandshakeException: Handshake error in client (OS Error: WRONG_VERSION_NUMBER
tls-handshake HandshakeException: Connection terminated during handshake
tls-handshake HandshakeException: Handshake error in client {(OS Error: …)}

@ faye, websocket-driver | faye/websocket-driver-ruby lib/websocket/driver/client.rb
accept Error during WebSocket handshake: Sec-WebSocket-Accept mismatch
subprotocol Error during WebSocket handshake: Sec-WebSocket-Protocol mismatch

@ Rails Action Cable (server) | rails/rails actioncable/lib/action_cable
app-403 Failed to upgrade to WebSocket (REQUEST_METHOD: GET, HTTP_CONNECTION: Upgrade, HTTP_UPGRADE: websocket)
  means: Rails refused a request that does ask for the upgrade; the line in front tells why, most often the origin.
  causes: origin-refused access-denied
app-403 Failed to upgrade to WebSocket (REQUEST_METHOD: GET, HTTP_CONNECTION: keep-alive, Upgrade, HTTP_UPGRADE: websocket)
  means: Rails refused a request that does ask for the upgrade; the line in front tells why, most often the origin.
  causes: origin-refused access-denied
req-lost Failed to upgrade to WebSocket (REQUEST_METHOD: {GET}, HTTP_CONNECTION: {close}, HTTP_UPGRADE: {websocket})
req-origin Request origin not allowed: {https://a.example}
ended An unauthorized connection attempt was rejected
  means: The socket had opened; then connect in the program did not accept the client, and Action Cable ended it with the reason unauthorized.
  causes: credentials-missing

@ Phoenix (server) | phoenixframework/phoenix lib/phoenix/socket/transport.ex
req-origin=403 Could not check origin for Phoenix.Socket transport

@ gun | ninenines/gun doc/src/guide/websocket.asciidoc
status ws_upgrade_failed, {400}

@ websockex, Mint, gun | Azolo/websockex lib/websockex/errors.ex; elixir-mint/mint_web_socket
status Didn't get a proper response from the server. The response was: {403 'Forbidden'}
status WebSockex.RequestError{{code: {403}, message: '{Forbidden}'
status Mint.WebSocket.UpgradeFailureError{{status_code: {403}
accept Handshake Failed: Response didn't match challenge
refused Connection Error: :econnrefused
refused WebSockex.ConnError{{original: :econnrefused
dns WebSockex.ConnError{{original: :nxdomain
reason WebSockex.ConnError{{original: {:timeout}

@ Pawl, Ratchet | ratchetphp/Pawl src/Connector.php
status Could not connect: HTTP/1.1 {200 OK}
subprotocol-none Server did not respond with an expected Sec-WebSocket-Protocol
refused Could not connect: Connection refused

@ PHP | php/php-src ext/openssl/xp_ssl.c; reactphp/socket src/StreamEncryption.php
tls-handshake SSL operation failed with code {1}
tls-handshake Unable to complete SSL/TLS handshake
tls-handshake failed during TLS handshake

@ Textalk websocket (Phrity) | Textalk/websocket-php lib/Client.php
untold Connection to '{ws://a.example/ws}' failed: Server sent invalid upgrade response
accept Server sent bad upgrade response
refused Could not open socket to '{a.example:80}': {Connection refused (111)}
untold Invalid upgrade response
status? Invalid status code {403}.
untold Server sent invalid upgrade response

@ Haskell websockets | jaspervdj/websockets src/Network/WebSockets/Http.hs, Hybi13.hs
status MalformedResponse (ResponseHead {{responseCode = {403}, responseMessage = '{Forbidden}'
untold Wrong response status or message
accept Challenge and response hashes do not match
field Header missing: {Upgrade}
req-any MalformedRequest (RequestHead {{requestPath = '{/ws}'

@ Mojolicious | mojolicious/mojo lib/Mojo/UserAgent.pm
untold WebSocket handshake failed!
`
