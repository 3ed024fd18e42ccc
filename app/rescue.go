package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// rescue turns a panic of a handler into a visible sentence. Every handler defers it.
func (r *root) rescue() {
	if p := recover(); p != nil {
		r.fail(p)
	}
}

// later runs do once the model has been drawn.
func (r *root) later(ctx app.Context, do func()) {
	ctx.Defer(func(app.Context) {
		defer r.rescue()
		do()
	})
}

// Page is what main holds of the page.
type Page struct{ shown *root } // nil before it is mounted

// SaveDraftOnCrash stores the typed text if a panic that nothing else recovers ends the program, in go-app or in a component
// below the root. start.js shows a notice and restarts the program, which finds the draft.
func (p *Page) SaveDraftOnCrash() {
	if p.shown == nil {
		return
	}
	if kept, err := p.shown.m.Draft(); err == nil {
		browser.StoreDraft(kept)
	}
}

// fail records a fault. Its details go to the console; the page has a sentence for the visitor.
func (r *root) fail(why any) {
	app.Logf("a fault in this page: %v", why)
	r.state = view.StateStopped
}

// carryOn returns to the last model that could be drawn.
func (r *root) carryOn() {
	if r.state == view.StateBroken {
		if r.m = r.drawn; r.m.View == "" { // not even the first page could
			r.m = model.New()
		}
	}
	r.state = view.StateOK
}

// OnAppUpdate is called when the server has a newer version of the page: boot.js compares.
func (r *root) OnAppUpdate(app.Context) {
	if r.state == view.StateOK {
		r.state = view.StateOutdated
	}
}
