package app

import (
	"strings"

	"upgrade101/handshake"
)

// spoken is what the change of a field came to, in one sentence for those who listen.
func (m Model) spoken(field string) string {
	switch field {
	case "guess-verdict", "guess-line":
		return ""
	case "got":
		if strings.TrimSpace(m.Got) == "" || m.Report.Accept == nil {
			return ""
		}
		d, wrong := m.Diagnose()
		if !wrong {
			return "That is the right value for this key."
		}
		return d.Causes[0].Name
	case "response":
		if o := m.Report.Outlook(); o != nil {
			return outlookWords(o)
		}
		return "There is no response."
	case "console":
		if found := handshake.Translate(m.Console); len(found) > 0 {
			return found[0].Client + ": " + found[0].Means
		}
		return "No message of a handshake is known in this text."
	case "query", "level", "proxy":
		return foundWords(len(m.Lessons()))
	}
	if m.blank() {
		return "The request is empty."
	}
	return m.sentence()
}

func outlookWords(o *handshake.Outlook) string {
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
