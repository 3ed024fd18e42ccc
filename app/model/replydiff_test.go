package model

import (
	"slices"
	"strings"
	"testing"
)

func TestPairLines(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"x\ny\n", "x\ny\n", "x=x y=y"},
		{"x\ny\nz\n", "x\nz\n", "x=x y= z=z"},
		{"x\nz\n", "x\ny\nz\n", "x=x =y z=z"},
		{"a\n", "b\n", "a=b"},
		{"", "b\n", "=b"},
		{"a\na\n", "a\n", "a=a a="},
		{"s\nd\nx\ne\n", "s\nD\nx\nE\n", "s=s d=D x=x e=E"},
	} {
		var got []string
		for _, p := range PairLines(SplitLines(c.a), SplitLines(c.b)) {
			got = append(got, strings.TrimSpace(p.Was)+"="+strings.TrimSpace(p.Is))
		}
		if want := strings.Fields(c.want); !slices.Equal(got, want) {
			t.Errorf("%q and %q: %q, expected %q", c.a, c.b, got, want)
		}
	}
	many := strings.Repeat("a\n", 1<<16)
	if n := len(PairLines(SplitLines(many), SplitLines(many))); n > MaxDrawnLines+1 {
		t.Errorf("%d lines are compared", n)
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"abc", "abc", ""}, {"abc", "axc", "b"}, {"abc", "ac", "b"}, {"ac", "abc", ""}, {"", "a", ""}, {"aa", "a", "a"}, {"chat", "superchat", ""},
	} {
		if from, to := Difference(c.a, c.b); c.a[from:to] != c.want {
			t.Errorf("%q beside %q: %q differs, want %q", c.a, c.b, c.a[from:to], c.want)
		}
	}
}

// TestChangedLines: a change is found far from the beginning, and if a line moved.
func TestChangedLines(t *testing.T) {
	long := strings.Repeat("same\n", 3*MaxDrawnLines)
	for _, c := range []struct{ before, after, removed, added string }{
		{"a\nb\n", "a\nc\n", "b\n", "c\n"},
		{"a\n", "a\n", "", ""},
		{"a\nb\n", "b\na\n", "a\n", "a\n"},
		{long + "x\n" + long, long + "y\nz\n" + long, "x\n", "y\nz\n"},
		{strings.Repeat("x\n", 2*maxChanged), "", strings.Repeat("x\n", maxChanged), ""},
	} {
		removed, added := changedLines(c.before, c.after)
		if strings.Join(removed, "") != c.removed || strings.Join(added, "") != c.added {
			t.Errorf("%.20q and %.20q: removed %q, added %q; want %q and %q", c.before, c.after, removed, added, c.removed, c.added)
		}
	}
}

// Fields are compared by name, in whatever order they come.
func TestPairFields(t *testing.T) {
	const want = "HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\nConnection: close\r\nContent-Length: 73\r\n\r\nmissing\n"
	got := PairFields(want, "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nconnection: keep-alive\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n")
	expected := []LinePair{{"HTTP/1.1 400 Bad Request", "HTTP/1.1 400 Bad Request"}, {"Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13"},
		{"Connection: close", "connection: keep-alive"}, {"", "Server: nginx"}}
	if !slices.Equal(got, expected) {
		t.Errorf("%q", got)
	}
	if got := PairFields("HTTP/1.1 101 S\r\n\r\n", "HTTP/1.1 101 S\r\nContent-Length: 1\r\n\r\nx"); len(got) != 3 {
		t.Errorf("of a 101 nothing is left out: %q", got)
	}
}
