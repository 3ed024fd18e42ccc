package handshake

import (
	"fmt"
	"strings"
	"testing"
)

func TestSayings(t *testing.T) {
	keys := map[string]bool{}
	for _, s := range Sayings() {
		if s.key == "" || keys[s.key] {
			t.Errorf("%q: key %q is not unique", s.Text, s.key)
		}
		keys[s.key] = true
		if s.Client == "" || !strings.HasSuffix(s.Means, ".") || !strings.HasSuffix(s.Look, ".") {
			t.Errorf("%s: words are missing: %+v", s.key, s)
		}
		for _, id := range s.Causes {
			if RuleByID(id) == nil {
				t.Errorf("%s: there is no rule %s", s.key, id)
			}
		}
	}
}

// What a client says is understood when it is pasted back.
func TestSayingsTranslateBack(t *testing.T) {
	for _, s := range Sayings() {
		line := "12:01:02 index.js:7 Error: " + s.fill("404")
		found := false
		for _, translation := range Translate(line) {
			if translation.Text == s.Text || translation.key == s.key {
				found = true
				if strings.Contains(s.Text, "{}") && !strings.HasPrefix(translation.Value, "404") {
					t.Errorf("%s: value %q in %q, want 404", s.key, translation.Value, line)
				}
				if said := translation.Said(); translation.key == s.key && !strings.Contains(line, said) {
					t.Errorf("%s: %q is quoted as %q", s.key, line, said)
				}
			}
		}
		if !found {
			t.Errorf("%s: %q is not recognised", s.key, line)
		}
	}
}

func TestTranslate(t *testing.T) {
	for _, test := range []struct{ line, key, url, value, rule string }{
		{"WebSocket connection to 'wss://example.com/ws' failed: Error during WebSocket handshake: Unexpected response code: 404",
			"chrome-status", "wss://example.com/ws", "404", "resp-status"},
		{"app.js:12 WebSocket connection to 'ws://localhost:8080/' failed: Error during WebSocket handshake: 'Upgrade' header is missing",
			"chrome-missing", "ws://localhost:8080/", "Upgrade", "resp-upgrade-missing"},
		{"WebSocket connection to 'wss://a.test/' failed: Error in connection establishment: net::ERR_CONNECTION_REFUSED",
			"chrome-net-refused", "wss://a.test/", "", ""},
		{"WebSocket connection to 'wss://a.test/' failed: Error in connection establishment: net::ERR_CERT_AUTHORITY_INVALID",
			"chrome-net-certificate", "wss://a.test/", "AUTHORITY_INVALID", ""},
		{"WebSocket connection to 'wss://a.test/' failed: Error during WebSocket handshake: net::ERR_CONNECTION_RESET",
			"chrome-net-answer", "wss://a.test/", "ERR_CONNECTION_RESET", "resp-line"},
		{"Mixed Content: The page at 'https://a.test/' was loaded over HTTPS, but attempted to connect to the insecure WebSocket endpoint 'ws://b.test/'. This request has been blocked.",
			"chrome-mixed-blocked", "ws://b.test/", "ws://b.test/", "uri-mixed-content"},
		{"Refused to connect to 'wss://a.test/' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
			"chrome-policy", "wss://a.test/", "connect-src 'self'", ""},
		{"WebSocket connection to 'wss://a.test/' failed: There was a bad response from the server.", "safari-response", "wss://a.test/", "", "resp-accept-wrong"},
		{"[Error] WebSocket connection to 'wss://a.test/' failed: Unexpected response code: 404", "safari-status", "wss://a.test/", "404", "resp-status"},
		{"Firefox can’t establish a connection to the server at wss://example.com/ws.", "firefox", "wss://example.com/ws", "wss://example.com/ws", "resp-status"},
		{"Firefox can't establish a connection to the server at ws://a.test/x.", "firefox", "ws://a.test/x", "ws://a.test/x", "resp-status"},
		{"Error: Unexpected server response: 200\n    at ClientRequest.<anonymous> (node_modules/ws/lib/websocket.js:913:7)",
			"ws-status", "", "200", "resp-status"},
		{"websockets.exceptions.InvalidStatus: server rejected WebSocket connection: HTTP 403", "python-status", "", "403", "resp-status"},
		{"websocket: bad handshake", "gorilla", "", "", "resp-status"},
		{"Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value", "chrome-accept", "", "", "resp-accept-wrong"},
	} {
		got := Translate(test.line)
		if len(got) == 0 {
			t.Errorf("%q is not recognised", test.line)
			continue
		}
		x := got[0]
		if x.key != test.key || x.URL != test.url || x.Value != test.value {
			t.Errorf("%q is %s, address %q, value %q; want %s, %q, %q", test.line, x.key, x.URL, x.Value, test.key, test.url, test.value)
		}
		if (len(x.Rules) == 0) != (test.rule == "") || test.rule != "" && x.Rules[0].ID != test.rule {
			t.Errorf("%q stands for %v, want %s first", test.line, x.Rules, test.rule)
		}
	}
	for _, line := range []string{"", "hello", "GET / HTTP/1.1", "TypeError: x is not a function", strings.Repeat("x", 100_000)} {
		if got := Translate(line); len(got) != 0 {
			t.Errorf("%.40q is taken for %s", line, got[0].key)
		}
	}
}

// Opening the example of a translated line shows a client that says this very line.
func TestTranslationExample(t *testing.T) {
	for _, status := range []int{200, 302, 403, 404, 426, 502} {
		line := fmt.Sprintf("Error during WebSocket handshake: Unexpected response code: %d", status)
		found := Translate(line)
		if len(found) != 1 || found[0].Status.Status != status {
			t.Fatalf("%q: %+v", line, found)
		}
		e, ok := found[0].Example()
		if !ok {
			t.Fatalf("%q has no example", line)
		}
		r := Inspect(e.Exchange(), e.Policy)
		if says := r.Client.Console.Chrome; !strings.HasSuffix(says, line) {
			t.Errorf("the example of %q makes Chrome say %q", line, says)
		}
	}
}

func FuzzTranslate(f *testing.F) {
	for _, s := range sayings {
		f.Add(s.fill("404"))
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, x := range Translate(line) {
			if x.Saying == nil || len(x.Value) > maxConsole || len(x.Rules) > len(x.Causes) {
				t.Errorf("%q: %+v", line, x)
			}
			x.Example()
		}
	})
}

func ExampleTranslate() {
	line := "WebSocket connection to 'wss://example.com/ws' failed: Error during WebSocket handshake: Unexpected response code: 426"
	for _, x := range Translate(line) {
		fmt.Println(x.Client, "at", x.URL)
		fmt.Println(x.Means)
		fmt.Println(x.Status.Name + ": " + x.Status.First)
	}
	// Output:
	// Chrome at wss://example.com/ws
	// The server answered with a status other than 101, so nothing was switched. The status tells who refused and why.
	// Upgrade Required: Upgrade and Sec-WebSocket-Version in the answer; then the proxy: proxy_http_version 1.1 and the two fields.
}
