package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// wirePanel draws the bytes of the request: line by line if they differ from the text, and on demand as values.
func wirePanel(m model.Model) app.UI {
	head := m.Report.Request
	if !wired(m) {
		return app.Section().Class("panel").Hidden(true)
	}
	if m.Invented() && !m.Bytes {
		return fold("wire", "A request to this address", "what a client fills in", false,
			transcript(head, m.Report.Findings, m.Report.Exchange.Inserted, handshake.Request, m.Selected))
	}
	parts := []app.UI{
		app.Div().Class("bar").Body(
			heading("wire", "The request on the wire"),
			app.Span().Class("hint").Text(model.Plural(len(head.Raw), "byte")),
		),
	}
	if m.Bytes {
		parts = append(parts, byteRows(m))
	} else {
		parts = append(parts, transcript(head, m.Report.Findings, m.Report.Exchange.Inserted, handshake.Request, m.Selected))
	}
	return app.Section().Class("panel").Aria("labelledby", "wire").Body(parts...)
}

// wired reports whether the bytes of the request are shown.
func wired(m model.Model) bool {
	head := m.Report.Request
	return head != nil && head.Raw != "" && (m.Bytes || m.Completed())
}

// byteRows draws bytes as values and as characters.
func byteRows(m model.Model) app.UI {
	at := 0
	if m.Selected >= 0 && m.Report.Findings[m.Selected].Side == handshake.Request {
		at = m.Report.Findings[m.Selected].Span.Start
	}
	head := m.Report.Request
	rows, from, to := model.ByteRows(head, m.Report.Findings, handshake.Request, at)
	items := make([]app.UI, len(rows))
	for i, row := range rows {
		hex, text := make([]app.UI, len(row.Runs)), make([]app.UI, len(row.Runs))
		for j, r := range row.Runs {
			hex[j] = markedRun(app.Span().Text(fmt.Sprintf("% x ", r.Text)), r, m.Report.Findings, m.Selected)
			text[j] = markedRun(app.Span().Text(characters(r.Text)), r, m.Report.Findings, m.Selected)
		}
		items[i] = app.Li().Body(
			app.Span().Class("number").Text(fmt.Sprintf("%04x", row.At)),
			app.Code().Class("values").Body(hex...),
			app.Code().Class("characters").Aria("hidden", "true").Body(text...),
		)
	}
	return app.Div().Body(
		app.P().Class("hint").Text(legend),
		app.Ol().Class("octets").Body(items...),
		app.If(from > 0 || to < len(head.Raw), func() app.UI {
			return app.P().Class("muted").Text(fmt.Sprintf("Bytes %d to %d of %d; select a finding to see its bytes.", from, to, len(head.Raw)))
		}),
	)
}

// legend explains the signs of characters.
const legend = "← CR, ↓ LF, → tab, ∅ NUL, · another byte without a shape"

// characters shows each byte as one character, and line ends as signs that every font has.
func characters(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\r':
			b.WriteRune('←')
		case c == '\n':
			b.WriteRune('↓')
		case c == '\t':
			b.WriteRune('→')
		case c == 0:
			b.WriteRune('∅')
		case c < ' ' || c >= 0x7F:
			b.WriteRune('·')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func transcript(head *head.Head, findings []handshake.Finding, inserted []handshake.Inserted, side handshake.Side, selected int) app.UI {
	lines, left := model.Segments(head, findings, inserted, side)
	items := make([]app.UI, len(lines))
	for i, l := range lines {
		items[i] = wireLine(l, i+1, findings, selected)
	}
	return app.Div().Body(
		app.Ol().Class("wire").Body(items...),
		app.If(left > 0, func() app.UI {
			return app.P().Class("muted").Text("and " + model.Plural(left, "byte") + " more, checked but not shown")
		}),
	)
}

func wireLine(l model.WireLine, number int, findings []handshake.Finding, selected int) app.UI {
	runs := make([]app.UI, 0, len(l.Runs)+1)
	thread, added := "", false
	for _, r := range l.Runs {
		runs = append(runs, wireRun(r, findings, selected))
		added = added || r.Inserted
		if r.Thread != "" {
			thread = r.Thread
		}
	}
	runs = append(runs, app.Span().Class("eol").Text(model.LineEnd(l.End)))
	_, class := model.SeverityMark(l.Worst)
	return app.Li().Class("line", "line-"+class).Body(
		app.Span().Class("number").Aria("hidden", "true").Text(strconv.Itoa(number)),
		app.Code().Class("bytes").Body(runs...),
		app.If(added, func() app.UI { return app.Span().Class("added").Text("filled in") }),
		app.If(thread != "", func() app.UI { return letter(thread) }),
		app.If(l.Worst != 0, func() app.UI { return sign(l.Worst) }),
	)
}

func wireRun(r model.Run, findings []handshake.Finding, selected int) app.UI {
	span := app.Span().Text(model.Visible(r.Text))
	if class := runClasses[r.Kind]; class != "" {
		span = span.Class(class)
	}
	if r.Thread != "" {
		span = span.Class("thread-" + r.Thread)
	}
	if r.Inserted {
		span = span.Class("inserted")
	}
	if len(r.Findings) > 0 {
		span = span.DataSet("do", model.DoSelectFinding).DataSet("with", strconv.Itoa(r.Findings[0]))
	}
	return markedRun(span, r, findings, selected)
}

// findingNames names the findings of a run.
func findingNames(all []handshake.Finding, r model.Run) string {
	names := make([]string, len(r.Findings))
	for i, n := range r.Findings {
		names[i] = findingName(all, n)
	}
	return strings.Join(names, " ")
}

// markedRun marks a run with its findings: by its style, and by their names in data-finding, so that findings and bytes can
// refer to each other.
func markedRun(span app.HTMLSpan, r model.Run, findings []handshake.Finding, selected int) app.UI {
	if len(r.Findings) == 0 {
		return span
	}
	_, class := model.SeverityMark(findings[r.Findings[0]].Rule.Severity) // findings come heaviest first
	span = span.Class("found", "found-"+class)
	if slices.Contains(r.Findings, selected) {
		span = span.Class("on")
	}
	return span.DataSet("finding", findingNames(findings, r))
}

var runClasses = [...]string{model.Method: "start", model.Target: "target", model.Version: "start", model.Name: "name", model.Value: "value"}
