package model

import (
	"strings"
	"testing"

	"upgrade101/handshake"
)

// set is the setter of a field, nil if there is no such field.
func set(name string) func(Model, string) Model {
	field, _ := FieldByName(name)
	return field.Set
}

// exactRequest is the request of a model on the wire.
func exactRequest(m Model) string { return m.Report.Exchange.Request }

func TestAFieldIsAllThatChanges(t *testing.T) {
	const text = "GET / HTTP/1.1\nHost: a\nx-own:  kept as it is \norigin:b\nx-own: \xc3\xa9\n\nearly"
	wire := strings.ReplaceAll(text, "\n", "\r\n")
	for _, c := range []struct{ name, value, old, new string }{
		{"Origin", "c", "origin:b", "origin:c"},
		{"origin", "", "origin:b\r\n", ""},
		{"Cookie", "d=e", "\r\n\r\n", "\r\nCookie: d=e\r\n\r\n"},
		{"Cookie", "", "", ""},
		{"Host", "a\r\nEvil: yes", "Host: a", "Host: aEvil: yes"},
		{"X-Own", "new", "x-own:  kept as it is ", "x-own:  new "},
	} {
		want := strings.Replace(wire, c.old, c.new, 1)
		m := New().Edit(text).SetField(c.name, c.value)
		if got := exactRequest(m); got != want {
			t.Errorf("%s = %q: %q, expected %q", c.name, c.value, got, want)
		}
	}
}

// Bytes that a text field cannot hold survive a form: the request is then written as a dump.
func TestOddBytesSurviveTheForm(t *testing.T) {
	for _, odd := range []string{"X: \xff\x00\r\n", "X: a\rb\r\n", "X: a\n", "X: a\r\n folded\r\n", "no colon\r\n", ": no name\r\n"} {
		raw := "GET / HTTP/1.1\r\nHost: a\r\n" + odd + "Origin: b\r\n\r\n"
		m := New().Edit(written(raw))
		if got := exactRequest(m); got != raw {
			t.Errorf("%q is read as %q", raw, got)
			continue
		}
		m = m.SetField("Origin", "c").SetAddress("ws://b/x").AddField("Cookie", "d")
		want := strings.NewReplacer("GET / ", "GET /x ", "Host: a", "Host: b", "Origin: b\r\n", "Origin: c\r\nCookie: d\r\n").Replace(raw)
		if got := exactRequest(m); got != want {
			t.Errorf("%q becomes %q, expected %q", raw, got, want)
		}
	}
}

func TestAnEmptiedFieldComesBackToItsPlace(t *testing.T) {
	before := New()
	after := before.SetField("Origin", "").SetField("Origin", "http://example.com")
	if exactRequest(after) != exactRequest(before) {
		t.Errorf("the request became %q", exactRequest(after))
	}
}

func TestTheFormKeepsTheResponseOfTheSameText(t *testing.T) {
	m := New().Edit("> GET / HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 404 Not Found\n< Content-Length: 0\n<\n")
	m = m.SetField("Origin", "http://b")
	if !strings.HasPrefix(m.ResponseText, "HTTP/1.1 404 ") || m.Report.Response == nil {
		t.Errorf("the response became %q", m.ResponseText)
	}
}

func TestFormIsWhatTheRequestSays(t *testing.T) {
	m := New()
	for name, want := range map[string]string{
		"url": "ws://server.example.com/chat", "version": "13", "name 1": "Upgrade", "value 1": "websocket",
		"key": "dGhlIHNhbXBsZSBub25jZQ==", "pmd": "", "pmd-cmwb": NoWindow, "known-protocols": "*", "deflate": "on",
	} {
		if got := m.Form()[name]; got != want {
			t.Errorf("%s shows %q, expected %q", name, got, want)
		}
	}
	const url = "wss://other.example:8443/a?b=c"
	m = m.SetAddress(url + "#d")
	if head := m.Report.Request; head.Target.Text != "/a?b=c" || FirstValue(head, "Host") != "other.example:8443" {
		t.Errorf("the address became %q at %q", head.Target.Text, FirstValue(head, "Host"))
	}
	if m.Report.Reply.Status != 101 {
		t.Errorf("the changed request gets %d", m.Report.Reply.Status)
	}
	if m = m.SetAddress(url); m.Form()["url"] != url || m.Report.Exchange.URL != url {
		t.Errorf("the address shows %q, and is judged as %q", m.Form()["url"], m.Report.Exchange.URL)
	}
	if m = m.SetField("Host", "third.example"); m.Form()["url"] != "ws://third.example/a?b=c" {
		t.Errorf("behind another Host the address shows %q", m.Form()["url"])
	}
}

func TestAddressOverHTTP2(t *testing.T) {
	m := New().Edit(":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /chat\n:authority: a.example\nsec-websocket-version: 13\norigin: https://a.example\n")
	if got := m.Form()["url"]; got != "wss://a.example/chat" {
		t.Fatalf("the address shows %q", got)
	}
	m = m.SetAddress("wss://b.example/x")
	if got := exactRequest(m); !strings.Contains(got, ":path: /x\r\n:authority: b.example\r\n") {
		t.Errorf("the request became %q", got)
	}
}

