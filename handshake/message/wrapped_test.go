package message

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wrappers are the ways in which people's tools and pages present a message.
var wrappers = []struct {
	name string
	wrap func(string) string
}{
	{"bare", func(s string) string { return s }},
	{"capitals", strings.ToUpper},
	{"CRLF", func(s string) string { return s + "\r\n" }},
	{"indent", func(s string) string { return "    " + s }},
	{"trailing blanks", func(s string) string { return s + "   \n" }},
	{"time stamp", func(s string) string { return "2025-01-10T10:00:00.123Z ERROR " + s }},
	{"log fields", func(s string) string { return `time="2025-01-10T10:00:00Z" level=error msg=` + strconv.Quote(s) }},
	{"JSON", func(s string) string { return `{"level":"error","error":` + strconv.Quote(s) + `,"retry":3}` }},
	{"JSON in JSON", func(s string) string {
		return `{"log":` + strconv.Quote(`{"err":`+strconv.Quote(s)+`}`) + `}`
	}},
	{"HTML", func(s string) string { return "<pre>" + html.EscapeString(s) + "</pre>" }},
	{"colours", func(s string) string { return "\x1b[31mError:\x1b[0m \x1b[1m" + s + "\x1b[0m" }},
	{"quotation", func(s string) string { return "> " + s + "\n" }},
	{"fence", func(s string) string { return "Here is what I get:\n\n```\n" + s + "\n```\n\nWhat can I do?" }},
	{"numbering", func(s string) string { return "1. " + s }},
	{"typographic quotes", func(s string) string {
		return strings.NewReplacer("'", "’", `"`, "”").Replace(s)
	}},
	{"stack trace", func(s string) string {
		return "Exception in thread \"main\" com.example.AppException: " + s + "\n\tat com.example.App.run(App.java:403)\n\tat com.example.App.main(App.java:12)\n"
	}},
	{"traceback", func(s string) string {
		return "Traceback (most recent call last):\n  File \"/usr/lib/python3/app.py\", line 403, in run\n    self.connect(url)\nlib.errors.ConnectError: " + s + "\n"
	}},
	{"console", func(s string) string {
		return "app.js:403 Uncaught (in promise) Error: " + s + "\n    at connect (app.js:12:9)"
	}},
	{"container prefix", func(s string) string { return "web-1  | " + s }},
	{"syslog", func(s string) string { return "Jan 10 10:00:00 host app[403]: " + s }},
	{"wrapped line", func(s string) string {
		if len(s) < 30 {
			return s
		}
		i := strings.LastIndexByte(s[:len(s)*2/3], ' ')
		if i < 0 {
			return s
		}
		return s[:i] + "\n    " + s[i+1:]
	}},
}

// Each message is the same in each wrapper.
func TestWrapped(t *testing.T) {
	missed := map[string]int{}
	for _, want := range Patterns() {
		example := strings.TrimRight(want.Example(), " ")
		for _, w := range wrappers {
			text := w.wrap(example)
			found := Find(text)
			ok := false
			for _, m := range found {
				if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
					t.Fatalf("%s: %q: the span is %d–%d of %d", w.name, text, m.Start, m.End, len(text))
				}
				ok = ok || m.Program == want.Program && m.Kind == want.Kind
			}
			if !ok {
				missed[w.name]++
				t.Errorf("%s: %s %q is found as %v", w.name, want.Program, text, fmt.Sprint(found))
			}
		}
	}
	if len(missed) > 0 {
		t.Log(missed)
	}
}

// A message of each kind is the same in two wrappers at once.
func TestWrappedTwice(t *testing.T) {
	seen := map[Kind]bool{}
	for _, want := range Patterns() {
		if seen[want.Kind] {
			continue
		}
		seen[want.Kind] = true
		example := strings.TrimRight(want.Example(), " ")
		for _, a := range wrappers {
			for _, b := range wrappers {
				text := b.wrap(a.wrap(example))
				if !slices.ContainsFunc(Find(text), func(m Message) bool { return m.Program == want.Program && m.Kind == want.Kind }) {
					t.Errorf("%s in %s: %s %q is found as %v", a.name, b.name, want.Program, text, Find(text))
				}
			}
		}
	}
}
