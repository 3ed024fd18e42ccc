package document

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// status is what the page of a status holds.
type status struct {
	handshake.StatusMeaning
	Cites    []Cite
	Says     []says // what clients print
	Lessons  []link
	Example  []string           // the lines of such an answer, from the first lesson
	Exchange handshake.Exchange // of that lesson
	Policy   handshake.Policy
	Proxies  []link // behind which a browser's handshake ends so by default
}

// says is the line that a client prints.
type says struct{ Client, Text string }

// Cite is a place to read.
type Cite struct{ Text, URL string }

func statusPages() []page {
	var all []*status
	list := []page{}
	for _, m := range handshake.Statuses() {
		s := newStatus(m)
		all = append(all, s)
		number := strconv.Itoa(m.Status)
		title := strings.TrimSpace(number + " " + m.Name)
		list = append(list, page{path: "status/" + number, kind: "status", title: title + " as the answer to a WebSocket handshake",
			description: title + ": " + m.Means, data: s})
	}
	return append(list, page{path: "status", kind: "statuses", title: "Status codes as answers to a WebSocket handshake",
		description: "What each HTTP status means when a WebSocket was asked for, and what to check first.", data: all})
}

func newStatus(m handshake.StatusMeaning) *status {
	s := &status{StatusMeaning: m}
	number := strconv.Itoa(m.Status)
	if t, ok := lessons.TermByName(strings.TrimSpace(number + " " + m.Name)); ok {
		s.Cites = cites(t.Links)
	}
	for _, l := range lessons.All() {
		if strings.HasPrefix(l.Response, "HTTP/1.1 "+number) || strings.HasPrefix(l.Response, ":status: "+number) {
			if s.Lessons == nil {
				s.Example, s.Exchange, s.Policy = headLines(l.Response), l.Exchange(), l.Policy
			}
			s.Lessons = append(s.Lessons, link{"lesson/" + l.Slug, l.Title})
		}
	}
	s.Proxies = caused().statuses[m.Status]
	if m.Status != 101 {
		for _, l := range lessons.Find(number) {
			if to := (link{"lesson/" + l.Slug, l.Title}); !slices.Contains(s.Lessons, to) {
				s.Lessons = append(s.Lessons, to)
			}
		}
	}
	switch m.Status {
	case 100, 101, 103, 444, 495, 496, 499: // no refusal, or a number that nginx keeps to itself
		return s
	}
	answer := "HTTP/1.1 " + strings.TrimSpace(number+" "+m.Name) + "\r\nContent-Length: 0\r\n\r\n"
	report := handshake.Inspect(handshake.Exchange{Request: handshake.Good().Request, Response: answer}, handshake.Policy{})
	words := report.Client.Console
	for _, c := range []says{{"Chrome", words.Chrome}, {"Firefox", words.Firefox}, {"Node", words.Node}, {"npm ws", words.WS}} {
		if c.Text != "" {
			s.Says = append(s.Says, c)
		}
	}
	return s
}

func cites(links []lessons.Link) []Cite {
	var out []Cite
	for _, l := range links {
		out = append(out, Cite{l.Text, l.URL})
	}
	return slices.Clip(out)
}
