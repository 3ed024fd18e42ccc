package paste

import (
	"encoding/base64"
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// toolOptions are the options of a command-line WebSocket client, by meaning.
type toolOptions struct {
	field, origin, protocol, auth []string
	takes                         []string // take a value and do not change the head
}

var wscatOptions = toolOptions{
	field:    []string{"-H", "--header"},
	origin:   []string{"-o", "--origin"},
	protocol: []string{"-s", "--subprotocol"},
	auth:     []string{"--auth"},
	takes: []string{"-p", "--protocol", "-x", "--execute", "-w", "--wait", "-l", "--listen", "--host", "--ca", "--cert", "--key",
		"--passphrase", "--proxy", "--tls-options", "-L", "--show-ping-pong"},
}

var websocatOptions = toolOptions{
	field:    []string{"-H", "--header", "--headers"},
	origin:   []string{"--origin", "-o"},
	protocol: []string{"--protocol", "--websocket-protocol", "--subprotocols", "-s"},
	auth:     []string{"--basic-auth"},
	takes: []string{"-B", "--buffer-size", "--ping-interval", "--ping-timeout", "--max-messages", "--tls-domain", "--ws-c-uri", "--restrict-uri",
		"--close-reason", "--close-status-code", "--client-pkcs12-der", "--socks5", "-p", "--timings", "--text", "--extraheader"},
}

// tool reads the arguments of websocat, wscat and similar programs.
func (r *reader) tool(words []word, o *toolOptions) {
	var url, origin, auth piece
	var fields []fieldBuilder
	var protocols []piece
	for i := 0; i < len(words); i++ {
		w := words[i].piece()
		if len(w.text) < 2 || w.text[0] != '-' {
			if _, ok := head.SplitAddress(w.text); ok || url.text == "" && w.text != "-" {
				url = w
			}
			continue
		}
		name, value, inline := w.text, piece{}, false
		if k := strings.IndexByte(name, '='); k > 0 {
			value, name, inline = w.slice(k+1, len(name)), name[:k], true
		} else if name[1] != '-' && len(name) > 2 { // -HName:value, or grouped switches
			if o.knows(name[:2]) {
				value, name, inline = w.slice(2, len(name)), name[:2], true
			} else {
				name = "-" + name[len(name)-1:]
			}
		}
		if !o.knows(name) {
			continue // a switch; -c of wscat is followed by the URL
		}
		if !inline {
			if i+1 == len(words) {
				break
			}
			i++
			value = words[i].piece()
		}
		switch {
		case slices.Contains(o.field, name):
			fields = append(fields, fieldBuilder{name: value, whole: true})
		case slices.Contains(o.origin, name):
			origin = value
		case slices.Contains(o.protocol, name):
			protocols = append(protocols, value)
		case slices.Contains(o.auth, name):
			auth = value
		}
	}
	if url.text == "" || strings.ContainsAny(url.text, " \t\r\n") {
		return
	}
	if _, ok := head.SplitAddress(url.text); !ok {
		if strings.Contains(url.text, "://") || strings.Contains(url.text, ":") && !strings.ContainsAny(url.text, "./0123456789") {
			return
		}
		url.text = "ws://" + url.text
	}
	d, a := r.request(inserted(handshake.InsertedByClient, "GET"), url)
	d.give(fields)
	if origin.text != "" {
		d.add(inserted(handshake.InsertedByClient, "Origin"), origin)
	}
	if auth.text == "" && a.User != "" && o == &wscatOptions { // npm ws sends the user of the URL
		auth = decoded(a.User, url.at)
	}
	if auth.text != "" {
		d.add(inserted(handshake.InsertedByClient, "Authorization"), decoded("Basic "+base64.StdEncoding.EncodeToString([]byte(auth.text)), auth.at))
	}
	r.handshake(d)
	d.protocols(protocols)
	r.exchange(d, nil, false, url.text)
}

func (o *toolOptions) knows(name string) bool {
	return slices.Contains(o.field, name) || slices.Contains(o.origin, name) || slices.Contains(o.protocol, name) || slices.Contains(o.auth, name) || slices.Contains(o.takes, name)
}
