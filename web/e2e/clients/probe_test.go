//go:build clients

package clients

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgrade101/web/e2e/peer"
	"upgrade101/web/e2e/port"
)

// aroundNginx is what the configuration of a site needs to run outside of a service manager.
var aroundNginx = proxies["nginx"].around

// TestInstalledProbe: the verb probe, against programs as people run them. What a test can play without them is in
// web/command.
func TestInstalledProbe(t *testing.T) {
	program, own := build(t), port.Free(t)
	start(t, t.TempDir(), program, "-addr", own)
	await(t, "http://"+own+"/healthz")
	for name, c := range map[string]struct {
		url  func(t *testing.T) string // "" where the program is missing
		want string                    // in the headline of the first cause; "": it opens
	}{
		"upgrade101":                           {func(*testing.T) string { return "ws://" + own + "/echo" }, ""},
		"a page of it":                         {func(*testing.T) string { return "ws://" + own + "/" }, "ordinary page"},
		"gorilla":                              {func(t *testing.T) string { return peer.Serve(t, http.HandlerFunc(peer.Gorilla)) }, ""},
		"coder":                                {func(t *testing.T) string { return peer.Serve(t, http.HandlerFunc(peer.Coder)) }, ""},
		"nginx, plain, in front of upgrade101": {func(t *testing.T) string { return nginx(t, own, "") }, "Upgrade"},
		"nginx, plain, in front of gorilla": {func(t *testing.T) string {
			return nginx(t, host(peer.Serve(t, http.HandlerFunc(peer.Gorilla))), "")
		}, "Upgrade"},
		"nginx, fixed": {func(t *testing.T) string {
			return nginx(t, own, "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection; proxy_set_header Host $http_host;")
		}, ""},
		"nginx, nothing behind": {func(t *testing.T) string { return nginx(t, port.Refusing(t), "") }, "502"},
		"Caddy":                 {func(t *testing.T) string { return caddy(t, own) }, ""},
		"Caddy, nothing behind": {func(t *testing.T) string { return caddy(t, port.Refusing(t)) }, "502"},
	} {
		t.Run(name, func(t *testing.T) {
			url := c.url(t)
			if url == "" {
				return
			}
			out, err := exec.CommandContext(t.Context(), program, "probe", "-json", "-message", "Hello", url).Output()
			var got struct {
				Opened bool
				Close  string
				Fault  string
				Report struct {
					Causes []struct{ Headline, Because string }
				}
			}
			if json.Unmarshal(out, &got) != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("opened %v, %s %s, causes %q", got.Opened, got.Close, got.Fault, got.Report.Causes)
			switch {
			case c.want == "" && (err != nil || !got.Opened || len(got.Report.Causes) > 0 || !strings.HasPrefix(got.Close, "Close 1000")):
				t.Errorf("it does not open: %v", err)
			case c.want != "" && (err == nil || got.Opened || len(got.Report.Causes) == 0 || !strings.Contains(got.Report.Causes[0].Headline, c.want)):
				t.Errorf("the first cause is not %q; %v", c.want, err)
			}
		})
	}
}

// host is the host and port of an address.
func host(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// nginx runs it in front of a server, with these lines, and returns the address of /echo; "" where it is missing.
func nginx(t *testing.T, behind, lines string) string {
	addr := port.Free(t)
	server := fmt.Sprintf("server { listen %s; location = /up { return 200; } location / { proxy_pass http://%s; %s } }", addr, behind, lines)
	return front(t, "nginx", addr, "nginx.conf", fmt.Sprintf(aroundNginx, server))
}

func caddy(t *testing.T, behind string) string {
	addr := port.Free(t)
	return front(t, "caddy", addr, "Caddyfile", fmt.Sprintf("{\n\tadmin off\n}\nhttp://%s {\n\trespond /up 200\n\treverse_proxy %s\n}\n", addr, behind))
}

// front runs a proxy until the test ends.
func front(t *testing.T, name, addr, file, config string) string {
	if missing(t, name) {
		t.Logf("%s is missing", name)
		return ""
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, file), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	command := slices.Clone(proxies[name].command)
	command[0] = find(t, name)
	start(t, dir, command...)
	await(t, "http://"+addr+"/up")
	return "ws://" + addr + "/echo"
}
