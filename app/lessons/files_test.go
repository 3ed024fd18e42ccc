package lessons

import "testing"

// TestListed: what is read past package embed is what it says itself.
func TestListed(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil || len(entries) != len(listed()) {
		t.Fatalf("%d files, %d are listed: %v", len(entries), len(listed()), err)
	}
	for i, f := range listed() {
		data, err := files.ReadFile(entries[i].Name())
		if err != nil || f.name != entries[i].Name() || f.data != string(data) {
			t.Errorf("%s is listed as %s, with %d bytes of %d: %v", entries[i].Name(), f.name, len(f.data), len(data), err)
		}
	}
}
