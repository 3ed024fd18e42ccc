// Slim prepares the module file with which the page is built: go-app as it is, without its server half
// and without its waiting for the next frame, and able to draw a part of a page.
//
// go-app's one package holds the page engine and the HTTP handler, and the handler imports net/http. The
// linker cannot drop what package initialisation reaches, so every page would carry an HTTP client and
// server that it never uses: a quarter of the download (measured by make bench). Slim copies the pinned
// module below bin/, leaves the files of the handler out, makes the edits below, and writes a go.mod that
// points there. It is used for the page alone; server and tests build against the module itself.
//
//	go run ./web/build/slim bin/slim
//	GOOS=js GOARCH=wasm go build -modfile=bin/slim/go.mod ./app/wasm
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const module = "github.com/maxence-charriere/go-app/v10"

// keep names, for each file of the handler, the functions that the page engine needs from it.
var keep = map[string][]string{
	"http.go":     nil,
	"static.go":   nil,
	"resource.go": {"clientResourceResolver", "remoteLocation", "webLocation"},
	"wasm.go":     {"wasmExecJS"},
}

// edit is a change in a file of the page engine; was stands there exactly once.
type edit struct{ file, was, is string }

var edits = []edit{
	// An event is drawn when it has been handled, in the same task of the browser. go-app waits for the
	// next tick of a clock, 8 ms and more: half of the time from a keystroke to its verdict.
	{"engine.go", "\t\t\tdispatch()\n\n\t\tcase <-frames.C:",
		"\t\t\tdispatch()\n\t\t\tif len(e.dispatches) == 0 {\n\t\t\t\te.processFrame()\n\t\t\t}\n\n\t\tcase <-frames.C:"},
	// A certain Raw stands in for an element that is to stay as it is, so that not all of the page has to be
	// drawn and compared for a part of it to change; see app/view/stages.go.
	{"node.go", "\t\tnewChild := newChildren[i]\n\t\tif m.CanUpdate(",
		"\t\tnewChild := newChildren[i]\n\t\tif same, is := newChild.(*raw); is && same.value == \"<as-it-was>\" {\n\t\t\tcontinue\n\t\t}\n\t\tif m.CanUpdate("},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: slim folder")
	}
	if err := slim(os.Args[1]); err != nil {
		log.Fatalf("slim: %v", err)
	}
}

func slim(folder string) error {
	dir, err := moduleDir()
	if err != nil {
		return err
	}
	copied := filepath.Join(folder, "go-app")
	if err := os.RemoveAll(copied); err != nil {
		return err
	}
	if err := copyModule(dir, copied); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if name == "go.mod" {
			text = fmt.Appendf(text, "\nreplace %s => ./%s\n", module, filepath.ToSlash(copied))
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// moduleDir downloads the pinned module where that has not happened yet, and returns its folder. (go list -m
// prints an empty folder for a module that is not in the cache.)
func moduleDir() (string, error) {
	fmt.Println("downloading", module, "unless it is in the module cache")
	cmd := exec.Command("go", "mod", "download", "-json", module)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var info struct{ Dir, Error string }
	if e := json.Unmarshal(out, &info); e == nil && info.Error != "" {
		return "", fmt.Errorf("download %s: %s", module, info.Error)
	}
	if err != nil {
		return "", fmt.Errorf("download %s: %w: %s", module, err, stderr.Bytes())
	}
	if info.Dir == "" {
		return "", fmt.Errorf("go mod download -json %s printed no Dir", module)
	}
	return info.Dir, nil
}

// copyModule copies go.mod and the packages of the module, without tests.
func copyModule(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		source := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && strings.HasPrefix(name, "pkg"+string(filepath.Separator))
		if !source && name != "go.mod" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if functions, server := keep[entry.Name()]; server && filepath.Base(filepath.Dir(path)) == "app" {
			if text, err = only(text, functions); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		for _, e := range edits {
			if name != filepath.Join("pkg", "app", e.file) {
				continue
			}
			if bytes.Count(text, []byte(e.was)) != 1 {
				return fmt.Errorf("%s: go-app has changed, and this edit with it: %q", name, e.was)
			}
			text = bytes.Replace(text, []byte(e.was), []byte(e.is), 1)
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}

// only reduces a source file to these functions and to the imports they use.
func only(source []byte, functions []string) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, 0)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	found := 0
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && slices.Contains(functions, f.Name.Name) {
			if err := format.Node(&b, files, f); err != nil {
				return nil, err
			}
			b.WriteString("\n\n")
			found++
		}
	}
	if found != len(functions) {
		return nil, fmt.Errorf("found %d of the functions %v; go-app has changed, and this list with it", found, functions)
	}
	head := "package " + file.Name.Name + "\n\n"
	for _, imported := range file.Imports {
		path := strings.Trim(imported.Path.Value, `"`)
		if strings.Contains(b.String(), path[strings.LastIndex(path, "/")+1:]+".") {
			head += "import " + imported.Path.Value + "\n\n"
		}
	}
	return append([]byte(head), b.Bytes()...), nil
}
