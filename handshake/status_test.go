package handshake

import (
	"net/http"
	"strings"
	"testing"
)

// TestElsewhere: what this endpoint replies to a request without an upgrade has another status elsewhere, and nothing else does.
func TestElsewhere(t *testing.T) {
	good := Good().Request
	for request, want := range map[string]int{
		good:                     0,
		"GET / HTTP/1.1\r\n\r\n": 0,
		strings.Replace(good, ": 13\r\n", ": 8\r\n", 1):          400,
		strings.Replace(good, "HTTP/1.1\r\n", "HTTP/1.0\r\n", 1): 400,
		strings.Replace(good, "Upgrade: websocket\r\n", "", 1):   400,
	} {
		judged := ReplyTo(request, Policy{})
		answer := judged.Reply.Raw()
		line, _, _ := strings.Cut(answer, "\r\n")
		if Elsewhere(answer) != want || Elsewhere(line) != want {
			t.Errorf("%s: %d elsewhere, want %d", line, Elsewhere(answer), want)
		}
	}
}

func TestStatusMeans(t *testing.T) {
	last := 0
	for _, m := range Statuses() {
		if m.Status <= last {
			t.Errorf("%d follows %d", m.Status, last)
		}
		last = m.Status
		if !strings.HasSuffix(m.Means, ".") || !strings.HasSuffix(m.First, ".") && !strings.HasSuffix(m.First, "?") {
			t.Errorf("%d: words are missing: %+v", m.Status, m)
		}
		// net/http keeps three names of RFC 7231; the newer RFC 9110 has others.
		newer := map[int]string{413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content"}
		if want := http.StatusText(m.Status); m.Name != want && m.Name != newer[m.Status] {
			t.Errorf("%d is named %q, want %q", m.Status, m.Name, want)
		}
	}
	for _, status := range []int{199, 299, 399, 418, 599} {
		if m, ok := StatusMeans(status); !ok || m.Status != status || m.Means == "" || m.First == "" {
			t.Errorf("StatusMeans(%d) = %+v, %v", status, m, ok)
		}
	}
	for _, status := range []int{-1, 0, 99, 600, 1000} {
		if m, ok := StatusMeans(status); ok {
			t.Errorf("StatusMeans(%d) = %+v, want none", status, m)
		}
	}
}
