package app

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// breakPanel offers to break each rule, one at a time.
func breakPanel(m Model) app.UI {
	if !m.Breaking {
		return app.Section().Hidden(true)
	}
	sides := []struct {
		title string
		rules []app.UI
	}{{title: "In the request"}, {title: "In the response"}, {title: "In HTTP/2"}, {title: "In a paste"}}
	words := strings.Fields(strings.ToLower(m.BreakQuery))
	count := 0
	for _, r := range breakables() {
		if !hasWords(r, words) {
			continue
		}
		count++
		side := &sides[sideOf(r)]
		side.rules = append(side.rules, app.Li().Body(
			app.Button().Type("button").Class("choose").DataSet("do", "break").DataSet("with", r.ID).
				Aria("pressed", strconv.FormatBool(m.Raises(r.ID))).Text(r.Requires)))
	}
	groups := make([]app.UI, 0, len(sides))
	for _, s := range sides {
		if len(s.rules) > 0 {
			groups = append(groups, app.Section().Aria("label", s.title).Body(app.H2().Text(s.title), app.Ul().Body(s.rules...)))
		}
	}
	return app.Section().Class("breaking").Aria("label", "Break it").Body(
		app.P().Class("muted").Text("Each press breaks one rule in the exchange above; a second press takes it back. Where that cannot be, the rule's own example is shown, and Undo brings yours back."),
		app.Div().Class("bar").Body(
			input("break-query", "Filter", "key, origin, deflate …"),
			app.Span().Class("hint").Text(plural(count, "rule")),
		),
		app.Div().Class("rule-list").TabIndex(0).Role("region").Aria("label", "Rules to break").Body(groups...),
	)
}

func sideOf(r *handshake.Rule) int {
	switch b := r.Broken; {
	case b.Paste != "":
		return 3
	case b.HTTP2:
		return 2
	case b.Response != "":
		return 1
	}
	return 0
}

// hasWords says whether a rule has all of these words.
func hasWords(r *handshake.Rule, words []string) bool {
	text := strings.ToLower(r.ID + " " + r.Requires)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// changePanel tells what the last press changed.
func changePanel(c *Change) app.UI {
	if c == nil {
		return app.Div().Hidden(true)
	}
	words := "Mended, one after the other:"
	switch {
	case c.Other:
		words = "The editor now shows this rule's own example, broken: " + c.Rule.Requires
	case c.Broke:
		words = "Broken now: " + c.Rule.Requires
	case c.Rule != nil:
		words = "Mended: " + c.Rule.Requires
	}
	var lines []app.UI
	for _, l := range c.Was {
		lines = append(lines, changedLine("−", "was", l))
	}
	for _, l := range c.Is {
		lines = append(lines, changedLine("+", "is", l))
	}
	return app.Div().Class("notice", "info").Role("group").Aria("label", "What changed").Body(
		app.Div().Class("bar").Body(app.P().Class("grow").Text(words), button("Undo", "undo", "").Aria("label", "Undo the change")),
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
		app.Span().Text(visible(strings.TrimSuffix(unwired(line), "\n"))))
}
