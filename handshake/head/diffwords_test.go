package head

import "testing"

// What differs is in brackets.
func TestDifferingWords(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"Connection: Upgrade", "Connection: close", "Connection: [Upgrade]"},
		{"Connection: Upgrade", "Connection: keep-alive, Upgrade", "Connection: []Upgrade"},
		{"Connection: keep-alive, Upgrade", "Connection: Upgrade", "Connection: [keep-alive, ]Upgrade"},
		{"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 400 Bad Request", "HTTP/1.1 [101 Switching Protocols]"},
		{"GET /chat HTTP/1.1", "GET /chat HTTP/1.0", "GET /chat [HTTP/1.1]"},
		{"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOO=", "Sec-WebSocket-Accept: [s3pPLMBiTxaQ9kYGzzhZRbK+xOo=]"},
		{"proxy_set_header Connection close;", "proxy_set_header Connection $connection_upgrade;", "proxy_set_header Connection [close];"},
		{"chat", "superchat", "[chat]"},
		{"same", "same", "same[]"},
		{"", "Server: nginx", "[]"},
		{"Server: nginx", "", "[Server: nginx]"},
	} {
		from, to := DifferingWords(c.a, c.b)
		if got := c.a[:from] + "[" + c.a[from:to] + "]" + c.a[to:]; got != c.want {
			t.Errorf("%q beside %q: %q, expected %q", c.a, c.b, got, c.want)
		}
	}
}

// What is left of a line and of the line beside it is the same.
func FuzzDifferingWords(f *testing.F) {
	f.Add("Connection: Upgrade", "Connection: keep-alive, close")
	f.Fuzz(func(t *testing.T, a, b string) {
		from, to := DifferingWords(a, b)
		if from < 0 || to < from || to > len(a) {
			t.Fatalf("%q beside %q: %d to %d", a, b, from, to)
		}
		other, end := DifferingWords(b, a)
		if a[:from] != b[:other] || a == b && from != to || end < other {
			t.Errorf("%q beside %q: what is before the difference differs", a, b)
		}
	})
}
