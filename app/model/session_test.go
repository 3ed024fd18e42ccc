package model

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// headsMessage is the first message of /wire.
func headsMessage(request, response string) string {
	return `{"type":"heads","request_b64":"` + b64(request) + `","response_b64":"` + b64(response) + `","command_key":"k3y"}`
}

// frameMessage is the report of /wire about a frame.
func frameMessage(from string, h frame.Header, payload string) string {
	m, err := json.Marshal(map[string]any{"type": "frame", "from": from, "opcode": h.Opcode, "rsv": h.RSV, "length": len(payload),
		"echo_next":   from == "server" && !h.Opcode.Control(),
		"payload_b64": []byte(payload), "wire_b64": frame.Append(nil, h, []byte(payload))})
	if err != nil {
		panic(err)
	}
	return string(m)
}

// opened is a conversation that is open.
func opened(t *testing.T) Session {
	t.Helper()
	good := handshake.Good().Request
	answered := handshake.Inspect(handshake.Exchange{Request: good}, handshake.Policy{})
	session := Session{}.Dial(ThisServer, handshake.Policy{}).Receive(headsMessage(good, answered.Reply.Raw()))
	if session.Phase != Open || !session.AsPredicted() {
		t.Fatalf("after the heads: phase %d, as predicted %v", session.Phase, session.AsPredicted())
	}
	return session
}

var hello = frame.Header{Fin: true, Opcode: frame.Text}

func TestSession(t *testing.T) {
	session := opened(t)
	record := frameMessage("server", hello, "Hello")
	session = session.Receive(record)
	session = session.Receive(record) // an echo that looks like a report
	if len(session.Frames) != 1 || session.Frames[0].Preview() != "Hello" {
		t.Fatalf("the echo was taken for a report: %+v", session.Frames)
	}
	session = session.Receive(frameMessage("server", frame.Header{Fin: true, Opcode: frame.Ping}, "p"))
	if session = session.Receive(record); len(session.Frames) != 3 {
		t.Error("a control frame is taken for one that an echo follows")
	}
	if clean, broken := session.Closed(1000, "", true), session.Closed(1006, "", false); !clean.Clean || clean.Unexplained() || broken.Clean || !broken.Unexplained() {
		t.Errorf("a clean end (%q) and a break (%q) are not told apart", clean.Words, broken.Words)
	}
}

