package document

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"upgrade101/app/lessons"
)

// A worksheet holds the questions and none of the answers; its key holds both.
func TestWorksheets(t *testing.T) {
	for _, l := range lessons.All() {
		e := newExercise(l)
		sheet := plain(t, Render(l.PredictPath()+"/worksheet", site()))
		key := plain(t, Render("lesson/"+l.Slug+"/key", site()))
		for name, page := range map[string]string{"worksheet": sheet, "key": key} {
			for _, want := range []string{squeeze(l.Question.Ask), "Whose fault is it, if anyone's?"} {
				if !strings.Contains(page, want) {
					t.Errorf("%s: the %s lacks %q", l.Slug, name, want)
				}
			}
		}
		for _, answer := range []string{squeeze(l.Question.Why.Plain()), squeeze(l.Notice.Plain()), squeeze(l.Title)} {
			shown := strings.Contains(l.Response+l.Symptoms[0], answer) // a title may quote what the server said
			if strings.Contains(sheet, answer) && !shown || !strings.Contains(key, firstWords(answer)) {
				t.Errorf("%s: the worksheet holds the answer %q, or the key does not", l.Slug, answer)
			}
		}
		for _, o := range lessons.Openings {
			if !strings.Contains(sheet, "☐ "+o.Words()) {
				t.Errorf("%s: the worksheet has no box for %q", l.Slug, o.Words())
			}
		}
		// What was seen says whether it opens.
		if seen := squeeze(visible(e.Symptom())); strings.Contains(sheet, seen) && !strings.Contains(squeeze(l.Request+l.Response), seen) || !strings.Contains(key, seen) {
			t.Errorf("%s: the worksheet holds %q, or the key does not", l.Slug, seen)
		}
		if strings.Contains(sheet, e.Answer()) && e.Answer() != lessons.NoLine || !strings.Contains(key, e.Answer()) {
			t.Errorf("%s: the worksheet holds %q, or the key does not", l.Slug, e.Answer())
		}
	}
}

// firstWords is enough of a text to find it where lists break it up.
func firstWords(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(len(words), 3)], " ")
}

func TestPlan(t *testing.T) {
	at := 0
	for _, s := range newPlan().Steps {
		if s.From != at || s.To <= s.From {
			t.Errorf("%s goes from %d to %d; the step before ends at %d", s.Title, s.From, s.To, at)
		}
		at = s.To
		if s.Lesson != nil && s.Lesson.Title == "" {
			t.Errorf("%s names a lesson that is gone", s.Title)
		}
	}
	if at != 45 {
		t.Errorf("the plan takes %d minutes", at)
	}
}

func TestHidden(t *testing.T) {
	for path, want := range map[string]bool{"predict/58275/worksheet": true, "teach/start/key": true, "predict/58275/slides": true, "lesson/rfc-sample/key": true, "teach": false, "rules": false} {
		if Hidden(path) != want || pages()[path] == nil {
			t.Errorf("%s: hidden %v, there %v", path, Hidden(path), pages()[path] != nil)
		}
		if got := strings.Contains(string(Render(path, site())), `content="noindex"`); got != want {
			t.Errorf("%s tells search engines to leave it out: %v", path, got)
		}
	}
}

// A printed plan has what a class types: whole addresses, and no path of the site.
func TestThePlanInPrint(t *testing.T) {
	page := string(Render("teach", site()))
	for _, s := range newPlan().Steps {
		var paths []string
		if l := s.Lesson; l != nil {
			paths = append(paths, l.PredictPath()+"/slides", l.PredictPath()+"/worksheet", "lesson/"+l.Slug+"/key")
		}
		if l := s.Lesson; l != nil && !strings.Contains(page, `<span class="address">https://a.example/docs/`+l.PredictPath()+`</span> <button type="button" class="button script" data-copy`) {
			t.Errorf("%q: the link to hand out cannot be read or copied", s.Title)
		}
		for _, l := range s.Links {
			paths = append(paths, l.Path)
		}
		for _, path := range paths {
			if want := `<span class="print-only address">https://a.example/docs/` + path + "</span>"; !strings.Contains(page, want) {
				t.Errorf("%q: the print lacks %s", s.Title, want)
			}
		}
	}
	for _, l := range lessons.All() {
		if want := strconv.Itoa(l.Number) + `. <a href="/docs/lesson/` + l.Slug + `">`; !strings.Contains(page, want) {
			t.Errorf("the list lacks %s", want)
		}
		if place := newExercise(l).Place(); !strings.Contains(page, `href="/docs/`+l.PredictPath()+`">`) || !strings.Contains(page, `id="`+place+`"`) {
			t.Errorf("%s: the list does not lead to predict it, or has no place %s for its slides to lead back to", l.Slug, place)
		}
		if key := string(Render("lesson/"+l.Slug+"/key", site())); !strings.Contains(key, `<a href="/docs/teach">Teach</a> ·`) {
			t.Errorf("%s: its solutions do not lead to the plan", l.Slug)
		}
	}
}

