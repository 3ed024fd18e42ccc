package main

import (
	"encoding/json"
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
	site, err := web.New(web.Config{})
	if err != nil {
		t.Fatal(err)
	}
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
					if contentType != "application/octet-stream" {
						continue // it needs a request, which the examples of messages are not
					}
					target += "?via=nginx/plain"
				}
				r := httptest.NewRequest(strings.ToUpper(method), "http://a.example"+target, strings.NewReader(c.(object)["example"].(string)))
				r.Header.Set("Content-Type", contentType)
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				w := httptest.NewRecorder()
				site.ServeHTTP(w, r)
				if path == "/api/try" && w.Code == http.StatusServiceUnavailable {
					continue // without a listener there is no engine to dial
				}
				if w.Code != http.StatusOK {
					t.Errorf("%s: %d %s", name, w.Code, w.Body)
					continue
				}
				var got any
				if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				compare(t, name, schemas, answer, got)
				asked++
			}
		}
	}
	if asked < 5 {
		t.Errorf("only %d examples were asked", asked)
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
