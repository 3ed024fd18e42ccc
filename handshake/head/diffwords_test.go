package head

import (
	"strings"
	"testing"
)

// Words that differ are in brackets.
func TestDiffWords(t *testing.T) {
	for _, c := range []struct{ was, is, before, after string }{
		{"Connection: Upgrade", "Connection: close", "Connection: [Upgrade]", "Connection: [close]"},
		{"Connection: Upgrade", "Connection: keep-alive, Upgrade", "Connection: Upgrade", "Connection: [keep-alive, ]Upgrade"},
		{"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 400 Bad Request", "HTTP/1.1 [101 Switching Protocols]", "HTTP/1.1 [400 Bad Request]"},
		{"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Accept: BXhwxM0SZasKmCD9S4BfpPmCnEw=", "Sec-WebSocket-Accept: [s3pPLMBiTxaQ9kYGzzhZRbK+xOo=]", "Sec-WebSocket-Accept: [BXhwxM0SZasKmCD9S4BfpPmCnEw=]"},
		{"proxy_set_header Connection close;", "proxy_set_header Connection $connection_upgrade;", "proxy_set_header Connection [close];", "proxy_set_header Connection [$connection_upgrade];"},
		{"same", "same", "same", "same"},
		{"", "Server: nginx", "", "[Server: nginx]"},
		{"Server: nginx", "", "[Server: nginx]", ""},
		{"a b", "a c b", "a b", "a [c ]b"},
		{strings.Repeat("a ", maxWords) + "x", strings.Repeat("a ", maxWords) + "y", "[" + strings.Repeat("a ", maxWords) + "x]", "[" + strings.Repeat("a ", maxWords) + "y]"},
	} {
		before, after := DiffWords(c.was, c.is)
		if bracketed(before) != c.before || bracketed(after) != c.after {
			t.Errorf("%q and %q: %q and %q, expected %q and %q", c.was, c.is, bracketed(before), bracketed(after), c.before, c.after)
		}
	}
}

func bracketed(runs []WordRun) (s string) {
	for _, r := range runs {
		if r.Only {
			r.Text = "[" + r.Text + "]"
		}
		s += r.Text
	}
	return s
}

// Joined, the runs of a line are the line.
func FuzzDiffWords(f *testing.F) {
	f.Add("Connection: Upgrade", "Connection: keep-alive, close")
	f.Fuzz(func(t *testing.T, was, is string) {
		before, after := DiffWords(was, is)
		for line, runs := range map[string][]WordRun{was: before, is: after} {
			joined := ""
			for i, r := range runs {
				if joined += r.Text; r.Text == "" || i > 0 && runs[i-1].Only == r.Only {
					t.Errorf("%q: run %d of %v", line, i, runs)
				}
			}
			if joined != line {
				t.Errorf("%q becomes %q", line, joined)
			}
		}
	})
}

func TestAlign(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"Upgrade: websocket|Connection: Upgrade", "Connection: close", "Upgrade: websocket=-|Connection: Upgrade=Connection: close"},
		{"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 400 Bad Request", "HTTP/1.1 101 Switching Protocols=HTTP/1.1 400 Bad Request"},
		{"a 1;|proxy_set_header Connection close;", "proxy_set_header Host a;|proxy_set_header Connection b;", "a 1;=proxy_set_header Host a;|proxy_set_header Connection close;=proxy_set_header Connection b;"},
		{"", "a: b", "-=a: b"},
		{"x|y", "z", "x=z|y=-"},
	} {
		cut := func(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == '|' }) }
		before, after := cut(c.before), cut(c.after)
		var got []string
		for _, p := range Align(before, after) {
			sides := [2]string{"-", "-"}
			if p[0] >= 0 {
				sides[0] = before[p[0]]
			}
			if p[1] >= 0 {
				sides[1] = after[p[1]]
			}
			got = append(got, sides[0]+"="+sides[1])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q and %q: %q, expected %q", c.before, c.after, got, c.want)
		}
	}
}
