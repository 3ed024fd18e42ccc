package export_test

import (
	"fmt"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/export"
	"upgrade101/handshake/paste"
)

func ExampleWithSecrets() {
	exchange := handshake.Exchange{Request: "GET / HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer abc\r\n\r\n"}
	fmt.Println(strings.Contains(export.Redacted(exchange, export.FormRaw), "abc"),
		strings.Contains(export.WithSecrets(exchange, export.FormRaw), "abc"))
	// Output: false true
}

func ExampleRedacted() {
	read := paste.Read("wss://echo.example/chat?ticket=abc")
	fmt.Print(export.Redacted(read.Exchange(), export.FormWebsocat))
	fmt.Print(export.WithSecrets(read.Exchange(), export.FormWebSocket))
	// Output:
	// websocat --origin 'https://echo.example' 'wss://echo.example/chat?ticket=***'
	// const socket = new WebSocket("wss://echo.example/chat?ticket=abc");
}

func ExampleCurlOverHTTP1() {
	read := paste.Read(":method: GET\n:scheme: https\n:authority: a.example\n:path: /chat\nsec-websocket-version: 13\n")
	fmt.Println(export.CurlOverHTTP1(read.Exchange()))
	// Output:
	// curl -i -N --http1.1 \
	//   -H 'Connection: Upgrade' \
	//   -H 'sec-websocket-version: 13' \
	//   -H 'Upgrade: websocket' \
	//   -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
	//   'https://a.example/chat'
}
