package handshake

import (
	"strings"
	"testing"

	"upgrade101/handshake/head"
)

func TestRedact(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"Cookie: session=1f2e; theme=dark", "Cookie: session=***; theme=***"},
		{"cookie:a=b", "cookie:a=***"},
		{"Cookie: lonely", "Cookie: ***"},
		{"Cookie: a=b=c;;x=", "Cookie: a=***;;x="},
		{"Cookie: a=1\r\n b", "Cookie: a=***"},
		{"Authorization: Bearer abc.def", "Authorization: Bearer ***"},
		{"Authorization: Digest username=\"a\", response=\"b\"", "Authorization: Digest ***"},
		{"Authorization: abcdef", "Authorization: ***"},
		{"Proxy-Authorization: Basic dXNlcjpwYXNz", "Proxy-Authorization: Basic ***"},
		{"X-Api-Key: 12345", "X-Api-Key: ***"},
		{"Sec-WebSocket-Protocol: chat, base64url.bearer.a.b, bearer.c", "Sec-WebSocket-Protocol: chat, ***, ***2"},
		{"Sec-WebSocket-Protocol: bearer, opaque, chat", "Sec-WebSocket-Protocol: bearer, ***, chat"},
		{"Referer: https://a.example/?token=abc&x=1#y", "Referer: https://a.example/?token=***&x=1#y"},
		{"Referer: https://me:pw@a.example/", "Referer: https://***@a.example/"},
		{"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="},
		{"Origin: https://a.example", "Origin: https://a.example"},
	} {
		head := func(line string) string {
			return "GET /chat?x=1&ticket=abc HTTP/1.1\r\n" + line + "\r\nUpgrade: websocket\r\n\r\n"
		}
		want := strings.Replace(head(c.want), "ticket=abc", "ticket=***", 1)
		x := Exchange{Request: head(c.line), URL: "wss://a.example/chat?x=1&ticket=abc", Inserted: []Inserted{{InsertedEnd, Request, Span{Start: len(head(c.line)) - 2, End: len(head(c.line))}}}}
		y, secrets := Redact(x)
		if y.Request != want || y.URL != "wss://a.example/chat?x=1&ticket=***" {
			t.Errorf("%s: redacted to %q for %q, expected %q", c.line, y.Request, y.URL, want)
		}
		if s := y.Inserted[0].Span; s != (Span{Start: len(want) - 2, End: len(want)}) || x.Inserted[0].Span.End != len(x.Request) {
			t.Errorf("%s: filled is %v in %q", c.line, s, y.Request)
		}
		if secrets[0].Kind != SecretQuery || secrets[0].Name != "ticket" {
			t.Errorf("%s: first secret %+v, expected the ticket", c.line, secrets[0])
		}
		if again, _ := Redact(y); again.Request != want {
			t.Errorf("%s: redacted again to %q", c.line, again.Request)
		}
	}
}

func TestRedactResponse(t *testing.T) {
	x := answered.answerAdd("Set-Cookie", "id=1234; Path=/; HttpOnly").Exchange()
	y, secrets := Redact(x)
	if want := strings.Replace(x.Response, "id=1234", "id=***", 1); y.Response != want || y.Request != x.Request {
		t.Errorf("redacted to %q, expected %q", y.Response, want)
	}
	if len(secrets) != 1 || secrets[0].Side != Response || secrets[0].Name != "id" {
		t.Errorf("secrets %+v", secrets)
	}
}

// Interim answers and content are searched, too.
func TestRedactWhatStandsAround(t *testing.T) {
	const interim = "HTTP/1.1 103 Early Hints\r\nSet-Cookie: a=early\r\n\r\n"
	for _, c := range []struct{ content, want string }{
		{`{"ok":true,"access_token": "abc\"d", "name":"x"}`, `{"ok":true,"access_token": "***", "name":"x"}`},
		{`{"token":12,"note":"token","password":""}`, `{"token":12,"note":"token","password":""}`},
		{"user=me&password=pw&x=1", "user=me&password=***&x=1"},
		{"\x81\x0dtoken=secret!", "\x81\x0dtoken=secret!"}, // a frame
		{`"token": "cut`, `"token": "cut`},
	} {
		x := answered.then(c.content).answerThen(c.content).Exchange()
		x.Response = interim + x.Response
		y, secrets := Redact(x)
		for _, s := range secrets {
			if s.Kind != SecretField && s.Name != "a" {
				t.Errorf("%q holds %+v", c.content, s)
			}
		}
		if want := strings.Replace(interim, "early", "***", 1) + answered.Response + c.want; y.Request != answered.Request+c.want || y.Response != want {
			t.Errorf("redacted to %q and %q, expected %q and %q", y.Request, y.Response, answered.Request+c.want, want)
		}
	}
}

