//go:build !wasm

package journeys

import (
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// Faults of the page itself, provoked from outside: the browser is made to fail where no browser fails.

const mine = "GET /mine HTTP/1.1\nHost: a.example\n\n"

// keeps fails if the text of the editor is not mine.
func keeps(p browser.Page) {
	p.Wait("what was typed", func() (bool, string) {
		v := p.Find("textbox", "Request").Value()
		return v == mine, v
	})
}

func TestFaultInAHandler(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(mine)
	p.Find("heading", "Not a WebSocket request")
	browser.Eval[bool](p, `(Element.prototype.real = Element.prototype.closest,
		Element.prototype.closest = function(what) { if (what === "[data-do]") throw new Error("no"); return this.real(what) }, true)`)
	p.Find("button", "Bytes").Click()
	p.Find("alert", "")
	p.See("What you typed is kept")
	keeps(p)
	browser.Eval[bool](p, `(Element.prototype.closest = Element.prototype.real, true)`)
	p.Find("button", "Carry on").Click()
	p.Wait("the page without the notice", func() (bool, string) { return !strings.Contains(p.Text(), "went wrong"), p.Text() })
	keeps(p)
	p.Find("button", "Clear").Click()
	p.Find("button", "Undo").Click()
	keeps(p)
}

// If drawing itself fails, in go-app or below the root, the program ends. What it drew stays, and it starts again with the typed
// text.
func TestFaultInTheDrawing(t *testing.T) {
	for name, where := range map[string]string{"the same page": "Bytes", "another page": ""} {
		t.Run(name, func(t *testing.T) {
			p := visit(t, "/")
			p.ExpectFaults()
			p.Find("textbox", "Request").Fill(mine)
			p.Find("heading", "Not a WebSocket request")
			browser.Eval[bool](p, `(document.createElement = () => { throw new Error("no") }, true)`)
			if where != "" {
				p.Find("button", where).Click()
			} else {
				p.Find("tab", "Form").Click()
			}
			p.See("The inspector does not run", "What is shown here stays as it is")
			browser.Eval[bool](p, `(delete document.createElement, true)`)
			p.Find("button", "Start it again").Click()
			p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
			if where == "" {
				p.Find("link", "Inspect").Click()
			}
			keeps(p)
			p.Find("heading", "Not a WebSocket request")
			if strings.Contains(p.Text(), "does not run") {
				t.Error("the page still says that it does not run")
			}
		})
	}
}
