package cause

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// State is the judgement in one word, for colours, icons and exit statuses.
type State uint8

const (
	Works    State = iota + 1 // the upgrade succeeds
	Warns                     // it succeeds, and something is fragile, or the connection ended later
	Fails                     // it does not succeed
	Unclear                   // the text does not show it: no handshake, or nothing that can be read
	Ordinary                  // no WebSocket is asked for
)

// Headline returns the judgement in a few words without a full stop, and a sentence that explains it. What really happened takes
// precedence: an answer or a message counts more than a prediction. The report is nil if the text has no head.
func Headline(o Outcome, r *handshake.Report) (state State, words, meaning string) {
	verdict := handshake.None
	if r != nil {
		verdict = r.Verdict()
	}
	switch o.Result {
	case Failed:
		meaning = aloneWords(verdict, r)
		if o.Status == 101 && r != nil && r.Client != nil && r.Client.Opening != "" {
			return Fails, "Fails in some clients", strings.TrimSpace(meaning + " Recorded to open all the same: " + r.Client.Opening + ".")
		}
		return Fails, failed(o, verdict, r), meaning
	case Opened:
		if o.Status == 101 && r != nil && r.Client != nil && len(r.Client.Lines()) > len(r.Client.Undetermined) { // some fail
			if r.Client.Opening == "" {
				return Warns, "Opens in some clients", "By the standard, a client opens a WebSocket on this answer."
			}
			return Warns, "Opens in some clients", "Recorded to open: " + r.Client.Opening + "."
		}
		return worst(Works, r), "Works: the connection opens", ""
	case Closed:
		return Warns, "The handshake worked; the connection ended later", closeWords(o.Close)
	}
	if o.Close != 0 {
		return Unclear, "The connection ended, and may never have opened", closeWords(o.Close) + " By itself it does not tell whether the connection ever opened."
	}
	switch verdict {
	case handshake.None:
		if r != nil {
			return Unclear, "Too little of a request to judge", "Only some of its fields are here."
		}
		if o.Config != "" {
			if o.Config == "Kubernetes" {
				return Unclear, "This is Kubernetes configuration", "ingress-nginx passes WebSockets on; annotations may change how."
			}
			switch {
			case o.Loses:
				return Fails, "This " + o.Config + " configuration does not pass WebSockets on", "It holds no handshake."
			case o.Passes:
				return Works, "This " + o.Config + " configuration passes WebSockets on", ""
			}
			return Unclear, "This is " + o.Config + " configuration", "It holds no handshake."
		}
		if o.Line != "" {
			return Unclear, "A log shows " + o.Line, "An access log does not name Upgrade: whether this request asked for a WebSocket is not in it."
		}
		return Unclear, "No handshake found in this text", "Paste a request, curl output with its answer, a HAR file, a log or an error message."
	case handshake.Unreadable:
		return Unclear, "Not a valid HTTP request", "No request line can be read."
	case handshake.Upgrades, handshake.UpgradesWithWarnings:
		switch {
		case r.Request == nil:
			return Unclear, "The answer looks right", "Its accept value cannot be checked without the request's key."
		case r.Response != nil && len(r.Response.Fields) == 0 && r.Response.Status.Text == "101":
			return Unclear, "The answer is a 101, and its fields are not here", "Upgrade, Connection and Sec-WebSocket-Accept tell whether a client accepts it."
		case OnlyAddress(r):
			return Unclear, "Only an address", "Nothing of the attempt is here: no request that was sent, no answer, no message."
		}
	}
	switch verdict {
	case handshake.Ignored:
		return Ordinary, "Not a WebSocket request", "A server answers it as ordinary HTTP."
	case handshake.Upgrades:
		return Works, "Works", "The request is valid; a WebSocket server can accept it."
	case handshake.UpgradesWithWarnings:
		return Warns, "Works, with warnings", "Accepted here; other servers may refuse it."
	}
	return Fails, "Fails", aloneWords(verdict, r)
}

