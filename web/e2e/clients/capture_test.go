//go:build clients

package clients

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	coder "github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"

	"upgrade101/handshake"
)

// The heads of real clients, taken off the wire between each of them and the live endpoint:
//
//	go test -count=1 -tags=clients -run=TestCapture ./web/e2e/clients -args -record
//
// writes them to handshake/testdata/captures, with the versions in index.txt. Without -record the same clients are judged and
// nothing is written. A client that is not installed is reported and skipped.
var (
	record = flag.Bool("record", false, "write what is captured to handshake/testdata/captures")
	only   = flag.String("client", "", "capture this client alone, and leave the index as it is")
)

const captures = "../../../handshake/testdata/captures"

// crossed is each side's first bytes on one connection.
type crossed struct{ request, response bytes.Buffer }

// tap forwards connections to address and returns the first bytes of each, once both sides have sent some.
func tap(t *testing.T, address string) (string, <-chan *crossed) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	taken := make(chan *crossed, 16)
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer client.Close()
				server, err := net.Dial("tcp", address)
				if err != nil {
					return
				}
				defer server.Close()
				var c crossed
				buf := make([]byte, 1<<16)
				for !bytes.Contains(c.request.Bytes(), []byte("\r\n\r\n")) {
					n, err := client.Read(buf)
					if err != nil {
						return
					}
					c.request.Write(buf[:n])
					server.Write(buf[:n])
				}
				for !bytes.Contains(c.response.Bytes(), []byte("\r\n\r\n")) {
					n, err := server.Read(buf)
					if err != nil {
						return
					}
					c.response.Write(buf[:n])
					client.Write(buf[:n])
				}
				taken <- &c
				go pass(client, server)
				pass(server, client)
			}()
		}
	}()
	return listener.Addr().String(), taken
}

// pass copies until from ends, and half-closes the other side.
func pass(to, from net.Conn) {
	io.Copy(to, from)
	to.(*net.TCPConn).CloseWrite()
}

// capturing is one client: what it is, and how it opens a socket. It gets the URL of the endpoint, and of a
// page that opens a socket to that endpoint.
type capturing struct {
	name, how string
	version   []string // a command that prints it
	run       func(ctx context.Context, socket, page string) error
}

func command(words ...string) func(context.Context, string, string) error {
	return func(ctx context.Context, socket, page string) error {
		words := append([]string{}, words...)
		for i := range words {
			words[i] = strings.NewReplacer("{socket}", socket, "{http}", strings.Replace(socket, "ws:", "http:", 1), "{page}", page, "{tmp}", os.TempDir()).Replace(words[i])
		}
		if _, err := exec.LookPath(words[0]); err != nil {
			return err
		}
		return exec.CommandContext(ctx, words[0], words[1:]...).Run()
	}
}

// python runs a line in the Python of the system.
func python(line string) func(context.Context, string, string) error {
	return command("/usr/bin/python3", "-I", "-c", line, "{socket}")
}

func pythonVersion(module string) []string {
	return []string{"/usr/bin/python3", "-I", "-c", "import " + module + ", sys; print('" + module + "', " + module + ".__version__, 'on Python', sys.version.split()[0])"}
}

func npmVersion(module string) []string {
	return []string{"node", "-p", "'" + module + " ' + require('../../../bin/clients/node_modules/" + module + "/package.json').version + ' on Node ' + process.version"}
}

var handshakeFields = []string{"-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==", "-H", "Sec-WebSocket-Version: 13"}

