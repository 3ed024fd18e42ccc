package view

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake"
)

// html is the page of a model as the server writes it.
func html(m model.Model) string { return written(Page(new(Drawing), m, "", "")) }

// written is an element as one line, without the line ends and blanks that go-app puts between elements.
func written(ui app.UI) string { return layout.ReplaceAllString(app.HTMLString(ui), "$1$2") }

var (
	layout     = regexp.MustCompile(`(>)\n *|\n *(<)`)
	tags       = regexp.MustCompile(`<[a-z][a-z0-9-]* [^<>]*>`)
	attributes = regexp.MustCompile(`[a-zA-Z-]+(="(?:[^"\\]|\\.)*")?`)
)

// sortAttributes orders the attributes of every element by name; go-app writes them in no order.
func sortAttributes(html string) string {
	return tags.ReplaceAllStringFunc(html, func(tag string) string {
		name, rest, _ := strings.Cut(strings.Trim(tag, "<>"), " ")
		found := attributes.FindAllString(rest, -1)
		slices.Sort(found)
		return "<" + name + " " + strings.Join(found, " ") + ">"
	})
}

func TestHomeHoldsTheWorkedExample(t *testing.T) {
	got := html(model.New())
	for _, want := range []string{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "101 Switching Protocols", "b37a4f2cc0624f1690f64606cf385945b2bec4ea"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestEveryRoomDraws(t *testing.T) {
	texts := map[string]string{
		"sample": model.Sample, "empty": "", "html": `GET /"><img src=x onerror=alert(1)> HTTP/1.1` + "\n\"><script>: </textarea>\n",
		"bytes": "\x00\xff\r\n🙂\n\n", "long": strings.Repeat("a", 1<<20),
	}
	for name, text := range texts {
		places := []string{string(model.TabResponse), string(model.TabForm)}
		for _, r := range model.Pages {
			places = append(places, string(r.View))
		}
		for _, place := range places {
			m := model.New().Edit(text).EditResponse(text).Go(place)
			m.Got = text
			got := html(m)
			for _, bad := range []string{"<img", "<script"} {
				if strings.Contains(got, bad) {
					t.Errorf("%s in %s: a text became an element", name, place)
				}
			}
			if limit := 2<<20 + 4*len(text); len(got) > limit {
				t.Errorf("%s in %s: %d bytes are drawn, expected at most %d", name, place, len(got), limit)
			}
		}
	}
}

func TestEveryLessonDraws(t *testing.T) {
	for _, l := range lessons.All() {
		m := model.New().At("lesson/" + l.Slug)
		whole := html(m)
		if !strings.Contains(whole, `id="notice"`) || !strings.Contains(whole, `id="fixes"`) {
			t.Errorf("%s is not drawn whole", l.Slug)
		}
		if strings.Contains(whole, `href="/lesson/`+l.Slug+`"`) {
			t.Errorf("%s links to itself", l.Slug)
		}
		// While the reader is to predict it, nothing on the page reveals it: neither words nor marks.
		covered := html(m.Go(model.Predict))
		for _, spoiler := range []string{
			`id="verdict"`, `id="notice"`, `id="fixes"`, l.Title, l.Summary, aStretch(l.Story), "found-", "line-", `class="sign`,
		} {
			if strings.Contains(l.Response+l.Symptoms[0], spoiler) {
				continue // the exchange itself says it, or what was seen of it
			}
			if strings.Contains(covered, spoiler) || strings.Contains(covered, app.HTMLString(app.Text(spoiler))) {
				t.Errorf("%s shows %q while it is to be predicted", l.Slug, spoiler)
			}
		}
		if !strings.Contains(covered, "Lesson "+strconv.Itoa(l.Number)) {
			t.Errorf("%s does not say which lesson it is", l.Slug)
		}
		if title := m.Go(model.Predict).Title(); strings.Contains(title, l.Title) {
			t.Errorf("the title %q tells", title)
		}
	}
}

// aStretch is a run of words long enough to be recognised.
func aStretch(text lessons.Text) string {
	for _, run := range text[0].Items[0] {
		if !run.Code && len(run.Text) > 20 {
			return run.Text
		}
	}
	return text.Plain()
}

func TestGlossaryPage(t *testing.T) {
	got := html(model.New().At("glossary"))
	for _, term := range lessons.Glossary() {
		if !strings.Contains(got, `id="`+term.ID()+`"`) {
			t.Errorf("the glossary lacks %s", term.Name)
		}
	}
	if m := model.New().At("glossary").At(""); m.View != model.ViewInspect {
		t.Errorf("from the glossary home leads to %s", m.View)
	}
}

func TestEmbedsAreBare(t *testing.T) {
	places := map[string]string{"embed": "/"}
	for _, l := range lessons.All() {
		places["embed/"+l.Slug] = "/lesson/" + l.Slug
	}
	for place, whole := range places {
		got := html(model.New().At(place))
		for _, chrome := range []string{"<nav", "<footer", `class="brand"`} {
			if strings.Contains(got, chrome) {
				t.Errorf("%s has %s", place, chrome)
			}
		}
		for _, want := range []string{`id="verdict"`, `href="` + whole + `"`, `rel="noopener"`, "<h1"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", place, want)
			}
		}
		if editable := strings.Contains(got, "<textarea"); editable != (place == "embed") {
			t.Errorf("%s has an editor: %v", place, editable)
		}
	}
}

// A finding is drawn with its effect and its key word.
func TestFindingShowsAxes(t *testing.T) {
	for _, rule := range handshake.Rules {
		report := handshake.Inspect(rule.Broken().Exchange(), rule.Broken().Policy)
		for i, f := range report.Findings {
			if f.Rule != rule {
				continue
			}
			for where, drawn := range map[string]string{"Inspect": app.HTMLString(finding(report.Findings, i, false)), "Live": app.HTMLString(unlinkedFinding(f))} {
				if _, class := model.SeverityMark(rule.Severity); !strings.Contains(drawn, rule.Letter()) || !strings.Contains(drawn, class) {
					t.Errorf("%s: %s lacks %s or %s: %s", where, rule.ID, rule.Letter(), class, drawn)
				}
			}
			break
		}
	}
}

// The list says of each lesson how it was done, and ticks and colours none whose answers were not all right.
func TestLessonsSayHowTheyWereDone(t *testing.T) {
	of := lessons.Tracks[0].Of()
	m := model.New().At("lessons").WithProgress(`{"` + of[0].Slug + `":"read","` + of[1].Slug + `":"0 of 3 right","` + of[2].Slug + `":"3 of 3 right"}`)
	shows(t, "the list", m, `<span class="done">✓ read<`, "<span>predicted, 0 of 3 right<", `<span class="done">✓ predicted, 3 of 3 right<`, "3 of "+strconv.Itoa(len(of))+" lessons done, 3 of 6 answers right")
}

// The help says what can be pasted, the keys, and where privacy is told.
func TestHelp(t *testing.T) {
	_, help, _ := strings.Cut(html(model.New()), `<h2 id="help-title">`)
	for _, want := range []string{"HAR", "curl", "console message", "configuration of a proxy", "Alt + Enter", `href="/about#privacy"`, `href="/about"`} {
		if !strings.Contains(help, want) {
			t.Errorf("it lacks %q", want)
		}
	}
}
