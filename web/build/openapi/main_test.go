package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"upgrade101/web"
)

func document(t *testing.T) object {
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
	all := document(t)
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
	all := document(t)
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
		return
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
	paths := document(t)["paths"].(object)
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
