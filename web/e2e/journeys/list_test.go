//go:build !wasm

package journeys

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// TestListKeepsItsNodes: where findings come and go, the list is drawn as it is from nothing, and a finding that stays keeps its node if
// those that come, or go, are in one place.
func TestListKeepsItsNodes(t *testing.T) {
	p := visit(t, "/")
	editor := p.Find("textbox", "Request")
	// The names of the findings, in their order, once the page is drawn.
	show := func(text string) (names []string) {
		editor.Replace(text)
		p.Wait("the findings", func() (bool, string) {
			return browser.Eval[bool](p, fmt.Sprintf(`document.querySelector("#request").value === %q && !program.drawing`, text)), p.Text()
		})
		return browser.Eval[[]string](p, `[...document.querySelectorAll(".finding")].map((item) => item.dataset.finding)`)
	}
	without := func(fields ...string) string {
		text := fifteenLines
		for _, name := range fields {
			before, after, _ := strings.Cut(text, name+": ")
			_, after, _ = strings.Cut(after, "\n")
			text = before + after
		}
		return text
	}
	for _, test := range []struct {
		name     string
		from, to string
	}{
		{"one comes", fifteenLines, without("Connection")},
		{"one goes", without("Connection"), fifteenLines},
		{"some come", without("Upgrade"), without("Upgrade", "Sec-WebSocket-Key")},
		{"some go", without("Upgrade", "Host", "Sec-WebSocket-Key"), without("Host")},
		{"in two places", without("Sec-WebSocket-Version"), without("Host", "Sec-WebSocket-Key") + "Sec-WebSocket-Key: a\n"},
		{"others", without("Host"), without("Sec-WebSocket-Version")},
		{"the same name twice", fifteenLines + "Sec-WebSocket-Extensions: a b\n", fifteenLines + "Sec-WebSocket-Extensions: a b\nSec-WebSocket-Extensions: c d\n"},
		{"all come", "", without("Connection")},
		{"all go", without("Connection"), ""},
	} {
		show("")
		show(test.to)
		browser.Eval[bool](p, `!!(window.drawnAnew = document.querySelector(".findings-panel")?.cloneNode(true) ?? "none")`)
		show("")
		was := show(test.from)
		browser.Eval[bool](p, `!(window.items = Object.fromEntries([...document.querySelectorAll(".finding")].map((item) => [item.dataset.finding, item]))).none`)
		is := show(test.to)
		if !browser.Eval[bool](p, `{ const panel = document.querySelector(".findings-panel"); drawnAnew === "none" ? !panel : panel.isEqualNode(drawnAnew) }`) {
			t.Errorf("%s, from %q to %q: the list is not what it is when it is drawn from nothing", test.name, was, is)
		}
		if !inOnePlace(was, is) {
			continue
		}
		if kept := browser.Eval[bool](p, `[...document.querySelectorAll(".finding")].every((item) => (items[item.dataset.finding] ?? item) === item)`); !kept {
			t.Errorf("%s, from %q to %q: a finding that stays has another node", test.name, was, is)
		}
	}
}

// inOnePlace reports whether one list is the other with more items in one place.
func inOnePlace(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := len(b) - len(a)
	for at := range len(a) + 1 {
		if strings.Join(b[:at], " ") == strings.Join(a[:at], " ") && strings.Join(b[at+n:], " ") == strings.Join(a[at:], " ") {
			return n > 0
		}
	}
	return false
}

// TestNodesAreBuiltFromWords: elements, namespaces, attributes, properties and texts, also with the characters between words.
func TestNodesAreBuiltFromWords(t *testing.T) {
	p := visit(t, "/")
	for _, test := range []struct{ name, words, want string }{
		{"an element", "<p \x00>\x00", "<p></p>"},
		{"a text", "<p \x00-a = b\x00>\x00", "<p>a = b</p>"},
		{"an empty text", "<p \x00-\x00>\x00", "<p></p>"},
		{"nested, and one after", "<ul \x00<li \x00-a\x00>\x00<li \x00>\x00>\x00", "<ul><li>a</li><li></li></ul>"},
		{"an attribute with a sign of equality", "<a \x00=href=/?a=b\x00>\x00", `<a href="/?a=b"></a>`},
		{"switches", "<details \x00:open=true\x00:hidden=\x00>\x00", `<details open=""></details>`},
		{"the characters between words", "<p \x00=title=\x01a\x01b\x00-\x01ba\x01a\x00>\x00", "<p title=\"\x00\x01\">\x01a\x00</p>"},
	} {
		if got := browser.Eval[string](p, fmt.Sprintf("goappBuild(%s)[0].outerHTML", quoted(t, test.words))); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	const state = `(() => {
		const [svg, path] = goappBuild("<svg http://www.w3.org/2000/svg\0<path http://www.w3.org/2000/svg\0>\0>\0"), [field] = goappBuild("<input \0.value=a=b\0>\0");
		return [svg.namespaceURI === path.namespaceURI && svg instanceof SVGElement, field.value].join();
	})()`
	if got := browser.Eval[string](p, state); got != "true,a=b" {
		t.Errorf("namespaces and properties: %q", got)
	}
}

// quoted is a string as a script has it.
func quoted(t *testing.T, s string) string {
	t.Helper()
	literal, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(literal)
}
