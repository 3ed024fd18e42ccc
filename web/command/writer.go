package command

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/cause"
	"upgrade101/handshake/report"
)

// writer writes a readable report: as text, coloured on a terminal, or as Markdown.
type writer struct {
	strings.Builder
	plain    bool // no colours
	markdown bool
}

// Colours of a terminal (ECMA-48 SGR).
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "34"
	bold   = "1"
)

var stateLooks = map[cause.State]struct{ sign, colour string }{
	cause.Works: {"✓", green}, cause.Warns: {"▲", yellow}, cause.Fails: {"✕", red}, cause.Unclear: {"?", blue}, cause.Ordinary: {"–", blue},
}

var severityLooks = map[string]struct{ sign, colour string }{"error": {"✕", red}, "warning": {"▲", yellow}, "note": {"i", blue}}

func (w *writer) colour(code, text string) string {
	if w.plain || w.markdown {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// title writes the name of the file.
func (w *writer) title(name string, again bool) {
	if again {
		w.WriteString("\n")
	}
	if w.markdown {
		w.WriteString("# " + escapeMarkdown(name) + "\n\n")
		return
	}
	w.WriteString(w.colour(bold, safe(name)) + "\n")
}

func (w *writer) heading(text string) {
	if w.markdown {
		w.WriteString("\n## " + text + "\n\n")
		return
	}
	w.WriteString("\n" + w.colour(bold, text) + "\n")
}

// para writes a paragraph that belongs to the text above it.
func (w *writer) para(text string) {
	if text == "" {
		return
	}
	if w.markdown { // a paragraph of its own
		w.WriteString("\n")
	}
	w.WriteString("   " + w.prose(text) + "\n")
}

// prose writes a text that may contain pasted text.
func (w *writer) prose(text string) string {
	if w.markdown {
		return escapeMarkdown(text)
	}
	return safe(text)
}

// judged writes outcome, causes, messages and findings, in this order.
func (w *writer) judged(j *judged) {
	r, looks, headline := &j.Report, stateLooks[j.state], j.headline
	if r.Outcome.By != "" {
		headline += " (" + r.Outcome.By + ")"
	}
	if w.markdown {
		w.WriteString("**" + looks.sign + " " + escapeMarkdown(headline) + "**\n")
	} else {
		w.WriteString(w.colour(looks.colour, looks.sign+" "+safe(headline)) + "\n")
	}
	if j.meaning != "" {
		w.WriteString("\n" + w.prose(j.meaning) + "\n")
	}
	if o := r.Outcome; len(o.Next) > 0 && len(r.Causes) == 0 && (j.state == cause.Unclear || o.Passes != nil) {
		if o.Passes == nil {
			w.heading("What to collect")
		} else {
			w.heading("What it does")
		}
		for _, next := range o.Next {
			w.WriteString("- " + w.prose(next) + "\n")
		}
	}
	if len(r.Causes) > 0 {
		w.heading("Causes")
		for i, c := range r.Causes {
			w.item(i+1, c.Headline, string(c.Certainty))
			w.para(c.Because)
			w.para(c.Next)
			if w.markdown && c.Code != "" {
				w.WriteString("\n   ```nginx\n")
			}
			w.lines("   ", c.Code, maxHeadLines)
			if w.markdown && c.Code != "" {
				w.WriteString("   ```\n")
			}
			if c.Lesson != "" {
				w.para("Lesson: /lesson/" + c.Lesson)
			}
		}
	}
	if len(r.Messages) > 0 {
		w.heading("Messages")
		for i, m := range r.Messages {
			w.item(i+1, m.Text, m.Client)
			w.para(m.Means)
		}
	}
	if len(r.Findings) > 0 {
		w.heading("Findings")
	}
	for i := range r.Findings {
		w.finding(&r.Findings[i], r)
	}
}

func (w *writer) item(n int, text, aside string) {
	if w.markdown {
		fmt.Fprintf(w, "%d. **%s** (%s)\n", n, escapeMarkdown(text), escapeMarkdown(aside))
		return
	}
	fmt.Fprintf(w, "%d. %s (%s)\n", n, w.colour(bold, safe(text)), safe(aside))
}

// finding writes a finding under its problem, with the line that it is about and a mark below the bytes.
func (w *writer) finding(f *report.Finding, r *report.Report) {
	looks := severityLooks[f.Severity]
	if w.markdown {
		fmt.Fprintf(w, "- **%s %s** (`%s`)\n", looks.sign, escapeMarkdown(f.Problem), f.Rule)
	} else {
		fmt.Fprintf(w, "%s (%s)\n", w.colour(looks.colour, looks.sign+" "+safe(f.Problem)), f.Rule)
	}
	head := r.Request
	if f.Side == "response" {
		head = r.Response
	}
	if head != nil {
		w.excerpt(string(head.RawB64), f.Span, looks.colour)
	}
	w.para(f.Fix)
	var cites []string
	for _, c := range f.Cites {
		text := c.Name
		if c.RFC != 0 {
			text = "RFC " + strconv.Itoa(c.RFC)
		}
		if c.Section != "" {
			text += " §" + c.Section
		}
		cites = append(cites, text)
	}
	w.para(f.Severity + "; " + f.Strength + ", " + f.Binds + ": " + strings.Join(cites, ", "))
}

// maxExcerpt bounds the part of a line that is shown, in bytes.
const maxExcerpt = 100

// excerpt shows the line that a span begins on, and marks the span below it.
func (w *writer) excerpt(raw string, at report.Span, colour string) {
	if at.Start > len(raw) || at.End > len(raw) {
		return
	}
	start := strings.LastIndexByte(raw[:at.Start], '\n') + 1
	end := len(raw)
	if i := strings.IndexByte(raw[at.Start:], '\n'); i >= 0 {
		end = at.Start + i
	}
	line := strings.TrimSuffix(raw[start:end], "\r")
	number := strings.Count(raw[:start], "\n") + 1
	from, to := min(at.Start-start, len(line)), min(max(at.End-start, at.Start-start+1), len(line))
	if from > maxExcerpt/2 { // the span is shown, however long the line is
		line, from, to = "…"+line[from-maxExcerpt/2:], maxExcerpt/2+len("…"), to-from+maxExcerpt/2+len("…")
	}
	if len(line) > maxExcerpt {
		line = line[:maxExcerpt]
		from, to = min(from, len(line)), min(to, len(line))
		line += "…"
	}
	before, marked := safe(line[:from]), safe(line[from:max(from, to)])
	number4 := fmt.Sprintf("%4d", number)
	indent := ""
	if w.markdown {
		indent = "  "
		w.WriteString("\n  ```\n")
	}
	fmt.Fprintf(w, "%s%s | %s\n", indent, number4, before+marked+safe(line[max(from, to):]))
	fmt.Fprintf(w, "%s     | %s%s\n", indent, strings.Repeat(" ", utf8.RuneCountInString(before)),
		w.colour(colour, strings.Repeat("^", max(1, utf8.RuneCountInString(marked)))))
	if w.markdown {
		w.WriteString("  ```\n")
	}
}

// safe prevents pasted text from controlling the terminal: control characters become pictures (U+2400), octets that are not
// UTF-8 become U+FFFD.
func safe(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return ' '
		case c < ' ':
			return 0x2400 + c
		case c == 0x7F:
			return 0x2421
		case c >= 0x80 && c < 0xA0, c == 0x202A, c == 0x202B, c == 0x202D, c == 0x202E, c >= 0x2066 && c <= 0x2069:
			return utf8.RuneError // C1 controls, and characters that turn the direction of text
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// safeLines is safe except for line ends.
func safeLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = safe(lines[i])
	}
	return strings.Join(lines, "\n")
}

var escapeMarkdown = func() func(string) string {
	r := strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`)
	return func(s string) string { return r.Replace(safe(s)) }
}()
