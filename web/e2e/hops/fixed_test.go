//go:build hops

package hops

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
	"upgrade101/handshake/hop/programs"
)

// TestFixed: a configuration that loses the upgrade is changed as its text is where it is pasted, and the program runs with the result and
// opens a tunnel.
func TestFixed(t *testing.T) {
	if recorder != nil {
		t.Skip("this run records")
	}
	catalog := programs.Catalog()
	recordings, err := hoptest.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range catalog.Programs {
		p := &catalog.Programs[i]
		if _, err := os.Stat(filepath.Join(bin, starters[p.ID].file)); err != nil || starters[p.ID].start == nil || p.Syntax == "" {
			continue
		}
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			text := fixed(catalog, p, cf, cf.Snippet)
			if text == "" {
				continue
			}
			t.Run(p.ID+"/"+cf.ID, func(t *testing.T) {
				t.Parallel()
				b, changed := newBackend(t), *cf
				changed.Snippet = text
				says := func(head string) string { return hoptest.Backend("a", "conforming", head) }
				o, err := b.exchange(start(t, p.ID, &changed, b), recordings.Requests["a"], says, true, expected{head: true, answer: true, tunnel: true})
				if err != nil || o.Tunnel != "both ways" {
					t.Errorf("%v: the client got %q\n%s", err, o.Client, text)
				}
			})
		}
	}
}

// fixed is the text with what fixes a configuration; empty where the text cannot be changed, or none is known.
func fixed(c *hop.Catalog, p *hop.Program, cf *hop.Configuration, text string) string {
	fix := p.Configuration(cf.Fix)
	r := c.Read(text, p.Version)
	if fix == nil || len(r.Matches) == 0 {
		return ""
	}
	return c.Fixed(&r, &hop.Match{Program: p, Configuration: cf}, fix)
}

// TestTwiceInNginx: of several statements about one field nginx sends what the reader of configurations says.
func TestTwiceInNginx(t *testing.T) {
	if _, err := os.Stat(filepath.Join(bin, starters["nginx"].file)); err != nil || recorder != nil {
		t.Skip(err)
	}
	recordings, err := hoptest.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := programs.Catalog()
	for _, lines := range []string{
		"proxy_set_header Host $host; proxy_set_header Host $http_host;",
		"proxy_set_header Connection close; proxy_set_header Connection upgrade; proxy_set_header Upgrade $http_upgrade;",
		"proxy_set_header X-A \"\"; proxy_set_header X-A b;",
		"proxy_set_header X-A b; proxy_set_header X-A \"\"; proxy_set_header x-a c;",
	} {
		cf := hop.Configuration{Snippet: "location / {\nproxy_pass http://127.0.0.1:PORT;\n" + lines + "\n}"}
		r := c.Read(cf.Snippet, c.Program("nginx").Version)
		b := newBackend(t)
		says := func(head string) string { return hoptest.Backend("a", "conforming", head) }
		if diffs := compare(r.Hop, b, start(t, "nginx", &cf, b), recordings.Requests["a"], says, false); len(diffs) > 0 {
			t.Errorf("%s\n   %s", lines, strings.Join(diffs, "\n   "))
		}
	}
}

// TestFixedInNginx: nginx accepts a fixed text at the place from which it was taken: within a server, within http, and as a whole file. A
// statement that belongs elsewhere would be refused.
func TestFixedInNginx(t *testing.T) {
	file := filepath.Join(bin, starters["nginx"].file)
	if _, err := os.Stat(file); err != nil {
		t.Skip(err)
	}
	c := programs.Catalog()
	p, checked := c.Program("nginx"), 0
	for j := range p.Configurations {
		cf := &p.Configurations[j]
		within := func(block, text string) string {
			return block + " {\n" + strings.ReplaceAll("\n"+text, "\n", "\n    ") + "\n}"
		}
		server := within("server", "listen 127.0.0.1:8080;\n"+cf.Snippet)
		for place, text := range map[string]string{"a server": cf.Snippet, "http": server, "a file": "events {\n}\n" + within("http", server)} {
			if text = fixed(c, p, cf, text); text == "" {
				continue
			}
			dir, conf := t.TempDir(), strings.ReplaceAll(text, "PORT", "9000")
			if place == "a server" {
				conf = "server {\nlisten 127.0.0.1:8080;\n" + conf + "\n}"
			}
			if place != "a file" {
				conf = "events {}\nhttp {\n" + conf + "\n}"
			}
			conf = "pid " + dir + "/pid;\n" + strings.Replace(conf, "http {", "http {\naccess_log off;", 1) + "\n" // its default is a folder that need not be there
			for _, d := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				conf = strings.Replace(conf, "http {", "http {\n"+d+"_temp_path "+dir+"/"+d+";", 1)
			}
			if out, err := exec.Command(file, "-t", "-p", dir, "-e", dir+"/error", "-c", write(t, dir, "conf", conf)).CombinedOutput(); err != nil {
				t.Errorf("%s, in %s: %s\n%s", cf.ID, place, out, text)
			}
			checked++
		}
	}
	if checked < 12 {
		t.Errorf("%d texts were checked", checked)
	}
}
