// Notices writes the licences of everything that is linked into the server or the page's program: every
// module, Go itself, and the fonts of the preview pictures. It reads them where the go command keeps the
// modules, and fails where one has no licence.
//
//	go run ./web/build/notices web/static/notices.txt
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// programs are the main packages whose modules are listed, and what they are compiled for.
var programs = []struct {
	path string
	env  []string
}{
	{"upgrade101", nil},
	{"upgrade101/app/wasm", []string{"GOOS=js", "GOARCH=wasm"}},
	{"upgrade101/web/live/inpage", []string{"GOOS=js", "GOARCH=wasm"}},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("notices: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: notices file")
	}
	text, err := notices()
	if err != nil {
		log.Fatal(err)
	}
	if old, err := os.ReadFile(os.Args[1]); err == nil && string(old) == text {
		return
	}
	if err := os.WriteFile(os.Args[1], []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

// module is what the go command tells of one.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// notices is the whole text. It must be called within the module.
func notices() (string, error) {
	modules, err := linked()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("Upgrade 101 contains the following software. Each part is under its own licence, which follows its name.\n")
	goroot, err := command(nil, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	if err := section(&b, "Go "+strings.TrimPrefix(runtime.Version(), "go")+": the standard library, and wasm_exec.js", strings.TrimSpace(string(goroot))); err != nil {
		return "", err
	}
	for _, m := range modules {
		if err := section(&b, m.Path+" "+m.Version, m.Dir); err != nil {
			return "", err
		}
		if m.Path == "golang.org/x/image" {
			fonts, err := os.ReadFile(filepath.Join(m.Dir, "font", "gofont", "ttfs", "README"))
			if err != nil {
				return "", fmt.Errorf("the licence of the Go fonts: %w", err)
			}
			entry(&b, "Go fonts, of golang.org/x/image", string(fonts))
		}
	}
	return b.String(), nil
}

// linked is every module that a program links, but this one, by path.
func linked() ([]module, error) {
	seen := map[string]module{}
	for _, p := range programs {
		out, err := command(p.env, "list", "-deps", "-json=Module", p.path)
		if err != nil {
			return nil, err
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var pkg struct{ Module *module }
			if err := d.Decode(&pkg); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if m := pkg.Module; m != nil && !m.Main {
				seen[m.Path] = *m
			}
		}
	}
	var modules []module
	for _, m := range seen {
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return modules, nil
}

func command(env []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Env, cmd.Stderr = append(os.Environ(), env...), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return out, nil
}

// section writes the licence files of a folder. It fails where there is none.
func section(b *strings.Builder, name, dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	found := false
	for _, f := range files {
		if f.IsDir() || !isLicence(f.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		entry(b, name, string(text))
		found = true
	}
	if !found {
		return fmt.Errorf("%s has no licence file in %s", name, dir)
	}
	return nil
}

func entry(b *strings.Builder, name, text string) {
	fmt.Fprintf(b, "\n%s\n%s\n\n%s\n", name, strings.Repeat("=", len(name)), strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// isLicence: names by which licences and the notices that go with them are kept.
func isLicence(name string) bool {
	name = strings.ToUpper(name)
	for _, stem := range []string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"} {
		if rest, ok := strings.CutPrefix(name, stem); ok && (rest == "" || strings.ContainsAny(rest[:1], ".-_")) {
			return !strings.HasSuffix(name, ".GO")
		}
	}
	return false
}
