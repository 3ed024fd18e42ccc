package app

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/app/view"
	"upgrade101/handshake"
)

// undrawable is a model that no view can draw: a finding without a rule.
func undrawable(m model.Model) model.Model {
	m.Report.Findings = []handshake.Finding{{}}
	return m
}

func TestAFaultInAView(t *testing.T) {
	r := &root{}
	if html := app.HTMLString(r.Render()); !strings.Contains(html, "Example: works") {
		t.Fatal("the page does not show its sample")
	}
	r.m = undrawable(r.m.Edit("GET /mine HTTP/1.1\n"))
	html := app.HTMLString(r.Render())
	for words, there := range map[string]bool{
		"GET /mine HTTP/1.1": true, "Nothing of it is lost": true, "Carry on": true,
		"nil pointer": false, "runtime": false, "panic": false,
	} {
		if strings.Contains(html, words) != there {
			t.Errorf("the page says %q: %t, want %t", words, !there, there)
		}
	}
	r.carryOn()
	if html := app.HTMLString(r.Render()); !strings.Contains(html, "Example: works") || strings.Contains(html, "cannot be shown") {
		t.Error("the page did not come back")
	}
}

func TestAFaultInTheFirstView(t *testing.T) {
	r := &root{ready: true, m: undrawable(model.New())}
	if html := app.HTMLString(r.Render()); !strings.Contains(html, "cannot be shown") {
		t.Error("the page does not say that it has a fault")
	}
	r.carryOn()
	if r.m.Text != model.Sample || r.state != view.StateOK {
		t.Errorf("carried on with %q, %q", r.m.Text, r.state)
	}
}

func TestAFaultInAHandler(t *testing.T) {
	r := &root{m: model.New().Edit("GET /mine HTTP/1.1\n"), ready: true}
	func() {
		defer r.rescue()
		var none *model.OpenLesson
		none.Covered()
	}()
	html := app.HTMLString(r.Render())
	if !strings.Contains(html, "What you typed is kept") || !strings.Contains(html, "GET /mine") || strings.Contains(html, "nil pointer") {
		t.Errorf("the page says %s", html)
	}
	r.carryOn()
	if html := app.HTMLString(r.Render()); strings.Contains(html, "went wrong") {
		t.Error("the notice stays")
	}
}

// TestAFaultInAStage: a stage may fail, too; continuing draws the whole page.
func TestAFaultInAStage(t *testing.T) {
	r := &root{}
	whole := len(app.HTMLString(r.Render()))
	r.m, r.stage = undrawable(r.m.Edit("GET /mine HTTP/1.1\n")), view.AtOnce
	if html := app.HTMLString(r.Render()); !strings.Contains(html, "cannot be shown") {
		t.Error("the page does not say that it has a fault")
	}
	r.carryOn()
	if html := app.HTMLString(r.Render()); len(html) != whole {
		t.Errorf("the page came back with %d bytes, want %d", len(html), whole)
	}
}
