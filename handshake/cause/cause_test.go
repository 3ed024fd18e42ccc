package cause

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// explain judges a text as the API does.
func explain(text string) (Outcome, []Found) {
	p := paste.Read(text)
	e := Evidence{Text: text, Messages: message.Find(text)}
	if x := p.Exchange(); x.Request+x.Response != "" && !(len(e.Messages) > 0 && x.Response == "") {
		r := handshake.Inspect(x, handshake.Policy{})
		e.Report = &r
	}
	return Explain(e)
}

func ids(found []Found) (list []string) {
	for _, f := range found {
		list = append(list, f.ID)
	}
	return list
}

func TestExampleRanksItsCauseFirst(t *testing.T) {
	for i := range Causes {
		c := &Causes[i]
		outcome, found := explain(c.Example)
		if len(found) == 0 || found[0].ID != c.ID {
			t.Errorf("%s: %q is explained by %v", c.ID, c.Example, ids(found))
			continue
		}
		if outcome.Result == Opened {
			t.Errorf("%s: the example opens", c.ID)
		}
		for _, text := range []string{found[0].Headline, found[0].Because, found[0].Next} {
			if strings.TrimSpace(text) == "" || strings.ContainsAny(text, "{}") && !strings.ContainsAny(c.Example, "{}") {
				t.Errorf("%s: a text is empty or has an open hole: %q", c.ID, text)
			}
		}
		if len(found[0].Marks) == 0 {
			t.Errorf("%s: no place is shown", c.ID)
		}
	}
}

func TestLiterals(t *testing.T) {
	kinds := []string{"rule", "asked", "answered", "kind", "status", "client", "by", "is", "text"}
	seen := map[string]bool{}
	for i := range Causes {
		c := &Causes[i]
		if seen[c.ID] || c.ID == "" || strings.Trim(c.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%q is no id, or comes twice", c.ID)
		}
		seen[c.ID] = true
		if strings.HasSuffix(c.Headline, ".") || c.Why == "" || c.Next == "" {
			t.Errorf("%s: a headline with a stop, or a text is missing", c.ID)
		}
		for _, s := range append(signs(c.For), signs(c.Against)...) {
			if !slices.Contains(kinds, s.kind) || s.value == "" || s.weight == 0 {
				t.Errorf("%s: %+v is no sign", c.ID, s)
			}
			if (s.kind == "rule" || s.kind == "asked" || s.kind == "answered") && handshake.RuleByID(s.value) == nil {
				t.Errorf("%s: there is no rule %q", c.ID, s.value)
			}
		}
	}
	for _, m := range message.Patterns() {
		for _, id := range m.Causes {
			if byID()[id] == nil {
				t.Errorf("%s %q names the cause %q, which is none", m.Program, m.Text, id)
			}
		}
		for _, id := range m.Rules {
			if handshake.RuleByID(id) == nil {
				t.Errorf("%s %q names the rule %q, which is none", m.Program, m.Text, id)
			}
		}
	}
}

// saysOpened reports whether a message means that the handshake had succeeded.
func saysOpened(means string) bool {
	return contains(means, []string{"had opened", "was upgraded", "had succeeded"})
}

// Each message leads to at least one cause.
func TestEveryMessageHasACause(t *testing.T) {
	for _, m := range message.Patterns() {
		outcome, found := explain(m.Example())
		if len(found) == 0 || outcome.Result != Failed && !(outcome.Result == Closed && saysOpened(m.Means)) {
			t.Errorf("%s %q: %v, %v", m.Program, m.Example(), outcome.Result, ids(found))
		}
	}
}

// Each status of a refusal is explained, and no two are explained with the same words.
func TestEveryStatusHasItsText(t *testing.T) {
	said := map[string]string{}
	for _, m := range handshake.Statuses() {
		if m.Status < 200 {
			continue
		}
		status := digits(m.Status)
		outcome, found := explain("Unexpected server response: " + status)
		if outcome.Result != Failed || outcome.Status != m.Status || len(found) == 0 {
			t.Errorf("%s: %+v, %v", status, outcome, ids(found))
			continue
		}
		text := found[0].Headline + found[0].Because
		if !strings.Contains(text, status) {
			t.Errorf("%s is not named in %q", status, text)
		}
		plain := strings.ReplaceAll(text, status, "")
		if other, ok := said[plain]; ok {
			t.Errorf("%s and %s are explained with the same words", status, other)
		}
		said[plain] = status
	}
}

