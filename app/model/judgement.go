package model

import (
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// Judgement is what happened to an exchange, and why.
type Judgement struct {
	Outcome  cause.Outcome
	Causes   []cause.Found     // the best first; none where nothing failed
	Messages []message.Message // that clients, servers and proxies printed
	State    cause.State
	Headline string // what the exchange comes to, without a full stop
	Meaning  string // what that means, in a sentence; may be ""
}

// judgement explains a report, with the text that it was read from; "" for exact bytes. hop is a proxy that sends such a
// request, if one is known, and does what a configuration in the text does.
func judgement(r *handshake.Report, text string, p *paste.Paste, hop, does string) Judgement {
	e := cause.Gather(text, p, r)
	e.Hop, e.Does = hop, does
	j := Judgement{Messages: e.Messages}
	j.Outcome, j.Causes = cause.Explain(e)
	j.State, j.Headline, j.Meaning = cause.Headline(j.Outcome, e.Report)
	return j
}

// Tally counts the findings; "" where there are none, and that is no good news: something fails all the same, or there is no head.
func (j *Judgement) Tally(found []handshake.Finding) string {
	if len(found) == 0 && (j.Outcome.Config != "" || j.State != cause.Works && j.State != cause.Warns && j.State != cause.Ordinary) {
		return ""
	}
	return Tally(found)
}

// look is the appearance of a state.
type look struct{ Class, Glyph string }

// Looks are the class and the sign of each state.
var Looks = map[cause.State]look{
	cause.Works:    {"ok", "✓"},
	cause.Warns:    {"warn", "▲"},
	cause.Fails:    {"bad", "✕"},
	cause.Unclear:  {"info", "?"},
	cause.Ordinary: {"info", "–"},
	0:              {"empty", ""}, // there is none yet
}

// ReadsConfiguration says whether the text is a configuration of which it is not known yet what it does: the data about proxies is
// still to come, or typing has not paused.
func (m Model) ReadsConfiguration() bool {
	t, o := &m.Through, m.Judged.Outcome
	return o.Config != "" && o.Result == cause.Unknown && o.Close == 0 && m.Report.Request == nil && m.Report.Response == nil &&
		t.Failed == "" && (t.Catalog == nil || t.looked != m.Text)
}

// Shown is the judgement as the page shows it: while a configuration is read, none.
func (m Model) Shown() Judgement {
	if m.ReadsConfiguration() {
		return Judgement{Headline: "Reading the configuration …"}
	}
	return m.Judged
}
