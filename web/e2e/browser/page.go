package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is the page in a tab or in an iframe.
type Page struct {
	*Tab
	iframe string // "" for the tab's own
	apart  bool   // expressions are evaluated in an isolated world
}

// Page returns the tab's own page.
func (tab *Tab) Page() Page { return Page{Tab: tab} }

// IFrame returns the page in the only iframe.
func (tab *Tab) IFrame() Page {
	tab.t.Helper()
	return tab.IFrames(1)[0]
}

// IFrames waits until there are n iframes in the page, and returns the pages in them.
func (tab *Tab) IFrames(n int) (pages []Page) {
	tab.t.Helper()
	tab.Wait(fmt.Sprintf("%d iframes", n), func() (bool, string) {
		iframes, err := tab.driver.iframes()
		if err != nil || len(iframes) != n {
			return false, fmt.Sprintf("%d iframes, %v", len(iframes), err)
		}
		pages = nil
		for _, f := range iframes {
			pages = append(pages, Page{Tab: tab, iframe: f})
		}
		return true, ""
	})
	return pages
}

// Eval evaluates a JavaScript expression, awaits it if it is a promise, and decodes it.
func Eval[T any](p Page, expression string) (v T) {
	p.t.Helper()
	value, err := p.driver.evaluate(p.iframe, p.apart, expression)
	p.must(err, "evaluate")
	if err := json.Unmarshal(value, &v); err != nil {
		p.t.Fatalf("%s is %s: %v", excerpt(expression), value, err)
	}
	return v
}

// Apart is Eval in an isolated world, for tools that are not part of the page.
func Apart[T any](p Page, expression string) T {
	p.t.Helper()
	p.apart = true
	return Eval[T](p, expression)
}

// Text returns the visible text of the page.
func (p Page) Text() string {
	p.t.Helper()
	value, err := p.driver.evaluate(p.iframe, false, "document.body ? document.body.innerText : ''")
	if err != nil {
		return ""
	}
	var s string
	_ = json.Unmarshal(value, &s)
	return s
}

// See waits until the visible text of the page contains all of these.
func (p Page) See(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		p.Wait(fmt.Sprintf("the text %q", text), func() (bool, string) {
			have := p.Text()
			return strings.Contains(have, text), excerpt(have)
		})
	}
}

func excerpt(s string) string {
	if len(s) > 2000 {
		return s[:2000] + "…"
	}
	return s
}

// Element is an element with a role on a page.
type Element struct {
	page    Page
	what    string
	element element
	again   func() (element, bool) // finds it again after the page has replaced it; nil if it was not found by role and name
}

// Find waits for the first element of a role (as ARIA names it) whose accessible name contains name.
func (p Page) Find(role, name string) (e Element) {
	p.t.Helper()
	what := fmt.Sprintf("%s %q", role, name)
	p.Wait(what, func() (bool, string) {
		found, others := p.look(role, name)
		if len(found) == 0 {
			return false, fmt.Sprintf("%s named %q", role, others)
		}
		e = found[0]
		return true, ""
	})
	return e
}

// Has reports whether there is such an element now.
func (p Page) Has(role, name string) bool {
	p.t.Helper()
	found, _ := p.look(role, name)
	return len(found) > 0
}

// look finds elements by role and name; others are the other names of that role.
func (p Page) look(role, name string) (found []Element, others []string) {
	elements, others, err := p.driver.look(p.iframe, role, name)
	if err != nil {
		return nil, []string{err.Error()}
	}
	for _, t := range elements {
		found = append(found, Element{p, fmt.Sprintf("%s %q", role, t.name), t, func() (element, bool) {
			now, _, err := p.driver.look(p.iframe, role, t.name)
			if err != nil || len(now) == 0 {
				return element{}, false
			}
			return now[0], true
		}})
	}
	return found, others
}

// do calls a function on the element; this is the element.
func (e Element) do(function string) json.RawMessage {
	e.page.t.Helper()
	value, err := e.page.driver.do(e.page.iframe, e.element, function)
	e.page.must(err, "%s", e.what)
	return value
}

