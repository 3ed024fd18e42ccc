package command

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goodHead = `GET /chat HTTP/1.1
Host: a.example
Connection: Upgrade
Upgrade: websocket
Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==
Sec-WebSocket-Version: 13
`

var badHead = strings.Replace(goodHead, "Connection: Upgrade", "Connection: keep-alive", 1)

// in writes a head into a document, each line behind a prefix.
func in(before, head, prefix, after string) string {
	var b strings.Builder
	b.WriteString(before)
	for line := range strings.Lines(head) {
		b.WriteString(prefix + line)
	}
	return b.String() + after
}

// Each way to write a block of code, and the line of the field that is wrong in it.
var documentsWithBlock = []struct {
	name          string
	before, after string
	prefix        string
	mark          string // a comment of the format; %s is what it says
	line          int    // of the third line of the head
}{
	{"fence.md", "# Title\n\n```http\n", "```\nText.\n", "", "<!-- %s -->", 6},
	{"tilde.md", "Text\n~~~\n", "~~~\n", "", "<!-- %s -->", 5},
	{"list.md", "- Item:\n\n  ```\n", "  ```\n", "  ", "  <!-- %s -->", 6},
	{"indented.markdown", "Text\n\n", "\nText\n", "    ", "<!-- %s -->", 5},
	{"fence.mdx", "import X from 'x'\n\n<X/>\n\n```http\n", "```\n", "", "{/* %s */}", 8},
	{"literal.rst", "Title\n=====\n\nThe request::\n\n", "\nText\n", "    ", ".. %s", 8},
	{"directive.rst", "Text\n\n.. code-block:: http\n   :caption: A request\n\n", "\nText\n", "   ", ".. %s", 8},
	{"alone.rst", "Text\n\n::\n\n", "\nText\n", "  ", ".. %s", 7},
	{"listing.adoc", "= Title\n\n.Request\n[source,http]\n----\n", "----\nText\n", "", "// %s", 8},
	{"literal.adoc", "....\n", "....\n", "", "// %s", 4},
	{"fence.adoc", "```http\n", "```\n", "", "// %s", 4},
	{"pre.html", "<!doctype html>\n<p>Text\n<pre><code>", "</code></pre>\n", "", "<!-- %s -->", 5},
	{"newline.html", "<p>Text</p>\n<pre>\n", "</pre>\n", "", "<!-- %s -->", 5},
	{"spans.html", "<pre class=\"x\"\n id=y><span>", "</span></pre>\n", "", "<!-- %s -->", 4},
}

func TestCheckFindsBlocks(t *testing.T) {
	for _, d := range documentsWithBlock {
		t.Run(d.name, func(t *testing.T) {
			source := in(d.before, badHead, d.prefix, d.after)
			got := checkDocument(d.name, source)
			if len(got) != 1 || got[0].Rule != "conn-no-upgrade" || got[0].Line != d.line {
				t.Errorf("got %+v; want conn-no-upgrade in line %d of\n%s", got, d.line, source)
			}
			if got := checkDocument(d.name, in(d.before, goodHead, d.prefix, d.after)); len(got) > 0 {
				t.Errorf("a good head: %+v", got)
			}
			crlf := strings.ReplaceAll(source, "\n", "\r\n")
			if got := checkDocument(d.name, crlf); len(got) != 1 || got[0].Line != d.line {
				t.Errorf("with CR LF: %+v", got)
			}
		})
	}
}

// marked puts a mark right above the block of a document.
func marked(before, mark string) string {
	lines := strings.SplitAfter(before, "\n")
	at := len(lines) - 1
	isOpener := func(line string) bool {
		line = strings.TrimSpace(line)
		for _, opener := range []string{"```", "~~~", "----", "....", "<pre", "id=y", ".Request", "[source", "::", ".. code-block", ":caption", "The request::", ""} {
			if opener != "" && strings.HasPrefix(line, opener) || line == "" && opener == "" {
				return true
			}
		}
		return false
	}
	for at > 0 && isOpener(lines[at-1]) {
		at--
	}
	if isOpener(lines[at]) {
		return strings.Join(lines[:at], "") + "\n" + mark + "\n\n" + strings.Join(lines[at:], "")
	}
	return before + mark + "\n\n"
}

