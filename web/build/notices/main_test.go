package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every module of the programs, Go and the fonts are there with a licence.
func TestNotices(t *testing.T) {
	t.Chdir("../../..")
	text, err := notices()
	if err != nil {
		t.Fatal(err)
	}
	modules, err := linked()
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 5 {
		t.Fatalf("only %d modules are linked", len(modules))
	}
	for _, m := range modules {
		if !strings.Contains(text, "\n"+m.Path+" "+m.Version+"\n=") {
			t.Errorf("%s %s is missing", m.Path, m.Version)
		}
	}
	for _, want := range []string{"wasm_exec.js\n=", "Go fonts", "github.com/maxence-charriere/go-app/v10 v10.1.11\n=", "MIT License"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// A module without a licence fails the build.
func TestNoLicence(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "license.go"), []byte("package x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := section(new(strings.Builder), "a.example/x v1.0.0", dir); err == nil || !strings.Contains(err.Error(), "a.example/x v1.0.0 has no licence file") {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "License.md"), []byte("Do as you like.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := section(&b, "a.example/x v1.0.0", dir); err != nil || !strings.HasSuffix(b.String(), "\n\nDo as you like.\n") {
		t.Errorf("got %q, %v", b.String(), err)
	}
}
