// Package browser drives Chromium for the journeys: it finds things the way a person does, by role and
// accessible name, and it keeps what a person would never see: requests, console, policy violations.
package browser

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long something on the page may take before it counts as not happening.
const Patience = 30 * time.Second

// names are those Chromium is installed under.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// Browser is a headless Chromium.
type Browser struct{ ctx context.Context }

// Start starts Chromium; end stops it.
func Start() (b *Browser, end func(), err error) {
	path := ""
	for _, name := range names {
		if path, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if path == "" {
		return nil, nil, fmt.Errorf("no browser found, looked for %s; install Chromium (on Debian: apt-get install chromium)", strings.Join(names, ", "))
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,IsolateOrigins,site-per-process,IsolateSandboxedIframes"),
		// One process for a page and its frames, so that one tab's tools see into all of them.
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.WindowSize(1280, 900),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		stop()
		return nil, nil, fmt.Errorf("start %s: %w", path, err)
	}
	return &Browser{ctx}, func() { cancel(); stop() }, nil
}

// Tab is one page in a profile of its own.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	requests []string
	console  []string // errors and warnings
	thrown   []string
	breaks   bool // the page is to break its policy
}

// Open opens an empty tab. When the test ends, the tab is closed, and the test fails if the page threw,
// broke its content security policy, or asked a host other than the local one for anything.
func (b *Browser) Open(t testing.TB) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	tab := &Tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{runtime.Enable, log.Enable} {
		call(tab, enable, cdp.Empty{})
	}
	call(tab, network.Enable, network.EnableParams{})
	t.Cleanup(func() {
		tab.clean()
		cancel()
	})
	return tab
}

func (tab *Tab) hear(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		tab.requests = append(tab.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		tab.requests = append(tab.requests, e.URL)
	case *runtime.EventExceptionThrown:
		words := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			words += " " + x.Description
		}
		tab.thrown = append(tab.thrown, words)
	case *log.EventEntryAdded:
		tab.console = append(tab.console, fmt.Sprintf("%s: %s", e.Entry.Source, e.Entry.Text))
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value)+a.Description)
		}
		tab.console = append(tab.console, fmt.Sprintf("console.%s: %s", e.Type, strings.Join(words, " ")))
	}
}

// clean checks what no page may do.
func (tab *Tab) clean() {
	tab.t.Helper()
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, words := range tab.thrown {
		tab.t.Errorf("the page threw: %s", words)
	}
	for _, words := range tab.console {
		if strings.Contains(words, "Content Security Policy") && !tab.breaks || strings.Contains(words, "panic:") || strings.Contains(words, "fatal error:") {
			tab.t.Errorf("the page reported: %s", words)
		}
	}
	for _, asked := range tab.requests {
		u, err := url.Parse(asked)
		if err != nil {
			tab.t.Errorf("the page asked for %q: %v", asked, err)
			continue
		}
		switch u.Scheme {
		case "data", "blob", "about":
		default:
			if h := u.Hostname(); h != "127.0.0.1" && h != "localhost" {
				tab.t.Errorf("the page asked another host: %s", asked)
			}
		}
	}
	if tab.t.Failed() {
		for _, words := range tab.console {
			tab.t.Log(words)
		}
	}
}

// ExpectViolations is for a page that breaks its content security policy because the test is about that.
func (tab *Tab) ExpectViolations() {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.breaks = true
}

// Requests are the addresses that were asked for so far.
func (tab *Tab) Requests() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.requests...)
}

// Go opens an address and waits for its load event.
func (tab *Tab) Go(address string) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		tab.t.Fatalf("open %s: %v", address, err)
	}
}

// NoScript turns JavaScript off for what is opened next.
func (tab *Tab) NoScript() {
	tab.t.Helper()
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// BeforeEachPage runs a script in every document before its own scripts.
func (tab *Tab) BeforeEachPage(script string) {
	tab.t.Helper()
	call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// call runs a command of the browser's protocol on the tab.
func call[P, R any](tab *Tab, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	r, err := try(tab, command, params)
	if err != nil {
		tab.t.Fatalf("%s: %v", command.Method, err)
	}
	return r
}

func try[P, R any](tab *Tab, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	return chromedp.Call(ctx, command, params)
}

// Wait looks until done reports true; it fails the test when that does not happen, with what was last seen.
func (tab *Tab) Wait(what string, done func() (ok bool, seen string)) {
	tab.t.Helper()
	var seen string
	for end := time.Now().Add(Patience); time.Now().Before(end); {
		var ok bool
		if ok, seen = done(); ok {
			return
		}
		time.Sleep(20 * time.Millisecond) // between two looks, not to let something happen
	}
	tab.t.Fatalf("waited for %s; there is: %s", what, seen)
}
