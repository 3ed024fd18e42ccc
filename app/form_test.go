package app

import (
	"strings"
	"testing"

	"upgrade101/handshake"
)

func TestSetLineChangesOneLine(t *testing.T) {
	const text = "GET / HTTP/1.1\nHost: a\nx-own:  kept as it is \nOrigin: b\n\n"
	for _, c := range []struct{ name, value, want string }{
		{"Origin", "c", "GET / HTTP/1.1\nHost: a\nx-own:  kept as it is \nOrigin: c\n\n"},
		{"origin", "", "GET / HTTP/1.1\nHost: a\nx-own:  kept as it is \n\n"},
		{"Cookie", "d=e", "GET / HTTP/1.1\nHost: a\nx-own:  kept as it is \nOrigin: b\nCookie: d=e\n\n"},
		{"Cookie", "", text},
		{"Host", "a\r\nEvil: yes", "GET / HTTP/1.1\nHost: aEvil: yes\nx-own:  kept as it is \nOrigin: b\n\n"},
	} {
		if got := setLine(text, c.name, c.value); got != c.want {
			t.Errorf("%s = %q: %q, expected %q", c.name, c.value, got, c.want)
		}
	}
}

func TestFormIsWhatTheRequestSays(t *testing.T) {
	m := New()
	for name, want := range map[string]string{
		"url": "ws://server.example.com/chat", "version": "13", "protocols": "chat, superchat",
		"key": "dGhlIHNhbXBsZSBub25jZQ==", "pmd": "", "known-protocols": "*", "deflate": "on",
	} {
		if got := m.Form()[name]; got != want {
			t.Errorf("%s shows %q, expected %q", name, got, want)
		}
	}
	m = m.SetAddress("wss://other.example:8443/a?b=c#d")
	if head := m.Report.Request; head.Target.Text != "/a?b=c" || first(head, "Host") != "other.example:8443" {
		t.Errorf("the address became %q at %q", head.Target.Text, first(head, "Host"))
	}
	if m.Report.Reply.Status != 101 {
		t.Errorf("the changed request gets %d", m.Report.Reply.Status)
	}
}

func TestInputsKeepOtherLines(t *testing.T) {
	typed := strings.Replace(Sample, "Origin:", "X-Own: 1\nOrigin:", 1)
	for name, set := range inputs {
		m := set(New().Edit(typed), "13")
		if name == "query" || name == "got" || name == "console" {
			continue
		}
		if len(m.Report.Request.Get("X-Own")) != 1 {
			t.Errorf("%s loses a line that was typed by hand", name)
		}
	}
}

func TestDeflateOffer(t *testing.T) {
	offer := ""
	for _, c := range []struct {
		param string
		on    bool
		want  string
	}{
		{"pmd", true, "permessage-deflate"},
		{"pmd-cmwb", true, "permessage-deflate; client_max_window_bits"},
		{"pmd-snct", true, "permessage-deflate; client_max_window_bits; server_no_context_takeover"},
		{"pmd-cmwb", false, "permessage-deflate; server_no_context_takeover"},
		{"pmd", false, ""},
		{"pmd-snct", true, "permessage-deflate; server_no_context_takeover"},
	} {
		for _, p := range deflateParams {
			if p.name == c.param {
				offer = p.write(offer, c.on)
			}
		}
		if offer != c.want {
			t.Fatalf("%s %v: %q, expected %q", c.param, c.on, offer, c.want)
		}
	}
}

func TestPolicyLists(t *testing.T) {
	for _, c := range []struct {
		text string
		want handshake.Policy
	}{
		{"*", handshake.Policy{}},
		{"", handshake.Policy{Subprotocols: []string{}}},
		{"a, b,", handshake.Policy{Subprotocols: []string{"a", "b"}}},
	} {
		got := unlist(c.text)
		if (got == nil) != (c.want.Subprotocols == nil) || strings.Join(got, " ") != strings.Join(c.want.Subprotocols, " ") {
			t.Errorf("%q reads as %q", c.text, got)
		}
	}
}
