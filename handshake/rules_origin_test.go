package handshake

import (
	"strings"
	"testing"
)

func TestOrigin(t *testing.T) {
	list := []string{"https://server.example.com", "http://localhost:3000", "https://[2001:db8::1]:8443"}
	for _, c := range []struct {
		origin string
		list   []string
		status int
		rules  string
	}{
		{"https://server.example.com", nil, 101, ""},
		{"HTTPS://Server.Example.com:443", nil, 101, "origin-noncanonical"},
		{"https://server.example.com:8443", nil, 101, "origin-host-differs"},
		{"https://a.server.example.com", nil, 101, "origin-host-differs"},
		{"https://evilserver.example.com", nil, 101, "origin-suffix-match"},
		{"https://server.example.com.", nil, 101, "origin-host-differs"},
		{"null", nil, 101, "origin-null"},
		{"file://", nil, 101, "origin-null"},
		{"chrome-extension://abcdefgh", nil, 101, "origin-host-differs"},
		{"https://[2001:db8::1]", nil, 101, "origin-host-differs"},
		{"https://server.example.com/", nil, 400, "origin-syntax"},
		{"https://", nil, 400, "origin-syntax"},
		{"https://*.example.com", nil, 400, "origin-syntax"},
		{"https://user@server.example.com", nil, 400, "origin-syntax"},
		{"https://server.example.com:", nil, 400, "origin-syntax"},
		{"https://server.example.com:99999", nil, 400, "origin-syntax"},
		{"server.example.com", nil, 400, "origin-syntax"},
		{"*", nil, 400, "origin-syntax"},
		{"", nil, 400, "origin-syntax"},
		{"https://a.example https://b.example", nil, 101, "origin-list"},

		{"https://server.example.com", list, 101, ""},
		{"https://SERVER.example.com:443", list, 101, "origin-noncanonical"},
		{"https://[2001:DB8::1]:8443", list, 101, "origin-noncanonical"},
		{"http://server.example.com", list, 403, "origin-not-allowed"},
		{"http://localhost", list, 403, "origin-not-allowed"},
		{"https://server.example.com.evil.test", list, 403, "origin-not-allowed origin-suffix-match"},
		{"null", list, 403, "origin-not-allowed origin-null"},
		{"null", []string{"null"}, 101, "origin-null"},
		{"https://a.example https://server.example.com", list, 403, "origin-not-allowed origin-list"},
		{"https://server.example.com", []string{}, 403, "origin-not-allowed"},
		{"https://server.example.com/", list, 400, "origin-syntax"},

		{"https://server.example.com", []string{"same-host"}, 101, ""},
		{"http://SERVER.example.com:80", []string{"same-host"}, 101, "origin-noncanonical"},
		{"https://server.example.com:8443", []string{"same-host"}, 403, "origin-not-allowed"},
		{"https://other.example", []string{"same-host"}, 403, "origin-not-allowed"},
		{"https://evilserver.example.com", []string{"same-host"}, 403, "origin-not-allowed origin-suffix-match"},
		{"null", []string{"same-host"}, 403, "origin-not-allowed origin-null"},
		{"https://other.example", []string{"same-host", "other.example"}, 101, ""},
		{"https://a.example.com", []string{"*.example.com"}, 101, ""},
		{"http://a.b.EXAMPLE.com", []string{"*.Example.com"}, 101, "origin-noncanonical"},
		{"https://a.example.com:8443", []string{"*.example.com"}, 403, "origin-not-allowed"},
		{"https://a.example.com:8443", []string{"*.example.com:8443"}, 101, ""},
		{"https://a.example.com:8443", []string{"*.example.com:*"}, 101, ""},
		{"https://example.com", []string{"*.example.com"}, 403, "origin-not-allowed"},
		{"https://evilexample.com", []string{"*.example.com"}, 403, "origin-not-allowed origin-suffix-match"},
		{"https://a.example.com", []string{"https://*.example.com"}, 101, ""},
		{"http://a.example.com", []string{"https://*.example.com"}, 403, "origin-not-allowed"},
		{"http://localhost:5173", []string{"localhost:*"}, 101, ""},
		{"http://localhost", []string{"localhost:*"}, 101, ""},
		{"https://app-7.example.com", []string{"https://app-*.example.com"}, 101, ""},
		{"https://app-.example.com", []string{"https://app-*.example.com"}, 403, "origin-not-allowed"},
		{"https://b.example", []string{"b.example"}, 101, ""},
		{"https://b.example", []string{"*"}, 101, ""},
		{"null", []string{"*"}, 101, "origin-null"},
		{"https://b.example", []string{"https://b.example/", "*.*.example"}, 403, "origin-not-allowed"},
	} {
		e := good.with("Origin", c.origin).under(Policy{Origins: c.list})
		if got := strings.Join(raised(e, ""), " "); got != c.rules {
			t.Errorf("origin %q against %q raises %q, expected %q", c.origin, c.list, got, c.rules)
		}
		if r := Inspect(e.Exchange(), e.Policy); r.Reply.Status != c.status {
			t.Errorf("origin %q against %q gets %d, expected %d", c.origin, c.list, r.Reply.Status, c.status)
		}
	}
}

// A page whose name only resembles the host connects with the user's cookies like any other foreign page.
func TestForeignPageWithCookies(t *testing.T) {
	for origin, rules := range map[string]string{
		"https://server.example.com":           "",
		"https://other.example":                "origin-cswsh",
		"https://server.example.com.evil.test": "origin-cswsh origin-suffix-match",
		"https://evilserver.example.com":       "origin-cswsh origin-suffix-match",
	} {
		if got := strings.Join(raised(good.with("Origin", origin).add("Cookie", "session=abc"), ""), " "); got != rules {
			t.Errorf("origin %q raises %q, expected %q", origin, got, rules)
		}
	}
}

func TestNoOriginPassesAnyList(t *testing.T) {
	e := good.without("Origin").under(Policy{Origins: []string{"https://server.example.com"}})
	if r := Inspect(e.Exchange(), e.Policy); r.Reply.Status != 101 {
		t.Errorf("a client that is no browser gets %d, expected 101", r.Reply.Status)
	}
}

func TestOriginFault(t *testing.T) {
	for entry, fine := range map[string]bool{
		"*": true, "same-host": true, "null": true, "file://": true, "https://a.example": true, "https://[::1]:8443": true,
		"*.example.com": true, "https://*.example.com": true, "localhost:*": true, "http://localhost:*": true, "chrome-extension://abcdefgh": true,
		"": false, "https://": false, "https://a.example/": false, "*.*.com": false, "a b": false, "https://user@a.example": false,
		"a.example:99999": false, "a.example:": false, "a.example:8:*": false, "1://a": false,
	} {
		if got := OriginFault(entry); (got == "") != fine {
			t.Errorf("%q: %q", entry, got)
		}
	}
}
