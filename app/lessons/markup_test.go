package lessons

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseText(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Text
	}{
		{"", nil},
		{"\n \n\t\n", nil},
		{"one\nline", Text{{Items: []Words{{{Text: "one line"}}}}}},
		{"one\n\n two ", Text{{Items: []Words{{{Text: "one"}}}}, {Items: []Words{{{Text: "two"}}}}}},
		{"say `GET` now", Text{{Items: []Words{{{Text: "say "}, {Text: "GET", Code: true}, {Text: " now"}}}}}},
		{"`a``b`", Text{{Items: []Words{{{Text: "a", Code: true}, {Text: "b", Code: true}}}}}},
		{"- one\n  more\n- `two`", Text{{List: true, Items: []Words{{{Text: "one more"}}, {{Text: "two", Code: true}}}}}},
		{"words:\n- item", Text{{Items: []Words{{{Text: "words:"}}}}, {List: true, Items: []Words{{{Text: "item"}}}}}},
		{"- list\n\nwords", Text{{List: true, Items: []Words{{{Text: "list"}}}}, {Items: []Words{{{Text: "words"}}}}}},
		{"a - b", Text{{Items: []Words{{{Text: "a - b"}}}}}},
	} {
		got, err := ParseText(c.in)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v, %v; expected %v", c.in, got, err, c.want)
		}
	}
	for _, odd := range []string{"an `odd mark", "an empty `` pair", "- `"} {
		if _, err := ParseText(odd); err == nil {
			t.Errorf("%q is accepted", odd)
		}
	}
}

func TestTextParsesBack(t *testing.T) {
	for _, l := range All() {
		texts := []Text{l.Story, l.Notice, l.Question.Why}
		for _, f := range l.Fixes {
			texts = append(texts, f.Text)
		}
		for _, text := range texts {
			back, err := ParseText(text.String())
			if err != nil || !reflect.DeepEqual(back, text) {
				t.Errorf("%s: %q does not parse back: %v", l.Slug, text.String(), err)
			}
			for _, block := range text {
				for _, words := range block.Items {
					for _, run := range words {
						if !run.Code && strings.ContainsAny(run.Text, "`*_<>") {
							t.Errorf("%s: marks that are none in %q", l.Slug, run.Text)
						}
					}
				}
			}
		}
	}
}

// FuzzText: no panic; a text that parses is written in a form that parses to the same.
func FuzzText(f *testing.F) {
	for _, l := range All() {
		f.Add(l.Story.String())
		f.Add(l.Notice.String())
	}
	f.Add("- \n-  - x\n``\n` `")
	f.Fuzz(func(t *testing.T, s string) {
		text, err := ParseText(s)
		if err != nil {
			return
		}
		written := text.String()
		back, err := ParseText(written)
		if err != nil || back.String() != written {
			t.Errorf("%q is written %q and read back as %q, %v", s, written, back.String(), err)
		}
		if len(text.Plain()) > len(s) {
			t.Errorf("%q: the plain text is longer: %q", s, text.Plain())
		}
	})
}

// FuzzParse: no panic for any file; a guilty line is inside its head, and spans of bytes are the head's.
func FuzzParse(f *testing.F) {
	entries, _ := files.ReadDir(".")
	for _, entry := range entries {
		data, _ := files.ReadFile(entry.Name())
		f.Add(entry.Name(), data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		l, err := parse(name, string(data))
		if err != nil {
			return
		}
		if l.Number < 1 || l.Slug == "" {
			t.Errorf("%q: number %d, slug %q", name, l.Number, l.Slug)
		}
		if q := l.Question; q.Side != 0 && (q.Line < 1 || q.Line > 1+strings.Count(l.Request+l.Response, "\n")) {
			t.Errorf("line %d is in neither head", q.Line)
		}
		for _, link := range l.Links {
			if !strings.HasPrefix(link.URL, "https://") {
				t.Errorf("link %+v", link)
			}
		}
	})
}

func TestParseRefuses(t *testing.T) {
	const name = "07-x.txtar"
	for _, c := range []struct{ name, data string }{
		{"x.txtar", ""},
		{"07.txtar", ""},
		{"00-x.txtar", ""},
		{name, "colour: red\n"},
		{name, "no colon\n"},
		{name, "-- tale --\nx\n"},
		{name, "-- story --\na `b\n"},
		{name, "-- story --\na\n-- story --\nb\n"},
		{name, "-- expect --\nverdict: perfect\n"},
		{name, "-- expect --\nstatus: fine\n"},
		{name, "-- expect --\nclient: perhaps\n"},
		{name, "-- request bytes --\nzz\n"},
		{name, "-- links --\nnowhere\n"},
		{name, "-- links --\na/b#c\n"},
		{name, "-- links --\nhttps://example.com/\n"},
		{name, "-- request --\nGET / HTTP/1.1\n-- question --\nask: Which?\nrequest: Host: a\n\nNo.\n"},
	} {
		if _, err := parse(c.name, c.data); err == nil {
			t.Errorf("%s %q is accepted", c.name, c.data)
		}
	}
}
