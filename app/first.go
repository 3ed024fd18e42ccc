package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
)

// JudgeFirst writes the verdict on what the reader typed during the download into the prerendered page, and reports whether
// there was any: drawing the page takes several times as long as judging.
func JudgeFirst() (judged bool) {
	defer func() { _ = recover() }() // root.OnInit has the same panic, and reports it
	request, response := browser.ReadField("request"), browser.ReadField("response")
	if !request.Changed() || response.Changed() || app.Window().URL().Fragment != "" || !browser.Unchecked() {
		return false
	}
	m := model.NewUnread().Edit(request.Text).Read()
	if m.Blank() {
		return false
	}
	look := model.Looks[m.Judged.State]
	browser.ShowVerdict(look.Class, look.Glyph, m.Headline())
	return true
}
