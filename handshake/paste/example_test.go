package paste_test

import (
	"fmt"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

func ExamplePaste_Exchange() {
	paste := paste.Read("curl -H 'Upgrade: websocket' http://a.example/chat")
	line, _, _ := strings.Cut(paste.Exchange().Request, "\r\n")
	fmt.Println(paste.Format, "|", line)
	// Output: curl | GET /chat HTTP/1.1
}

func ExamplePaste_TextSpan() {
	text := "curl -H 'Upgrade: websockets' http://a.example/chat"
	paste := paste.Read(text)
	at := strings.Index(paste.Exchange().Request, "websockets")
	span, ok := paste.TextSpan(0, handshake.Request, head.Span{Start: at, End: at + 10})
	fmt.Println(text[span.Start:span.End], ok)
	// Output: websockets true
}

func ExampleRead() {
	paste := paste.Read("curl -H 'Upgrade: websocket' -H 'Connection: Upgrade' -H 'Sec-WebSocket-Version: 13' " +
		"-H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' --http1.1 https://a.example/chat")
	report := handshake.Inspect(paste.Exchange(), handshake.Policy{})
	fmt.Println(paste.Format, report.Verdict())
	// Output: curl upgrades
}
