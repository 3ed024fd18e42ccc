//go:build !js

package handshake_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// imports is the structure of the module: each package with the packages of the module that it may import. "x/…" is x
// and everything below it. The row with the longest matching name applies; a package without a row is an error, so
// that a new package gets its place here first. Tests may import anything.
var imports = map[string][]string{
	"handshake/head":            {},
	"handshake/digest":          {},
	"handshake/clienttest":      {},
	"handshake/accept":          {"handshake/head", "handshake/digest"},
	"handshake/frame":           {"handshake/head"},
	"handshake/frame/deflate/…": {"handshake/frame"},
	"handshake/hop/…":           {"handshake/head", "handshake/digest", "handshake/hop/…"},
	"handshake":                 {"handshake/head", "handshake/accept", "handshake/frame"},
	"handshake/paste":           {"handshake", "handshake/head", "handshake/accept", "handshake/frame", "handshake/phrase"},
	"handshake/phrase":          {},
	"handshake/message":         {"handshake/phrase"},
	"handshake/export":          {"handshake", "handshake/head", "handshake/accept", "handshake/frame"},
	"handshake/cause":           {"handshake", "handshake/head", "handshake/accept", "handshake/frame", "handshake/hop/…", "handshake/paste", "handshake/message", "handshake/phrase", "handshake/export"},
	"handshake/report":          {"handshake/…"},

	"app/lessons": {"handshake", "handshake/head", "handshake/paste", "handshake/cause"},
	"app/model":   {"handshake/…", "app/lessons"},
	"app/view":    {"handshake/…", "app/lessons", "app/model"},
	"app/browser": {"handshake/…", "app/lessons", "app/model"},
	"app":         {"handshake/…", "app/…"},
	"app/wasm":    {"app/…"},

	"web/visitor":     {},
	"web/live/…":      {"handshake/…", "web/live/…", "web/visitor"},
	"web/peers":       {"handshake/…"},
	"web/document":    {"handshake/…", "app/lessons"},
	"web":             {"handshake/…", "app/…", "web/document", "web/live", "web/peers", "web/visitor"},
	"web/probe":       {"handshake/…"},
	"web/command":     {"handshake/…", "app/lessons", "app/model", "web/live", "web/probe"}, // links as the page makes them, policies as the API takes them
	"web/build/…":     {"web", "web/build/…"},
	"web/build/lean":  {"handshake/cause"}, // whose examples the page does not read
	"web/e2e/…":       {"web/e2e/…"},
	"web/e2e/peer":    {"handshake/accept"}, // servers that answer a handshake
	"web/e2e/vectors": {"handshake/…"},
	"web/e2e/record":  {"handshake/…"},
	"web/metrics":     {"web/live"},
	".":               {"web", "web/command", "web/live", "web/metrics"},
}

// forbidden are imports from outside the module: the packages below handshake are pure, and the model of the page does not depend
// on how it is drawn.
var forbidden = map[string][]string{
	"handshake/…":   {"net", "net/http", "time", "os", "syscall/js", "html/template"},
	"app/model/…":   {"net/http", "os", "syscall/js", "github.com/maxence-charriere/go-app/v10/pkg/app"},
	"app/lessons/…": {"net/http", "os", "syscall/js", "github.com/maxence-charriere/go-app/v10/pkg/app"},
}

func TestImports(t *testing.T) {
	const module = "upgrade101/"
	root := os.DirFS("..")
	packages := 0
	seen := map[string]bool{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := path.Base(name); name != "." && (base[0] == '.' || base == "testdata" || base == "bin" || base == "dist" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(name)
		if !seen[pkg] {
			seen[pkg] = true
			packages++
		}
		row, ok := rowOf(pkg)
		if !ok {
			t.Errorf("%s has no row in the table of imports", pkg)
			return nil
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			own, ok := strings.CutPrefix(imported, module)
			if ok && !slices.ContainsFunc(imports[row], func(allowed string) bool { return covers(allowed, own) }) {
				t.Errorf("%s imports %s; %s may import %q", name, own, row, imports[row])
			}
			for part, names := range forbidden {
				if covers(part, pkg) && slices.Contains(names, imported) {
					t.Errorf("%s imports %s, which nothing in %s may", name, imported, part)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if packages < 20 {
		t.Errorf("%d packages are found", packages)
	}
}

// covers reports whether a row is the name of a package, or "x/…" with a parent of it.
func covers(row, pkg string) bool {
	above, open := strings.CutSuffix(row, "/…")
	return pkg == above || open && strings.HasPrefix(pkg, above+"/")
}

// rowOf returns the longest name in imports that covers a package.
func rowOf(pkg string) (row string, ok bool) {
	for name := range imports {
		if covers(name, pkg) && len(name) > len(row) {
			row, ok = name, true
		}
	}
	return row, ok
}

func TestImportTable(t *testing.T) {
	for _, c := range []struct{ pkg, row string }{{"handshake/hop/programs", "handshake/hop/…"}, {"handshake/head", "handshake/head"}, {"web/live/inpage", "web/live/…"}, {"handshake/new", ""}} {
		if row, _ := rowOf(c.pkg); row != c.row {
			t.Errorf("%s has the row %q, expected %q", c.pkg, row, c.row)
		}
	}
	for row, allowed := range imports { // pairs that would be a cycle
		for _, a := range allowed {
			for _, back := range imports[a] {
				if covers(back, strings.TrimSuffix(row, "/…")) && !covers(row, a) && !covers(a, strings.TrimSuffix(row, "/…")) {
					t.Errorf("%s may import %s and the other way round", row, a)
				}
			}
		}
	}
}
