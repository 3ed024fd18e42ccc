package model

import "strings"

// Blank says whether nothing was typed.
func (m Model) Blank() bool { return strings.TrimSpace(m.Text) == "" }
