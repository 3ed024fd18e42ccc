//go:build !wasm

package journeys

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"upgrade101/web/e2e/browser"
)

const (
	lame = "GET /mine HTTP/1.1\nHost: mine.example\nUpgrade: websocket\nConnection: close\n" +
		"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 8\nX-Mine: 1\n\n"
	lost        = "GET /chat HTTP/1.0\nHost: 127.0.0.1:8080\nConnection: close\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n\nHTTP/1.1 400 Bad Request\nContent-Length: 0\n\n"
	upgradeNote = "Connection contains the option upgrade" // what the rule requires, and what is wrong:
	noUpgrade   = "Connection does not contain upgrade"
)

// holds waits until the editor holds a text.
func holds(p browser.Page, what string, ok func(text string) bool) {
	editor := p.Find("textbox", "Request")
	p.Wait(what, func() (bool, string) {
		v := editor.Value()
		return ok(v), v
	})
}

func TestFixingOneAndAll(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(lame)
	p.Find("heading", "Fails")
	p.Find("button", "Fix: "+upgradeNote).Click()
	p.Find("group", "What changed")
	p.See("Connection: close", "Fixed the fault “"+noUpgrade)
	holds(p, "one line fixed, all others kept", func(s string) bool {
		return strings.Contains(s, "Version: 8") && strings.Contains(s, "X-Mine: 1") && !strings.Contains(s, "Connection: close\n")
	})
	p.Find("button", "Undo the change").Click()
	holds(p, "the text as it was", func(s string) bool { return s == lame })
	focusOn(p, "2 errors") // the button is gone
	undo := p.Find("button", "Undo")
	undo.Click()
	holds(p, "the sample", func(s string) bool { return strings.HasPrefix(s, "GET /chat ") })
	focusOn(p, "Undo") // which has nothing to take back, and keeps the focus
	undo.Click()
	p.Find("button", "Redo").Click()
	holds(p, "the text again", func(s string) bool { return s == lame })
	p.Find("button", "Fix all").Click()
	p.Find("heading", "Works")
	holds(p, "what is one's own", func(s string) bool { return strings.Contains(s, "X-Mine: 1") && strings.Contains(s, "GET /mine ") })
}

func TestFixingKeepsACommand(t *testing.T) {
	const command = `curl -H 'Connection: close' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' -H 'Sec-WebSocket-Version: 8' --http1.1 http://mine.example/`
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(command)
	p.See("Read as curl", "filled in")
	p.Find("button", "Fix: The version is not one of the drafts").Click()
	holds(p, "a command with another version", func(s string) bool { return s == strings.Replace(command, "Version: 8", "Version: 13", 1) })
}

