package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// outcome is how a verdict is shown.
type outcome struct{ words, class, glyph, meaning string }

var outcomes = map[handshake.Verdict]outcome{
	handshake.Upgrades:             {"Upgrades", "ok", "✓", "A server that wants to can switch: nothing in the request is against it."},
	handshake.UpgradesWithWarnings: {"Upgrades with warnings", "warn", "▲", "It works here; something in it is fragile or will be refused elsewhere."},
	handshake.Rejected:             {"Rejected", "bad", "✕", "The request asks for a WebSocket in a way that a server has to refuse."},
	handshake.Ignored:              {"Ignored", "info", "–", "To a server this is ordinary HTTP, and answering it as such is legal."},
	handshake.Unreadable:           {"Cannot be read", "bad", "?", "There is no request line to judge."},
}

func verdictPanel(m Model) app.UI { return verdictOf(m.Report) }

func verdictOf(r handshake.Report) app.UI {
	return app.Section().Class("panel", "verdict", outcomes[r.Verdict()].class).Aria("labelledby", "verdict").Body(
		append(verdictHead(r), app.P().Text(meaning(r)))...)
}

// verdictBar keeps the verdict in sight on a narrow screen, below what is typed.
func verdictBar(m Model) app.UI {
	o := outcomes[m.Report.Verdict()]
	return app.A().Class("verdict-bar", "script", o.class).Href("#verdict").DataSet("do", "skip").DataSet("with", "verdict").Body(
		app.Span().Class("sign", o.class).Aria("hidden", "true").Text(o.glyph),
		app.Span().Text(o.words),
		app.Span().Class("hint").Text(tally(m.Report.Findings)),
	)
}

// meaning is what a verdict says of a request, or of a response that stands alone.
func meaning(r handshake.Report) string {
	switch {
	case r.Request != nil:
		return outcomes[r.Verdict()].meaning
	case r.Verdict() == handshake.Rejected:
		return "A client does not open a WebSocket on this answer."
	}
	return "A client that asked for it opens a WebSocket on this answer."
}

// verdictHead is the verdict in as few words as it takes.
func verdictHead(r handshake.Report) []app.UI {
	o := outcomes[r.Verdict()]
	return []app.UI{
		app.H2().ID("verdict").TabIndex(-1).Body(
			app.Span().Class("sign", o.class).Aria("hidden", "true").Text(o.glyph),
			app.Span().Text(o.words),
			app.If(r.Request != nil, func() app.UI {
				return app.Span().Class("status").Text(strconv.Itoa(r.Reply.Status) + " " + r.Reply.Reason)
			}),
		),
		app.P().Class("tally").Text(tally(r.Findings)),
	}
}

// tally counts findings in words: "2 errors · 1 warning".
func tally(findings []handshake.Finding) string {
	var count [4]int
	for _, f := range findings {
		count[f.Rule.Severity]++
	}
	var parts []string
	for s := handshake.Error; s <= handshake.Note; s++ {
		if n := count[s]; n > 0 {
			parts = append(parts, plural(n, s.String()))
		}
	}
	if len(parts) == 0 {
		return "Nothing to remark"
	}
	return strings.Join(parts, " · ")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// sentence says the verdict in one breath, for those who listen.
func (m Model) sentence() string {
	s := outcomes[m.Report.Verdict()].words + ": " + tally(m.Report.Findings)
	if len(m.Report.Findings) > 0 {
		s += ", first: " + m.Report.Findings[0].Problem()
	}
	return s
}
