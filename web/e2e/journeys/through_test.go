//go:build !wasm

package journeys

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"upgrade101/web"
	"upgrade101/web/e2e/browser"
)

// choose picks an option of a select by its text, as a person does.
func choose(t testing.TB, p browser.Page, name, option string) {
	t.Helper()
	p.Find("combobox", name)
	chosen := browser.Eval[bool](p, `(() => {
		const select = [...document.querySelectorAll("select")].find(s => (s.ariaLabel ?? s.labels[0]?.textContent) === "`+name+`");
		const option = [...select.options].find(o => o.text.includes("`+option+`"));
		if (!option) return false;
		select.value = option.value;
		select.dispatchEvent(new Event("input", {bubbles: true}));
		return true;
	})()`)
	if !chosen {
		t.Fatalf("%s has no option %q", name, option)
	}
}

// Default nginx loses a working handshake, and its fix forwards it.
func TestThroughAProxy(t *testing.T) {
	p := visit(t, "/")
	p.Find("button", "Through a proxy").Click()
	choose(t, p, "Proxy 1", "nginx 1.22.1")
	p.See("Before the proxy: Works", "At the backend: Fails", "At the client: Fails", "proxy_pass and nothing else",
		"removed Upgrade: websocket", "RFC 9110 §7.8", "The backend's answer")
	p.Find("button", "Fix the configuration").Click()
	p.See("At the backend: Works", "At the client: Works", "proxy_set_header Upgrade $http_upgrade;", "bytes pass both ways", "after 60 s of silence it ends the connection")
	p.Find("button", "Take the fix back").Click()
	p.See("At the backend: Fails")

	choose(t, p, "Configuration of proxy 1", "By a map, with Host")
	p.See("At the client: Works")
	p.Find("button", "Add another proxy").Click()
	choose(t, p, "Proxy 2", "HAProxy 2.6")
	p.See("2. HAProxy 2.6", "At the client: Works")
	choose(t, p, "Proxy 2", "Vite 8")
	p.See("no answer comes, and nothing closes the connection")
	p.Find("button", "Remove proxy 2").Click()
	p.See("At the client: Works")
	if p.Has("combobox", "Proxy 2") {
		t.Error("the second proxy is still there")
	}

	// The head that only the backend saw names the proxy among the causes.
	p.Find("textbox", "Request").Fill("GET /chat HTTP/1.0\nHost: 127.0.0.1:8080\nConnection: close\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n\n")
	unfold(p, "Why, lesson") // the configuration that passes the upgrade on is in sight instead
	p.See("nginx 1.22.1 (proxy_pass and nothing else) sends just such a head")
}

