package lessons

import (
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/message"
)

// Each reported scenario has a lesson, which links to the threads that report it.
func TestScenarios(t *testing.T) {
	for slug, threads := range map[string]string{
		"rfc-sample":             "https://www.rfc-editor.org/rfc/rfc6455#section-1.3",
		"nginx-strips-upgrade":   "socketio/socket.io#1942 websockets/ws#1656",
		"hardcoded-connection":   "gorilla/websocket#61",
		"firefox-keep-alive":     "amphp/http-server#70",
		"doubled-upgrade":        "snapview/tungstenite-rs#549",
		"wrong-accept":           "swoole/swoole-src#195",
		"key-substituted":        "aspnet/WebSockets#210",
		"accept-missing":         "cyrus-great/phpwebsocket#39",
		"bad-key-length":         "websockets/ws#1571",
		"version-refused":        "gorilla/websocket#915 websockets/ws#2291",
		"plain-get":              "websockets/ws#1297",
		"subprotocol-unanswered": "crossbario/autobahn-js#100",
		"token-as-subprotocol":   "kubernetes/kubernetes#47740",
		"deflate-bad-offer":      "apache/tomcat#1019",
		"origin-refused":         "gorilla/websocket#367",
		"login-redirect":         "websockets/ws#812",
		"spa-fallback":           "chimurai/http-proxy-middleware#391",
		"edge-refuses":           "envoyproxy/envoy#27056 haproxy/haproxy#1642",
		"http2-connect":          "caddyserver/caddy#5565",
		"content-length-on-101":  "SuaveIO/suave#626 dotnet/aspnetcore#40882 istio/istio#29427",
		"expect-continue":        "",
		"docker-attach":          "",
		"connect-udp":            "",
		"tls-inside-http":        "",
		"session-id-unknown":     "",
		"hijacker-500":           "",
		"mixed-content":          "",
		"unasked-101":            "",
	} {
		l, ok := BySlug(slug)
		if !ok {
			t.Errorf("no lesson is about %s", slug)
			continue
		}
		var links []string
		for _, link := range l.Links {
			links = append(links, link.Text, link.URL)
		}
		all := strings.Join(links, "|") + "|"
		for thread := range strings.FieldsSeq(threads) {
			if !strings.Contains(all, thread+"|") {
				t.Errorf("%s leads to %q, and not to %s", slug, links, thread)
			}
		}
	}
}

// The first cause that the page finds is the lesson's, unless the lesson has a verdict of its own.
func TestTheCauseIsTheLessons(t *testing.T) {
	another := map[string]string{ // lessons of the same cause as another one
		"squid-capitals":        "upgrade-lost",
		"haproxy-accept-in-426": "version-refused",
	}
	for _, l := range All() {
		report := handshake.Inspect(l.Exchange(), l.Policy)
		_, found := cause.Explain(cause.Evidence{Report: &report, Messages: message.Find(l.Request + l.Response)})
		if l.Verdict.Headline != "" || len(found) == 0 {
			continue
		}
		if first := found[0]; another[l.Slug] != first.ID && (first.Lesson != l.Slug || another[l.Slug] != "") {
			t.Errorf("%s: the first cause is %s, of the lesson %q", l.Slug, first.ID, first.Lesson)
		}
	}
}
