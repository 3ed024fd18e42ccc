package document

import (
	"slices"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// field is what the page of a field holds.
type field struct {
	Name    string
	Text    lessons.Text
	Cites   []Cite
	Example string // its line in the good exchange; "" where that has none
	Derived bool   // it is of the derivation of the accept value
	Rules   []link
	Lessons []link
}

// fieldTerms are the entries of the glossary that are fields.
func fieldTerms() []lessons.Term {
	var fields []lessons.Term
	for _, t := range lessons.Glossary() {
		if t.Kind == lessons.Field {
			fields = append(fields, t)
		}
	}
	return fields
}

func fieldPages() []page {
	var all []*field
	var list []page
	at := foundIn()
	for _, t := range fieldTerms() {
		f := &field{Name: t.Name, Text: t.Text, Cites: cites(t.Links), Example: exampleLine(t.Name), Derived: t.Name == "Sec-WebSocket-Key" || t.Name == "Sec-WebSocket-Accept"}
		var about []string // ids of the rules
		for _, r := range handshake.Rules {
			if mentions(r.Requires+" "+r.Problem, t.Name) || slices.Contains(at[r], strings.ToLower(t.Name)) {
				about = append(about, r.ID)
				f.Rules = append(f.Rules, link{"rule/" + r.ID, newHeadline(r)})
			}
		}
		for _, l := range lessons.All() {
			if len(f.Lessons) < maxLessons && shows(l, t) && slices.ContainsFunc(l.Expect.Findings, func(id string) bool { return slices.Contains(about, id) }) {
				f.Lessons = append(f.Lessons, link{"lesson/" + l.Slug, l.Title})
			}
		}
		all = append(all, f)
		list = append(list, page{path: "field/" + t.Name, kind: "field", title: "The " + t.Name + " field in an HTTP upgrade",
			description: t.Text.Plain(), data: f})
	}
	return append(list, page{path: "field", kind: "fields", title: "Fields of an HTTP upgrade",
		description: "The fields of the WebSocket handshake, what each is for, and the rules about it.", data: all})
}

// maxLessons bounds the lessons of a field: most handshakes have all fields, and a lesson is listed where one is at fault.
const maxLessons = 6

// foundIn is the names, in lower case, of the fields that each rule finds something in, in its example.
func foundIn() map[*handshake.Rule][]string {
	at := map[*handshake.Rule][]string{}
	for _, r := range handshake.Rules {
		report := handshake.Inspect(r.Broken().Exchange(), r.Broken().Policy)
		for i := range report.Findings {
			f := &report.Findings[i]
			h := report.Request
			if f.Side == handshake.Response {
				h = report.Response
			}
			if f.Rule != r || h == nil {
				continue
			}
			for k := range h.Fields {
				if field := &h.Fields[k]; field.Line.Start <= f.Span.Start && f.Span.End <= field.Line.End {
					at[r] = append(at[r], strings.ToLower(field.Name.Text))
				}
			}
		}
	}
	return at
}

// newHeadline is the problem of a rule's example.
func newHeadline(r *handshake.Rule) string {
	report := handshake.Inspect(r.Broken().Exchange(), r.Broken().Policy)
	for i := range report.Findings {
		if f := &report.Findings[i]; f.Rule == r {
			return f.Problem()
		}
	}
	return r.Problem
}

func exampleLine(name string) string {
	good := handshake.Good()
	for l := range strings.SplitSeq(good.Request+good.Response, "\r\n") {
		if strings.HasPrefix(l, name+": ") {
			return l
		}
	}
	return ""
}

func shows(l lessons.Lesson, t lessons.Term) bool {
	for _, other := range lessons.TermsIn(l) {
		if other.Kind == t.Kind && other.Name == t.Name {
			return true
		}
	}
	return false
}
