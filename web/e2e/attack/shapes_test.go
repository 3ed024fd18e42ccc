//go:build attack && linux

package attack

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
	"upgrade101/handshake/report"
)

// size is the length of a shape, in bytes: the limit of /api/inspect.
const size = 1 << 20

// shapes are expensive texts for some part of reading and judging: a beginning, a repeated part, an end.
func shapes() map[string]string {
	m := map[string]string{}
	add := func(name, begin, repeat, end string) {
		n := max(0, size-len(begin)-len(end)) / len(repeat)
		m[name] = begin + strings.Repeat(repeat, n) + end
	}
	head := "GET /chat HTTP/1.1\r\nHost: a.example\r\n"
	good := goodHead[:len(goodHead)-2]
	for _, field := range []string{"X-Some", "Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol",
		"Sec-WebSocket-Extensions", "Sec-WebSocket-Accept", "Sec-WebSocket-Versoin", "Origin", "Cookie", "Authorization", "Content-Length", "Transfer-Encoding",
		"Expect", "Via", "X-Forwarded-For", "Sec-Fetch-Mode", "Access-Control-Allow-Origin", "Set-Cookie"} {
		for value, text := range map[string]string{"plain": "a", "list": "a, b", "quoted": `"a`, "params": "a; b=c; d", "secret": "Bearer eyJhbGciOi.eyJzdWIi.c2ln", "bytes": "\x01\xff"} {
			add("many "+field+" "+value, head, field+": "+text+"\r\n", "\r\n")
			if field != "X-Some" || value == "plain" {
				add("long "+field+" "+value, good+field+": ", text+", ", "\r\n\r\n")
			}
		}
	}
	for name, repeat := range map[string]string{"folds": " b\r\n", "blank folds": " \r\n", "no colon": "abc\r\n", "no name": ": a\r\n", "blank before colon": "a : b\r\n", "bare CR": "a\rb: c\r\n",
		"NUL": "a: \x00\r\n", "LF": "a: b\n", "empty lines": "\r\n", "percent": "%zz", "blanks": " ", "tabs": "\t"} {
		add(name+" in a head", head+"A: b\r\n", repeat, "\r\n\r\n")
		add(name+" first", "", repeat, "")
	}
	add("target", "GET /", "a/../%zz", " HTTP/1.1\r\n\r\n")
	add("query", "GET /?", "token=a&", " HTTP/1.1\r\n\r\n")
	add("responses", goodHead, "HTTP/1.1 100 Continue\r\n\r\n", "")
	add("requests", "", goodHead, "")
	add("rest", goodHead, `{"token":"x"} `, "")
	add("frames", goodHead+"HTTP/1.1 101 OK\r\n\r\n", "\x81\x01a", "")
	for name, repeat := range map[string]string{"fields": "-HA:b ", "Host fields": "-Hhost:b ", "cookies": "-ba=b ", "content": "-da ", "quotes": "'a' ", "escapes": `\a `, "ansi": `$'\x41' `,
		"addresses": "a ", "next": "--next a ", "groups": "-i ", "smart": "“a” ", "backticks": "` `"} {
		add("curl with "+name, "curl ", repeat, "")
		add("curl with "+name+" and 256 addresses", "curl ", repeat, strings.Repeat(" http://a", 256))
	}
	for _, command := range []string{"curl", "wscat -c", "websocat"} {
		add("commands "+command, "", command+" ws://a/b\n", "")
	}
	for name, repeat := range map[string]string{"entries": strings.TrimSuffix(strings.TrimPrefix(har(1000), `{"log":{"entries":[`), `{}]}}`), "brackets": "[", "braces": `{"a":`, "strings": `"a",`, "escapes": `"\u0041",`, "numbers": "1,"} {
		add("JSON "+name, `{"log":{"entries":[`, repeat, "]}}")
	}
	for name, repeat := range map[string]string{"javascript": `new WebSocket("wss://a.example/b", ["c"]);` + "\n", "fetch": `fetch("https://a/b", {"headers": {"a": "b"}});` + "\n", "go": `websocket.Dial(ctx, "wss://a/b", nil)` + "\n",
		"python": `websockets.connect("wss://a/b")` + "\n", "console": "WebSocket connection to 'wss://a/b' failed: \n", "verbose": "> GET / HTTP/1.1\n> Host: a\n>\n", "trace": "=> Send header, 40 bytes (0x28)\n0000: GET / HTTP/1.1\n",
		"hexdump": "00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  |GET / HTTP/1.1..|\n", "mail": "> > GET / HTTP/1.1\n", "fences": "```http\nGET / HTTP/1.1\n```\n", "devtools": "Request URL: wss://a/b\nRequest Method: GET\n",
		"pseudo": ":method: CONNECT\n:protocol: websocket\n", "python bytes": `b'GET / HTTP/1.1\r\n'` + "\n", "go map": `map[Upgrade:[websocket] Connection:[Upgrade]] `, "log": `127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET /ws HTTP/1.1" 400 0` + "\n",
		"nginx": "location / { proxy_pass http://a; }\n", "html": "<p>GET / HTTP/1.1</p>\n", "base64": "R0VUIC8gSFRUUC8xLjENCg==\n", "words": "the socket does not open ", "URLs": "wss://a.example/b?c#d ", "prompt": "$ curl ws://a\n", "crs": "\r", "bom": "\ufeff", "marks": "“”‘’",
		"print_r": "[a] => b\n", "var_dump": "[\"a\"]=>\n", "var_dump of arrays": "array(1) {\n  [\"a\"]=>\n  ", "elided hosts": "Host: <snip>\n", "elided keys": "Sec-WebSocket-Key: *****\n", "elided cookies": "Cookie: a=...; b=...\n",
	} {
		add("text of "+name, "", repeat, "")
		add("text of "+name+" after a head", good, repeat, "")
	}
	return m
}

// work is what /api/inspect does with a text.
func work(text string) (size int) {
	p := paste.Read(text)
	judged := handshake.Inspect(p.Exchange(), handshake.Policy{Subprotocols: []string{"a"}, Origins: []string{"https://a.example"}})
	out, _ := json.Marshal(report.Of(&judged, report.ReadFrom{Format: p.Format, Paste: &p}))
	return len(out)
}

// TestShapes: the allocations for a text of 1 MiB are bounded per byte. Times are printed.
func TestShapes(t *testing.T) {
	const (
		limit   = 512 // bytes allocated for each byte of the text
		largest = 16  // bytes of the answer for each
	)
	type figure struct {
		name       string
		ns, memory float64
	}
	var figures []figure
	longest := 0
	for name, text := range shapes() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		begin := time.Now()
		size := work(text)
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		f := figure{name, float64(took) / float64(len(text)), float64(after.TotalAlloc-before.TotalAlloc) / float64(len(text))}
		if figures = append(figures, f); f.memory > limit {
			t.Errorf("%s: %.0f bytes are allocated for each byte, want at most %d", name, f.memory, limit)
		}
		if size > largest*len(text) {
			t.Errorf("%s: the answer has %d bytes, want at most %d for each byte", name, size, largest)
		}
		longest = max(longest, size)
	}
	slices.SortFunc(figures, func(a, b figure) int { return int(b.ns - a.ns) })
	worst := ""
	for _, f := range figures[:min(8, len(figures))] {
		worst += fmt.Sprintf("\n%6.0f ns %6.0f B for a byte: %s", f.ns, f.memory, f.name)
	}
	t.Logf("the longest answer has %.1f MiB", float64(longest)/(1<<20))
	t.Logf("%d shapes of 1 MiB; the slowest, with the target 400 ns:%s", len(figures), worst)
}