// The undo keys revert typing and presses of buttons, in one order.
func TestUndoByKeys(t *testing.T) {
	p := visit(t, "/")
	editor := p.Find("textbox", "Request")
	sample := editor.Value()
	editor.Fill(lame)
	p.Find("button", "Fix all").Click()
	p.Find("heading", "Works")
	fixed := editor.Value()
	editor.Focus()
	p.Keys("X-More: 1")
	holds(p, "what was typed", func(s string) bool { return strings.Contains(s, "X-More: 1") })
	for _, before := range []string{fixed, lame, sample} {
		p.Keys("z", chromedp.ModifierCtrl)
		holds(p, "one step before", func(s string) bool { return s == before })
	}
	p.Keys("Z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	holds(p, "one step again", func(s string) bool { return s == lame })
	p.Keys("y", chromedp.ModifierCtrl)
	holds(p, "and one more", func(s string) bool { return s == fixed })
}

// A long paste, which the page inserts instead of the browser, behaves like any other.
func TestLongPaste(t *testing.T) {
	p := visit(t, "/")
	editor := p.Find("textbox", "Request")
	sample := editor.Value()
	filler := strings.Repeat("X-Filler: "+strings.Repeat("abcdefghi ", 9)+"\n", 2000)
	head := fifteenLines + filler
	paste(p, editor, strings.ReplaceAll(head, "\n", "\r\n"))
	p.Find("heading", "Fails")
	p.See("431", "The text is long")
	holds(p, "what was pasted", func(s string) bool { return s == head })
	p.Keys("z", chromedp.ModifierCtrl)
	holds(p, "what was there before", func(s string) bool { return s == sample })

	// Of a log the line is seen that says what is wrong, and the caret stays where the paste left it.
	log := strings.Repeat("[info] a line about nothing\n", 60)
	browser.Eval[bool](p, `(document.getElementById("request").setSelectionRange(0, 0), true)`) // so that the paste replaces the example
	pasted(p, log+"\n"+lame+log)
	p.Wait("the first error in sight, and the caret at the end", func() (bool, string) {
		at := browser.Eval[[]float64](p, `((field, row) => {
			const box = field.closest(".paper").getBoundingClientRect(), line = row?.getBoundingClientRect();
			return line ? [line.top - box.top, box.bottom - line.bottom, field.value.length - field.selectionStart, scrollY] : [];
		})(document.getElementById("request"), document.querySelector(".marks .line-bad"))`)
		return len(at) == 4 && at[0] >= 0 && at[1] >= 0 && at[2] == 0 && at[3] == 0, fmt.Sprint(at)
	})
	p.Keys("z", chromedp.ModifierCtrl)
	holds(p, "the sample again", func(s string) bool { return s == sample })

	p.Find("tab", "Response").Click()
	response := p.Find("textbox", "Response")
	response.Fill("HTTP/1.1 404 Not Found\n\n")
	p.See("404")
	paste(p, response, "HTTP/1.1 101 Switching Protocols\n"+filler)
	p.Wait("a long response", func() (bool, string) { v := response.Value(); return len(v) > 200_000, v })
	p.Find("button", "Undo").Click()
	p.Wait("the response before", func() (bool, string) { v := response.Value(); return v == "HTTP/1.1 404 Not Found\n\n", v })
}

// TestAKeyRightAfterALongPaste: boot.js writes a long text in two steps, and a key between them comes after all of it.
func TestAKeyRightAfterALongPaste(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Focus()
	p.Keys("a", chromedp.ModifierCtrl)
	typed := browser.Eval[string](p, fmt.Sprintf(`(() => {
		const clipboardData = new DataTransfer(), field = document.activeElement;
		clipboardData.setData("text/plain", %q);
		field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
		document.execCommand("insertText", false, "!");
		return field.value;
	})()`, large))
	if !strings.HasSuffix(typed, "!") {
		t.Errorf("the key is not there: %d bytes", len(typed))
	}
	p.Find("heading", "Works")
	holds(p, "what was pasted, and the key", func(s string) bool { return s == large+"!" })
}

// paste pastes a text over what is in a field.
func paste(p browser.Page, field browser.Element, text string) {
	field.Focus()
	p.Keys("a", chromedp.ModifierCtrl)
	browser.Eval[bool](p, fmt.Sprintf(`(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", %q);
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
	})()`, text))
}

func TestBreakingARule(t *testing.T) {
	p := visit(t, "/")
	own := strings.NewReplacer("Connection: close", "Connection: Upgrade", "Version: 8", "Version: 13").Replace(lame)
	p.Find("textbox", "Request").Fill(own)
	p.Find("heading", "Works")
	p.Find("button", "Break it").Click()
	p.Find("textbox", "Search all").Fill("connection contains option upgrade")
	rule := p.Find("button", noUpgrade)
	rule.Click()
	p.Find("heading", "Fails")
	holds(p, "the own request, broken", func(s string) bool { return strings.Contains(s, "X-Mine: 1") && s != own })
	p.Find("region", "Mistakes to make")
	p.Wait("a toggle that is on", func() (bool, string) { return rule.Pressed(), "off" })
	rule.Click()
	holds(p, "the own request again", func(s string) bool { return s == own })
	p.Wait("a toggle that is off", func() (bool, string) { return !rule.Pressed(), "on" })
}

func TestPointingMarksWhatBelongsTogether(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(lame)
	p.Find("button", noUpgrade).Focus()
	marked := "[...document.querySelectorAll('[data-hot]')].map(e => e.textContent).join('|')"
	p.Wait("the bytes of the finding that has the focus", func() (bool, string) {
		got := browser.Eval[string](p, marked)
		return strings.Contains(got, "close|") || strings.HasPrefix(got, "close"), got
	})
}

func TestKeysWalkTheFindings(t *testing.T) {
	p := visit(t, "/")
	editor := p.Find("textbox", "Request")
	editor.Fill(lame)
	p.Find("heading", "Fails")
	p.Keys(kb.ArrowDown, chromedp.ModifierAlt)
	p.Wait("the first finding, selected", func() (bool, string) {
		selected := editor.Selection()
		return selected == "close", selected
	})
	focusOn(p, noUpgrade)
	p.Keys(kb.ArrowDown, chromedp.ModifierAlt)
	p.Wait("the second one", func() (bool, string) {
		selected := editor.Selection()
		return selected == "8", selected
	})
	focusOn(p, "a draft")
	p.Keys(kb.Escape)
	p.Wait("nothing selected", func() (bool, string) {
		return !p.Find("button", noUpgrade).Pressed() && !p.Find("button", "a draft").Pressed(), "a finding"
	})
	p.Keys(kb.Enter, chromedp.ModifierCtrl)
	p.Wait("the focus at the verdict", func() (bool, string) {
		at := browser.Eval[string](p, "document.activeElement.textContent")
		return strings.Contains(at, "Fails"), at
	})

	// Alt and Enter fix the finding that has the focus, and what changed is said.
	p.Keys(kb.ArrowDown, chromedp.ModifierAlt)
	focusOn(p, noUpgrade)
	p.Keys(kb.Enter, chromedp.ModifierAlt)
	said(p, "Fixed the fault “"+noUpgrade)
	holds(p, "one line fixed, all others kept", func(s string) bool {
		return !strings.Contains(s, "Connection: close\n") && strings.Contains(s, "Version: 8") && strings.Contains(s, "X-Mine: 1")
	})
}

// From the editor the first fix is no more than three steps of the keyboard away.
func TestTheFirstFixIsNear(t *testing.T) {
	for name, text := range map[string]string{"a request": lame, "curl": curlRefused, "a certain cause": lost} {
		p := visit(t, "/")
		editor := p.Find("textbox", "Request")
		editor.Fill(text)
		p.Find("heading", "Fails")
		p.Find("button", "Copy the configuration") // it comes late, because it is fetched
		p.Find("button", "Fix: ")
		editor.Focus()
		var path []string
		for len(path) < 3 && (len(path) == 0 || !strings.HasPrefix(path[len(path)-1], "Fix: ")) {
			p.Keys(kb.Tab)
			path = append(path, browser.Eval[string](p, "document.activeElement.ariaLabel ?? document.activeElement.textContent"))
		}
		if !strings.HasPrefix(path[len(path)-1], "Fix: ") {
			t.Errorf("%s: from the editor the keyboard goes to %q", name, path)
		}
	}
}

// What a person sees first of a request that fails: the verdict, and on a screen of 720 px a fix; on a phone the editor
// begins at the top of the screen, and the verdict is there after a paste.
func TestTheAnswerIsInSight(t *testing.T) {
	for _, screen := range []browser.Screen{{Width: 1280, Height: 720}, {Width: 390, Height: 844, Touch: true}} {
		for name, text := range map[string]string{"a request": lame, "curl": curlRefused, "a console message": consoleRedirect, "a certain cause": lost} {
			tab := chromium.Open(t)
			tab.On(screen)
			tab.Go(site + "/")
			p := tab.Page()
			p.Settled()
			top := func(selector string) (y float64) {
				return browser.Eval[float64](p, fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().top`, selector))
			}
			if y := top("#request"); screen.Touch && y > 220 {
				t.Errorf("%v: the editor begins at %v px", screen, y)
			}
			p.Find("textbox", "Request").Fill(text)
			p.Find("heading", "Fails")
			p.Wait("the page, drawn", func() (bool, string) { return !browser.Eval[bool](p, "!!program.drawing"), "" })
			inSight := func(selector string) bool {
				return browser.Eval[bool](p, fmt.Sprintf(`(() => {
					const e = document.querySelector(%q), {left, right, top, bottom} = e.getBoundingClientRect();
					return top >= 0 && bottom <= innerHeight && e.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
				})()`, selector))
			}
			if text == lost && !screen.Touch && !inSight(".cause-first p:nth-of-type(2)") {
				t.Errorf("the evidence is out of sight")
			}
			if !inSight("#verdict") {
				t.Errorf("%v, %s: the verdict is at %v px", screen, name, top("#verdict"))
			}
			if !screen.Touch && text != consoleRedirect && !inSight("[data-do=fix]") {
				t.Errorf("%v, %s: the first fix is at %v px", screen, name, top("[data-do=fix]"))
			}
			if moved := browser.Eval[float64](p, "scrollY"); moved != 0 {
				t.Errorf("%v, %s: the page scrolled by %v px", screen, name, moved)
			}
		}
	}
}

func TestBytesOfALineWithoutCR(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(hex.Dump([]byte("GET / HTTP/1.1\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")))
	p.Find("button", "Bytes").Click()
	p.See("0000", "47 45 54 20", "←↓", "/1.1↓")
}

func TestSeveralExchanges(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("GET /one HTTP/1.1\nHost: a\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\nGET /two HTTP/1.1\nHost: b\nUpgrade: h2c\nConnection: Upgrade, HTTP2-Settings\nHTTP2-Settings: AAMAAABkAAQAAP__\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n")
	p.See("2 exchanges in this text")
	p.Find("button", "Exchange 2").Click()
	p.Wait("the second exchange", func() (bool, string) { return p.Find("button", "Exchange 2").Pressed(), "the first" })
	p.See("GET /two", "200 OK")
}

func TestSequenceInWords(t *testing.T) {
	p := visit(t, "/")
	unfold(p, "Message sequence")
	p.Find("StaticText", "The server appends the GUID B, hashes both to C, and writes that as D.")
	p.Find("StaticText", "From here on both sides send frames on this connection.")
	p.Find("textbox", "Request").Fill(lame)
	p.Find("StaticText", "The server closes the connection.")
}
