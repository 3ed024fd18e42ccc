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

// in writes a head into a file, each line after a prefix.
func in(before, head, prefix, after string) string {
	var b strings.Builder
	b.WriteString(before)
	for line := range strings.Lines(head) {
		b.WriteString(prefix + line)
	}
	return b.String() + after
}

// Each way to write a block of code, with § where a mark belongs, and the line of the field that is wrong in it.
var filesWithBlock = []struct {
	name          string
	before, after string
	prefix        string
	mark          string // a comment of the format; %s is what it says
	line          int    // of the third line of the head
}{
	{"fence.md", "# Title\n\n§```http\n", "```\nText.\n", "", "<!-- %s -->", 6},
	{"tilde.md", "Text\n§~~~\n", "~~~\n", "", "<!-- %s -->", 5},
	{"list.md", "- Item:\n\n§  ```\n", "  ```\n", "  ", "  <!-- %s -->", 6},
	{"bullet.md", "Text\n\n- §\n  ```\n", "  ```\n", "  ", "<!-- %s -->", 7},
	{"indented.markdown", "Text\n\n§", "\nText\n", "    ", "<!-- %s -->", 5},
	{"quote.md", "§> ```http\n", "> ```\n", "> ", "> <!-- %s -->", 4},
	{"tab.md", "=== \"HTTP\"\n\n§    ```http\n", "    ```\n\nText\n", "    ", "    <!-- %s -->", 6},
	{"tabs.md", "=== \"A\"\n\n    === \"B\"\n\n§        ```http\n", "        ```\n\nText\n", "        ", "        <!-- %s -->", 8},
	{"longer.md", "````{tab-item} HTTP\n§```http\n", "```\n````\n", "", "<!-- %s -->", 5},
	{"options.md", "§```{code-block} http\n:caption: Text\n:linenos:\n\n", "```\n", "", "<!-- %s -->", 7},
	{"yaml.md", "§```{code-block} http\n---\ncaption: Text\n---\n", "```\n", "", "<!-- %s -->", 7},
	{"pre.md", "Text\n\n§<pre>\n", "</pre>\n", "", "<!-- %s -->", 6},
	{"closed.md", "Text\n\n§<pre>\n", "X: y</pre>\n", "", "<!-- %s -->", 6},
	{"lines.md", "Text\n\n§```http\n", "```\n", "", "<!--\n  %s\n-->", 6},
	{"others.md", "Text\n\n§```http\n", "```\n", "", "<!-- %s -->\n<!-- prettier-ignore -->", 6},
	{"braces.md", "Text\n\n§```http\n", "```\n", "", "{/* %s */}", 6},
	{"fence.mdx", "import X from 'x'\n\n<X/>\n\n§```http\n", "```\n", "", "{/* %s */}", 8},
	{"tab.mdx", "<Tabs>\n  <TabItem value=\"x\">\n§    ```http\n", "    ```\n  </TabItem>\n</Tabs>\n", "    ", "    {/* %s */}", 6},
	{"string.mdx", "§<CodeBlock language=\"http\">{`", "`}</CodeBlock>\n", "", "{/* %s */}", 3},
	{"literal.rst", "Title\n=====\n\n§The request::\n\n", "\nText\n", "    ", ".. %s", 8},
	{"directive.rst", "Text\n\n§.. code-block:: http\n   :caption: A request\n\n", "\nText\n", "   ", ".. %s", 8},
	{"alone.rst", "Text\n\n§::\n\n", "\nText\n", "  ", ".. %s", 7},
	{"tab.rst", ".. tabs::\n\n§   .. code-tab:: http\n\n", "\nText\n", "      ", "   .. %s", 7},
	{"lines.rst", "Text\n\n§.. code-block:: http\n\n", "\nText\n", "   ", "..\n   %s", 7},
	{"listing.adoc", "= Title\n\n§.Request\n[source,http]\n----\n", "----\nText\n", "", "// %s", 8},
	{"literal.adoc", "§....\n", "....\n", "", "// %s", 4},
	{"fence.adoc", "§```http\n", "```\n", "", "// %s", 4},
	{"style.adoc", "= Title\n\n§[source,http]\n", "\nText\n", "", "// %s", 6},
	{"open.adoc", "§[source,http]\n--\n", "--\n", "", "// %s", 5},
	{"comments.adoc", "////\n----\nGET /x HTTP/1.1\nUpgrade: x\n----\n////\n\nA title\n-------\n\n§----\n", "----\n", "", "// %s", 14},
	{"pre.html", "<!doctype html>\n<p>Text\n§<pre><code>", "</code></pre>\n", "", "<!-- %s -->", 5},
	{"newline.html", "<p>Text</p>\n§<pre>\n", "</pre>\n", "", "<!-- %s -->", 5},
	{"spans.html", "§<pre class=\"x\"\n id=y><span>", "</span></pre>\n", "", "<!-- %s -->", 4},
	{"wrapped.html", "§<div class=\"highlight\">\n<pre>", "</pre></div>\n", "", "<!-- %s -->", 4},
	{"beside.html", "<p>Text</p>§<pre>", "</pre>\n", "", "<!-- %s -->", 3},
	{"numbers.html", "<table><tr><td class=\"linenos\"><pre>1\n2\n</pre></td><td>§<pre>", "</pre></td></tr></table>\n", "<span class=\"ln\">1</span>", "<!-- %s -->", 5},
	{"divs.html", "§<pre>", "</pre>", "</div><div>", "<!-- %s -->", 3},
	{"open.html", "<p>Text</p>\n§<pre>", "", "", "<!-- %s -->", 4},
}

