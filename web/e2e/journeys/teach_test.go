//go:build !wasm

package journeys

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/web/e2e/browser"
)

// A printed worksheet has questions without answers; the solutions have them.
func TestWorksheetOnPaper(t *testing.T) {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	tab := chromium.Open(t)
	for _, slug := range []string{"nginx-strips-upgrade", "wrong-accept", "http2-connect"} {
		l, ok := lessons.BySlug(slug)
		if !ok {
			t.Fatalf("there is no lesson %s", slug)
		}
		tab.Go(site + "/" + l.PredictPath() + "/worksheet")
		sheet := tab.PrintedText()
		tab.Go(site + "/lesson/" + slug + "/key")
		key := tab.PrintedText()
		tab.Go(site + "/lesson/" + slug + "/" + model.Predict)
		tab.Page().Settled()
		if covered, told := tab.PrintedText(), squeeze(l.Notice.Plain()); !strings.Contains(covered, squeeze(l.Question.Ask)) || strings.Contains(covered, told[:min(len(told), 30)]) {
			t.Errorf("%s: printed before it is predicted, the lesson is blank or tells: %s", slug, covered)
		}
		for _, asked := range []string{"Name:", l.Question.Ask, "Whose fault is it, if anyone's?", "What would you change, if anything?"} {
			if !strings.Contains(sheet, squeeze(asked)) {
				t.Errorf("%s: on the worksheet %q is not to be read: %s", slug, asked, sheet)
			}
		}
		line, _, _ := strings.Cut(l.Request, "\n")
		for name, paper := range map[string]string{"worksheet": sheet, "key": key} {
			if !strings.Contains(paper, squeeze(line)) {
				t.Errorf("%s: on the %s the request is not to be read: %s", slug, name, paper)
			}
		}
		for _, answer := range []string{l.Question.Why.Plain(), l.Notice.Plain(), "Also right", "What to notice"} {
			if words := squeeze(answer); strings.Contains(sheet, words[:min(len(words), 30)]) {
				t.Errorf("%s: the worksheet tells %q", slug, answer)
			}
		}
		if why := squeeze(l.Question.Why.Plain()); !strings.Contains(key, why[:min(len(why), 30)]) {
			t.Errorf("%s: the key does not tell %q: %s", slug, why, key)
		}
		if strings.Contains(sheet, "SolutionsTeach") || strings.Contains(sheet, "printthispage") {
			t.Errorf("%s: what is for the screen is on paper: %s", slug, sheet)
		}
	}
	tab.Go(site + "/teach")
	p := tab.Page()
	p.Find("link", "Live, without compression").Click()
	p.Wait("a live page that agrees to no compression", func() (bool, string) {
		agrees := browser.Eval[string](p, `String(document.querySelector("[data-in=deflate]")?.checked)`)
		return agrees == "false", agrees
	})
}

// On paper a heading stays with what it is about, and no sheet is empty.
func TestSheetsAreFilled(t *testing.T) {
	tab := chromium.Open(t)
	paths := []string{"/teach/start/worksheet", "/teach/start/key", "/lesson/http2-connect/worksheet"} // the last leads on to where it is
	for _, l := range lessons.All() {
		paths = append(paths, "/lesson/"+l.Slug+"/key")
	}
	for _, path := range paths {
		tab.Go(site + path)
		headings := browser.Eval[string](tab.Page(), `[...document.querySelectorAll("main :is(h1, h2, h3, .answer:not(:last-child), .questions > li > p:first-child:not(:has(+ .blank)))")].map((h) => h.textContent.replace(/\s/g, "")).join("\n")`)
		for name, paper := range map[string]browser.Paper{"A4": browser.A4, "Letter": browser.Letter} {
			for i, sheet := range tab.PrintedSheets(paper) {
				if len(sheet) < 120 {
					t.Errorf("%s on %s: sheet %d has a sentence alone: %s", path, name, i+1, sheet)
				}
				for heading := range strings.SplitSeq(headings, "\n") {
					if sheet == "" || len(heading) > 4 && strings.HasSuffix(sheet, heading) {
						t.Errorf("%s on %s: sheet %d is empty or ends with the heading %q: %s", path, name, i+1, heading, sheet)
						break
					}
				}
			}
		}
	}
}

