package handshake

import (
	"net/http"
	"strings"
	"testing"
)

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
