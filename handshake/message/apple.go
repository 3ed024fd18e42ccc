package message

// What clients on Apple's systems print.
const apple = `
@ SocketRocket (React Native on iOS) | facebookincubator/SocketRocket SocketRocket/SRWebSocket.m
status received bad response code from server {404}
status Received bad response code from server: {404}
accept-or-status Invalid Sec-WebSocket-Accept response
subprotocol Server specified Sec-WebSocket-Protocol that wasn't requested
timeout Timeout Connecting to Server
timeout Timed out connecting to server
certificate Invalid server certificate

@ Starscream | daltoniam/Starscream Sources/Framer/HTTPHandler.swift, Sources/Security/FoundationSecurity.swift
status HTTPUpgradeError.notAnUpgrade({403})
status HTTPUpgradeError.notAnUpgrade({403}, {['Server': 'nginx']})
untold HTTPUpgradeError error {0}
  means: Error 0 is an answer that is no 101; error 1 is an answer that is no HTTP.
  causes: status-untold path-unknown upgrade-lost not-http
status Error Domain=WebSocket Code={404} 'Invalid HTTP upgrade'
status message: 'Invalid HTTP upgrade', code: {404}
status Invalid HTTP upgrade {403}
untold Invalid HTTP upgrade
accept accept header doesn't match
frames masked and rsv data is not currently supported
  means: Behind a refused handshake: the page of the refusal was read as frames. The status of the answer tells why it was refused.
  causes: status-untold bytes-not-frames mask-wrong

@ URLSession (iOS, macOS) | Apple CFNetwork, Foundation NSURLError
untold NSURLErrorDomain Code=-1011 'There was a bad response from the server.'
  means: The answer was no 101, or a 101 that is not right; the status is not told.
untold There was a bad response from the server
refused NSURLErrorDomain Code=-1004 'Could not connect to the server.'
refused? Could not connect to the server
dns NSURLErrorDomain Code=-1003 'A server with the specified hostname could not be found.'
dns A server with the specified hostname could not be found
timeout NSURLErrorDomain Code=-1001 'The request timed out.'
timeout Error Domain=NSURLErrorDomain Code=-1001
refused Error Domain=NSURLErrorDomain Code=-1004
closed NSURLErrorDomain Code=-1005 'The network connection was lost.'
tls-handshake NSURLErrorDomain Code=-1200 'An SSL error has occurred and a secure connection to the server cannot be made.'
tls-handshake An SSL error has occurred and a secure connection to the server cannot be made
certificate NSURLErrorDomain Code=-1202
certificate NSOSStatusErrorDomain Code=-9807
certificate OSStatus error -9807
tls-handshake OSStatus error -98{36}
tls-handshake NSOSStatusErrorDomain Code=-98{36}
certificate The certificate for this server is invalid
setup App Transport Security has blocked a cleartext
  causes: cleartext-forbidden
setup The resource could not be loaded because the App Transport Security policy requires the use of a secure connection
  causes: cleartext-forbidden
closed NSPOSIXErrorDomain Code=57 'Socket is not connected'
  means: The program sent or received before the handshake was done, or the server closed.
  causes: closed-early sent-before-open status-untold
refused NSPOSIXErrorDomain Code=61 'Connection refused'
reset NSPOSIXErrorDomain Code=54 'Connection reset by peer'
`