// Text returns the visible text of the element.
func (e Element) Text() (s string) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do("function() { return this.innerText }"), &s)
	return s
}

// Value returns the value of a field.
func (e Element) Value() (s string) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do("function() { return this.value }"), &s)
	return s
}

// Selection returns the selected text of a field.
func (e Element) Selection() (s string) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do("function() { return this.value.slice(this.selectionStart, this.selectionEnd) }"), &s)
	return s
}

// Pressed reports whether a toggle button is pressed.
func (e Element) Pressed() bool {
	e.page.t.Helper()
	return string(e.do("function() { return this.ariaPressed === 'true' }")) == "true"
}

// Focus moves the focus there.
func (e Element) Focus() {
	e.page.t.Helper()
	e.do("function() { this.focus() }")
}

// place is the position of an element, whether the page is still drawing after the last key, and whether it has replaced the
// element.
type place struct {
	X, Y          float64
	Drawing, Gone bool
}

// rest scrolls to the element and waits until it no longer moves.
func (e *Element) rest() {
	e.page.t.Helper()
	var before place
	e.page.Wait(e.what+" at rest", func() (bool, string) { // a press counts where it is made
		var now place
		_ = json.Unmarshal(e.do(`function() {
			this.scrollIntoView({block: 'center', behavior: 'instant'});
			const {x, y} = this.getBoundingClientRect();
			return {x, y, drawing: !!window.program?.drawing, gone: !this.isConnected};
		}`), &now)
		if now.Gone && e.again != nil {
			if t, ok := e.again(); ok {
				e.element = t
			}
		}
		rests := now == before && !now.Drawing && !now.Gone
		before = now
		return rests, fmt.Sprint(now)
	})
}

// Click presses the mouse in the middle of the element.
func (e Element) Click() {
	e.page.t.Helper()
	e.press("clicked", func() error { return e.page.driver.click(e.page.iframe, e.element) })
}

// press presses the element once it has stopped moving, and again if the page has replaced it meanwhile.
func (e *Element) press(how string, press func() error) {
	e.page.t.Helper()
	e.page.Wait(e.what+" to be "+how, func() (bool, string) {
		e.rest()
		err := press()
		if err != nil && !errors.Is(err, errNoPlace) {
			e.page.must(err, "%s cannot be %s", e.what, how)
		}
		return err == nil, errNoPlace.Error()
	})
}

var errNoPlace = errors.New("it has no place on the page")

// Fill replaces the value of a field, like a paste over everything.
func (e Element) Fill(text string) {
	e.page.t.Helper()
	e.do("function() { this.focus(); this.select() }")
	e.page.must(e.page.driver.insert(e.page.iframe, e.element, text), "fill %s", e.what)
}

// Choose chooses the option of a list of that text by the arrow keys: letters typed one after the other are one word only to a browser
// that gets them within a second.
func (e Element) Choose(option string) {
	e.page.t.Helper()
	var down int
	text, _ := json.Marshal(option)
	answer := e.do("function() { this.focus(); const at = [...this.options].findIndex(o => o.text === " + string(text) + "); return at < 0 ? null : at - this.selectedIndex }")
	if err := json.Unmarshal(answer, &down); err != nil || string(answer) == "null" {
		e.page.t.Fatalf("%s has no option %q", e.what, option)
	}
	key := kb.ArrowDown
	if down < 0 {
		key, down = kb.ArrowUp, -down
	}
	e.page.Keys(strings.Repeat(key, down))
}

// Replace sets the value of a field and dispatches the event of a paste. Fill uses the browser's editing commands, which take
// half a minute for megabytes with many lines.
func (e Element) Replace(text string) {
	e.page.t.Helper()
	literal, err := json.Marshal(text)
	if err != nil {
		e.page.t.Fatal(err)
	}
	e.do("function() { this.focus(); this.setRangeText(" + string(literal) + ", 0, this.value.length, 'end');" +
		" this.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'})) }")
}

// Keys presses these keys in order, in the focused element.
func (p Page) Keys(keys string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	p.must(p.driver.press(keys, modifiers), "press %q", keys)
}
