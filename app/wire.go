package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// wirePanel draws the bytes of the request, line by line, with what the rules found on each.
func wirePanel(m Model) app.UI {
	if m.Report.Request == nil || m.Report.Request.Raw == "" {
		return app.Section().Class("panel").Hidden(true)
	}
	return app.Section().Class("panel").Aria("labelledby", "wire").Body(
		app.Div().Class("bar").Body(
			heading("wire", "On the wire"),
			app.Span().Class("hint").Text(plural(len(m.Report.Request.Raw), "byte")),
		),
		transcript(m.Report.Request, m.Report.Findings, m.Report.Exchange.Filled, handshake.Request, m.Selected),
	)
}

func transcript(head *handshake.Head, findings []handshake.Finding, filled []handshake.Filled, side handshake.Side, selected int) app.UI {
	lines, left := Segments(head, findings, filled, side)
	items := make([]app.UI, len(lines))
	for i, l := range lines {
		items[i] = wireLine(l, i+1, findings, selected)
	}
	return app.Div().Body(
		app.Ol().Class("wire").Body(items...),
		app.If(left > 0, func() app.UI {
			return app.P().Class("muted").Text("and " + plural(left, "byte") + " more, judged but not drawn")
		}),
	)
}

func wireLine(l WireLine, number int, findings []handshake.Finding, selected int) app.UI {
	runs := make([]app.UI, 0, len(l.Runs)+1)
	thread := ""
	for _, r := range l.Runs {
		runs = append(runs, wireRun(r, findings, selected))
		if r.Thread != "" {
			thread = r.Thread
		}
	}
	runs = append(runs, app.Span().Class("eol").Text(lineEnd(l.End)))
	_, class := signOf(l.Worst)
	return app.Li().Class("line", "line-"+class).Body(
		app.Span().Class("number").Aria("hidden", "true").Text(strconv.Itoa(number)),
		app.Code().Class("bytes").Body(runs...),
		app.If(thread != "", func() app.UI { return letter(thread) }),
		sign(l.Worst),
	)
}

func wireRun(r Run, findings []handshake.Finding, selected int) app.UI {
	span := app.Span().Text(visible(r.Text))
	if class := runClasses[r.Kind]; class != "" {
		span = span.Class(class)
	}
	if r.Thread != "" {
		span = span.Class("thread-" + r.Thread)
	}
	if r.Filled {
		span = span.Class("filled")
	}
	if len(r.Findings) == 0 {
		return span
	}
	worst := r.Findings[0] // findings come heaviest first
	_, class := signOf(findings[worst].Rule.Severity)
	span = span.Class("found", "found-"+class).DataSet("do", "select").DataSet("with", strconv.Itoa(worst))
	if slices.Contains(r.Findings, selected) {
		span = span.Class("on")
	}
	return span
}

var runClasses = [...]string{Method: "start", Target: "target", Version: "start", Name: "name", Value: "value"}

// lineEnd shows a line end as the escapes of its bytes.
func lineEnd(end string) string {
	return strings.NewReplacer("\r", `\r`, "\n", `\n`).Replace(end)
}

// visible shows bytes that have no shape of their own: as the escapes that Go and C have for them.
func visible(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7F {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7F:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}
