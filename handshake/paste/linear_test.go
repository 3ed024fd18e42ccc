package paste

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// BenchmarkLinear shows that reading is linear in the text: for each shape it reports the cost of a byte at 1 KB and at
// 1 MB, and their ratio, "growth".
func BenchmarkLinear(b *testing.B) {
	shapes := map[string]string{
		"prose":            "He said that the upgrade failed with status 403, and we do not know why.\n",
		"messages":         "websocket: bad handshake\n",
		"stack":            "    at WebSocketClientHandshaker.verify(WebSocketClientHandshaker13.java:272)\n",
		"access log":       `192.0.2.1 - - [19/Feb/2018:16:30:59 +0000] "GET /ws HTTP/1.1" 426 0 "-" "curl"` + "\n",
		"JSON log":         `{"level":"info","request":{"method":"GET","host":"a","uri":"/ws","headers":{"Upgrade":["websocket"]}},"status":426}` + "\n",
		"JSON nothing":     `{"level":"info","msg":"status of the request","n":1}` + "\n",
		"JSON open":        `{"status":"request",[` + "\n",
		"brackets":         `(request [status {header ` + "\n",
		"heads":            wrapRequest + "\n" + wrapRefusal + "\n",
		"requests":         wrapRequest + "\n",
		"answers":          wrapRefusal + "\n",
		"prefixed heads":   prefix("web-1  | ")(wrapRequest + "\n"),
		"start lines":      "x GET / HTTP/1.1\n",
		"fields":           "X-Field: value\n",
		"common fields":    "Host: a\nUpgrade: b\n\n",
		"prefixed field":   "web-1 | Host: a\n",
		"curl":             "$ curl -i http://a.example/ws\n",
		"curl quote":       "$ curl -i 'http://a.example/ws\n",
		"trace":            wrapTrace,
		"trace marks":      "> \n",
		"info lines":       "* info\n",
		"quote":            "> prose\n",
		"hex":              "0000  47 45\n",
		"hex words":        "0000 words\n",
		"panel":            "Request URL: ws://a/\n",
		"pseudo":           ":method: GET\n",
		"pseudo in braces": "received { :method=GET, :path=/ }\n",
		"escaped":          `"GET / HTTP/1.1\r\nHost: a\r\n"` + "\n",
		"escapes":          `\n`,
		"code":             `WebSocket("x", ` + "\n",
		"config":           "location / {\n",
		"yaml":             "apiVersion: v1\n",
		"fences":           "```\nGET / HTTP/1.1\n```\n",
		"labels":           "Request:\n",
		"blank":            "\n",
		"colours":          "\x1b[32mx\x1b[0m\n",
		"entities":         "&lt;x&gt;\n",
		"one line":         "request status header {a:",
		"elisions":         "...\n",
		"one-line heads":   "GET /ws HTTP/1.1 Host: a.example Connection: Upgrade\n",
		"versions":         "HTTP/1.1 HTTP/1.1 HTTP/1.1 Host:\n",
		"one long head":    "HTTP/1.1 200 OK Host: a Upgrade: b ",
		"quoted wire":      `>> "GET /ws HTTP/1.1"` + "\n",
		"quoted fields":    `>> "Host: a"` + "\n",
		"columns":          "Host   a\n",
		"a column":         "Host   a\n\n",
		"lists":            "{Host=a, Upgrade=b}\n",
		"open lists":       "[(Host=a, ",
		"a flow":           "1:2: GET http://a/\n A: b\n",
		"arrows":           "--> GET http://a/ http/1.1\n",
		"Firefox":          `{"Status": "200"}` + "\n",
		"open Firefox":     `{"Status": ` + "\n",
		"Apple":            "{ Status Code: 403, Headers {\n",
		"var_dump":         "[\"HTTP_HOST\"]=>\nstring(1) \"a\"\n",
		"dotnet request":   "Method: GET, RequestUri: 'x', Headers:\n{\n  A: b\n",
		"dotnet":           "StatusCode: 403, ReasonPhrase: 'x', Version: 1.1, Headers:\n{\n  A: b\n}\n",
	}
	for name, unit := range shapes {
		b.Run(name, func(b *testing.B) {
			var first, last float64
			for _, size := range []int{1 << 10, 1 << 20} {
				text := strings.Repeat(unit, size/len(unit)+1)
				last = float64(least(func() { Read(text) })) / float64(len(text))
				if first == 0 {
					first = last
				}
				b.ReportMetric(last, fmt.Sprintf("ns/byte@%dKB", size>>10))
			}
			b.ReportMetric(last/first, "growth")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// least returns the shortest time that do took, which other load on the machine affects least.
func least(do func()) time.Duration {
	do()
	least := time.Duration(1 << 62)
	for begin, n := time.Now(), 0; n < 3 || time.Since(begin) < 20*time.Millisecond; n++ {
		start := time.Now()
		do()
		least = min(least, time.Since(start))
	}
	return least
}