func TestCheckFindsBlocks(t *testing.T) {
	for _, d := range filesWithBlock {
		t.Run(d.name, func(t *testing.T) {
			before := strings.Replace(d.before, "§", "", 1)
			file := in(before, badHead, d.prefix, d.after)
			got := checkBlocks(d.name, file)
			if len(got) != 1 || got[0].Rule != "conn-no-upgrade" || got[0].Line != d.line {
				t.Errorf("got %+v; want conn-no-upgrade in line %d of\n%s", got, d.line, file)
			}
			if got := checkBlocks(d.name, in(before, goodHead, d.prefix, d.after)); len(got) > 0 {
				t.Errorf("a good head: %+v", got)
			}
			crlf := strings.ReplaceAll(file, "\n", "\r\n")
			if got := checkBlocks(d.name, crlf); len(got) != 1 || got[0].Line != d.line {
				t.Errorf("with CR LF: %+v", got)
			}
		})
	}
}

func TestMarks(t *testing.T) {
	for _, d := range filesWithBlock {
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
				file := in(strings.Replace(d.before, "§", fmt.Sprintf(d.mark, c.says)+"\n\n", 1), c.head, d.prefix, d.after)
				var said []string
				for _, p := range checkBlocks(d.name, file) {
					said = append(said, p.Problem)
				}
				got := strings.Join(said, "; ")
				if c.want == "" && got != "" || !strings.Contains(got, c.want) {
					t.Errorf("%s: %q; want %q in\n%s", c.says, got, c.want, file)
				}
			}
			alone := strings.TrimSpace(fmt.Sprintf(d.mark, "upgrade101: ignore")) + "\n\nText only.\n"
			if got := checkBlocks(d.name, alone); len(got) != 1 || got[0].Problem != "the mark is stale: no handshake follows it" {
				t.Errorf("a mark above no block: %+v", got)
			}
		})
	}
}

// In a block with other requests, only the handshake is judged.
func TestCheckMixedBlocks(t *testing.T) {
	const api = "curl -s -H 'Content-Type: application/json' http://a.example/api -d '{\"request\": \"GET /chat HTTP/1.1\\r\\nUpgrade: websocket\\r\\n\\r\\n\"}'\n"
	const page, opening = "curl -s http://a.example/\n", "curl -i --http1.1 -H 'Connection: keep-alive' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' -H 'Sec-WebSocket-Version: 13' http://a.example/chat\n"
	for text, want := range map[string]string{
		api + page:                  "",
		"# Upgrade: later\n" + page: "",
		page + opening + api:        "conn-no-upgrade",
	} {
		var rules []string
		for _, p := range checkBlocks("x.md", "```sh\n"+text+"```\n") {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%q; want %q in\n%s", got, want, text)
		}
	}
}

