//go:build !wasm

package journeys

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"upgrade101/web"
	"upgrade101/web/e2e/browser"
)

const engine = "../../../bin/engine.wasm"

// hosted serves a site with the engine to run in the page, and visits its live page.
func hosted(t *testing.T, config web.Config) browser.Page {
	t.Helper()
	var err error
	config.Log = slog.New(slog.DiscardHandler)
	if config.Engine, err = os.ReadFile(engine); err != nil {
		t.Fatalf("%v; run make bin/engine.wasm", err)
	}
	handler, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if config.Static != nil {
			w = bare{w}
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	tab := chromium.Open(t)
	tab.Go(server.URL + handler.Base() + "#live")
	p := tab.Page()
	p.Settled()
	return p
}

// bare removes the policy, which a static host does not send, so that the policy in the page applies.
type bare struct{ http.ResponseWriter }

func (w bare) WriteHeader(status int) {
	w.Header().Del("Content-Security-Policy")
	w.ResponseWriter.WriteHeader(status)
}

func (w bare) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Without a server, the engine runs in the page, without any request.
func TestEngineInThePage(t *testing.T) {
	p := hosted(t, web.Config{Base: "/docs/", Static: &web.Static{}})
	p.See("This copy of the page has no server")
	p.Find("button", "Connect").Click()
	p.See("Open.", "no network was used", "HTTP/1.1 101 Switching Protocols", "byte for byte")
	p.Find("textbox", "Message").Fill("Grüße")
	p.Find("button", "Send text").Click()
	p.Find("button", "to the server: text")
	p.Find("button", "from the server: text")
	p.See("compressed", "Grüße")
	unfold(p, "Bytes, ping, close with a code")
	p.Find("button", "Ask the server to ping").Click()
	p.Find("button", "to the server: pong, 7 bytes") // by the page, as a browser does
	p.Find("textbox", "Reason").Fill("enough")
	p.Find("button", "Close").Click()
	p.See("Closed with 1000 Normal Closure")

	p.Find("link", "Inspect").Click()
	unfold(p, "Try it on this site's test server")
	p.Find("button", "Send these bytes").Click()
	p.See("The server replied as predicted, byte for byte", "no network was used", "The end: the server closed with 1000")
	for _, asked := range p.Requests() {
		if strings.Contains(asked, "/api/") || strings.HasPrefix(asked, "ws") {
			t.Errorf("the page asked %s", asked)
		}
	}
}

// If no upgrade gets through, the page offers the engine.
func TestEngineInsteadOfTheServer(t *testing.T) {
	p := hosted(t, web.Config{}) // answers calls, but accepts no connections for the live endpoint
	p.Find("button", "Connect").Click()
	p.See("The connection did not open", "something on the way does not let upgrades through")
	p.Find("button", "Run the engine in this page").Click()
	p.See("Open.", "no network was used", "byte for byte")
}

// A static copy can connect to a real endpoint, which reports no bytes.
func TestEndpointElsewhere(t *testing.T) {
	address, stop, err := browser.Serve(program)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	p := hosted(t, web.Config{Static: &web.Static{}})
	p.Find("textbox", "Real endpoint").Fill("ws://" + address + "/echo")
	p.Find("button", "Connect").Click()
	p.See("Open. Subprotocol: chat", "This endpoint does not report bytes")
	p.Find("textbox", "Message").Fill("over there")
	p.Find("button", "Send text").Click()
	p.See("Messages", "text, 10 bytes")
	p.Wait("the echo", func() (bool, string) {
		list := p.Find("list", "Frames").Text()
		return strings.Count(list, "over there") == 2, list
	})
	p.Find("button", "Disconnect").Click()
	p.See("Closed with 1000 Normal Closure")
}
