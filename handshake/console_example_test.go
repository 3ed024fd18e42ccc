package handshake_test

import (
	"fmt"
	"strings"

	"upgrade101/handshake"
)

func ExampleSayings() {
	for _, saying := range handshake.Sayings() {
		if strings.HasPrefix(saying.Client, "gorilla") {
			fmt.Println(saying.Text)
			return
		}
	}
	// Output: websocket: bad handshake
}

func ExampleTranslate() {
	for _, t := range handshake.Translate("WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: Unexpected response code: 400") {
		fmt.Println(t.URL, t.Status.Status)
	}
	// Output: wss://a.example/ 400
}
