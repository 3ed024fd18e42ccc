package message_test

import (
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/message"
)

// Every line that a client is predicted to print for a broken answer is found as a message.
func TestPredictedMessagesAreKnown(t *testing.T) {
	for _, rule := range handshake.Rules {
		r := handshake.Inspect(rule.Broken().Exchange(), rule.Broken().Policy)
		if r.Client == nil {
			continue
		}
		for client, text := range map[string]string{"Chrome, Edge": r.Client.Console.Chrome, "Firefox": r.Client.Console.Firefox, "Node": r.Client.Console.Node, "npm ws": r.Client.Console.WS} {
			if text == "" || text == handshake.FirefoxFreezes.With("") { // it prints nothing
				continue
			}
			found := message.Find(text)
			if len(found) == 0 {
				t.Errorf("%s: what %s prints is not known: %q", rule.ID, client, text)
			} else if found[0].Program != client && !(client == "npm ws" && found[0].Program == "Node") {
				t.Errorf("%s: %q of %s is found as one of %s", rule.ID, text, client, found[0].Program)
			}
		}
	}
}
