package hop

import (
	"strings"

	"upgrade101/handshake/head"
)

// DiffLine is a line of a difference: Op is ' ' for one that stays, '-' for one that goes, '+' for one that comes.
type DiffLine struct {
	Op   byte
	Text string
}

// maxDiffLines bounds the texts that Diff compares; it takes time and memory of its square.
const maxDiffLines = 400

// Diff compares two texts line by line.
func Diff(before, after string) (out []DiffLine) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	if len(a) > maxDiffLines || len(b) > maxDiffLines {
		a, b = a[:min(len(a), maxDiffLines)], b[:min(len(b), maxDiffLines)]
	}
	common := make([][]int, len(a)+1) // length of the longest common part of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, DiffLine{'-', a[i]})
			i++
		default:
			out = append(out, DiffLine{'+', b[j]})
			j++
		}
	}
	return out
}

// Apply carries a difference out and returns the text behind it.
func Apply(diff []DiffLine) string {
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
func (p *Program) FixDiff(c *Configuration) []DiffLine {
	fixed := p.Configuration(c.Fix)
	if fixed == nil {
		return nil
	}
	return Diff(c.Snippet, fixed.Snippet)
}

// sample is the opening handshake that Losses sends.
const sample = "GET /chat HTTP/1.1\r\nHost: chat.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://chat.example.com\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

// What Losses calls it if the backend's 101 does not reach the client, and if no request reaches the backend.
const (
	LostAnswer     = "the answer"
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
