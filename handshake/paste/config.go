package paste

import (
	"strings"

	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// configWords are the first words of configuration lines, by program. A line must also end as the program requires:
// with ";" or "{" for nginx.
var configWords = []struct {
	program string
	ends    string      // the line ends with one of these octets; "": with any
	words   phrase.List // each between blanks
}{
	{"nginx", "{;", phrase.List{Text: " server | location | upstream | http | events | map | proxy_pass | proxy_set_header | proxy_http_version | proxy_read_timeout | proxy_buffering | proxy_redirect | grpc_pass | fastcgi_pass | server_name | listen | ssl_certificate | resolver | error_log | access_log | include | rewrite | add_header | try_files "}},
	{"Apache", "", phrase.List{Text: " ProxyPass | ProxyPassMatch | ProxyPassReverse | ProxyRequests | ProxyPreserveHost | RewriteEngine | RewriteRule | RewriteCond | RequestHeader | LoadModule | SSLProxyEngine | SSLEngine | ServerName | DocumentRoot | <VirtualHost | <Location | <LocationMatch | <Proxy | <IfModule | <Directory "}},
	{"HAProxy", "", phrase.List{Text: " default_backend | use_backend | http-request | http-response | acl | stick-table "}},
	{"Caddy", "", phrase.List{Text: " reverse_proxy | handle_path | header_up | header_down "}},
	{"lighttpd", "", phrase.List{Text: " proxy.server | proxy.header | proxy.forwarded | server.modules "}},
	{"Varnish", "", phrase.List{Text: " vcl | sub | set | return | backend | import "}},
}

// configSigns are texts by which lines of other configurations are recognised.
var configSigns = []struct{ program, sign string }{
	{"Traefik", "traefik.http."}, {"Traefik", "entryPoints:"}, {"Traefik", "[http.routers"}, {"Traefik", "loadBalancer:"},
	{"lighttpd", "$HTTP["}, {"lighttpd", "proxy.server"},
	{"Express", "createProxyMiddleware("}, {"Express", "httpProxy.create"}, {"Express", "app.use(proxy("},
	{"webpack", "devServer:"}, {"Vite", "defineConfig("}, {"Vite", "server: {"},
	{"Kubernetes", "nginx.ingress.kubernetes.io/"}, {"Kubernetes", "apiVersion:"},
	{"Envoy", "upgrade_configs:"}, {"Envoy", "upgrade_type:"},
}

// anyWord and anySign are the words and the signs of all programs.
var anyWord, anySign phrase.List

func init() {
	signs := make([]string, len(configSigns))
	for i, c := range configSigns {
		signs[i] = c.sign
	}
	anySign.Text = strings.Join(signs, "|")
	words := make([]string, len(configWords))
	for i := range configWords {
		words[i] = configWords[i].words.Text
	}
	anyWord.Text = strings.Join(words, "|")
}

// configLine names the program whose configuration a line belongs to; "" for none.
func configLine(t string) string {
	t = strings.TrimLeft(t, " \t-\"'")
	t = strings.TrimRight(t, " \t")
	word := firstWord(t)
	if len(word) < 3 || word[0] >= 0x80 {
		return ""
	}
	last := t[len(t)-1]
	padded := " " + word + " "
	if anyWord.In(padded) {
		for i := range configWords {
			c := &configWords[i]
			if c.ends != "" && strings.IndexByte(c.ends, last) < 0 || !c.words.In(padded) {
				continue
			}
			switch {
			case c.program == "Varnish":
				if rest := t[len(word):]; last != '{' && last != ';' || !strings.HasPrefix(rest, " vcl_") && !strings.HasPrefix(rest, " req.") && !strings.HasPrefix(rest, " bereq.") && !strings.HasPrefix(rest, " (") && !strings.HasPrefix(rest, " 4") {
					continue
				}
			case len(t) == len(word) && c.program != "nginx", c.program == "HAProxy" && len(strings.Fields(t)) > 12:
				continue
			}
			return c.program
		}
	}
	if anySign.In(t) {
		for _, c := range configSigns {
			if strings.Contains(t, c.sign) {
				return c.program
			}
		}
	}
	if (word == "frontend" || word == "backend" || word == "listen" || word == "defaults" || word == "global") && len(strings.Fields(t)) <= 2 {
		return "HAProxy"
	}
	return ""
}

// isYAML reports whether a line can be YAML: indented, a list item, or a key.
func isYAML(t string) bool {
	if t == "" {
		return false
	}
	name, rest, ok := strings.Cut(t, ":")
	return head.IsBlank(t[0]) || t[0] == '-' || ok && head.IsToken(name) && !head.IsCommonField(name) && (rest == "" || rest[0] == ' ' && len(strings.Fields(rest)) < 3)
}

// config takes the configuration that begins at line i. It ends before a head, a command or prose, and not before its
// braces are closed.
func (s *splitter) config(i int, program string) (to int) {
	depth, lines, known := 0, 0, 0
	yaml := program == "Kubernetes" || program == "Traefik" || program == "Envoy"
	from := i // the lines that open its block come before it
	for from > s.begin && (s.trimmed(from-1) != "" && strings.HasSuffix(s.trimmed(from-1), "{") || yaml && isYAML(s.line(from-1))) {
		from--
	}
	for to = i; to < len(s.lines); to++ {
		t := s.trimmed(to)
		own := configLine(t)
		if own != "" {
			known++
		} else if depth <= 0 && to > i && !(yaml && isYAML(s.line(to))) {
			next := t
			if t == "" {
				next = s.trimmed(s.blankUp(to))
			}
			if next == "" || isStrictStart(next) || isTraceStart(next) || configLine(next) == "" && (t == "" || isProse(next) && !head.IsBlank(s.line(to)[0]) && strings.IndexByte("});", next[len(next)-1]) < 0) {
				break
			}
			if _, ok := commandIn(next); ok {
				break
			}
		}
		if t != "" {
			lines++
		}
		code, _, _ := strings.Cut(t, "#")
		depth += strings.Count(code, "{") - strings.Count(code, "}")
	}
	if program == "HAProxy" && known < 2 && lines < 3 {
		return i
	}
	for to > i && s.trimmed(to-1) == "" {
		to--
	}
	for k := from; k < i; k++ { // count what those lines open
		if depth -= strings.Count(s.line(k), "{"); to < len(s.lines) && strings.Trim(s.trimmed(to), "}") == "" {
			to++
		}
	}
	s.before(from)
	s.apart = true
	s.add(Part{Kind: PartConfig, Span: s.span(s.trimLine(s.through(from, to))), Exchange: -1, Program: program})
	return to
}
