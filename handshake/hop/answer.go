package hop

import (
	"strconv"
	"strings"
)

// answer writes an answer that the hop itself gives.
//
//	answer = "closed" / "silent" / DQUOTE text [ "|||" end ]
//	       / ["="] status " " reason *( "|" field ) [ "||" ["^" / "!"] content ] [ "|||" end ] ; ^ in chunks, ! even to HEAD
//
// After a quotation mark, the text is sent without a head. With =, the answer is sent as written; otherwise the edits
// of the answer half apply, as for the backend's answer; the condition "a:own" is true for it.
func (h *Hop) answer(x *exchange, text string) Answer {
	if named, ok := h.Answers[text]; ok {
		text = named
	}
	if text == "closed" || text == "silent" {
		return Answer{End: text}
	}
	text, end, _ := strings.Cut(text, "|||")
	if bare, ok := strings.CutPrefix(text, `"`); ok {
		return Answer{Raw: x.fill(bare), End: end}
	}
	text, raw := strings.CutPrefix(text, "=")
	head, content, _ := strings.Cut(text, "||")
	lines := strings.Split(head, "|")
	content, inChunks := strings.CutPrefix(content, "^")
	content, always := strings.CutPrefix(content, "!")
	if content = x.fill(content); inChunks {
		content = chunked(content)
	}
	m := message{start: "HTTP/1.1 " + lines[0], content: content, own: true}
	for _, l := range lines[1:] {
		name, value, _ := strings.Cut(l, ": ")
		if value = x.fill(value); value != "" {
			m.add(name, value)
		}
	}
	if method, _ := x.q.part("method"); method == "HEAD" && !always { // RFC 9110 §9.3.2
		m.content = ""
		m.drop("transfer-encoding")
	}
	x.a = m
	if !raw {
		h.finish(x)
	}
	r := Answer{Raw: x.continued(h) + x.a.head() + x.a.content, Status: x.a.status(), End: end}
	return r
}

// continued returns the 100 (Continue) that the hop itself sends (RFC 9110 §10.1.1).
func (x *exchange) continued(h *Hop) string {
	if x.q.wantsContinue() && h.interim(x, "make") {
		return "HTTP/1.1 100 Continue\r\n\r\n"
	}
	return ""
}

func (h *Hop) interim(x *exchange, word string) bool {
	for _, w := range strings.Split(h.Interim, ";") {
		if text, condition := cutCondition(strings.TrimSpace(w)); text == word && x.holds(condition) {
			return true
		}
	}
	return false
}

func (m *message) wantsContinue() bool {
	v, _ := m.get("expect")
	return strings.EqualFold(v, "100-continue")
}

func (m *message) status() int {
	s, _ := m.part("status")
	n, _ := strconv.Atoi(s)
	return n
}

// finish applies what the hop does to every answer.
func (h *Hop) finish(x *exchange) {
	m := &x.a
	if method, _ := x.q.part("method"); method == "HEAD" && !m.own && m.status() != 101 { // RFC 9110 §9.3.2
		m.content = ""
	}
	x.apply(m, parseEdits(h.Answer))
	if v := x.fill(x.choose(h.AnswerHTTP)); v != "" && m.status() > 0 {
		_, rest, _ := strings.Cut(m.start, " ")
		status, reason, _ := strings.Cut(rest, " ")
		own, ok := h.Answers["reason "+status]
		if !ok {
			own, ok = h.Answers["reason *"]
		}
		if ok && !m.own {
			reason = x.fill(own)
		}
		m.start = "HTTP/" + v + " " + status + " " + reason
	}
	m.recase(x.choose(h.AnswerNames))
	m.arrange(x.choose(h.AnswerOrder))
}

// Unreachable returns the client's answer if nothing listens at the backend's address.
func (h *Hop) Unreachable(p Passage) Answer {
	if p.Answered != nil {
		return h.Return(p, "")
	}
	x := *p.x
	return h.fails(&x, x.choose(h.Down), "down", x.continued(h))
}

// fails is what the client gets in place of the backend's answer, after what it already got.
func (h *Hop) fails(x *exchange, text, log, before string) Answer {
	made := x.continued(h)
	r := h.answer(x, text)
	r.Log = h.Log[log]
	r.Raw = before + strings.TrimPrefix(r.Raw, made)
	return r
}

// Return passes the backend's answer back through the hop. An empty answer means that the backend closed without one.
func (h *Hop) Return(p Passage, answer string) Answer {
	if p.Answered != nil {
		r := *p.Answered
		if p.Head != "" && r.Status == 101 { // the hop switched before it asked the backend
			x := *p.x
			x.a = h.parseResponse(answer)
			if r.Tunnel = "none"; x.a.status() == 101 {
				r.Tunnel = h.tunnel(&x)
			}
		}
		return r
	}
	x := *p.x
	whole := answer
	before := x.continued(h)
	m := h.parseResponse(answer)
	for answer != "" && m.status()/100 == 1 && m.status() != 101 && !h.interim(&x, "last") {
		m.content, answer = "", m.content
		if x.a = m.copy(); h.interim(&x, "pass") {
			h.finish(&x)
			before += x.a.head()
		}
		m = h.parseResponse(answer)
		m.interim = true
	}
	if answer == "" {
		return h.fails(&x, x.choose(h.Gone), "gone", before)
	}
	x.a, x.b = m.copy(), m
	if text, refuses := x.first(h.Refuses); refuses {
		if h.interim(&x, "switch") {
			y := x
			h.finish(&y)
			before += y.a.head()
		}
		if h.interim(&x, "late") {
			before = x.continued(h)
		}
		return h.fails(&x, text, "refused", before)
	}
	tunnel := h.tunnel(&x)
	h.finish(&x)
	r := Answer{Raw: before + x.a.head() + x.a.content, Status: x.a.status()}
	if h.interim(&x, "raw") {
		r.Raw = x.continued(h) + whole
	}
	if r.Status == 101 {
		r.Tunnel = tunnel
	}
	r.Changes = explain(&m, &x.a, h)
	return r
}

// tunnel returns the directions in which bytes pass after a 101.
func (h *Hop) tunnel(x *exchange) string {
	if text, says := x.first(h.Tunnel); says {
		return text
	}
	return "both ways"
}
