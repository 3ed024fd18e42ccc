package handshake

import (
	flags "flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/clienttest"
	"upgrade101/handshake/head"
)

var recordingPath = flags.String("recording", "testdata/clients.json", "what web/e2e/record wrote")

// Each client is predicted to open and print as it was recorded. With -v, the test prints how many answers are predicted right.
func TestClientVerdictIsWhatClientsDo(t *testing.T) {
	text, err := os.ReadFile(*recordingPath)
	if err != nil {
		t.Fatal(err)
	}
	r, err := clienttest.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	kept := *recordingPath == "testdata/clients.json"
	if kept && (len(r.Columns) != 8 || len(r.Answers) < 1000) {
		t.Fatalf("%d clients, %d answers are recorded", len(r.Columns), len(r.Answers))
	}
	for column, name := range r.Columns {
		client := r.Clients[name]
		opens, words, open := 0, 0, 0
		for _, answer := range r.Answers {
			e := &Example{Request: client.Request}
			if answer.Protocols != "" {
				e = e.add("Sec-WebSocket-Protocol", answer.Protocols)
			}
			request := head.ParseRequest(e.Request)
			right := accept.Derive(request.Get("Sec-WebSocket-Key")[0].Value.Text).Accept
			e.Response = answer.Octets(right)
			exchange := e.Exchange()
			if e.Response == "" {
				exchange.Context = ContextEmpty
			}
			report := Inspect(exchange, Policy{})
			got := consoleOf(report.Client, name)
			want := strings.NewReplacer("{url}", "ws://"+request.Get("Host")[0].Value.Text+"/ws", "{a}", right).Replace(r.Says[answer.Says[column]])
			switch {
			case got == clienttest.Races: // what was recorded is one of the reactions
				open++
			case got == want:
				opens++
				words++
				continue
			case (got == "") == (want == ""):
				opens++
			}
			if got == clienttest.Races {
				continue
			}
			miss := fmt.Sprintf("%s, %s: %q\n\t says %q,\n\t recorded %q", name, answer.Name, answer.Response, got, want)
			if kept {
				t.Error(miss)
			} else {
				t.Log(miss)
			}
		}
		if determined := len(r.Answers) - open; words*1000 < determined*995 || open*25 > len(r.Answers) {
			t.Errorf("%s: %d of %d answers are predicted, and %d are undetermined", name, words, determined, open)
		}
		t.Logf("%-24s opens %d, words %d, undetermined %d of %d", client.Version, opens, words, open, len(r.Answers))
	}
}

// consoleOf returns the predicted line of a client, by its name in a recording.
func consoleOf(v *ClientVerdict, name string) string {
	c := v.Console
	says := map[string]string{"node20": c.Node20, "node22": c.Node, "node24": c.Node24, "node26": c.Node26, "ws": c.WS, "chrome": c.Chrome, "firefox": c.Firefox, "webkitgtk": c.WebKitGTK}[name]
	switch {
	case slices.Contains(v.Undetermined, name):
		return clienttest.Races
	case says == FirefoxFreezes.With(""):
		return clienttest.Hangs
	}
	return says
}

// The client verdict and the findings are two ways to judge an answer, and agree.
func TestClientVerdictAgreesWithFindings(t *testing.T) {
	// errors of the sender that no client fails over: they leave the handshake itself complete
	harmless := map[string]bool{"resp-content-in-101": true, "resp-first-frame": true}
	for _, rule := range Rules {
		if rule.Side != Response && rule.Side != Either || rule.Over == HTTP2 || rule.Broken().Response == "" {
			continue
		}
		r := Inspect(rule.Broken().Exchange(), rule.Broken().Policy)
		o := r.Client
		code, _ := r.Response.StatusCode()
		fails := code != 101
		for _, f := range r.Findings {
			if f.Side == Response && f.Rule.Severity == Error && !harmless[f.Rule.ID] {
				fails = true
			}
		}
		if o.Opens == fails {
			t.Errorf("%s: its broken example opens: %v, and the findings say %v", rule.ID, o.Opens, !fails)
		}
		if o.BrowserOpens && !o.Opens {
			t.Errorf("%s: opens in browsers alone", rule.ID)
		}
	}
}

