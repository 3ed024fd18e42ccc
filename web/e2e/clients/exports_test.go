//go:build clients

package clients

import (
	"bufio"
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/export"
	"upgrade101/handshake/head"
)

// exported is how to run what Export writes in a form, which is a line or a few, without the program around them.
// Each ends once it has the first message, which /wire sends by itself; curl reads heads alone.
var exported = []struct {
	form    export.Form
	client  string // as install.sh names it
	fields  string // what the form can say, of the fields below
	command func(code string) []string
}{
	{export.FormCurl, "curl", "Origin User-Agent X-Trace Sec-WebSocket-Key Sec-WebSocket-Protocol Sec-WebSocket-Extensions", func(code string) []string {
		return []string{"bash", "-c", "exec " + code} // for $'…'
	}},
	{export.FormWebSocket, "undici", "Sec-WebSocket-Protocol", func(code string) []string {
		return []string{"node", "-e", "const { WebSocket } = require('undici');\n" + code +
			"socket.onmessage = () => process.exit(0); socket.onerror = () => process.exit(1)"}
	}},
	{export.FormGo, "go", "Origin User-Agent X-Trace Sec-WebSocket-Protocol", func(code string) []string {
		return []string{"go", "run", "-mod=mod", "."}
	}},
	{export.FormPython, "websockets", "Origin Sec-WebSocket-Protocol", func(code string) []string {
		return []string{"/usr/bin/python3", "-I", "-c", "import asyncio, websockets\nasync def main():\n    " +
			strings.ReplaceAll(strings.TrimSpace(code), "\n", "\n    ") + "\nasyncio.run(main())"}
	}},
}

// Exported code opens a connection to the live endpoint unchanged, with the same request as the exchange. The name
// additional_headers is that of websockets 14; the Debian archive may have an older version, so Python is tested without
// additional fields. That archive has no websocat.
func TestInstalledExports(t *testing.T) {
	endpoint, _ := strings.CutPrefix(serve(t), "ws://")
	address, _, _ := strings.Cut(endpoint, "/")
	tapped, taken := tap(t, address)
	const more = "User-Agent: it's \"quoted\"\r\nX-Trace: $HOME `id` \\ 100%\r\n"
	request := "GET /wire?subprotocols=chat HTTP/1.1\r\n" +
		"Host: " + tapped + "\r\n" +
		"Upgrade: websocket\r\n" +
		"Connection: Upgrade\r\n" +
		"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n" +
		"Sec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Protocol: superchat, chat\r\n" +
		"Sec-WebSocket-Extensions: permessage-deflate\r\n" +
		"Origin: http://" + tapped + "\r\n" + more + "\r\n"
	for _, e := range exported {
		if missing(t, e.client) {
			continue
		}
		t.Run(string(e.form), func(t *testing.T) {
			x := handshake.Exchange{Request: request}
			if !strings.Contains(e.fields, "X-Trace") {
				x.Request = strings.Replace(request, more, "", 1)
			}
			code := export.Redacted(x, e.form)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			words := e.command(code)
			run := exec.CommandContext(ctx, words[0], words[1:]...)
			switch e.form {
			case export.FormWebSocket:
				run.Dir = filepath.Join("..", "..", "..", "bin", "clients") // where undici is
			case export.FormGo:
				run.Dir = t.TempDir()
				own(t, run.Dir, goProgram(code))
			}
			var stderr strings.Builder
			run.Stderr = &stderr
			out, err := run.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := run.Start(); err != nil {
				t.Fatal(err)
			}
			first, _ := bufio.NewReader(out).ReadString('\n')
			if e.form == export.FormCurl {
				cancel() // it would wait for more
				run.Wait()
				if !strings.HasPrefix(first, "HTTP/1.1 101 ") {
					t.Fatalf("%s\nprinted %q\n%s", code, first, &stderr)
				}
			} else if err := run.Wait(); err != nil {
				t.Fatalf("%s\nended with %v\n%s", code, err, &stderr)
			}
			c := <-taken
			if !strings.HasPrefix(c.response.String(), "HTTP/1.1 101 ") {
				t.Errorf("%s\ngot %q", code, c.response.String())
			}
			asked, meant := head.ParseRequest(c.request.String()), head.ParseRequest(x.Request)
			for _, name := range strings.Fields(e.fields + " Host Sec-WebSocket-Version") {
				want, got := meant.Get(name), asked.Get(name)
				if len(want) != len(got) || len(got) > 0 && compact(got[0]) != compact(want[0]) {
					t.Errorf("%s\nsent %s as %v, not as %v", code, name, got, want)
				}
			}
			if asked.Target.Text != meant.Target.Text {
				t.Errorf("%s\nasked for %s", code, asked.Target.Text)
			}
			if offered := strings.Contains(c.request.String(), "permessage-deflate"); !offered {
				t.Errorf("%s\noffered no permessage-deflate", code)
			}
		})
	}
}

// compact is a value without the blanks between list members, which clients set as they like.
func compact(f *head.Field) string { return strings.ReplaceAll(f.Value.Text, ", ", ",") }

func goProgram(code string) string {
	return `package main

import (
	"context"
	"log"
	"net/http"

	"github.com/coder/websocket"
)

var _ http.Header

func main() {
	ctx := context.Background()
	` + code + `
	if err != nil {
		log.Fatal(err)
	}
	if _, _, err := conn.Read(ctx); err != nil {
		log.Fatal(err)
	}
}`
}
