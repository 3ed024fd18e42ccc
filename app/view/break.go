package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// breakPanel offers to break one thing at a time: the commonest mistakes, and any rule by search.
func breakPanel(m model.Model) app.UI {
	if !m.Breaking {
		return app.Section().Hidden(true)
	}
	words := strings.Fields(strings.ToLower(m.BreakQuery))
	var rules []app.UI
	rule := func(id, name string) {
		rules = append(rules, app.Li().Body(
			app.Button().Type("button").Class("choose").DataSet("do", model.DoBreak).DataSet("with", id).
				Aria("pressed", strconv.FormatBool(m.Raises(id))).Text(name)))
	}
	if len(words) == 0 {
		for _, c := range model.Common {
			rule(c.Rule, c.Name)
		}
	} else {
		for _, topic := range handshake.Topics {
			for _, r := range topic.Rules {
				if slices.Contains(model.Breakables(), r) && hasWords(topic.Name, r, words) {
					rule(r.ID, strings.ReplaceAll(r.Problem, "{}", "…"))
				}
			}
		}
	}
	look := model.Looks[m.Judged.State]
	return app.Section().Class("panel", "breaking").Aria("labelledby", "break").Body(
		app.Div().Class("bar").Body(heading("break", "Break one thing").Class("grow"), button("Close", model.DoToggleBreaking, "")),
		app.P().Class("narrow-only").Body(span("sign "+look.Class, look.Glyph), strong(m.Judged.Headline)),
		changePanel(m.Change),
		app.Div().Class("rule-list").TabIndex(0).Role("region").Aria("label", "Mistakes to make").Body(app.Ul().Body(rules...)),
		app.If(len(rules) == 0, func() app.UI { return muted("No mistake has all of these words.") }),
		input("break-query", "Search all "+strconv.Itoa(len(model.Breakables()))+" mistakes", "key, origin, deflate … A second press takes a mistake back."),
	)
}

// hasWords reports whether a rule of that topic has all of these words.
func hasWords(topic string, r *handshake.Rule, words []string) bool {
	text := strings.ToLower(topic + " " + r.ID + " " + r.Requires + " " + r.Problem + " " + r.Severity.String())
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// changePanel shows what the last press changed.
func changePanel(c *model.Change) app.UI {
	if c == nil {
		return app.Div().Hidden(true)
	}
	var lines []app.UI
	for i, l := range c.Removed {
		lines = append(lines, changedLine("−", "gone: ", "was", "del", l, c.Added, i))
	}
	for i, l := range c.Added {
		lines = append(lines, changedLine("+", "new: ", "is", "ins", l, c.Removed, i))
	}
	return app.Div().Class("notice", "info").Role("group").Aria("label", "What changed").Body(
		app.Div().Class("bar").Body(app.P().Class("grow").Text(c.Words()), button("Undo", model.DoUndo, "").Aria("label", "Undo the change")),
		app.Div().Class("changed").Body(lines...),
		app.If(c.Again != "", func() app.UI { return code("send-again", "the command that sends it again", c.Again) }),
	)
}

// changedLine is a line beside that of others at the same place, if there is one.
func changedLine(glyph, word, class, tag, line string, others []string, at int) app.UI {
	shown := func(line string) string { return model.Visible(strings.TrimSuffix(model.ToLF(line), "\n")) }
	other := ""
	if at < len(others) {
		other = shown(others[at])
	}
	return app.P().Class("mono", class).Body(append([]app.UI{
		app.Span().Aria("hidden", "true").Text(glyph + " "), span("unseen", word)}, changedWords(tag, shown(line), other)...)...)
}
