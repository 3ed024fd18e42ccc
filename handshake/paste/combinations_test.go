package paste

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
)

// eachLine wraps every line of a text.
func eachLine(text string, wrap func(n int, line string) string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = wrap(i, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

func prefix(p string) func(string) string {
	return func(text string) string {
		return eachLine(text, func(_ int, line string) string { return p + line })
	}
}

// wrappers are what logs, mails, pages and terminals put around a text.
var wrappers = map[string]func(string) string{
	"bare":  func(t string) string { return t },
	"fence": func(t string) string { return "```\n" + t + "```\n" },
	"fence with prose": func(t string) string {
		return "This is what I see in the log of the server:\n\n```http\n" + t + "```\n\nWhat is wrong with it?\n"
	},
	"fence in a list": func(t string) string {
		return "1. Start the server and look at this:\n\n    ```\n" + prefix("    ")(t) + "    ```\n"
	},
	"tildes": func(t string) string { return "~~~ text\n" + t + "~~~" },
	"quote":  prefix("> "),
	"quote with prose": func(t string) string {
		return "He wrote this to the list yesterday:\n\n" + prefix("> ")(t) + "\nI see the same thing here.\n"
	},
	"compose":          prefix("web-1  | "),
	"compose and time": prefix("web-1  | 2026-01-02T10:00:00.123456789Z "),
	"RFC 3339":         prefix("2026-01-02T10:00:00.123Z "),
	"ticking": func(t string) string {
		return eachLine(t, func(n int, line string) string {
			return fmt.Sprintf("2026-01-02 10:00:%02d,%03d INFO  %s", n/9, n*97%1000, line)
		})
	},
	"syslog": prefix("Jan  2 10:00:00 web-1 app[4711]: "),
	"glog": func(t string) string {
		return eachLine(t, func(n int, line string) string {
			return fmt.Sprintf("I0102 10:00:00.%06d    4711 transport.go:%d] %s", n*131, 90+n*7, line)
		})
	},
	"pod":   prefix("[pod/web-5d8f9c7b4-x2k9p/app] "),
	"stern": prefix("web-5d8f9c7b4-x2k9p app "),
	"CRI":   prefix("2026-01-02T10:00:00.123456789Z stdout F "),
	"JSON string": func(t string) string {
		b, _ := json.Marshal(t)
		return string(b) + "\n"
	},
	"HTML":     html.EscapeString,
	"trailing": func(t string) string { return eachLine(t, func(_ int, line string) string { return line + "  " }) },
	"numbers": func(t string) string {
		return eachLine(t, func(n int, line string) string { return fmt.Sprintf("%3d: %s", n+1, line) })
	},
	"numbers and bar": func(t string) string {
		return eachLine(t, func(n int, line string) string { return fmt.Sprintf("%4d | %s", n+8, line) })
	},
	"colours": func(t string) string {
		return eachLine(t, func(_ int, line string) string { return "\x1b[32m" + line + "\x1b[0m" })
	},
	"CRLF":   func(t string) string { return strings.ReplaceAll(t, "\n", "\r\n") },
	"indent": prefix("    "),
	"tab":    prefix("\t"),
	"prose": func(t string) string {
		return "I try to open a socket and this is what happens:\n\n" + t + "\nIt worked last week, and nothing has changed since.\n"
	},
	"prose right before": func(t string) string { return "This goes over the wire\n" + t },
	"label":              func(t string) string { return "Here is the request:\n" + t },
	"bold label":         func(t string) string { return "**Client request headers**\n\n" + t },
	"bar":                prefix("| "),
	"table": func(t string) string {
		return eachLine(t, func(_ int, line string) string { return fmt.Sprintf("| %-90s |", line) })
	},
	"bracketed time": prefix("[2026-01-02 10:00:00.123] [debug] "),
	"prompt":         func(t string) string { return "$ cat capture.txt\n" + t },
	"bom":            func(t string) string { return "\uFEFF" + t },
	"banner": func(t string) string {
		return "Trying ::1...\nConnected to localhost.\nEscape character is '^]'.\n" + t
	},
}

// The heads and commands to wrap. Those whose name begins with a star have lines that mean something else in
// certain wrappers, which are named.
var wrapped = []struct {
	name, text string
	but        string // wrappers that rightly change it
}{
	{"request", wrapRequest, ""},
	{"exchange", wrapRequest + "\n" + wrapRefusal, ""},
	{"switch", wrapRequest + "\n" + wrapSwitch, ""},
	{"refusal", wrapRefusal, ""},
	{"curl -v", wrapTrace, ""},
	{"curl", "curl -i -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' http://a.example/ws\n", "stern"},
	{"curl -i", "$ curl -i -H 'Connection: Upgrade' -H 'Upgrade: websocket' http://a.example/ws\n" + wrapRefusal, ""},
	{"Go header", "map[Connection:[Upgrade] Sec-Websocket-Key:[4BZ+q2vWQ1yH0m9sJtX3Lw==] Sec-Websocket-Version:[13] Upgrade:[websocket]]\n", ""},
	{"access log", `{"level":"info","request":{"proto":"HTTP/1.1","method":"GET","host":"a.example","uri":"/ws","headers":{"Connection":["Upgrade"],"Upgrade":["websocket"]}},"status":426,"resp_headers":{"Server":["Caddy"]}}` + "\n", ""},
	{"extended CONNECT", ":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /ws\n:authority: a.example\nsec-websocket-version: 13\n", ""},
	{"fields", "Host: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n", ""},
}

const (
	wrapRequest = "GET /ws?room=1 HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n"
	wrapRefusal = "HTTP/1.1 403 Forbidden\nServer: nginx\nContent-Length: 0\n"
	wrapSwitch  = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: qjgBgSWKLeAJKpCQLlnBLsvDtsY=\n"
	wrapTrace   = "*   Trying 127.0.0.1:80...\n> GET /ws HTTP/1.1\n> Host: a.example\n> Upgrade: websocket\n> Connection: Upgrade\n>\n< HTTP/1.1 400 Bad handshake.Request\n< Server: nginx\n<\n"
)

// messages are lines without a handshake.
var messages = []string{
	"websocket: bad handshake",
	"Connection refused",
	`  File "/usr/lib/python3/dist-packages/websocket/_handshake.py", line 147, in _get_resp_headers`,
	"Error during WebSocket handshake: Unexpected response code: 403",
	"Expected HTTP 101 response but was '403 Forbidden'",
	"unable to upgrade to tcp, received 200",
	"        at okhttp3.internal.ws.RealWebSocket.checkUpgradeSuccess(RealWebSocket.java:224)",
	"Invalid status code received: 403 Status line: HTTP/1.1 403 Forbidden",
	"The server returned status code '200' when status code '101' was expected.",
	"I get an error. The upgrade header is there and the server says 400. Why?",
	"[vite] failed to connect to websocket.",
	`{"level":"error","msg":"dial failed","error":"websocket: bad handshake"}`,
	"    location /ws {\n        proxy_pass http://backend;\n    }",
}

// TestCombinations: each text reads the same in each wrapper as without.
func TestCombinations(t *testing.T) {
	for _, w := range wrapped {
		bare := Read(w.text)
		want := bare.Exchange()
		if want.Request == "" && want.Response == "" {
			t.Fatalf("%s is not read at all", w.name)
		}
		for name, wrap := range wrappers {
			if strings.Contains(w.but, name) {
				continue
			}
			text := wrap(w.text)
			p := Read(text)
			got := p.Exchange()
			if got.Request != want.Request || got.Response != want.Response || got.HTTP2 != want.HTTP2 || len(p.Exchanges) != len(bare.Exchanges) {
				t.Errorf("%s in %s: %d exchanges, read as\n%s%s\ninstead of %d\n%s%s\nText:\n%s", w.name, name, len(p.Exchanges), got.Request, got.Response, len(bare.Exchanges), want.Request, want.Response, text)
			}
		}
	}
	for _, message := range messages {
		for name, wrap := range wrappers {
			text := wrap(message + "\n")
			p := Read(text)
			if x := p.Exchange(); x.Request != "" {
				t.Errorf("%q in %s is read as a request:\n%s", message, name, x.Request)
			}
		}
	}
}

// pairs are wrappers that may be nested, in either order.
var pairs = []string{"prompt", "fence", "quote", "compose", "RFC 3339", "syslog", "JSON string", "HTML", "trailing", "numbers", "colours", "CRLF", "indent", "prose", "label", "bar"}

// TestTwoWrappers reads heads and messages in two nested wrappers.
func TestTwoWrappers(t *testing.T) {
	for _, w := range wrapped {
		switch w.name {
		case "request", "exchange", "switch", "refusal", "curl -i", "Go header", "fields":
		default:
			continue
		}
		bare := Read(w.text)
		want := bare.Exchange()
		for _, first := range pairs {
			for _, second := range pairs {
				text := wrappers[second](wrappers[first](w.text))
				p := Read(text)
				if got := p.Exchange(); got.Request != want.Request || got.Response != want.Response || len(p.Exchanges) != len(bare.Exchanges) {
					t.Errorf("%s in %s in %s: %d exchanges, read as\n%s%s\nText:\n%s", w.name, first, second, len(p.Exchanges), got.Request, got.Response, text)
				}
			}
		}
	}
}
