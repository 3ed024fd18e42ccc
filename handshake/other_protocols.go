package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Upgrades to protocols other than WebSocket, which only RFC 9110 §7.8 governs. This endpoint ignores such a request; here are the
// answers of servers of these protocols.

// goal is the protocol that a request asks for, if it is not websocket.
type goal uint8

const (
	goalNone          goal = iota // websocket, nothing, or nothing that can be read
	notWebSocket                  // an unknown name among the fields of a WebSocket handshake
	goalNotHere                   // several unknown names
	goalHTTP                      // another version of HTTP
	goalH2C                       // HTTP/2 in cleartext, as of RFC 7540
	goalH2CIncomplete             // the same with a piece missing
	goalH2                        // a name that exists in ALPN only
	goalTLS
	goalConnectUDP
	goalConnectIP
	goalWebTransport
	goalCustom
	goalWithContent // any but TLS, in a request with content
)

// upgrade is a protocol: its goal, and the answer of a server that supports it.
type upgrade struct {
	name     string // without version; compared case-insensitively
	goal     goal
	alone    bool   // the request is a GET and names no other protocol
	reason   string // of the status line; "" for the usual one
	protocol string // in the answer's Upgrade; "" for the one that was asked for
	fields   []Line // further fields of the answer
	none     bool   // no server switches to it
}

var upgrades = []upgrade{
	{name: "h2c", goal: goalH2C, none: true},
	{name: "h2", goal: goalH2, none: true},
	{name: "HTTP", goal: goalHTTP, none: true},
	{name: "webtransport", goal: goalWebTransport, none: true},
	{name: "webtransport-h2", goal: goalWebTransport, none: true},
	{name: "TLS", goal: goalTLS, protocol: "TLS/1.0, HTTP/1.1"},
	{name: "connect-udp", goal: goalConnectUDP, alone: true, fields: []Line{{"Capsule-Protocol: ?1",
		"Both sides frame what follows as capsules, which carry the datagrams.", cite("9298:3.3", "9297:3.4")}}},
	{name: "connect-ip", goal: goalConnectIP, alone: true, fields: []Line{{"Capsule-Protocol: ?1",
		"Both sides frame what follows as capsules, which carry the packets.", cite("9484:4", "9297:3.4")}}},
	{name: "tcp", goal: goalCustom, reason: "UPGRADED", fields: []Line{{"Content-Type: application/vnd.docker.raw-stream",
		"Docker says here how it will mix the container's outputs on the connection. No content follows: a 101 never has any.", cite("9110:15.2", "9110:8.3")}}},
	{name: "SPDY", goal: goalCustom, fields: []Line{{"X-Stream-Protocol-Version: v4.channel.k8s.io",
		"Kubernetes names the sub-protocol that it picked from the client's list; other servers of SPDY have no such field.", cite("9110:7.8")}}},
}

// upgradeTo finds a protocol in upgrades; nil if it is not there.
func upgradeTo(protocol string) *upgrade {
	name, _, _ := strings.Cut(protocol, "/")
	for i := range upgrades {
		if equalFold(upgrades[i].name, name) {
			return &upgrades[i]
		}
	}
	return nil
}

// goal returns what the request asks for, and the member of Upgrade. The first known member counts, as for a server.
func (m *parsedHead) goal() (goal, Token) {
	if len(m.tokens) == 0 || m.namesWebSocket() || !areProtocols(m.tokens) {
		return goalNone, Token{}
	}
	protocol, g := m.tokens[0], goalCustom
	if len(m.tokens) > 1 {
		g = goalNotHere
	}
	if m.count[nameKey] > 0 || m.count[nameVersion] > 0 {
		g = notWebSocket
	}
	for _, t := range m.tokens {
		if u := upgradeTo(t.Text); u != nil {
			protocol, g = t, u.goal
			break
		}
	}
	switch {
	case g != notWebSocket && g != goalTLS && m.hasContent():
		g = goalWithContent
	case g == goalH2C && !m.completeH2C():
		g = goalH2CIncomplete
	}
	return g, protocol
}

// completeH2C reports whether there is exactly one HTTP2-Settings, named in Connection.
//
//	HTTP2-Settings = token68          the base64url text of a SETTINGS payload (RFC 7540 §3.2.1)
//
// The payload is a list of settings of six octets each, and six octets are eight characters; a token68 has at least one.
func (m *parsedHead) completeH2C() bool {
	if m.count[nameHTTP2Settings] != 1 || !head.Contains(m.options, "HTTP2-Settings") {
		return false
	}
	settings := m.value(nameHTTP2Settings)
	return settings != "" && len(settings)%8 == 0 && strings.Trim(settings, base64url) == ""
}

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// otherProtocolAnswer returns the answer of a server of the protocol; nil if none would switch.
func (m *parsedHead) otherProtocolAnswer() *Reply {
	g, protocol := m.goal()
	if g == goalNone || g == notWebSocket || !m.asksToSwitch() || m.Version.Text != "HTTP/1.1" {
		return nil
	}
	u := upgradeTo(protocol.Text)
	if u == nil {
		u = &upgrade{}
	}
	if u.none || u.alone && (m.Method.Text != "GET" || len(m.tokens) > 1) {
		return nil
	}
	r := Reply{Status: 101, Reason: ReasonPhrases[101]}
	first := Line{statusLine(101), "A server that knows the protocol agrees; behind the empty line both sides speak it, and its first answer there is the one to this request.", cite("9110:15.2.2", "9110:7.8")}
	if u.reason != "" {
		r.Reason = u.reason
		first = Line{"HTTP/1.1 101 " + u.reason, "Docker writes its own reason phrase. Clients read the number alone.", cite("9112:4")}
	}
	r.line(first)
	name, why := protocol.Text, "Names the one protocol that is now in force, one that the client asked for."
	if u.protocol != "" {
		name, why = u.protocol, "Names the layers from below: first TLS, and HTTP/1.1 again inside it."
	}
	r.line(Line{"Upgrade: " + name, why, cite("9110:7.8")})
	r.line(Line{"Connection: Upgrade", switchedOptionLine.Why, cite("9110:7.8", "9110:7.6.1")})
	r.Lines = append(r.Lines, u.fields...)
	return &r
}
