package app

import (
	"upgrade101/app/browser"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// openFull updates the link out of an embed, when it is pressed, to the exchange that is shown.
func (r *root) openFull() {
	target := view.Link(r.m.FullPath())
	if r.m.Editing || r.m.OpenLesson == nil && r.m.Text != model.Sample {
		state, _ := r.m.Shared()
		if fragment, err := state.Fragment(); err == nil {
			target = view.Home() + "#" + fragment
		}
	}
	browser.SetLink("[data-do=open-full]", target)
}
