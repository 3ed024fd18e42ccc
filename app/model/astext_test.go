package model

import (
	"testing"

	"upgrade101/handshake"
)

// The editor can hold the exact bytes of every broken example, except those that lack what reading a text inserts.
func TestAsText(t *testing.T) {
	filledIn := map[string]bool{"req-empty": true, "req-version-missing": true}
	for _, r := range handshake.Rules {
		if head := r.Broken().Request; head != "" && !readsAs(asText(head), head) && !filledIn[r.ID] {
			t.Errorf("%s: %q is the text %q", r.ID, head, asText(head))
		}
	}
}
