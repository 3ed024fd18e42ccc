package web

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// The example of a rule opens in the inspector and raises the rule there; a link that would not is not offered.
func TestExamplesOpen(t *testing.T) {
	s := newSite(t, Config{})
	inspect := regexp.MustCompile(`<a href="/#([^"]*)">Inspect this example</a>`)
	opened := 0
	for _, r := range handshake.Rules {
		page := getFrom(t, s, "/rule/"+r.ID)
		if page.Code != http.StatusOK {
			t.Fatalf("%s: %d", r.ID, page.Code)
		}
		found := inspect.FindStringSubmatch(page.Body.String())
		if found == nil {
			continue
		}
		opened++
		m := model.New().OpenLink(html.UnescapeString(found[1]))
		if !slices.ContainsFunc(m.Report.Findings, func(f handshake.Finding) bool { return f.Rule == r }) {
			t.Errorf("%s: its example opens without it", r.ID)
		}
	}
	if opened < len(handshake.Rules)*3/4 {
		t.Errorf("%d of %d examples can be opened", opened, len(handshake.Rules))
	}
	if page := getFrom(t, s, "/status/426").Body.String(); !strings.Contains(page, "Inspect this example") {
		t.Error("the example of a status cannot be opened")
	}
}
