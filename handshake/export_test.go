package handshake

import (
	"slices"
	"strings"
	"testing"
)

// fieldsOf lists the fields of a request head, as lines in alphabetical order.
func fieldsOf(x Exchange, skip ...string) []string {
	var lines []string
	h := parseRequest(x)
	for _, f := range h.Fields {
		if name := strings.ToLower(f.Name.Text); !slices.Contains(skip, name) {
			lines = append(lines, name+": "+f.Value.Text)
		}
	}
	slices.Sort(lines)
	return lines
}

var exported = map[string]Exchange{
	"good":       good.Exchange(),
	"answered":   answered.Exchange(),
	"fields":     good.add("User-Agent", `it's "me" ^ \ back`).add("Cookie", "a=***").add("X-Empty", "").add("Accept-Language", "de").Exchange(),
	"protocols":  good.with("Sec-WebSocket-Protocol", "chat, superchat").with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits").Exchange(),
	"query":      good.line("GET /a/../b?list[]={1}&x='y' HTTP/1.1").Exchange(),
	"absolute":   good.line("GET https://server.example.com/chat HTTP/1.1").Exchange(),
	"controls":   good.add("X-Control", "a\x1b[201~\x03b\x7f\u009bc").add("X-Quotes", `'"$(id)`+"`id`").Exchange(),
	"ends":       good.add("X-Ends", "'").add("X-Begins", "'a").add("X-Two", "''").Exchange(),
	"tab":        good.add("X-Tab", "a\tb").Exchange(),
	"other host": {Request: good.Request, URL: "wss://10.0.0.1:8443/chat"},
}

func TestExportReadsBack(t *testing.T) {
	formats := map[Form]Format{FormRaw: FormatRaw, FormCurl: FormatCurl, FormWebSocket: FormatWebSocket, FormGo: FormatGo,
		FormPython: FormatPython, FormWebsocat: FormatWebsocat, FormMarkdown: FormatRaw}
	for name, x := range exported {
		for _, form := range Forms {
			text := Export(x, form)
			p := Read(text)
			y := p.Exchange()
			if p.Format != formats[form] {
				t.Errorf("%s as %s is read as %s:\n%s", name, form, p.Format, text)
				continue
			}
			was, is := parseRequest(x), parseRequest(y)
			switch form {
			case FormRaw, FormMarkdown:
				if y.Request != x.Request || y.Response != x.Response {
					t.Errorf("%s as %s is read as\n%q\n%q", name, form, y.Request, y.Response)
				}
			case FormCurl:
				if is.Method.Text != was.Method.Text || is.Target.Text != was.Target.Text || is.Version.Text != was.Version.Text || !slices.Equal(fieldsOf(y), fieldsOf(x)) {
					t.Errorf("%s as %s is read as\n%q, of\n%s", name, form, y.Request, text)
				}
			default:
				if target := was.Target.Text; !strings.HasSuffix(target, is.Target.Text) || !slices.Equal(texts(is.List("Sec-WebSocket-Protocol")), texts(was.List("Sec-WebSocket-Protocol"))) {
					t.Errorf("%s as %s is read as\n%q, of\n%s", name, form, y.Request, text)
				}
				own := []string{"sec-websocket-key", "sec-websocket-extensions", "host"} // the client's
				if form != FormWebSocket && !slices.Equal(fieldsOf(y, own...), fieldsOf(x, own...)) {
					t.Errorf("%s as %s has fields\n%q, expected\n%q, of\n%s", name, form, fieldsOf(y, own...), fieldsOf(x, own...), text)
				}
			}
		}
	}
}

// TestMarkdownFence: no run of backticks in a head ends the fence around it.
func TestMarkdownFence(t *testing.T) {
	for _, x := range []Exchange{
		good.add("X-Code", "```").then("```\r\n# outside\r\n").Exchange(),
		good.then("````\r\n```\r\n<script>\r\n`````\r\n").Exchange(),
		{Request: strings.TrimSuffix(good.Request, "\r\n\r\n"), Response: answered.Response},
	} {
		text := ExportSecrets(x, FormMarkdown)
		fence, outside := "", ""
		for line := range strings.Lines(text) {
			marks := fenceOf(line)
			switch {
			case fence == "" && marks != "":
				fence = marks
			case fence != "" && strings.HasPrefix(marks, fence):
				fence = ""
			case fence == "":
				outside += line
			}
		}
		if want := "**Request**\n\n"; fence != "" || !strings.HasPrefix(outside, want) || strings.Contains(outside, "script") || strings.Contains(outside, "# outside") {
			t.Errorf("outside of the fences stands %q, and %q is open, in\n%s", outside, fence, text)
		}
		p := Read(text)
		if y := p.Exchange(); x.Response == "" && y.Request != x.Request {
			t.Errorf("it is read back as\n%q, expected\n%q", y.Request, x.Request)
		}
	}
}

func texts(tokens []Token) []string {
	var list []string
	for _, t := range tokens {
		list = append(list, t.Text)
	}
	return list
}

func TestExportHTTP2(t *testing.T) {
	x := Exchange{HTTP2: true, Request: ":method: CONNECT\r\n:protocol: websocket\r\n:scheme: https\r\n:path: /chat\r\n:authority: server.example.com\r\n" +
		"sec-websocket-version: 13\r\n\r\n", Response: ":status: 200\r\n\r\n"}
	for _, form := range []Form{FormRaw, FormMarkdown} {
		p := Read(Export(x, form))
		if y := p.Exchange(); !y.HTTP2 || y.Request != x.Request || y.Response != x.Response {
			t.Errorf("as %s it is read as\n%q\n%q", form, y.Request, y.Response)
		}
	}
	if got := Export(x, FormCurl); got != "" {
		t.Errorf("as curl it is %q; curl cannot send it", got)
	}
	if got, want := Export(x, FormWebSocket), "const socket = new WebSocket(\"wss://server.example.com/chat\");\n"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

func TestExportMasks(t *testing.T) {
	x := good.line("GET /chat?token=hunter2 HTTP/1.1").add("Cookie", "id=hunter2").add("Authorization", "Bearer hunter2").Exchange()
	x.URL = "wss://hunter2:hunter2@server.example.com/chat?token=hunter2"
	for _, form := range Forms {
		if text := Export(x, form); strings.Contains(text, "hunter2") || text == "" {
			t.Errorf("as %s a secret is shown:\n%s", form, text)
		}
		if text := ExportSecrets(x, form); !strings.Contains(text, "hunter2") {
			t.Errorf("as %s nothing of the secrets is left:\n%s", form, text)
		}
	}
}

func FuzzExport(f *testing.F) {
	for _, s := range pastes(f) {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Read(text)
		x := p.Exchange()
		for _, form := range Forms {
			out := ExportSecrets(x, form)
			if form == FormRaw && out != x.Request+x.Response {
				t.Errorf("raw is %q, expected the bytes of %q and %q", out, x.Request, x.Response)
			}
			if (form == FormWebSocket || form == FormWebsocat) && strings.Count(out, "\n") > 1 {
				t.Errorf("%q as %s is more than a line:\n%s", x.Request, form, out)
			}
		}
	})
}