// Ordinary lines about websockets, upgrades and statuses have no cause.
func TestOrdinaryLines(t *testing.T) {
	text, err := os.ReadFile("../message/testdata/ordinary.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		p := paste.Read(line)
		x := p.Exchange()
		r := handshake.Inspect(x, handshake.Policy{})
		if outcome, found := Explain(Evidence{Text: line, Messages: message.Find(line), Report: &r}); len(found) > 0 {
			t.Errorf("%q: %s, %v", line, outcome.Result, ids(found))
		}
	}
}

// A page that mentions everything is evidence only of its status.
func TestLongPage(t *testing.T) {
	page := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>\n<html><title>Docs</title>" + strings.Repeat("<p>text</p>", 200) + "Session ID unknown, Invalid Host header, cloudflare</html>\r\n"
	judged := handshake.Inspect(handshake.Exchange{Request: handshake.Good().Request, Response: page}, handshake.Policy{})
	_, found := Explain(Evidence{Report: &judged})
	if len(found) == 0 || found[0].ID != "plain-http" {
		t.Errorf("found %+v", found)
	}
	low := withoutPages("a<html>" + strings.Repeat("x", 2000) + "</html>b<html>c")
	if len(low) != 7+2000+7+8 || !strings.HasSuffix(low, "</html>b<html>c") || strings.Count(low, "x") != maxPage-len("<html>") {
		t.Errorf("%d bytes, %d of the page", len(low), strings.Count(low, "x"))
	}
}

// If the upgrade is lost, the proxy whose head the backend received is named.
func TestHopIsNamed(t *testing.T) {
	r := handshake.Inspect(handshake.Exchange{Request: "GET /ws HTTP/1.0\r\nHost: backend\r\nConnection: close\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"}, handshake.Policy{})
	_, found := Explain(Evidence{Report: &r, Hop: "nginx (proxy_pass and nothing else)"})
	if len(found) == 0 || found[0].ID != "upgrade-lost" || !strings.Contains(found[0].Because, "nginx (proxy_pass and nothing else) sends just such a head.") {
		t.Errorf("the causes are %v", found)
	}
}

// A proxy that sends an equal head is named only if the head may be from a proxy.
func TestHopOfClientsHead(t *testing.T) {
	fields := "Host: a.example\r\nConnection: close\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	r := handshake.Inspect(handshake.Exchange{Request: "GET /ws HTTP/1.1\r\n" + fields, Response: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"}, handshake.Policy{})
	for _, sent := range []bool{false, true} {
		_, found := Explain(Evidence{Report: &r, Hop: "nginx 1.26 (default)", Sent: sent})
		says := slices.ContainsFunc(found, func(f Found) bool { return strings.Contains(f.Because, "sends just such a head") })
		if says == sent {
			t.Errorf("sent %v: %+v", sent, found)
		}
	}
}

// Of several faults in a request, the one that decides the answer is the first cause.
func TestTheDecidingFaultLeads(t *testing.T) {
	for request, want := range map[string]string{
		"Connection: close\r\nSec-WebSocket-Version: 8\r\n":              "upgrade-lost",
		"Connection: Upgrade\r\nSec-WebSocket-Version: 8\r\n":            "version-refused",
		"Connection: Upgrade, close\r\nSec-WebSocket-Version: 8, 13\r\n": "version-refused",
	} {
		r := handshake.Inspect(handshake.Exchange{Request: "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n" + request + "Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n\r\n"}, handshake.Policy{})
		_, causes := Explain(Evidence{Report: &r})
		if len(causes) == 0 || causes[0].ID != want {
			t.Errorf("%q: %v; want %s first", request, causes, want)
		}
	}
}