func TestClientVerdictChecks(t *testing.T) {
	type results = map[string]CheckResult
	for _, test := range []struct {
		name                string
		e                   *Example
		opens, browserOpens bool
		want                results
	}{
		{"good", answered, true, true, results{"status": Passed, "Upgrade": Passed, "Sec-WebSocket-Accept": Passed,
			"Connection": Passed, "Sec-WebSocket-Protocol": Passed, "Sec-WebSocket-Extensions": Passed}},
		{"status", answered.answerLine("HTTP/1.1 403 Forbidden"), false, false, results{"status": Failed, "Upgrade": NotReached, "Sec-WebSocket-Extensions": NotReached}},
		{"status and two lengths", answered.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), false, false, results{"status": Failed, "Upgrade": NotReached}},
		{"accept", answered.answerWith("Sec-WebSocket-Accept", "x").answerWithout("Connection"), false, false,
			results{"Upgrade": Passed, "Sec-WebSocket-Accept": Failed, "Connection": NotReached}},
		{"unanswered", answered.add("Sec-WebSocket-Protocol", "chat"), true, false, results{"Connection": Passed, "Sec-WebSocket-Protocol": Failed}},
		{"interim", answered.answer("HTTP/1.1 100 Continue\r\n\r\n" + answered.Response), true, true, results{"status": Failed}},
		{"no request", &Example{Response: answered.Response}, true, true, results{"Upgrade": Passed, "Sec-WebSocket-Accept": NotKnown, "Sec-WebSocket-Protocol": NotKnown}},
		{"another protocol", plainUpgrade.with("Upgrade", "tcp").answer("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"), true, false,
			results{"status": Passed, "Upgrade": Passed, "Connection": Passed}},
		{"another offer", answered.with("Upgrade", "websocket, tcp").answer("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"), false, false,
			results{"status": Passed, "Upgrade": Failed, "Connection": NotReached}},
		{"another answer", plainUpgrade.with("Upgrade", "tcp").answer("HTTP/1.1 101 UPGRADED\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n"), false, false,
			results{"status": Passed, "Upgrade": Failed, "Connection": NotReached}},
		{"an extension that no browser knows", answered.with("Sec-WebSocket-Extensions", "x-op; op, x-other").answerWith("Sec-WebSocket-Extensions", "x-other"), true, false,
			results{"Sec-WebSocket-Protocol": Passed, "Sec-WebSocket-Extensions": Failed}},
		{"such an extension beside a broken one", answered.with("Sec-WebSocket-Extensions", "x-op, permessage-deflate").answerWith("Sec-WebSocket-Extensions", "x-op, permessage-deflate; no"), false, false,
			results{"Sec-WebSocket-Extensions": Failed}},
		{"a head that never ends", answered.answer(strings.TrimSuffix(answered.Response, "\r\n")), false, false, results{"status": Failed, "Upgrade": NotReached}},
		{"a line without a colon", answered.answer(strings.Replace(answered.Response, "Upgrade:", "hello\r\nUpgrade:", 1)), true, true, results{"Upgrade": Passed}},
		{"a NUL", answered.answerAdd("X-Note", "a\x00b"), false, false, results{"status": Failed}},
		{"a folded line", answered.answerAdd("X-Note", "a\r\n b"), true, true, results{"Upgrade": Passed}},
		{"old", answered.answerLine("HTTP/1.0 101 Switching Protocols"), true, true, results{"status": Passed}},
	} {
		r := Inspect(test.e.Exchange(), Policy{})
		o := r.Client
		if o.Opens != test.opens || o.BrowserOpens != test.browserOpens {
			t.Errorf("%s: opens %v, in browsers %v; want %v, %v", test.name, o.Opens, o.BrowserOpens, test.opens, test.browserOpens)
		}
		for _, c := range o.Checks {
			if want := test.want[c.Name]; want != "" && c.Result != want || (c.Result == Failed) != (c.Message != "") && len(o.Checks) != 3 {
				t.Errorf("%s: check %s is %s (%q), want %s", test.name, c.Name, c.Result, c.Message, want)
			}
		}
	}
	r := Inspect(good.Exchange(), Policy{})
	if r.Client != nil {
		t.Error("a client verdict without a response")
	}
}

