package message

// What proxies print of a server behind them that they could not reach or understand.
const proxies = `
@ nginx (proxy) | nginx/nginx src/http/ngx_http_upstream.c
backend upstream prematurely closed connection while reading response header from upstream
  means: The server behind nginx closed the connection before it had sent a whole head.
backend connect() failed ({111: Connection refused}) while connecting to upstream
  means: nginx could not connect to the server behind it: the words in parentheses say why.
backend-timeout upstream timed out ({110: Connection timed out}) while {reading response header from upstream}
idle upstream timed out ({110: Connection timed out}) while proxying upgraded connection
cut recv() failed (104: Connection reset by peer) while proxying upgraded connection
lost [info] {1#1: *1} recv() failed (104: Connection reset by peer) while proxying upgraded connection
  means: The connection was upgraded; then the client cut it: nginx logs as info what clients do.
  causes: closed-network
backend recv() failed (104: Connection reset by peer) while reading response header from upstream
  means: The server behind nginx cut the connection before it had sent a whole head.
backend upstream sent too big header while reading response header from upstream
  means: The head of the server's answer is larger than proxy_buffer_size.
backend upstream SSL certificate verify error
  means: nginx does not trust the certificate of the server behind it.
  causes: backend-tls
backend SSL_do_handshake() failed {(SSL: error:0A00010B:SSL routines::wrong version number)} while SSL handshaking to upstream
  means: nginx and the server behind it did not agree on TLS; with a wrong version number that port mostly speaks plain HTTP.
  causes: backend-tls backend-broken
backend no live upstreams while connecting to upstream
  means: Each server of the upstream group has failed, and nginx tries none of them until fail_timeout is over.
backend-status upstream sent no valid HTTP/1.0 header while reading response header from upstream
head upstream sent invalid header while reading response header from upstream
head upstream sent invalid header: {'X Y\x20...'} while reading
backend host not found in upstream '{app}'
  means: nginx could not resolve the name of the server behind it, which it looks up when it starts.
tls-handshake SSL_do_handshake() failed

@ Apache (proxy) | apache/httpd modules/proxy/mod_proxy_http.c, mod_proxy.c
backend-status AH01102: error reading status line from remote server {192.168.1.33:8123}
backend AH00898: Error reading from remote server returned by {/ws}
  means: Apache httpd connected to the server behind it and could not read a whole answer.
backend AH01114: HTTP: failed to make connection to backend: {127.0.0.1}
  means: Apache httpd has no connection to the server behind it for this request; a message before this one says why.
backend AH00957: {HTTP}: attempt to connect to {127.0.0.1:8080} ({127.0.0.1}) failed
  means: Apache httpd could not connect to that address and port; the words before AH00957 say why.
backend AH02454: {WS}: attempt to connect to {127.0.0.1:8080} ({127.0.0.1}) failed
  means: Apache httpd could not connect to the server behind it; the words before AH02454 say why.
proxy-module AH01144: No protocol handler was valid for the URL {/ws}

@ HAProxy (proxy) | haproxy/haproxy src/http_ana.c
backend-status backend {app} (#{10}): invalid response
  causes: upgrade-lost backend-not-http

@ Envoy (proxy) | envoyproxy/envoy source/common/router
backend=503 upstream connect error or disconnect/reset before headers
  means: Envoy could not connect to the server behind it, or the connection ended before a whole head; what follows says which.
backend no healthy upstream
  means: Envoy has no server for this cluster: none is known, or its health checks fail.
envoy-upgrade+ upgrade_failed
http2-stream+ extended_connect_disabled

@ Heroku (proxy) | devcenter.heroku.com/articles/error-codes
idle at=error code=H15 desc='Idle connection'
backend=503 at=error code=H10 desc='App crashed'
  means: The application behind Heroku's router ended or did not start.
closed=503 at=error code=H13 desc='Connection closed without response'
backend=503 at=error code=H14 desc='No web processes running'
  means: No web dyno runs, so Heroku's router has no server to ask.

@ Varnish (proxy) | varnishcache/varnish-cache
backend=503 Error 503 Backend fetch failed

@ Node proxies (http-proxy, Vite, webpack) | http-party/node-http-proxy; chimurai/http-proxy-middleware; vitejs/vite
backend ws proxy error: {Error: connect ECONNREFUSED 127.0.0.1:3001}
  means: The proxy could not open the WebSocket to the server behind it; the error after the colon says why.
backend ws proxy socket error: {Error: read ECONNRESET}
  means: The connection of an open WebSocket through the proxy failed; the error after the colon says how.
backend [HPM] Error occurred while proxying request {localhost:3000/ws} to {http://localhost:3001/} [{ECONNREFUSED}]
  means: The proxy could not reach the server behind it: the code in brackets says why.
backend [HPM] Error occurred while trying to proxy request {/ws} from {localhost:3000} to {http://localhost:5000} ({ECONNREFUSED})
  means: The proxy could not reach the server behind it: the code in parentheses says why.
backend Could not proxy request {/ws} from {localhost:3000} to {http://localhost:5000/}
  means: The development server could not reach the server behind it; the next line has the code of the error.

@ Cloudflare (proxy) | developers.cloudflare.com, error 1020
status! error code: {522}
limited=429 error code: 1015
  means: A rule of the site at Cloudflare limits how often a client may ask.
reason=403 error code: 1010
  means: Cloudflare refused the client by what it is (the browser's signature); the request did not reach the server.
  causes: edge-blocked
reason=403 <title>Attention Required! | Cloudflare</title>
  means: The page of a rule at Cloudflare that refused the request; it did not reach the server.
  causes: edge-blocked
reason=403 <title>Just a moment...</title>
  means: Cloudflare asks for a check that only a browser can pass; the request did not reach the server.
  causes: edge-blocked
reason=403 error code: 1020
  means: A firewall rule of the site at Cloudflare refused the request; it did not reach the server.
  causes: edge-blocked

@ AWS API Gateway (proxy) | docs.aws.amazon.com, API Gateway WebSocket APIs
app-403=403 'message': 'Forbidden', 'connectionId':
  means: The authorizer of the API, or its resource policy, refused the handshake.
  causes: access-denied path-unknown

@ cloudflared (proxy) | cloudflare/cloudflared
backend Unable to reach the origin service
client Incoming request ended abruptly: context canceled
  means: The client went away before the server behind had answered.

@ HTTP/1.1 proxies and servers | RFC 9110
framed Upgrade responses cannot have a transfer coding
framed transfer encoding not allowed in 1xx or 204
framed Response Content-Length mismatch: too many bytes written
unasked Unexpected status 101 Switching Protocols
unasked SocketError: bad upgrade
`
