package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

//go:embed page.html client.mjs
var files embed.FS

// programs start a client, which asks base for work until it ends. A browser tells lines of its console.
var programs = map[string]func(r *recorder, base string) (*process, error){
	"node20":    node("node20"),
	"node22":    node("node22"),
	"node24":    node("node24"),
	"node26":    node("node26"),
	"ws":        node("node20", "ws"),
	"chrome":    startChromium,
	"firefox":   startFirefox,
	"webkitgtk": startWebKit,
}

func clientNames() []string {
	return []string{"node20", "node22", "node24", "node26", "ws", "chrome", "firefox", "webkitgtk"}
}

// process is a group of processes, which end together, with a folder of their own.
type process struct {
	command *exec.Cmd
	folder  string
	lines   chan string // of both outputs
	version string
}

func start(folder string, env []string, program string, args ...string) (*process, error) {
	p := &process{command: exec.Command(program, args...), folder: folder, lines: make(chan string, 10000)}
	p.command.Env = append(os.Environ(), env...)
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p.command.Stdout, p.command.Stderr = write, write
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	write.Close()
	go func() {
		defer close(p.lines)
		for s := bufio.NewReader(read); ; {
			line, err := s.ReadString('\n')
			if err != nil {
				return
			}
			select {
			case p.lines <- strings.TrimSuffix(line, "\n"):
			default: // unread
			}
		}
	}()
	return p, nil
}

func (p *process) end() {
	syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL)
	p.command.Wait()
	if p.folder != "" {
		os.RemoveAll(p.folder)
	}
}

// find waits for a line of the output.
func (p *process) find(expression string) (string, error) {
	e := regexp.MustCompile(expression)
	late := time.After(60 * time.Second)
	for {
		select {
		case line, open := <-p.lines:
			if !open {
				return "", fmt.Errorf("it ended early")
			}
			if m := e.FindStringSubmatch(line); m != nil {
				return m[1], nil
			}
		case <-late:
			return "", fmt.Errorf("it did not print %s", expression)
		}
	}
}

// node runs client.mjs with a Node that install.sh has installed.
func node(name string, args ...string) func(*recorder, string) (*process, error) {
	return func(r *recorder, base string) (*process, error) {
		folder, _ := filepath.Abs("bin/record/node_modules")
		program := filepath.Join(folder, name, "bin/node")
		script := filepath.Join(folder, "..", "client.mjs")
		text, _ := files.ReadFile("client.mjs")
		if err := os.WriteFile(script, text, 0o644); err != nil {
			return nil, err
		}
		all := append([]string{script, base}, args...)
		if name == "node20" {
			all = append([]string{"--experimental-websocket", "--no-warnings"}, all...)
		}
		p, err := start("", nil, program, all...)
		if err == nil {
			go func() {
				for line := range p.lines {
					fmt.Println(r.name+":", line)
				}
			}()
		}
		return p, err
	}
}

func startChromium(r *recorder, base string) (*process, error) {
	folder, err := os.MkdirTemp("", "record")
	if err != nil {
		return nil, err
	}
	p, err := start(folder, nil, "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update",
		"--user-data-dir="+folder, "--remote-debugging-port=0", "about:blank")
	if err != nil {
		return nil, err
	}
	browser, err := p.find(`DevTools listening on ws://([^/]*)/`)
	if err != nil {
		return p, err
	}
	var targets []struct{ Type, WebSocketDebuggerUrl string }
	if err := getJSON("http://"+browser+"/json/list", &targets); err != nil {
		return p, err
	}
	for _, t := range targets {
		if t.Type == "page" {
			c, err := dial(t.WebSocketDebuggerUrl)
			if err != nil {
				return p, err
			}
			version, err := c.call("Browser.getVersion", nil)
			if err != nil {
				return p, err
			}
			_, number, _ := strings.Cut(text(version, "product"), "/")
			p.version = "Chromium " + number
			for _, m := range []string{"Log.enable", "Runtime.enable"} {
				if _, err := c.call(m, nil); err != nil {
					return p, err
				}
			}
			_, err = c.call("Page.navigate", map[string]any{"url": base + "/page"})
			go c.events(func(method string, params map[string]any) {
				if entry, ok := params["entry"].(map[string]any); ok && method == "Log.entryAdded" {
					r.console(text(entry, "text"))
				}
			})
			return p, err
		}
	}
	return p, fmt.Errorf("there is no page")
}

func startFirefox(r *recorder, base string) (*process, error) {
	folder, err := os.MkdirTemp("", "record")
	if err != nil {
		return nil, err
	}
	prefs := `user_pref("network.websocket.delay-failed-reconnects", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
user_pref("browser.startup.page", 0);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("remote.active-protocols", 1);
`
	if err := os.WriteFile(folder+"/user.js", []byte(prefs), 0o644); err != nil {
		return nil, err
	}
	p, err := start(folder, []string{"HOME=" + folder}, "firefox-esr", "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port=0")
	if err != nil {
		return nil, err
	}
	address, err := p.find(`WebDriver BiDi listening on (ws://\S*)`)
	if err != nil {
		return p, err
	}
	c, err := dial(address + "/session")
	if err != nil {
		return p, err
	}
	session, err := c.call("session.new", map[string]any{"capabilities": map[string]any{}})
	if err != nil {
		return p, err
	}
	if has, ok := session["capabilities"].(map[string]any); ok {
		p.version = "Firefox " + text(has, "browserVersion")
	}
	if _, err := c.call("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}); err != nil {
		return p, err
	}
	tree, err := c.call("browsingContext.getTree", map[string]any{})
	if err != nil {
		return p, err
	}
	contexts, _ := tree["contexts"].([]any)
	if len(contexts) == 0 {
		return p, fmt.Errorf("there is no tab")
	}
	first, _ := contexts[0].(map[string]any)
	_, err = c.call("browsingContext.navigate", map[string]any{"context": first["context"], "url": base + "/page", "wait": "none"})
	go c.events(func(method string, params map[string]any) { r.console(text(params, "text")) })
	return p, err
}

