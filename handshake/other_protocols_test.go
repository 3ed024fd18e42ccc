package handshake

import (
	"strings"
	"testing"
)

func TestOtherUpgrades(t *testing.T) {
	for _, c := range []struct {
		upgrade string
		rule    string
		answer  string // status line and Upgrade; "" if no server switches
	}{
		{"h2c", "upg-h2c-settings", ""},
		{"h2", "upg-h2", ""},
		{"HTTP/2.0", "upg-http-version", ""},
		{"HTTP/3.0", "upg-http-version", ""},
		{"foo, bar", "upg-cannot-insist", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\n"},
		{"webtransport", "upg-webtransport", ""},
		{"TLS/1.0", "upg-tls", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n"},
		{"connect-udp", "upg-connect-udp", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: connect-udp\r\n"},
		{"CONNECT-IP", "upg-connect-ip", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: CONNECT-IP\r\n"},
		{"tcp", "upg-custom", "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n"},
		{"SPDY/3.1", "upg-custom", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\n"},
		{"x-mine/1", "upg-custom", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x-mine/1\r\n"},
	} {
		e := plainUpgrade.with("Upgrade", c.upgrade)
		if got := strings.Join(raised(e, "upg-"), " "); got != c.rule {
			t.Errorf("%q raises %q, expected %q", c.upgrade, got, c.rule)
		}
		r := Inspect(e.Exchange(), e.Policy)
		if r.Verdict() != Ignored || r.Reply.Status != 426 {
			t.Errorf("%q: %s, %d; expected %s, 426", c.upgrade, r.Verdict(), r.Reply.Status, Ignored)
		}
		switch {
		case r.OtherProtocolAnswer == nil:
			if c.answer != "" {
				t.Errorf("%q: no server switches, expected %q", c.upgrade, c.answer)
			}
		case c.answer == "" || !strings.HasPrefix(r.OtherProtocolAnswer.Raw(), c.answer):
			t.Errorf("%q: elsewhere\n%s\nexpected %q", c.upgrade, r.OtherProtocolAnswer.Raw(), c.answer)
		default:
			for _, l := range r.OtherProtocolAnswer.Lines {
				if l.Text == "" || l.Why == "" || len(l.Cites) == 0 {
					t.Errorf("%q: line %+v lacks words", c.upgrade, l)
				}
			}
		}
	}
}

// HTTP2-Settings is a token68 of whole settings, at least one character (RFC 9110 §11.2).
func TestSettingsOfH2C(t *testing.T) {
	for settings, want := range map[string]string{"AAMAAABkAAQAoAAAAAIAAAAA": "upg-h2c", "AAMAAABk": "upg-h2c", "": "upg-h2c-settings", "AAMAAAB": "upg-h2c-settings", "AAMAAAB+": "upg-h2c-settings"} {
		e := plainUpgrade.with("Upgrade", "h2c").with("Connection", "Upgrade, HTTP2-Settings").with("HTTP2-Settings", settings)
		if got := strings.Join(raised(e, "upg-"), " "); got != want {
			t.Errorf("%q raises %q, expected %q", settings, got, want)
		}
	}
}

func TestElsewhereNeedsAProperWish(t *testing.T) {
	for name, e := range map[string]*Example{
		"websocket":                good,
		"no Connection":            plainUpgrade.with("Upgrade", "tcp").with("Connection", "keep-alive"),
		"HTTP/1.0":                 plainUpgrade.with("Upgrade", "tcp").line("GET / HTTP/1.0"),
		"connect-udp with POST":    plainUpgrade.with("Upgrade", "connect-udp").line("POST / HTTP/1.1"),
		"connect-udp in a list":    plainUpgrade.with("Upgrade", "connect-udp, foo"),
		"two Hosts":                plainUpgrade.with("Upgrade", "tcp").add("Host", "other.example"),
		"not websocket, yet a key": good.with("Upgrade", "websockets"),
	} {
		if r := Inspect(e.Exchange(), e.Policy); r.OtherProtocolAnswer != nil {
			t.Errorf("%s: elsewhere\n%s\nexpected none", name, r.OtherProtocolAnswer.Raw())
		}
	}
	for upgrade, opens := range map[string]bool{"tcp": true, "x y": false, "irc": false, "tcp, irc": false} {
		e := plainUpgrade.with("Upgrade", "tcp").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: " + upgrade + "\r\nConnection: Upgrade\r\n\r\n")
		if r := Inspect(e.Exchange(), e.Policy); r.Client.Opens != opens {
			t.Errorf("tcp is answered with Upgrade: %s: opens is %t", upgrade, r.Client.Opens)
		}
	}
	docker := plainUpgrade.with("Upgrade", "tcp").line("POST /containers/1/attach?stream=1 HTTP/1.1")
	if r := Inspect(docker.Exchange(), docker.Policy); r.OtherProtocolAnswer == nil {
		t.Error("Docker attaches with POST; expected its 101")
	}
}
