package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// placeholderKey is the sample key of RFC 6455 §1.3. It is used where a client generates its own.
const placeholderKey = "dGhlIHNhbXBsZSBub25jZQ=="

// request begins a request for a URL: request line and Host.
func (r *reader) request(method, url piece) (*headBuilder, head.Address) {
	a, ok := head.SplitAddress(url.text)
	if !ok { // relative: the text does not name the host
		target, hash, _ := strings.Cut(url.text, "#")
		a = head.Address{Target: target, Fragment: hash}
	}
	path := strings.Index(url.text, a.Target)
	if ok {
		path = len(url.text) - len(a.Target)
		if a.Fragment != "" || strings.HasSuffix(url.text, "#") {
			path -= len(a.Fragment) + 1
		}
	}
	target := url.slice(max(path, 0), max(path, 0)+len(a.Target))
	if a.Target == "" {
		target = inserted(handshake.InsertedByClient, "/")
	} else if a.Target[0] == '?' {
		target.text = "/" + target.text
	}
	if a.Fragment != "" {
		r.noticeAt(NoticeFragment, "What follows # in a URL is never sent.", url.at)
	}
	d := &headBuilder{start: []piece{method, target, inserted(handshake.InsertedVersion, "HTTP/1.1")}}
	if a.Host != "" {
		d.add(inserted(handshake.InsertedHost, "Host"), inserted(handshake.InsertedHost, a.Authority()))
	}
	return d, a
}

// handshake adds what a WebSocket client sends by itself.
func (r *reader) handshake(d *headBuilder) {
	d.client("Upgrade", "websocket")
	d.client("Connection", "Upgrade")
	if d.field("Sec-WebSocket-Key") == nil {
		d.client("Sec-WebSocket-Key", placeholderKey)
		r.notice(NoticeKeyInvented, "The client makes up a new key each time; here the sample of RFC 6455 is used.", head.Span{})
	}
	d.client("Sec-WebSocket-Version", "13")
}

// readURL reads a text that is just a URL, as the request that a client would make for it.
func readURL(r *reader) bool {
	text := strings.Trim(r.body, " \t\n\"'<>`")
	a, ok := head.SplitAddress(text)
	if !ok || a.Host == "" || strings.ContainsAny(text, " \t\n\r") {
		return false
	}
	start := strings.Index(r.body, text)
	r.Format = FormatURL
	r.open(r.pieceAt(head.Span{Start: start, End: start + len(text)}), nil)
	return true
}

// open adds the request that a browser sends to open a WebSocket.
func (r *reader) open(url piece, protocols []piece) *headBuilder {
	d, a := r.request(inserted(handshake.InsertedByClient, "GET"), url)
	r.handshake(d)
	if a.Host != "" {
		d.client("Origin", a.Origin())
	}
	d.protocols(protocols)
	r.exchange(d, nil, false, url.text)
	return d
}

// protocols adds the offered subprotocols, in order.
func (d *headBuilder) protocols(names []piece) {
	if len(names) == 0 {
		return
	}
	d.add(inserted(handshake.InsertedByClient, "Sec-WebSocket-Protocol"), joined(names, ", "))
}