// Over HTTP/2 there is neither Upgrade nor key, only status, subprotocol and extensions. Node 20 and 22 know 101 alone, Node 24 still
// requires the accept value, Node 26 does not, and Firefox ignores a subprotocol if it offered none.
func TestClientVerdictHTTP2(t *testing.T) {
	const wrong = "sec-websocket-accept: dEN/aZYDfR8RhmckiMk/E0UmVjQ=\r\n"
	keyed := goodHTTP2.with("sec-websocket-key", "4BZ+q2vWQ1yH0m9sJtX3Lw==")
	right := "sec-websocket-accept: " + accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept + "\r\n"
	chat := goodHTTP2.with("sec-websocket-protocol", "chat")
	for _, test := range []struct {
		e                   *Example
		opens, browserOpens bool
		chrome              string
		firefox             bool
		node24, node26      bool
	}{
		{goodHTTP2.answer(":status: 200\r\n" + wrong + "\r\n"), true, true, "", true, true, true},
		{goodHTTP2.answer(":status: 200\r\n\r\n"), true, true, "", true, false, true},
		{keyed.answer(":status: 200\r\n" + right + "\r\n"), true, true, "", true, true, true},
		{keyed.answer(":status: 200\r\n" + wrong + "\r\n"), true, true, "", true, false, true},
		{goodHTTP2.answer(":status: 204\r\n" + wrong + "\r\n"), true, false, "Unexpected response code: 204", false, false, false},
		{goodHTTP2.swap(":protocol: websocket\r\n", "").answer(":status: 200\r\n" + wrong + "\r\n"), false, false, "", false, true, true},
		{goodHTTP2.swap("CONNECT", "GET").answer(":status: 200\r\n" + wrong + "\r\n"), false, false, "", false, true, true},
		{goodHTTP2.answer(":status: 401\r\n\r\n"), false, false, "HTTP Authentication failed", false, false, false},
		{goodHTTP2.answer(":status: 404\r\n\r\n"), false, false, "Unexpected response code: 404", false, false, false},
		{goodHTTP2.answer(":status: 200\r\n" + wrong + "connection: x\r\n\r\n"), false, false, "Stream closed with error: net::ERR_HTTP2_PROTOCOL_ERROR", false, false, false},
		{goodHTTP2.answer(":status: 200\r\n:path: /\r\n" + wrong + "\r\n"), false, false, "ERR_HTTP2_PROTOCOL_ERROR", false, false, false},
		{goodHTTP2.answer("server: a\r\n\r\n"), false, false, "Unexpected response code", false, false, false},
		{goodHTTP2.answer(":status: 101\r\n\r\n"), false, false, "Unexpected response code: 101", false, false, false},
		{chat.answer(":status: 200\r\n" + wrong + "\r\n"), true, false, "no response was received", true, false, false},
		{chat.answer(":status: 200\r\n" + wrong + "sec-websocket-protocol: chat\r\n\r\n"), true, true, "", true, true, true},
		{chat.answer(":status: 200\r\n" + wrong + "sec-websocket-protocol: other\r\n\r\n"), false, false, "does not match any of sent values", false, false, false},
		{goodHTTP2.answer(":status: 200\r\n" + wrong + "sec-websocket-protocol: chat\r\n\r\n"), false, false, "if not present in request: chat", true, false, false},
		{goodHTTP2.answer(":status: 200\r\n" + wrong + "sec-websocket-extensions: foo\r\n\r\n"), false, false, "unsupported extension 'foo'", false, false, false},
	} {
		r := Inspect(test.e.Exchange(), Policy{})
		o := r.Client
		if o.Opens != test.opens || o.BrowserOpens != test.browserOpens {
			t.Errorf("%q: opens %v, in browsers %v; want %v, %v", test.e.Response, o.Opens, o.BrowserOpens, test.opens, test.browserOpens)
		}
		if says := o.Console.Chrome; (says == "") != (test.chrome == "") || !strings.Contains(says, test.chrome) {
			t.Errorf("%q: Chrome says %q, want %q", test.e.Response, says, test.chrome)
		}
		for name, client := range map[string]struct {
			says  string
			opens bool
		}{"Firefox": {o.Console.Firefox, test.firefox}, "Node 20": {o.Console.Node20, false}, "Node 22": {o.Console.Node, false},
			"Node 24": {o.Console.Node24, test.node24}, "Node 26": {o.Console.Node26, test.node26}} {
			if (client.says == "") != client.opens {
				t.Errorf("%q: %s says %q; want it to open: %v", test.e.Response, name, client.says, client.opens)
			}
		}
		if len(o.Checks) != 3 {
			t.Errorf("%q: %d checks", test.e.Response, len(o.Checks))
		}
	}
}

