package browser

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A small program for Node (web/e2e/engines/drive.mjs) drives Firefox and WebKitGTK: it reads one task per line and writes
// one result per line. It finds elements with axe-core, which computes role and name.

// otherEngine is that program, with one browser.
type otherEngine struct {
	mu      sync.Mutex // one task at a time
	tasks   *json.Encoder
	results chan result
	tab     *Tab // that is open
	axe     string
}

type result struct {
	Value         json.RawMessage
	Error, Unable string
	Event, Text   string // of the page, meanwhile
}

type task struct {
	Do   string `json:"do"`
	In   string `json:"in"` // the number of the iframe; "" for the page around it
	Text string `json:"text"`
	X    int    `json:"x"`
	Y    int    `json:"y"`
	Keys []key  `json:"keys,omitempty"`
	With []key  `json:"with,omitempty"` // held down meanwhile
}

// key is a character, or the name of a key that has none.
type key string

func startOtherEngine(engine string) (b *Browser, end func(), err error) {
	root := "."
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		root = filepath.Join("..", root)
	}
	axe, err := os.ReadFile(filepath.Join(root, "bin/axe/node_modules/axe-core/axe.min.js"))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: run make test-browsers", err)
	}
	modules, err := filepath.Abs(filepath.Join(root, "bin/browsers"))
	if err != nil {
		return nil, nil, err
	}
	program := exec.Command("node", filepath.Join(root, "web/e2e/engines/drive.mjs"), engine, modules)
	program.Stderr = os.Stderr
	in, err := program.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := program.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := program.Start(); err != nil {
		return nil, nil, err
	}
	e := &otherEngine{tasks: json.NewEncoder(in), results: make(chan result), axe: string(axe)}
	go e.listen(out)
	end = func() {
		in.Close() // its end of input ends it and the browser
		_ = program.Wait()
	}
	return &Browser{e.open}, end, nil
}

// listen reads the program's output: results go to the caller, events to the tab.
func (e *otherEngine) listen(out io.Reader) {
	defer close(e.results)
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var a result
		if err := json.Unmarshal(line, &a); err != nil {
			a = result{Error: fmt.Sprintf("%q: %v", line, err)}
		}
		if a.Event == "" {
			e.results <- a
			continue
		}
		tab := e.tab
		where := map[string]*[]string{"request": &tab.requests, "console": &tab.console, "thrown": &tab.thrown}[a.Event]
		tab.note(where, a.Text)
	}
}

// ask sends a task and waits for its result.
func (e *otherEngine) ask(o task) (json.RawMessage, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.tasks.Encode(o); err != nil {
		return nil, err
	}
	select {
	case a, ok := <-e.results:
		switch {
		case !ok:
			return nil, errors.New("the browser is gone")
		case a.Unable != "":
			return nil, unsupported(a.Unable)
		case a.Error != "":
			return nil, errors.New(a.Error)
		}
		return a.Value, nil
	case <-time.After(4 * Patience):
		return nil, fmt.Errorf("no result of %s", o.Do)
	}
}

func (e *otherEngine) open(tab *Tab) (driver, error) {
	e.tab = tab
	_, err := e.ask(task{Do: "open"})
	return e, err
}

func (e *otherEngine) close() {
	_, _ = e.ask(task{Do: "close"})
}

func (e *otherEngine) navigate(address string) error {
	_, err := e.ask(task{Do: "go", Text: address})
	return err
}

// frames are known by their number, from 1.
func (e *otherEngine) iframes() (ids []string, err error) {
	value, err := e.ask(task{Do: "evaluate", Text: "document.querySelectorAll('iframe').length"})
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(string(value))
	for i := range n {
		ids = append(ids, strconv.Itoa(i+1))
	}
	return ids, err
}

func (e *otherEngine) evaluate(iframe string, _ bool, expression string) (json.RawMessage, error) {
	return e.ask(task{Do: "evaluate", In: iframe, Text: expression})
}

