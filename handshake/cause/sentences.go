package cause

// sentenceOf words a fact of facts.go as evidence; "" for one that says nothing by itself.
func sentenceOf(fact string) string {
	switch fact {
	case "gorilla-403":
		return "A 403 in plain text with Sec-WebSocket-Version is how gorilla/websocket answers to an origin that CheckOrigin refuses."
	case "gorilla-500":
		return "A 500 in plain text with Sec-WebSocket-Version is how gorilla/websocket answers without a Hijacker."
	case "version-echoed":
		return "The refusal asks for the version that was sent, so this is not the request that the server got."
	case "version-of-browser":
		return "The refusal asks for version 13, which every browser sends, so this is not the request that the server got."
	case "close-1000", "close-1001", "close-1002", "close-1003", "close-1005", "close-1006", "close-1007", "close-1008", "close-1009", "close-1010", "close-1011", "close-1012",
		"close-1013", "close-1014", "close-1015", "close-own":
		return "The text tells the close code {code}: {closed|the application gives it its meaning}."
	case "config-loses":
		return "The configuration in the text proxies, and passes no upgrade on."
	case "waf-403":
		return "The text tells of a firewall for web applications."
	case "gateway-403":
		return "The address is one of AWS API Gateway, which answers 403 itself where the authorizer refuses, and where the address lacks the stage."
	case "proxy-400", "kube-proxied":
		return "The text tells of a proxy in between."
	case "network-changed":
		return "The browser tells that its network changed or was off."
	case "haproxy-idle":
		return "HAProxy logs the end {state}: it ended the connection itself, after its time without data."
	case "haproxy-server":
		return "HAProxy logs the end {state}: the server cut the connection."
	case "hop":
		return "{hop} sends just such a head."
	case "socketio":
		return "The address is one of Socket.IO."
	case "dial-behind-proxy":
		return "The log shows a connection that was refused behind the proxy."
	case "kube-page":
		return "The answer that kubectl got is an HTML page, which the API server does not send."
	case "signalr-404":
		return "It is SignalR that connects."
	case "http2-answer":
		return "The answer came over HTTP/2: {reason|a refusal}."
	case "second-answer":
		return "After the 101 comes “{second}”, where frames are due."
	case "content-behind":
		return "Content follows the 101."
	case "frame-masked":
		return "The first frame after the 101 is masked."
	case "frame-bits":
		return "The first frame after the 101 has a reserved bit set."
	case "frame-fault":
		return "After the 101 comes {fault}."
	case "case-refused":
		return "The request spells {spelled} in a different case from RFC 6455."
	case "lost-behind-proxy":
		return "The field {trace} shows that the request came through a proxy."
	case "docker-lost":
		return "The request asks for Upgrade: tcp, as the Docker client does."
	case "spdy-lost":
		return "The request asks for SPDY, as kubectl does."
	case "web-app":
		return "The content is the page of a web app."
	case "tls-bytes":
		return "The log shows the first bytes of TLS, \\x16\\x03, where a request line is due."
	case "http2-bare":
		return "The status line is one of HTTP/2."
	case "container-404", "haproxy-400", "envoy-403":
		return "The answer is {reason}."
	case "rbac-denied":
		return "The text tells of RBAC, by which Envoy denies access."
	case "list-refused":
		return "Connection lists more than upgrade."
	case "twice-refused":
		return "Upgrade names websocket more than once."
	case "upgrade-in-refusal":
		return "The answer itself names Upgrade."
	case "plain-refused", "never-asked":
		return "The request asks for no upgrade at all."
	case "login-location":
		return "Location leads to {location}."
	case "https-location":
		return "Location leads to {location}."
	case "local":
		return "The address is on this machine: {host}."
	case "tunnel-refused":
		return "The request is a CONNECT."
	case "connect-refused":
		return "The request is an extended CONNECT."
	}
	return ""
}
