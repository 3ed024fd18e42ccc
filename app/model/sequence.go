package model

import (
	"strconv"
	"strings"

	"upgrade101/handshake"
)

// Step is one event between client and server, for the picture and in words.
type Step struct {
	Way     Way
	Label   string // at the arrow
	Words   string // the same as a sentence
	Threads string // letters of the derivation that travel or arise here
	Class   string // ok, bad, info, or "" for an ordinary one
}

// Way is the direction of a step.
type Way uint8

const (
	ToServer Way = iota + 1
	ToClient
	BothWays // frames
	AtServer
	AtClient
	Ends // the connection ends
)

// maxLabel bounds the label of an arrow, in characters.
const maxLabel = 30

func label(s string) string {
	s = Visible(s)
	if short := []rune(s); len(short) > maxLabel {
		return string(short[:maxLabel-1]) + "…"
	}
	return s
}

// Sequence returns the messages between client and server: as pasted, or else with this endpoint's reply.
func Sequence(r *handshake.Report) []Step {
	var steps []Step
	add := func(way Way, class, threads, words string, labels ...string) {
		steps = append(steps, Step{way, label(strings.Join(labels, " ")), words, threads, class})
	}
	if h := r.Request; h != nil {
		if h.Method.Text == "" && h.Target.Text == "" {
			return nil
		}
		threads := ""
		if r.Accept != nil {
			threads = "A"
		}
		wish := "The client sends an ordinary request."
		switch {
		case r.Exchange.HTTP2 && r.Protocol != "":
			wish = "The client asks for a stream that carries " + Visible(r.Protocol) + "."
		case r.Protocol != "":
			wish = "The client asks to switch to " + Visible(r.Protocol) + "."
		}
		if threads != "" {
			wish += " Its key is A."
		}
		add(ToServer, "", threads, wish, h.Method.Text, h.Target.Text)
	}
	status, switches := r.Reply.Status, r.Reply.Switches()
	reason, opens := r.Reply.Reason, switches
	class, by := "bad", "This endpoint replies"
	client := r.Client
	if client != nil {
		by = "The server answered"
		status, reason = 0, strings.TrimSpace(r.Response.Status.Text+" "+r.Response.Reason.Text)
		opens = client.Opens
		switches = r.Response.Status.Text == "101" || r.Exchange.HTTP2 && opens
	} else {
		for _, i := range r.Interim {
			add(ToClient, "info", "", "The server first replies that it may continue.", strconv.Itoa(i.Status), i.Reason)
		}
	}
	switch {
	case opens:
		class = "ok"
	case r.Verdict() == handshake.Ignored && !switches:
		class = "info"
	}
	threads := ""
	if switches && !r.Exchange.HTTP2 && r.Accept != nil {
		threads = "D"
		if client == nil {
			add(AtServer, "", "BC", "The server appends the GUID B, hashes both to C, and writes that as D.", "key A → accept D")
		}
	}
	words := by + " " + strings.TrimSpace(numbered(status)+" "+Visible(reason)) + "."
	add(ToClient, class, threads, words, numbered(status), reason)
	switch {
	case opens:
		if threads != "" {
			add(AtClient, "ok", "D", "The client computes D from its key and finds the same value.", "same accept?  yes")
		}
		add(BothWays, "ok", "", "From here on both sides send frames on this connection.", "frames")
		if client != nil && client.Trailing.Kind == handshake.TrailingFrame {
			steps[len(steps)-1].Words += " The first came directly after the head."
		}
	case switches:
		add(AtClient, "bad", "", "The client does not accept this answer and fails the connection.", "fails the connection")
		add(Ends, "bad", "", "The connection ends.", "closed")
	case client == nil && r.Reply.Close:
		add(Ends, "", "", "The server closes the connection.", "closed")
	}
	if r.OtherProtocolAnswer != nil {
		add(ToClient, "info", "", "A server that speaks "+Visible(r.Protocol)+" would answer 101 instead.", "elsewhere: 101")
	}
	return steps
}

func numbered(status int) string {
	if status == 0 {
		return ""
	}
	return strconv.Itoa(status)
}
