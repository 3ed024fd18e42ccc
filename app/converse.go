package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake/frame"
)

// What the root does with live endpoints: it owns the socket, and turns its events into transitions.

// connect opens a live connection, under the policy that the prediction is made with: to this page's own
// server; where there is none, to the address that was given, or else to the engine in the page. With
// "in-page" it is the engine in any case.
func (r *root) connect(ctx app.Context, with string) {
	policy, protocols := r.m.Policy, unlist(r.m.Offer)
	place := Here
	switch far := strings.TrimSpace(r.m.Address); {
	case with == "in-page" || r.m.Hosted.Static && far == "":
		place = InPage
	case r.m.Hosted.Static:
		place = Far
	}
	r.hangUp()
	r.m.Talk = r.m.Talk.Dial(place, policy)
	query := policyQuery(policy)
	if place == InPage {
		r.socket = dialInPage(ctx, r.opening(query, protocols), r.heard)
		return
	}
	address := app.Window().URL()
	url := strings.Replace(address.Scheme, "http", "ws", 1) + "://" + address.Host + home() + "wire" + query
	if place == Far {
		url = strings.TrimSpace(r.m.Address)
		if url == r.m.Hosted.Echo {
			url += query // one of ours
		}
	}
	s, err := dial(ctx, url, protocols, r.heard)
	if err != nil {
		r.m.Talk.Phase, r.m.Talk.Words = Over, err.Error()
		return
	}
	r.socket = s
}

// opening is a request like the one that this browser sends.
func (r *root) opening(query string, protocols []string) string {
	address := app.Window().URL()
	return opening(address.Host, address.Scheme+"://"+address.Host, newKey(), query, protocols)
}

// heard is told of every event of the socket.
func (r *root) heard(ctx app.Context, e event) {
	defer r.rescue()
	before := r.m.Talk.Phase
	switch e.is {
	case "open":
		r.m.Talk = r.m.Talk.Opened(e.protocol, e.extensions)
	case "text":
		r.m.Talk = r.m.Talk.Receive(e.text)
	case "binary":
		r.m.Talk = r.m.Talk.ReceiveBinary(e.bytes)
	case "refused":
		r.m.Talk = r.m.Talk.Refused(e.request, e.response)
	case "close":
		r.socket = nil
		if focusIn("sending") { // which goes away
			r.show(ctx, "connect")
		}
		r.m.Talk = r.m.Talk.Hang(e.code, e.reason, e.clean)
		if r.m.Talk.Doubtful() {
			r.inquire(ctx)
			return
		}
	}
	if before != r.m.Talk.Phase {
		r.say(ctx, r.m.Talk.Words)
		r.later(ctx, func() { fillForm(r.shown) })
	}
}

// inquire finds out what a browser does not tell: it has the server answer a request like the one that
// failed, sent as bytes.
func (r *root) inquire(ctx app.Context) {
	talk := r.m.Talk
	query := policyQuery(talk.policy)
	request := r.opening(query, unlist(r.m.Offer))
	call(ctx, "POST", home()+"api/try"+query, []byte(request), func(ctx app.Context, a answered) {
		defer r.rescue()
		if r.m.Talk.Phase != Over {
			return // connected again by now
		}
		r.m.Talk = r.m.Talk.Learn(request, a)
		r.say(ctx, r.m.Talk.Words)
		r.findEngine(ctx)
	})
}

// findEngine asks whether the engine is served, to run in the page where the server does not answer.
func (r *root) findEngine(ctx app.Context) {
	call(ctx, "HEAD", served("engine.wasm"), nil, func(_ app.Context, a answered) { r.m.Hosted.Engine = a.status == 200 })
}

// hangUp ends the conversation without a word.
func (r *root) hangUp() {
	if s := r.socket; s != nil {
		r.socket = nil
		s.abandon()
	}
}

// sendText, sendBinary and order need an open connection.
func (r *root) sendText() {
	if r.m.Talk.Phase == Open {
		r.socket.send(r.m.Message)
		r.m.Talk = r.m.Talk.Sent(frame.Text, []byte(r.m.Message))
	}
}

