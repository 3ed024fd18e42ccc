package handshake

import "strings"

// StatusMeaning is the meaning of a status as the answer to a handshake.
type StatusMeaning struct {
	Status int
	Name   string // the reason phrase of RFC 9110 §15, or of the source that defines the status; "" for none
	Means  string // what has usually happened
	First  string // what to check first
}

// StatusMeans returns the meaning of a status, or that of its class if the status has no entry. ok is false for a number outside
// 100–599.
func StatusMeans(status int) (m StatusMeaning, ok bool) {
	for _, m := range meanings {
		if m.Status == status {
			return m, true
		}
	}
	if status < 100 || status > 599 {
		return StatusMeaning{}, false
	}
	m = classes[status/100-1]
	m.Status = status
	return m, true
}

// Elsewhere returns the status with which gorilla and others refuse a request that this endpoint refuses with another one: to them an
// ordinary request is a bad one (web/peers). The answer is this endpoint's, or its status line; 0 where there is no such difference.
func Elsewhere(answer string) int {
	if strings.HasPrefix(answer, "HTTP/1.1 426 ") {
		return 400
	}
	return 0
}

// Statuses returns every status with an entry, in numerical order.
func Statuses() []StatusMeaning { return append([]StatusMeaning(nil), meanings...) }

var classes = [5]StatusMeaning{
	{Means: "An interim answer: it settles nothing, and the final answer is still to come.", First: "Read on; if nothing follows, the server's log."},
	{Means: "An ordinary answer of success. Something that does not know WebSocket took the request for a page.", First: "The path, and whether a proxy passes Upgrade and Connection on."},
	{Means: "The server points elsewhere. Chrome, Firefox, Node and npm ws do not follow that for a socket.", First: "Location, and connect to that address directly."},
	{Means: "The server finds fault with the request.", First: "The body of the answer; it often says what is wrong."},
	{Means: "The server, or a proxy before it, failed with a request that may be fine.", First: "The log of the server that sent this answer; Server and Via tell which that was."},
}

