package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestChanges: every change fits the pinned module, and has a reason.
func TestChanges(t *testing.T) {
	dir, err := moduleDir()
	if err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	if err := copyModule(dir, copied); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"uuid.go": true}
	for _, c := range changes {
		if err := c.make(copied); err != nil {
			t.Error(err)
		}
		if c.why == "" {
			t.Errorf("%s is changed without a reason", c.file)
		}
		used[c.with] = true
		if err := c.make(copied); err == nil {
			t.Errorf("%s takes the same change twice, so an update would not be noticed", c.file)
		}
	}
	files, err := contents.ReadDir("_changes")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !used[f.Name()] {
			t.Errorf("_changes/%s is not in the list", f.Name())
		}
	}
}

func TestApply(t *testing.T) {
	const text = "a\nb\nc\nb\nd\n"
	for _, test := range []struct{ name, patch, want string }{
		{"a line more", "why\n\n--- x\n+++ x\n@@ -1,2 +1,3 @@\n a\n+new\n b\n", "a\nnew\nb\nc\nb\nd\n"},
		{"a line less, and one changed", "\n@@ -3,3 +3,2 @@\n c\n-b\n-d\n+e\n", "a\nb\nc\ne\n"},
		{"two hunks", "\n@@ -1 +1 @@\n-a\n+A\n@@ -5 +5 @@\n-d\n+D\n", "A\nb\nc\nb\nD\n"},
		{"the old lines are not there", "\n@@ -1 +1 @@\n-x\n+y\n", ""},
		{"the old lines are there twice", "\n@@ -2 +2 @@\n-b\n+y\n", ""},
		{"no hunk", "why\n", ""},
		{"a line of no kind", "\n@@ -1 +1 @@\n*a\n", ""},
	} {
		got, err := apply(text, test.patch)
		if string(got) != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
}

// unused are the names that go-app calls for functions that this page does not use.
var unused = []string{
	"goappIsAppInstallable", "goappIsAppleBrowser", "goappShowInstallPrompt", "goappKeepBodyClean",
	"goappNav", "goappNewNotification", "goappSubscribePushNotifications",
}

// TestPageScriptHasWhatGoAppCalls compares the names that go-app's code looks up in the page with those that
// web/static/app.js defines.
func TestPageScriptHasWhatGoAppCalls(t *testing.T) {
	dir, err := moduleDir()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "pkg/app/*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	patches, err := filepath.Glob("_changes/*")
	if err != nil {
		t.Fatal(err)
	}
	called := map[string]bool{}
	for _, name := range append(files, patches...) {
		if base := filepath.Base(name); strings.HasSuffix(base, "_test.go") || strings.HasPrefix(base, "scripts") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(goapp[A-Z]\w*)"`).FindAllSubmatch(text, -1) {
			called[string(m[1])] = true
		}
	}
	for _, name := range unused {
		if !called[name] {
			t.Errorf("go-app does not call %s any more", name)
		}
		delete(called, name)
	}
	script, err := os.ReadFile("../../static/app.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(called)) {
		if !regexp.MustCompile(`(?m)^(var|function) ` + name + `\b`).Match(script) {
			t.Errorf("go-app looks up %s, and web/static/app.js does not define it", name)
		}
	}
	if len(called) < 5 {
		t.Errorf("go-app looks up %d names only; is it still through the window?", len(called))
	}
}
