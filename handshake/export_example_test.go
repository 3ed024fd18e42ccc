package handshake_test

import (
	"fmt"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

func ExampleRedact() {
	read := paste.Read("GET /chat?room=7&token=abc HTTP/1.1\nCookie: id=1234\n")
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

func ExampleRedactText() {
	masked, n := handshake.RedactText(`$ curl -u me:pw wss://a.example/ws?token=abc`)
	fmt.Println(n, masked)
	// Output:
	// 2 $ curl -u *** wss://a.example/ws?token=***
}
