package lessons

import (
	"slices"
	"strings"
	"testing"
)

func TestGlossary(t *testing.T) {
	if Glossary(); terms.err != nil {
		t.Fatal(terms.err)
	}
	var names []string
	for _, term := range Glossary() {
		if slices.Contains(names, term.Name) {
			t.Errorf("%s: duplicate term", term.Name)
		}
		name := term.Name
		if term.Kind == Status {
			name, _, _ = strings.Cut(name, " ")
		}
		names = append(names, name)
		text := term.Text.Plain()
		if len(term.Text) != 1 || len(text) < 40 || len(text) > 340 || !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q; expected one or two whole sentences", term.Name, text)
		}
		if len(term.Links) == 0 {
			t.Errorf("%s: no link", term.Name)
		}
		for _, link := range term.Links {
			if !strings.HasPrefix(link.URL, "https://") {
				t.Errorf("%s: link %+v", term.Name, link)
			}
		}
	}
	for _, must := range strings.Fields("Connection Upgrade Host Origin Sec-WebSocket-Key Sec-WebSocket-Accept " +
		"Sec-WebSocket-Version Sec-WebSocket-Protocol Sec-WebSocket-Extensions Expect Via Date Retry-After Allow " +
		"nonce GUID hop-by-hop subprotocol extension masking 100 101 200 301 400 401 403 404 405 408 426 429 431 500 502 503 505") {
		if !slices.Contains(names, must) {
			t.Errorf("%s is missing", must)
		}
	}
}

// What a lesson shows links to the glossary, with an address that is valid in one.
func TestTermsOfLessons(t *testing.T) {
	ids := map[string]bool{}
	for _, term := range Glossary() {
		id := term.ID()
		if ids[id] || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%s: the id %q is not unique, or not a plain word", term.Name, id)
		}
		ids[id] = true
		if found, ok := TermByName(term.Name); !ok || found.ID() != id {
			t.Errorf("%s is found as %q", term.Name, found.Name)
		}
	}
	if _, ok := TermByName("299 Nothing"); ok {
		t.Error("found a term that does not exist")
	}
	for _, l := range All() {
		if len(TermsIn(l)) < 3 {
			t.Errorf("%s leads to %d terms", l.Slug, len(TermsIn(l)))
		}
	}
	l, _ := BySlug("nginx-strips-upgrade")
	var names []string
	for _, term := range TermsIn(l) {
		names = append(names, term.ID())
	}
	for _, want := range []string{"term-connection", "term-sec-websocket-key", "term-400"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s leads to %q, and not to %s", l.Slug, names, want)
		}
	}
	if slices.Contains(names, "term-upgrade") {
		t.Errorf("%s leads to a field that it does not show", l.Slug)
	}
}

func TestGlossaryRefuses(t *testing.T) {
	for _, text := range []string{
		"field Upgrade",
		"thing Upgrade\nwords.\n9110:7.8",
		"field\nwords.\n9110:7.8",
		"field Upgrade\nan odd ` mark.\n9110:7.8",
		"field Upgrade\nwords.\nnowhere",
		"status 101\nwords.\n9110:15.2.2",
		"status 600\n9110:15",
		"status odd\n9110:15",
	} {
		if _, err := parseGlossary(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
