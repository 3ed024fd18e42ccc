package browser

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os/exec"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// names are the names under which Chromium is installed. Its headless shell comes first: the same engine without the
// browser around it, so that a visit takes a quarter less of a core. By its path, because Debian's command of that name is a
// script, and to end that does not end the shell.
var names = []string{"/usr/lib/chromium/chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// Path returns the path of the installed Chromium.
func Path() (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no browser found, looked for %s; install Chromium (on Debian: apt-get install chromium-headless-shell)", strings.Join(names, ", "))
}

// startChromium starts a headless Chromium.
func startChromium(more ...chromedp.ExecAllocatorOption) (b *Browser, end func(), err error) {
	path, err := Path()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		// Chromium's address bar is made of pages, too. They are not looked at here, and each tab in a profile of its
		// own would load its own: two fifths of what a visit costs.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,IsolateOrigins,site-per-process,IsolateSandboxedIframes,"+
			"WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"),
		// One process for a page and its iframes, so that the tab's protocol session covers all.
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.WindowSize(1280, 900),
		chromedp.WSURLReadTimeout(Patience),
	)
	if bench := flag.Lookup("test.bench"); bench == nil || bench.Value.String() == "" {
		// A visit of a test is too short for the second compiler of WebAssembly to pay. A benchmark measures what visitors have.
		options = append(options, chromedp.Flag("js-flags", "--liftoff-only"))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		stop()
		return nil, nil, fmt.Errorf("start %s: %w", path, err)
	}
	open := func(tab *Tab) (driver, error) { return openChromium(ctx, tab) }
	return &Browser{open}, func() { cancel(); stop() }, nil
}

// StartUnpaced starts a Chromium that paints at once instead of at the next refresh of a display.
func StartUnpaced() (b *Browser, end func(), err error) {
	return startChromium(chromedp.Flag("disable-gpu-vsync", true), chromedp.Flag("disable-frame-rate-limit", true))
}

// chromium is a tab over Chromium's own protocol.
type chromium struct {
	ctx    context.Context
	cancel func()
}

func openChromium(browser context.Context, tab *Tab) (driver, error) {
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	c := &chromium{ctx, cancel}
	err := chromedp.Listen(ctx, func(event any) {
		hear(tab, event)
		if e, ok := event.(*target.EventAttachedToTarget); ok && e.WaitingForDebugger {
			go c.attend(e.SessionID)
		}
	})
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{runtime.Enable, log.Enable} {
		if err == nil {
			_, err = try(c, enable, cdp.Empty{})
		}
	}
	if err == nil {
		// Each tab has the focus, regardless of others.
		_, err = try(c, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	}
	if err == nil {
		// Without bodies, which the page's process would store in base64.
		none := int64(0)
		_, err = try(c, network.Enable, network.EnableParams{MaxTotalBufferSize: &none, MaxResourceBufferSize: &none})
	}
	if err == nil {
		err = c.workers()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	return c, nil
}

func hear(tab *Tab, event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		tab.note(&tab.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		tab.note(&tab.requests, e.URL)
	case *runtime.EventExceptionThrown:
		words := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			words += " " + x.Description
		}
		tab.note(&tab.thrown, words)
	case *target.EventReceivedMessageFromTarget:
		hearWorker(tab, e.Message)
	case *log.EventEntryAdded:
		tab.note(&tab.console, fmt.Sprintf("%s: %s", e.Entry.Source, e.Entry.Text))
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value)+a.Description)
		}
		tab.note(&tab.console, fmt.Sprintf("console.%s: %s", e.Type, strings.Join(words, " ")))
	}
}

// try runs a command of the browser's protocol on the tab.
func try[P, R any](c *chromium, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(c.ctx, Patience)
	defer cancel()
	r, err := chromedp.Call(ctx, command, params)
	if err != nil {
		err = fmt.Errorf("%s: %w", command.Method, err)
	}
	return r, err
}

// call is try for commands that only Chromium has.
func call[P, R any](tab *Tab, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	c, ok := tab.driver.(*chromium)
	if !ok {
		tab.t.Skipf("%s is a command of Chromium alone", command.Method)
	}
	r, err := try(c, command, params)
	if err != nil {
		tab.t.Fatal(err)
	}
	return r
}

func (c *chromium) close() { c.cancel() }

