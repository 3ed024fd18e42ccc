package app

import (
	"runtime"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// What follows from a keystroke is drawn in stages, each in a frame of its own: the verdict and the marks behind
// the text with the keystroke itself, and what explains them once that has been painted. A further keystroke
// begins anew. Everything else that happens is drawn whole.

// stage says which parts of the page are drawn.
type stage uint8

const (
	whole     stage = iota // all of them
	atOnce                 // the first: the verdict, and the marks behind the text
	reasons                // the answer, and the notes
	remainder              // the last
)

// asItWas stands in for a part that a stage leaves alone: web/build/slim has go-app keep what is there.
var asItWas = app.Raw("<as-it-was>")

// in draws a part of the page in its stage.
func in(m Model, s stage, draw func() app.UI) app.UI {
	if m.stage == whole || m.stage == s {
		return draw()
	}
	return asItWas
}

// typed draws a change of the request in stages.
func (r *root) typed(ctx app.Context) {
	r.stage = atOnce
	r.goOn(ctx)
}

// goOn draws the next stage once this one has been painted.
func (r *root) goOn(ctx app.Context) {
	if r.painted == nil {
		r.painted = app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(ctx app.Context) {
				if r.left == whole { // all of it is drawn
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
	whenPainted(r.painted)
}

// mostGarbage is how many bytes are left lying until nobody waits.
const mostGarbage = 8 << 20

// collect collects garbage, if there is much of it. It takes longer than a keystroke, and every tenth would have
// to wait for it otherwise.
func (r *root) collect() {
	var memory runtime.MemStats
	if runtime.ReadMemStats(&memory); memory.TotalAlloc-r.collected > mostGarbage {
		runtime.GC()
		r.collected = memory.TotalAlloc
	}
}

// staged is the model as this stage draws it; what is drawn next is whole, unless it says otherwise. So is
// this, if what is there has not the parts of what is to be drawn.
func (r *root) staged() Model {
	m := r.m
	m.stage, r.stage, r.left = r.stage, whole, whole
	if r.state != r.drawnState || !m.inspects() || !r.drawn.inspects() {
		m.stage = whole
	}
	if m.stage == atOnce || m.stage == reasons {
		r.left = m.stage + 1
	}
	return m
}

// inspects says whether the page shows the inspector itself.
func (m Model) inspects() bool { return m.View == Inspect && m.Study == nil && !m.Embedded() }
