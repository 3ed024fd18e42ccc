package lessons

import "testing"

// TestListed: the files that are read without the methods of package embed are those of its methods.
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
