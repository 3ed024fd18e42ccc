package app

import (
	"runtime"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/view"
)

// typed draws a change of the request in stages: it sets the first one and schedules the others.
func (r *root) typed(ctx app.Context) {
	r.stage, r.unannounced = view.AtOnce, true
	r.scheduleNextStage(ctx)
}

// scheduleNextStage schedules the next stage, or a collection of garbage behind the last one, for after the paint of this one.
func (r *root) scheduleNextStage(ctx app.Context) {
	if r.onPainted == nil {
		r.onPainted = app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(ctx app.Context) {
				if r.unannounced {
					r.unannounced = false
					r.announce(ctx, "")
				}
				if r.left == view.Whole { // all of it is drawn
					ctx.PreventUpdate()
					if r.unshown { // after the browser has shown the caret
						r.unshown = false
						r.showFirstMark("request")
					}
					r.collect()
					return
				}
				r.stage = r.left
				r.scheduleNextStage(ctx)
			})
			return nil
		})
	}
	browser.WhenPainted(r.onPainted)
}

// maxGarbage bounds the bytes allocated before the next collection.
const maxGarbage = 8 << 20

// collect collects garbage, if there is much of it, while the browser is idle. A collection takes longer than a
// keystroke, and without this every tenth keystroke would wait for one.
func (r *root) collect() {
	var memory runtime.MemStats
	if runtime.ReadMemStats(&memory); memory.TotalAlloc-r.collected > maxGarbage {
		runtime.GC()
		r.collected = memory.TotalAlloc
	}
}

// setStage decides which parts this draw renews. The next one is whole unless this one sets another stage. This draw is whole
// if the page on the screen has other parts.
func (r *root) setStage() {
	stage := r.stage
	r.stage, r.left = view.Whole, view.Whole
	if r.state != r.drawnState || !r.m.Inspects() || !r.drawn.Inspects() {
		stage = view.Whole
	}
	if stage == view.AtOnce || stage == view.Reasons {
		r.left = stage + 1
	}
	r.drawing.Stage = stage
}
