package hop

import "upgrade101/handshake/head"

// Step is one hop of a chain: what it made of the request and of the answer.
type Step struct {
	Passage
	Back Answer
}

// Through takes a request through hops in a row, the client's neighbour first, and the backend's answer back. answer is
// asked once, with the head that reached the backend, if one did. The last hop's
// backend has the Env's address; behind the first hop, the client is the hop before it.
func Through(hops []*Hop, request *head.Head, env Env, answer func(request string) string) []Step {
	steps := make([]Step, len(hops))
	for i, h := range hops {
		steps[i].Passage = h.Forward(request, env)
		if steps[i].Head == "" {
			steps = steps[:i+1]
			break
		}
		next := head.ParseRequest(steps[i].Head)
		request, env.From = &next, "127.0.0.1"
	}
	var behind Answer // of the step behind; an empty one means a closed connection
	if last := len(steps) - 1; steps[last].Head != "" {
		behind.Raw = answer(steps[last].Head)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		s := &steps[i]
		switch {
		case s.Answered != nil && (i < len(steps)-1 || s.Head == ""):
			s.Back = *s.Answered
		case s.Head == "": // a text without a request line is neither forwarded nor answered
		case behind.Raw == "" && behind.End == "silent":
			s.Back.End = "silent"
		default:
			s.Back = s.hop.Return(s.Passage, behind.Raw)
		}
		if s.Back.Tunnel == "both ways" && behind.Tunnel != "" {
			s.Back.Tunnel = behind.Tunnel
		}
		behind = s.Back
	}
	return steps
}
