package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// acceptRoom is about the one computation of the handshake: the derivation, the mistake finder, and the
// code to write.
func acceptRoom(m Model) []app.UI {
	return []app.UI{
		app.H1().Text("Sec-WebSocket-Accept"),
		app.P().Class("lead").Text("The server proves that it read this request and speaks WebSocket. Four steps, the same on both sides."),
		app.Section().Class("panel", "form").Aria("label", "Key").Body(
			app.Div().Class("with-button").Body(
				input("key", "Sec-WebSocket-Key", "the one in the request; a change here changes it there"),
				button("New random key", "new-key", ""),
				button("Sample key", "sample-key", ""),
			),
		),
		derivationPanel(m),
		mistakePanel(m),
		codePanel(),
	}
}

// mistakePanel takes the accept value that somebody got and says what was done wrong.
func mistakePanel(m Model) app.UI {
	return app.Section().Class("panel", "form").Aria("labelledby", "mistake").Body(
		heading("mistake", "You got another value?"),
		input("got", "Paste the value you got", "what stands in Sec-WebSocket-Accept of your server's answer"),
		diagnosis(m),
	)
}

// Diagnose finds what is wrong with the accept value that was pasted.
func (m Model) Diagnose() (d handshake.Diagnosis, wrong bool) {
	var seen []handshake.Field
	if m.Report.Request != nil {
		seen = m.Report.Request.Fields
	}
	got := strings.TrimSpace(m.Got)
	if name, value, ok := strings.Cut(got, ":"); ok && strings.EqualFold(strings.TrimSpace(name), "Sec-WebSocket-Accept") {
		got = strings.TrimSpace(value)
	}
	return handshake.Diagnose(m.Report.Accept.Key, got, seen...)
}

func diagnosis(m Model) app.UI {
	switch {
	case strings.TrimSpace(m.Got) == "":
		return app.Div().Role("status")
	case m.Report.Accept == nil:
		return app.P().Class("notice", "info").Role("status").Text("There is no key to compare with. Put one into the field above.")
	}
	d, wrong := m.Diagnose()
	if !wrong {
		return app.P().Class("notice", "ok").Role("status").Text("✓ That is the right value for this key.")
	}
	causes := make([]app.UI, 0, len(d.Causes)+1)
	for _, c := range d.Causes {
		causes = append(causes, cause(c))
	}
	causes = append(causes, app.P().Body(app.Span().Text("Right would be: "), app.Code().Class("thread-D").Text(d.Want)))
	return app.Div().Role("status").Class("causes").Body(causes...)
}

// cause is one mistake: what the code does, why, what to do, and the line to change.
func cause(c handshake.Cause) app.UI {
	parts := []app.UI{
		app.H3().Body(sign(handshake.Error), app.Span().Text(c.Name)),
		app.P().Text(c.Why),
		app.P().Class("fix").Body(app.B().Text("Fix: "), app.Span().Text(c.Fix)),
	}
	if c.Detail != "" {
		parts = append(parts, app.P().Text(c.Detail))
	}
	for i, code := range c.Code() {
		item := app.Details().Class("language").Body(
			app.Summary().Text(code.Language),
			app.Pre().Class("was").TabIndex(0).Body(app.Code().Text("- "+code.Wrong)),
			app.Pre().Class("is").TabIndex(0).Body(app.Code().Text("+ "+code.Right)),
		)
		if i == 0 {
			item = item.Open(true)
		}
		parts = append(parts, item)
	}
	return app.Article().Class("finding", "bad").Body(parts...)
}

// codePanel is the computation in every language there is code for.
func codePanel() app.UI {
	code := handshake.AcceptCode()
	parts := []app.UI{heading("code", "The code, in six languages")}
	for i, c := range code {
		item := app.Details().Class("language").Body(
			app.Summary().Text(c.Language),
			app.Div().Class("code").Body(
				app.Pre().TabIndex(0).Body(app.Code().Text(c.Right)),
				button("Copy", "copy-code", c.Language),
			),
		)
		if i == 0 {
			item = item.Open(true)
		}
		parts = append(parts, item)
	}
	return app.Section().Class("panel").Aria("labelledby", "code").Body(parts...)
}
