package web

import "testing"

func TestBody(t *testing.T) {
	fields := map[string]string{"text": `"a" & b`, "box": "on", "none": ""}
	for in, want := range map[string]string{
		"<p>\n  <b>a</b>\n  <i>b</i>\n</p>":                  "<p><b>a</b><i>b</i></p>",
		"<p>\n  a\n</p>":                                     "<p>a</p>",
		"<p>a\nb</p>":                                        "<p>a\nb</p>",
		"<p>\n  a\n  b\n</p>":                                "<p>a\n  b</p>",
		"<div>\n  <textarea>x\n\n</textarea>\n</div>":        "<div><textarea>x\n\n</textarea></div>",
		"<textarea>x\n  y</textarea>\n<p>\n  <b>a</b>\n</p>": "<textarea>x\n  y</textarea><p><b>a</b></p>",
		"<textarea>\n  <a href=\"/\">\n</textarea>":          "<textarea>\n  <a href=\"/\">\n</textarea>",

		`<b aria-hidden class="c">a</b><p hidden aria-label="b">`: `<b aria-hidden="true" class="c">a</b><p hidden aria-label="b">`,

		`<a class="c" href="/lessons">a</a>`:                   `<a class="c" href="/docs/lessons">a</a>`,
		`<a href="/r?a=1&b=&quot;">a</a>`:                      `<a href="/docs/r?a=1&amp;b=&#34;">a</a>`,
		`<a href="//x.example/"></a><a href="#a">a</a>`:        `<a href="//x.example/"></a><a href="#a">a</a>`,
		`<a href="https://x.example/">href="/"</a>`:            `<a href="https://x.example/">href="/"</a>`,
		`<p title=" href=&quot;/&quot;" data-in="/">a</p>`:     `<p title=" href=&quot;/&quot;" data-in="/">a</p>`,
		`<input value='<a href="/">'><a href="/"><b>b</b></a>`: `<input value='<a href="/">'><a href="/docs/"><b>b</b></a>`,

		`<input type="text" data-in="text">`:                  `<input type="text" data-in="text" value="&#34;a&#34; &amp; b">`,
		`<input data-in="box" type="checkbox">`:               `<input data-in="box" type="checkbox" checked="">`,
		`<input type="checkbox" data-in="none">`:              `<input type="checkbox" data-in="none">`,
		`<input type="text" data-in="other">`:                 `<input type="text" data-in="other">`,
		"<p>\n  <textarea data-in=\"text\"></textarea>\n</p>": `<p><textarea data-in="text">&#34;a&#34; &amp; b</textarea></p>`,
	} {
		if got := body(in, "/docs/", fields); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := body(`<a href="/lessons">a</a>`, "/", nil); got != `<a href="/lessons">a</a>` {
		t.Errorf("at the root a link becomes %q", got)
	}
}
