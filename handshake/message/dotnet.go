package message

// What clients and servers on .NET print.
const dotnet = `
@ .NET ClientWebSocket | dotnet/runtime src/libraries/System.Net.WebSockets.Client/src/Resources/Strings.resx
status The server returned status code '{403}' when status code '101' was expected
proxy-auth The proxy tunnel request to proxy '{http://proxy:3128/}' failed with status code '407'
proxy The proxy tunnel request to proxy '{http://proxy:3128/}' failed with status code '{403}'
field The '{Connection}' header value '{keep-alive}' is invalid
field The '{Sec-WebSocket-Accept}' header value is invalid
field The server's response was missing the required header '{Upgrade}'
any Unable to connect to the remote server
  means: .NET says this for everything that fails before the socket is open; up to .NET Core 2.1 also for a refused handshake. The inner exception tells which.
subprotocol The WebSocket client request requested '{chat}' protocol(s), but server is only accepting '{mqtt}' protocol(s)
deflate The WebSocket failed to negotiate max {server} window bits. The client requested {10} but the server responded with {15}
setup The WebSocket protocol is not supported on this platform
  means: Windows 7 and older cannot speak WebSocket with this class.
  causes: client-setup
tls-handshake The SSL connection could not be established, see inner exception
certificate The remote certificate is invalid according to the validation procedure
certificate The remote certificate is invalid because of errors in the certificate chain: {UntrustedRoot}
certificate The remote certificate was rejected by the provided RemoteCertificateValidationCallback
refused No connection could be made because the target machine actively refused it
dns No such host is known
status? Response status code does not indicate success: {404 (Not Found)}
refused Connection refused ({localhost:5000})
dns Name or service not known ({nope.invalid}:{443})
tls Cannot determine the frame size or a corrupted frame was received
not-http Received an invalid status line: '{SSH-2.0-OpenSSH_9.6}'
closed The response ended prematurely
compressed The WebSocket received a frame with one or more reserved bits set
masked The WebSocket server sent a masked frame
lost The remote party closed the WebSocket connection without completing the close handshake

@ .NET Framework | microsoft/referencesource System/net/System/Net
status The remote server returned an error: ({403}) {Forbidden}
closed The underlying connection was closed: {An unexpected error occurred on a receive.}
dns The remote name could not be resolved: '{nope.invalid}'
any An internal WebSocket error occurred. Please see the innerException, if present, for more details

@ SignalR client for C++ | SignalR/SignalR-Client-Cpp src/signalrclient
setup WebSockets not supported on the server and there is no fallback transport
  means: The server says in its answer to negotiate that it takes no WebSocket: the feature is off in IIS or in the settings of the App Service.
  causes: server-without-websocket

@ WebSocket4Net | kerryjiang/WebSocket4Net WebSocket4Net/Command/Handshake.cs
status! System.Exception: HTTP/1.1 {401 Unauthorized}

@ websocket-sharp (Unity) | sta/websocket-sharp websocket-sharp/WebSocket.cs
untold Not a WebSocket handshake response
untold Not a WebSocket connection response
accept The Sec-WebSocket-Accept header is invalid
accept-missing The Sec-WebSocket-Accept header is non-existent
accept Includes no Sec-WebSocket-Accept header, or it has an invalid value
login=401 The authentication is required
login=401 Requires the authentication
redirect The redirection is indicated
redirect Indicates the redirection
subprotocol-none The Sec-WebSocket-Protocol header is non-existent
subprotocol The Sec-WebSocket-Protocol header is invalid
extension The Sec-WebSocket-Extensions header is invalid
field The Sec-WebSocket-Version header is invalid
  causes: version-refused answer-field
timeout A timeout has occurred while receiving a handshake
tls-handshake An error has occurred during a TLS handshake
any A handshake error has occurred
any An exception has occurred while connecting
req-any Not a WebSocket handshake request
`
