package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// maxChoices bounds the exchanges of a paste that are offered.
const maxChoices = 20

// pasteInfo shows below the editor the format of the text, and what was added to make a request.
func pasteInfo(m model.Model) app.UI {
	p := m.Paste
	if m.Tab == model.TabResponse && len(p.Exchanges) < 2 { // what was read and filled in is the request
		return app.Section().Hidden(true)
	}
	var parts []app.UI
	smart := false
	var read []app.UI
	if p.Format != paste.FormatRaw && p.Format != paste.FormatNone && m.Text != "" { // of none the verdict tells
		read = append(read, app.Span().Text("Read as "), app.B().Text(string(p.Format)), app.Span().Text(". "))
	}
	if words := insertedWords(m.Report.Exchange.Inserted); words != "" {
		read = append(read, app.Span().Class("inserted").Text("Filled in"), app.Span().Text(": "+words+"."))
	}
	if read != nil {
		parts = append(parts, app.P().Body(read...))
	}
	for _, r := range p.Notices {
		if r.Kind != paste.NoticeConsole && r.Kind != paste.NoticeSeveral {
			parts = append(parts, app.P().Class("muted").Text(r.Text))
		}
		if r.Kind == paste.NoticePunctuation && !smart {
			smart = true
			parts = append(parts, app.P().Body(button("Replace them by plain characters", model.DoNormalizePunctuation, "")))
		}
	}
	if n := len(p.Exchanges); n > 1 {
		choices := []app.UI{app.Span().Text(model.Plural(n, "exchange") + " in this text:")}
		for i := range min(n, maxChoices) {
			choices = append(choices, button(strconv.Itoa(i+1), model.DoChooseExchange, strconv.Itoa(i)).
				Aria("label", "Exchange "+strconv.Itoa(i+1)).Aria("pressed", strconv.FormatBool(i == m.Chosen)))
		}
		parts = append(parts, app.Div().Class("choices").Body(choices...))
	}
	if len(parts) == 0 {
		return app.Section().Hidden(true)
	}
	return app.Section().Class("read").Aria("label", "What was recognised").Body(parts...)
}

var fillWords = map[handshake.InsertedKind]string{
	handshake.InsertedVersion:   "the HTTP version",
	handshake.InsertedHost:      "Host from the address",
	handshake.InsertedStartLine: "the request line",
	handshake.InsertedByClient:  "what the client adds",
	handshake.InsertedEnd:       "the empty line at the end",
}

// insertedWords lists what was inserted, each kind once; the end of a head is too trivial to mention alone.
func insertedWords(inserted []handshake.Inserted) string {
	words, seen := "", map[handshake.InsertedKind]bool{handshake.InsertedEnd: true}
	for _, f := range inserted {
		if seen[f.Kind] {
			continue
		}
		seen[f.Kind] = true
		if words != "" {
			words += ", "
		}
		words += fillWords[f.Kind]
	}
	return words
}
