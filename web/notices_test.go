package web

import (
	"strings"
	"testing"
)

func TestNotices(t *testing.T) {
	page := text(t, ask(newSite(t, Config{}), "GET", "/notices"))
	if Notices() == "" {
		if !strings.Contains(page, "built without its notices") {
			t.Errorf("the page does not say that there are none: %q", page)
		}
		return
	}
	for _, want := range []string{"github.com/maxence-charriere/go-app/v10", "wasm_exec.js", "Go fonts", "MIT License"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
