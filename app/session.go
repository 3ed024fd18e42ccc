package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
	"upgrade101/app/view"
	"upgrade101/handshake/frame"
)

// Live endpoints: the root owns the socket and turns its events into transitions.

// connect opens a live connection, under the policy of the prediction: to this page's server; without one, to the typed
// address or else to the engine in the page. With "in-page" it always uses the engine.
func (r *root) connect(ctx app.Context, with string) {
	policy, protocols := r.m.Policy, model.ParseList(r.m.Offer)
	place := model.ThisServer
	switch far := strings.TrimSpace(r.m.Address); {
	case with == "in-page" || r.m.Hosting.Static && far == "":
		place = model.InPage
	case r.m.Hosting.Static:
		place = model.Remote
	}
	r.abandonSession()
	r.m = r.m.Dial(place)
	query := model.PolicyQuery(policy)
	if place == model.InPage {
		r.socket = browser.DialInPage(ctx, r.opening(query, protocols), r.socketEvent)
		return
	}
	address := app.Window().URL()
	url := strings.Replace(address.Scheme, "http", "ws", 1) + "://" + address.Host + view.Home() + "wire" + query
	if place == model.Remote {
		url = strings.TrimSpace(r.m.Address)
		if url == r.m.Hosting.Echo {
			url += query // one of ours
		}
	}
	s, err := browser.Dial(ctx, url, protocols, r.socketEvent)
	if err != nil {
		r.m.Session.Phase, r.m.Session.Words = model.Over, err.Error()
		return
	}
	r.socket = s
}

// opening is a request like the one that this browser sends.
func (r *root) opening(query string, protocols []string) string {
	address := app.Window().URL()
	return model.OpeningRequest(address.Host, address.Scheme+"://"+address.Host, browser.NewKey(), query, protocols)
}

// socketEvent handles an event of the socket.
func (r *root) socketEvent(ctx app.Context, e browser.Event) {
	defer r.rescue()
	before := r.m.Session.Phase
	seen, _ := r.m.Session.LastFrame()
	switch e.Kind {
	case "open":
		r.m.Session = r.m.Session.Opened(e.Protocol, e.Extensions)
	case "text":
		r.m.Session = r.m.Session.Receive(e.Text)
	case "binary":
		r.m.Session = r.m.Session.ReceiveBinary(e.Bytes)
	case "refused":
		r.m.Session = r.m.Session.Refused(e.Request, e.Response)
	case "close":
		r.socket = nil
		if browser.FocusIn("sending") { // which goes away
			r.show(ctx, "connect")
		}
		r.m.Session = r.m.Session.Closed(e.Code, e.Reason, e.Clean)
		if r.m.Session.Unexplained() {
			r.explainFailure(ctx)
			return
		}
	}
	if which, what := r.m.Session.LastFrame(); which != seen && which != "" {
		r.say(ctx, which+": "+what+".")
	}
	if before != r.m.Session.Phase {
		r.say(ctx, r.m.Session.Words)
		r.later(ctx, func() { browser.FillForm(r.shown) })
	}
}

// explainFailure finds out what a browser does not report: it sends the server a request like the failed one, as bytes.
func (r *root) explainFailure(ctx app.Context) {
	session := r.m.Session
	query := model.PolicyQuery(session.Policy)
	request := r.opening(query, model.ParseList(r.m.Offer))
	browser.CallAPI(ctx, "POST", view.Home()+"api/try"+query, []byte(request), func(ctx app.Context, a model.APIAnswer) {
		defer r.rescue()
		if r.m.Session.Phase != model.Over {
			return // connected again by now
		}
		r.m.Session = r.m.Session.ExplainFailure(request, a)
		r.say(ctx, r.m.Session.Words)
		r.findEngine(ctx)
	})
}

// findEngine checks whether the engine is served, to run in the page if the server does not answer.
func (r *root) findEngine(ctx app.Context) {
	browser.CallAPI(ctx, "HEAD", browser.ServedURL("engine.wasm"), nil, func(_ app.Context, a model.APIAnswer) { r.m.Hosting.Engine = a.Status == 200 })
}

// abandonSession ends the session without waiting for its end.
func (r *root) abandonSession() {
	if s := r.socket; s != nil {
		r.socket = nil
		s.Abandon()
	}
}

// sendText, sendBinary and command need an open connection.
func (r *root) sendText() {
	if r.m.Session.Phase == model.Open {
		r.socket.Send(r.m.Message)
		r.m.Session = r.m.Session.Sent(frame.Text, []byte(r.m.Message))
	}
}

func (r *root) sendBinary(ctx app.Context) {
	b, why := model.ParseHex(r.m.Hex)
	switch {
	case why != "":
		r.m.Session.Words = why
		r.say(ctx, why)
	case r.m.Session.Phase == model.Open:
		r.socket.SendBytes(b)
		r.m.Session = r.m.Session.Sent(frame.Binary, b)
	}
}

