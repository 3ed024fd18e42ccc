package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// breakPanel offers to break each rule, one at a time.
func breakPanel(m model.Model) app.UI {
	if !m.Breaking {
		return app.Section().Hidden(true)
	}
	words := strings.Fields(strings.ToLower(m.BreakQuery))
	count := 0
	var groups []app.UI
	for _, topic := range handshake.Topics {
		var rules []app.UI
		for _, r := range topic.Rules {
			if !slices.Contains(model.Breakables(), r) || !hasWords(topic.Name, r, words) {
				continue
			}
			rules = append(rules, app.Li().Body(
				app.Button().Type("button").Class("choose").DataSet("do", model.DoBreak).DataSet("with", r.ID).
					Aria("pressed", strconv.FormatBool(m.Raises(r.ID))).Text(r.Requires)))
		}
		if len(rules) > 0 {
			groups = append(groups, app.Section().Aria("label", topic.Name).Body(app.H2().Text(topic.Name), app.Ul().Body(rules...)))
		}
		count += len(rules)
	}
	if count == 0 {
		groups = append(groups, app.P().Class("muted").Text("No rule has all of these words."))
	}
	return app.Section().Class("breaking").Aria("label", "Break it").Body(
		app.P().Class("muted").Text("Each press breaks one rule in the exchange above; a second press takes it back. Where that cannot be, the rule's own example is shown, and Undo brings yours back."),
		app.Div().Class("bar").Body(
			input("break-query", "Filter", "key, origin, deflate …"),
			app.Span().Class("hint").Text(model.Plural(count, "rule")),
		),
		app.Div().Class("rule-list").TabIndex(0).Role("region").Aria("label", "Rules to break").Body(groups...),
	)
}

// hasWords says whether a rule of that topic has all of these words.
func hasWords(topic string, r *handshake.Rule, words []string) bool {
	text := strings.ToLower(topic + " " + r.ID + " " + r.Requires + " " + r.Severity.String())
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// changePanel tells what the last press changed.
func changePanel(c *model.Change) app.UI {
	if c == nil {
		return app.Div().Hidden(true)
	}
	var lines []app.UI
	for _, l := range c.Removed {
		lines = append(lines, changedLine("−", "was", l))
	}
	for _, l := range c.Added {
		lines = append(lines, changedLine("+", "is", l))
	}
	return app.Div().Class("notice", "info").Role("group").Aria("label", "What changed").Body(
		app.Div().Class("bar").Body(app.P().Class("grow").Text(c.Words()), button("Undo", model.DoUndo, "").Aria("label", "Undo the change")),
		app.Div().Class("code").Body(lines...),
	)
}

func changedLine(glyph, class, line string) app.UI {
	word := "gone: "
	if class == "is" {
		word = "new: "
	}
	return app.P().Class("mono", class).Body(
		app.Span().Aria("hidden", "true").Text(glyph+" "), app.Span().Class("unseen").Text(word),
		app.Span().Text(model.Visible(strings.TrimSuffix(model.ToLF(line), "\n"))))
}