func TestCommand(t *testing.T) {
	session, first := opened(t).Command("ping", "a\"\x00b", 0, "")
	_, second := session.Command("close", "", 1001, "bye")
	for got, want := range map[string]string{
		first:  `{"type":"command","key":"k3y","number":1,"do":"ping","payload":"a\"\u0000b"}`,
		second: `{"type":"command","key":"k3y","number":2,"do":"close","code":1001,"reason":"bye"}`,
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if session = session.Receive(`{"type":"refused","number":1,"why":"Too long."}`); session.Words != "Too long." {
		t.Errorf("a refused command leaves %q", session.Words)
	}
}

func TestPauseKeepsWhatComes(t *testing.T) {
	session := opened(t)
	ping := frameMessage("server", frame.Header{Fin: true, Opcode: frame.Ping}, "p")
	see := func(wantShown, wantWaiting int) {
		t.Helper()
		if frames, waiting := session.Shown(); len(frames) != wantShown || waiting != wantWaiting {
			t.Errorf("%d shown, %d waiting; want %d and %d", len(frames), waiting, wantShown, wantWaiting)
		}
	}
	session = session.Receive(ping).Pause().Receive(ping).Receive(ping)
	see(1, 2)
	session = session.Pause()
	see(3, 0)
	session = session.Pause().Clear().Receive(ping)
	see(0, 1)
	for range 2 * maxCrossed {
		session = session.Receive(ping)
	}
	see(0, maxCrossed)
	if session.Dropped != maxCrossed+1 {
		t.Errorf("%d are said to be dropped, want %d", session.Dropped, maxCrossed+1)
	}
}

// TestSessionOfACrowdedServer: a server with many sessions reports that it declines context takeover, and the prediction follows.
func TestSessionOfACrowdedServer(t *testing.T) {
	request := OpeningRequest("a.example", "https://a.example", "4BZ+q2vWQ1yH0m9sJtX3Lw==", "", nil)
	for _, crowded := range []bool{false, true} {
		report := handshake.ReplyTo(request, handshake.Policy{NoTakeover: crowded})
		response := report.Reply.Raw()
		for _, says := range []bool{false, true} {
			heads := headsMessage(request, response)
			if says {
				heads = strings.Replace(heads, `"command_key"`, `"no_takeover":true,"command_key"`, 1)
			}
			session := Session{}.Dial(ThisServer, handshake.Policy{}).Receive(heads)
			if session.AsPredicted() != (crowded == says) {
				t.Errorf("crowded %v, told %v: as predicted %v", crowded, says, session.AsPredicted())
			}
		}
	}
}

// The reason for a failed handshake, which a browser hides, is in the answer to a try of the same request.
func TestWhyNoConnection(t *testing.T) {
	request := OpeningRequest("a.example", "https://a.example", "dGhlIHNhbXBsZSBub25jZQ==", "", []string{"chat"})
	for name, c := range map[string]struct {
		policy handshake.Policy
		answer func(policy handshake.Policy) APIAnswer
		want   []string
	}{
		"offline":        {answer: func(handshake.Policy) APIAnswer { return APIAnswer{} }, want: []string{"offline"}},
		"static hosting": {answer: func(handshake.Policy) APIAnswer { return APIAnswer{404, "<!doctype html>"} }, want: []string{"static hosting"}},
		"busy": {answer: func(handshake.Policy) APIAnswer { return APIAnswer{429, `{"detail":"too many tries at this moment"}`} },
			want: []string{"too many tries"}},
		"refused":           {handshake.Policy{Origins: []string{"https://b.example"}}, reply(t, request), []string{"403", "refuses"}},
		"none chosen":       {handshake.Policy{Subprotocols: []string{}}, reply(t, request), []string{"switches", "Sent non-empty 'Sec-WebSocket-Protocol'"}},
		"something between": {handshake.Policy{}, reply(t, request), []string{"something on the way"}},
	} {
		t.Run(name, func(t *testing.T) {
			session := Session{}.Dial(ThisServer, c.policy).Closed(1006, "", false)
			if !session.Unexplained() {
				t.Fatal("nothing is asked about a failure")
			}
			session = session.ExplainFailure(request, c.answer(c.policy))
			for _, want := range c.want {
				if !strings.Contains(session.Words, want) {
					t.Errorf("it says %q and lacks %q", session.Words, want)
				}
			}
			if session.Report.Response != nil && !session.AsPredicted() {
				t.Errorf("%q is not the predicted %q", session.Report.Exchange.Response, session.Predicted())
			}
		})
	}
	dropped := opened(t).Closed(1006, "", false).ExplainFailure(request, reply(t, request)(handshake.Policy{}))
	if !strings.Contains(dropped.Words, "still answers") || dropped.Replayed {
		t.Errorf("of a connection that broke it says %q", dropped.Words)
	}
}

// reply is the transcript of an endpoint that replies as predicted.
func reply(t *testing.T, request string) func(handshake.Policy) APIAnswer {
	return func(policy handshake.Policy) APIAnswer {
		r := handshake.Inspect(handshake.Exchange{Request: request}, policy)
		return transcriptOf(t, r.Reply.Status, r.Reply.Raw())
	}
}

// A refusal by the engine in the page has all its bytes.
func TestRefusedInPage(t *testing.T) {
	request := OpeningRequest("a.example", "https://a.example", "dGhlIHNhbXBsZSBub25jZQ==", "?origins=", nil)
	policy := handshake.Policy{Origins: []string{}}
	r := handshake.Inspect(handshake.Exchange{Request: request}, policy)
	session := Session{}.Dial(InPage, policy).Refused(request, r.Reply.Raw()).Closed(1006, "", false)
	if session.Phase != Over || session.Unexplained() || !session.AsPredicted() || !strings.Contains(session.Words, "403") {
		t.Errorf("phase %d, as predicted %v, %q", session.Phase, session.AsPredicted(), session.Words)
	}
	if session = (Session{}).Dial(InPage, policy).Closed(1006, NoEngine, false); !strings.Contains(session.Words, NoEngine) {
		t.Errorf("an engine that cannot be loaded is told as %q", session.Words)
	}
}

// With another site's endpoint there are only messages; those sent are recorded when they are sent.
func TestFar(t *testing.T) {
	session := Session{}.Dial(Remote, handshake.Policy{}).Opened("chat", "")
	if session.Phase != Open || !strings.Contains(session.Words, "chat") || !strings.Contains(session.Words, "none") {
		t.Fatalf("phase %d, %q", session.Phase, session.Words)
	}
	session = session.Sent(frame.Text, []byte("Hello")).Receive("Hello").Sent(frame.Binary, []byte{1}).ReceiveBinary(make([]byte, 1000))
	if len(session.Frames) != 4 || session.Frames[1].Preview() != "Hello" || session.Frames[3].Length != 1000 || len(session.Frames[3].Payload) > maxKept {
		t.Errorf("kept are %+v", session.Frames)
	}
	if session.Closed(1006, "", false).Unexplained() {
		t.Error("this server is asked about another")
	}
}

func TestClosable(t *testing.T) {
	for _, c := range []struct {
		code, reason string
		want         int
		says         string
	}{
		{"1000", "", 1000, ""}, {" 4999 ", "bye", 4999, ""}, {"3000", strings.Repeat("é", 61), 3000, ""},
		{"1001", "", 1001, "server to close"}, {"5000", "", 5000, "server to close"}, {"", "", 0, "no close code"}, {"-1", "", 0, "no close code"},
		{"70000", "", 0, "no close code"}, {"1000", strings.Repeat("é", 62), 1000, "124 bytes"},
	} {
		n, why := CheckClose(c.code, c.reason)
		if n != c.want || (c.says == "") != (why == "") || !strings.Contains(why, c.says) {
			t.Errorf("%q: %d, %q; want %d, %q", c.code, n, why, c.want, c.says)
		}
	}
}

// The policy of an address holds on the live page, also where this tab keeps another, and elsewhere it is none.
func TestPolicyOfAnAddress(t *testing.T) {
	kept, err := New().Edit("GET / HTTP/1.1\nHost: a.example\n\n").Draft()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []handshake.Policy{{NoDeflate: true}, {NoTakeover: true}, {Subprotocols: []string{"a", "b"}, Origins: []string{}}} {
		query := strings.TrimPrefix(PolicyQuery(p), "?")
		m := New().At("live").Go(query)
		if m.View != ViewLive || PolicyQuery(m.Policy) != "?"+query {
			t.Errorf("at live#%s the policy is %+v", query, m.Policy)
		}
		if m = m.Recall(kept); PolicyQuery(m.Policy) != "?"+query || !strings.HasPrefix(m.Text, "GET / ") {
			t.Errorf("at live#%s, with what the tab keeps, the policy is %+v, the text %q", query, m.Policy, m.Text)
		}
		if m = New().Go(query); PolicyQuery(m.Policy) != "" {
			t.Errorf("at #%s the policy is %+v", query, m.Policy)
		}
	}
	for _, other := range []string{"", "live", "deflate=on", "deflate", "main", "%zz=off"} {
		if m := New().At("live").Go(other); PolicyQuery(m.Policy) != "" {
			t.Errorf("at live#%s the policy is %+v", other, m.Policy)
		}
	}
}

// An open session is stale once a setting differs from those it began with.
func TestStaleSettings(t *testing.T) {
	m := New().At("live").Dial(ThisServer)
	good := handshake.Good().Request
	answered := handshake.Inspect(handshake.Exchange{Request: good}, m.Policy)
	m.Session = m.Session.Receive(headsMessage(good, answered.Reply.Raw()))
	set := func(name, value string) Model { f, _ := FieldByName(name); return f.Set(m, value) }
	if m.Stale() {
		t.Error("the settings differ although none was changed")
	}
	for name, value := range map[string]string{"deflate": "", "takeover": "", "origins": "https://a.example", "known-protocols": "a", "live-protocols": "b"} {
		if !set(name, value).Stale() {
			t.Errorf("%s has changed, and the session is not stale", name)
		}
	}
	if set("live-message", "x").Stale() {
		t.Error("a message makes the session stale")
	}
}
