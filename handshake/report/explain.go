package report

import (
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/message"
)

// Outcome is what really happened.
type Outcome struct {
	Result cause.Result `json:"result"`                  // failed, opened, closed, unknown
	Status int          `json:"status,omitempty"`        // of the answer
	By     string       `json:"by,omitempty"`            // the program that answered, where something names it
	Close  int          `json:"close_code,omitempty"`    // that the text tells
	Config string       `json:"configuration,omitempty"` // the program whose configuration the text is
	Passes *bool        `json:"passes,omitempty"`        // whether that configuration passes WebSockets on, where it is known
	Next   []string     `json:"next,omitempty"`          // what to collect where the evidence is thin
}

// Message is what a program printed.
type Message struct {
	Client string   `json:"client"`           // the program that prints it
	Text   string   `json:"text"`             // the message as found
	Means  string   `json:"means"`            // what the message says
	Status int      `json:"status,omitempty"` // the status that it tells
	URL    string   `json:"url,omitempty"`    // the address that it names
	Page   string   `json:"page,omitempty"`   // path of this site's page about the program's messages
	Rules  []string `json:"rules,omitempty"`  // that its exchange may break
	Causes []string `json:"causes"`           // that it speaks for
	Span   Span     `json:"span"`             // bytes of the posted text
}

// Cause is why it failed.
type Cause struct {
	ID        string          `json:"id"`               // stable, in kebab case
	Headline  string          `json:"headline"`         // what went wrong
	Because   string          `json:"because"`          // the evidence, quoted, and what it means
	Certainty cause.Certainty `json:"certainty"`        // certain, likely, possible
	Rules     []string        `json:"rules,omitempty"`  // of the findings that speak for it
	Evidence  []Evidence      `json:"evidence"`         // the places that speak for it
	Lesson    string          `json:"lesson,omitempty"` // slug
	URL       string          `json:"url,omitempty"`    // path of the lesson on this site: /lesson/slug
	Next      string          `json:"next,omitempty"`   // what to do next
	Code      string          `json:"code,omitempty"`   // configuration that does it
}

// Evidence is a place that speaks for a cause.
type Evidence struct {
	In   string `json:"in"`   // text, request, response
	Span Span   `json:"span"` // bytes of the text or head
}

// explain adds what happened and why.
func explain(out *Report, r *handshake.Report, from ReadFrom) {
	e := cause.Evidence{Report: r}
	switch {
	case from.Paste != nil:
		e = cause.Gather(from.Text, from.Paste, r)
	case from.Text != "": // what a program said beside exact bytes
		e.Text, e.Messages = from.Text, message.Find(from.Text)
	}
	e.Hop, e.Does = from.Hop, from.Config
	outcome, causes := cause.Explain(e)
	var passes *bool
	if outcome.Passes || outcome.Loses {
		passes = &outcome.Passes
	}
	out.Outcome = &Outcome{outcome.Result, outcome.Status, outcome.By, outcome.Close, outcome.Config, passes, outcome.Next}
	out.Messages = make([]Message, len(e.Messages))
	for i, m := range e.Messages {
		page := ""
		if m.Source != "" { // a program that is known
			page = "/message/" + message.Slug(m.Program)
		}
		out.Messages[i] = Message{m.Program, m.Text, m.Means, m.Status, m.URL, page, m.Rules, m.Causes, Span{m.Start, m.End}}
	}
	out.Causes = make([]Cause, len(causes))
	for i, c := range causes {
		evidence := make([]Evidence, len(c.Marks))
		for k, m := range c.Marks {
			evidence[k] = Evidence{m.Side.String(), Span(m.Span)}
		}
		out.Causes[i] = Cause{c.ID, c.Headline, c.Because, c.Certainty, c.Rules, evidence, c.Lesson, lessonPath(c.Lesson), c.Next, c.Code}
	}
}

// lessonPath is where a lesson is on this site; "" for none.
func lessonPath(slug string) string {
	if slug == "" {
		return ""
	}
	return "/lesson/" + slug
}
