package handshake_test

import (
	"fmt"

	"upgrade101/handshake"
)

func ExampleRedact() {
	read := handshake.Read("GET /chat?room=7&token=abc HTTP/1.1\nCookie: id=1234\n")
	masked, secrets := handshake.Redact(read.Exchange())
	for _, s := range secrets {
		fmt.Println("masked:", s.Name)
	}
	fmt.Printf("%q\n", masked.Request)
	// Output:
	// masked: token
	// masked: id
	// "GET /chat?room=7&token=*** HTTP/1.1\r\nCookie: id=***\r\n\r\n"
}

func ExampleExport() {
	read := handshake.Read("wss://echo.example/chat?ticket=abc")
	fmt.Print(handshake.Export(read.Exchange(), handshake.FormWebsocat))
	fmt.Print(handshake.ExportSecrets(read.Exchange(), handshake.FormWebSocket))
	// Output:
	// websocat --origin 'https://echo.example' 'wss://echo.example/chat?ticket=***'
	// const socket = new WebSocket("wss://echo.example/chat?ticket=abc");
}