// The maximum length of a head for each client, measured with the same clients, and the ports on which Chrome treats other bytes as
// HTTP/0.9.
func TestClientVerdictLimits(t *testing.T) {
	head := func(kilobytes int) *Example {
		e := answered
		for range kilobytes {
			e = e.answerAdd("X-Note", strings.Repeat("a", 1014))
		}
		return e
	}
	for kilobytes, opens := range map[int][3]bool{15: {true, true, true}, 17: {true, true, false}, 250: {true, true, false}, 300: {false, true, false}, 500: {false, false, false}} {
		r := Inspect(head(kilobytes).Exchange(), Policy{})
		o := r.Client
		if got := [3]bool{o.Console.Chrome == "", o.Console.Firefox == "", o.Console.Node == "" && o.Console.WS == ""}; got != opens || !o.Opens {
			t.Errorf("%d KiB: Chrome, Firefox and Node open: %v, want %v; %+v", kilobytes, got, opens, o.Console)
		}
	}
	for host, want := range map[string]string{"a.example": "Invalid status line", "a.example:8080": "net::ERR_INVALID_HTTP_RESPONSE", "[::1]": "Invalid status line"} {
		r := Inspect(good.with("Host", host).answer("SSH-2.0-OpenSSH_9.6\r\n\r\n").Exchange(), Policy{})
		if o := r.Client; !strings.HasSuffix(o.Console.Chrome, want) {
			t.Errorf("%s: Chrome says %q, want %q", host, o.Console.Chrome, want)
		}
	}
}

func TestClientVerdictDiagnosis(t *testing.T) {
	e := answered.answerWith("Sec-WebSocket-Accept", "zCwt0ZPqzI3t49qUCYgL1OFZl88=")
	r := Inspect(e.Exchange(), Policy{})
	if o := r.Client; o.Diagnosis == nil || mistakes(*o.Diagnosis) != "acc-no-guid" {
		t.Errorf("diagnosis %+v, want acc-no-guid", o.Diagnosis)
	}
	r = Inspect(answered.Exchange(), Policy{})
	if o := r.Client; o.Diagnosis != nil {
		t.Errorf("the right value is diagnosed: %s", mistakes(*o.Diagnosis))
	}
}

