package hop

// Change is one difference between the head before and the head behind a hop.
type Change struct {
	Kind string // removed, added, rewritten, renamed, moved, start line
}

func explain(before, after *message, h *Hop) []Change { return nil }