var everyone = []capturing{
	{"chromium", "a page with new WebSocket(url, [\"chat\", \"superchat\"])", []string{"chromium", "--version"},
		command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir={tmp}/upgrade101-chromium", "{page}")},
	{"firefox", "the same page", []string{"firefox", "--version"},
		command("firefox", "--headless", "--no-remote", "--profile", "{tmp}/upgrade101-firefox", "{page}")},
	{"curl", "curl --http1.1 with the four fields", []string{"curl", "--version"},
		command(append(append([]string{"curl", "-sN", "--http1.1", "--max-time", "2"}, handshakeFields...), "{http}")...)},
	{"node", "the WebSocket built into Node", []string{"node", "-p", "'Node ' + process.version + ', undici ' + process.versions.undici"},
		command("node", "--experimental-websocket", "-e", "const s = new WebSocket(process.argv[1], ['chat']); s.onopen = () => s.close(1000); s.onerror = () => process.exit(1)", "{socket}")},
	{"undici", "new WebSocket of the package undici", npmVersion("undici"), command("node", "undici.mjs", "{socket}")},
	{"ws", "new WebSocket of the package ws", npmVersion("ws"), command("node", "ws.mjs", "{socket}")},
	{"websockets", "websockets.connect", pythonVersion("websockets"), command("/usr/bin/python3", "-I", "websockets_client.py", "{socket}")},
	{"aiohttp", "ClientSession.ws_connect", pythonVersion("aiohttp"), command("/usr/bin/python3", "-I", "aiohttp_client.py", "{socket}")},
	{"websocket-client", "websocket.create_connection", pythonVersion("websocket"),
		python("import sys, websocket; s = websocket.create_connection(sys.argv[1], subprotocols=['chat']); s.send('hi'); assert s.recv() == 'hi'; s.close()")},
	{"coder", "coder.Dial", nil, func(ctx context.Context, socket, _ string) error {
		c, _, err := coder.Dial(ctx, socket, &coder.DialOptions{Subprotocols: []string{"chat"}, CompressionMode: coder.CompressionContextTakeover})
		if err != nil {
			return err
		}
		return c.Close(coder.StatusNormalClosure, "")
	}},
	{"gorilla", "Dialer.Dial", nil, func(ctx context.Context, socket, _ string) error {
		c, _, err := (&gorilla.Dialer{EnableCompression: true}).DialContext(ctx, socket, nil)
		if err != nil {
			return err
		}
		return c.Close()
	}},
	{"gobwas", "ws.Dial", nil, func(ctx context.Context, socket, _ string) error {
		c, _, _, err := gobwas.Dial(ctx, socket)
		if err != nil {
			return err
		}
		return c.Close()
	}},
	{"gws", "NewClient", nil, func(_ context.Context, socket, _ string) error {
		c, _, err := gws.NewClient(&gws.BuiltinEventHandler{}, &gws.ClientOption{Addr: socket, PermessageDeflate: gws.PermessageDeflate{Enabled: true}})
		if err != nil {
			return err
		}
		return c.NetConn().Close()
	}},
}

// Every installed client is judged without an error, and opens in the prediction exactly if it really does.
func TestCapture(t *testing.T) {
	endpoint, _ := strings.CutPrefix(serve(t), "ws://")
	address, _, _ := strings.Cut(endpoint, "/")
	tapped, taken := tap(t, address)
	socket := "ws://" + tapped + "/echo"
	opened := make(chan bool, 16)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/opened" {
			opened <- true
			return
		}
		fmt.Fprintf(w, `<!doctype html><title>page</title><script>new WebSocket(%q, ["chat", "superchat"]).onopen = () => fetch("/opened")</script>`, socket)
	}))
	defer page.Close()
	var index strings.Builder
	for _, client := range everyone {
		if *only != "" && *only != client.name {
			continue
		}
		version := module(client.name)
		if client.version != nil {
			out, err := exec.Command(client.version[0], client.version[1:]...).Output()
			if err != nil {
				t.Logf("%s is not installed: %v", client.name, err)
				continue
			}
			version, _, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*patience) // browsers start slowly
		done := make(chan error, 1)
		go func() { done <- client.run(ctx, socket, page.URL) }()
		var c *crossed
		select {
		case c = <-taken:
		case err := <-done:
			t.Errorf("%s ended before it asked: %v", client.name, err)
			cancel()
			continue
		case <-ctx.Done():
			t.Errorf("%s never asked", client.name)
			cancel()
			continue
		}
		if strings.Contains(client.how, "page") {
			select {
			case <-opened:
			case <-ctx.Done():
				t.Errorf("%s did not open", client.name)
			}
			cancel() // the browser has done its part
			<-done
		} else if err := <-done; err != nil && client.name != "curl" { // curl waits until its timeout
			t.Errorf("%s: %v", client.name, err)
		}
		cancel()
		drain(taken)
		request, response := c.request.String(), c.response.String()
		if i := strings.Index(response, "\r\n\r\n"); i >= 0 {
			response = response[:i+4]
		}
		r := handshake.Inspect(handshake.Exchange{Request: request, Response: response}, handshake.Policy{})
		for _, f := range r.Findings {
			if f.Rule.Severity == handshake.Error {
				t.Errorf("%s: %s: %s", client.name, f.Rule.ID, f.Got)
			}
		}
		if o := r.Client; !o.Opens {
			t.Errorf("%s opens, and would not by the client verdict: %+v", client.name, o.Checks)
		}
		fmt.Fprintf(&index, "%s: %s; %s\n", client.name, version, client.how)
		if *record {
			if err := os.WriteFile(filepath.Join(captures, client.name+".http"), []byte(request+response), 0o644); err != nil {
				t.Error(err)
			}
		}
	}
	t.Logf("captured on %s:\n%s", time.Now().Format(time.DateOnly), index.String())
	if *record && *only == "" {
		if err := os.WriteFile(filepath.Join(captures, "index.txt"), []byte(index.String()), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// module is a Go client and its version.
func module(name string) string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if strings.Contains(m.Path+"/", "/"+name+"/") {
			return strings.TrimPrefix(m.Path, "github.com/") + " " + m.Version
		}
	}
	return name
}

// drain drops what a client asked beyond its first handshake.
func drain(taken <-chan *crossed) {
	for {
		select {
		case <-taken:
		default:
			return
		}
	}
}