func (c *chromium) navigate(address string) error {
	ctx, cancel := context.WithTimeout(c.ctx, Patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(address))
}

func (c *chromium) noScript() error {
	_, err := try(c, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

func (c *chromium) before(script string) error {
	_, err := try(c, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

func (c *chromium) iframes() (ids []string, err error) {
	tree, err := try(c, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	for _, child := range tree.FrameTree.ChildFrames {
		ids = append(ids, string(child.Frame.ID))
	}
	return ids, nil
}

func (c *chromium) evaluate(iframe string, apart bool, expression string) (json.RawMessage, error) {
	r, err := c.run(iframe, apart, expression, true)
	if err != nil {
		return nil, err
	}
	return json.RawMessage(r.Value), nil
}

// run evaluates an expression in the page and returns a value or a handle.
func (c *chromium) run(iframe string, apart bool, expression string, value bool) (*runtime.RemoteObject, error) {
	yes := true
	params := runtime.EvaluateParams{Expression: expression, AwaitPromise: &yes}
	if value {
		params.ReturnByValue = &yes
	}
	if iframe != "" || apart {
		id := cdp.FrameID(iframe)
		if iframe == "" {
			tree, err := try(c, page.GetFrameTree, cdp.Empty{})
			if err != nil {
				return nil, err
			}
			id = tree.FrameTree.Frame.ID
		}
		world, err := try(c, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: id, WorldName: "journey"})
		if err != nil {
			return nil, err
		}
		params.ContextID = world.ExecutionContextID
	}
	r, err := try(c, runtime.Evaluate, params)
	if err != nil {
		return nil, err
	}
	if r.ExceptionDetails != nil {
		return nil, fmt.Errorf("%s threw: %s", excerpt(expression), r.ExceptionDetails.Text)
	}
	return r.Result, nil
}

// node is an element in Chromium.
type node struct {
	object runtime.RemoteObjectID
	id     cdp.BackendNodeID
}

func (c *chromium) look(iframe, role, name string) (found []element, others []string, err error) {
	root, err := c.run(iframe, false, "document", false)
	if err != nil {
		return nil, nil, err
	}
	tree, err := try(c, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: root.ObjectID, Role: role})
	if err != nil {
		return nil, nil, err
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
		r, err := try(c, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: n.BackendDOMNodeID})
		if err != nil {
			continue // it has just been replaced
		}
		found = append(found, element{is, node{r.Object.ObjectID, n.BackendDOMNodeID}})
	}
	return found, others, nil
}

func (c *chromium) do(_ string, t element, function string) (json.RawMessage, error) {
	yes := true
	r, err := try(c, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: t.handle.(node).object, ReturnByValue: &yes, AwaitPromise: &yes,
	})
	if err != nil {
		return nil, err
	}
	if r.ExceptionDetails != nil {
		return nil, fmt.Errorf("%s threw: %s", function, r.ExceptionDetails.Text)
	}
	return json.RawMessage(r.Result.Value), nil
}

// middle returns the middle of an element on the screen.
func (c *chromium) middle(t element) (x, y float64, err error) {
	r, err := try(c, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: t.handle.(node).id})
	if err != nil {
		return 0, 0, err
	}
	if len(r.Quads) == 0 {
		return 0, 0, errNoPlace
	}
	q := r.Quads[0]
	return (q[0] + q[4]) / 2, (q[1] + q[5]) / 2, nil
}

func (c *chromium) click(_ string, t element) error {
	x, y, err := c.middle(t)
	if err != nil {
		return err
	}
	for _, event := range []input.DispatchMouseEventParams{
		{Type: chromedp.MouseMoved, X: x, Y: y},
		{Type: chromedp.MousePressed, X: x, Y: y, Button: "left", ClickCount: 1},
		{Type: chromedp.MouseReleased, X: x, Y: y, Button: "left", ClickCount: 1},
	} {
		if _, err := try(c, input.DispatchMouseEvent, event); err != nil {
			return err
		}
	}
	return nil
}

func (c *chromium) insert(_ string, _ element, text string) error {
	_, err := try(c, input.InsertText, input.InsertTextParams{Text: text})
	return err
}

func (c *chromium) press(keys string, modifiers []chromedp.Modifier) error {
	return chromedp.Do(c.ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}
