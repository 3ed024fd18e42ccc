package hoptest

import (
	"fmt"
	"strings"

	"upgrade101/handshake/hop"
)

const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

// ownKey replaces, in the recordings, the keys that hops generate.
const ownKey = "A-NEW-RANDOM-KEY-OF-16B=="

const (
	switching  = "HTTP/1.1 101 Switching Protocols\r\n"
	connection = "Connection: Upgrade\r\n"
)

// refusals are the answers that do not depend on the request, by name.
var refusals = map[string]string{
	"426": "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nContent-Type: text/plain\r\nContent-Length: 26\r\n\r\nbackend: upgrade required\n",
	"200": "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\npage\n",
	"403": "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n\r\nbackend: origin not allowed\n",
	"eof": "",
}

// received is a head that arrived at the backend.
type received struct {
	head       string
	upgrade    string // the value of Upgrade; "" also if it is missing
	token      string // the protocol of the answer
	key        string // the sample's if there is none
	hasKey     bool
	acceptance string // the lines of an answer to a key and to subprotocols
}

func receive(head string) received {
	r := received{head: head, token: "websocket", key: sampleKey}
	if r.upgrade, _ = r.get("upgrade"); r.upgrade != "" && !strings.Contains(strings.ToLower(r.upgrade), "websocket") {
		r.token = r.upgrade
	}
	if key, ok := r.get("sec-websocket-key"); ok {
		r.key, r.hasKey = key, true
	}
	if r.token != "websocket" {
		return r
	}
	r.acceptance = "Sec-WebSocket-Accept: " + hop.Accept(r.key) + "\r\n"
	if p, ok := r.get("sec-websocket-protocol"); ok {
		p, _, _ = strings.Cut(p, ",")
		r.acceptance += "Sec-WebSocket-Protocol: " + strings.TrimSpace(p) + "\r\n"
	}
	return r
}

// get returns the value of a field, its lines joined by commas.
func (r *received) get(name string) (value string, found bool) {
	for _, l := range strings.Split(r.head, "\r\n") {
		if n, v, ok := strings.Cut(l, ":"); ok && strings.EqualFold(n, name) {
			if found {
				value += ", "
			}
			value, found = value+strings.TrimSpace(v), true
		}
	}
	return value, found
}

// Backend returns the named answer of the recordings' backend to the head that arrived for a request.
func Backend(request, answer, head string) string {
	if text, ok := refusals[answer]; ok {
		return text
	}
	r := receive(head)
	upgrade := "Upgrade: " + r.token + "\r\n"
	switch answer {
	case "101", "101 eof", "101+frame": // they differ in what follows the head
		return switching + upgrade + connection + r.acceptance + "\r\n"
	case "101+length":
		return switching + upgrade + connection + r.acceptance + "Content-Length: 0\r\n\r\n"
	case "101+extra":
		return switching + upgrade + connection + r.acceptance + "Server: backend/1\r\nDate: Tue, 05 May 2026 10:00:00 GMT\r\nSet-Cookie: route=1; Path=/\r\nX-Backend: b1\r\n\r\n"
	case "101 lower":
		return switching + strings.Replace(upgrade, "U", "u", 1) + strings.Replace(connection, "C", "c", 1) + strings.Replace(r.acceptance, "Sec-WebSocket-Accept", "sec-websocket-accept", 1) + "\r\n"
	case "101-connection":
		return switching + upgrade + r.acceptance + "\r\n"
	case "101-upgrade":
		return switching + connection + r.acceptance + "\r\n"
	case "101 other":
		return switching + "Upgrade: foo/1\r\n" + connection + "\r\n"
	}
	if request == "e" {
		return refusals["200"]
	}
	return r.conforming(request)
}

// conforming answers as RFC 6455 §4.2.2 and RFC 9110 §7.8 say.
func (r *received) conforming(request string) string {
	content := func(status, fields, text string) string {
		return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Type: text/plain\r\nContent-Length: %d\r\n\r\nbackend: %s\n", status, fields, len(text)+10, text)
	}
	websocket := r.token == "websocket" && (r.upgrade != "" || !strings.Contains("fg", request))
	if websocket && !strings.HasPrefix(r.head, "GET ") {
		return content("405 Method Not Allowed", "Allow: GET\r\n", "GET only")
	}
	if lacks := r.lacks(websocket); len(lacks) > 0 {
		named := r.token
		if r.upgrade != "" && !strings.EqualFold(r.upgrade, "websocket") {
			named, _, _ = strings.Cut(r.upgrade, ",")
		}
		return content("426 Upgrade Required", "Upgrade: "+named+"\r\n"+connection+"Sec-WebSocket-Version: 13\r\n", strings.Join(lacks, "; "))
	}
	if websocket && (!r.hasKey || len(r.key) != 24 && r.key != ownKey) {
		return content("400 Bad Request", "", "bad Sec-WebSocket-Key")
	}
	interim := ""
	if _, ok := r.get("expect"); ok {
		interim = "HTTP/1.1 100 Continue\r\n\r\n"
	}
	return interim + switching + "Upgrade: " + r.token + "\r\n" + connection + r.acceptance + "\r\n"
}

// lacks returns what a request lacks for an upgrade.
func (r *received) lacks(websocket bool) (lacks []string) {
	if !strings.Contains(strings.SplitN(r.head, "\r\n", 2)[0], " HTTP/1.1") {
		lacks = append(lacks, "version HTTP/1.0")
	}
	options, _ := r.get("connection")
	if !strings.Contains(","+strings.ReplaceAll(strings.ToLower(options), " ", "")+",", ",upgrade,") {
		lacks = append(lacks, "Connection lacks upgrade")
	}
	if r.upgrade == "" {
		lacks = append(lacks, "no Upgrade")
	}
	if v, _ := r.get("sec-websocket-version"); websocket && v != "13" {
		lacks = append(lacks, "Sec-WebSocket-Version not 13")
	}
	return lacks
}
