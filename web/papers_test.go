package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// papers are the Markdown files about the repository itself, from here.
func papers(t *testing.T) []string {
	t.Helper()
	found := []string{"../README.md"}
	for _, glob := range []string{"../.github/*.md", "../app/README.md", "../web/README.md", "../web/e2e/README.md"} {
		names, err := filepath.Glob(glob)
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

// TestPapersNameWhatIsThere: a link leads to a file, the names in code after a link to a Go file are declared in it, a make
// target is one, and a path in code is in the repository.
func TestPapersNameWhatIsThere(t *testing.T) {
	const root = ".."
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	var (
		fence    = regexp.MustCompile("(?ms)^```.*?^```$")
		link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
		declared = regexp.MustCompile("\\]\\(([^)\\s]+\\.go)\\),? ((?:`[\\w.]+`(?:, | and )?)+)")
		word     = regexp.MustCompile("`([\\w.]+)`")
		target   = regexp.MustCompile("`make ([a-z-]+)`")
		code     = regexp.MustCompile("`((?:app|handshake|web|\\.ci|\\.github)/[A-Za-z0-9_./-]*)`")
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
		for _, m := range declared.FindAllStringSubmatch(prose, -1) {
			names := declarations(t, filepath.Join(filepath.Dir(paper), m[1]))
			for _, name := range word.FindAllStringSubmatch(m[2], -1) {
				if !names[last(name[1])] {
					t.Errorf("%s looks for %s in %s, which does not declare it", paper, name[1], m[1])
				}
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

// declarations are the names that a Go file declares: functions, methods, types, fields, variables and constants.
func declarations(t *testing.T, path string) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Error(err)
		return nil
	}
	names := map[string]bool{}
	for _, d := range file.Decls {
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				names[n.Name.Name] = true
				return false
			case *ast.TypeSpec:
				names[n.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range n.Names {
					names[name.Name] = true
				}
			case *ast.StructType:
				for _, field := range n.Fields.List {
					for _, name := range field.Names {
						names[name.Name] = true
					}
				}
			}
			return true
		})
	}
	return names
}

// last returns a name without its qualifiers.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// TestPackageCommentsNameWhatIsThere: a package comment names files that are there; a qualified name before a file in brackets,
// or a name alone after one, is declared in it; and what it qualifies with the name of a package or a type of its own is declared.
func TestPackageCommentsNameWhatIsThere(t *testing.T) {
	const root = ".."
	type packageComment struct{ dir, text string }
	var (
		file      = regexp.MustCompile(`(?:^|[\s("])([a-z_0-9/]+\.go)\b`)
		before    = regexp.MustCompile(`([A-Za-z]\w*(?:\.\w+)+)\s+\(([a-z_0-9/]+\.go)\)`)
		behind    = regexp.MustCompile(`([a-z_0-9/]+\.go), ([A-Za-z]+(?:\.[A-Z]?[a-zA-Z]+)?)(?:;|\n)`)
		qualified = regexp.MustCompile(`\b([A-Za-z]+)\.([A-Za-z]\w*)`)
		comments  []packageComment
		packages  = map[string]map[string]bool{} // what they declare, by name; those of one name together
	)
	for _, top := range []string{"app", "handshake", "web"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d os.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || d.Name()[0] == '_'):
				return filepath.SkipDir
			case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			dir := filepath.Dir(path)
			names := packages[filepath.Base(dir)]
			if names == nil {
				names = map[string]bool{}
				packages[filepath.Base(dir)] = names
			}
			for name := range declarations(t, path) {
				names[name] = true
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.PackageClauseOnly)
			if err == nil && parsed.Doc != nil {
				comments = append(comments, packageComment{dir, parsed.Doc.Text()})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	checked := 0
	for _, c := range comments {
		at := func(name string) string {
			for _, dir := range []string{c.dir, filepath.Join(root, "web"), root} {
				if path := filepath.Join(dir, name); fileExists(path) {
					return path
				}
			}
			t.Errorf("the package comment in %s names %s, which is not there", c.dir, name)
			return ""
		}
		for _, m := range file.FindAllStringSubmatch(c.text, -1) {
			at(m[1])
			checked++
		}
		declare := func(name, file string) {
			if path := at(file); path != "" && !declarations(t, path)[last(name)] {
				t.Errorf("the package comment in %s looks for %s in %s, which does not declare it", c.dir, name, file)
			}
			checked++
		}
		for _, m := range before.FindAllStringSubmatch(c.text, -1) {
			declare(m[1], m[2])
		}
		for _, m := range behind.FindAllStringSubmatch(c.text, -1) {
			if !strings.HasSuffix(m[2], ".go") {
				declare(m[2], m[1])
			}
		}
		own := packages[filepath.Base(c.dir)]
		for _, m := range qualified.FindAllStringSubmatch(c.text, -1) {
			in := packages[m[1]]
			if in == nil && own[m[1]] {
				in = own
			}
			if in == nil || slices.Contains([]string{"go", "html", "json", "txt", "wasm"}, m[2]) { // a file
				continue
			}
			if checked++; !in[m[2]] {
				t.Errorf("the package comment in %s names %s, which is not declared", c.dir, m[0])
			}
		}
	}
	if checked < 80 {
		t.Errorf("only %d names are looked at", checked)
	}
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestReadmeIsReadInFiveMinutes keeps details where they belong, next to the code: 200 words a minute, the picture included.
func TestReadmeIsReadInFiveMinutes(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`\S*[\pL\pN]\S*`).FindAllString(string(text), -1)); n > 950 {
		t.Errorf("the README has %d words, want 950 at most; details go to .github/CONTRIBUTING.md, web/README.md, app/README.md and web/e2e/README.md", n)
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

// TestNamesKeepToTheTerms: no declared name has a word for which the list of terms has another one, where both could be meant.
func TestNamesKeepToTheTerms(t *testing.T) {
	list, err := os.ReadFile("../.github/CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	type name struct {
		path, name string
		words      []string // of the name, in lower case
	}
	var names []name
	word := regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)
	for _, top := range []string{"app", "handshake", "web"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(path string, d os.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || d.Name()[0] == '_'):
				return filepath.SkipDir
			case d.IsDir() || !strings.HasSuffix(path, ".go"):
				return nil
			}
			for declared := range declarations(t, path) {
				names = append(names, name{filepath.ToSlash(path), declared, word.FindAllString(strings.ToLower(strings.Join(word.FindAllString(declared, -1), " ")), -1)})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		not    string // a word of the list, beside the term or with another meaning
		under  string
		except string // names that may have it
	}{
		{"complaint", "", ""}, {"face", "", ""}, {"maker", "", ""}, {"outlook", "", ""}, {"saying", "", ""}, {"slip", "", ""}, {"talk", "", ""},
		{"mend", "", "Mend"}, {"remark", "", "Remark Remarks"}, // deprecated members of JSON
		{"answer", "web/live/", "TestClientAnswers"}, // a ping
		{"frame", "web/e2e/browser/", ""}, {"header", "handshake/accept/", ""}, {"header", "handshake/paste/", ""}, {"input", "web/live/", ""},
		{"order", "web/e2e/browser/", ""}, {"outcome", "app/lessons/", ""}, {"outcome", "handshake/accept/", ""}, {"outcome", "handshake/client", ""},
		{"outcome", "web/e2e/", ""}, {"reply", "handshake/accept/", ""}, {"reply", "handshake/example.go", ""}, {"reply", "handshake/hop/", ""},
		{"reply", "handshake/paste/", ""}, {"reply", "web/probe/", ""}, {"rule", "handshake/hop/", ""}, {"source", "handshake/report/", ""},
		{"source", "web/command/", ""}, {"view", "handshake/", ""}, {"view", "web/live/", ""},
	} {
		if !regexp.MustCompile(`\b` + c.not + `\b`).Match(list) {
			t.Errorf("the list of terms says nothing of %q", c.not)
		}
		looked := 0
		for _, n := range names {
			if !strings.HasPrefix(n.path, "../"+c.under) {
				continue
			}
			looked++
			if (slices.Contains(n.words, c.not) || slices.Contains(n.words, c.not+"s")) && !slices.Contains(strings.Fields(c.except), n.name) {
				t.Errorf("%s declares %s, and the list of terms has another word for %q", n.path, n.name, c.not)
			}
		}
		if looked < 10 {
			t.Errorf("only %d names are looked at under %q", looked, c.under)
		}
	}
}
