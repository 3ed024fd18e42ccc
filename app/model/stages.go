package model

// What follows from a keystroke is drawn in stages, each in a frame of its own: the verdict and the marks behind
// the text with the keystroke itself, and what explains them once that has been painted. A further keystroke
// begins anew. Everything else that happens is drawn whole.

// Stage says which parts of the page are drawn.
type Stage uint8

const (
	Whole     Stage = iota // all of them
	AtOnce                 // the first: the verdict, and the marks behind the text
	Reasons                // the answer, and the notes
	Remainder              // the last
)

// Inspects says whether the page shows the inspector itself.
func (m Model) Inspects() bool { return m.View == ViewInspect && m.OpenLesson == nil && !m.Embedded() }
