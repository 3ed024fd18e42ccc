//go:build !wasm

package journeys

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/app/lessons"
	"upgrade101/web/e2e/browser"
)

// tabTo presses Tab until the focus is where it has to be, and fails after a round through the page.
func tabTo(t *testing.T, p browser.Page, name string) {
	t.Helper()
	const focused = `(() => { const a = document.activeElement; return ((a.labels && a.labels[0] || a).innerText || "") + " " + (a.ariaLabel || "") })()`
	seen := ""
	for range 120 {
		p.Keys(kb.Tab)
		if seen = browser.Eval[string](p, focused); strings.Contains(seen, name) {
			return
		}
	}
	t.Fatalf("Tab does not reach %q; the focus is on %q", name, seen)
}

// focusOn waits until the focus is on something that holds these words.
func focusOn(p browser.Page, words string) {
	p.Wait("the focus on "+words, func() (bool, string) {
		seen := browser.Eval[string](p, "document.activeElement.innerText || ''")
		return strings.Contains(seen, words), seen
	})
}

// A learner does a lesson with the keyboard alone: predicts wrong, reads why, tries again, continues.
func TestLearnerPredictsByKeyboard(t *testing.T) {
	p := visit(t, "/lesson/nginx-strips-upgrade")
	p.Find("heading", "nginx takes the upgrade away")
	tabTo(t, p, "Predict first")
	p.Keys(kb.Enter)
	focusOn(p, "what happens here?")
	for _, spoiler := range []string{"nginx takes the upgrade away", "Fails: the server", "What to notice"} {
		if strings.Contains(p.Text(), spoiler) {
			t.Errorf("%q is to be read while it is to be predicted", spoiler)
		}
	}
	tabTo(t, p, "Check")
	p.Keys(kb.Enter)
	p.See("Say first whether it opens.")
	if beside := browser.Eval[bool](p, `document.querySelector("#guess-opens .notice").getBoundingClientRect().bottom > document.querySelector("#guess-opens .check").getBoundingClientRect().top`); beside {
		t.Error("the notice is beside the choices, not above them")
	}

	p.Find("group", "Does the socket open?")
	tabTo(t, p, "Yes")
	p.Keys(" ")
	p.Find("group", "Which line causes what happens?")
	tabTo(t, p, "GET /socket.io/?EIO=4&transport=websocket HTTP/1.0")
	p.Keys(" ")
	p.Find("group", "Whose fault is it, if anyone's?")
	tabTo(t, p, "The client's")
	p.Keys(" ")
	tabTo(t, p, "Check")
	p.Keys(kb.Enter)
	focusOn(p, "1 of 3 right") // the line can be defended
	p.See("Does the socket open? You said: Yes. Right: No", "You said: GET /socket.io/?EIO=4&transport=websocket HTTP/1.0. That is right, too. Most direct: Connection: close",
		"Whose fault is it, if anyone's? You said: The client's. Right: A proxy's", "What to notice")

	tabTo(t, p, "Try again")
	p.Keys(kb.Enter)
	p.Wait("choices without a choice", func() (bool, string) {
		n := browser.Eval[string](p, "String(document.querySelectorAll('input:checked').length)")
		return n == "0" && p.Has("radio", "No"), n
	})
	tabTo(t, p, "Yes")
	p.Keys(kb.ArrowDown)
	tabTo(t, p, "GET /socket.io/?EIO=4&transport=websocket HTTP/1.0")
	p.Keys(kb.ArrowDown)
	p.Keys(kb.ArrowDown)
	p.Keys(kb.ArrowUp)
	p.Keys(kb.ArrowDown)
	tabTo(t, p, "The client's")
	p.Keys(kb.ArrowDown)
	p.Keys(kb.ArrowDown)
	tabTo(t, p, "Check")
	p.Keys(kb.Enter)
	focusOn(p, "3 of 3 right")

	p.Find("link", "Connection").Click() // in the reference, and back
	p.Find("heading", "What can be wrong with it")
	p.Find("link", "Lessons").Click()
	p.Find("link", "Predict first: lesson 3").Click()
	p.Find("heading", "Lesson 3: what happens here?")
}

