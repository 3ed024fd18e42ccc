//go:build !wasm

package journeys

import (
	"testing"

	"upgrade101/web/e2e/browser"
)

func TestDerivationAndMistakes(t *testing.T) {
	p := visit(t, "/#accept")
	p.See("dGhlIHNhbXBsZSBub25jZQ==", "decoded 16 bytes: 116 104 101", "60 bytes", "b37a4f2cc0624f1690f64606cf385945b2bec4ea", "179 122 79", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
	p.Find("textbox", "Sec-WebSocket-Key").Fill("x3JJHMbDL1EzLkh9GBhXDw==")
	p.See("HSmrc0sMlYUkAGmm5OPpG2HaGWk=")
	p.Find("textbox", "Sec-WebSocket-Key").Fill("dGVzdA==")
	p.See("decoded 4 bytes where 16 belong", "RFC 6455")
	p.Find("textbox", "Sec-WebSocket-Key").Fill("")
	p.See("There is no key")
	p.Find("button", "New random key").Click()
	p.See("decoded 16 bytes")

	// the mistake finder
	copies(p)
	p.Find("button", "Sample key").Click()
	p.Find("textbox", "Paste the value you got").Fill("Sec-WebSocket-Accept: BXhwxM0SZasKmCD9S4BfpPmCnEw=")
	p.See("decoded", "Right for this key: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
	for _, language := range []string{"Go", "JavaScript", "Python", "Java", "C#", "PHP"} {
		p.Find("DisclosureTriangle", language)
	}
	p.Find("button", "Copy Go").Click()
	p.Wait("the right line on the clipboard", func() (bool, string) {
		got := browser.Eval[string](p, "window.copied || ''")
		return got != "", got
	})
	p.Find("textbox", "Paste the value you got").Fill("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
	p.See("That is the right value")
	p.Find("textbox", "Paste the value you got").Fill("nonsense")
	p.See("Right for this key")
}

// copies keeps what is put on the clipboard in window.copied: a browser without a head has none.
func copies(p browser.Page) {
	browser.Eval[bool](p, "(navigator.clipboard.writeText = async text => { window.copied = text }, true)")
}
