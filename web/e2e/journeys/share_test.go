//go:build !wasm

package journeys

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

const secretRequest = "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: close\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\nCookie: sid=opensesame\n\n"

// board makes the clipboard of a browser without a window readable: what would be copied is in window.copied.
func board(p browser.Page) {
	browser.Eval[bool](p, "(navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }, true)")
}

func taken(p browser.Page, what string, ok func(text string) bool) {
	p.Wait(what, func() (bool, string) {
		text := browser.Eval[string](p, "window.copied || ''")
		return ok(text), text
	})
}

func TestSharingMasksSecrets(t *testing.T) {
	p := visit(t, "/")
	board(p)
	p.Find("textbox", "Request").Fill(secretRequest)
	p.Find("button", "Share").Click()
	p.See("1 secret became ***", "cookie sid")
	p.Find("button", "Copy link").Click()
	p.Find("button", "Copied") // beside the button that was pressed
	p.See("Link copied.")
	var link string
	taken(p, "a link", func(s string) bool { link = s; return strings.Contains(s, "#v1.") })
	p.Find("button", "Copy as raw HTTP").Click()
	taken(p, "the masked request", func(s string) bool { return strings.Contains(s, "sid=***") && !strings.Contains(s, "opensesame") })
	p.Find("checkbox", "Copy with the secrets").Click()
	p.See("sid=opensesame")
	p.Find("button", "Copy as raw HTTP").Click()
	taken(p, "the request with its secret", func(s string) bool { return strings.Contains(s, "sid=opensesame") })

	q := visit(t, strings.TrimPrefix(link, site))
	q.Find("heading", "Fails")
	holds(q, "the shared request", func(s string) bool { return s == strings.Replace(secretRequest, "opensesame", "***", 1) })
}

func TestExports(t *testing.T) {
	p := visit(t, "/")
	board(p)
	p.Find("textbox", "Request").Fill(secretRequest)
	p.Find("button", "Share").Click()
	for form, part := range map[string]string{
		"curl":             "curl -i -N",
		"new WebSocket":    `new WebSocket("ws://a.example/chat")`,
		"Go":               "websocket.Dial(",
		"Python":           "websockets.connect(",
		"websocat":         "websocat ",
		"Report, Markdown": "## Fails",
		"Report, JSON":     `"rule": "conn-no-upgrade"`,
	} {
		p.Find("button", form).Click()
		p.Find("button", "Copy as "+form).Click()
		taken(p, form, func(s string) bool { return strings.Contains(s, part) && !strings.Contains(s, "opensesame") })
	}
}

func TestDamagedLinkLosesNothing(t *testing.T) {
	for name, fragment := range map[string]string{
		"inflating":      inflating(t),
		"truncated":      "v1.XI5NSwMxEIb_Sp",
		"of a later day": "v2.XI5NSwMxEIb_Sp",
		"no base64":      "v1.%E2%82%AC",
	} {
		t.Run(name, func(t *testing.T) {
			p := visit(t, "/")
			p.Find("textbox", "Request").Fill("GET /mine HTTP/1.1\nHost: a\n\n")
			browser.Eval[bool](p, "(location.hash = '#"+fragment+"', true)")
			p.See("Nothing of yours was changed.")
			holds(p, "what was typed", func(s string) bool { return strings.HasPrefix(s, "GET /mine") })
		})
	}
}

// inflating is a link of a few kilobytes that holds megabytes.
func inflating(t *testing.T) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(w, `{"request":"GET /%s HTTP/1.1\n"}`, strings.Repeat("a", 16<<20))
	w.Close()
	return shared + base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// The panel Share stays open while the reader continues, and the link follows the changes.
func TestTheLinkFollows(t *testing.T) {
	p := visit(t, "/")
	p.Find("button", "Share").Click()
	first := p.Find("link", shared).Text()
	p.Find("textbox", "Request").Fill(mine)
	var link string
	p.Wait("another link", func() (bool, string) {
		link = p.Find("link", shared).Text()
		return link != first, link
	})
	q := visit(t, strings.TrimPrefix(link, site))
	holds(q, "what is there now", func(s string) bool { return s == mine })
}

// The saved picture has the size of the drawing and is not blank.
func TestPictureIsSaved(t *testing.T) {
	p := visit(t, "/")
	browser.Eval[bool](p, `(URL.createObjectURL = blob => { window.saved = blob; return "blob:" },
		HTMLAnchorElement.prototype.click = function() { document.body.dataset.saved = this.download }, true)`)
	unfold(p, "Message sequence")
	for as, ink := range map[string]string{
		"PNG": `createImageBitmap(saved).then(image => {
			const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
			canvas.drawImage(image, 0, 0);
			const colours = new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer));
			return image.width >= 680 && image.height > 300 && colours.size > 20;
		})`,
		"SVG": `saved.text().then(text => text.includes("101 Switching Protocols") && text.startsWith("<svg"))`,
	} {
		p.Find("button", "Save as "+as).Click()
		p.Wait("the file", func() (bool, string) {
			name := browser.Eval[string](p, "document.body.dataset.saved || ''")
			return name == "handshake."+strings.ToLower(as), name
		})
		if !browser.Eval[bool](p, ink) {
			t.Errorf("the %s is no picture of the sequence", as)
		}
	}
	p.See("Picture saved.")
}

func TestPrintShowsEverythingAndTheLink(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(fifteenLines)
	p.See("Accepted here")
	p.Wait("the page, drawn", func() (bool, string) { return !browser.Eval[bool](p, "!!program.drawing"), "" })
	browser.Eval[bool](p, "(dispatchEvent(new Event('beforeprint')), true)")
	p.Wait("a link for paper, and the reasons unfolded", func() (bool, string) {
		link := browser.Eval[string](p, "document.getElementById('print-link').textContent")
		folded := browser.Eval[int](p, "document.querySelectorAll('.reply details:not([open])').length")
		return strings.Contains(link, "#v1.") && folded == 0, link
	})
	browser.Eval[bool](p, "(dispatchEvent(new Event('afterprint')), true)")
	if n := browser.Eval[int](p, "document.querySelectorAll('.reply details[open]').length"); n > 0 {
		t.Errorf("%d reasons stay unfolded after printing", n)
	}
}
