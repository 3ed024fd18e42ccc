package browser

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Page is a document in a tab: that of the tab itself, or of a frame in it.
type Page struct {
	*Tab
	frame cdp.FrameID // "" for the tab's own
	apart bool        // expressions are evaluated beside the page's own scripts, out of their sight
}

// Page is the tab's own document.
func (tab *Tab) Page() Page { return Page{Tab: tab} }

// Frame is the document of the only frame in the page.
func (tab *Tab) Frame() Page {
	tab.t.Helper()
	return tab.Frames(1)[0]
}

// Frames waits until there are n frames in the page, and gives their documents.
func (tab *Tab) Frames(n int) (pages []Page) {
	tab.t.Helper()
	tab.Wait(fmt.Sprintf("%d frames", n), func() (bool, string) {
		children := call(tab, page.GetFrameTree, cdp.Empty{}).FrameTree.ChildFrames
		if len(children) != n {
			return false, fmt.Sprintf("%d frames", len(children))
		}
		pages = nil
		for _, c := range children {
			pages = append(pages, Page{Tab: tab, frame: c.Frame.ID})
		}
		return true, ""
	})
	return pages
}

// evaluate runs an expression in the page, as value or as a handle.
func (p Page) evaluate(expression string, value bool) (*runtime.RemoteObject, error) {
	yes := true
	params := runtime.EvaluateParams{Expression: expression, AwaitPromise: &yes}
	if value {
		params.ReturnByValue = &yes
	}
	if p.frame != "" || p.apart {
		frame := p.frame
		if frame == "" {
			tree, err := try(p.Tab, page.GetFrameTree, cdp.Empty{})
			if err != nil {
				return nil, err
			}
			frame = tree.FrameTree.Frame.ID
		}
		world, err := try(p.Tab, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: "journey"})
		if err != nil {
			return nil, err
		}
		params.ContextID = world.ExecutionContextID
	}
	r, err := try(p.Tab, runtime.Evaluate, params)
	if err != nil {
		return nil, err
	}
	if r.ExceptionDetails != nil {
		return nil, fmt.Errorf("%s threw: %s", excerpt(expression), r.ExceptionDetails.Text)
	}
	return r.Result, nil
}

// Eval evaluates a JavaScript expression, awaits it if it is a promise, and decodes it.
func Eval[T any](p Page, expression string) (v T) {
	p.t.Helper()
	r, err := p.evaluate(expression, true)
	if err != nil {
		p.t.Fatalf("%v", err)
	}
	if err := json.Unmarshal(r.Value, &v); err != nil {
		p.t.Fatalf("%s is %s: %v", excerpt(expression), r.Value, err)
	}
	return v
}

// Apart is Eval out of sight of the page's own scripts: for tools that are not part of the page.
func Apart[T any](p Page, expression string) T {
	p.t.Helper()
	p.apart = true
	return Eval[T](p, expression)
}

// Text is what can be read on the page.
func (p Page) Text() string {
	p.t.Helper()
	r, err := p.evaluate("document.body ? document.body.innerText : ''", true)
	if err != nil {
		return ""
	}
	var s string
	_ = json.Unmarshal(r.Value, &s)
	return s
}

// See waits until all of these can be read on the page.
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

// Element is something on a page that has a role for its user.
type Element struct {
	page   Page
	what   string
	object runtime.RemoteObjectID
	node   cdp.BackendNodeID
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

// look finds elements by role and name; others are the names of that role that did not fit.
func (p Page) look(role, name string) (found []Element, others []string) {
	root, err := p.evaluate("document", false)
	if err != nil {
		return nil, []string{err.Error()}
	}
	tree, err := try(p.Tab, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: root.ObjectID, Role: role})
	if err != nil {
		return nil, []string{err.Error()}
	}
	for _, n := range tree.Nodes {
		var is string
		if n.Name != nil {
			_ = json.Unmarshal(n.Name.Value, &is)
		}
		if n.Ignored || !strings.Contains(is, name) {
			others = append(others, is)
			continue
		}
		r, err := try(p.Tab, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: n.BackendDOMNodeID})
		if err != nil {
			continue // it has just been replaced
		}
		found = append(found, Element{p, fmt.Sprintf("%s %q", role, is), r.Object.ObjectID, n.BackendDOMNodeID})
	}
	return found, others
}

// do calls a function on the element; this is the element.
func (e Element) do(function string) json.RawMessage {
	e.page.t.Helper()
	yes := true
	r := call(e.page.Tab, runtime.CallFunctionOn, runtime.CallFunctionOnParams{FunctionDeclaration: function, ObjectID: e.object, ReturnByValue: &yes})
	if r.ExceptionDetails != nil {
		e.page.t.Fatalf("%s: %s threw: %s", e.what, function, r.ExceptionDetails.Text)
	}
	return json.RawMessage(r.Result.Value)
}

// Text is what can be read in the element.
func (e Element) Text() (s string) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do("function() { return this.innerText }"), &s)
	return s
}

// Value is what stands in a field.
func (e Element) Value() (s string) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do("function() { return this.value }"), &s)
	return s
}

// Selection is what is selected in a field.
func (e Element) Selection() (s string) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do("function() { return this.value.slice(this.selectionStart, this.selectionEnd) }"), &s)
	return s
}

// Pressed reports whether a button that stays pressed is.
func (e Element) Pressed() bool {
	e.page.t.Helper()
	return string(e.do("function() { return this.ariaPressed === 'true' }")) == "true"
}

// Focus moves the focus there.
func (e Element) Focus() {
	e.page.t.Helper()
	e.do("function() { this.focus() }")
}

// Click presses the mouse in the middle of the element.
func (e Element) Click() {
	e.page.t.Helper()
	e.do("function() { this.scrollIntoView({block: 'center', behavior: 'instant'}) }")
	quads := call(e.page.Tab, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: e.node}).Quads
	if len(quads) == 0 {
		e.page.t.Fatalf("%s cannot be clicked: it has no place on the page", e.what)
	}
	q := quads[0]
	x, y := (q[0]+q[4])/2, (q[1]+q[5])/2
	for _, event := range []input.DispatchMouseEventParams{
		{Type: chromedp.MouseMoved, X: x, Y: y},
		{Type: chromedp.MousePressed, X: x, Y: y, Button: "left", ClickCount: 1},
		{Type: chromedp.MouseReleased, X: x, Y: y, Button: "left", ClickCount: 1},
	} {
		call(e.page.Tab, input.DispatchMouseEvent, event)
	}
}

// Fill replaces what stands in a field, as a paste over everything does.
func (e Element) Fill(text string) {
	e.page.t.Helper()
	e.do("function() { this.focus(); this.select() }")
	call(e.page.Tab, input.InsertText, input.InsertTextParams{Text: text})
}

// Replace sets what stands in a field and says so with the event a paste ends in. Fill goes through the
// browser's editing commands, which take half a minute for megabytes with many lines; this is for those.
func (e Element) Replace(text string) {
	e.page.t.Helper()
	literal, err := json.Marshal(text)
	if err != nil {
		e.page.t.Fatal(err)
	}
	e.do("function() { this.focus(); this.setRangeText(" + string(literal) + ", 0, this.value.length, 'end');" +
		" this.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'})) }")
}

// Keys presses these keys, one after the other, wherever the focus is.
func (p Page) Keys(keys string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...))); err != nil {
		p.t.Fatalf("press %q: %v", keys, err)
	}
}