func TestMarks(t *testing.T) {
	for _, d := range documentsWithBlock {
		t.Run(d.name, func(t *testing.T) {
			for _, c := range []struct{ says, head, want string }{
				{"upgrade101: broken conn-no-upgrade", badHead, ""},
				{"upgrade101: ignore", badHead, ""},
				{"upgrade101: broken conn-no-upgrade", goodHead, "the mark is stale: the block below it does not break conn-no-upgrade"},
				{"upgrade101: broken host-missing", badHead, "stale"},
				{"upgrade101: broken no-such-rule", goodHead, "which is no rule"},
				{"upgrade101: whatever", goodHead, "a mark says"},
				{"an ordinary comment", goodHead, ""},
			} {
				source := in(marked(d.before, fmt.Sprintf(d.mark, c.says)), c.head, d.prefix, d.after)
				var said []string
				for _, p := range checkDocument(d.name, source) {
					said = append(said, p.Problem)
				}
				got := strings.Join(said, "; ")
				if c.want == "" && got != "" || !strings.Contains(got, c.want) {
					t.Errorf("%s: %q; want %q in\n%s", c.says, got, c.want, source)
				}
			}
			alone := fmt.Sprintf(d.mark, "upgrade101: ignore") + "\n\nText only.\n"
			if got := checkDocument(d.name, alone); len(got) != 1 || got[0].Problem != "the mark is stale: no handshake follows it" {
				t.Errorf("a mark above no block: %+v", got)
			}
		})
	}
}

// Of a block that holds other requests beside a handshake, the handshake is judged.
func TestCheckMixedBlocks(t *testing.T) {
	const api = "curl -s -H 'Content-Type: application/json' http://a.example/api -d '{\"request\": \"GET /chat HTTP/1.1\\r\\nUpgrade: websocket\\r\\n\\r\\n\"}'\n"
	const page, opening = "curl -s http://a.example/\n", "curl -i --http1.1 -H 'Connection: keep-alive' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' -H 'Sec-WebSocket-Version: 13' http://a.example/chat\n"
	for text, want := range map[string]string{
		api + page:                  "",
		"# Upgrade: later\n" + page: "",
		page + opening + api:        "conn-no-upgrade",
	} {
		var rules []string
		for _, p := range checkDocument("x.md", "```sh\n"+text+"```\n") {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%q; want %q in\n%s", got, want, text)
		}
	}
}

// What a block leaves out is unknown, not wrong; what it shows is judged.
func TestCheckElisions(t *testing.T) {
	const request, answer = "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\n", "HTTP/1.1 101 Switching Protocols\n"
	for text, want := range map[string]string{
		request + "Connection: Upgrade\nSec-WebSocket-Key: ...\nSec-WebSocket-Version: 13\n": "",
		request + "...\n":                                         "",
		request + "…\n\n" + answer + "…\n":                        "",
		request + "[...]\n\n" + answer:                            "",
		answer + "Upgrade: websocket\n...\n":                      "",
		request + "Connection: keep-alive\n...\n":                 "conn-no-upgrade",
		request + "...\n\n" + answer + "Connection: close\n...\n": "resp-conn-wrong",
	} {
		var rules []string
		for _, p := range checkDocument("x.md", "```http\n"+text+"```\n") {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%q; want %q in\n%s", got, want, text)
		}
	}
}

