package head_test

import (
	"fmt"

	"upgrade101/handshake/head"
)

func ExampleParseResponse() {
	h := head.ParseResponse("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x02hi")
	fmt.Println(h.Status.Text, h.Reason.Text, len(h.Rest()))
	// Output: 101 Switching Protocols 4
}

func ExampleParseFieldList() {
	h := head.ParseFieldList(":method: CONNECT\r\n:protocol: websocket\r\n:path: /chat\r\n\r\n")
	fmt.Println(h.Method.Text, h.Target.Text, h.Fields[1].Value.Text)
	// Output: CONNECT /chat websocket
}

func ExampleNormalizePunctuation() {
	fmt.Println(head.NormalizePunctuation("Sec\u2011WebSocket\u2013Version\uFF1A\u00A013"))
	// Output: Sec-WebSocket-Version: 13
}

func ExampleParseRequest() {
	h := head.ParseRequest("GET /chat HTTP/1.1\r\nUpgrade : websocket\r\n\r\n")
	fmt.Println(h.Method.Text, h.Target.Text, h.Version.Text)
	fmt.Println(h.Fields[0].Name, h.Fields[0].Value)
	fmt.Println(h.Faults[0].Kind == head.FaultBlankBeforeColon, h.Faults[0].Span)
	// Output:
	// GET /chat HTTP/1.1
	// {Upgrade {20 27}} {websocket {30 39}}
	// true {27 28}
}

func ExampleIsCommonField() {
	fmt.Println(head.IsCommonField("sec-websocket-key"), head.IsCommonField("X-Api-Version"))
	// Output: true false
}
