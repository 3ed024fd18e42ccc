package browser

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var served = flag.String("site", "", "`address` of a site that is served already, http://127.0.0.1:8080/docs: the journeys visit that one")

// Site is the address of the tested site, without a final slash: the built program, or what -site names.
func Site(program string) (site string, stop func(), err error) {
	if flag.Parse(); *served != "" {
		return strings.TrimSuffix(*served, "/"), func() {}, nil
	}
	address, stop, err := Serve(program)
	return "http://" + address, stop, err
}

// Main runs the tests of a package with a browser and the address of the tested site, and returns the exit status.
func Main(m *testing.M, program string, site *string, b **Browser) int {
	address, stop, err := Site(program)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer stop()
	started, end, err := Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer end()
	*site, *b = address, started
	return m.Run()
}

// Visit opens an address in a new tab and waits until the page can be used. The page's service worker is left out: it fetches and keeps
// the whole program beside every visit, a fifth of what that costs. What it does is tested in tabs that are opened by Open.
func (b *Browser) Visit(t testing.TB, address string) Page {
	t.Helper()
	tab := b.Open(t)
	tab.BeforeEachPage("delete Navigator.prototype.serviceWorker")
	tab.Go(address)
	p := tab.Page()
	p.Settled()
	return p
}

// Serve runs the built program on a free loopback port and reads the address that it prints; stop ends it and waits.
func Serve(program string, args ...string) (address string, stop func(), err error) {
	if _, err := os.Stat(program); err != nil {
		return "", nil, fmt.Errorf("%w: the journeys drive the built program; run make build", err)
	}
	server := exec.Command(program, append([]string{"-addr", "127.0.0.1:0", "-no-limits", "-log-level", "warn"}, args...)...)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := server.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	found := regexp.MustCompile(`http://([^/\s]+)`).FindStringSubmatch(line)
	if err != nil || found == nil {
		stop()
		return "", nil, fmt.Errorf("the server printed %q instead of its address: %v", line, err)
	}
	return found[1], stop, nil
}

// Settled waits until the page's program, if it has one and is not an embed, is running. A page runs it on demand, so Settled
// presses a key without a meaning.
func (p Page) Settled() {
	p.t.Helper()
	p.Wait("the end of loading", func() (bool, string) {
		value, err := p.driver.evaluate(p.iframe, false, `document.readyState === "complete" && (!document.querySelector("script[src$='/start.js']:not([data-embed])") ||
	(window.dispatchEvent(new KeyboardEvent("keydown")), document.documentElement.classList.contains("mounted")))`)
		return err == nil && string(value) == "true", p.Text()
	})
}
