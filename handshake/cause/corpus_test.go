package cause

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// judged is the part of the API's judgement that the corpus checks.
type judged struct {
	outcome  Outcome
	headline string
	state    State
	causes   []string
	clients  []string
	request  string // "GET /ws"; "" for none
	answer   int
	fields   []string // lines of both heads
	verdict  handshake.Verdict
	says     string   // the headline of the first cause
	findings []string // rules
	accusing []string // rules whose findings are errors or warnings
}

func judge(text string) judged {
	p := paste.Read(text)
	r := handshake.Inspect(p.Exchange(), handshake.Policy{})
	e := Gather(text, &p, &r)
	outcome, found := Explain(e)
	j := judged{outcome: outcome, causes: ids(found), verdict: r.Verdict()}
	j.state, j.headline, _ = Headline(outcome, e.Report)
	if len(found) > 0 {
		j.says = found[0].Headline
	}
	for _, m := range e.Messages {
		j.clients = append(j.clients, m.Program)
	}
	x := p.Exchange()
	if x.Request+x.Response == "" || p.Format == paste.FormatConsole {
		j.verdict = handshake.None
		return j
	}
	for _, f := range r.Findings {
		j.findings = append(j.findings, f.Rule.ID)
		if f.Rule.Severity != handshake.Note {
			j.accusing = append(j.accusing, f.Rule.ID)
		}
	}
	if r.Request != nil {
		j.request = strings.TrimSuffix(r.Request.Text(r.Request.Line), " HTTP/1.1")
		if x.HTTP2 {
			j.request = field(r.Request, ":method") + " " + field(r.Request, ":path")
		}
	}
	if r.Response != nil {
		status := r.Response.Status.Text
		if x.HTTP2 {
			status = field(r.Response, ":status")
		}
		j.answer, _ = strconv.Atoi(status)
	}
	j.fields = strings.Split(x.Request+x.Response, "\r\n")
	return j
}

// first returns the first of a list; "none" if it is empty.
func first(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return list[0]
}

// wrong compares a judgement with one line of the corpus: a name, and the values that are right with bars between.
func (j *judged) wrong(name, want string) string {
	var got string
	switch name {
	case "outcome":
		got = string(j.outcome.Result)
	case "status":
		got = strconv.Itoa(j.outcome.Status)
	case "headline":
		got = j.headline
	case "state":
		got = map[State]string{Works: "works", Warns: "warns", Fails: "fails", Unclear: "unclear", Ordinary: "ordinary"}[j.state]
	case "cause":
		got = first(j.causes)
	case "answer":
		got = strconv.Itoa(j.answer)
	case "verdict":
		got = string(j.verdict)
	case "request":
		if got = j.request; got == "" {
			got = "none"
		}
		if got == want {
			return ""
		}
	case "by":
		if got = j.outcome.By; strings.Contains(got, want) {
			return ""
		}
	case "client":
		if got = strings.Join(j.clients, ", "); strings.Contains(got, want) {
			return ""
		}
	case "field":
		if slices.Contains(j.fields, want) {
			return ""
		}
		got = "lacking"
	case "without":
		if !slices.Contains(j.causes, want) {
			return ""
		}
		got = "found"
	case "says":
		if strings.Contains(j.says, want) {
			return ""
		}
		got = j.says
	case "silent", "accused":
		if slices.Contains(j.findings, want) == (name == "accused") {
			return ""
		}
		got = strings.Join(j.findings, " ")
	case "not":
		if !slices.Contains(j.accusing, want) {
			return ""
		}
		got = "found"
	default:
		return name + " is no expectation"
	}
	if slices.Contains(strings.Split(want, "|"), got) {
		return ""
	}
	return fmt.Sprintf("%s %s, not %s", name, got, want)
}

// Complete reports, as people write them, and heads as programs print them, each with its expectation.
func TestReports(t *testing.T) {
	for _, file := range []string{"testdata/reports.txt", "testdata/formats.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reports := strings.Split("\n"+string(text), "\n=== ")[1:]
		if len(reports) < 30 {
			t.Errorf("%s holds %d reports", file, len(reports))
		}
		for _, report := range reports {
			name, rest, _ := strings.Cut(report, "\n")
			expected, text, _ := strings.Cut(rest, "\n\n")
			j := judge(text)
			for line := range strings.SplitSeq(expected, "\n") {
				what, want, _ := strings.Cut(line, ": ")
				if wrong := j.wrong(what, want); wrong != "" {
					t.Errorf("%s: %s", name, wrong)
				}
			}
		}
	}
}

