package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every part has a heading with a licence below it.
func TestNotices(t *testing.T) {
	text, err := notices()
	if err != nil {
		t.Fatal(err)
	}
	modules, err := linked()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules {
		heading := "\n" + m.Path + " " + m.Version + "\n="
		_, licence, ok := strings.Cut(text, heading)
		licence, _, _ = strings.Cut(strings.TrimLeft(licence, "=\n"), "\n===")
		if !ok || !strings.Contains(strings.ToLower(licence), "copyright") {
			t.Errorf("%s has no licence, but %.80q", m.Path, licence)
		}
	}
}

// A module without a licence fails the build.
func TestNoLicence(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	for name, want := range map[string]bool{"README.md": false, "license.go": false, "licensed.txt": false, "LICENSE.md": true} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("Copyright\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := section(&b, "x", dir); (err == nil) != want {
			t.Errorf("with %s: %v", name, err)
		}
		os.Remove(filepath.Join(dir, name))
	}
}
