package cause

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// Pastes, reduced to the relevant part: the outcome, the status and the first cause.
func TestPasted(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		result Result
		status int
		by     string // "" for any
		first  string // "" for no cause
	}{
		"access log of a socket":          {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /ws/ HTTP/1.1" 400 12 "-" "Mozilla/5.0"`, Failed, 400, "", "bad-request"},
		"access log of a hub":             {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /hubs/chat?id=1 HTTP/1.1" 404 12 "-" "Mozilla/5.0"`, Failed, 404, "", "path-unknown"},
		"access log of a hub's polling":   {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "POST /hubs/chat/negotiate HTTP/1.1" 404 12 "-" "Mozilla/5.0"`, Unknown, 0, "", ""},
		"Traefik's access log":            {`{"DownstreamStatus":502,"RequestHost":"a.example","RequestMethod":"GET","RequestPath":"/ws","RequestProtocol":"HTTP/1.1","RouterName":"ws@docker"}`, Failed, 502, "Traefik", "backend-broken"},
		"Envoy's access log":              {`{"authority":"a.example","method":"GET","path":"/ws","protocol":"HTTP/1.1","response_code":403,"response_code_details":"rbac_access_denied_matched_policy[none]"}`, Failed, 403, "Envoy", "access-denied"},
		"two statuses in one answer":      {":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /ws\n:authority: a.example\nsec-websocket-version: 13\norigin: https://a.example\n\n:status: 200\nserver: x\n:status: 404\n", Failed, 200, "", "head-malformed"},
		"an interim answer over HTTP/2":   {":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /ws\n:authority: a.example\nsec-websocket-version: 13\norigin: https://a.example\n\n:status: 103\n:status: 200\n", Unknown, 103, "", ""},
		"a tunnel over HTTP/2":            {":method: CONNECT\n:authority: a.example:443\n\n:status: 200\n", Unknown, 200, "", ""},
		"gorilla without a Hijacker":      {"GET /ws HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n\nHTTP/1.1 500 Internal Server Error\nContent-Type: text/plain; charset=utf-8\nSec-Websocket-Version: 13\nX-Content-Type-Options: nosniff\nContent-Length: 22\n\nInternal Server Error\n", Failed, 500, "", "hijack-impossible"},
		"another server's 500":            {"GET /ws HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n\nHTTP/1.1 500 Internal Server Error\nContent-Type: text/plain; charset=utf-8\nContent-Length: 22\n\nInternal Server Error\n", Failed, 500, "", "handler-failed"},
		"extended CONNECT, forbidden":     {":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /ws\n:authority: a.example\nsec-websocket-version: 13\norigin: https://b.example\n\n:status: 403\n", Failed, 403, "", "origin-refused"},
		"access log of a switch":          {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /ws/ HTTP/1.1" 101 12 "-" "Mozilla/5.0"`, Opened, 101, "", ""},
		"access log of a page":            {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /shop HTTP/1.1" 403 12 "-" "Mozilla/5.0"`, Unknown, 0, "", ""},
		"access log of polling":           {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /socket/?EIO=4&transport=polling HTTP/1.1" 400 12 "-" "-"`, Unknown, 0, "", ""},
		"HAProxy's log":                   {`lb haproxy[7]: 192.0.2.1:5 [02/Jan/2026:10:00:00.001] web app/<NOSRV> 0/-1/-1/-1/0 503 216 - - SC-- 2/1/0/0/0 0/0 "GET /socket HTTP/1.1"`, Failed, 503, "HAProxy", "unavailable"},
		"a dial that a proxy logs":        {`{"level":"error","logger":"http.log.error","msg":"dial tcp 127.0.0.1:9: connect: connection refused","request":{"method":"GET","host":"a.example","uri":"/ws","headers":{"Upgrade":["websocket"],"Connection":["Upgrade"]}},"status":502}`, Failed, 502, "Caddy", "backend-broken"},
		"Traefik's dial":                  {`level=debug msg="'502 Bad Gateway' caused by: dial tcp 192.0.2.3:8080: connect: connection refused"`, Failed, 502, "Traefik", "backend-broken"},
		"a page in place of Kubernetes":   {"error: unable to upgrade connection: <html>\n<head><title>400 Bad Request</title></head>", Failed, 0, "", "spdy-lost"},
		"Rails and the origin":            {"Request origin not allowed: https://a.example\nFailed to upgrade to WebSocket (REQUEST_METHOD: GET, HTTP_CONNECTION: Upgrade, HTTP_UPGRADE: websocket)", Failed, 0, "", "origin-refused"},
		"csrf in an address":              {"WebSocket connection to 'wss://a.example/live?_csrf_token=x' failed: Error during WebSocket handshake: Unexpected response code: 403", Failed, 403, "", "origin-refused"},
		"the status that came":            {"HandshakeException: Response code was not 101: 404.", Failed, 404, "", "path-unknown"},
		"Daphne":                          {`192.0.2.1:50000 - - [02/Jan/2026:10:00:00] "WSREJECT /ws/chat/" - -`, Failed, 403, "", "origin-refused"},
		"a status on the line behind":     {"dial: websocket: bad handshake\nhandshake failed with status 403", Failed, 403, "", "origin-refused"},
		"CORS before Socket.IO":           {"Access to XMLHttpRequest at 'http://b.example/socket.io/?EIO=4&transport=polling' from origin 'https://a.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header", Failed, 0, "", "origin-refused"},
		"Envoy's RBAC":                    {"HTTP/1.1 403 Forbidden\nserver: istio-envoy\ncontent-length: 19\n\nRBAC: access denied", Failed, 403, "", "access-denied"},
		"a tunnel's dial":                 {"ERR error=\"Unable to reach the origin service: dial tcp 127.0.0.1:8123: connect: connection refused\"", Failed, 0, "", "backend-broken"},
		"a status of ESP-IDF":             {"Sec-WebSocket-Accept not found\nesp_ws_handshake_status_code=403, errno=0", Failed, 403, "", "origin-refused"},
		"an unexpected status":            {"E0102 proxy.go:90] websocket upgrade failed: unexpected status code 502", Failed, 502, "", "backend-broken"},
		"a challenge of the edge":         {"server rejected WebSocket connection: HTTP 403\ncf-mitigated: challenge", Failed, 403, "", "edge-blocked"},
		"a proxy that names its manual":   {"[HPM] Error occurred while trying to proxy request /ws from localhost:3000 to http://localhost:5000 (ECONNREFUSED) (https://nodejs.org/api/errors.html#errors_common_system_errors)", Failed, 0, "", "backend-broken"},
		"Wireshark's list of packets":     {"12 0.03 192.0.2.1 → 192.0.2.9 HTTP 412 GET /ws HTTP/1.1 \n14 0.04 192.0.2.9 → 192.0.2.1 HTTP 208 HTTP/1.1 403 Forbidden  (text/html)", Failed, 403, "", "origin-refused"},
		"a size that looks like a status": {`{"httpRequest":{"requestMethod":"GET","requestUrl":"https://a.example/ws","requestSize":"412","status":502},"details":"failed_to_pick_backend"}`, Failed, 502, "", "backend-broken"},
		"Heroku's router":                 {`heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/ws" service=30000ms status=503 bytes=0`, Failed, 503, "Heroku's router", "backend-slow"},
		"colours that lost their ESC":     {"[31mERROR[0m Unexpected server response: 500", Failed, 500, "", "handler-failed"},
		"gorilla behind a plain nginx":    {"> GET /ws HTTP/1.1\n> Host: a.example\n> Connection: Upgrade\n> Upgrade: websocket\n> Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n> Sec-WebSocket-Version: 13\n>\n< HTTP/1.1 400 Bad Request\n< Server: nginx/1.22.1\n< Content-Type: text/plain; charset=utf-8\n< Content-Length: 12\n< Connection: keep-alive\n< Sec-Websocket-Version: 13\n<\nBad Request\n", Failed, 400, "nginx", "upgrade-lost"},
		"two lists of fields":             {"Request headers:\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\nSec-WebSocket-Protocol: sip\n\nResponse headers:\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: Ob2jFNStReZIHFZERrdbOSYuf3E=", Failed, 101, "", "subprotocol-unanswered"},
		"two attempts":                    {"$ curl -i --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' http://a.example/ws\nHTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n\nbut over the proxy\n\n$ curl -i --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' http://b.example/ws\nHTTP/1.1 502 Bad Gateway\nServer: nginx\n", Failed, 502, "nginx", "backend-broken"},
		"Firefox's console":               {"GET\nwss://a.example/live\n[HTTP/1.1 502 Bad Gateway 33ms]", Failed, 502, "", "backend-broken"},
		"a row of the network panel":      {"socket\t404\twebsocket\tapp.js:12\t0 B\t31 ms", Failed, 404, "", "path-unknown"},
		"a row that opened":               {"socket\t101\twebsocket\tapp.js:12\t0 B\t31 ms", Unknown, 0, "", ""},
		"a field that the content names":  {"HTTP/1.1 400 Bad Request\nServer: nginx\nContent-Length: 35\n\n\"Connection\" header must be upgrade", Failed, 400, "nginx", "upgrade-lost"},
		"a field that a plain GET lacks":  {"$ curl -i http://a.example/ws\nHTTP/1.1 400 Bad Request\nContent-Length: 35\n\n\"Connection\" header must be upgrade", Failed, 400, "", "plain-get"},
		"a key that the content asks for": {"HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"error\":\"Sec-WebSocket-Key header is required\"}", Failed, 400, "", "key-missing"},
		"an ordinary load over HTTP/2":    {"GET https://a.example/app.zip net::ERR_HTTP2_PROTOCOL_ERROR 200 (OK)", Unknown, 0, "", ""},
		"text that is not UTF-8":          {"WebSocket connection to 'wss://a.example/' failed: Could not decode a text frame as UTF-8.", Closed, 0, "", "closed-content"},
		"a client without TLS":            {"2025/02/11 09:14:22 [info] 31#31: *5 SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking, client: 192.0.2.1, server: 0.0.0.0:443", Failed, 0, "nginx", "tls-missing"},
		"a client that TLS fails with":    {"2025/02/11 09:14:22 [crit] 31#31: *5 SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 192.0.2.1, server: 0.0.0.0:443", Failed, 0, "nginx", "tls-handshake"},
		"a container that does not run":   {"error: unable to upgrade connection: container not found (\"app\")", Failed, 0, "", "container-missing"},
		"a load in front of a socket":     {"POST https://a.example/auth 403 (Forbidden)\nPusher : connecting\nWebSocket connection to 'wss://a.example/app' failed: Error during WebSocket handshake: Unexpected response code: 503", Failed, 503, "", "unavailable"},
		"a load that failed":              {"POST https://a.example/x net::ERR_CONNECTION_REFUSED", Failed, 0, "", "nothing-listens"},
		"a refusal in other words":        {"Behind Kong the client gets 426 Upgrade Required.", Failed, 426, "", "upgrade-lost"},
		"errno as musl words it":          {`upstream timed out (110: Operation timed out) while proxying upgraded connection, client: 192.0.2.1, request: "GET /ws HTTP/1.1"`, Closed, 0, "nginx", "closed-idle"},
		"a socket among other requests":   {`192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /ws HTTP/1.1" 403 12 "-" "-"` + "\n" + `192.0.2.1 - - [02/Jan/2026:10:00:01 +0000] "GET /app.css HTTP/1.1" 304 0 "-" "-"`, Failed, 403, "", "origin-refused"},
	} {
		outcome, found, _ := OfText(c.text)
		first := ""
		if len(found) > 0 {
			first = found[0].ID
		}
		if outcome.Result != c.result || outcome.Status != c.status || first != c.first || c.by != "" && outcome.By != c.by {
			t.Errorf("%s: %s, %d, %q, %q; expected %s, %d, %q, %q", name, outcome.Result, outcome.Status, outcome.By, first, c.result, c.status, c.by, c.first)
		}
	}
}

// TestLineOfAnotherRequest: an access log's line about a request that succeeded is not the answer to the request of a message.
func TestLineOfAnotherRequest(t *testing.T) {
	const failed = `2026/11/30 10:00:00 [error] 29#29: *7 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.9, server: chat.example, request: "GET /ws HTTP/1.1", upstream: "http://127.0.0.1:3000/ws", host: "chat.example"` + "\n"
	for line, status := range map[string]int{
		"GET /api/items/0 200 0ms\n": 0,
		"GET /health 204 1ms\n":      0,
		"GET /ws 200 0ms\n":          200,
		"GET /app/live 502 3ms\n":    502, // the proxy may have rewritten the path
	} {
		for _, text := range []string{failed + line, line + failed} {
			outcome, found, _ := OfText(text)
			if outcome.Status != status || len(found) == 0 || found[0].ID != "backend-broken" {
				t.Errorf("%q: %d, %v; expected %d", line, outcome.Status, ids(found), status)
			}
		}
	}
}

// TestHostThatWasDialed: behind a proxy, not the host of the request refused the connection.
func TestHostThatWasDialed(t *testing.T) {
	for text, where := range map[string]string{
		`{"level":"error","logger":"http.log.error","msg":"tls: failed to verify certificate: x509: certificate signed by unknown authority","request":{"method":"GET","host":"chat.example","uri":"/ws","headers":{"Upgrade":["websocket"]}},"status":502}`: "the server behind Caddy",
		"WebSocket connection to 'ws://chat.example/ws' failed: Error in connection establishment: net::ERR_CONNECTION_REFUSED":                                                                                                                              "chat.example",
		"GET /ws HTTP/1.1\nHost: chat.example\nConnection: Upgrade\nUpgrade: websocket\n\nHTTP/1.1 502 Bad Gateway\nServer: nginx\n\nconnect() failed (111: Connection refused)\n":                                                                           "the server behind nginx",
	} {
		_, found, _ := OfText(text)
		if !slices.ContainsFunc(found, func(f Found) bool {
			return strings.Contains(f.Headline, "othing listens at "+where) || strings.Contains(f.Headline, "The certificate of "+where)
		}) {
			t.Errorf("%q: %+v; expected %s", text, found, where)
		}
	}
}

// TestServerBehind: the text is about the backend in the proxy's log, and the next step names it.
func TestServerBehind(t *testing.T) {
	const rest = `, client: 10.0.0.9, server: chat.example, request: "GET /ws HTTP/1.1", upstream: "http://172.18.0.3:8080/ws", host: "chat.example"`
	for text, want := range map[string][2]string{
		"connect() failed (111: Connection refused) while connecting to upstream":                   {"Nothing listens at 172.18.0.3:8080, behind nginx", "refused"},
		"upstream prematurely closed connection while reading response header from upstream":        {"The server behind nginx accepted the connection and closed it before it answered", "is up"},
		"recv() failed (104: Connection reset by peer) while reading response header from upstream": {"The server behind nginx accepted the connection and closed it before it answered", "is up"},
	} {
		_, found, _ := OfText("2026/11/30 10:00:00 [error] 29#29: *7 " + text + rest)
		if len(found) == 0 || found[0].Headline != want[0] || !strings.Contains(found[0].Because, want[1]) ||
			strings.Contains(found[0].Because, " down") || !strings.HasSuffix(found[0].Next, "curl -i --http1.1 http://172.18.0.3:8080/ws") {
			t.Errorf("%s: %+v; expected %q", text, found, want)
		}
	}
	for _, url := range []string{`http://a/$(id)`, "unix:/run/app.sock", "http://a/`id`", "fastcgi://a"} {
		if _, found, _ := OfText(`connect() failed (111: Connection refused) while connecting to upstream, upstream: "` + url + `"`); len(found) > 0 && strings.Contains(found[0].Next, "curl") {
			t.Errorf("%s is in a command: %s", url, found[0].Next)
		}
	}
}

// TestBareStatus: for a status alone, no cause states what the request was.
func TestBareStatus(t *testing.T) {
	_, found, _ := OfText("426 Upgrade Required")
	for _, f := range found {
		if f.Certainty != Possible {
			t.Errorf("%s is %s: %s", f.ID, f.Certainty, f.Headline)
		}
	}
}

// TestNameThatWasLookedUp: the headline has the name that was looked up, which behind a proxy is not the host of the request.
func TestNameThatWasLookedUp(t *testing.T) {
	for text, name := range map[string]string{
		`{"level":"error","logger":"http.log.error","msg":"dial tcp: lookup backend on 127.0.0.11:53: no such host","request":{"method":"GET","host":"chat.example.net","uri":"/ws","headers":{"Upgrade":["websocket"],"Connection":["Upgrade"]}},"status":502}`: "backend",
		"getaddrinfo ENOTFOUND nope.invalid":           "nope.invalid",
		"Name or service not known (nope.invalid:443)": "nope.invalid",
		"WebSocket connection to 'wss://nope.invalid/ws' failed: Error in connection establishment: net::ERR_NAME_NOT_RESOLVED": "nope.invalid",
	} {
		_, found, _ := OfText(text)
		if len(found) == 0 || found[0].Headline != "The name "+name+" is not known to DNS" {
			t.Errorf("%q: %+v; expected the name %s", text, found, name)
		}
	}
}

// TestLineOfALog: a line of an access log about a path that is no usual one for sockets accuses no answer, and is named.
func TestLineOfALog(t *testing.T) {
	const none = "No handshake found in this text"
	for text, want := range map[string]string{
		`203.0.113.7 - - [02/Jan/2026:10:00:00 +0000] "GET /live HTTP/1.1" 400 12 "-" "Mozilla/5.0"`:                                                 "A log shows GET /live: 400",
		`203.0.113.7 - - [02/Jan/2026:10:00:00 +0000] "GET /live?token=s3cret HTTP/1.1" 200 12 "-" "Mozilla/5.0"`:                                    "A log shows GET /live: 200",
		`203.0.113.7 - - [02/Jan/2026:10:00:00 +0000] "GET /live HTTP/1.1" 101 12 "-" "Mozilla/5.0"`:                                                 "A log shows GET /live: 101",
		`a.example:443 203.0.113.7 - - [02/Jan/2026:10:00:00 +0000] "POST /a HTTP/2.0" 502 12`:                                                       "A log shows POST /a: 502",
		"2026-01-02 10:00:00 192.0.2.1 GET /live - 443 - 203.0.113.7 Mozilla/5.0 - 400 0 0 15":                                                       "A log shows GET /live: 400",
		`[GIN] 2026/01/02 - 10:00:00 | 400 | 1ms | ::1 | GET "/live"`:                                                                                "A log shows GET /live: 400",
		"192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 1\n192.0.2.1 - - [02/Jan/2026:10:00:01 +0000] \"GET /b HTTP/1.1\" 404 1": "A log shows GET /b: 404",
		`I send "GET /live HTTP/1.1" and nothing comes.`:                                                                                             none,
		`My "GET /live HTTP/1.1" gets status 400 since today.`:                                                                                       none,
		`The browser asks for GET /live and shows a white page.`:                                                                                     none,
	} {
		p := paste.Read(text)
		r := handshake.Inspect(p.Exchange(), handshake.Policy{})
		e := Gather(text, &p, &r)
		o, causes := Explain(e)
		_, words, _ := Headline(o, e.Report)
		if words != want || len(causes) > 0 || o.Status != 0 {
			t.Errorf("%s\n%q with %d causes, status %d; expected %q", text, words, len(causes), o.Status, want)
		}
	}
}

// TestMessageBesideItsAnswer: a message that tells the status alone adds nothing to the answer that is in the text, and a body that is
// there is not to be read for.
func TestMessageBesideItsAnswer(t *testing.T) {
	const (
		chrome  = "WebSocket connection to 'wss://a.example/live' failed: Error during WebSocket handshake: Unexpected response code: 400\n\n"
		command = "$ curl -i --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' https://a.example/live\n"
		answer  = "HTTP/1.1 400 Bad Request\nServer: nginx/1.24.0\nContent-Type: text/plain; charset=utf-8\nContent-Length: 12\nConnection: keep-alive\n"
		version = "Sec-WebSocket-Version: 13\n"
		body    = "\nBad Request\n"
	)
	for name, c := range map[string]struct{ text, first string }{
		"the whole attempt":               {chrome + command + answer + version + body, "upgrade-lost"},
		"without the command":             {chrome + answer + version + body, "upgrade-lost"},
		"the answer alone":                {answer + version + body, "upgrade-lost"},
		"the answer of no known proxy":    {strings.Replace(answer, "Server: nginx/1.24.0\n", "", 1) + version + body, "version-refused"}, // its client may have sent another
		"another version":                 {chrome + answer + "Sec-WebSocket-Version: 8\n" + body, "version-refused"},
		"a refusal that asks for nothing": {chrome + command + answer + body, "bad-request"},
	} {
		_, found, _ := OfText(c.text)
		if len(found) == 0 || found[0].ID != c.first {
			t.Errorf("%s: %v; expected %s first", name, found, c.first)
			continue
		}
		for _, x := range found {
			if strings.Contains(x.Next, "Read the body") || strings.Contains(x.Because, "may say") {
				t.Errorf("%s: %s: %s %s", name, x.ID, x.Because, x.Next)
			}
		}
	}
	if _, found, _ := OfText(chrome + command + answer); len(found) == 0 || !slices.ContainsFunc(found, func(x Found) bool { return strings.HasPrefix(x.Next, "Read the body") }) {
		t.Errorf("without a body: %v", found)
	}
}