func TestBehind(t *testing.T) {
	for rest, want := range map[string]struct {
		what  TrailingKind
		words string
	}{
		"":              {TrailingNone, ""},
		"\x81\x05Hello": {TrailingFrame, "text of 5 bytes"},
		"\x81\x05He":    {TrailingFrame, "beginning of a text"},
		"\x81":          {TrailingFrame, "beginning of a text"},
		"\x82\x7e\x00\x80" + strings.Repeat("x", 128): {TrailingFrame, "binary of 128 bytes"},
		"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff":    {TrailingFrame, "beginning of a binary"},
		"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff":    {TrailingOther, "frame-length-sign"},
		"\x89\x00":                      {TrailingFrame, "ping of 0 bytes"},
		"\x88\x02\x03\xe8":              {TrailingFrame, "close of 2 bytes"},
		"\x88\x02\x03\xe8\x83":          {TrailingFrame, "close of 2 bytes"},
		"\x88\x7e\x00\x80":              {TrailingOther, "frame-control-length"},
		"\x88\x01\x03":                  {TrailingOther, "close-length"},
		"\x88\x02\x03\xed":              {TrailingOther, "close-code"},
		"\x88\x03\x03\xe8\xff":          {TrailingOther, "close-reason-utf8"},
		"\x81\x85\x00\x00\x00":          {TrailingOther, "frame-mask-unwanted"},
		"\x81\x7e\x00\x05Hello":         {TrailingOther, "frame-length-shortest"},
		"\x81\x02\xff\xfe":              {TrailingOther, "message-text-utf8"},
		"\x81\x05Hello\x81\x02\xff\xfe": {TrailingOther, "message-text-utf8"},
		"\xc1\x05Hello":                 {TrailingOther, "frame-reserved-bits"},
		"\x83\x00":                      {TrailingOther, "frame-opcode"},
		"\x80\x00":                      {TrailingOther, "frame-continuation"},
		"\x01\x00\x81\x00":              {TrailingOther, "frame-message-unfinished"},
		"\x09\x00":                      {TrailingOther, "frame-control-fragmented"},
		"<html>":                        {TrailingText, "markup"},
		"{\"a\":1}":                     {TrailingText, "JSON"},
		"\r\nhello":                     {TrailingText, "text"},
		"HTTP/1.1 200 OK\r\n":           {TrailingResponse, "response"},
	} {
		r := Inspect(answered.answerThen(rest).Exchange(), Policy{})
		b := r.Client.Trailing
		if b.Kind != want.what || !strings.Contains(b.Words+" "+b.Rule, want.words) || b.Span.Len() != len(rest) {
			t.Errorf("behind %q: %+v, want %+v", rest, b, want)
		}
		if found := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Rule.ID == "resp-first-frame" }); found != (b.Kind == TrailingOther) {
			t.Errorf("behind %q: %+v, and resp-first-frame is found: %t", rest, b, found)
		}
	}
}

// Of several faults, WebKitGTK reports the one whose parameter comes first in a hash table.
func TestWebKitGTKNamesAParameter(t *testing.T) {
	for params, name := range map[string]string{
		"server_max_window_bits=0; server_no_context_takeover=10":                        "server_no_context_takeover",
		"xSy=9 9; server_max_window_bits; client_max_window_bits=16":                     "client_max_window_bits",
		"client_max_window_bits=10; other_no_context_takeover ;server_max_window_bits10": "server_max_window_bits10",
		"server_max_window_bits='12'; other_no_context_takeover= ; a":                    "a",
		"a; A":                                   "duplicated",
		"b; c; d; e; f; g; h":                    "'f'",
		"p0; p1; p2; p3; p4; p5; p6; p7; p8":     "'p7'",
		"q; w; e; r; t; y; u; i; o; p; a":        "'a'",
		"p0; p1; p2; p3; p4; p5; p6; p7; p8; P0": "duplicated",
		"a; b; c; d; e; f; g; h; i; j; k; l; m; n; o; p; q; r; s; t; u":                           "Invalid parameter",
		"server_max_window_bits=\"1\\5\"; client_max_window_bits; client_no_context_takeover; ; ": "",
	} {
		c := client{pass: &pass{}}
		if got := c.soupExtension("permessage-deflate; " + params); !strings.Contains(got, name) || (got == "") != (name == "") {
			t.Errorf("%s: %q, want %s", params, got, name)
		}
	}
}

