package handshake

import (
	"strings"
	"testing"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// The broken example of resp-line is not HTTP at all: only near misses can be fixed.
const onlyNearMisses = "resp-line"

// Fixing the broken example of a rule removes its finding and causes no new error.
func TestFixTheBrokenExample(t *testing.T) {
	for _, rule := range Rules {
		r := Inspect(rule.Broken().Exchange(), rule.Broken().Policy)
		at := find(&r, rule.ID)
		fixed, ok := r.Fix(at, "")
		if ok != (rule.fix != nil && rule.ID != onlyNearMisses) {
			t.Errorf("%s: fixed is %t", rule.ID, ok)
		}
		if !ok {
			continue
		}
		for _, e := range r.Edits(at, "") {
			head := r.Request
			if e.Side == Response {
				head = r.Response
			}
			if head.Text(e.Span) == e.Text {
				t.Errorf("%s: an edit writes what is there, %q", rule.ID, e.Text)
			}
		}
		before := map[string]bool{"resp-status": rule.Side == Response} // a correct refusal still refuses
		for _, f := range r.Findings {
			before[f.Rule.ID] = true
		}
		after := Inspect(fixed, rule.Broken().Policy)
		for _, f := range after.Findings {
			if f.Rule == rule || f.Rule.Severity < Note && !before[f.Rule.ID] {
				t.Errorf("%s, fixed, raises %s: %s\n%q\n%q", rule.ID, f.Rule.ID, f.Got, fixed.Request, fixed.Response)
			}
		}
	}
}

// find is the place of a rule's first finding in a report, -1 if there is none.
func find(r *Report, id string) int {
	for i := range r.Findings {
		if r.Findings[i].Rule.ID == id {
			return i
		}
	}
	return -1
}

// Each row is a finding, the text at fault, and its replacement.
func TestFixWritesWhatWasMeant(t *testing.T) {
	const key = "4BZ+q2vWQ1yH0m9sJtX3Lw=="
	for _, c := range []struct {
		rule     string
		from     *Example
		old, new string // of the request, or of the response where there is one
	}{
		{"req-line-malformed", good.line("GET"), "GET\r\n", "GET / HTTP/1.1\r\n"},
		{"req-line-malformed", good.swap("GET /chat HTTP/1.1\r\n", ""), "Host:", "GET / HTTP/1.1\r\nHost:"},
		{"req-line-whitespace", good.line(" GET\t/chat   HTTP/1.1 "), " GET\t/chat   HTTP/1.1 ", "GET /chat HTTP/1.1"},
		{"req-version-syntax", good.line("GET /chat HTTP/1"), "HTTP/1\r", "HTTP/1.1\r"},
		{"req-target-absolute", good.line("GET https://server.example.com?a=b HTTP/1.1"), "https://server.example.com?a=b", "/?a=b"},
		{"req-target-host-differs", good.line("GET https://other.example.com:81/ HTTP/1.1"), "Host: server.example.com", "Host: other.example.com:81"},
		{"req-target-ws-scheme", good.line("GET ws://h.example/x HTTP/1.1"), "ws://h.example/x", "/x"},
		{"req-target-no-slash", good.line("GET server.example.com/chat HTTP/1.1"), "server.example.com/chat", "/chat"},
		{"req-target-no-slash", good.line("GET chat HTTP/1.1"), "chat", "/chat"},
		{"req-target-dot-segments", good.line("GET /a/%2e%2E/chat HTTP/1.1"), "/a/%2e%2E/chat", "/chat"},
		{"req-target-bad-octet", good.line("GET /100% HTTP/1.1"), "100%", "100%25"},
		{"req-target-dot-segments", good.line("GET //a/./b/../c/?x=/../ HTTP/1.1"), "//a/./b/../c/?x=/../", "/a/c/?x=/../"},
		{"host-missing", good.without("Host"), "HTTP/1.1\r\n", "HTTP/1.1\r\nHost: server.example.com\r\n"},
		{"host-missing", good.swap("Host: ", "Host "), "Host ", "Host: "},
		{"host-missing", good.swap("Host: server", "Host server:81"), "Host ", "Host: "},
		{"req-version-10", good.line("GET /chat HTTP/1.0").without("Host"), "1.0\r\n", "1.1\r\nHost: server.example.com\r\n"},
		{"conn-missing", good.swap("Connection: ", "connection\t"), "connection\t", "connection: "},
		{"host-empty", good.with("Host", "").with("Origin", "http://a.example:81"), "Host: \r", "Host: a.example:81\r"},
		{"host-invalid", good.with("Host", "a, b").line("GET http://c.example/ HTTP/1.1"), "Host: a, b", "Host: c.example"},
		{"hdr-obs-fold", good.add("User-Agent", "one \r\n\t two"), "one \r\n\t two", "one two"},
		{"hdr-space-before-first", good.swap("Host", " hello\r\nHost"), " hello\r\n", ""},
		{"hdr-underscore", good.add("Sec_WebSocket_Key", key), "Sec_WebSocket_Key: " + key + "\r\n", ""},
		{"hdr-misspelled", good.swap("Sec-WebSocket-Key", "Sec-Websockets-Key"), "Sec-Websockets-Key", "Sec-WebSocket-Key"},
		{"hdr-unterminated", good.swap(".com\r\n\r\n", ".com"), "https://server.example.com", "https://server.example.com\r\n\r\n"},
		{"hdr-smart-chars", good.swap("Sec-WebSocket-Key: ", "Sec\u2011WebSocket\u2013Key\uFF1A\u00A0"), "Sec\u2011WebSocket\u2013Key\uFF1A\u00A0", "Sec-WebSocket-Key: "},
		{"conn-missing", good.without("Connection", "Upgrade").add("Upgrade", ""), "Upgrade: \r\n", "Upgrade: websocket\r\nConnection: Upgrade\r\n"},
		{"conn-no-upgrade", plainUpgrade.with("Upgrade", "h2c").with("Connection", "HTTP2-Settings").add("HTTP2-Settings", ""), "Connection: HTTP2", "Connection: Upgrade, HTTP2"},
		{"upg-masque-single", overIP.with("Upgrade", "foo, connect-ip"), "foo, ", ""},
		{"conn-close-too", good.with("Connection", "keep-alive, close, Upgrade"), "keep-alive, close, Upgrade", "keep-alive, Upgrade"},
		{"upg-syntax", good.with("Upgrade", "websocket;13"), "websocket;13", "websocket"},
		{"upg-syntax", plainUpgrade.with("Upgrade", "tcp,x y"), "tcp,x y", "tcp"},
		{"upg-syntax", answered.answerWith("Upgrade", "web socket"), "web socket", "websocket"},
		{"uri-mixed-content", good.line("GET http://server.example.com:80/chat HTTP/1.1"), "http://server.example.com:80/", "https://server.example.com/"},
		{"origin-list", good.with("Origin", "https://server.example.com, https://other.example"), "Origin: https://server.example.com, https://other.example", "Origin: https://server.example.com"},
		{"ext-quoted-nontoken", good.with("Sec-WebSocket-Extensions", "foo; a = \"b c\"; d"), "; a = \"b c\"; d", "; d"},
		{"ext-quoted-nontoken", good.with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=\"\""), "; server_max_window_bits=\"\"", ""},
		{"resp-426-no-upgrade", good.answer("HTTP/1.1 426 Upgrade Required\r\n\r\n"), "\r\n\r\n", "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"},
		{"body-te", good.add("Expect", "100-continue").add("Transfer-Encoding", "chunked"), "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", ""},
		{"uri-userinfo", good.line("GET https://@server.example.com/chat HTTP/1.1"), "//@", "//"},
		{"ws-key-repeated", good.with("Sec-WebSocket-Key", "short, "+key), "short, " + key, key},
		{"ws-key-whitespace", good.with("Sec-WebSocket-Key", "4BZ q2vWQ1yH0m9sJtX3Lw=="), "4BZ q2v", "4BZ+q2v"},
		{"ws-key-quoted", good.with("Sec-WebSocket-Key", `"`+key+`"`), `"` + key + `"`, key},
		{"ws-key-hex", good.with("Sec-WebSocket-Key", "e0167eab-6bd6-435c-87d2-6f6c26d5f72f"), "e0167eab-6bd6-435c-87d2-6f6c26d5f72f", key},
		{"ws-key-base64url", good.with("Sec-WebSocket-Key", "4BZ-q2vWQ1yH0m9sJtX3Lw"), "4BZ-q2vWQ1yH0m9sJtX3Lw", key},
		{"ws-key-padding", good.with("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lw="), "Lw=\r", "Lw==\r"},
		{"ws-key-noncanonical", good.with("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lx=="), "Lx==", "Lw=="},
		{"origin-syntax", good.with("Origin", "https://u:p@a.example/x?y"), "https://u:p@a.example/x?y", "https://a.example"},
		{"origin-syntax", good.with("Origin", "https://a.example,https://b.example"), "https://a.example,https://b.example", "https://a.example"},
		{"origin-syntax", good.with("Origin", "null null"), "null null", "null"},
		{"origin-syntax", good.with("Origin", "NULL"), "NULL", "null"},
		{"origin-syntax", good.with("Origin", "https://a.example:"), "https://a.example:", "https://a.example"},
		{"ws-key-quoted", good.with("Sec-WebSocket-Key", key+`"`), key + `"`, key},
		{"upg-lines", plainUpgrade.with("Upgrade", "TLS/1.0").add("Upgrade", "HTTP/2.0"), "TLS/1.0\r\nConnection: Upgrade\r\nOrigin: https://server.example.com\r\nUpgrade: HTTP/2.0", "TLS/1.0, HTTP/2.0\r\nConnection: Upgrade\r\nOrigin: https://server.example.com"},
		{"origin-syntax", good.with("Origin", "a.example"), "Origin: a.example", "Origin: https://a.example"},
		{"origin-syntax", good.with("Origin", "https://*"), "Origin: https://*\r\n", ""},
		{"ws-proto-duplicate", good.with("Sec-WebSocket-Protocol", "b, a, b"), "b, a, b", "b, a"},
		{"ws-proto-token", good.with("Sec-WebSocket-Protocol", "a b, c"), "a b, c", "a-b, c"},
		{"pmd-bits-range", good.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits = 99"), "bits = 99", "bits=15"},
		{"pmd-unknown-param", good.with("Sec-WebSocket-Extensions", "permessage-deflate ; level=9; client_max_window_bits"), " ; level=9;", " ;"},
		{"body-length", good.add("Content-Length", "5").then("hello"), "Content-Length: 5\r\n\r\nhello", "\r\n"},
		{"body-length", good.add("Content-Length", "5").then("hello\x81\x80\x00\x00\x00\x00"), "Content-Length: 5\r\n\r\nhello", "\r\n"},
		{"body-length-zero", good.add("Content-Length", "0").then("\x81\x80\x00\x00\x00\x00"), "Content-Length: 0\r\n", ""},
		{"conn-resp-syntax", good.answer("HTTP/1.1 200 OK\r\nConnection: keep alive\r\nContent-Length: 0\r\n\r\n"), "Connection: keep alive\r\n", ""},
		{"req-target-fragment", goodHTTP2.swap(":path: /chat", ":path: /chat#top"), "#top", ""},
		{"resp-no-colon", answered.answer(strings.Replace(answered.Response, "Upgrade", "hello\r\nUpgrade", 1)), "hello\r\n", ""},
		{"resp-name-invalid", answered.answerAdd("X(a)", "1"), "X(a)", "Xa"},
		{"resp-bare-cr", answered.answerAdd("X", "a\rb"), "a\rb", "ab"},
		{"resp-line", answered.answerLine("101 Switching Protocols"), "101", "HTTP/1.1 101"},
		{"resp-upgrade-several", answered.answerAdd("Upgrade", "h2c"), "Upgrade: h2c\r\n", ""},
		{"resp-upgrade-unoffered", answered.without("Sec-WebSocket-Key", "Sec-WebSocket-Version").with("Upgrade", "tcp").answerWith("Upgrade", "spdy"), "spdy", "tcp"},
		{"resp-accept-wrong", answered.answerWith("Sec-WebSocket-Accept", "no"), ": no\r", ": " + accept.Derive(key).Accept + "\r"},
		{"resp-proto-several", answered.with("Sec-WebSocket-Protocol", "a, b").answerWith("Sec-WebSocket-Protocol", "b, a"), "b, a", "a"},
		{"resp-proto-unoffered", answered.answerAdd("Sec-WebSocket-Protocol", "b"), "Sec-WebSocket-Protocol: b\r\n", ""},
		{"pmd-resp-snct", compressed("permessage-deflate; server_no_context_takeover", "permessage-deflate"), "permessage-deflate\r", "permessage-deflate; server_no_context_takeover\r"},
	} {
		r := Inspect(c.from.Exchange(), c.from.Policy)
		at := find(&r, c.rule)
		if at < 0 {
			t.Errorf("%s is not raised by %q", c.rule, c.from.Request)
			continue
		}
		got, ok := r.Fix(at, "")
		want := c.from
		if r.Findings[at].Side == Response {
			want = want.answer(strings.Replace(want.Response, c.old, c.new, 1))
		} else {
			want = want.swap(c.old, c.new)
		}
		if !ok || want.Request == c.from.Request && want.Response == c.from.Response || got.Request != want.Request || got.Response != want.Response {
			t.Errorf("%s: fixed %t:\n%q\n%q\nexpected\n%q\n%q", c.rule, ok, got.Request, got.Response, want.Request, want.Response)
		}
	}
}

// TestFixPutsTheColonIn: a line of each field whose colon is missing gets it from the fix of whatever is found about it, in each version and place of the
// colon; a line that names no field, or one that is there already, is removed.
func TestFixPutsTheColonIn(t *testing.T) {
	whole := good.add("User-Agent", "x").add("Cookie", "a=b").add("Sec-WebSocket-Protocol", "chat")
	request := func(from, to string) string { return strings.Replace(whole.Request, from, to, 1) }
	for _, f := range head.ParseRequest(whole.Request).Fields {
		name := f.Name.Text
		for was, want := range map[string]string{
			request(name+": ", name+" "):                                                 whole.Request,
			request(name+": ", strings.ToLower(name)+"\t "):                              request(name, strings.ToLower(name)),
			request(name+": "+f.Value.Text, name+": "+f.Value.Text+"\r\n"+name+" twice"): whole.Request,
			request(name+": ", "this is no field\r\n"+name+": "):                         whole.Request,
		} {
			for _, version := range []string{"HTTP/1.0", "HTTP/1.1"} {
				x := Exchange{Request: strings.Replace(was, "HTTP/1.1", version, 1)}
				r := Inspect(x, Policy{})
				for i := 0; i < len(r.Findings); {
					if fixed, ok := r.Fix(i, ""); ok && r.Findings[i].Rule.Severity == Error {
						r, i = Inspect(fixed, Policy{}), 0
						continue
					}
					i++
				}
				if got := r.Exchange.Request; got != want {
					t.Errorf("%s: fixed, %q is %q; expected %q", name, x.Request, got, want)
				}
			}
		}
	}
}

// A new key, the one that was passed in, also changes the accept value that belonged to the old key.
func TestFixTheKeyOfAnAnsweredHandshake(t *testing.T) {
	const sample, fresh = "dGhlIHNhbXBsZSBub25jZQ==", "mB0dL7cY0nQ2hV5r8XkTjA=="
	e := answered.with("Sec-WebSocket-Key", sample).answerWith("Sec-WebSocket-Accept", accept.Derive(sample).Accept)
	r := Inspect(e.Exchange(), e.Policy)
	got, ok := r.Fix(find(&r, "ws-key-sample"), fresh)
	after := Inspect(got, e.Policy)
	if !ok || !strings.Contains(got.Request, fresh) || len(after.Findings) > 0 {
		t.Errorf("fixed %t to %q and %q with %v", ok, got.Request, got.Response, after.Findings)
	}
}

// Parts that Read inserted stay marked at their new places.
func TestFixMovesWhatWasInserted(t *testing.T) {
	e := good.line("GET https://a.example/b/../c HTTP/1.1").with("Host", "a.example").with("Connection", "Upgrade, close").without("Origin").
		inserted(InsertedVersion, " HTTP/1.1").inserted(InsertedHost, "Host: a.example\r\n").inserted(InsertedEnd, "\r\n\r\n")
	r := Inspect(e.Exchange(), Policy{})
	got, ok := r.Fix(find(&r, "req-target-absolute"), "")
	if !ok || len(got.Inserted) != len(r.Exchange.Inserted) {
		t.Fatalf("fixed %t, %d pieces inserted; expected %d", ok, len(got.Inserted), len(r.Exchange.Inserted))
	}
	for i, f := range got.Inserted {
		was := r.Exchange.Inserted[i]
		if a, b := r.Exchange.Request[was.Span.Start:was.Span.End], got.Request[f.Span.Start:f.Span.End]; a != b {
			t.Errorf("inserted was %q, afterwards %q", a, b)
		}
	}
}

// foldedHead folds every field line after its colon and after each comma and semicolon.
func foldedHead(head string) string {
	start, fields, found := strings.Cut(head, "\n")
	if !found {
		return head
	}
	return start + "\n" + strings.NewReplacer(": ", ":\r\n ", ",", ",\r\n ", ";", ";\r\n ").Replace(fields)
}

// TestFixFolds: parts of a folded value have no places of their own, so no fix edits such a place, and all other fields of the head
// stay unchanged.
func TestFixFolds(t *testing.T) {
	for _, rule := range Rules {
		x := rule.Broken().Exchange()
		x = Exchange{Request: foldedHead(x.Request), Response: foldedHead(x.Response), HTTP2: x.HTTP2}
		r := Inspect(x, rule.Broken().Policy)
		for i, f := range r.Findings {
			for _, e := range r.Edits(i, "") {
				if !x.holds(e.Side, e.Span) {
					t.Errorf("%s: %s edits %v of %q", rule.ID, f.Rule.ID, e.Span, x.Request)
				}
			}
		}
	}
	for name, raw := range map[string]string{
		"an unknown parameter":  good.add("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits;\r\n strange").Request,
		"a parameter again":     good.add("Sec-WebSocket-Extensions", "permessage-deflate;\r\n client_max_window_bits; client_max_window_bits").Request,
		"a member to leave out": good.with("Connection", "Upgrade,\r\n close").Request,
		"letters to change":     good.with("Sec-WebSocket-Protocol", "other,\r\n Chat").Request,
		"a version to cut":      good.with("Upgrade", "h2c,\r\n websocket/13").Request,
	} {
		r := Inspect(Exchange{Request: raw}, Policy{Subprotocols: []string{"chat"}})
		for i, f := range r.Findings {
			x, fixed := r.Fix(i, "")
			if after := head.ParseRequest(x.Request); fixed && f.Rule.ID != "hdr-obs-fold" {
				for _, was := range r.Request.Fields {
					is := after.Get(was.Name.Text)
					if len(is) == 0 || len(is[0].Value.Text) < len(was.Value.Text)/2 {
						t.Errorf("%s: %s makes %q of %q", name, f.Rule.ID, x.Request, raw)
					}
				}
			}
		}
	}
}

// TestEditOutside: an edit outside its head is not made.
func TestEditOutside(t *testing.T) {
	x := Exchange{Request: "abcdef"}
	got := x.apply([]Edit{{Request, Span{Start: -1, End: 2}, "X"}, {Request, Span{Start: 1, End: 3}, "Y"}, {Request, Span{Start: 2, End: 4}, "Z"}, {Request, Span{Start: 5, End: 9}, "W"}})
	if got.Request != "aYdef" {
		t.Errorf("%q, expected \"aYdef\"", got.Request)
	}
}

// For any bytes, a fix that is offered removes its finding, and its edits are in order and inside the heads.
func FuzzFix(f *testing.F) {
	for _, rule := range Rules {
		if x := rule.Broken().Exchange(); len(x.Request) < 1000 {
			f.Add(x.Request, x.Response, x.HTTP2)
			f.Add(foldedHead(x.Request), foldedHead(x.Response), x.HTTP2)
		}
	}
	f.Add("T m\nsec-WebSocket-Extensions:permessage-deflate;\n s", "", false)
	f.Fuzz(func(t *testing.T, request, response string, http2 bool) {
		x := Exchange{Request: request, Response: response, HTTP2: http2}
		if request == "" && response == "" || len(request)+len(response) > 4096 {
			return
		}
		r := Inspect(x, Policy{})
		for i := range min(len(r.Findings), 40) {
			edits := r.Edits(i, "")
			if edits == nil {
				continue
			}
			for j, e := range edits {
				size := len(request)
				if e.Side == Response {
					size = len(response)
				}
				if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > size || j > 0 && edits[j-1].Side == e.Side && edits[j-1].Span.End > e.Span.Start {
					t.Fatalf("%s: edit %+v of %d bytes after %+v", r.Findings[i].Rule.ID, e, size, edits[:j])
				}
			}
			got, _ := r.Fix(i, "")
			after := Inspect(got, Policy{})
			if rule := r.Findings[i].Rule; after.count(rule, r.Findings[i].Side) == r.count(rule, r.Findings[i].Side) && r.count(rule, r.Findings[i].Side) < maxPerRule {
				t.Fatalf("%s is as often there as before", rule.ID)
			}
		}
	})
}
