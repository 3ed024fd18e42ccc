package browser

import (
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
)

// A worker of a page is a separate target with its own protocol session. The page's session forwards messages to and from it.

// handOn is the command for that, which cdproto lacks.
var handOn = cdp.Command[handOnParams, cdp.Empty]{Method: "Target.sendMessageToTarget"}

type handOnParams struct {
	SessionID target.SessionID `json:"sessionId"`
	Message   string           `json:"message"`
}

// workers lets each worker of the page wait at its start until attend.
func (c *chromium) workers() error {
	no := false
	_, err := try(c, target.SetAutoAttach, target.SetAutoAttachParams{
		AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: &no, Filter: target.Filter{{Type: "worker"}},
	})
	return err
}

// attend enables the events of a worker's requests, without bodies, and lets it run.
func (c *chromium) attend(worker target.SessionID) {
	for _, message := range []string{
		`{"id": 1, "method": "Network.enable", "params": {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}}`,
		`{"id": 2, "method": "Runtime.runIfWaitingForDebugger"}`,
	} {
		// Errors here mean that the worker has ended, or hangs, which the journey notices.
		_, _ = try(c, handOn, handOnParams{worker, message})
	}
}

// hearWorker records a worker's requests.
func hearWorker(tab *Tab, message string) {
	var told struct {
		Method string
		Params network.EventRequestWillBeSent
	}
	if json.Unmarshal([]byte(message), &told) == nil && told.Method == "Network.requestWillBeSent" {
		tab.note(&tab.requests, told.Params.Request.URL)
	}
}