// closeWords returns the meaning of a close code as a sentence; "" for none.
func closeWords(code int) string {
	means := closeMeans(code)
	switch {
	case code >= 3000:
		return "What close code " + strconv.Itoa(code) + " means is up to the application."
	case code == 1006:
		return "Close code 1006 means that no close frame came."
	case means != "":
		return "Close code " + strconv.Itoa(code) + ": " + means + "."
	}
	return ""
}

func failed(o Outcome, verdict handshake.Verdict, r *handshake.Report) string {
	switch {
	case o.Status/100 == 2 && verdict == handshake.Ignored && r.Protocol != "": // a wish that a server may ignore (RFC 9110 §7.8)
		return "Not switched: the server answered " + strconv.Itoa(o.Status)
	case o.Status == 101 && r != nil && r.Client != nil && r.Client.Opens:
		return "Fails: the connection ends right after the 101"
	case o.Status == 101, o.Status/100 == 2 && r != nil && r.Exchange.HTTP2 && r.Request != nil && len(r.Request.Get(":protocol")) > 0: // the switch (RFC 8441 §5)
		return "Fails: the client does not accept this " + strconv.Itoa(o.Status)
	case o.Status != 0:
		return "Fails: the server answered " + strconv.Itoa(o.Status)
	case verdict == handshake.None:
		return "Fails: the connection did not open"
	}
	return "Fails"
}

// aloneWords returns the verdict on the request alone, as an addition to what happened to it.
func aloneWords(verdict handshake.Verdict, r *handshake.Report) string {
	switch verdict {
	case handshake.Upgrades:
		return "The request alone is fine."
	case handshake.UpgradesWithWarnings:
		return "The request alone is accepted here; other servers may refuse it."
	case handshake.Ignored:
		return "The request asks for no WebSocket."
	case handshake.Rejected:
		if r.Request == nil {
			return "By the standard, a client does not open a WebSocket on this answer."
		}
		if problems := refusedFor(r); len(problems) > 0 {
			return "The server refuses this request: " + strings.Join(problems, ". ") + "."
		}
		return "The server refuses this request."
	}
	return ""
}

// maxProblems bounds the errors of a request that a sentence names.
const maxProblems = 3

// refusedFor returns the problems of a request, first the one that decides the answer; none if no finding refuses it.
func refusedFor(r *handshake.Report) (problems []string) {
	decides := func(f handshake.Finding) bool { return f.Rule == r.Reply.Because }
	first := slices.IndexFunc(r.Findings, decides)
	if r.Reply.Because == nil || first < 0 {
		return nil
	}
	problems = []string{r.Findings[first].Problem()}
	for i := range r.Findings {
		if f := &r.Findings[i]; len(problems) < maxProblems && f.Side == handshake.Request && f.Rule.Severity == handshake.Error && !slices.Contains(problems, f.Problem()) {
			problems = append(problems, f.Problem())
		}
	}
	return problems
}

// worst returns Warns in place of a state if a finding is more than a note.
func worst(s State, r *handshake.Report) State {
	if r != nil {
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Rule.Severity != handshake.Note && f.Rule.Side != handshake.Text {
				return Warns
			}
		}
	}
	return s
}

// OnlyAddress reports whether a text has only an address, and nothing of an attempt: the client will add every field of the
// handshake.
func OnlyAddress(r *handshake.Report) bool {
	if r.Request == nil || r.Response != nil {
		return false
	}
	upgrade := r.Request.Get("Upgrade")
	return len(upgrade) > 0 && !slices.ContainsFunc(upgrade, func(f *head.Field) bool {
		return !slices.ContainsFunc(r.Exchange.Inserted, func(in handshake.Inserted) bool {
			return in.Side == handshake.Request && in.Kind == handshake.InsertedByClient && in.Span.Start <= f.Line.Start && f.Line.End <= in.Span.End
		})
	})
}
