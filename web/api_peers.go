package web

import (
	"fmt"
	"net/http"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/report"
	"upgrade101/web/live"
	"upgrade101/web/peers"
)

// wirePeers is the answer of POST /api/peers.
type wirePeers struct {
	RequestB64 []byte       `json:"request_b64"` // what was sent, as exact bytes
	Predicted  report.Reply `json:"predicted"`   // what this site's own endpoint replies
	Servers    []wirePeer   `json:"servers"`     // what the others answered, in a fixed order
}

type wirePeer struct {
	Server      string        `json:"server"`            // the name of the library
	Version     string        `json:"version"`           // its version
	Status      int           `json:"status"`            // 0: no answer
	HeadB64     []byte        `json:"head_b64"`          // the head of the answer, as exact bytes
	BodyB64     []byte        `json:"body_b64"`          // the content of a refusal
	HungUp      bool          `json:"hung_up"`           // it closed the connection without an answer
	Subprotocol string        `json:"subprotocol"`       // of a 101, as are the next two
	Extensions  string        `json:"extensions"`        // Sec-WebSocket-Extensions
	Accept      string        `json:"accept"`            // Sec-WebSocket-Accept
	Agrees      bool          `json:"agrees"`            // in all that is compared
	Differs     []string      `json:"differs,omitempty"` // in what not: status, subprotocol, extensions, accept
	Reason      string        `json:"reason,omitempty"`  // why not
	Cites       []report.Cite `json:"cites,omitempty"`   // where it is written
}

// servePeers handles POST /api/peers: it sends these bytes to other WebSocket servers in this process, with the policy of
// the query.
func (s *Site) servePeers(w http.ResponseWriter, r *http.Request) {
	raw, ok := readExact(w, r)
	if !ok {
		return
	}
	release, ok := s.acquireTry(w, r)
	if !ok {
		return
	}
	defer release()
	policy := live.Policy(r.URL.Query())
	if wrongPolicy(w, policy) {
		return
	}
	policy.Date = s.config.Now().UTC().Format(http.TimeFormat)
	judged := handshake.Inspect(handshake.Exchange{Request: string(raw)}, policy)
	out := wirePeers{RequestB64: raw, Predicted: report.OfReply(&judged.Reply), Servers: []wirePeer{}}
	for _, a := range peers.Ask(r.Context(), raw, policy) {
		p := wirePeer{
			Server: a.Server, Version: a.Version, Status: a.Status, HeadB64: []byte(a.Head), BodyB64: []byte(a.Body), HungUp: a.HungUp,
			Subprotocol: a.Subprotocol, Extensions: a.Extensions, Accept: a.Accept,
		}
		differences := a.Differences(&judged)
		p.Agrees = len(differences) == 0
		var reasons []string
		for _, d := range differences {
			reason, cites := whyOtherwise(&a, d, &judged, policy)
			p.Differs, reasons = append(p.Differs, string(d.Aspect)), append(reasons, reason)
			p.Cites = append(p.Cites, report.OfCites(cites)...)
		}
		p.Reason = strings.Join(reasons, " ")
		out.Servers = append(out.Servers, p)
	}
	writeJSON(w, out)
}

// whyOtherwise explains why a peer's answer is not the predicted one.
func whyOtherwise(a *peers.Answer, d peers.Difference, report *handshake.Report, policy handshake.Policy) (string, []head.Citation) {
	if reason, cites, known := peers.Why(a.Server, d, report, policy); known {
		return reason, citations(cites)
	}
	predicted := &report.Reply
	if d.Aspect != peers.Status {
		return fmt.Sprintf("Here the %s is %q; %s decides %q.", d.Aspect, d.Want, a.Server, d.Got), predicted.Lines[0].Cites
	}
	here := fmt.Sprintf("Nothing in these bytes prevents an upgrade here, so the reply is %d.", predicted.Status)
	if rule := predicted.Because; rule != nil {
		here = fmt.Sprintf("Here the reply is %d, by the rule “%s”", predicted.Status, rule.Requires)
	}
	there := a.Server + " weighs it otherwise: it checks something else first, or does not check this."
	switch {
	case a.Status == 0 && predicted.Status == http.StatusRequestTimeout:
		there = a.Server + " waits for the rest, for as long as it is let; here that is two seconds."
	case a.HungUp:
		there = a.Server + " hung up without an answer."
	case a.Status == 0:
		there = a.Server + " gave no answer that can be read in the two seconds it had."
	}
	if rule := predicted.Because; rule != nil {
		return here + " " + there, rule.Citations()
	}
	return here + " " + there, predicted.Lines[0].Cites
}

// citations reads places as package peers writes them, "RFC 9110 §7.8"; other sources are cited by name.
func citations(places []string) []head.Citation {
	cites := make([]head.Citation, len(places))
	for i, place := range places {
		c, ok := head.ParseCitation(place)
		if !ok {
			c = head.Citation{Name: place}
		}
		cites[i] = c
	}
	return cites
}
