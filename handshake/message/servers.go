package message

// What servers print in answers and logs, apart from the libraries that have files of their own.
const servers = `
@ nginx (server) | nginx/nginx src/http/ngx_http_special_response.c
plain=400 The plain HTTP request was sent to HTTPS port
@ nginx (server) | nginx/nginx src/event/ngx_event_openssl.c
plain SSL_do_handshake() failed (SSL: error:{0A00010B:SSL routines:}:wrong version number) while SSL handshaking, client: {192.0.2.1}
  means: On a port with ssl a client sent something else than TLS. Plain HTTP nginx recognises before that, and answers with 400.
  causes: tls-missing client-not-http

@ Apache (server) | apache/httpd modules/ssl/ssl_engine_io.c
plain=400 You're speaking plain HTTP to an SSL-enabled server port

@ OCPP.Core (server) | dallmann-consulting/OCPP.Core OCPP.Core.Server
req-subprotocol No supported sub-protocol in '{}' from charge station

@ n8n (server) | n8n-io/n8n packages/cli/src/push/index.ts
req-origin Origin header does NOT match the expected origin. {(Origin: 'a.example', Expected: 'b.example')}

@ Hasura (server) | hasura/graphql-engine server/src-lib/Hasura/GraphQL/Transport/WebSocket.hs
req-path only '{/v1/graphql}' are supported on websockets

@ Guacamole (server) | apache/guacamole-client RestrictedGuacamoleHTTPTunnelServlet.java
req-lost Using HTTP tunnel (not WebSocket). Performance may be sub-optimal.
  means: The client fell back to ordinary requests, because its WebSocket did not open.

@ amphp (server) | amphp/http-server#70
req-connection 'Connection: Upgrade' header required
  causes: connection-list upgrade-lost

@ a WebSocket server (server) | lesson firefox-keep-alive
req-connection Handshake request with invalid Connection header: '{keep-alive, Upgrade}'
  causes: connection-list upgrade-lost
`
