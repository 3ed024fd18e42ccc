package app

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/app/view"
	"upgrade101/handshake"
)

func TestEveryButtonHasAMeaning(t *testing.T) {
	models := []model.Model{model.New(), model.New().At("lesson/" + lessons.All[0].Slug)}
	for _, r := range model.Rooms {
		m := model.New().Go(string(r.View))
		m.Session = model.Session{Phase: model.Open, Report: handshake.Inspect(handshake.Good().Exchange(), handshake.Policy{})}
		models = append(models, m)
	}
	for _, m := range models {
		for _, part := range strings.Split(app.HTMLString(view.Page(new(view.Drawing), m, "", "")), ` data-do="`)[1:] {
			name, _, _ := strings.Cut(part, `"`)
			_, act := model.Actions[name]
			_, effect := effects[name]
			if act == effect {
				t.Errorf("a press on %q means nothing, or two things", name)
			}
		}
		for _, part := range strings.Split(app.HTMLString(view.Page(new(view.Drawing), m, "", "")), ` data-enter="`)[1:] {
			if name, _, _ := strings.Cut(part, `"`); effects[name] == nil {
				t.Errorf("Enter in a field is to do %q, which is nothing", name)
			}
		}
		for _, part := range strings.Split(app.HTMLString(view.Page(new(view.Drawing), m, "", "")), ` data-in="`)[1:] {
			name, _, _ := strings.Cut(part, `"`)
			if model.Setter(name) == nil {
				t.Errorf("the field %q is read by nobody", name)
			}
		}
	}
}
