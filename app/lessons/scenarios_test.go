package lessons

import (
	"slices"
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

// The cause that the page finds leads to the lesson, if the cause has a lesson.
func TestTheCauseIsTheLessons(t *testing.T) {
	second := map[string]string{
		"deflate-bad-offer": "the server's 500 speaks for a failed handler before it does for the offer",
	}
	of := map[string]bool{}
	for _, c := range cause.Causes {
		of[c.Lesson] = true
	}
	for _, l := range All() {
		report := handshake.Inspect(l.Exchange(), l.Policy)
		text := l.Request + l.Response
		_, found := cause.Explain(cause.Evidence{Report: &report, Messages: message.Find(text)})
		if !of[l.Slug] || len(found) == 0 {
			continue
		}
		at := slices.IndexFunc(found, func(f cause.Found) bool { return f.Lesson == l.Slug })
		if late := second[l.Slug] != ""; at < 0 || at > 0 != late {
			t.Errorf("%s: place %d of its causes leads to it; the first is %s", l.Slug, at+1, found[0].ID)
		}
	}
}
