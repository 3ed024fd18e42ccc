package hop

import (
	"strings"

	"upgrade101/handshake/head"
)

// maxDiffLines bounds the configurations that are compared.
const maxDiffLines = 400

// Apply carries a difference out and returns the text behind it.
func Apply(diff []head.DiffLine) string {
	var lines []string
	for _, l := range diff {
		if l.Op != '-' {
			lines = append(lines, l.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// FixDiff is what has to change in a configuration's snippet for an upgrade to get through; nil where nothing is
// known that helps, and where it gets through as it is.
func (p *Program) FixDiff(c *Configuration) []head.DiffLine {
	fixed := p.Configuration(c.Fix)
	if fixed == nil {
		return nil
	}
	return head.Diff(strings.Split(c.Snippet, "\n"), strings.Split(fixed.Snippet, "\n"), maxDiffLines)
}

// sample is the opening handshake that Losses sends.
const sample = "GET /chat HTTP/1.1\r\nHost: chat.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://chat.example.com\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

// What Losses calls it if the backend's 101 does not reach the client, and if no request reaches the backend.
const (
	LostAnswer     = "the server's 101"
	LostEverything = "everything"
)

// Losses names what a browser's opening handshake loses at a hop: "version", fields by name, LostAnswer, LostEverything.
func (h *Hop) Losses() []string {
	q := head.ParseRequest(sample)
	p := h.Forward(&q, DefaultEnv)
	if p.Head == "" {
		return []string{LostEverything}
	}
	var lost []string
	s := &p.x.s
	if v, _ := s.part("version"); v != "1.1" {
		lost = append(lost, "version")
	}
	if v, _ := s.get("upgrade"); !hasElement(v, "websocket") {
		lost = append(lost, "Upgrade")
	}
	if v, _ := s.get("connection"); !hasElement(v, "upgrade") {
		lost = append(lost, "Connection")
	}
	for _, n := range []string{"Sec-WebSocket-Key", "Sec-WebSocket-Version"} {
		if !s.has(n) {
			lost = append(lost, n)
		}
	}
	if v, _ := s.get("host"); v != "chat.example.com" {
		lost = append(lost, "Host")
	}
	key, _ := s.get("sec-websocket-key")
	back := h.Return(p, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "+Accept(key)+"\r\n\r\n")
	if back.Status != 101 || back.Tunnel != "both ways" {
		lost = append(lost, LostAnswer)
	}
	return lost
}
