//go:build clients

package clients

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

var block = regexp.MustCompile("(?s)\n```([a-z]*)\n(.*?)\n```\n")

// The recipes of web/README.md, against the built program: each prints what is shown below it there.
func TestInstalledRecipes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, recipes, _ := strings.Cut(string(readme), "\n## Recipes\n")
	recipes, _, _ = strings.Cut(recipes, "\n## ")
	blocks := block.FindAllStringSubmatch(recipes, -1)
	if len(blocks) < 8 || len(blocks)%2 != 0 {
		t.Fatalf("the README has %d blocks of recipes; expected pairs of recipe and output", len(blocks))
	}
	address, stop, err := browser.Serve("../../../bin/upgrade101")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	folder := t.TempDir() // the recipes build on each other
	for i := 0; i < len(blocks); i += 2 {
		language, recipe, want := blocks[i][1], blocks[i][2], blocks[i+1][2]
		var command *exec.Cmd
		switch language {
		case "sh":
			if missing(t, "curl") {
				continue
			}
			command = exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(recipe, "127.0.0.1:8000", address))
		case "go":
			own(t, folder, recipe)
			command = exec.CommandContext(t.Context(), "go", "run", "-mod=mod", ".")
		default:
			t.Errorf("a recipe in %q", language)
			continue
		}
		command.Dir = folder
		out, err := command.CombinedOutput()
		if got := strings.ReplaceAll(strings.TrimRight(string(out), "\r\n"), "\r", ""); err != nil || got != want {
			t.Errorf("%s\nprinted (%v)\n%s\nbut the README shows\n%s", recipe, err, got, want)
		}
	}
}

// own makes a module of a program that uses the package from outside.
func own(t *testing.T, folder, program string) {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("../../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"main.go": program + "\n",
		"go.mod":  "module recipe\n\ngo 1.26\n\nrequire upgrade101 v0.0.0\n\nreplace upgrade101 => " + root + "\n",
		"go.sum":  string(sums),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