func (r *root) sendBinary(ctx app.Context) {
	b, why := unhex(r.m.Hex)
	switch {
	case why != "":
		r.m.Talk.Words = why
		r.say(ctx, why)
	case r.m.Talk.Phase == Open:
		r.socket.sendBytes(b)
		r.m.Talk = r.m.Talk.Sent(frame.Binary, b)
	}
}

// order has the server of /wire send what a page cannot; see web/live/order.go.
func (r *root) order(what string) {
	if r.m.Talk.Phase == Open {
		r.socket.send("\x00" + what)
	}
}

// close begins the closing handshake, if browsers let a page do it so.
func (r *root) close(ctx app.Context) {
	code, why := closable(r.m.Code, r.m.Reason)
	switch {
	case why != "":
		r.m.Talk.Words = why
		r.say(ctx, why)
	case r.m.Talk.Phase == Open:
		r.socket.close(code, r.m.Reason)
	}
}

// disconnect ends the conversation in whatever phase it is.
func (r *root) disconnect(ctx app.Context) {
	switch {
	case r.m.Talk.Phase == Open:
		r.socket.close(1000, "done")
	case r.m.Talk.Phase == Dialing:
		r.hangUp()
		r.m.Talk.Phase, r.m.Talk.Words = Over, "Given up before it was open."
		r.say(ctx, r.m.Talk.Words)
	}
}

// try sends the bytes in the inspector to this server, or to the engine in the page where there is none.
func (r *root) try(ctx app.Context, with string) {
	if r.m.Triable() != "" {
		return
	}
	inPage := with == "in-page" || r.m.Hosted.Static
	r.m.Tried = Tried{Asked: r.m.ask(), InPage: inPage}
	policy, query := r.m.Policy, r.m.Tried.Policy
	for _, message := range scripted(r.m.Script) {
		query = addQuery(query, "message", message)
	}
	done := func(ctx app.Context, a answered) {
		defer r.rescue()
		r.m.Tried = r.m.Tried.Receive(a, policy)
		r.say(ctx, r.m.Tried.Words)
		if r.m.Tried.Failed != "" && !inPage {
			r.findEngine(ctx)
		}
	}
	if inPage {
		tryInPage(ctx, []byte(r.m.Tried.Request), strings.TrimPrefix(query, "?"), done)
		return
	}
	call(ctx, "POST", home()+"api/try"+query, []byte(r.m.Tried.Request), done)
}

// compare sends them to the other servers that stand behind this one.
func (r *root) compare(ctx app.Context) {
	if r.m.Triable() != "" {
		return
	}
	r.m.Compared = Compared{Asked: r.m.ask()}
	call(ctx, "POST", home()+"api/peers"+r.m.Compared.Policy, []byte(r.m.Compared.Request), func(ctx app.Context, a answered) {
		defer r.rescue()
		r.m.Compared = r.m.Compared.Receive(a)
		r.say(ctx, r.m.Compared.Words)
	})
}

// pointByte follows pointer and focus over the bytes of frames; false where that changes nothing.
func (r *root) pointByte(target app.Value) bool {
	before := r.m.Spot
	if row := target.Call("closest", "[data-spot]"); row.Truthy() {
		frame := text(row.Get("dataset").Get("spot"))
		if b := target.Call("closest", "[data-byte]"); b.Truthy() {
			r.m = r.m.Point(frame, numberOf(b.Get("dataset").Get("byte")))
		} else if frame != before.Frame {
			r.m = r.m.Point(frame, 0)
		}
	}
	return r.m.Spot != before
}

// stride is what keys do in the row of bytes that has the focus; false for other keys and elsewhere.
func (r *root) stride(e app.Event, key string) bool {
	row := text(e.Get("target").Get("dataset").Get("spot"))
	if row == "" {
		return false
	}
	at := 0
	if row == r.m.Spot.Frame {
		at = r.m.Spot.Byte
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
