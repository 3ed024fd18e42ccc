package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/accept"
)

// acceptPage shows the computation of the accept value: the derivation, the mistake finder, and code.
func acceptPage(m model.Model) []app.UI {
	return []app.UI{
		app.H1().Text("Sec-WebSocket-Accept"),
		app.P().Class("lead").Text("The server proves that it read this request and speaks WebSocket. Four steps, the same on both sides."),
		app.P().Class("notice", "info", "unscripted").Text("The fields need JavaScript. Without it the page shows the four steps for one key."),
		app.Div().Class("bench").Body(
			mistakePanel(m),
			app.Section().Class("panel", "form").Aria("label", "Key").Body(
				keyInput(),
				app.If(m.Report.Accept == nil, func() app.UI {
					return app.P().Class("notice", "info").Text("There is no key, so there is nothing to derive. Enter one, or make a new one.")
				}),
			),
		),
		derivationPanel(m),
		keyFindings(m),
		codePanel(),
	}
}

// keyInput is the field for the key of the request, typed or generated.
func keyInput() app.UI {
	return app.Div().Class("with-button").Body(
		input("key", "Sec-WebSocket-Key", "16 random bytes in base64; a change here changes the request"),
		button("New random key", model.DoNewKey, ""),
		button("Sample key", model.DoSampleKey, ""),
	)
}

// keyFindings shows the findings about the key, below the steps: they come and go while one types, and the steps are to stay where they are.
func keyFindings(m model.Model) app.UI {
	var findings []app.UI
	for i, f := range m.Report.Findings {
		if strings.HasPrefix(f.Rule.ID, "ws-key-") {
			findings = append(findings, foldedFinding(m.Report.Findings, i, i == m.Selected, i == 0 && f.Rule.Severity != handshake.Note, 0, nil, false))
		}
	}
	if findings == nil {
		return app.Section().Class("panel").Hidden(true)
	}
	return app.Section().Class("panel").Aria("labelledby", "key-findings").Body(heading("key-findings", "About this key"), app.Ol().Class("findings").Body(findings...))
}

// mistakePanel takes an accept value and names the mistake that leads to it.
func mistakePanel(m model.Model) app.UI {
	return app.Section().Class("panel", "form").Aria("labelledby", "mistake").Body(
		heading("mistake", "Got a different value? Find the mistake"),
		input("got", "Paste the value you got", "the value of Sec-WebSocket-Accept in your server's answer"),
		diagnosis(m),
	)
}

func diagnosis(m model.Model) app.UI {
	switch {
	case strings.TrimSpace(m.Got) == "":
		return app.P().Class("muted").Text("It is compared with the results of about forty known mistakes, alone and in pairs.")
	case m.Report.Accept == nil:
		return app.P().Class("notice", "info").Text("There is no key to compare with. Enter the key of that handshake in its field.")
	}
	d, wrong := m.Diagnose()
	if !wrong {
		return app.P().Class("notice", "ok").Text("✓ That is the right value for this key.")
	}
	parts := acceptMistakes(d)
	if m.IsSample() && d.Mistakes[0].ID == "acc-shape" { // which says that nothing fits
		parts = []app.UI{app.P().Class("notice", "info").Text("The key here is the example's. Enter your own in its field.")}
	}
	return app.Div().Class("causes").Body(append(parts,
		app.P().Body(app.Span().Text("Right for this key: "), app.Code().Class("thread-D").Text(d.Want)))...)
}

func acceptMistakes(d accept.Diagnosis) []app.UI {
	parts := make([]app.UI, len(d.Mistakes))
	for i, c := range d.Mistakes {
		parts[i] = acceptMistake(c)
	}
	return parts
}

// acceptMistake shows one mistake: what the code does, why, what to do, and the line to change.
func acceptMistake(c accept.Found) app.UI {
	parts := []app.UI{
		app.H3().Body(sign(handshake.Error), app.Span().Text(c.Name)),
		app.P().Text(c.Why),
		app.P().Class("fix").Body(app.B().Text("Fix: "), app.Span().Text(c.Fix)),
	}
	if c.Detail != "" {
		parts = append(parts, app.P().Text(c.Detail))
	}
	return app.Article().Class("finding", "bad").Body(append(parts, languages(c.ID, c.Code()))...)
}

// codePanel shows the computation in every available language.
func codePanel() app.UI {
	return app.Section().Class("panel").Aria("labelledby", "code").Body(
		heading("code", "The code, in six languages"),
		languages("accept", accept.DerivationCode()),
	)
}

// languages shows code by language, with the wrong line, if any, before the right one.
func languages(id string, code []accept.Code) app.UI {
	items := make([]app.UI, len(code))
	for i, c := range code {
		items[i] = language(id+"-"+c.Language, c, i == 0)
	}
	return app.Div().Body(items...)
}

func language(id string, c accept.Code, open bool) app.UI {
	right := code(id, c.Language, c.Right)
	parts := []app.UI{app.Summary().Text(c.Language)}
	if c.Wrong != "" {
		parts = append(parts, codeLine("was", "wrong", "−", c.Wrong))
		right = right.Class("is")
	}
	item := app.Details().Class("language")
	if open {
		item = item.Open(true) // Open(false) would be written too, and open it
	}
	return item.Body(append(parts, right)...)
}

// codeLine is a marked line that is not copied.
func codeLine(class, word, mark, text string) app.UI {
	return app.Pre().Class(class).Body(
		app.Span().Aria("hidden", "true").Text(mark+" "),
		app.Span().Class("unseen").Text(word+": "),
		app.Code().Text(text),
	)
}