// What a block omits is unknown, not wrong; what it shows is judged.
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
		for _, p := range checkBlocks("x.md", "```http\n"+text+"```\n") {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%q; want %q in\n%s", got, want, text)
		}
	}
}

// Neither additions of documentation to code nor placeholders for the reader are judged.
func TestCheckReadable(t *testing.T) {
	const fields = "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
	const request = "GET /chat HTTP/1.1\nHost: a.example\n" + fields + "Sec-WebSocket-Key: "
	curl := func(key, address string) string {
		return "curl -i --http1.1 \\\n  -H 'Upgrade: websocket' -H 'Connection: Upgrade' \\\n  -H 'Sec-WebSocket-Version: 13' -H \"Sec-WebSocket-Key: " + key + "\" \\\n  " + address + "\n"
	}
	const key = "4BZ+q2vWQ1yH0m9sJtX3Lw=="
	for text, want := range map[string]string{
		request + key + " <1>\n":    "",
		request + key + " # (1)!\n": "",
		request + key + " (1)\n":    "ws-key-whitespace",
		strings.Replace(request, "HTTP/1.1\n", "HTTP/1.1\n# where it goes\n// highlight-next-line\n", 1) + key + "\n":                                                              "",
		" GET /chat HTTP/1.1\n Host: a.example\n-Connection: keep-alive\n+Connection: Upgrade\n Upgrade: websocket\n Sec-WebSocket-Version: 13\n Sec-WebSocket-Key: " + key + "\n": "",
		" GET /chat HTTP/1.1\n Host: a.example\n-Connection: Upgrade\n+Connection: keep-alive\n Upgrade: websocket\n Sec-WebSocket-Version: 13\n Sec-WebSocket-Key: " + key + "\n": "conn-no-upgrade",
		"GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\ninclude::common.txt[tag=x]\n":                                                                                    "",
		"GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\n--8<-- \"common.txt\"\n":                                                                                         "",
		request + key + "\nifdef::x[]\nOrigin: https://a.example\nendif::[]\n":                                                                                                     "",
		"### Open\nGET https://a.example/chat HTTP/1.1\n" + fields + "Sec-WebSocket-Key: " + key + "\n\n### Next\nGET https://a.example/ HTTP/1.1\n":                               "",
		"HTTP/1.1 101 Switching Protocols\n":                                       "",
		"HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n":                   "resp-accept-missing resp-conn-missing",
		"HTTP/1.1 426 Upgrade Required\nUpgrade: websocket\nConnection: Upgrade\n": "",
		"HTTP/1.1 200 OK\nUpgrade: websocket\nConnection: Upgrade\n":               "resp-status",
		curl("$(openssl rand -base64 16)", "https://a.example/"):                   "",
		curl(key, "https://<your-host>/<room>/chat"):                               "",
		curl(key, "https://{host}:PORT/chat?token=<token>"):                        "",
		curl(key, "http://a.example:70000/"):                                       "host-port-range",
	} {
		var rules []string
		for _, p := range checkBlocks("x.md", "```http\n"+text+"```\n") {
			rules = append(rules, p.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%q; want %q in\n%s", got, want, text)
		}
	}
	for _, key := range []string{"<key>", "<random 16 bytes, base64>", "{key}", "[key]", "$KEY", "%KEY%", "__KEY__", "@key@", ":key", "YOUR_KEY", "your-key-here", "(a base64 nonce)"} {
		if got := checkBlocks("x.md", "```\n"+request+key+"\n```\n"); len(got) > 0 {
			t.Errorf("%s: %+v", key, got)
		}
	}
}

// A mark inside a block is part of its content.
func TestMarksInCode(t *testing.T) {
	for name, file := range map[string]string{
		"x.md":   "```md\n<!-- upgrade101: ignore -->\n```\n",
		"y.md":   "```md\n<!-- upgrade101: ignore\n```\n\n<!-- upgrade101: broken conn-no-upgrade -->\n```\n" + badHead + "```\n",
		"x.rst":  "Text::\n\n   .. upgrade101: ignore\n",
		"x.adoc": "----\n// upgrade101: ignore\n----\n",
		"x.html": "<pre>&lt;!-- upgrade101: ignore --&gt;</pre>\n",
	} {
		if got := checkBlocks(name, file); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A file with any text is checked, and its problems are inside it.
func FuzzCheck(f *testing.F) {
	for _, d := range filesWithBlock {
		f.Add(d.name, in(strings.Replace(d.before, "§", fmt.Sprintf(d.mark, "upgrade101: ignore")+"\n", 1), badHead, d.prefix, d.after))
	}
	f.Fuzz(func(t *testing.T, name, file string) {
		if formatOf(name) == nil {
			return
		}
		for _, p := range checkBlocks(name, file) {
			if p.Line < 1 || p.Line > len(splitLines(file)) {
				t.Errorf("%+v in a file of %d lines", p, len(splitLines(file)))
			}
		}
	})
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
	dir, other := t.TempDir(), t.TempDir()
	write := func(dir, name, file string) string {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	bad := write(dir, "a/bad.md", "```\n"+badHead+"```\n")
	good := write(dir, "a/good.md", "```\n"+goodHead+"```\n")
	warns := write(dir, "b/warns.md", "```\n"+strings.Replace(goodHead, "Connection: Upgrade", "Connection: Upgrade, close", 1)+"```\n")
	write(dir, "a/node_modules/x/bad.md", "```\n"+badHead+"```\n")
	write(dir, "a/.git/bad.md", "```\n"+badHead+"```\n")
	write(dir, "a/code.go", badHead)
	large := write(other, "large/a.md", strings.Repeat("Text.\n", maxFile/6+1))
	write(other, "large/z.md", "```\n"+badHead+"```\n")
	marked := write(other, "bom.md", "\ufeff```\n"+badHead+"```\n")
	hostile := write(other, "\x1b[31m.md", "```\n"+badHead+"```\n")
	if err := os.Symlink(filepath.Join(dir, "a"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		args   []string
		status int
		out    string
	}{
		{[]string{bad}, exitFails, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{dir}, exitFails, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{good}, exitOK, ""},
		{[]string{warns}, exitOK, ""},
		{[]string{filepath.Join(dir, "missing.md")}, exitUnknown, ""},
		{[]string{bad, filepath.Join(dir, "missing.md"), good}, exitUnknown, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{filepath.Join(dir, "a/code.go")}, exitUnknown, ""},
		{[]string{}, ExitUsage, ""},
		{[]string{"-format", "xml", dir}, ExitUsage, ""},
		{[]string{"-nonsense"}, ExitUsage, ""},
		{[]string{"-help"}, exitOK, "usage: upgrade101 check [-strict] [-format text|github|json] PATH…\nwhether the handshakes in documentation are right\n  -format format\n    \tformat of the output: text, github or json (default \"text\")\n  -strict\n    \twarnings fail as well\n"},
		{[]string{filepath.Join(dir, "link")}, exitFails, filepath.Join(dir, "link/bad.md") + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{large, bad}, exitUnknown, bad + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{filepath.Dir(large)}, exitUnknown, filepath.Join(filepath.Dir(large), "z.md") + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{marked}, exitFails, marked + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{hostile}, exitFails, strings.ReplaceAll(hostile, "\x1b", "␛") + ":4: Connection does not contain upgrade (conn-no-upgrade)\n"},
		{[]string{filepath.Join(dir, "\x1b[2J.md")}, exitUnknown, ""},
		{[]string{warns, "-strict"}, exitFails, warns + ":4: Connection contains both close and upgrade (conn-close-too)\n"},
		{[]string{"--", "-strict"}, exitUnknown, ""},
	} {
		status, out, errs := run(append([]string{"check"}, c.args...)...)
		if status != c.status || out != c.out {
			t.Errorf("check %q: status %d, output %q, errors %q; want %d, %q", c.args, status, out, errs, c.status, c.out)
		}
		if strings.Contains(errs, "\x1b") {
			t.Errorf("check %q prints what controls a terminal: %q", c.args, errs)
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