func TestInputsKeepOtherLines(t *testing.T) {
	typed := strings.Replace(Sample, "Origin:", "X-Own: 1\nOrigin:", 1)
	for name, field := range fields {
		m := field.Set(New().Edit(typed), "13")
		if len(m.Report.Request.Get("X-Own")) != 1 {
			t.Errorf("%s loses a line that was typed by hand", name)
		}
	}
}

func TestRows(t *testing.T) {
	m := New().Edit("GET / HTTP/1.1\nHost: a\nX: 1\nY: 2\n\n")
	m = set("name 1")(m, "Z")
	m = set("value 2")(m, "3")
	m = set("name 2")(m, "") // a field keeps its name
	m = set("name 9")(m, "nothing")
	if want := "GET / HTTP/1.1\r\nHost: a\r\nZ: 1\r\nY: 3\r\n\r\n"; exactRequest(m) != want {
		t.Errorf("the rows wrote %q, expected %q", exactRequest(m), want)
	}
	m = Transitions[DoRemoveField](m, "1")
	if want := "GET / HTTP/1.1\r\nHost: a\r\nY: 3\r\n\r\n"; exactRequest(m) != want {
		t.Errorf("without its row the request is %q, expected %q", exactRequest(m), want)
	}
	if set("odd 1") != nil || set("odd") != nil {
		t.Error("there are fields of unknown names")
	}
}

func TestSubprotocols(t *testing.T) {
	m := New().Edit("GET / HTTP/1.1\nHost: a\nSec-WebSocket-Protocol: a, b\nX: 1\nSec-WebSocket-Protocol: c\n\n")
	for _, step := range []struct {
		do   func(Model) Model
		want string
	}{
		{func(m Model) Model { return m.MoveOfferedUp(2) }, "a, c, b"},
		{func(m Model) Model { return m.MoveOfferedUp(0) }, "a, c, b"},
		{func(m Model) Model { return m.RemoveOffered(1) }, "a, b"},
		{func(m Model) Model { return m.SetOffered(append(m.Offered(), "d")) }, "a, b, d"},
		{func(m Model) Model { return m.RemoveOffered(7) }, "a, b, d"},
	} {
		m = step.do(m)
		if got := strings.Join(m.Offered(), ", "); got != step.want {
			t.Fatalf("offered %q, expected %q", got, step.want)
		}
	}
	if want := "GET / HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Protocol: a, b, d\r\nX: 1\r\n\r\n"; exactRequest(m) != want {
		t.Errorf("the request is %q, expected %q", exactRequest(m), want)
	}
}

func TestDeflateOffer(t *testing.T) {
	offer := ""
	for _, c := range []struct{ param, value, want string }{
		{"pmd", "on", "permessage-deflate"},
		{"pmd-cmwb", "on", "permessage-deflate; client_max_window_bits"},
		{"pmd-snct", "on", "permessage-deflate; client_max_window_bits; server_no_context_takeover"},
		{"pmd-cmwb", "10", "permessage-deflate; client_max_window_bits=10; server_no_context_takeover"},
		{"pmd-smwb", "12", "permessage-deflate; client_max_window_bits=10; server_no_context_takeover; server_max_window_bits=12"},
		{"pmd-cmwb", "", "permessage-deflate; server_no_context_takeover; server_max_window_bits=12"},
		{"pmd", "", ""},
		{"pmd-cnct", "on", "permessage-deflate; client_no_context_takeover"},
	} {
		for _, p := range DeflateParams {
			if p.Name == c.param {
				if offer = p.write(offer, c.value); p.read(offer) != c.value {
					t.Errorf("%s is read as %q in %q", c.param, p.read(offer), offer)
				}
				if p.meant(p.shown(c.value)) != c.value {
					t.Errorf("%s %q is shown as %q", c.param, c.value, p.shown(c.value))
				}
			}
		}
		if offer != c.want {
			t.Fatalf("%s %q: %q, expected %q", c.param, c.value, offer, c.want)
		}
	}
}

// The rest of an offer stays.
func TestDeflateOfferKeepsTheRest(t *testing.T) {
	const others = `, x-mine; a="1,2"`
	bits := DeflateParams[4]
	offer := bits.write(`permessage-deflate; odd="1,2"`+others, "9")
	if want := `permessage-deflate; odd="1,2"; client_max_window_bits=9` + others; offer != want {
		t.Errorf("%q, expected %q", offer, want)
	}
	if offer = DeflateParams[0].write(offer, ""); offer != others[2:] {
		t.Errorf("without compression %q, expected %q", offer, others[2:])
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
		got := ParseList(c.text)
		if (got == nil) != (c.want.Subprotocols == nil) || strings.Join(got, " ") != strings.Join(c.want.Subprotocols, " ") {
			t.Errorf("%q reads as %q", c.text, got)
		}
	}
}