// The slides with the answer name and mark every line that is right, and lead on in the plan.
func TestSlidesNameEveryAnswer(t *testing.T) {
	marked := 0
	for _, l := range lessons.All() {
		deck := string(Render(l.PredictPath()+"/slides", site()))
		for _, p := range newExercise(l).OtherLines() {
			marked++
			for what, holds := range map[string]string{"mark": "<mark>" + template.HTMLEscapeString(p.Text) + "</mark>", "words": "Also right: " + p.Where + ": <code>" + template.HTMLEscapeString(p.Text)} {
				if !strings.Contains(deck, holds) {
					t.Errorf("%s: %s is also right, and has no %s", l.Slug, p.Where, what)
				}
			}
		}
	}
	if marked == 0 {
		t.Error("no lesson accepts another line")
	}
	steps := newPlan().Steps
	for i, s := range steps {
		if s.Lesson == nil {
			continue
		}
		deck := string(Render(s.Lesson.PredictPath()+"/slides", site()))
		if next := i+1 < len(steps); strings.Contains(deck, "Next in it: ") != next || next && !strings.Contains(deck, "Next in it: "+template.HTMLEscapeString(steps[i+1].Title)) {
			t.Errorf("the slides of %q do not lead to the next step", s.Title)
		}
	}
}

// Text shows its control characters; of bytes that are no text, every one can be read.
func TestVisible(t *testing.T) {
	for s, want := range map[string]string{
		"a\tb\x7f":       "a␉b␡",
		"Köln":           "Köln",
		"\x81\x05Hello":  `\x81\x05Hello`,
		"\x81\x857\xfa!": `\x81\x857\xfa!`,
	} {
		if got := visible(s); got != want {
			t.Errorf("%q shows %s; expected %s", s, got, want)
		}
	}
}

// What a class sees has no slug in its address, and does not link to one that has: worksheets, slides, and of the plan what is not under
// "For you".
func TestAClassSeesNoSlug(t *testing.T) {
	folds := regexp.MustCompile(`(?s)<details><summary>For you.*?</details>`)
	plan := folds.ReplaceAllString(string(Render("teach", site())), "")
	for _, l := range lessons.All() {
		if strings.Contains(plan, l.Slug) || strings.Contains(squeeze(plan), template.HTMLEscapeString(squeeze(l.Title))) {
			t.Errorf("the plan names %s", l.Slug)
		}
		deck := string(Render(l.PredictPath()+"/slides", site()))
		for kind, page := range map[string]string{"slides": deck, "worksheet": string(Render(l.PredictPath()+"/worksheet", site()))} {
			for line := range strings.SplitSeq(page, "\n") {
				if shown := strings.Replace(line, "/lesson/"+l.Slug+"/key", "", 1); strings.Contains(shown, "/lesson/"+l.Slug) {
					t.Errorf("%s: the %s lead to %s", l.Slug, kind, line)
				}
			}
			if found, elsewhere, _ := Lookup("lesson/" + l.Slug + "/" + kind); found || elsewhere != l.PredictPath()+"/"+kind {
				t.Errorf("%s: the %s of before lead to %q", l.Slug, kind, elsewhere)
			}
		}
		if want := `<span class="address">https://a.example/docs/` + l.PredictPath() + "</span>"; !strings.Contains(deck, want) {
			t.Errorf("%s: no slide has the address to predict at", l.Slug)
		}
	}
}

// Short slides are at most eight: the question, its exchange, each answer, why, and a fix.
func TestShortSlides(t *testing.T) {
	for _, l := range lessons.All() {
		deck := string(Render(l.PredictPath()+"/slides", site()))
		n := 0
		for slide := range strings.SplitSeq(deck, "<section ") {
			n += strings.Count(strings.SplitN(slide, ">", 2)[0], "data-short")
		}
		if n < 7 || n > 8 || n == 7 && len(l.Fixes) > 0 {
			t.Errorf("%s has %d short slides", l.Slug, n)
		}
		var short string
		for slide := range strings.SplitSeq(deck, "<section ") {
			if strings.Contains(strings.SplitN(slide, ">", 2)[0], "data-short") {
				short += plain(t, []byte("<section "+slide))
			}
		}
		for _, want := range []string{l.OpensQuestion(), l.Question.Opening().Words(), l.Question.Ask, firstWords(squeeze(l.Question.Why.Plain())), lessons.FaultQuestion} {
			if !strings.Contains(short, squeeze(want)) {
				t.Errorf("%s: the short slides lack %q", l.Slug, want)
			}
		}
	}
}

// A slide that asks lists what can be answered.
func TestSlidesListTheChoices(t *testing.T) {
	for _, l := range lessons.All() {
		deck := plain(t, Render(l.PredictPath()+"/slides", site()))
		choices := []string{"☐ " + l.Question.Opening().Words(), "☐ " + lessons.NoLine}
		for _, f := range lessons.Faults {
			choices = append(choices, "☐ "+f.Words())
		}
		for _, c := range choices {
			if !strings.Contains(deck, c) {
				t.Errorf("%s: the slides lack the choice %q", l.Slug, c)
			}
		}
	}
}
