package app

import (
	"runtime"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
)

// typed draws a change of the request in stages.
func (r *root) typed(ctx app.Context) {
	r.stage = model.AtOnce
	r.goOn(ctx)
}

// goOn draws the next stage once this one has been painted.
func (r *root) goOn(ctx app.Context) {
	if r.painted == nil {
		r.painted = app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(ctx app.Context) {
				if r.left == model.Whole { // all of it is drawn
					ctx.PreventUpdate()
					r.collect()
					return
				}
				r.stage = r.left
				r.goOn(ctx)
			})
			return nil
		})
	}
	browser.WhenPainted(r.painted)
}

// maxGarbage is how many bytes are left lying until nobody waits.
const maxGarbage = 8 << 20

// collect collects garbage, if there is much of it. It takes longer than a keystroke, and every tenth would have
// to wait for it otherwise.
func (r *root) collect() {
	var memory runtime.MemStats
	if runtime.ReadMemStats(&memory); memory.TotalAlloc-r.collected > maxGarbage {
		runtime.GC()
		r.collected = memory.TotalAlloc
	}
}

// staged is the model as this stage draws it; what is drawn next is whole, unless it says otherwise. So is
// this, if what is there has not the parts of what is to be drawn.
func (r *root) staged() model.Model {
	m := r.m
	m.Stage, r.stage, r.left = r.stage, model.Whole, model.Whole
	if r.state != r.drawnState || !m.Inspects() || !r.drawn.Inspects() {
		m.Stage = model.Whole
	}
	if m.Stage == model.AtOnce || m.Stage == model.Reasons {
		r.left = m.Stage + 1
	}
	return m
}
