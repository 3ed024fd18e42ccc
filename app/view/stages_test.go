package view

import (
	"regexp"
	"slices"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// Every word of the inspector is drawn in one of the stages, so that after the last nothing old is left; and the
// first draws little.
func TestStagesMakeTheWhole(t *testing.T) {
	words := regexp.MustCompile(`>[^<]*[^<\s][^<]*<`)
	draw := func(s model.Stage) []string {
		m := model.New().Edit("GET / HTTP/1.1\nHost: a\nUpgrade: h2c\nConnection: upgrade\nSec-WebSocket-Key: short\n\n").EditAnswer("HTTP/1.1 200 OK\n\n")
		m.Breaking, m.Bytes, m.Stage = true, true, s
		return words.FindAllString(removeLayout(app.HTMLString(Page(m, StateOK, "said"))), -1)
	}
	all, first := draw(model.Whole), draw(model.AtOnce)
	stages := slices.Concat(first, draw(model.Reasons), draw(model.Remainder))
	for _, w := range all {
		if !slices.Contains(stages, w) {
			t.Errorf("no stage draws %q", w)
		}
	}
	if !slices.Contains(first, ">Ignored<") && !slices.Contains(first, ">Rejected<") || slices.Contains(first, ">Notes<") || len(first) > len(all)/3 {
		t.Errorf("the first stage draws %d of %d pieces; expected the verdict, and less than a third in all", len(first), len(all))
	}
}
