package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/hop/programs"
	"upgrade101/web"
)

func description(t *testing.T) object {
	t.Helper()
	made, err := describe("../../..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	var read object
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// Every example is answered with 200, and holds no member that the description lacks and lacks none that it requires.
func TestExamples(t *testing.T) {
	all := description(t)
	site := serve(t)
	schemas := all["components"].(object)["schemas"].(object)
	asked := 0
	for path, methods := range all["paths"].(object) {
		for method, o := range methods.(object) {
			answer := o.(object)["responses"].(object)["200"].(object)["content"].(object)["application/json"].(object)["schema"].(object)
			contents := map[string]any{"": object{"example": ""}}
			if b, ok := o.(object)["requestBody"].(object); ok {
				contents = b["content"].(object)
			}
			for contentType, c := range contents {
				name := method + " " + path + " " + contentType
				target := path
				if path == "/api/hops" && method == "post" {
					target += "?via=nginx/plain"
				}
				r, err := http.NewRequestWithContext(t.Context(), strings.ToUpper(method), site+target, strings.NewReader(c.(object)["example"].(string)))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", contentType)
				answered, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(answered.Body)
				answered.Body.Close()
				if err != nil || answered.StatusCode != http.StatusOK {
					t.Errorf("%s: %d, %v, %s", name, answered.StatusCode, err, text)
					continue
				}
				var got any
				if err := json.Unmarshal(text, &got); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				compare(t, name, schemas, answer, got)
				asked++
			}
		}
	}
	if asked < 9 {
		t.Errorf("only %d examples were asked", asked)
	}
}

// What is answered to each rule's broken example, to texts without a head, through each proxy and to what is refused is
// as the description says.
func TestAnswers(t *testing.T) {
	all, site := description(t), serve(t)
	schemas, paths := all["components"].(object)["schemas"].(object), all["paths"].(object)
	ask := func(name, target, contentType string, body []byte) {
		t.Helper()
		path, _, _ := strings.Cut(target, "?")
		r, err := http.Post(site+target, contentType, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		responses := paths[path].(object)["post"].(object)["responses"].(object)
		answer, ok := responses[strconv.Itoa(r.StatusCode)].(object)
		if !ok {
			answer = responses["default"].(object)
		}
		described, ok := answer["content"].(object)[r.Header.Get("Content-Type")].(object)
		if !ok {
			t.Errorf("%s: %d of the type %q is not described", name, r.StatusCode, r.Header.Get("Content-Type"))
			return
		}
		var got any
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		compare(t, name, schemas, described["schema"].(object), got)
	}
	call := func(members object) []byte {
		b, err := json.Marshal(members)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, rule := range handshake.Rules {
		x := rule.Broken().Exchange()
		heads := object{}
		if x.Request != "" {
			heads["request_b64"] = []byte(x.Request)
		}
		if x.Response != "" {
			heads["response_b64"] = []byte(x.Response)
		}
		ask(rule.ID, "/api/inspect", "application/json", call(heads))
	}
	const good = "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	for _, text := range []string{" \n", "Dear all.", "wss://a.example/ws", "connect ECONNREFUSED 127.0.0.1:8080", "CloseEvent {code: 4401}", "HTTP/1.1 101 Switching Protocols\n\n",
		"location /ws { proxy_pass http://127.0.0.1:3000; }", "GET / HTTP/1.1\nHost: a.example\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n\n",
		strings.Replace(good, "Upgrade: websocket", "Upgrade: websocket\r\nExpect: 100-continue", 1)} {
		ask(text, "/api/inspect", "application/json", call(object{"text": text}))
		ask(text, "/api/inspect", "text/plain", []byte(text))
	}
	for _, body := range []string{"", "null", "[]", "{}", `{"text": 5}`, `{"text": ""}`, `{"text": "x", "request": "y"}`, `{"request_b64": "*"}`, `{"text": "x", "policy": {"origins": ["no origin"]}}`} {
		ask(body, "/api/inspect", "application/json", []byte(body))
	}
	for _, p := range programs.Catalog().Programs {
		for _, c := range p.Configurations {
			ask(p.ID+"/"+c.ID, "/api/hops?via="+p.ID+"/"+c.ID, "text/plain", []byte(good))
		}
	}
	for _, path := range []string{"/api/hops", "/api/try", "/api/peers"} {
		ask(path, path, "text/plain", []byte("Dear all."))
		ask(path, path, "image/png", []byte("x"))
	}
}

// serve runs a site, with the engine that tries go to, and returns its address.
func serve(t *testing.T) string {
	t.Helper()
	site, err := web.New(web.Config{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- site.Serve(ctx, l) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// Every member and every parameter has a description.
func TestDescriptions(t *testing.T) {
	all := description(t)
	if all["openapi"] != "3.1.0" {
		t.Errorf("it is OpenAPI %v", all["openapi"])
	}
	members := 0
	var walk func(at string, schema object)
	walk = func(at string, schema object) {
		properties, _ := schema["properties"].(object)
		for name, p := range properties {
			members++
			if text, _ := p.(object)["description"].(string); text == "" {
				t.Errorf("%s.%s has no description", at, name)
			}
			walk(at+"."+name, p.(object))
		}
		if items, ok := schema["items"].(object); ok {
			walk(at+"[]", items)
		}
	}
	for name, schema := range all["components"].(object)["schemas"].(object) {
		walk(name, schema.(object))
	}
	if members < 100 {
		t.Errorf("only %d members are described", members)
	}
	for path, methods := range all["paths"].(object) {
		for method, o := range methods.(object) {
			for _, p := range o.(object)["parameters"].([]any) {
				if text, _ := p.(object)["description"].(string); text == "" {
					t.Errorf("%s %s: %v has no description", method, path, p)
				}
			}
		}
	}
}

// compare holds a value against its schema.
func compare(t *testing.T, at string, schemas, schema object, value any) {
	t.Helper()
	if ref, ok := schema["$ref"].(string); ok {
		schema, ok = schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(object)
		if !ok {
			t.Errorf("%s: %s is not described", at, ref)
			return
		}
	}
	kind := ""
	switch value := value.(type) {
	case nil:
		kind = "null"
	case object:
		kind = "object"
		properties, _ := schema["properties"].(object)
		for name, member := range value {
			p, ok := properties[name].(object)
			if !ok {
				t.Errorf("%s.%s is not described", at, name)
				continue
			}
			compare(t, at+"."+name, schemas, p, member)
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := value[name.(string)]; !ok {
				t.Errorf("%s lacks %s", at, name)
			}
		}
	case []any:
		kind = "array"
		items, _ := schema["items"].(object)
		for _, v := range value {
			compare(t, at+"[]", schemas, items, v)
		}
	case string:
		kind = "string"
	case float64:
		kind = "integer"
	case bool:
		kind = "boolean"
	}
	if schema["type"] != kind {
		t.Errorf("%s is %s, described as %v", at, kind, schema["type"])
	}
}

// Every call of the API is described.
func TestEveryCall(t *testing.T) {
	paths := description(t)["paths"].(object)
	site, err := web.New(web.Config{})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://a.example/api/nothing", nil))
	var problem struct{ Detail string }
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
		t.Fatal(err)
	}
	for word := range strings.FieldsSeq(problem.Detail) {
		if path := strings.Trim(word, ",.:"); strings.HasPrefix(path, "/api/") && path != "/api/openapi.json" && paths[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
}
