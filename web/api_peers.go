package web

import (
	"fmt"
	"net/http"
	"sync"

	"upgrade101/handshake"
	"upgrade101/web/peers"
)

// wirePeers is the answer of POST /api/peers.
type wirePeers struct {
	RequestB64 []byte     `json:"request_b64"`
	Predicted  wireReply  `json:"predicted"` // what this site's own endpoint answers
	Servers    []wirePeer `json:"servers"`   // what the others answered, in a fixed order
}

type wirePeer struct {
	Server  string     `json:"server"`
	Version string     `json:"version"`
	Status  int        `json:"status"` // 0: no answer
	HeadB64 []byte     `json:"head_b64"`
	HungUp  bool       `json:"hung_up"`          // it closed the connection without an answer
	Agrees  bool       `json:"agrees"`           // its status is the predicted one
	Reason  string     `json:"reason,omitempty"` // why not
	Cites   []wireCite `json:"cites,omitempty"`
}

// servePeers answers POST /api/peers: these bytes through other WebSocket servers, each in this process.
func (s *Site) servePeers(w http.ResponseWriter, r *http.Request) {
	raw, ok := readExact(w, r)
	if !ok {
		return
	}
	release, ok := s.turn(w, r)
	if !ok {
		return
	}
	defer release()
	policy := handshake.Policy{Date: s.config.Now().UTC().Format(http.TimeFormat)}
	report := handshake.Inspect(handshake.Exchange{Request: string(raw)}, policy)
	out := wirePeers{RequestB64: raw, Predicted: newReply(&report.Reply), Servers: []wirePeer{}}
	for _, a := range peers.Ask(r.Context(), raw) {
		p := wirePeer{Server: a.Server, Version: a.Version, Status: a.Status, HeadB64: []byte(a.Head), HungUp: a.HungUp}
		if p.Agrees = a.Status == report.Reply.Status; !p.Agrees {
			reason, cites := whyOtherwise(&a, string(raw), &report.Reply)
			p.Reason, p.Cites = reason, newCites(cites)
		}
		out.Servers = append(out.Servers, p)
	}
	answer(w, out)
}

// whyOtherwise says why a peer's answer is not the predicted one.
func whyOtherwise(a *peers.Answer, raw string, predicted *handshake.Reply) (string, []handshake.Citation) {
	if d := knownDifferences()[difference{ground(raw, predicted), a.Server, a.Status}]; d.Reason != "" {
		return d.Reason, citations(d.Cites)
	}
	here := fmt.Sprintf("Nothing in these bytes stands in the way of an upgrade here, so the answer is %d.", predicted.Status)
	if rule := predicted.Because; rule != nil {
		here = fmt.Sprintf("Here the answer is %d, by the rule “%s”", predicted.Status, rule.Requires)
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
		return here + " " + there, rule.Cites
	}
	return here + " " + there, predicted.Lines[0].Cites
}

// difference is what a peer answered, and on what ground the prediction is another.
type difference struct {
	ground, server string
	status         int
}

// ground is the rule that picked the prediction. Where none did, because it is 101, only the very bytes
// can tell what another server finds wrong.
func ground(raw string, predicted *handshake.Reply) string {
	if predicted.Because != nil {
		return predicted.Because.ID
	}
	return raw
}

// knownDifferences finds an entry of peers.Disagreements by its ground: what is said about one broken
// request holds for others that break the same rule, if the server's answer is the same, too. Where two
// entries give different reasons, none is known.
var knownDifferences = sync.OnceValue(func() map[difference]peers.Disagreement {
	grounds := map[string]string{} // by name of the case
	for _, c := range peers.Cases {
		report := handshake.Inspect(handshake.Exchange{Request: c.Raw}, handshake.Policy{})
		grounds[c.Name] = ground(c.Raw, &report.Reply)
	}
	known := map[difference]peers.Disagreement{}
	for _, d := range peers.Disagreements {
		key := difference{grounds[d.Case], d.Server, d.Status}
		if other, taken := known[key]; taken && other.Reason != d.Reason {
			d.Reason = ""
		}
		known[key] = d
	}
	return known
})

// citations reads places as peers writes them, "RFC 9110 §7.8".
func citations(places []string) []handshake.Citation {
	cites := make([]handshake.Citation, len(places))
	for i, place := range places {
		c := &cites[i]
		if _, err := fmt.Sscanf(place, "RFC %d §%s", &c.RFC, &c.Section); err != nil {
			c.Name = place
		}
	}
	return cites
}