// TestRedactTooManyFields: fields that were not searched are masked.
func TestRedactTooManyFields(t *testing.T) {
	x := Exchange{Request: "GET / HTTP/1.1\r\n" + strings.Repeat("A: b\r\n", head.MaxRecordedFields) + "Cookie: a=secret\r\n\r\n"}
	if y, _ := Redact(x); strings.Contains(y.Request, "secret") {
		t.Error("a field beyond the last that is recorded is shown")
	}
	x.Pasted = true
	r := Inspect(x, Policy{})
	for _, f := range r.Findings {
		if strings.HasPrefix(f.Rule.ID, "secret-") {
			t.Errorf("fields that were not searched raise %s: %s", f.Rule.ID, f.Got)
		}
	}
}

// TestSecretsInPastesOnly: the same bytes raise a rule as a paste, and none as bytes; a mask is not a secret.
func TestSecretsInPastesOnly(t *testing.T) {
	for _, rule := range secretRules {
		exact := Exchange{Request: rule.Broken().Paste}
		if r := Inspect(exact, Policy{}); len(r.Findings) > 0 || r.Verdict() != Upgrades {
			t.Errorf("%s: exact bytes raise %v", rule.ID, r.Findings)
		}
		masked, _ := Redact(exact)
		masked.Pasted = true
		if r := Inspect(masked, Policy{}); len(r.Findings) > 0 {
			t.Errorf("%s: masked, it raises %v", rule.ID, r.Findings)
		}
	}
}

// TestRedactManySecrets: of more than maxSecrets secrets, none is shown.
func TestRedactManySecrets(t *testing.T) {
	const n = 5000
	for name, request := range map[string]string{
		"cookies": "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + strings.Repeat("a=hidden; ", n) + "\r\n\r\n",
		"query":   "GET /?" + strings.Repeat("token=hidden&", n) + " HTTP/1.1\r\nHost: a\r\n\r\n",
		"content": "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + strings.Repeat(`{"token":"hidden"} `, n),
	} {
		x, secrets := Redact(Exchange{Request: request})
		if strings.Contains(x.Request, "hidden") || len(secrets) == 0 || len(secrets) > n {
			t.Errorf("%s: %d secrets, and %d bytes are left", name, len(secrets), len(x.Request))
		}
		if again, _ := Redact(x); again.Request != x.Request {
			t.Errorf("%s: a second time hides other bytes", name)
		}
	}
}

// A scheme alone is no secret, nor is a parameter that only has the name of one; that is masked all the same.
func TestNoSecret(t *testing.T) {
	for request, masked := range map[*Example]int{
		good.with("Proxy-Authorization", "Negotiate"):   0,
		good.with("Authorization", "basic"):             0,
		good.line("GET /chat?max_tokens=100 HTTP/1.1"):  1,
		good.line("GET /chat?tokenizer=bert HTTP/1.1"):  1,
		good.line("GET /chat?auth=none HTTP/1.1"):       1,
		good.line("GET /chat?auth=false&x=1 HTTP/1.1"):  1,
		good.line("GET /chat?keys=5&author=a HTTP/1.1"): 0,
	} {
		x := request.Exchange()
		x.Pasted = true
		if r := Inspect(x, Policy{}); len(r.Findings) > 0 || len(Secrets(x)) != masked {
			t.Errorf("%q raises %v, and %d are masked; expected %d", x.Request, r.Findings, len(Secrets(x)), masked)
		}
	}
}

// A user of a URL is masked; only with a password is it called a secret.
func TestSecretInURL(t *testing.T) {
	for user, secret := range map[string]bool{"ada": false, "ada:pw": true} {
		x := good.line("GET https://" + user + "@server.example.com/chat HTTP/1.1").Exchange()
		x.Pasted = true
		if r := Inspect(x, Policy{}); (find(&r, "secret-query") >= 0) != secret || len(Secrets(x)) != 1 {
			t.Errorf("%s: called a secret is %t, of %d", user, !secret, len(Secrets(x)))
		}
	}
}