// Of a track each lesson begins on a sheet of its own, which says where it is from; what is asked takes one sheet, and no exchange is
// divided.
func TestATrackOnPaper(t *testing.T) {
	tab := chromium.Open(t)
	for _, track := range lessons.Tracks {
		for _, kind := range []string{"worksheet", "key"} {
			address := site + "/teach/" + track.ID + "/" + kind
			tab.Go(address)
			exchanges := strings.Split(browser.Eval[string](tab.Page(), `[...document.querySelectorAll(".exchange")].map((e) => [...e.querySelectorAll(".head")].map((h) => [...h.children].map((line, i) => i + 1 + line.textContent).join("")).join("\n").replace(/[^\S\n]/g, "")).join("\n\n")`), "\n\n")
			for name, paper := range map[string]browser.Paper{"A4": browser.A4, "Letter": browser.Letter} {
				sheets, begun := tab.PrintedSheets(paper), 0
				for i, l := range track.Of() {
					whole := slices.ContainsFunc(sheets, func(sheet string) bool {
						return !slices.ContainsFunc(strings.Split(exchanges[i], "\n"), func(head string) bool { return !strings.Contains(sheet, head) })
					})
					if !whole {
						t.Errorf("%s %s on %s: the exchange of %s is divided", track.ID, kind, name, l.Slug)
					}
				}
				for _, sheet := range sheets {
					if strings.HasPrefix(sheet, "Upgrade101"+address) {
						begun++
					}
				}
				if lessons := len(track.Of()); begun != lessons || kind == "worksheet" && len(sheets) != lessons {
					t.Errorf("%s %s on %s: %d of %d sheets begin with site and address, for %d lessons", track.ID, kind, name, begun, len(sheets), lessons)
				}
			}
		}
	}
}

// Each slide fits on the screen of a projector, also at 200 %, with code that can be read, as large as there is room for, and the two sides of an exchange side by
// side; and with the question for a line the exchange is shown.
func TestSlidesFit(t *testing.T) {
	tab := chromium.Open(t)
	p := tab.Page()
	for _, screen := range []browser.Screen{{Width: 1920, Height: 1080}, {Width: 1280, Height: 720}, {Width: 640, Height: 360}} {
		tab.On(screen)
		for _, l := range lessons.All() {
			tab.Go(site + "/" + l.PredictPath() + "/slides")
			amiss := browser.Eval[string](p, `(() => {
				const amiss = [], next = document.querySelector('[data-move="1"]'), page = document.scrollingElement;
				for (let n = 1; ; n++) {
					const slide = document.querySelector(".slide:not([hidden])"), code = slide.querySelector(".head, pre"), [left, right] = slide.querySelectorAll(".asked > div");
					if (page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth) amiss.push(n + " is larger than the screen");
					if (slide.getBoundingClientRect().bottom > document.querySelector(".slide-bar").getBoundingClientRect().top + 1) amiss.push(n + " is behind the buttons");
					const size = code && parseFloat(getComputedStyle(code).fontSize), room = code && document.querySelector(".slide-bar").getBoundingClientRect().top - slide.lastElementChild.getBoundingClientRect().bottom;
					if (code && size < 10) amiss.push(n + " has small code");
					if (right && innerHeight === 1080 && size < 32 && room > 240) amiss.push(n + " has code of " + size + "px and " + room + "px free");
					if (right && left.getBoundingClientRect().top !== right.getBoundingClientRect().top) amiss.push(n + " has one side below the other");
					if (next.disabled) return amiss.join(", ");
					next.click();
				}
			})()`)
			if amiss != "" {
				t.Errorf("%s on %d×%d: slide %s", l.Slug, screen.Width, screen.Height, amiss)
			}
			asked := browser.Eval[string](p, `[...document.querySelectorAll(".slide")].filter((s) => s.querySelector("h2")?.textContent.endsWith("?")).map((s) => s.querySelectorAll(".asked .numbered li").length).join(" ")`)
			lines := browser.Eval[int](p, `document.querySelectorAll(".slide > .numbered li").length`)
			for n := range strings.FieldsSeq(asked) {
				if n != strconv.Itoa(lines) || n == "0" {
					t.Errorf("%s: the questions show %s lines of the %d of the exchange", l.Slug, asked, lines)
					break
				}
			}
		}
	}
}

// A class of forty at one server, behind one address, within the limits it has for everyone: each predicts a lesson, then all
// are connected at once.
func TestAClassOfForty(t *testing.T) {
	address, stop, err := browser.Serve(program, "-no-limits=false")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	pages := make([]browser.Page, 40)
	for i := range pages {
		tab := chromium.Open(t)
		tab.Go("http://" + address + "/lesson/nginx-strips-upgrade/predict")
		p := tab.Page()
		p.Settled()
		p.Find("radio", "No").Click()
		p.Find("radio", "Connection: close").Click()
		p.Find("radio", "A proxy's").Click()
		p.Find("button", "Check").Click()
		p.See("3 of 3 right")
		p.Find("link", "Live").Click()
		p.Find("button", "Connect").Click()
		p.See("Open.")
		pages[i] = p
	}
	for _, p := range pages {
		p.Find("textbox", "Message").Fill("Hello")
		p.Find("button", "Send text").Click()
	}
	for _, p := range pages {
		p.Find("button", "from the server: text")
	}
}

