// Package browser drives a browser: it finds elements as a visitor does, by role and accessible name, and records what a
// visitor does not see: requests, console, policy violations.
package browser

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Patience is the timeout of a wait. It is far longer than any journey needs, because a shared machine can be ten times
// slower; only a failure takes that long.
const Patience = 2 * time.Minute

var engine = flag.String("engine", "chromium", "`engine` that the journeys are made in: chromium, firefox or webkit; make test-browsers installs the latter")

// Browser is a headless browser.
type Browser struct {
	open func(tab *Tab) (driver, error)
}

// Start starts the browser that -engine names; end stops it.
func Start() (b *Browser, end func(), err error) {
	flag.Parse()
	switch *engine {
	case "chromium":
		return startChromium()
	case "firefox", "webkit":
		return startOtherEngine(*engine)
	}
	return nil, nil, fmt.Errorf("there is no engine %q, but chromium, firefox and webkit", *engine)
}

// driver controls one tab. An iframe is "" for the tab's own page, or one returned by iframes.
type driver interface {
	navigate(address string) error
	iframes() (ids []string, err error)
	evaluate(iframe string, apart bool, expression string) (json.RawMessage, error)
	look(iframe, role, name string) (found []element, others []string, err error)
	do(iframe string, t element, function string) (json.RawMessage, error) // this is the element
	click(iframe string, t element) error                                  // in its middle
	insert(iframe string, t element, text string) error                    // in place of what is selected in it
	press(keys string, modifiers []chromedp.Modifier) error
	noScript() error
	before(script string) error
	close()
}

// element is an element that was found: its accessible name, and what the driver finds it by.
type element struct {
	name   string
	handle any
}

// unsupported is what an engine cannot do, and why.
type unsupported string

func (why unsupported) Error() string { return string(why) }

// Tab is one page in a profile of its own.
type Tab struct {
	t      testing.TB
	driver driver

	mu       sync.Mutex
	requests []string
	console  []string // errors and warnings
	thrown   []string
	breaks   bool // the page is expected to violate its policy
	faulty   bool // the program is expected to crash
}

// Open opens an empty tab. At the end of the test the tab is closed, and the test fails if the page threw an exception,
// violated its content security policy, or made a request to another host.
func (b *Browser) Open(t testing.TB) *Tab {
	t.Helper()
	tab := &Tab{t: t}
	var err error
	if tab.driver, err = b.open(tab); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	t.Cleanup(func() {
		tab.driver.close()
		tab.clean()
	})
	return tab
}

// note records an event of the page.
func (tab *Tab) note(where *[]string, words string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	*where = append(*where, words)
}

// must fails the test after an error, or ends it if the engine does not support an operation.
func (tab *Tab) must(err error, format string, args ...any) {
	tab.t.Helper()
	var why unsupported
	switch {
	case errors.As(err, &why):
		tab.t.Skipf("not in %s: %s", *engine, why)
	case err != nil:
		tab.t.Fatalf(format+": %v", append(args, err)...)
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
		if strings.Contains(words, "Content Security Policy") && !tab.breaks ||
			(strings.Contains(words, "panic:") || strings.Contains(words, "fatal error:")) && !tab.faulty {
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

// ExpectViolations is for a test in which the page violates its content security policy.
func (tab *Tab) ExpectViolations() {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.breaks = true
}

// ExpectFaults is for a test in which the page's program crashes.
func (tab *Tab) ExpectFaults() {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.faulty = true
}

// Requests returns the addresses requested so far.
func (tab *Tab) Requests() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.requests...)
}

// Go opens an address and waits for its load event.
func (tab *Tab) Go(address string) {
	tab.t.Helper()
	tab.must(tab.driver.navigate(address), "open %s", address)
}

// NoScript turns JavaScript off for pages opened from now on.
func (tab *Tab) NoScript() {
	tab.t.Helper()
	tab.must(tab.driver.noScript(), "turn scripts off")
}

// BeforeEachPage runs a script in every page before its own scripts.
func (tab *Tab) BeforeEachPage(script string) {
	tab.t.Helper()
	tab.must(tab.driver.before(script), "run a script before each page")
}

// Wait polls until done reports true; on timeout it fails the test with what was last seen.
func (tab *Tab) Wait(what string, done func() (ok bool, seen string)) {
	tab.t.Helper()
	var seen string
	for end := time.Now().Add(Patience); time.Now().Before(end); {
		var ok bool
		if ok, seen = done(); ok {
			return
		}
		time.Sleep(20 * time.Millisecond) // the polling interval
	}
	tab.t.Fatalf("waited for %s; there is: %s", what, seen)
}