// The pasted example of a rule: one that fails is not called working, and without an answer no cause mentions one.
func TestExamplesOfRules(t *testing.T) {
	judge := func(e *handshake.Example) (State, []Found) {
		x := e.Exchange()
		x.Pasted = true
		r := handshake.Inspect(x, e.Policy)
		outcome, found := Explain(Evidence{Text: x.Request + x.Response, Report: &r})
		state, _, _ := Headline(outcome, &r)
		return state, found
	}
	for _, rule := range handshake.Rules {
		state, found := judge(rule.Broken())
		if rule.Severity == handshake.Error && (state == Works || state == Warns) && rule.ID != "resp-content-in-101" && rule.ID != "resp-first-frame" { // it opens, and fails on the first frame
			t.Errorf("%s is an error, and its example is said to work", rule.ID)
		}
		for _, f := range found {
			if rule.Broken().Response == "" && slices.ContainsFunc(answerCauses, func(c Cause) bool { return c.ID == f.ID }) {
				t.Errorf("%s: its example has no answer, and a cause is: %s", rule.ID, f.Headline)
			}
		}
	}
	for _, good := range []*handshake.Example{handshake.Good(), handshake.GoodHTTP2()} {
		if state, found := judge(good); state != Works || len(found) > 0 {
			t.Errorf("%q is said to fail: %v", good.Response, ids(found))
		}
	}
}

// Causes that the request rules out are not listed.
func TestRuledOut(t *testing.T) {
	for name, test := range map[string]struct{ request, response, cause string }{
		"a first request has no session": {"GET /socket.io/?EIO=4&transport=websocket HTTP/1.0\r\nHost: backend.internal\r\nConnection: close\r\nSec-WebSocket-Key: pHf0ti+KyL8b2jjCCt/b9g==\r\nSec-WebSocket-Version: 13\r\n\r\n",
			"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"code\":3,\"message\":\"Bad request\"}", "session-unknown"},
		"an ordinary request has no upgrade to lose": {"GET / HTTP/1.1\r\nHost: ws.example.com\r\nAccept: text/html\r\n\r\n", "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n", "upgrade-lost"},
		"no page asks for a tunnel":                  {"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n", "HTTP/1.1 403 Forbidden\r\n\r\n", "origin-refused"},
	} {
		r := handshake.Inspect(handshake.Exchange{Request: test.request, Response: test.response}, handshake.Policy{})
		_, found := Explain(Evidence{Report: &r})
		if len(found) == 0 || slices.Contains(ids(found), test.cause) {
			t.Errorf("%s: %v", name, ids(found))
		}
	}
}