// A deck that was opened from the plan leads back there, and at its end on in the plan.
func TestSlidesLeadBackAndOn(t *testing.T) {
	p := visit(t, "/teach")
	p.Find("link", "Slides of lesson 2").Click()
	p.Find("button", "Next")
	if p.Has("link", "Plan for the class") {
		t.Error("the plan is offered before the end")
	}
	p.Keys(kb.End)
	p.Find("link", "Plan for the class")
	p.Find("link", "Next in it: In pairs: lesson 3")
	if !browser.Eval[bool](p, `document.querySelector('[data-move="1"]').disabled`) {
		t.Error("Next leads nowhere, and is not disabled")
	}
	p.Keys(kb.Escape)
	p.Find("heading", "Teach HTTP upgrades")
	p.Wait("the step of the plan in sight", func() (bool, string) {
		top := browser.Eval[string](p, `String(Math.round(document.getElementById("minute-22")?.getBoundingClientRect().top))`)
		n, err := strconv.Atoi(top)
		return err == nil && n >= 0 && n < 400, top
	})
	if told := p.Text(); strings.Contains(told, "nginx takes the upgrade away") || strings.Contains(told, "Incorrect Sec-WebSocket-Accept") {
		t.Error("the plan tells an answer without a press")
	}
	p = visit(t, "/lesson/nginx-strips-upgrade/slides") // where they were before
	p.Keys(kb.Escape)
	p.Find("heading", "Lesson 2: what happens here?")
}

// Short slides are those of a question and its answer, at most eight.
func TestShortSlidesAreFew(t *testing.T) {
	p := visit(t, "/teach")
	p.Find("link", "short").Click()
	p.See("1 / 8", "Answer on your own device:")
	p.Keys(kb.End)
	p.See("8 / 8")
}

// On paper no sheet has a question and its answer.
func TestPrintedSlidesKeepTheAnswer(t *testing.T) {
	squeeze := func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "☐", "") }
	tab := chromium.Open(t)
	for _, slug := range []string{"rfc-sample", "nginx-strips-upgrade", "wrong-accept", "early-frame-lost"} {
		l, _ := lessons.BySlug(slug)
		tab.Go(site + "/" + l.PredictPath() + "/slides")
		why, faults := squeeze(l.Question.Why.Plain()), ""
		for _, f := range lessons.Faults {
			faults += squeeze(f.Words())
		}
		sheets := tab.PrintedSheets(browser.A4)
		for question, answer := range map[string]string{
			"YesNo":                 "Whatwasseen:",
			squeeze(lessons.NoLine): why[:min(len(why), 30)],
			faults:                  squeeze(lessons.FaultQuestion + l.Question.Fault[0].Words()),
		} {
			asked, told := -1, -1
			for i, sheet := range sheets {
				sheet = squeeze(sheet)
				if asked < 0 && strings.Contains(sheet, question) {
					asked = i
				}
				if told < 0 && strings.Contains(sheet, answer) {
					told = i
				}
			}
			if asked < 0 || told <= asked {
				t.Errorf("%s: %q is asked on sheet %d, and answered on %d: %q", slug, question, asked+1, told+1, sheets)
			}
		}
	}
}

// A wrong accept value of a lesson leads to its mistake, with key and value filled in; the steps stay where they are while the key is typed.
func TestTheMistakeOfALessonIsFound(t *testing.T) {
	p := visit(t, "/lesson/wrong-accept")
	p.Find("link", "Find the mistake in this value").Click()
	p.Find("heading", "Got a different value?")
	p.See("hexadecimal")
	p.Wait("the value of the lesson", func() (bool, string) {
		got := p.Find("textbox", "Paste the value you got").Value()
		return strings.HasPrefix(got, "OTVmMTUy"), got
	})
	p = visit(t, "/accept")
	place := func() float64 {
		return browser.Eval[float64](p, `document.getElementById("steps").getBoundingClientRect().top`)
	}
	before := place()
	p.Find("textbox", "Sec-WebSocket-Key").Fill("eGhlIHNhbXBsZSBub25jZQ==")
	p.See("The key does not look random")
	if after := place(); after != before {
		t.Errorf("the steps were at %v, and are at %v", before, after)
	}
}
