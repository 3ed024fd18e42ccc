package document

import (
	"strings"
	"testing"
)

func TestAlign(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"Upgrade: websocket|Connection: Upgrade", "Connection: close", "Upgrade: websocket=-|Connection: Upgrade=Connection: close"},
		{"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 400 Bad Request", "HTTP/1.1 101 Switching Protocols=HTTP/1.1 400 Bad Request"},
		{"a 1;|proxy_set_header Connection close;", "proxy_set_header Host a;|proxy_set_header Connection b;", "a 1;=proxy_set_header Host a;|proxy_set_header Connection close;=proxy_set_header Connection b;"},
		{"B: 1", "A: 1|b: 2", "-=A: 1|B: 1=b: 2"},
		{"", "a: b", "-=a: b"},
		{"x|y", "z", "x=z|y=-"},
	} {
		cut := func(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == '|' }) }
		before, after := cut(c.before), cut(c.after)
		var got []string
		for _, p := range align(before, after) {
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
