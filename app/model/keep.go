package model

// Kept is what happens to the text when this tab is reloaded.
type Kept uint8

const (
	KeptNot     Kept = iota // there is no text of the reader's
	KeptInTab               // it is restored
	KeptTooLong             // it is lost: it is longer than maxKeptText
	KeptBlocked             // it is lost: the browser stores nothing for the page
	KeptEnded               // it was stored, and has been removed
)

// maxKeptText bounds what a tab keeps, in bytes.
const maxKeptText = 200 << 10

// Keep stores the text with the caller's functions: store reports whether that succeeded, remove removes what was stored.
func (m Model) Keep(store func(text string) (stays bool), remove func()) Model {
	own := m.Text != Sample && !m.Blank() || m.ResponseText+m.Through.Pasted != "" || PolicyQuery(m.Policy) != ""
	text, err := "", error(nil)
	if own && len(m.Text)+len(m.ResponseText)+len(m.Through.Pasted) <= maxKeptText {
		text, err = m.Draft()
	}
	switch {
	case !own && m.Kept == KeptEnded:
		remove()
	case !own:
		remove()
		m.Kept = KeptNot
	case text == "" || err != nil:
		remove()
		m.Kept = KeptTooLong
	case store(text):
		m.Kept = KeptInTab
	default:
		m.Kept = KeptBlocked
	}
	return m
}

// SameText reports whether another model has the same exchange, policy and configuration.
func (m Model) SameText(o Model) bool {
	return m.Text == o.Text && m.ResponseText == o.ResponseText && PolicyQuery(m.Policy) == PolicyQuery(o.Policy) && m.Through.Pasted == o.Through.Pasted
}

// Recall restores what a tab stored, unless the page was opened with a valid link. A policy of the address stays.
func (m Model) Recall(kept string) Model {
	if kept == "" || m.opened != "" && m.Notice == "" {
		return m
	}
	notice, policy := m.Notice, m.Policy // of a link that could not be read, and of an address
	m = m.RestoreDraft(kept).ForgetEdits()
	if PolicyQuery(policy) != "" {
		m.Policy = policy
		m = m.judge()
	}
	if m.Notice = notice; !m.IsSample() {
		m.Kept = KeptInTab
	}
	return m
}

// Forget empties the editors and the history.
func (m Model) Forget() Model {
	m = m.Put("", "", m.Policy).SetConfig("").ForgetEdits()
	m.Link, m.Tried, m.Compared, m.removed = "", Tried{}, Compared{}, removedField{}
	m.Kept = KeptEnded
	return m
}