// An own configuration in the panel becomes the hop, and its fix changes the text; for any other text the panel says that it is none.
func TestThroughAPastedProxy(t *testing.T) {
	const config = "location /live {\n    proxy_pass http://app:3000;\n    proxy_set_header Host $host;\n    gzip on;\n}\n"
	p := visit(t, "/")
	p.Find("button", "Through a proxy").Click()
	p.Find("textbox", "Or paste your proxy's configuration").Fill(config)
	p.See("This is the configuration of nginx.", "follows from its statements", "proxy_set_header Host $host;", "1 line left out", "as pasted", "At the backend: Fails", "removed Upgrade: websocket")
	p.Find("button", "Fix the configuration").Click()
	p.See("At the backend: Works", "At the client: Works", "Take the fix back")
	if text := browser.Eval[string](p, `document.getElementById("in-configuration").value`); !strings.Contains(text, "    proxy_set_header Upgrade $http_upgrade;\n") || !strings.Contains(text, "proxy_pass http://app:3000;") {
		t.Errorf("the fixed text is %q", text)
	}
	copies(p)
	p.Find("button", "Copy the fixed configuration").Click()
	if text := copied(p); !strings.Contains(text, "$http_upgrade;") || !strings.Contains(text, "http://app:3000;") {
		t.Errorf("the copy of the fixed configuration is %q", text)
	}
	p.Find("button", "Take the fix back").Click()
	p.See("At the backend: Fails")
	p.Find("button", "Through a proxy").Click()
	p.Find("button", "Through a proxy").Click()
	p.Wait("the text again", func() (bool, string) {
		text := browser.Eval[string](p, `document.getElementById("in-configuration").value`)
		return text == config, text
	})
	p.Find("textbox", "Or paste your proxy's configuration").Fill("to be or not to be")
	p.See("No statement of a proxy that is known here is in 1 line.", "Configurations of these are read: Apache httpd, Caddy")

	// Of several routes the one about upgrades is read, with its time; what cannot be changed automatically says so.
	const routes = "location / { proxy_pass http://a; }\nlocation /live { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_read_timeout 2m; }"
	p.Find("textbox", "Or paste your proxy's configuration").Fill(routes)
	p.See("the one that is read begins with “location /live", "1 line left out", "At the client: Works", "after 120 s of silence it ends the connection")
	p.Find("textbox", "Or paste your proxy's configuration").Fill("import httpProxy from \"http-proxy\"\nconst proxy = httpProxy.createProxyServer({ target: \"http://a:1\" })\nhttp.createServer((req, res) => proxy.web(req, res)).listen(80)")
	p.See("written too differently, to be changed automatically.", "At the client: Fails")

	// One in the editor says what it does, and is the hop while the panel's field is empty.
	p.Find("textbox", "Or paste your proxy's configuration").Fill("")
	p.Find("textbox", "Request").Fill(config)
	browser.Eval[bool](p, `(window.copied = "", true)`)
	p.See("This nginx configuration does not pass WebSockets on", "After line 2, ", "his configuration of nginx does not pass on Upgrade and Connection", "The editor holds no request", "as pasted", "At the backend: Fails")

	p.Find("button", "Copy the lines to add after line 2").Click()
	if lines := copied(p); !strings.Contains(lines, "proxy_set_header Upgrade $http_upgrade;") || strings.Contains(lines, "proxy_pass") {
		t.Errorf("the lines to add are %q", lines)
	}

	// From what it does leads a button to the result in the panel, open or not.
	p.Find("button", "Through a proxy").Click()
	p.Find("button", "Predict a handshake through it").Click()
	p.See("The editor holds no request", "At the backend: Fails")
	p.Wait("the result in sight", func() (bool, string) {
		at := browser.Eval[string](p, `document.activeElement.id + " " + (document.activeElement.getBoundingClientRect().top < innerHeight)`)
		return at == "through true", at
	})

	// The fix is made in the text of the editor, so that the verdict and the panel agree, and can be undone.
	for range 2 {
		p.Find("button", "Fix the configuration").Click()
		p.See("This nginx configuration passes WebSockets on")
		p.See("At the backend: Works", "At the client: Works")
		if text := browser.Eval[string](p, `document.getElementById("request").value`); !strings.Contains(text, "    proxy_set_header Upgrade $http_upgrade;\n") {
			t.Errorf("the text in the editor is %q", text)
		}
		p.Find("button", "Undo").Click()
		p.See("This nginx configuration does not pass WebSockets on")
	}
}

// without puts a proxy in front of the site that does not have the data about proxies until it is let, and ends as a
// network does.
func without(t *testing.T) (address string, let, end func()) {
	t.Helper()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	var there atomic.Bool
	through := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: to.Scheme, Host: to.Host})
	address, end = browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/hops.json") && !there.Load() {
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		through.ServeHTTP(w, r)
	})
	return address + to.Path, func() { there.Store(true) }, end
}

// Data that failed to load can be requested again; once loaded, it works offline, after a reload, too.
func TestThroughAProxyOffline(t *testing.T) {
	address, let, end := without(t)
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	p.Settled()
	p.Wait("a service worker in charge", func() (bool, string) {
		return browser.Eval[bool](p, "navigator.serviceWorker.controller !== null"), "none"
	})
	p.Find("button", "Through a proxy").Click()
	p.See("The data about proxies did not arrive: the host answered 503")
	let()
	p.Find("button", "Retry").Click()
	p.See("At the backend: Fails")
	end()
	p.Find("button", "Fix the configuration").Click()
	p.See("At the backend: Works")
	tab.Go(address + "/")
	p = tab.Page()
	p.Settled()
	p.Find("button", "Through a proxy").Click()
	p.See("At the backend: Fails")
}

// In a frame in a sandbox the data comes, too: from this server, and from a static host that lets no other origin read its
// files.
func TestThroughAProxyInASandbox(t *testing.T) {
	static, err := web.New(web.Config{Static: &web.Static{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := browser.Host(t, func(w http.ResponseWriter, r *http.Request) { static.ServeHTTP(closed{w}, r) })
	for name, address := range map[string]string{"server": site, "static host": files} {
		t.Run(name, func(t *testing.T) {
			page, _ := browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(w, `<!doctype html><html lang="en"><title>Manual</title>`, iframe(address+"/embed", sandbox))
			})
			tab := chromium.Open(t)
			tab.Go(strings.Replace(page, "127.0.0.1", "localhost", 1))
			p := tab.IFrame()
			p.Find("button", "Through a proxy").Click()
			p.See("At the backend: Fails")
		})
	}
}

// closed is a host that lets no other origin read its files.
type closed struct{ http.ResponseWriter }

func (c closed) WriteHeader(status int) {
	c.Header().Del("Access-Control-Allow-Origin")
	bare(c).WriteHeader(status)
}