// ws checks the extensions that its parser returns: after any number of interim answers, and in the first thousand fields.
func TestWSReadsExtensions(t *testing.T) {
	offered := *answered.add("Sec-WebSocket-Extensions", "permessage-deflate")
	broken := offered.answerAdd("Sec-WebSocket-Extensions", "(foo)").Response
	interims := strings.Repeat("HTTP/1.1 150 X\r\nUpgrade: websocket\r\n\r\n", 40)
	_, fields, _ := strings.Cut(answered.Response, "\r\n")
	many := "HTTP/1.1 101 X\r\n" + strings.TrimSuffix(fields, "\r\n") + strings.Repeat("X: 1\r\n", 1000) + "Sec-WebSocket-Extensions: (foo)\r\n\r\n"
	for response, want := range map[string]string{broken: string(WSExtension), interims + broken: string(WSExtension), interims + answered.Response: "", many: ""} {
		e := offered
		e.Response = response
		if r := Inspect(e.Exchange(), Policy{}); r.Client.Console.WS != want {
			t.Errorf("%.300q: ws says %q, want %q", response, r.Client.Console.WS, want)
		}
	}
}

// Firefox reads frames after the head, and its socket may fail before the page gets the open event.
func TestBrokenFrame(t *testing.T) {
	long := strings.Repeat("a", 126)
	for _, test := range []struct {
		rest    string
		deflate bool
		broken  bool
	}{
		{"", false, false},
		{"\x81\x05Hello", false, false},
		{"\x81\x05Hell", false, false}, // the rest may come
		{"\x81\x02\xc3\x28", false, true},
		{"\x81\x82\x01\x01\x01\x01\x60\x60", false, false}, // masked
		{"\x81\x82\x01\x01\x01\x01\xc2\x29", false, true},
		{"\x83\x00", false, true},
		{"\x8b\x00", false, true},
		{"\x09\x00", false, true},
		{"\xc1\x05Hello", false, true},
		{"\xc1\x05Hello", true, false}, // compressed
		{"\xc9\x00", true, true},
		{"\x82\x7e\x00\x05Hello", false, true}, // the length in a longer form
		{"\x82\x7e\x00\x7e" + long, false, false},
		{"\x89\x7e\x00\x7e" + long, false, true},
		{"\x82\x7f\x00\x00\x00\x00\x00\x00\xff\xff", false, true},
		{"\x82\x7f\x00\x00\x00\x00\x80\x00\x00\x00", false, true},
		{"\x82\x7f\xff\x00\x00\x00\x00\x00\x00\x00", false, true},
		{"\x80\x00", false, true},
		{"\x01\x01a\x80\x01b", false, false},
		{"\x01\x01\xc3\x80\x01\x28", false, true},
		{"\x01\x01a\x81\x01b", false, true},
		{"\x01\x00\x81\x01b", false, false},
		{"\x01\x01a\x89\x00\x80\x01b", false, false},
		{"\x01\x01a\x80\x01b\x80\x00", false, true},
		{"\x03\x01a", false, false},
		{"\x03\x01a\x80\x00", false, true},
		{"\x88\x02\x03\xe8", false, false},
		{"\x88\x03\x03\xe8\xff", false, true},
		{"\x88\x00\x83\x00", false, false}, // after a Close frame, only headers are read
		{"\x88\x00\xb3\x00", false, true},
	} {
		if got := brokenFrame(test.rest, test.deflate); got != test.broken {
			t.Errorf("%q, deflate %v: broken %v", test.rest, test.deflate, got)
		}
	}
}

