package web

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The notices, where the program was built with them, name every module that is linked into the server, the page or
// the engine in the page, beside Go itself and the fonts.
func TestNotices(t *testing.T) {
	page := text(t, ask(newSite(t, Config{}), "GET", "/notices"))
	if !strings.Contains(page, `<nav aria-label="Main">`) {
		t.Error("the page has no header")
	}
	if Notices() == "" {
		if !strings.Contains(page, "built without its notices") {
			t.Errorf("the page does not say that there are none: %q", page)
		}
		return
	}
	parts := []string{"the standard library, and wasm_exec.js", "Go fonts, of golang.org/x/image"}
	for program, env := range map[string][]string{"upgrade101": nil, "upgrade101/app/wasm": {"GOOS=js", "GOARCH=wasm"}, "upgrade101/web/live/inpage": {"GOOS=js", "GOARCH=wasm"}} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", program)
		cmd.Env, cmd.Stderr = append(os.Environ(), env...), os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		modules := strings.Split(strings.TrimSpace(string(out)), "\n")
		if modules[0] == "" {
			t.Errorf("%s has no modules", program)
		}
		parts = append(parts, modules...)
	}
	for _, part := range parts {
		if !strings.Contains(Notices(), part+"\n=") || !strings.Contains(page, part) {
			t.Errorf("the notices lack %q; run make build", part)
		}
	}
}
