//go:build !wasm

package journeys

import (
	"fmt"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// TestBrowserEchoes: Chromium's own WebSocket against /echo, compressed and not: text and bytes of every
// length form come back as they were, and both sides agree that the end was clean.
func TestBrowserEchoes(t *testing.T) {
	p := visit(t, "/")
	for _, deflate := range []string{"on", "off"} {
		got := browser.Eval[struct {
			Wrong              []string
			Extensions, Chosen string
			Code               int
			Clean              bool
		}](p, fmt.Sprintf(`new Promise((resolve, reject) => {
			const socket = new WebSocket("echo?deflate=%s", ["chat", "superchat"]);
			socket.binaryType = "arraybuffer";
			const messages = [0, 125, 126, 65536].flatMap((size) => {
				const bytes = new Uint8Array(size);
				if (size) crypto.getRandomValues(bytes);
				return ["a plain text, ".repeat(size).slice(0, size), bytes];
			});
			const wrong = [];
			let next = 0;
			socket.onopen = () => socket.send(messages[0]);
			socket.onerror = () => reject(new Error("no connection"));
			socket.onmessage = ({ data }) => {
				const sent = messages[next++];
				const same = typeof sent === "string" ? data === sent : data.byteLength === sent.length && new Uint8Array(data).every((b, i) => b === sent[i]);
				if (!same) wrong.push("message " + next + " of " + sent.length);
				if (next < messages.length) socket.send(messages[next]); else socket.close(1000, "done");
			};
			socket.onclose = ({ code, wasClean }) => {
				if (next < messages.length) wrong.push("closed after " + next + " messages");
				resolve({ Wrong: wrong, Extensions: socket.extensions, Chosen: socket.protocol, Code: code, Clean: wasClean });
			};
		})`, deflate))
		if len(got.Wrong) > 0 || strings.HasPrefix(got.Extensions, "permessage-deflate") != (deflate == "on") ||
			got.Chosen != "chat" || got.Code != 1000 || !got.Clean {
			t.Errorf("deflate %s: %+v", deflate, got)
		}
	}
}