// Answers with a fault, or an apparent one, and their results.
func TestAnswers(t *testing.T) {
	good := handshake.Good()
	request := func(field string) string {
		return strings.Replace(good.Request, "\r\n\r\n", "\r\n"+field+"\r\n\r\n", 1)
	}
	const tunnel = "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n"
	const offer, tcp = "Sec-WebSocket-Extensions: permessage-deflate, x-op", "GET / HTTP/1.1\r\nHost: a.example\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"
	answer := func(field string) string {
		return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + handshake.Inspect(good.Exchange(), handshake.Policy{}).Accept.Accept + "\r\n" + field + "\r\n"
	}
	for name, test := range map[string]struct {
		request, response string
		result            Result
		cause, headline   string
	}{
		"an extension that the client itself offers": {request(offer), answer("Sec-WebSocket-Extensions: x-op\r\n"), Opened, "", ""},
		"a stray comma":                  {request(offer), answer("Sec-WebSocket-Extensions: permessage-deflate,\r\n"), Failed, "deflate-answer", ""},
		"an extension twice":             {request(offer), answer("Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate\r\n"), Failed, "deflate-answer", ""},
		"an empty subprotocol":           {good.Request, answer("Sec-WebSocket-Protocol:\r\n"), Failed, "subprotocol-unoffered", "not a name that the client offered"},
		"a blank before the first field": {good.Request, strings.Replace(answer(""), "Upgrade:", " Upgrade:", 1), Failed, "head-malformed", ""},
		"another protocol, not named":    {tcp, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n", Failed, "answer-upgrade", "is not tcp"},
		"a protocol beside the offer":    {good.Request, strings.Replace(answer(""), "Upgrade: websocket", "Upgrade: IRC/6.9", 1), Failed, "answer-upgrade", "is not websocket"},
		"two protocols beside the offer": {good.Request, strings.Replace(answer(""), "Upgrade: websocket", "Upgrade: IRC/6.9\r\nUpgrade: h2c", 1), Failed, "answer-upgrade", "is not websocket"},
		"a protocol that was not wanted": {tcp, answer(""), Failed, "unasked-101", ""},
		"a list with a blank in a name":  {strings.Replace(tcp, "tcp", "tcp,x y", 1), "", Unknown, "request-malformed", ""},
		"no Connection":                  {strings.Replace(good.Request, "Connection: Upgrade\r\n", "", 1), "", Unknown, "upgrade-lost", "Upgrade came without its Connection"},
		"Connection on two lines":        {strings.Replace(good.Request, "Connection:", "Connection: keep-alive\r\nConnection:", 1), "HTTP/1.1 400 Bad Request\r\n\r\n", Failed, "connection-list", ""},
		"two lines without upgrade":      {strings.Replace(good.Request, "Connection: Upgrade", "Connection: close\r\nConnection: keep-alive", 1), "", Unknown, "upgrade-lost", "Connection says “close, keep-alive”, not upgrade"},
		"Connection is a list":           {request("X: 1"), strings.Replace(answer("Content-Length: 1, 2\r\n"), "Connection: Upgrade", "Connection: keep-alive, Upgrade", 1), Failed, "framed-101", ""},
		"an answer of HTTP/2":            {good.Request, "HTTP/2 400\r\n\r\n", Failed, "http2-upgrade", "speaks HTTP/2,"},
		"an answer of HTTP/3":            {good.Request, "HTTP/3 400\r\n\r\n", Failed, "http2-upgrade", "speaks HTTP/3,"},
		"a masked frame":                 {good.Request, answer("") + "\x81\x82abcdaa", Closed, "mask-wrong", ""},
		"a compressed frame":             {good.Request, answer("") + "\xc1\x01a", Closed, "bits-unclaimed", ""},
		"a frame of unknown kind":        {good.Request, answer("") + "\x83\x01a", Closed, "frame-faulty", "opcode 3"},
		"text that is not UTF-8":         {good.Request, answer("") + "\x81\x02\xff\xfe", Closed, "frame-faulty", "not UTF-8"},
		"a length in a longer form":      {good.Request, answer("") + "\x81\x7e\x00\x01a", Closed, "frame-faulty", "written in 2 bytes"},
		"a close code never sent":        {good.Request, answer("") + "\x88\x02\x03\xed", Closed, "frame-faulty", "close code 1005"},
		"JSON":                           {good.Request, answer("") + "{}", Closed, "second-answer", ""},
		"a second answer":                {good.Request, answer("") + "HTTP/1.1 200 OK\r\n\r\n", Failed, "second-answer", "200 OK"},
		"304":                            {good.Request, "HTTP/1.1 304 Not Modified\r\n\r\n", Failed, "plain-http", ""},
		"a page":                         {good.Request, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", Failed, "plain-http", "ordinary page"},
		"no page":                        {good.Request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Failed, "answer-empty", "200 and no content"},
		"no page, by its status":         {good.Request, "HTTP/1.1 204 No Content\r\n\r\n", Failed, "answer-empty", "204 and no content"},
		"408":                            {good.Request, "HTTP/1.1 408 Request Timeout\r\n\r\n", Failed, "status-other", "408"},
		"no container of that name":      {tcp, "HTTP/1.1 404 Not Found\r\n\r\n", Failed, "container-missing", ""},
		"a stream without a switch":      {tcp, "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n", Failed, "docker-upgrade-lost", ""},
		"a tunnel that a proxy forbids":  {tunnel, "HTTP/1.1 403 Forbidden\r\nServer: squid/5.7\r\n\r\n", Failed, "proxy-refused", ""},
		"a tunnel that needs a login":    {tunnel, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Failed, "proxy-login", ""},
		"a CONNECT to a server":          {tunnel, "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n\r\n", Failed, "method-wrong", ""},
		"a quote in the query":           {strings.Replace(good.Request, "/chat", "/chat?q=\"", 1), "", Unknown, "request-malformed", ""},
		"a length that is no number":     {request("Content-Length: +0"), "", Unknown, "request-malformed", ""},
	} {
		r := handshake.Inspect(handshake.Exchange{Request: test.request, Response: test.response}, handshake.Policy{})
		outcome, found := Explain(Evidence{Report: &r})
		switch {
		case outcome.Result != test.result:
			t.Errorf("%s: %s, not %s", name, outcome.Result, test.result)
		case test.cause == "" && len(found) > 0, test.cause != "" && (len(found) == 0 || found[0].ID != test.cause || !strings.Contains(found[0].Headline, test.headline)):
			t.Errorf("%s: %v", name, ids(found))
		}
	}
}

// The headline says what recorded clients do where they differ, and a 2xx to an extended CONNECT is a switch.
func TestHeadlinesOfAnswers(t *testing.T) {
	over2 := handshake.GoodHTTP2()
	over1 := handshake.Good()
	accept := handshake.Inspect(over1.Exchange(), handshake.Policy{}).Accept.Accept
	answer := func(line, field string) string {
		return line + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n" + field + "\r\n"
	}
	const switching = "HTTP/1.1 101 Switching Protocols"
	for _, test := range []struct {
		request, response string
		http2             bool
		context           handshake.Context
		state             State
		words             string
	}{
		{over1.Request, answer(switching, ""), false, 0, Works, "Works: the connection opens"},
		{over1.Request, answer(switching, "X: a\r\n b\r\n"), false, 0, Warns, "Opens in some clients"},
		{over1.Request, answer(switching, "X: a\rb\r\n"), false, 0, Warns, "Opens in some clients"},
		{over1.Request, answer("HTTP/1.0 101 Switching Protocols", ""), false, 0, Warns, "Opens in some clients"},
		{over1.Request, answer(switching, ""), false, handshake.ContextClosed, Warns, "The handshake worked; the connection ended later"},
		{over2.Request, ":status: 200\r\nsec-websocket-protocol: other\r\n\r\n", true, 0, Fails, "Fails: the client does not accept this 200"},
		{over2.Request, ":status: 204\r\n\r\n", true, 0, Fails, "Fails: the client does not accept this 204"},
		{over2.Request, ":status: 404\r\n\r\n", true, 0, Fails, "Fails: the server answered 404"},
		{strings.Replace(over2.Request, ":method: CONNECT\r\n:protocol: websocket", ":method: GET", 1), ":status: 200\r\nsec-websocket-protocol: other\r\n\r\n", true, 0, Fails, "Fails: the server answered 200"},
	} {
		r := handshake.Inspect(handshake.Exchange{Request: test.request, Response: test.response, HTTP2: test.http2, Context: test.context}, handshake.Policy{})
		outcome, _ := Explain(Evidence{Report: &r})
		if state, words, _ := Headline(outcome, &r); state != test.state || words != test.words {
			t.Errorf("%q: %q, state %d; expected %q, state %d", test.response, words, state, test.words, test.state)
		}
	}
}

// Each fact that a sign names is derived, and each sentence is about a fact that is a sign.
func TestFactsAreFound(t *testing.T) {
	var code string
	for _, name := range []string{"facts.go", "close.go", "ingress.go", "outcome.go", "prose_number.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code += string(text)
	}
	for i := range wordFacts {
		code += `is["` + wordFacts[i].fact + `"]`
	}
	signs, spoken := map[string]bool{}, map[string]bool{}
	for _, c := range all() {
		for _, s := range append(c.pro, c.con...) {
			if s.kind == "is" {
				signs[s.value] = true
			}
		}
		for _, s := range c.pro {
			spoken[s.value] = spoken[s.value] || s.kind == "is"
		}
	}
	for fact := range signs {
		if !strings.Contains(code, `is["`+fact+`"]`) && !strings.HasPrefix(fact, "close-1") {
			t.Errorf("nothing finds out %q", fact)
		}
	}
	text, err := os.ReadFile("sentences.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		names, ok := strings.CutPrefix(strings.TrimSpace(line), "case ")
		for name := range strings.SplitSeq(strings.Trim(names, `:"`), `", "`) {
			if ok && sentenceOf(name) != "" && !spoken[name] {
				t.Errorf("no cause has the sign %q, which a sentence words", name)
			}
		}
	}
}

// TestFirstCauseAgreesWithTheVerdict: of a request alone, whatever else is wrong with it, the first cause is about the problem that the verdict names
// first, unless it is a mistake that explains that problem.
func TestFirstCauseAgreesWithTheVerdict(t *testing.T) {
	explains := []string{"field-misspelled", "hixie", "upgrade-doubled", "upgrade-lost"}
	judged := 0
	for _, rule := range handshake.Rules {
		for _, change := range [][2]string{
			{"", ""}, {"HTTP/1.1", "HTTP/1.0"}, {"Host: ", "Host "}, {"Upgrade: websocket", "Upgrade: websockets"}, {"Upgrade: websocket\r\n", ""}, {"Connection: Upgrade", "Connection: keep-alive"},
			{"Connection: Upgrade\r\n", ""}, {"Sec-WebSocket-Key: ", "Sec-WebSocket-Key: x"}, {"Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12"},
		} {
			x := rule.Broken().Exchange()
			x.Request = strings.Replace(x.Request, change[0], change[1], 1)
			r := handshake.Inspect(x, rule.Broken().Policy)
			because := r.Reply.Because
			_, found := Explain(Evidence{Report: &r})
			if x.Response != "" || x.HTTP2 || len(found) == 0 || !slices.ContainsFunc(r.Findings, func(f handshake.Finding) bool { return f.Rule == because }) {
				continue
			}
			judged++
			if !slices.Contains(found[0].Rules, because.ID) && (!slices.Contains(explains, found[0].ID) || because.Refuse < handshake.RefuseHTTP10) {
				t.Errorf("%s with %q: the verdict names %s, the first cause is %s", rule.ID, change[1], because.ID, found[0].ID)
			}
		}
	}
	if judged < 500 {
		t.Errorf("only %d requests were refused", judged)
	}
}

// TestHTTP10SaysWhatIsThere: what to do about HTTP/1.0 is about the head that has it, and about both where neither is shown.
func TestHTTP10SaysWhatIsThere(t *testing.T) {
	const request = "GET /chat HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n"
	const answer = "HTTP/1.0 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n"
	for text, want := range map[string][2]bool{ // of the request, of the answer
		strings.Replace(request, "1.1", "1.0", 1):                   {true, false},
		"HTTP version must be 1.1 or higher\n\n" + request + answer: {false, true},
		"HTTP version must be 1.1 or higher":                        {true, true},
	} {
		_, found := explain(text)
		i := slices.IndexFunc(found, func(c Found) bool { return c.ID == "http10" })
		if i < 0 {
			t.Errorf("%q is explained by %v", text, ids(found))
			continue
		}
		words := found[i].Because + found[i].Next
		if got := [2]bool{strings.Contains(words, "request line"), strings.Contains(words, "status line")}; got != want {
			t.Errorf("%q: %q", text, words)
		}
	}
}

// TestNginxLinesToCopy: where nginx answers a whole handshake as an ordinary page, its lines that pass the upgrade on can be copied; another program, or a request
// that asked for nothing, gets none.
func TestNginxLinesToCopy(t *testing.T) {
	const ask = "GET /chat HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n"
	const plain = "GET /chat HTTP/1.1\nHost: a.example\n\n"
	for _, c := range []struct {
		request, server string
		copied          bool
	}{{ask, "nginx/1.24.0", true}, {ask, "nginx", true}, {ask, "openresty/1.25", true}, {ask, "Tengine", true}, {ask, "gunicorn", false}, {ask, "cloudflare", false}, {plain, "nginx", false}} {
		for _, status := range []string{"200 OK", "202 Accepted", "304 Not Modified"} {
			_, found := explain(c.request + "HTTP/1.1 " + status + "\nServer: " + c.server + "\nContent-Type: text/html\nContent-Length: 9\n\n<p>hi</p>")
			i := slices.IndexFunc(found, func(f Found) bool { return f.ID == "plain-http" })
			if got := i >= 0 && found[i].Code == handshake.NginxDirectives && strings.Contains(found[i].Next, "lines below"); got != c.copied || i >= 0 && strings.ContainsAny(found[i].Next+found[i].Code, "{}") {
				t.Errorf("%s, %s: the lines can be copied: %t; %v", c.server, status, got, ids(found))
			}
		}
	}
}

// TestTheStatusIsSaidOnce: of the causes of an answer, one says its status, and none that has it in its headline.
func TestTheStatusIsSaidOnce(t *testing.T) {
	for status := 200; status < 600; status++ {
		if m, ok := handshake.StatusMeans(status); ok {
			words := strconv.Itoa(status) + " " + m.Name
			_, found := explain("Unexpected server response: " + strconv.Itoa(status))
			said := 0
			for _, f := range found {
				if here := strings.Count(f.Because, "The answer is "+words); here > 0 {
					if said += here; strings.Contains(f.Headline, words) {
						t.Errorf("%d: %s says it again: %s", status, f.ID, f.Because)
					}
				}
			}
			if said > 1 {
				t.Errorf("%d is said %d times", status, said)
			}
		}
	}
}
