// Package handshake explains HTTP upgrades and replies to them, above all the opening handshake of WebSocket.
//
// # The idea
//
// A client that wants to leave HTTP sends an ordinary GET that names the protocol it wants instead:
//
//	GET /chat HTTP/1.1
//	Host: server.example.com
//	Upgrade: websocket
//	Connection: Upgrade
//	Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
//	Sec-WebSocket-Version: 13
//
// Upgrade names the protocol (RFC 9110 §7.8). Connection lists Upgrade, because Upgrade is for this hop only: a proxy has to remove
// both fields and write them again. The key is 16 random bytes in base64, a challenge; the version is 13, the only standard
// one. A server that agrees answers
//
//	HTTP/1.1 101 Switching Protocols
//	Upgrade: websocket
//	Connection: Upgrade
//	Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
//
// and after the empty line both sides send frames on the same connection. The accept value is base64(SHA-1(key + GUID)): it proves
// that the server read this key and implements RFC 6455 (package accept). A server may always decline; then HTTP continues, and
// the status says why.
//
// # The flow
//
//	text ── paste.Read ──▶ Exchange ── Inspect ──▶ Report ── Reply.Raw ──▶ bytes
//	                       wire bytes    Rules      verdict, findings, reply, client
//	                                                  │
//	text ── message.Find ─────────────────────────────┴── cause.Explain ──▶ why it failed
//
// [Inspect] parses the heads (package head records every byte and never fails), runs every [Rule], collects all
// findings, and decides the [Reply] by the first refusal ([Refusal] is the order of checks). [Report.Verdict]
// follows from the reply and the findings. If there is a response, [Report.Client] has the reactions of Chrome, Firefox, Node,
// npm ws and WebKitGTK. [Report.Fix] fixes one finding and re-inspects the result before it returns it. [ReplyTo] is
// the same decision with the rules that can refuse a request, which is all a server needs.
//
// Everything here is pure: bytes in, values out; no clock, no network, no randomness. So the page that explains a handshake and
// the server that replies to it run the same code.
//
// # Packages
//
//	head      Span, Token, Field, Head, Parse…, the grammar of RFC 9110 and 9112, Citation
//	digest    the hash functions of the accept value and of mistakes with it
//	phrase    whether a text contains one of many phrases, in one pass
//	accept    Derive: the accept value step by step; Diagnose: which mistake makes a wrong one, and its code
//	frame     the codec of frames after the switch, and the rules that frames can break
//	handshake (this package) Exchange, Rule, Inspect, Report, Reply, and the rules themselves
//	paste     Read: the exchanges in a pasted text; one file per format
//	message   Find: what clients, servers and proxies print, as data, and the matcher
//	hop       what proxies do to a head, as data
//	cause     why it failed: messages, findings and the program that answered, ranked
//	export    an exchange as a command, code or Markdown; paste.Read reads each form back
//	report    the JSON of a Report: one shape for the API, the page and the command line
//
// Which of them may import which is a table in imports_test.go, and a test. Package clienttest is for tests: recorded reactions of
// real clients.
//
// Rules, fixes and clients stay in this package: they share one vocabulary (the parsed head of a pass, the names of
// its fields), and packages of their own would have to export all of it. vocabulary.go has the words of package head
// that they use without a qualifier. Package message imports nothing of the module but phrase, so that a program can have the
// matcher without the rules; a test ensures that it finds every line of client_text.go, which is what the clients of this package
// print.
//
// # Where things are
//
//	the words of a rule              rules_<topic>.go, one literal with its example and check; rule.go lists the topics
//	the loop over the rules          inspect.go, pass.run
//	which origins may connect        origin.go
//	programs that are named          evidence.go, with versions and how the claims are known
//	which reply a failure gets       refusal.go; the order is that of its constants
//	the 101, line by line            reply.go, switching; its subprotocol and extensions: negotiate.go
//	the reply in HTTP/2              http2.go; the answer of a server of another protocol: other_protocols.go
//	the fix of a rule                fix_fields.go, fix_target.go, fix_handshake.go; fix.go runs and verifies them
//	what a client checks             client_<program>.go; client.go puts the five together; client_text.go has the lines
//	what follows the head of a 101   trailing.go
//	what a status usually means      status.go
//	secrets and their masks          redact.go
//	which format a text is           paste/parts.go, finders in their order; a bare head or nothing known: paste/paste.go, recognise
//	whether a text is curl           paste/command.go: commandIn, called by commandAt; then paste/curl.go
//	a HAR                            paste/har.go: readJSON knows it, entry makes request and response; called by readRecord in paste/record.go
//	a message to add                 message/<programs>.go, one line; message/kind.go has the format and the kinds
//	a WebSocket client               there are three, see ../web/README.md, "Its WebSocket clients"; what browsers accept: client.go
//	the accept value                 accept/accept.go, Derive; its SHA-1 is that of package digest
//	what a proxy does to a field     hop/programs/<program>.json, edits; hop/programs/README.md explains their signs
//
// # What no rule says
//
// Some requirements leave no trace in a head or in what is pasted with it: that the server's HTTP/2 SETTINGS allow an extended
// CONNECT (RFC 8441 §3), and that the new protocol can continue the request that was upgraded (RFC 9110 §7.8). Two faults at once
// need no rule of their own, since all findings are reported. A secret among the subprotocols is ws-proto-secret, wherever it
// comes from.
package handshake
