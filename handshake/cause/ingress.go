package cause

import (
	"slices"
	"strconv"
	"strings"
)

// annotations are effects of ingress-nginx's annotations on a WebSocket: the name after the prefix, and the effect; {1} is the
// value. A name with = counts only with that value.
const annotations = `
proxy-read-timeout: a WebSocket on which the server is silent for {1} s is ended; 3600 suits one without pings
proxy-send-timeout: a WebSocket on which the client is silent for {1} s is ended; 3600 suits one without pings
proxy-http-version=1.0: the handshake reaches the service in HTTP/1.0, in which there is no upgrade: remove it
configuration-snippet: its directives come beside those that already pass Upgrade and Connection on; a proxy_set_header of either field in it changes the handshake
server-snippet: its locations replace those that already pass Upgrade and Connection on; each needs the fields of the upgrade of its own
backend-protocol=HTTPS: the handshake reaches the service over TLS, so the service has to speak wss
backend-protocol=GRPC: the service is asked in HTTP/2, in which there is no Upgrade: use another Ingress for the socket
backend-protocol=GRPCS: the service is asked in HTTP/2, in which there is no Upgrade: use another Ingress for the socket
affinity: clients stay with one pod, as Socket.IO and SignalR need it
upstream-hash-by: requests with the same {1} go to one pod, as Socket.IO and SignalR need it
force-ssl-redirect=true: a handshake over ws:// gets a redirect, which Chrome and Firefox do not follow: connect with wss://
auth-url: each handshake is shown to {1} first; where that does not allow it, the answer is a refusal and no 101
rewrite-target: the service sees the path {1} instead of the one that the client asked for
limit-connections: of more than {1} connections from one address the next is refused
limit-rps: more than {1} handshakes a second from one address are refused
whitelist-source-range: an address outside of {1} gets 403
permanent-redirect: the answer is a redirect, which Chrome and Firefox do not follow
temporal-redirect: the answer is a redirect, which Chrome and Firefox do not follow
enable-cors: it does nothing to a handshake: CORS is not asked there
websocket-services: no annotation of ingress-nginx has this name; it passes WebSockets on without one
`

// maxAnnotations bounds the annotations that are read.
const maxAnnotations = 8

// ingressSays returns a sentence for each annotation in a text that affects a WebSocket.
func ingressSays(text string) (says []string) {
	const prefix = "nginx.ingress.kubernetes.io/"
	for line := range strings.Lines(text) {
		_, rest, ok := strings.Cut(line, prefix)
		name, value, named := strings.Cut(rest, ":")
		if !ok || !named || strings.HasPrefix(strings.TrimSpace(line), "#") || len(says) == maxAnnotations {
			continue
		}
		name = strings.Trim(name, ` "'`)
		value = strings.Trim(value, " \t\r\n\"',")
		for effect := range strings.Lines(annotations) {
			key, words, _ := strings.Cut(strings.TrimSpace(effect), ": ")
			key, only, bound := strings.Cut(key, "=")
			if name != "" && key == name && (!bound || strings.EqualFold(only, value)) {
				says = append(says, name+": "+strings.ReplaceAll(words, "{1}", shorten(value))+".")
				break
			}
		}
	}
	return says
}

// annotationCauses are the statuses or close codes that an annotation leads to, and the cause that it is evidence for together with one.
const annotationCauses = `
rewrite-target: 404 path-unknown
whitelist-source-range: 403 edge-blocked
auth-url: 401 302 303 307 credentials-missing
force-ssl-redirect=true: 301 302 307 308 redirected
ssl-redirect=true: 301 302 307 308 redirected
permanent-redirect: 301 302 307 308 redirected
temporal-redirect: 302 307 redirected
limit-connections: 429 503 rate-limited
limit-rps: 429 503 rate-limited
limit-rpm: 429 503 rate-limited
backend-protocol=HTTPS: 502 backend-tls
backend-protocol=GRPC: 200 400 404 426 502 http2-upgrade
backend-protocol=GRPCS: 200 400 404 426 502 http2-upgrade
proxy-http-version=1.0: 200 400 404 426 http10
proxy-read-timeout: 1006 closed-idle
proxy-send-timeout: 1006 closed-idle
`

// annotationWeight is the weight of an annotation together with the answer that it leads to: more than that of the status alone.
const annotationWeight = 80

// readConfig finds what a configuration in the text does to the handshake that failed.
func (f *facts) readConfig() {
	f.is["config-loses"] = f.is["proxy-set"] && losesUpgrade(f.low) && !f.unanswered() && (f.status == 0 || f.status == 400 || f.status == 404 || f.status == 426 || f.status/100 == 2)
	const prefix = "nginx.ingress.kubernetes.io/"
	known := []string{strconv.Itoa(f.status), strconv.Itoa(f.close.code)}
	for at, n := 0, 0; n < maxAnnotations && f.is["ingress"]; n++ {
		i := strings.Index(f.low[at:], prefix)
		if i < 0 {
			return
		}
		at += i
		line, _, _ := strings.Cut(f.low[at:min(len(f.low), at+maxSentence)], "\n")
		name, value, _ := strings.Cut(line[len(prefix):], ":")
		name, value = strings.Trim(name, ` "'`), strings.Trim(value, " \t\r\"',")
		for effect := range strings.Lines(annotationCauses) {
			key, words, _ := strings.Cut(strings.TrimSpace(effect), ": ")
			key, only, bound := strings.Cut(key, "=")
			if name == "" || key != name || bound && !strings.EqualFold(only, value) {
				continue
			}
			codes := strings.Fields(words)
			if last := len(codes) - 1; slices.ContainsFunc(codes[:last], func(code string) bool { return slices.Contains(known, code) }) {
				f.described[codes[last]] = described{weight: annotationWeight, span: f.textAt(at, at+len(strings.TrimRight(line, " \t\r")))}
			}
		}
		at += len(prefix)
	}
}

// losesUpgrade reports whether a lower-case text has a proxy configuration of nginx or Apache that removes the fields of an upgrade or
// does not forward them.
func losesUpgrade(low string) bool {
	if holdsOne(low, `proxy_set_header upgrade "";|proxy_set_header connection "";|proxy_set_header connection close|proxy_set_header connection 'close'|proxy_set_header connection "close"`) {
		return true
	}
	if strings.Contains(low, "proxy_pass http") && !holdsOne(low, "$http_upgrade|proxy_set_header upgrade|include ") {
		return true
	}
	return strings.Contains(low, "proxypass ") && strings.Contains(low, " http://") && !holdsOne(low, "ws://|wss://|upgrade=|{http:upgrade}|proxypassmatch")
}