func TestLessonsAreFound(t *testing.T) {
	p := visit(t, "/#lessons")
	p.Find("textbox", "What do you see?").Fill("Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value")
	p.Wait("the lesson about it first", func() (bool, string) {
		first := browser.Eval[string](p, "(document.querySelector('main li h2') || document.body).innerText")
		return strings.HasPrefix(first, "Incorrect Sec-WebSocket-Accept"), first
	})
	p.Find("textbox", "What do you see?").Fill("")
	p.See(strconv.Itoa(len(lessons.All())) + " lessons")
	unfold(p, "Only some proxies or levels")
	p.Find("combobox", "Server or proxy").Choose("IIS")
	p.See("1 lesson\n")
	p.Find("textbox", "What do you see?").Fill("xyzzyplugh")
	p.See("No lesson fits.")
}

// A lesson has an address at which its answers are covered, whether the program runs or not.
func TestPredictHasAnAddress(t *testing.T) {
	tab := chromium.Open(t)
	tab.NoScript()
	tab.Go(site + "/lesson/nginx-strips-upgrade/predict")
	p := tab.Page()
	p.Find("heading", "Lesson 2: what happens here?")
	if p.Has("heading", "Fails") || p.Has("heading", "nginx takes the upgrade away") {
		t.Error("without the program the page tells")
	}
	p.Find("radio", "Connection: close") // what is asked can be read without it
	p.Find("link", "Show the answers")
	q := visit(t, "/lesson/nginx-strips-upgrade/predict")
	const seen = "What was seen:"
	for _, answer := range []string{"Yes", "No", "No line", "A proxy's"} {
		radio := q.Find("radio", answer)
		radio.Click()
		q.Wait(answer+" chosen", func() (bool, string) {
			chosen := browser.Eval[string](q, `[...document.querySelectorAll("input:checked")].map((i) => i.labels[0].innerText).join(", ")`)
			return strings.Contains(chosen, answer), chosen
		})
		if strings.Contains(q.Text(), seen) {
			t.Errorf("%s is chosen, and the page says what was seen before the check", answer)
		}
	}
	q.Find("button", "Check").Click()
	q.Find("heading", "of 3 right")
	q.See(seen)
	q.Find("link", "Predict lesson 3")
	q.Find("heading", "nginx takes the upgrade away")
}

// A reader who shows the answers without a guess stays: the three answers, no score, and on to the next lesson to predict.
func TestAnswersAreShownWithoutAGuess(t *testing.T) {
	l, _ := lessons.BySlug("nginx-strips-upgrade")
	p := visit(t, "/"+l.PredictPath())
	p.Find("button", "Show the answers").Click()
	focusOn(p, "The answers")
	p.See("Does the socket open? No", "Connection: close; also ", "Whose fault is it, if anyone's? A proxy's")
	if p.Has("button", "Predict first") || strings.Contains(p.Text(), "of 3 right") {
		t.Error("the page offers to predict, or names a score")
	}
	p.Find("link", "Predict lesson 3").Click()
	p.Find("heading", "Lesson 3: what happens here?")
	p.Find("link", "Lessons").Click()
	p.See("0 of 6 lessons done")
}

// Read and predicted lessons are marked in the list, track by track, and the marks can be removed.
func TestProgressIsKept(t *testing.T) {
	p := visit(t, "/lessons")
	p.See("Start with lesson 1", "Start here", "0 of 6 lessons done")
	p.Find("link", "nginx takes the upgrade away").Click()
	p.Find("heading", "nginx takes the upgrade away")
	p.Find("link", "Lessons").Click()
	p.See("1 of 6 lessons done", "✓ read", "Go on with lesson 1")
	p.Go("about:blank")
	p.Go(site + "/lessons")
	p.See("1 of 6 lessons done")
	p.Find("button", "Forget my progress").Click()
	p.See("0 of 6 lessons done", "Start with lesson 1")
}
