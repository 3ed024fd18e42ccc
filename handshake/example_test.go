package handshake_test

import (
	"fmt"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// The idea in one example: bytes in, verdict and reply out.
func Example() {
	request := "GET /chat HTTP/1.1\r\n" +
		"Host: server.example.com\r\n" +
		"Upgrade: websocket\r\n" +
		"Connection: keep-alive\r\n" +
		"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n" +
		"Sec-WebSocket-Version: 13\r\n" +
		"Origin: https://server.example.com\r\n\r\n"

	report := handshake.Inspect(handshake.Exchange{Request: request}, handshake.Policy{})
	fmt.Println(report.Verdict(), report.Reply.Status, report.Reply.Reason)
	for _, finding := range report.Findings {
		fmt.Printf("%s %s: %s (%s)\n", finding.Rule.Severity, finding.Rule.ID, finding.Got, finding.Rule.Citations()[0])
	}
	// Output:
	// rejected 426 Upgrade Required
	// error conn-no-upgrade: Connection is "keep-alive"; expected the option upgrade in it (RFC 6455 §4.1)
}

func ExampleReply_Raw() {
	report := handshake.Inspect(handshake.Exchange{Request: handshake.Good().Request}, handshake.Policy{})
	fmt.Printf("%q\n", report.Reply.Raw()[:36])
	// Output: "HTTP/1.1 101 Switching Protocols\r\nUp"
}

func ExampleRuleByID() {
	rule := handshake.RuleByID("conn-missing")
	fmt.Println(rule.Requires)
	cite := rule.Citations()[0]
	fmt.Println(cite, cite.URL())
	// Output:
	// A request with Upgrade has a Connection field that names it.
	// RFC 6455 §4.1 https://www.rfc-editor.org/rfc/rfc6455#section-4.1
}

func ExampleReport_client() {
	good := handshake.Good()
	report := handshake.Inspect(handshake.Exchange{Request: good.Request, Response: "HTTP/1.1 404 Not Found\r\n\r\n"}, handshake.Policy{})
	client := report.Client
	fmt.Println(client.Opens, client.BrowserOpens)
	fmt.Println(client.Console.Chrome)
	// Output:
	// false false
	// WebSocket connection to 'wss://server.example.com/chat' failed: Error during WebSocket handshake: Unexpected response code: 404
}

// A request for another host is refused without judging its handshake.
func ExampleDecline() {
	reply := handshake.Decline(421, `the request is for the host "evil.example"`, handshake.Policy{})
	fmt.Print(reply.Lines[0].Text, "\n", reply.Body)
	// Output:
	// HTTP/1.1 421 Misdirected Request
	// Not taken: the request is for the host "evil.example".
}

// A client that sends Expect: 100-continue gets 100 first, and the content that it then sends is not part of the head.
func ExampleReplyAfterContent() {
	head := "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
	report := handshake.ReplyTo(head, handshake.Policy{})
	fmt.Println(report.Interim[0].Status, report.Awaits, report.Reply.Status)
	report = handshake.ReplyAfterContent(head, handshake.Policy{})
	fmt.Println(report.Interim[0].Status, report.Awaits, report.Reply.Status)
	// Output:
	// 100 5 408
	// 100 5 101
}

// A server needs the reply and the agreement on extensions, not findings.
func ExampleReplyTo() {
	report := handshake.ReplyTo("GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", handshake.Policy{})
	fmt.Println(report.Reply.Switches(), report.Reply.Lines[3].Text)
	// Output: true Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
}

func ExampleNegotiatedDeflate() {
	response := head.ParseResponse("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n\r\n")
	deflate := handshake.NegotiatedDeflate(&response)
	fmt.Println(deflate.ServerMaxWindowBits, deflate.ClientMaxWindowBits)
	// Output: 10 15
}