var meanings = []StatusMeaning{
	{100, "Continue", "The server is ready for the content of the request; nothing is decided yet.",
		"Whether the request has Expect: 100-continue; a handshake has no content and needs none. The real answer comes next."},
	{101, "Switching Protocols", "The server agrees. It counts only together with the right Upgrade, Connection and Sec-WebSocket-Accept. After the empty line that ends it the connection is no longer HTTP: both sides go on in the protocol that Upgrade names.",
		"If the client fails all the same: Upgrade, Connection and Sec-WebSocket-Accept, the value of which follows from the key of this very request."},
	{103, "Early Hints", "The server names things to load in advance; nothing is decided yet.",
		"The answer after it."},
	{200, "OK", "An ordinary page, the fallback of a single-page app, or a health check answered: the request reached something that serves HTTP only. Over HTTP/2, to an extended CONNECT, 200 is success.",
		"The path first, then whether the proxy passes Upgrade and Connection on; the answer's fields and content may show who answered."},
	{204, "No Content", "A handler for something else answered, for instance one for CORS preflights.",
		"The path, and the method that arrived."},
	{206, "Partial Content", "A file server answered.",
		"The path: static files are served where the socket should be."},
	{301, "Moved Permanently", "The address has another form: https instead of http, another host, a slash at the end. Chrome and Firefox do not follow it for a socket.",
		"Location; use that address, with wss for https."},
	{302, "Found", "Usually a login page, sometimes https instead of http. Chrome and Firefox do not follow it for a socket.",
		"Location: if it is a login, the session cookie is missing or has expired."},
	{303, "See Other", "A form handler or a login answered.",
		"Location, and the path."},
	{304, "Not Modified", "A cache answered in place of the server, or the request had a condition such as If-None-Match.",
		"Switch caching off for this path; a handshake has no use for it."},
	{307, "Temporary Redirect", "Often a browser's own step from http to https (HSTS), or a framework that wants a slash at the end of the path.",
		"Location; connect to that address."},
	{308, "Permanent Redirect", "Like 301: https instead of http, or a slash more or less.",
		"Location; connect to that address."},
	{400, "Bad Request", "The server could not accept the handshake: fields removed on the way, a bad key or version. Socket.IO also says this when a session lives on a different server.",
		"The body, then the findings on the request; behind a load balancer, sticky sessions."},
	{401, "Unauthorized", "A login is required. The script of a page cannot set Authorization on a socket.",
		"Whether the cookie is sent; otherwise a short-lived ticket in the address or in the first message."},
	{402, "Payment Required", "A hosted service says that its quota is used up.",
		"The account with that service."},
	{403, "Forbidden", "The server does not trust the page's origin, or a firewall or a CSRF filter stopped the request.",
		"Origin against the list of the server, and whether the proxy passes Host on: many servers compare the two."},
	{404, "Not Found", "No such route, or one that exists only without the prefix that a proxy adds or removes. Some servers also say this when WebSocket support is not installed.",
		"The path as the server sees it, in its log."},
	{405, "Method Not Allowed", "The route exists and takes other methods; or the method did not arrive as GET.",
		"Allow in the answer, and the first line of the request."},
	{406, "Not Acceptable", "A filter did not like Accept or User-Agent, which a socket sends differently from a page.",
		"The firewall rules of the site."},
	{407, "Proxy Authentication Required", "A proxy between the client and the internet wants a login.",
		"The proxy settings of the client's network."},
	{408, "Request Timeout", "The request did not arrive complete in time; often its empty line at the end is missing.",
		"The end of the request: two line ends, one after the other."},
	{409, "Conflict", "The application refuses, for instance because this user is connected already.",
		"The body of the answer."},
	{410, "Gone", "The endpoint has been retired.",
		"The documentation of the service, for its successor."},
	{411, "Length Required", "Something took the handshake for an upload.",
		"The method: it has to be GET."},
	{412, "Precondition Failed", "A conditional field was sent that does not belong on a handshake; some services use the status for their own checks.",
		"If-Match and its relatives in the request; the body."},
	{413, "Content Too Large", "The request has content, or its head is too large for the proxy.",
		"Content-Length in the request, which should not be there."},
	{414, "URI Too Long", "The address is too long, usually because of a token in the query.",
		"The length of the query."},
	{415, "Unsupported Media Type", "A handler for posted data answered.",
		"The path."},
	{417, "Expectation Failed", "The server does not honour what Expect asks for.",
		"Remove Expect; a handshake has no use for it."},
	{421, "Misdirected Request", "The connection belongs to another host name, as happens when one certificate or one HTTP/2 connection serves several.",
		"Host against the name in the certificate."},
	{422, "Unprocessable Content", "The application understood the request and refuses what it says: a parameter in the query, a field or a ticket does not pass its validation.",
		"The body of the answer; it names the parameter."},
	{426, "Upgrade Required", "The request arrived as an ordinary one: Upgrade and Connection were lost, or the last hop spoke HTTP/1.0. Or the version was not accepted.",
		"Upgrade and Sec-WebSocket-Version in the answer; then the proxy: does it pass Upgrade and Connection on, over HTTP/1.1? In nginx, proxy_http_version 1.1 and proxy_set_header for both."},
	{429, "Too Many Requests", "Too many attempts or connections from this client.",
		"Retry-After, and whether the client reconnects without a pause."},
	{431, "Request Header Fields Too Large", "The head is too large, usually because of cookies.",
		"The size of Cookie."},
	{444, "", "nginx's note in its log that it closed without an answer.",
		"The server block that took the request; often the default one, because Host did not match."},
	{451, "Unavailable For Legal Reasons", "The service is blocked where the client is.",
		"The body of the answer."},
	{464, "", "AWS's Application Load Balancer got a version of HTTP that its target group does not take, such as HTTP/1.1 for a group of HTTP/2 or gRPC.",
		"The protocol version of the target group: a WebSocket needs the one named HTTP1."},
	{495, "", "nginx's number for a client certificate that does not verify; the client gets 400.",
		"Whether the client sends a certificate, and whether its authority is the one in ssl_client_certificate."},
	{496, "", "nginx's number for a client certificate that did not come; the client gets 400.",
		"The client's certificate and key."},
	{499, "", "nginx's note in its log that the client left before the answer came.",
		"How long the server took, and the timeout of the client."},
	{500, "Internal Server Error", "The handler failed. In Go, often because a middleware wraps the ResponseWriter and the connection can no longer be taken over.",
		"The server's log."},
	{501, "Not Implemented", "The server cannot take the connection over, does not know the method, or, over HTTP/2, the :protocol.",
		"Whether this server or its mode (FastCGI, WSGI, serverless) can do WebSocket at all."},
	{502, "Bad Gateway", "The proxy did not get a proper answer from the server behind it, or did not understand the 101.",
		"Is the server up, does it listen where the proxy looks, and does the proxy speak HTTP/1.1 to it without TLS confusion?"},
	{503, "Service Unavailable", "Overloaded, shutting down, or no healthy server behind the balancer.",
		"Read Retry-After and the health checks of the servers behind."},
	{504, "Gateway Timeout", "The proxy could not reach the server behind it in time, or got no answer to the handshake in time.",
		"Whether the proxy can reach the server, and whether the handler sends its 101 before it waits for anything else."},
	{505, "HTTP Version Not Supported", "The request names a version of HTTP that the server does not speak on this connection.",
		"The end of the request line: HTTP/1.1."},
	{511, "Network Authentication Required", "A captive portal, as in hotels, answered.",
		"Log in to the network with an ordinary page."},
	{520, "", "Cloudflare got an empty or unexpected answer from the server behind it.",
		"The server's log, and the size of the head."},
	{521, "", "Cloudflare's connection to the server was refused.",
		"Whether the server listens, and lets Cloudflare's addresses in."},
	{522, "", "Cloudflare's connection to the server timed out.",
		"Firewall and address of the server."},
	{523, "", "Cloudflare has no route to the server: its address is wrong or gone.",
		"The DNS record of the zone, and the address of the server."},
	{524, "", "Cloudflare connected to the server and got no answer to the handshake in time.",
		"Whether the handler sends its 101 before it waits for anything else."},
	{525, "", "The TLS handshake between Cloudflare and the server failed.",
		"The certificate of the server, and the TLS mode of the zone."},
	{526, "", "Cloudflare does not accept the certificate of the server behind it (mode Full, strict).",
		"The certificate of the server: its name, its expiry and its chain."},
	{530, "", "Cloudflare could not reach the server, and its page holds an error 1xxx that says why; with a tunnel, the tunnel is down.",
		"The number in the body of the answer, and whether cloudflared runs."},
}
