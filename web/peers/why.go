package peers

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// question is an unpredicted answer to a request.
type question struct {
	*handshake.Report
	policy  handshake.Policy
	server  string
	differs Difference
}

// Why returns the reason of a difference in an answer to any request: the table's entry for a request of the same kind, or else
// another fault of the request that the server's answer is about. known is false if neither is found.
func Why(server string, d Difference, r *handshake.Report, policy handshake.Policy) (reason string, cites []string, known bool) {
	q := question{r, policy, server, d}
	because := r.Reply.Because
	if row := q.row(because); row != nil {
		return row.reason, row.cites, true
	}
	if d.Aspect != Status || because == nil {
		return "", nil, false
	}
	first, cites := q.passed(because)
	for i := range r.Findings {
		rule := r.Findings[i].Rule
		if rule.Refuse == 0 || rule == because || q.row(rule) == nil && (d.Got != statusOf()[rule.ID] || q.otherwise(rule)) {
			continue
		}
		for _, c := range rule.Citations() {
			cites = append(cites, c.String())
		}
		return first + "“" + rule.Requires + "”", cites, true
	}
	let := *r // the request as if that rule had let it pass
	let.Reply.Because = nil
	q.Report = &let
	if row := q.row(nil); row != nil {
		return first + row.reason, append(cites, row.cites...), true
	}
	return "", nil, false
}

// passed says why the server's answer is not about that rule: what the table says where the server lets it pass.
func (q *question) passed(because *handshake.Rule) (reason string, cites []string) {
	let := *q
	let.differs.Got = "101"
	if row := let.row(because); row != nil {
		return row.reason + " What " + q.server + " answers is about another fault: ", slices.Clone(row.cites)
	}
	return "The request has more than one fault. Here the reply is about “" + because.Requires + "” " + q.server + " looks first at another: ", nil
}

// row finds the row that says why the answer differs for that rule, or, where it is nil, for such a request.
func (q *question) row(because *handshake.Rule) *row {
	for i := range differences {
		row := &differences[i]
		switch {
		case row.about != q.differs.Aspect || !row.says(q.server, q.differs):
		case row.when != nil && because == q.Reply.Because && row.when(q):
			return row
		case row.when == nil && because != nil && slices.Contains(rulesOf()[i], because.ID):
			return row
		}
	}
	return nil
}

// says: the row is about this answer of the server. What a 101 negotiates varies with the request, a status does not.
func (row *row) says(server string, d Difference) bool {
	return slices.ContainsFunc(row.servers, func(g gave) bool { return g.server == server && (d.Aspect != Status || g.got == d.Got) })
}

// otherwise: a row has another answer of the server for that rule.
func (q *question) otherwise(rule *handshake.Rule) bool {
	for i := range differences {
		if differences[i].when == nil && slices.Contains(rulesOf()[i], rule.ID) && slices.ContainsFunc(differences[i].servers, func(g gave) bool { return g.server == q.server }) {
			return true
		}
	}
	return false
}

// statusOf is the status that refuses a request for a rule here.
var statusOf = sync.OnceValue(func() map[string]string {
	status := map[string]string{}
	for _, c := range All() {
		if reply := c.reply(); reply.Because != nil {
			status[reply.Because.ID] = strconv.Itoa(reply.Status)
		}
	}
	return status
})

// rulesOf are, for each row, the rules that refuse its cases here.
var rulesOf = sync.OnceValue(func() [][]string {
	refusedBy := map[string]string{}
	for _, c := range All() {
		if reply := c.reply(); reply.Because != nil {
			refusedBy[c.Name] = reply.Because.ID
		}
	}
	rules := make([][]string, len(differences))
	for i := range differences {
		for _, name := range differences[i].cases {
			if id := refusedBy[name]; id != "" {
				rules[i] = append(rules[i], id)
			}
		}
	}
	return rules
})

// The kinds of requests that get a 101 here and another status there.

// unended: the head does not end. blank: it has not begun.
func unended(q *question) bool {
	return q.Reply.Because != nil && q.Reply.Because.Refuse == handshake.RefuseUnfinished
}
func blank(q *question) bool { return unended(q) && strings.HasPrefix(q.Request.Raw, "\r\n") }

// own: the origin has the host of the request.
func own(q *question) bool {
	if q.Reply.Because == nil || q.Reply.Because.Refuse != handshake.RefuseOrigin {
		return false
	}
	host := q.Request.Get("Host")
	_, authority, _ := strings.Cut(q.Request.Get("Origin")[0].Value.Text, "://")
	return len(host) == 1 && strings.EqualFold(authority, host[0].Value.Text)
}

// sameOrigin: the origin may connect.
func sameOrigin(q *question) bool {
	return asked("Origin")(q) && !slices.ContainsFunc(q.Findings, func(f handshake.Finding) bool { return f.Rule.Refuse == handshake.RefuseOrigin })
}

// listed: Upgrade has further members on the line of websocket.
func listed(q *question) bool {
	return q.Reply.Because == nil && slices.ContainsFunc(q.Request.Get("Upgrade"), func(f *head.Field) bool { return strings.Contains(f.Value.Text, ",") })
}

