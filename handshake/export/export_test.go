package export

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

// fieldsOf lists the fields of a request head, as lines in alphabetical order.
func fieldsOf(x handshake.Exchange, skip ...string) []string {
	var lines []string
	h := x.RequestHead()
	for _, f := range h.Fields {
		if name := strings.ToLower(f.Name.Text); !slices.Contains(skip, name) {
			lines = append(lines, name+": "+f.Value.Text)
		}
	}
	slices.Sort(lines)
	return lines
}

// with returns good with lines before its last one, and old replaced by new.
func with(lines, old, new string) handshake.Exchange {
	request := strings.Replace(handshake.Good().Request, old, new, 1)
	return handshake.Exchange{Request: strings.TrimSuffix(request, "\r\n") + lines + "\r\n"}
}

var exported = map[string]handshake.Exchange{
	"good":       with("", "", ""),
	"answered":   handshake.Good().Exchange(),
	"fields":     with("User-Agent: it's \"me\" ^ \\ back\r\nCookie: a=***\r\nX-Empty: \r\nAccept-Language: de\r\n", "", ""),
	"protocols":  with("Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n", "", ""),
	"query":      with("", "/chat", "/a/../b?list[]={1}&x='y'"),
	"absolute":   with("", "/chat", "https://server.example.com/chat"),
	"controls":   with("X-Control: a\x1b[201~\x03b\x7f\u009bc\r\nX-Quotes: '\"$(id)`id`\r\n", "", ""),
	"ends":       with("X-Ends: '\r\nX-Begins: 'a\r\nX-Two: ''\r\n", "", ""),
	"tab":        with("X-Tab: a\tb\r\n", "", ""),
	"other host": {Request: handshake.Good().Request, URL: "wss://10.0.0.1:8443/chat"},
}

func TestExportReadsBack(t *testing.T) {
	formats := map[Form]paste.Format{FormRaw: paste.FormatRaw, FormCurl: paste.FormatCurl, FormWebSocket: paste.FormatWebSocket, FormGo: paste.FormatGo,
		FormPython: paste.FormatPython, FormWebsocat: paste.FormatWebsocat, FormMarkdown: paste.FormatRaw}
	for name, x := range exported {
		for _, form := range Forms {
			text := Redacted(x, form)
			p := paste.Read(text)
			y := p.Exchange()
			if p.Format != formats[form] {
				t.Errorf("%s as %s is read as %s:\n%s", name, form, p.Format, text)
				continue
			}
			was, is := x.RequestHead(), y.RequestHead()
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

// TestExportNamesDeflate: a program enables compression if the request offers permessage-deflate, and not for another extension.
func TestExportNamesDeflate(t *testing.T) {
	for value, offered := range map[string]bool{
		"permessage-deflate":                            true,
		"permessage-deflate;client_max_window_bits":     true,
		"x-foo; a=b, permessage-deflate":                true,
		"permessage-deflate-2":                          false,
		"x-foo; permessage-deflate":                     false,
		`x-foo; a="b`:                                   false,
		"permessage-bzip2, permessage-deflate\tchunked": false, // does not parse
	} {
		x := with("Sec-WebSocket-Extensions: "+value+"\r\n", "", "")
		if text := WithSecrets(x, FormGo); strings.Contains(text, "CompressionMode") != offered {
			t.Errorf("%s in Go:\n%s", value, text)
		}
		if text := WithSecrets(x, FormPython); strings.Contains(text, "compression=None") == offered {
			t.Errorf("%s in Python:\n%s", value, text)
		}
	}
}

// TestMarkdownFence: no run of backticks in a head ends the fence around it.
func TestMarkdownFence(t *testing.T) {
	for _, x := range []handshake.Exchange{
		{Request: with("X-Code: ```\r\n", "", "").Request + "```\r\n# outside\r\n"},
		{Request: handshake.Good().Request + "````\r\n```\r\n<script>\r\n`````\r\n"},
		{Request: strings.TrimSuffix(handshake.Good().Request, "\r\n\r\n"), Response: handshake.Good().Response},
	} {
		text := WithSecrets(x, FormMarkdown)
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
			t.Errorf("outside of the fences is %q, and %q is open, in\n%s", outside, fence, text)
		}
		p := paste.Read(text)
		if y := p.Exchange(); x.Response == "" && y.Request != x.Request {
			t.Errorf("it is read back as\n%q, expected\n%q", y.Request, x.Request)
		}
	}
}

func texts(tokens []head.Token) []string {
	var list []string
	for _, t := range tokens {
		list = append(list, t.Text)
	}
	return list
}

func TestExportHTTP2(t *testing.T) {
	x := handshake.Exchange{HTTP2: true, Request: ":method: CONNECT\r\n:protocol: websocket\r\n:scheme: https\r\n:path: /chat\r\n:authority: server.example.com\r\n" +
		"sec-websocket-version: 13\r\n\r\n", Response: ":status: 200\r\n\r\n"}
	for _, form := range []Form{FormRaw, FormMarkdown} {
		p := paste.Read(Redacted(x, form))
		if y := p.Exchange(); !y.HTTP2 || y.Request != x.Request || y.Response != x.Response {
			t.Errorf("as %s it is read as\n%q\n%q", form, y.Request, y.Response)
		}
	}
	if got := Redacted(x, FormCurl); got != "" {
		t.Errorf("as curl it is %q; curl cannot send it", got)
	}
	if got, want := Redacted(x, FormWebSocket), "const socket = new WebSocket(\"wss://server.example.com/chat\");\n"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

func TestExportMasks(t *testing.T) {
	x := with("Cookie: id=hunter2\r\nAuthorization: Bearer hunter2\r\n", "/chat", "/chat?token=hunter2")
	x.URL = "wss://hunter2:hunter2@server.example.com/chat?token=hunter2"
	for _, form := range Forms {
		if text := Redacted(x, form); strings.Contains(text, "hunter2") || text == "" {
			t.Errorf("as %s a secret is shown:\n%s", form, text)
		}
		if text := WithSecrets(x, form); !strings.Contains(text, "hunter2") {
			t.Errorf("as %s nothing of the secrets is left:\n%s", form, text)
		}
	}
}

func FuzzExport(f *testing.F) {
	files, err := filepath.Glob("../paste/testdata/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		_, text, _ := strings.Cut(string(data), "\n\n")
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := paste.Read(text)
		x := p.Exchange()
		for _, form := range Forms {
			out := WithSecrets(x, form)
			if form == FormRaw && out != x.Request+x.Response {
				t.Errorf("raw is %q, expected the bytes of %q and %q", out, x.Request, x.Response)
			}
			if (form == FormWebSocket || form == FormWebsocat) && strings.Count(out, "\n") > 1 {
				t.Errorf("%q as %s is more than a line:\n%s", x.Request, form, out)
			}
		}
	})
}

// fenceOf is the run of backticks that a line of Markdown begins with, "" if it is not a fence.
func fenceOf(line string) string {
	marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
	if len(marks) < 3 {
		return ""
	}
	return marks
}
