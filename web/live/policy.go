package live

import (
	"net/url"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Policy reads an endpoint's policy from a query, so that a prediction and the real reply use the same parameters:
//
//	subprotocols=chat,superchat   the names that are known; present but empty: none
//	origins=https://a.example     the origins that may connect, or patterns of them: same-host, *.example.com,
//	                              https://*.example.com, localhost:*; present but empty: none
//	deflate=off                   permessage-deflate is declined
//	takeover=off                  permessage-deflate is agreed to without context takeover
//
// Absent parameters are as in the zero handshake.Policy. The caller sets Date.
func Policy(query url.Values) handshake.Policy {
	return handshake.Policy{
		Subprotocols: list(query, "subprotocols"),
		Origins:      list(query, "origins"),
		NoDeflate:    query.Get("deflate") == "off",
		NoTakeover:   query.Get("takeover") == "off",
	}
}

// list reads a comma list, possibly repeated: nil if the name is absent, empty if it has no members.
func list(query url.Values, name string) []string {
	values, ok := query[name]
	if !ok {
		return nil
	}
	members := []string{}
	for _, v := range values {
		for m := range strings.SplitSeq(v, ",") {
			if m = strings.TrimSpace(m); m != "" {
				members = append(members, m)
			}
		}
	}
	return members
}

// Endpoint is one of the two things the engine does after the switch.
type Endpoint uint8

const (
	Echo Endpoint = iota + 1 // sends every message back
	Wire                     // does so, and reports the bytes that cross
)

func (p Endpoint) String() string { return [...]string{"", "echo", "wire"}[p] }

// endpoint returns the endpoint of a request target and its query; 0 for none. It accepts origin-form and absolute-form (RFC
// 9112 §3.2) and ignores a fragment, which handshake refuses.
func (e *Engine) endpoint(target string) (p Endpoint, query string) {
	if scheme, rest, ok := strings.Cut(target, "://"); ok && !strings.ContainsAny(scheme, "/?#") {
		i := strings.IndexAny(rest, "/?#")
		if i < 0 {
			return 0, ""
		}
		target = rest[i:]
	}
	path := target
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		path = target[:i]
		if target[i] == '?' {
			query, _, _ = strings.Cut(target[i+1:], "#")
		}
	}
	switch name, ok := strings.CutPrefix(path, e.base); {
	case ok && name == "echo":
		return Echo, query
	case ok && name == "wire":
		return Wire, query
	}
	return 0, ""
}

// policy returns the endpoint's policy for this request.
func (e *Engine) policy(p Endpoint, query string, head *head.Head) handshake.Policy {
	var policy handshake.Policy
	if query != "" {
		values, _ := url.ParseQuery(query) // faulty parameters count as absent
		policy = Policy(values)
	}
	policy.Date = e.date()
	if p == Wire && len(head.Get("Origin")) > 0 {
		policy.Origins = sameOrigin(policy, head)
	}
	return policy
}

// sameOrigin restricts the origins that may connect to the request's own. /wire shows what proxies added to the request, which
// another site's page must not read.
func sameOrigin(policy handshake.Policy, head *head.Head) []string {
	own := []string{}
	if hosts := head.Get("Host"); len(hosts) == 1 { // handshake refuses any other number
		host := hosts[0]
		for _, scheme := range [...]string{"https://", "http://"} {
			origin := scheme + host.Value.Text
			if policy.AllowsOrigin(origin, host.Value.Text) {
				own = append(own, origin)
			}
		}
	}
	return own
}
