package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
)

func TestHopsAPI(t *testing.T) {
	s := newSite(t, Config{})
	for _, c := range []struct {
		target, contentType, body string
		status                    int
		facts                     map[string]any // by path; strings under head_b64 and its like are decoded
	}{
		{"/api/hops?via=nginx/plain", exact, goodHead, 200, map[string]any{
			"passages.0.hop":      "nginx/plain",
			"passages.0.head_b64": "GET /echo HTTP/1.0\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n",
			"passages.0.verdict":  "rejected", "client.verdict": "rejected", "client.opens": false, "passages.0.idle_s": 60.0,
			"passages.0.changes.0.kind": "start line", "passages.0.changes.0.cites.0.rfc": 9110.0,
		}},
		{"/api/hops?via=nginx/map,haproxy/http&upstream=app.example:9000&from=192.0.2.7", exact, goodHead, 200, map[string]any{
			"passages.0.hop": "nginx/map", "passages.1.hop": "haproxy/http", "client.status": 101.0, "client.opens": true,
			"passages.1.head_b64": "GET /echo HTTP/1.1\r\nupgrade: websocket\r\nconnection: upgrade\r\nhost: app.example:9000\r\nsec-websocket-key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nsec-websocket-version: 13\r\n\r\n",
			"passages.1.tunnel":   "both ways",
		}},
		{"/api/hops?via=trafficserver", exact, goodHead, 200, map[string]any{
			"passages.0.hop": "trafficserver/map-http", "passages.0.head_b64": nil, "passages.0.answered.status": 404.0, "client.status": 404.0,
		}},
		{"/api/hops?via=http-proxy/web", plain, goodHead, 200, map[string]any{"client.status": 0.0, "client.end": "silent", "passages.0.verdict": "upgrades"}},
		{"/api/hops?via=caddy/default", object, `{"request": "` + strings.ReplaceAll(goodHead, "\r\n", `\r\n`) + `", "response": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n"}`, 200,
			map[string]any{"client.status": 200.0, "client.opens": false}},
		{"/api/hops?via=nginx/map,+haproxy/http,", exact, goodHead, 200, map[string]any{"passages.1.hop": "haproxy/http"}},
		{"/api/hops", exact, goodHead, 400, nil},
		{"/api/hops?via=,", exact, goodHead, 400, nil},
		{"/api/hops?via=" + strings.Repeat("nginx/map,", 8) + "nginx/map", exact, goodHead, 400, nil},
		{"/api/hops?via=ngnix/map", exact, goodHead, 404, map[string]any{"detail": `no hop is called "ngnix/map"; the nearest is "nginx/map", and GET /api/hops lists all`}},
		{"/api/hops?via=nginx/map&upstream=backend", exact, goodHead, 400, nil},
		{"/api/hops?via=nginx/map&upstream=a%20b:80", exact, goodHead, 400, nil},
		{"/api/hops?via=nginx/map&from=me", exact, goodHead, 400, nil},
		{"/api/hops?via=nginx/map", object, `{"response": "HTTP/1.1 200 OK\r\n\r\n"}`, 400, nil},
		{"/api/hops?via=nginx/map", object, `{"request": ":method: CONNECT\n:protocol: websocket\n:path: /\n"}`, 400, nil},
		{"/api/hops?via=nginx/map", exact, "", 400, nil},
	} {
		r, v := call(t, s, c.target, c.contentType, c.body)
		if r.StatusCode != c.status {
			t.Errorf("%s: %d, want %d: %v", c.target, r.StatusCode, c.status, v)
		}
		if want := map[bool]string{true: "application/json", false: "application/problem+json"}[c.status == 200]; r.Header.Get("Content-Type") != want {
			t.Errorf("%s: Content-Type %q", c.target, r.Header.Get("Content-Type"))
		}
		for path, want := range c.facts {
			got := dig(v, path)
			if b64, ok := got.(string); ok && strings.HasSuffix(path, "_b64") {
				raw, _ := base64.StdEncoding.DecodeString(b64)
				got = string(raw)
			}
			if got != want {
				t.Errorf("%s: %s is %q, want %q", c.target, path, got, want)
			}
		}
	}
}

func TestHopsList(t *testing.T) {
	s := newSite(t, Config{})
	r := send(s, "GET", "/api/hops", "")
	var list hopsList
	if err := json.Unmarshal([]byte(text(t, r)), &list); err != nil || r.StatusCode != http.StatusOK {
		t.Fatal(r.StatusCode, err)
	}
	configurations := 0
	for _, p := range list.Programs {
		configurations += len(p.Configurations)
	}
	if len(list.Programs) < 29 || configurations < 165 {
		t.Errorf("%d programs, %d configurations", len(list.Programs), configurations)
	}
	r = send(s, "GET", "/hops/data.json", "")
	if _, err := hop.ParseCatalog([]byte(text(t, r))); err != nil {
		t.Error(err)
	}
	if again := send(s, "GET", "/hops/data.json", "", "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Error(again.StatusCode)
	}
	if r := send(s, "PUT", "/api/hops", ""); r.StatusCode != http.StatusMethodNotAllowed {
		t.Error(r.StatusCode)
	}
}

// TestHopsOfThePage: what the page fetches is kept for good, any origin may read it, and a static copy holds it, as a
// script, too.
func TestHopsOfThePage(t *testing.T) {
	s := newSite(t, Config{Static: &Static{}})
	path := "web/" + s.Version() + "/hops.json"
	r := ask(s, "GET", "/"+path)
	data := text(t, r)
	catalog, err := hop.ParseWhole([]byte(data))
	if err != nil || len(catalog.Programs) < 29 || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") || r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%v, fields %v", err, r.Header)
	}
	script, ok := strings.CutPrefix(text(t, ask(s, "GET", "/"+path+".js")), "window.hopsData = ")
	var inside string
	if err := json.Unmarshal([]byte(strings.TrimSuffix(script, ";\n")), &inside); err != nil || !ok || inside != data {
		t.Errorf("the script holds something else: %v", err)
	}
	files := s.Files()
	for _, name := range []string{path, path + ".js", "hops/data.json"} {
		if files[name] == "" {
			t.Errorf("a static copy lacks %s", name)
		}
	}
}
