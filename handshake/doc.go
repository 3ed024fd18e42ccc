// Package handshake explains and answers HTTP upgrades, above all the opening handshake of WebSocket.
//
// # The idea
//
// A client that wants to leave HTTP sends an ordinary GET and adds what it would like to speak instead:
//
//	GET /chat HTTP/1.1
//	Host: server.example.com
//	Upgrade: websocket
//	Connection: Upgrade
//	Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
//	Sec-WebSocket-Version: 13
//
// Upgrade names the protocol (RFC 9110 §7.8). Connection lists Upgrade, because the wish is meant for
// this hop only: every proxy takes both fields off and has to write them anew. The key is 16 random
// bytes in base64, a challenge; the version is 13, the only one there is. A server that agrees answers
//
//	HTTP/1.1 101 Switching Protocols
//	Upgrade: websocket
//	Connection: Upgrade
//	Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
//
// and from the empty line on both sides speak frames on the same connection. The accept value is
// base64(SHA-1(key + GUID)): proof that the server read this key and knows RFC 6455 ([Derive]). A
// server may always decline; then HTTP goes on, and the status says why.
//
// # The flow
//
//	text ── Read ──▶ Exchange ── Inspect ──▶ Report ── Reply.Raw ──▶ bytes
//	        paste     wire bytes   Rules      verdict, findings, accept, answer
//
// [Read] makes wire bytes of whatever was pasted. [ParseRequest] and [ParseResponse] record every byte of
// a head and never fail. [Inspect] runs every [Rule], collects all findings, picks the answer by the
// outermost one ([Refusal] is the order of checks), and derives the rest: accept value, subprotocol,
// extensions, and the [Reply] line by line with the reason for each. [Report.Verdict] follows from those.
//
// From there: [Report.Fix] repairs one finding, [Report.ClientVerdict] says what clients make of the answer.
// [Diagnose] finds out why a wrong accept value is wrong, [Translate] what a line of a browser's console
// stands for. [Redact] masks the secrets of an exchange, and [Export] writes it as a command, a program or
// a text that [Read] reads back.
//
// Everything here is pure: bytes in, values out; no clock, no network, no randomness. That is why the
// page that explains a handshake and the server that answers it can be the same code.
//
// # What no rule says
//
// Some mistakes leave no trace in a head or in what is pasted with it: that the server's SETTINGS of HTTP/2
// allow an extended CONNECT (RFC 8441 §3), and that the new protocol can go on with the request that was
// switched (RFC 9110 §7.8). Two faults at once need no rule of their own, since all findings are reported.
// A secret among the subprotocols is ws-proto-secret, wherever it comes from.
//
// # Files
//
// head.go and grammar.go parse; rule.go is the registry and rules_*.go the rules, one file per topic;
// inspect.go is the one loop; negotiate.go, extension.go and deflate.go what both sides agree on;
// refusal.go and reply.go the answers, elsewhere.go those of servers of other protocols, http2.go the
// twin in HTTP/2; accept.go, diagnose.go the proof and what goes wrong with it; paste*.go what people
// paste; mend*.go what a machine can repair; client*.go ([Report.ClientVerdict]), console.go ([Translate]) and status.go the client's side.
package handshake
