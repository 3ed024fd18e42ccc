package handshake

import (
	"strings"
	"testing"
)

func TestVersionRaisesOneRule(t *testing.T) {
	for version, want := range map[string]struct {
		rule   string
		status int
	}{
		"13": {"", 101}, "8": {"ws-version-draft", 426}, "7": {"ws-version-draft", 426}, "0": {"ws-version-draft", 426},
		"9": {"ws-version-reserved", 426}, "12": {"ws-version-reserved", 426},
		"14": {"ws-version-unsupported", 426}, "255": {"ws-version-unsupported", 426},
		"256": {"ws-version-syntax", 400}, "013": {"ws-version-syntax", 400}, "v13": {"ws-version-syntax", 400}, "": {"ws-version-syntax", 400},
		"13 ": {"", 101}, "+13": {"ws-version-syntax", 400}, "1000": {"ws-version-syntax", 400}, "13, 8": {"ws-version-list", 400}, "8,13": {"ws-version-list", 400},
	} {
		e := good.with("Sec-WebSocket-Version", version)
		if got := strings.Join(raised(e, "ws-version"), " "); got != want.rule {
			t.Errorf("version %q raises %q, expected %q", version, got, want.rule)
		}
		r := Inspect(e.Exchange(), e.Policy)
		raw := r.Reply.Raw()
		if r.Reply.Status != want.status || (want.status != 101) != strings.Contains(raw, "\r\nSec-WebSocket-Version: 13\r\n") ||
			(want.status == 426) != strings.Contains(raw, "\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade, close\r\n") {
			t.Errorf("version %q gets\n%s\nexpected %d and what belongs to it", version, raw, want.status)
		}
	}
}

// A refusal names the versions over HTTP/2, too (RFC 8441 §5).
func TestVersionRefusedHTTP2(t *testing.T) {
	old := goodHTTP2.with("sec-websocket-version", "8")
	for response, want := range map[string]string{
		":status: 400\r\n\r\n":                              "resp-426-no-version",
		":status: 400\r\nsec-websocket-version: 13\r\n\r\n": "",
		":status: 403\r\n\r\n":                              "",
	} {
		if got := strings.Join(raised(old.answer(response), "resp-426"), " "); got != want {
			t.Errorf("%q raises %q, expected %q", response, got, want)
		}
	}
}