func TestWhatCounts(t *testing.T) {
	for text, want := range map[string]bool{
		"GET /chat HTTP/1.1\nUpgrade: websocket":                                  true,
		"GET /chat HTTP/1.1\nConnection: Upgrade":                                 true,
		"GET /\nSec-WebSocket-Version: 13":                                        true,
		"HTTP/1.1 101 Switching Protocols":                                        true,
		"HTTP/1.1 426 Upgrade Required":                                           true,
		"$ curl -H 'Upgrade: websocket' http://a.example/":                        true,
		"curl -i -N \\\n  -H \"Sec-WebSocket-Key: x\" http://a.example/":          true,
		"GET /chat HTTP/1.1\nHost: a.example":                                     false,
		"HTTP/1.1 200 OK":                                                         false,
		"curl http://a.example/":                                                  false,
		"Upgrade: websocket\nConnection: Upgrade":                                 false,
		"proxy_set_header Upgrade $http_upgrade;":                                 false,
		"const ws = new WebSocket('ws://a.example')":                              false,
		"< HTTP/1.1 101 Switching Protocols":                                      true,
		"apt upgrade: all packages\nGET SOME REST":                                false,
		"HTTP/1.1 403 Forbidden\nSec-WebSocket-Version: 13\n":                     true,
		"GET wss://a.example/x HTTP/1.1\nSec-WebSocket-Key: aaaaaaaaaaaaaaaaaaa=": true,
	} {
		if got := handshakes(text); got != want {
			t.Errorf("%q counts: %v; want %v", text, got, want)
		}
	}
}

func run(args ...string) (status int, out, errs string) {
	var o, e strings.Builder
	status, ok := Run(args, &Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	if !ok {
		return -1, "", ""
	}
	return status, o.String(), e.String()
}

func TestCheckCommand(t *testing.T) {
	dir := t.TempDir()
	write := func(name, source string) string {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	bad := write("a/bad.md", "```\n"+badHead+"```\n")
	good := write("a/good.md", "```\n"+goodHead+"```\n")
	warns := write("b/warns.md", "```\n"+strings.Replace(goodHead, "Connection: Upgrade", "Connection: Upgrade, close", 1)+"```\n")
	write("a/node_modules/x/bad.md", "```\n"+badHead+"```\n")
	write("a/.git/bad.md", "```\n"+badHead+"```\n")
	write("a/code.go", badHead)

	for _, c := range []struct {
		args   []string
		status int
		out    string
	}{
		{[]string{bad}, exitFails, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{dir}, exitFails, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{good}, exitFine, ""},
		{[]string{warns}, exitFine, ""},
		{[]string{filepath.Join(dir, "missing.md")}, exitUnknown, ""},
		{[]string{bad, filepath.Join(dir, "missing.md"), good}, exitUnknown, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{filepath.Join(dir, "a/code.go")}, exitUnknown, ""},
		{[]string{}, ExitUsage, ""},
		{[]string{"-format", "xml", dir}, ExitUsage, ""},
		{[]string{"-nonsense"}, ExitUsage, ""},
		{[]string{"-help"}, exitFine, ""},
	} {
		status, out, errs := run(append([]string{"check"}, c.args...)...)
		if status != c.status || out != c.out {
			t.Errorf("check %q: status %d, output %q, errors %q; want %d, %q", c.args, status, out, errs, c.status, c.out)
		}
	}
	if status, out, _ := run("check", "-strict", warns); status != exitFails || !strings.Contains(out, "(conn-close-too)") {
		t.Errorf("-strict: status %d, output %q", status, out)
	}
	if status, out, _ := run("check", "-format", "github", bad); status != exitFails || out != "::error file="+bad+",line=4::Connection does not contain upgrade (conn-no-upgrade)\n" {
		t.Errorf("github: status %d, output %q", status, out)
	}
	_, out, _ := run("check", "-format", "json", bad)
	var got []problem
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got) != 1 || got[0].Line != 4 {
		t.Errorf("json: %v, %q", err, out)
	}
	if _, out, _ := run("check", "-format", "json", good); out != "[]\n" {
		t.Errorf("json of nothing: %q", out)
	}
}
