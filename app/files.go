package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
)

// takeFile puts a file into the editor that it is for.
func (r *root) takeFile(ctx app.Context, id string, f model.File) {
	defer r.rescue()
	before := r.m
	r.m = r.m.TakeFile(id, f)
	r.syncDOM(ctx, before)
	if r.m.Text != before.Text || r.m.ResponseText != before.ResponseText {
		r.show(ctx, id)
	}
	if r.m.Notice != "" {
		r.later(ctx, func() { browser.IntoView(".page > .notice") })
	}
}