// Interim answers are skipped, and offsets still count from the first byte.
func TestParseFinal(t *testing.T) {
	const early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
	for raw, status := range map[string]string{
		early + answered.Response:                                          "101",
		early + early + answered.Response:                                  "101",
		"HTTP/1.1 100 Continue\r\n\r\n":                                    "100",
		"HTTP/1.1 100 Continue\r\n":                                        "100",
		early + "HTTP/1.1 404 Not Found\r\n\r\n":                           "404",
		"HTTP/1.1 101 X\r\n\r\nHTTP/1.1 200 OK\r\n\r\n":                    "101",
		strings.Repeat(early, head.MaxInterim) + "HTTP/1.1 200 OK\r\n\r\n": "200",
		strings.Repeat(early, 1000):                                        "103",
	} {
		h := head.ParseFinalResponse(raw)
		if h.Status.Text != status || h.Raw != raw {
			t.Errorf("%.60q: status %q, want %q", raw, h.Status.Text, status)
		}
		if got := h.Text(h.Status.Span); got != status {
			t.Errorf("%.60q: the span of the status holds %q", raw, got)
		}
		for _, f := range h.Fields {
			if h.Text(f.Value.Span) != f.Value.Text || h.Text(f.Name.Span) != f.Name.Text {
				t.Errorf("%.60q: the spans of %s are off", raw, f.Name.Text)
			}
		}
	}
}

func FuzzClientVerdict(f *testing.F) {
	f.Add(answered.Request, answered.Response, false)
	for _, rule := range Rules {
		if rule.Broken().Response != "" {
			f.Add(rule.Broken().Request, rule.Broken().Response, rule.Broken().HTTP2)
		}
	}
	f.Fuzz(func(t *testing.T, request, response string, http2 bool) {
		r := Inspect(Exchange{Request: request, Response: response, HTTP2: http2}, Policy{})
		o := r.Client
		if (o == nil) != (response == "") {
			t.Fatalf("verdict %v for a response of %d bytes", o, len(response))
		}
		if o == nil {
			return
		}
		if o.BrowserOpens && !o.Opens {
			t.Error("opens in browsers alone")
		}
		if code, ok := r.Response.StatusCode(); ok && !http2 && code != 101 && o.Opens {
			t.Errorf("opens on %d", code)
		}
		failed := false
		for _, c := range o.Checks {
			if failed != (c.Result == NotReached) {
				t.Errorf("check %s is %s behind a failed one: %v", c.Name, c.Result, failed)
			}
			failed = failed || c.Result == Failed
		}
		if failed != (o.Console.Chrome != "") && len(o.Checks) != 3 {
			t.Errorf("a check failed: %v, and Chrome says %q", failed, o.Console.Chrome)
		}
		if s := o.Trailing.Span; s.Start < 0 || s.End < s.Start || s.End > len(response) {
			t.Errorf("behind is %v of %d bytes", s, len(response))
		}
	})
}

func ExampleReport_clientVerdict() {
	r := Inspect(Exchange{
		Request: "GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: https://example.com\r\n\r\n",
		Response: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive\r\n" +
			"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
	}, Policy{})
	verdict := r.Client
	fmt.Println("opens:", verdict.Opens)
	for _, check := range verdict.Checks {
		fmt.Println(check.Name+":", check.Result)
	}
	fmt.Println(verdict.Console.Firefox)
	// Output:
	// opens: false
	// status: passed
	// Upgrade: passed
	// Sec-WebSocket-Accept: passed
	// Connection: failed
	// Sec-WebSocket-Protocol: not reached
	// Sec-WebSocket-Extensions: not reached
	// Firefox can’t establish a connection to the server at wss://example.com/chat.
}

// mistakes names what is found, "acc-a + acc-b".
func mistakes(d accept.Diagnosis) string {
	var names []string
	for _, c := range d.Mistakes {
		names = append(names, c.ID)
	}
	return strings.Join(names, " + ")
}