// Lines that programs print, in addition to the patterns: status, causes that may come first, program, the line.
func TestLines(t *testing.T) {
	text, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		columns := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 4)
		n++
		j := judge(columns[3])
		for i, name := range []string{"status", "cause", "client"} {
			if wrong := j.wrong(name, columns[i]); wrong != "" {
				t.Errorf("%q: %s", columns[3], wrong)
			}
		}
		if j.request != "" || strings.HasPrefix(string(j.verdict), "upgrades") {
			t.Errorf("%q is judged as a request: %s %s", columns[3], j.verdict, j.request)
		}
	}
	if n < 140 {
		t.Errorf("there are %d lines", n)
	}
}

func each(text string, wrap func(n int, line string) string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = wrap(i, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

// wrappers are what terminals, logs, mails and pages put around a text.
var wrappers = map[string]func(string) string{
	"prompt": func(s string) string { return "$ cat capture.txt\n" + s },
	"fence":  func(s string) string { return "```\n" + strings.TrimSuffix(s, "\n") + "\n```\n" },
	"quote":  func(s string) string { return each(s, func(_ int, line string) string { return "> " + line }) },
	"log": func(s string) string {
		return each(s, func(_ int, line string) string { return "2026-01-02T10:00:00.123Z " + line })
	},
	"string":   func(s string) string { b, _ := json.Marshal(s); return string(b) },
	"HTML":     html.EscapeString,
	"trailing": func(s string) string { return each(s, func(_ int, line string) string { return line + "  " }) },
	"numbers": func(s string) string {
		return each(s, func(n int, line string) string { return fmt.Sprintf("%3d  %s", n+1, line) })
	},
	"colours": func(s string) string {
		return each(s, func(_ int, line string) string { return "\x1b[33m" + line + "\x1b[0m" })
	},
	"CRLF":   func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"indent": func(s string) string { return each(s, func(_ int, line string) string { return "    " + line }) },
	"prose": func(s string) string {
		return "This is what I get when the page connects:\n\n" + s + "\n\nIt worked last week. What can I do?\n"
	},
}

// Each example of a cause, in each wrapper, has the same outcome and the same first cause.
func TestExamplesWrapped(t *testing.T) {
	for i := range Causes {
		c := &Causes[i]
		want, found, _ := OfText(c.Example)
		for name, wrap := range wrappers {
			text := wrap(c.Example)
			got, causes, _ := OfText(text)
			if got.Result != want.Result || got.Status != want.Status || first(ids(causes)) != first(ids(found)) {
				t.Errorf("%s in %s: %s, %d, %v; bare: %s, %d, %v\n%s", c.ID, name, got.Result, got.Status, ids(causes), want.Result, want.Status, ids(found), text)
			}
		}
	}
}

// Ordinary lines, wrapped, are still not messages and have no causes.
func TestOrdinaryWrapped(t *testing.T) {
	text, err := os.ReadFile("../message/testdata/ordinary.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		for name, wrap := range wrappers {
			if _, found, messages := OfText(wrap(line)); len(found)+len(messages) > 0 {
				t.Errorf("%q in %s: %v, %d messages", line, name, ids(found), len(messages))
			}
		}
	}
}

// Ordinary texts of several lines, also code and configuration: no message, no cause, no finding about a request that is not in the
// text.
func TestOrdinaryTexts(t *testing.T) {
	text, err := os.ReadFile("testdata/ordinary.txt")
	if err != nil {
		t.Fatal(err)
	}
	for text := range strings.SplitSeq("\n"+string(text), "\n=== ") {
		name, text, ok := strings.Cut(text, "\n")
		if !ok || name == "" {
			continue
		}
		j := judge(text)
		if len(j.causes)+len(j.clients)+len(j.accusing) > 0 || j.outcome.Result == Failed || j.verdict == handshake.Rejected || j.verdict == handshake.Unreadable {
			t.Errorf("%s: %s, %s, causes %v, messages of %v, findings %v, request %q", name, j.outcome.Result, j.verdict, j.causes, j.clients, j.accusing, j.request)
		}
	}
}
