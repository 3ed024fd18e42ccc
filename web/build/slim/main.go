// Slim prepares the module file with which the page is built: go-app with the changes listed in changes.go. It
// downloads the pinned module if necessary, copies it below bin/, makes the changes, and writes a go.mod that
// points there. (The go command refuses overlays for files in its module cache.)
//
//	go run ./web/build/slim bin/slim
//	GOOS=js GOARCH=wasm go build -modfile=bin/slim/go.mod ./app/wasm
package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

const module = "github.com/maxence-charriere/go-app/v10"

//go:embed all:_changes
var contents embed.FS

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
	for _, c := range changes {
		if err := c.make(copied); err != nil {
			return err
		}
	}
	if err := writeUUID(filepath.Join(folder, "uuid")); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if name == "go.mod" {
			text = fmt.Appendf(text, "\nreplace %s => ./%s\n", module, filepath.ToSlash(copied))
			text = fmt.Appendf(text, "\nreplace %s => ./%s\n", replacedUUID, filepath.ToSlash(filepath.Join(folder, "uuid")))
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeUUID writes the module that replaces replacedUUID.
func writeUUID(folder string) error {
	content, err := contents.ReadFile("_changes/uuid.go")
	if err != nil {
		return err
	}
	return errors.Join(
		os.MkdirAll(folder, 0o755),
		os.WriteFile(filepath.Join(folder, "uuid.go"), content, 0o644),
		os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module "+replacedUUID+"\n"), 0o644))
}

// moduleDir downloads the pinned module if necessary, and returns its folder. (go list -m prints no folder for a module that is not
// in the cache.)
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
		code := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && strings.HasPrefix(name, "pkg"+string(filepath.Separator))
		if !code && name != "go.mod" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}

// make makes the change in a copy of the module.
func (c change) make(copied string) error {
	name := filepath.Join(copied, filepath.FromSlash(c.file))
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("go-app has no %s any more: review what web/build/slim changes in it", c.file)
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != c.sum {
		return fmt.Errorf("go-app's %s is not the file that web/build/slim was made for: review that change, then note the sum %x in changes.go", c.file, sum)
	}
	if c.with == "" {
		return os.Remove(name)
	}
	content, err := contents.ReadFile(path.Join("_changes", c.with))
	if err != nil {
		return err
	}
	if strings.HasSuffix(c.with, ".patch") {
		if content, err = apply(string(text), string(content)); err != nil {
			return fmt.Errorf("%s: %w", c.with, err)
		}
	}
	return os.WriteFile(name, content, 0o644)
}

// apply applies a unified diff to a text. It finds the place of a hunk by its old lines, which must occur exactly once, and ignores
// the line numbers.
func apply(text, patch string) ([]byte, error) {
	_, hunks, ok := strings.Cut(patch, "\n@@")
	if !ok {
		return nil, errors.New("the patch has no hunk")
	}
	for hunk := range strings.SplitSeq(hunks, "\n@@") {
		_, lines, _ := strings.Cut(strings.TrimSuffix(hunk, "\n")+"\n", "\n")
		var was, is strings.Builder
		for line := range strings.Lines(lines) {
			switch kind, line := line[0], line[1:]; kind {
			case ' ', '\n': // an editor may have removed the blank of an empty line
				if kind == '\n' {
					line = "\n"
				}
				was.WriteString(line)
				is.WriteString(line)
			case '-':
				was.WriteString(line)
			case '+':
				is.WriteString(line)
			default:
				return nil, fmt.Errorf("the line %q of the patch begins with none of blank, - and +", string(kind)+line)
			}
		}
		if n := strings.Count(text, was.String()); n != 1 {
			return nil, fmt.Errorf("the old lines are in the file %d times, want once:\n%s", n, was.String())
		}
		text = strings.Replace(text, was.String(), is.String(), 1)
	}
	return []byte(text), nil
}
