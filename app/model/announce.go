package model

import (
	"strings"

	"upgrade101/handshake"
)

// Announcement is one sentence for screen readers about the result of a change of a field.
func (m Model) Announcement(field string) string {
	switch field {
	case "guess-opens", "guess-line", "guess-fault":
		return ""
	case "got":
		if strings.TrimSpace(m.Got) == "" || m.Report.Accept == nil {
			return ""
		}
		d, wrong := m.Diagnose()
		if !wrong {
			return "That is the right value for this key."
		}
		return d.Mistakes[0].Name
	case "response":
		if o := m.Report.Client; o != nil {
			return clientWords(o)
		}
		return "There is no response."
	case "through", "configuration":
		if field == "configuration" && len(m.Through.Read.Matches) == 0 {
			return m.Through.Words
		}
		if m.Judged.Outcome.Config != "" && !m.Through.Open {
			return m.summary()
		}
		if w, why := m.PassThrough(); why == "" && m.Through.Catalog != nil {
			return w.Got.Headline + "."
		}
		return m.Through.Failed
	case "query", "level", "proxy":
		return FoundWords(len(m.Lessons()))
	}
	if m.Blank() {
		return "The request is empty."
	}
	if m.Change != nil {
		return m.changed()
	}
	if m.Outdated {
		return OutdatedWords + " " + m.summary()
	}
	return m.summary()
}

// OutdatedWords say what Model.Outdated means, and RefusedWords what Model.Refused does.
const (
	OutdatedWords = "The response in the other tab belonged to the text before, so it is taken out. Undo brings both back."
	RefusedWords  = "This browser does not let the page read the clipboard, or there is no text on it. Paste into the editor."
)

func clientWords(o *handshake.ClientVerdict) string {
	for _, c := range o.Checks {
		if c.Result == handshake.Failed {
			return "Chrome stops at " + c.Name + "."
		}
	}
	if !o.Opens {
		return "A client fails the connection."
	}
	return "The socket opens."
}

// NoFix says that only a person can fix a finding.
const NoFix = "This cannot be fixed automatically."

// Words is a sentence about what the last press did to the exchange.
func (c *Change) Words() string {
	words := "Changed."
	switch {
	case c.Stays:
		words = strings.TrimSpace(NoFix + " " + c.Rule.Fix)
	case c.Other:
		words = "The editor now shows this rule's own example, with the fault “" + c.Problem + "”."
	case c.Broke:
		words = "Made the fault “" + c.Problem + "”."
	case c.Rule != nil:
		words = "Fixed the fault “" + c.Problem + "”."
	}
	if c.Old {
		words += " The response answered the request before the fix, so it is taken out. Send the fixed request and paste the new response."
	}
	if c.Raw {
		words += " The text is now raw HTTP."
	}
	return words
}

// changed is what the last press did and what that led to, for screen readers.
func (m Model) changed() string {
	words := m.Change.Words()
	for _, line := range m.Change.Added {
		words += " New line: " + strings.TrimSpace(line) + "."
		break
	}
	return words + " " + m.summary()
}

// summary is the verdict in one sentence, for screen readers.
func (m Model) summary() string {
	if m.ReadsConfiguration() {
		return m.Headline()
	}
	s := m.Headline()
	if tally := m.Judged.Tally(m.Report.Findings); tally != "" {
		s += ": " + tally
	}
	if len(m.Judged.Causes) > 0 {
		return s + ", cause: " + m.Judged.Causes[0].Headline
	}
	if len(m.Report.Findings) > 0 {
		s += ", first: " + m.Report.Findings[0].Problem()
	}
	return s
}
