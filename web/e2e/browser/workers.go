package browser

import (
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
)

// A worker of a page is a target of its own, with its own protocol. Messages to and from it are handed on by
// the page's, so that the tab need not know it.

// handOn is the command for that; cdproto has left it out.
var handOn = cdp.Command[handOnParams, cdp.Empty]{Method: "Target.sendMessageToTarget"}

type handOnParams struct {
	SessionID target.SessionID `json:"sessionId"`
	Message   string           `json:"message"`
}

// workers has each worker of the page wait at its start, until it is attended to.
func (c *chromium) workers() error {
	no := false
	_, err := try(c, target.SetAutoAttach, target.SetAutoAttachParams{
		AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: &no, Filter: target.Filter{{Type: "worker"}},
	})
	return err
}

// attend has a worker tell its requests, again without the bodies, and lets it go.
func (c *chromium) attend(worker target.SessionID) {
	for _, message := range []string{
		`{"id": 1, "method": "Network.enable", "params": {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}}`,
		`{"id": 2, "method": "Runtime.runIfWaitingForDebugger"}`,
	} {
		// What fails here is a worker that has ended, or that stays where it is, which the journey notices.
		_, _ = try(c, handOn, handOnParams{worker, message})
	}
}

// hearWorker keeps what a worker asked for.
func hearWorker(tab *Tab, message string) {
	var told struct {
		Method string
		Params network.EventRequestWillBeSent
	}
	if json.Unmarshal([]byte(message), &told) == nil && told.Method == "Network.requestWillBeSent" {
		tab.note(&tab.requests, told.Params.Request.URL)
	}
}
