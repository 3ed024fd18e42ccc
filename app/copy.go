package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/view"
)

// copy puts text on the clipboard and confirms it to screen readers and next to the pressed button. If the browser refuses,
// it shows the text, selected, to be copied by hand.
func (r *root) copy(ctx app.Context, what, done string) {
	pressed := r.pressed
	browser.WriteClipboard(ctx, what, func(ctx app.Context, copied bool) {
		defer r.rescue()
		if !copied {
			r.m.Uncopied = what
			r.later(ctx, func() { browser.OpenDialog(view.ByHand); browser.SelectAll(view.ByHand + "-text") })
			return
		}
		r.say(ctx, done)
		browser.MarkCopied(ctx, pressed)
	})
}
