package paste

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// pasted is a file of testdata: the expectation, an empty line, the text as pasted.
type pasted struct {
	format, request, answer, verdict string
	http2                            bool
	fields, notices, answered        []string
	parts                            string
	text                             string
}

func pastes(t testing.TB) map[string]pasted {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	all := make(map[string]pasted, len(files))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		expected, text, _ := strings.Cut(string(data), "\n\n")
		s := pasted{text: text}
		for line := range strings.SplitSeq(expected, "\n") {
			switch name, value, _ := strings.Cut(line, ": "); name {
			case "format":
				s.format = value
			case "over":
				s.http2 = value == "HTTP/2"
			case "request":
				s.request = value
			case "field":
				s.fields = append(s.fields, value)
			case "notice":
				s.notices = append(s.notices, value)
			case "answer":
				s.answer = value
			case "answered":
				s.answered = append(s.answered, value)
			case "parts":
				s.parts = value
			case "verdict":
				s.verdict = value
			default:
				t.Fatalf("%s: %q is no expectation", file, line)
			}
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txt")] = s
	}
	return all
}

// TestSamples reads at least one text of every format; each file states the expected result.
func TestSamples(t *testing.T) {
	for name, s := range pastes(t) {
		p := Read(s.text)
		x := p.Exchange()
		r := handshake.Inspect(x, handshake.Policy{})
		if string(p.Format) != s.format || x.HTTP2 != s.http2 {
			t.Errorf("%s: format %q, HTTP/2 %t; expected %q, %t", name, p.Format, x.HTTP2, s.format, s.http2)
		}
		var request, answer string
		if r.Request != nil {
			request = r.Request.Method.Text + " " + r.Request.Target.Text
		}
		if r.Response != nil {
			answer = r.Response.Status.Text
		}
		if request != s.request || answer != s.answer {
			t.Errorf("%s: request %q, answer %q; expected %q, %q", name, request, answer, s.request, s.answer)
		}
		once := func(h *head.Head, fields []string) {
			for _, field := range fields {
				i := strings.Index(field, ": ")
				var found []*head.Field
				if h != nil {
					found = h.Get(field[:i])
				}
				if len(found) != 1 || found[0].Value.Text != field[i+2:] {
					t.Errorf("%s: expected once %q in\n%s%s", name, field, x.Request, x.Response)
				}
			}
		}
		once(r.Request, s.fields)
		once(r.Response, s.answered)
		if got := partsOf(&p); s.parts != "" && got != s.parts {
			t.Errorf("%s: parts %q, expected %q", name, got, s.parts)
		}
		for _, about := range s.notices {
			if !slices.ContainsFunc(p.Notices, func(r Notice) bool { return string(r.Kind) == about }) {
				t.Errorf("%s: expected a notice about %q, got %v", name, about, p.Notices)
			}
		}
		if got := r.Verdict(); string(got) != s.verdict {
			t.Errorf("%s: verdict %q, expected %q", name, got, s.verdict)
			for _, f := range r.Findings {
				t.Logf("%s %s: %s", f.Rule.Severity, f.Rule.ID, f.Got)
			}
		}
	}
}

// partsOf names the parts of a text in order.
func partsOf(p *Paste) string {
	names := make([]string, len(p.Parts))
	for i, part := range p.Parts {
		names[i] = [...]string{"", "text", "head", "command", "log", "config"}[part.Kind]
		if part.Program != "" {
			names[i] += " " + part.Program
		}
		if part.Line.Status != 0 {
			names[i] += " " + head.Decimal(part.Line.Status)
		}
	}
	return strings.Join(names, ", ")
}

// FuzzRead: what Read states about its result holds for any text.
func FuzzRead(f *testing.F) {
	for _, s := range pastes(f) {
		f.Add(s.text)
	}
	f.Add("[\"]=>")
	f.Add("array(1) {\n  [\"]=>\n  string(1) \"a\"\n")
	formats, err := os.ReadFile("../cause/testdata/formats.txt")
	if err != nil {
		f.Fatal(err)
	}
	for s := range strings.SplitSeq(string(formats), "\n=== ") {
		_, text, _ := strings.Cut(s, "\n\n")
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Read(text)
		if p.Chosen < 0 || p.Chosen >= len(p.Exchanges) {
			t.Fatalf("chosen is %d of %d", p.Chosen, len(p.Exchanges))
		}
		inside := func(s head.Span, text string) bool { return s.Start >= 0 && s.Start <= s.End && s.End <= len(text) }
		head := func(x int, side handshake.Side) string {
			if side == handshake.Response {
				return p.Exchanges[x].Response
			}
			return p.Exchanges[x].Request
		}
		for i, x := range p.Exchanges {
			for _, filled := range x.Inserted {
				if !inside(filled.Span, head(i, filled.Side)) || filled.Kind == 0 {
					t.Errorf("filled %+v is outside of %q", filled, head(i, filled.Side))
				}
			}
		}
		for _, piece := range p.Mappings {
			if piece.Exchange >= len(p.Exchanges) {
				t.Fatalf("piece %+v belongs to none of %d exchanges", piece, len(p.Exchanges))
			}
			if !inside(piece.Wire, head(piece.Exchange, piece.Side)) || !inside(piece.Text, text) {
				t.Errorf("piece %+v is outside of %q or %q", piece, head(piece.Exchange, piece.Side), text)
			}
		}
		for _, part := range p.Parts {
			if !inside(part.Span, text) || part.Exchange < -1 || part.Exchange >= len(p.Exchanges) || part.Kind == 0 {
				t.Errorf("part %+v is outside of %q or of %d exchanges", part, text, len(p.Exchanges))
			}
		}
		for _, notice := range p.Notices {
			if !inside(notice.Span, text) {
				t.Errorf("notice %+v is outside of %q", notice, text)
			}
		}
		x := p.Exchange()
		wire := pastedText{body: x.Request}
		plain := newPastedText(x.Request)
		left := gap(plain.body) || unwrap(plain).body != plain.body // the head itself looks as if it were wrapped or lines were missing
		if p.Format == FormatRaw && len(p.Exchanges) == 1 && !x.HTTP2 && x.Response == "" && wire.isHead() && !left {
			if again := Read(x.Request); again.Exchange().Request != x.Request {
				t.Errorf("%q is read as\n%q and that, as %s, as\n%q", text, x.Request, again.Format, again.Exchange().Request)
			}
		}
	})
}

// TestExamplesAreRead: for a rule about pastes, reading the text of the broken example gives the exchange that the example
// states.
func TestExamplesAreRead(t *testing.T) {
	pastes := 0
	for _, rule := range handshake.Rules {
		want := rule.Broken().Exchange()
		if !want.Pasted {
			continue
		}
		pastes++
		p := Read(rule.Broken().Paste)
		got := p.Exchange()
		for _, f := range want.Inserted {
			if !slices.Contains(got.Inserted, f) {
				t.Errorf("%s: %v is not among what was filled in: %v", rule.ID, f, got.Inserted)
			}
		}
		want.Inserted = got.Inserted
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the text is read as\n%+v, and the example says\n%+v", rule.ID, got, want)
		}
	}
	if pastes < 8 {
		t.Errorf("%d rules have a paste as their example", pastes)
	}
}
