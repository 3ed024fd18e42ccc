package handshake

import (
	"strings"
	"testing"
)

func TestRedactText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"GET /ws?token=abc123&x=1 HTTP/1.1\nCookie: sid=1f2e; theme=dark\nAuthorization: Bearer abc.def\nHost: a", "GET /ws?token=***&x=1 HTTP/1.1\nCookie: sid=***; theme=***\nAuthorization: Bearer ***\nHost: a"},
		{`curl -H "Authorization: Bearer abc" -H 'Cookie: a=b; c=d' -u me:pw wss://u:p@a.example/?access_token=x#y`, `curl -H "Authorization: Bearer ***" -H 'Cookie: a=***; c=***' -u *** wss://***@a.example/?access_token=***#y`},
		{`{"headers":{"Authorization":["Bearer abc"],"Cookie":["a=b"],"X-Api-Key":"k"},"status":403}`, `{"headers":{"Authorization":["Bearer ***"],"Cookie":["a=***"],"X-Api-Key":"***"},"status":403}`},
		{"map[Authorization:[Bearer abc] Upgrade:[websocket]]", "map[Authorization:[Bearer ***] Upgrade:[websocket]]"},
		{`{'set-cookie': '__cf_bm=abc; path=/; HttpOnly', 'server': 'nginx'}`, `{'set-cookie': '__cf_bm=***; path=/; HttpOnly', 'server': 'nginx'}`},
		{`"GET / HTTP/1.1\r\nAuthorization: Basic dXNlcg==\r\nHost: a\r\n"`, `"GET / HTTP/1.1\r\nAuthorization: Basic ***\r\nHost: a\r\n"`},
		{"WebSocket connection to 'wss://a.example/ws?ticket=abc' failed: ", "WebSocket connection to 'wss://a.example/ws?ticket=***' failed: "},
		{`proxy_set_header Authorization "Bearer abc123def";`, `proxy_set_header Authorization "Bearer ***";`},
		{"jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123 rejected", "jwt *** rejected"},
		{"DB_PASSWORD=hunter2\npassword: s3cret9\n", "DB_PASSWORD=***\npassword: ***\n"},
		{"Sec-WebSocket-Protocol: chat, bearer, abc", "Sec-WebSocket-Protocol: chat, bearer, ***"},
		{"'cookie', 'sid=abc; theme=dark'\n'user-agent', 'curl'", "'cookie', 'sid=***; theme=***'\n'user-agent', 'curl'"},
		{"< set-cookie: a=b; Path=/", "< set-cookie: a=***; Path=/"},
		{"(HTTP_COOKIE: a=b, x)", "(HTTP_COOKIE: a=***"},
		// no secrets
		{"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", ""},
		{"The token: where does it come from? Use a bearer token or basic authentication.", ""},
		{"proxy_set_header X-Token $http_x_token;\nauth: required\nfunc key(a, b int)", ""},
		{"https://a.example/ws?room=1 and http://127.0.0.1:8080/@me", ""},
		{"", ""},
	} {
		want := c.want
		if want == "" {
			want = c.text
		}
		got, n := RedactText(c.text)
		if got != want && !strings.HasPrefix(got, want) {
			t.Errorf("%s\nredacted to\n%s\nexpected\n%s", c.text, got, want)
		}
		if (n > 0) != (got != c.text) {
			t.Errorf("%s: %d secrets in %s", c.text, n, got)
		}
		if again, _ := RedactText(got); again != got {
			t.Errorf("%s\nredacted again to\n%s", got, again)
		}
	}
}

// What Redact hides in a head, RedactText hides in its text.
func TestRedactTextLikeRedact(t *testing.T) {
	for _, rule := range secretRules {
		x := rule.Broken().Exchange()
		for _, secret := range Secrets(x) {
			value := x.Request[secret.Span.Start:secret.Span.End]
			if got, _ := RedactText(strings.ReplaceAll(x.Request, "\r\n", "\n")); strings.Contains(got, value) {
				t.Errorf("%s: %q is in\n%s", rule.ID, value, got)
			}
		}
	}
}

func FuzzRedactText(f *testing.F) {
	f.Add("Authorization: Bearer abc\nCookie: a=b; c")
	f.Add(`curl -u "a:b" 'wss://u:p@h/?token=x'`)
	f.Fuzz(func(t *testing.T, text string) {
		once, n := RedactText(text)
		if n == 0 && once != text {
			t.Errorf("%q changed to %q without a secret", text, once)
		}
		if len(once) > len(text)+3*n {
			t.Errorf("%q grew to %q", text, once)
		}
	})
}