// command lets the server send, by a wire command, what a page cannot.
func (r *root) command(do, payload string, code int, reason string) {
	if r.m.Session.Phase == model.Open {
		var message string
		r.m.Session, message = r.m.Session.Command(do, payload, code, reason)
		r.socket.Send(message)
	}
}

// ping lets the server send a ping with the text of the message field.
func (r *root) ping() { r.command("ping", r.m.Message, 0, "") }

// closeThere lets the server close, with any valid code.
func (r *root) closeThere(ctx app.Context) {
	code, err := strconv.Atoi(strings.TrimSpace(r.m.Code))
	if err != nil {
		r.m.Session.Words = "“" + model.Truncate(r.m.Code, 20) + "” is no close code: it takes a number such as 1001."
		r.say(ctx, r.m.Session.Words)
		return
	}
	r.command("close", "", code, r.m.Reason)
}

// close starts the closing handshake, if browsers allow pages this code and reason.
func (r *root) close(ctx app.Context) {
	code, why := model.CheckClose(r.m.Code, r.m.Reason)
	switch {
	case why != "":
		r.m.Session.Words = why
		r.say(ctx, why)
	case r.m.Session.Phase == model.Open:
		r.socket.Close(code, r.m.Reason)
	}
}

// disconnect ends the session in any phase.
func (r *root) disconnect(ctx app.Context) {
	switch {
	case r.m.Session.Phase == model.Open:
		r.socket.Close(1000, "done")
	case r.m.Session.Phase == model.Dialing:
		r.abandonSession()
		r.m.Session.Phase, r.m.Session.Words = model.Over, "Cancelled before it opened."
		r.say(ctx, r.m.Session.Words)
	}
}

// try sends the bytes in the inspector to this server, or without one to the engine in the page.
func (r *root) try(ctx app.Context, with string) {
	if r.m.Triable() != "" {
		return
	}
	inPage := with == "in-page" || r.m.Hosting.Static
	r.m.Tried = model.Tried{ServerCall: r.m.NewServerCall(), InPage: inPage}
	policy, query := r.m.Policy, r.m.Tried.Policy
	for _, message := range model.ScriptMessages(r.m.Script) {
		query = model.AddQuery(query, "message", message)
	}
	done := func(ctx app.Context, a model.APIAnswer) {
		defer r.rescue()
		r.m.Tried = r.m.Tried.Receive(a, policy)
		r.say(ctx, r.m.Tried.Words)
		if r.m.Tried.Failed != "" && !inPage {
			r.findEngine(ctx)
		}
	}
	if inPage {
		browser.TryInPage(ctx, []byte(r.m.Tried.Request), strings.TrimPrefix(query, "?"), done)
		return
	}
	browser.CallAPI(ctx, "POST", view.Home()+"api/try"+query, []byte(r.m.Tried.Request), done)
}

// compare sends them to the other servers that run inside this one.
func (r *root) compare(ctx app.Context) {
	if r.m.Triable() != "" {
		return
	}
	r.m.Compared = model.Compared{ServerCall: r.m.NewServerCall()}
	browser.CallAPI(ctx, "POST", view.Home()+"api/peers"+r.m.Compared.Policy, []byte(r.m.Compared.Request), func(ctx app.Context, a model.APIAnswer) {
		defer r.rescue()
		r.m.Compared = r.m.Compared.Receive(a)
		r.say(ctx, r.m.Compared.Words)
	})
}

// pointAtByte follows pointer and focus over the bytes of frames; false if nothing changes.
func (r *root) pointAtByte(target app.Value) bool {
	before := r.m.Cursor
	if row := target.Call("closest", "[data-spot]"); row.Truthy() {
		frame := browser.String(row.Get("dataset").Get("spot"))
		if b := target.Call("closest", "[data-byte]"); b.Truthy() {
			r.m = r.m.Point(frame, browser.NumberOf(b.Get("dataset").Get("byte")))
		} else if frame != before.Frame {
			r.m = r.m.Point(frame, 0)
		}
	}
	return r.m.Cursor != before
}

// moveByteCursor handles keys in the focused row of bytes; false for other keys and elements.
func (r *root) moveByteCursor(e app.Event, key string) bool {
	row := browser.String(e.Get("target").Get("dataset").Get("spot"))
	if row == "" {
		return false
	}
	at := 0
	if row == r.m.Cursor.Frame {
		at = r.m.Cursor.Byte
	}
	switch key {
	case "ArrowRight", "ArrowUp":
		at++
	case "ArrowLeft", "ArrowDown":
		at--
	case "Home":
		at = 0
	case "End":
		at = 1 << 20
	case "Enter", " ":
		r.m = r.m.Unfold(row)
	default:
		return false
	}
	e.PreventDefault()
	r.m = r.m.Point(row, at)
	return true
}