// startWebKit starts WebKit's own small browser with its remote inspector, which wraps what is said to a page.
func startWebKit(r *recorder, base string) (*process, error) {
	browsers, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")
	if len(browsers) == 0 {
		return nil, fmt.Errorf("there is no MiniBrowser")
	}
	folder, err := os.MkdirTemp("", "record")
	if err != nil {
		return nil, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	inspector := free.Addr().String()
	free.Close()
	p, err := start(folder, []string{"HOME=" + folder, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", "WEBKIT_INSPECTOR_HTTP_SERVER=" + inspector},
		"xvfb-run", "-a", "-s", "-noreset", browsers[0], "--private", base+"/blank")
	if err != nil {
		return nil, err
	}
	version, _ := exec.Command("dpkg-query", "-W", "-f=${Version}", "libwebkit2gtk-4.1-0").Output()
	number, _, _ := strings.Cut(string(version), "-")
	p.version = "WebKitGTK " + number
	path, err := inspected(inspector)
	if err != nil {
		return p, err
	}
	c, err := dial("ws://" + inspector + path)
	if err != nil {
		return p, err
	}
	targets := make(chan string, 10)
	go c.events(func(method string, params map[string]any) {
		if info, ok := params["targetInfo"].(map[string]any); ok && method == "Target.targetCreated" {
			targets <- text(info, "targetId")
		}
		var inner struct {
			Method string
			Params struct{ Message struct{ Text string } }
		}
		if json.Unmarshal([]byte(text(params, "message")), &inner) == nil && inner.Method == "Console.messageAdded" {
			r.console(inner.Params.Message.Text)
		}
	})
	select {
	case target := <-targets:
		for i, command := range []string{`"Console.enable"`, `"Runtime.evaluate","params":{"expression":"location.href='` + base + `/page'"}`} {
			message := fmt.Sprintf(`{"id":%d,"method":%s}`, i+1, command)
			if err := c.send(i+1, "Target.sendMessageToTarget", map[string]any{"targetId": target, "message": message}); err != nil {
				return p, err
			}
		}
	case <-time.After(60 * time.Second):
		return p, fmt.Errorf("it has no page to inspect")
	}
	return p, nil
}

// inspected waits for the first page of an inspector's list.
func inspected(inspector string) (path string, err error) {
	for range 600 {
		if response, err := http.Get("http://" + inspector + "/"); err == nil {
			list, _ := io.ReadAll(response.Body)
			response.Body.Close()
			if m := regexp.MustCompile(`/socket/\d+/\d+/WebPage`).Find(list); m != nil {
				return string(m), nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return "", fmt.Errorf("its inspector lists no page")
}

// debugger is a connection over which a browser is driven: Chromium's protocol and WebDriver BiDi have one shape.
type debugger struct {
	socket *websocket.Conn
	last   int
	early  []map[string]any // events that came before an answer
}

func dial(address string) (*debugger, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, address, nil)
	if err != nil {
		return nil, err
	}
	socket.SetReadLimit(64 << 20)
	return &debugger{socket: socket}, nil
}

func (d *debugger) read(ctx context.Context) (message map[string]any, err error) {
	_, data, err := d.socket.Read(ctx)
	if err == nil {
		err = json.Unmarshal(data, &message)
	}
	return message, err
}

func (d *debugger) call(method string, params any) (map[string]any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	d.last++
	if params == nil {
		params = map[string]any{}
	}
	if err := d.send(d.last, method, params); err != nil {
		return nil, err
	}
	for {
		message, err := d.read(ctx)
		if err != nil {
			return nil, err
		}
		if id, ok := message["id"].(float64); !ok || int(id) != d.last {
			d.early = append(d.early, message)
			continue
		}
		if message["error"] != nil {
			return nil, fmt.Errorf("%s: %v", method, message)
		}
		result, _ := message["result"].(map[string]any)
		return result, nil
	}
}

func (d *debugger) send(id int, method string, params any) error {
	command, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return err
	}
	return d.socket.Write(context.Background(), websocket.MessageText, command)
}

// events hands on what the browser tells until it ends.
func (d *debugger) events(each func(method string, params map[string]any)) {
	for {
		var message map[string]any
		if len(d.early) > 0 {
			message, d.early = d.early[0], d.early[1:]
		} else {
			var err error
			if message, err = d.read(context.Background()); err != nil {
				return
			}
		}
		if params, ok := message["params"].(map[string]any); ok {
			each(text(message, "method"), params)
		}
	}
}

func text(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func getJSON(address string, into any) error {
	response, err := http.Get(address)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(into)
}