// look stores what it finds in a list in the page, and numbers it.
func (e *otherEngine) look(iframe, role, name string) (found []element, others []string, err error) {
	if has, err := e.evaluate(iframe, true, "typeof axe === 'object'"); err != nil {
		return nil, nil, err
	} else if string(has) != "true" {
		if _, err := e.evaluate(iframe, true, "(()=>{"+e.axe+"})(),window.journey=[],true"); err != nil {
			return nil, nil, err
		}
	}
	value, err := e.evaluate(iframe, true, fmt.Sprintf(`(role => {
	axe.setup(document);
	try {
		const fits = role === "DisclosureTriangle" ? e => e.localName === "summary" : e => axe.commons.aria.getRole(e) === role;
		return [...document.body.querySelectorAll("*")].flatMap(e => fits(e) && axe.commons.dom.isVisibleToScreenReaders(e)
			? [{name: axe.commons.text.accessibleText(e), number: journey.push(e) - 1}] : []);
	} finally {
		axe.teardown();
	}
})(%q)`, role))
	if err != nil {
		return nil, nil, err
	}
	var all []struct {
		Name   string
		Number int
	}
	if err := json.Unmarshal(value, &all); err != nil {
		return nil, nil, err
	}
	for _, a := range all {
		if strings.Contains(a.Name, name) {
			found = append(found, element{a.Name, a.Number})
		} else {
			others = append(others, a.Name)
		}
	}
	return found, others, nil
}

func (e *otherEngine) do(iframe string, t element, function string) (json.RawMessage, error) {
	return e.evaluate(iframe, true, fmt.Sprintf("(%s).call(journey[%d])", function, t.handle))
}

func (e *otherEngine) click(iframe string, t element) error {
	place, err := e.do(iframe, t, `function() {
	const box = this.getClientRects()[0];
	return box && [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
}`)
	if err != nil {
		return err
	}
	var at []int
	if err := json.Unmarshal(place, &at); err != nil || len(at) != 2 {
		return errNoPlace
	}
	_, err = e.ask(task{Do: "click", In: iframe, X: at[0], Y: at[1]})
	return err
}

func (e *otherEngine) insert(iframe string, t element, text string) error {
	literal, err := json.Marshal(text)
	if err != nil {
		return err
	}
	// WebKit edits nothing in an iframe without prior interaction: there the field's value is set.
	_, err = e.do(iframe, t, `function() {
	const text = `+string(literal)+`, before = this.value, [start, end] = [this.selectionStart, this.selectionEnd];
	document.execCommand(text ? "insertText" : "delete", false, text);
	if (this.value === before) {
		this.setRangeText(text, start, end, "end");
		this.dispatchEvent(new InputEvent("input", {bubbles: true, inputType: "insertText"}));
	}
}`)
	return err
}

// held and named are the keys without a character, as DOM names them.
var (
	held = map[chromedp.Modifier]key{
		chromedp.ModifierAlt: "Alt", chromedp.ModifierCtrl: "Control", chromedp.ModifierMeta: "Meta", chromedp.ModifierShift: "Shift",
	}
	named = map[string]key{
		kb.ArrowUp: "ArrowUp", kb.ArrowDown: "ArrowDown", kb.ArrowLeft: "ArrowLeft", kb.ArrowRight: "ArrowRight",
		kb.Home: "Home", kb.End: "End", kb.Enter: "Enter", kb.Tab: "Tab", kb.Escape: "Escape", kb.Backspace: "Backspace", kb.Delete: "Delete",
	}
)

func (e *otherEngine) press(keys string, modifiers []chromedp.Modifier) error {
	o := task{Do: "press"}
	for _, k := range keys {
		if name, ok := named[string(k)]; ok {
			o.Keys = append(o.Keys, name)
		} else {
			o.Keys = append(o.Keys, key(k))
		}
	}
	for _, m := range modifiers {
		o.With = append(o.With, held[m])
	}
	_, err := e.ask(o)
	return err
}

func (e *otherEngine) noScript() error {
	_, err := e.ask(task{Do: "noScript"})
	return err
}

func (e *otherEngine) before(script string) error {
	_, err := e.ask(task{Do: "before", Text: script})
	return err
}
