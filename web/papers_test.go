package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// papers are the documents about the program itself, from here.
func papers(t *testing.T) []string {
	t.Helper()
	found := []string{"../README.md"}
	for _, pattern := range []string{"../.github/*.md", "../app/README.md", "../web/README.md", "../web/e2e/README.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, names...)
	}
	if len(found) < 6 {
		t.Fatalf("found only %q", found)
	}
	return found
}

// TestPapersNameWhatIsThere: a link leads to a file, a make target is one, and a path in code is in the repository.
func TestPapersNameWhatIsThere(t *testing.T) {
	const root = ".."
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	var (
		fence  = regexp.MustCompile("(?ms)^```.*?^```$")
		link   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
		target = regexp.MustCompile("`make ([a-z-]+)`")
		code   = regexp.MustCompile("`((?:app|handshake|web|\\.ci|\\.github)/[A-Za-z0-9_./-]*)`")
	)
	for _, paper := range papers(t) {
		text, err := os.ReadFile(paper)
		if err != nil {
			t.Fatal(err)
		}
		prose := fence.ReplaceAllString(string(text), "")
		for _, m := range link.FindAllStringSubmatch(prose, -1) {
			at, _, _ := strings.Cut(m[1], "#")
			if at == "" || strings.Contains(at, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(paper), at)); err != nil {
				t.Errorf("%s links to %s: %v", paper, m[1], err)
			}
		}
		for _, m := range target.FindAllStringSubmatch(prose, -1) {
			if !regexp.MustCompile(`(?m)^` + m[1] + `:`).Match(makefile) {
				t.Errorf("%s names make %s, which is no target", paper, m[1])
			}
		}
		for _, m := range code.FindAllStringSubmatch(prose, -1) {
			if built := []string{"web/static/app.wasm"}; slices.Contains(built, m[1]) {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
				t.Errorf("%s names %s, which is not there", paper, m[1])
			}
		}
	}
}

// TestReadmeIsReadInFiveMinutes keeps details where they belong, next to the code.
func TestReadmeIsReadInFiveMinutes(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\n"); lines > 200 {
		t.Errorf("the README has %d lines, want 200 at most; details go to web/README.md, app/README.md and web/e2e/README.md", lines)
	}
}

// TestPapersNameEveryPackage: a folder with Go code is in the README, or in that of its part of the tree.
func TestPapersNameEveryPackage(t *testing.T) {
	var text strings.Builder
	for _, name := range append(papers(t), "../handshake/doc.go", "../handshake/frame/doc.go") {
		paper, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(paper)
	}
	packages := 0
	for _, top := range []string{"app", "handshake", "web"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(dir string, d os.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if name := d.Name(); name == "testdata" || name == "node_modules" || name[0] == '_' {
				return filepath.SkipDir
			}
			if files, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(files) == 0 || strings.HasSuffix(d.Name(), "test") { // helpers of tests are beside what they test
				return nil
			}
			packages++
			if name := d.Name(); !regexp.MustCompile("[`/]" + regexp.QuoteMeta(name) + "[`/]").MatchString(text.String()) {
				t.Errorf("no paper names %s", dir)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if packages < 40 {
		t.Errorf("only %d packages are looked at", packages)
	}
}
