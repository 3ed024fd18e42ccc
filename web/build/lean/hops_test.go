package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// BenchmarkHops reports by how much package hop enlarges the page's program, compressed with brotli. Interpreter and fingerprint
// have a limit; what explains the changes and the reader of pasted configurations are reported next to it.
func BenchmarkHops(b *testing.B) {
	const limit = 25_000
	all := compressed(b, program(b, nil))
	reader := []string{"Read", "ReadFor", "As", "Fixed"}
	withoutReader := compressed(b, program(b, func(f *ast.FuncDecl) bool { return slices.Contains(reader, f.Name.Name) }))
	silent := compressed(b, program(b, func(f *ast.FuncDecl) bool { return f.Name.Name == "explain" || slices.Contains(reader, f.Name.Name) }))
	without := compressed(b, program(b, func(*ast.FuncDecl) bool { return true }))
	for b.Loop() {
	}
	b.ReportMetric(float64(silent-without), "interpreter-bytes")
	b.ReportMetric(float64(withoutReader-silent), "explanation-bytes")
	b.ReportMetric(float64(all-withoutReader), "reader-bytes")
	b.ReportMetric(float64(silent-without)/limit, "of-25-kB")
	b.ReportMetric(0, "ns/op")
}

// compressed is the size of the compressed program: the least of those with some bytes in front. Brotli chooses where it cuts its
// blocks from samples of the text; with other offsets it takes others, and the size of the same program varies by 1,500 bytes. Of
// eight differences of two programs the largest was 24,489 and the least 22,396; differences of the least of four sizes each were
// 23,037 and 23,285.
func compressed(b *testing.B, wasm []byte) int {
	b.Helper()
	least := 0
	for _, front := range []int{0, 1, 200, 4097} {
		var small bytes.Buffer
		w := brotli.NewWriterOptions(&small, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		w.Write(wasm[:front])
		w.Write(wasm)
		w.Close()
		if least == 0 || small.Len() < least {
			least = small.Len()
		}
	}
	return least
}

// program builds the page's program as the Makefile does, with empty functions in place of some of package hop.
func program(b *testing.B, empty func(f *ast.FuncDecl) bool) []byte {
	b.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, replaced(b, filepath.Join(root, "handshake/hop"), dir, empty), 0o644); err != nil {
		b.Fatal(err)
	}
	built := filepath.Join(dir, "app.wasm")
	build := exec.Command("go", "build", "-overlay", overlay, "-modfile=bin/slim/go.mod", "-buildvcs=false", "-trimpath", "-ldflags=-s -w",
		"-gcflags=all=-l", "-gcflags=runtime=", "-gcflags=syscall/js=", "-o", built, "./app/wasm")
	build.Dir, build.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	wasm, err := os.ReadFile(built)
	if err != nil {
		b.Fatal(err)
	}
	if wasm, err = lean(wasm, false); err != nil {
		b.Fatal(err)
	}
	return wasm
}

// replaced writes the files of a package with empty functions to a directory, and returns the overlay for the go command.
func replaced(b *testing.B, from, dir string, empty func(f *ast.FuncDecl) bool) []byte {
	b.Helper()
	by := map[string]string{}
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			b.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && empty != nil && empty(f) {
				f.Body = &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{Fun: ast.NewIdent("panic"), Args: []ast.Expr{ast.NewIdent("0")}}}}}
			}
		}
		blankUnused(file)
		var text bytes.Buffer
		if err := format.Node(&text, set, file); err != nil {
			b.Fatal(err)
		}
		by[name] = filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(by[name], text.Bytes(), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	out, err := json.Marshal(map[string]any{"Replace": by})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// blankUnused renames imports that are no longer used to _.
func blankUnused(file *ast.File) {
	used := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	for _, i := range file.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		if !used[filepath.Base(path)] {
			i.Name = ast.NewIdent("_")
		}
	}
}