// emptyMember: a list has nothing between two commas, or before the first.
func emptyMember(names ...string) func(*question) bool {
	return func(q *question) bool {
		return q.Reply.Because == nil && slices.ContainsFunc(names, func(name string) bool {
			return slices.ContainsFunc(q.Request.Get(name), func(f *head.Field) bool {
				return slices.ContainsFunc(strings.Split(f.Value.Text, ","), func(m string) bool { return strings.Trim(m, " \t") == "" })
			})
		})
	}
}

// escapedHost: Host has a percent-encoded octet.
func escapedHost(q *question) bool {
	return q.Reply.Because == nil && slices.ContainsFunc(q.Request.Get("Host"), func(f *head.Field) bool { return strings.Contains(f.Value.Text, "%") })
}

// otherMethod: it is refused for its protocol, and the method is not GET either.
func otherMethod(q *question) bool {
	return q.Reply.Because != nil && q.Reply.Because.Refuse == handshake.RefuseNoUpgrade && q.Request.Method.Text != "GET"
}

// unasked: it is refused for its method, and asks for no protocol either.
func unasked(q *question) bool {
	return q.Reply.Because != nil && q.Reply.Because.Refuse == handshake.RefuseMethod && len(q.Request.Get("Upgrade")) == 0
}

// ofServer: it asks about the server and not about a resource.
func ofServer(q *question) bool {
	return q.Reply.Because != nil && q.Request.Method.Text == "OPTIONS" && q.Request.Target.Text == "*"
}

// cut: the servers do not get all of it.
func cut(q *question) bool { return len(q.Request.Raw) > maxRequest }

// counted: the key is none, and has the length of one.
func counted(q *question) bool {
	keys := q.Request.Get("Sec-WebSocket-Key")
	return q.Reply.Because != nil && q.Reply.Because.Refuse == handshake.RefuseKey && len(keys) == 1 && len(keys[0].Value.Text) == 24
}

// versioned: a member of Upgrade has a version.
func versioned(q *question) bool {
	return q.Reply.Because == nil && slices.ContainsFunc(q.Request.List("Upgrade"), func(t head.Token) bool { return strings.Contains(t.Text, "/") })
}

// lines: a field is on several lines.
func lines(names ...string) func(*question) bool {
	return func(q *question) bool {
		return q.Reply.Because == nil && slices.ContainsFunc(names, func(name string) bool { return len(q.Request.Get(name)) > 1 })
	}
}

// fault: the bytes have something that a recipient may let pass.
func fault(kind head.FaultKind) func(*question) bool {
	return func(q *question) bool {
		return q.Reply.Because == nil && slices.ContainsFunc(q.Request.Faults, func(f head.Fault) bool { return f.Kind == kind })
	}
}

// asked: a field is there.
func asked(name string) func(*question) bool {
	return func(q *question) bool {
		return q.Reply.Because == nil && len(q.Request.Get(name)) > 0
	}
}

// announced: the head speaks of content that has not come whole.
func announced(q *question) bool {
	return q.Reply.Because != nil && q.Reply.Because.Refuse == handshake.RefuseContent
}

// followed: bytes follow the head.
func followed(q *question) bool {
	return q.Reply.Because == nil && q.Request.Rest() != ""
}

// noName: the handshake goes on without a subprotocol where some are known.
func noName(q *question) bool {
	return q.Reply.Because == nil && q.Subprotocol == "" && len(q.policy.Subprotocols) > 0
}

// missed, found: it chose no subprotocol, or one where this endpoint knows none. preferred: another one.
func missed(q *question) bool    { return q.differs.Got == "" }
func found(q *question) bool     { return q.differs.Want == "" }
func preferred(q *question) bool { return q.differs.Want != "" && q.differs.Got != "" }

// faulty: no offer of permessage-deflate is one that can be taken.
func faulty(q *question) bool {
	return q.Reply.Because == nil && q.Extensions == "" && len(deflates(q)) > 0
}

// offered: permessage-deflate is among the offers. several: more than once.
func offered(q *question) bool {
	return q.Reply.Because == nil && len(deflates(q)) > 0
}
func several(q *question) bool { return len(deflates(q)) > 1 }

// declined: nothing was agreed.
func declined(q *question) bool { return q.differs.Got == "" }

// unsaid: a parameter of this endpoint's reply is not in the answer.
func unsaid(parameter string) func(*question) bool {
	return func(q *question) bool {
		return strings.Contains(q.differs.Want, parameter) && !strings.Contains(q.differs.Got, parameter)
	}
}

// reset: the other answer ends context takeover and this endpoint's does not.
func reset(q *question) bool {
	return strings.Count(q.differs.Got, "no_context_takeover") > strings.Count(q.differs.Want, "no_context_takeover")
}

func deflates(q *question) (offers []head.Extension) {
	all, _ := q.Request.Extensions()
	for _, o := range all {
		if o.Name.Text == handshake.DeflateName {
			offers = append(offers, o)
		}
	}
	return offers
}
