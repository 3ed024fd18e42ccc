package model

import "testing"

// TestKeptOverAReload: everything in the editors comes back as it was, secrets too.
func TestKeptOverAReload(t *testing.T) {
	m := New().Edit("GET / HTTP/1.1\nAuthorization: Bearer abcdefghijklmnop\n").EditResponse("HTTP/1.1 200 OK\n")
	m.Policy.Subprotocols = []string{}
	kept, err := m.Draft()
	if err != nil {
		t.Fatal(err)
	}
	got := New().RestoreDraft(kept)
	if got.Text != m.Text || got.ResponseText != m.ResponseText || got.Policy.Subprotocols == nil {
		t.Errorf("got %q, %q, %+v", got.Text, got.ResponseText, got.Policy)
	}
	for _, damaged := range []string{"", "{", "[]", "null"} {
		if got := New().RestoreDraft(damaged); damaged != "null" && got.Text != Sample {
			t.Errorf("%q put %q into the editor", damaged, got.Text)
		}
	}
}
