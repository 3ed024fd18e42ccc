package handshake

import (
	"os"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/clienttest"
	"upgrade101/handshake/head"
)

// Severity is effect: a recorded answer on which no client opens has an error, and one on which all browsers open has none, except for those
// that are listed with a reason. The requests are those of Chrome and Firefox, which offer different parameters.
func TestErrorsAreWhatKeepsRecordedClientsOut(t *testing.T) {
	allOpen := map[string]string{
		"resp-content-in-101":     "the socket opens and fails at its first frame",
		"resp-first-frame":        "the same",
		"pmd-resp-cmwb-unoffered": "RFC 7692 §7 has the client fail; of the recorded clients only Firefox does not offer it, and Firefox opens",
		"resp-line":               "a CR in front of the status line: recorded clients skip it, Go's net/http does not, and RFC 9112 §4 knows no such line",
	}
	noneOpen := map[string]string{
		"":               "an empty answer is no head that a rule could judge; the outcome is that the connection failed",
		"resp-too-large": "no RFC limits the head of an answer; above 384 KiB the limits of all recorded clients are passed",
	}
	seen := map[string]bool{}
	text, err := os.ReadFile(*recordingPath)
	if err != nil {
		t.Fatal(err)
	}
	r, err := clienttest.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, answer := range r.Answers {
		opens := 0
		for _, says := range answer.Says {
			if s := r.Says[says]; s == "" || s == clienttest.Races {
				opens++
			}
		}
		browsers := true
		for i, column := range r.Columns {
			if s := r.Says[answer.Says[i]]; column == "chrome" || column == "firefox" || column == "webkitgtk" {
				browsers = browsers && s == ""
			}
		}
		if opens > 0 && opens < len(answer.Says) && !browsers {
			continue
		}
		found := map[string]Severity{}
		for _, name := range []string{"chrome", "firefox"} {
			e := &Example{Request: r.Clients[name].Request}
			if answer.Protocols != "" {
				e = e.add("Sec-WebSocket-Protocol", answer.Protocols)
			}
			request := head.ParseRequest(e.Request)
			e.Response = answer.Octets(accept.Derive(request.Get("Sec-WebSocket-Key")[0].Value.Text).Accept)
			report := Inspect(e.Exchange(), Policy{})
			for _, f := range report.Findings {
				if f.Side == Response && f.Rule.Severity != Note {
					found[f.Rule.ID] = f.Rule.Severity
				}
			}
		}
		if found["resp-too-large"] != 0 && opens > 0 && opens < len(answer.Says) {
			continue // fields beyond the limit are not parsed
		}
		errors := 0
		for id, severity := range found {
			if severity != Error {
				continue
			}
			errors++
			seen[id] = true
			if opens > 0 && allOpen[id] == "" {
				t.Errorf("%s: every browser opens on %.200q, and %s is an error", answer.Name, answer.Response, id)
			}
		}
		if opens == 0 && errors == 0 {
			excused := answer.Response == ""
			for id := range found {
				excused = excused || noneOpen[id] != ""
				seen[id] = true
			}
			if !excused {
				t.Errorf("%s: no client opens on %.200q, and nothing is an error", answer.Name, answer.Response)
			}
		}
	}
	for _, listed := range []map[string]string{allOpen, noneOpen} {
		for id := range listed {
			if id != "" && !seen[id] {
				t.Errorf("%s is excused, and nothing needs it", id)
			}
		}
	}
}

// A mistake on which some recorded clients fail is a warning if others open, and an error if only WebKitGTK opens.
func TestWhatSomeClientsFailOn(t *testing.T) {
	first := func(line string) *Example {
		return answered.answer(strings.Replace(answered.Response, "Upgrade", line+"\r\nUpgrade", 1))
	}
	deflate := func(lines ...string) *Example {
		e := answered.with("Sec-WebSocket-Extensions", "permessage-deflate")
		for _, l := range lines {
			e = e.answerAdd("Sec-WebSocket-Extensions", l)
		}
		return e
	}
	for _, c := range []struct {
		name    string
		e       *Example
		want    string // severities and rules
		opens   bool
		browser bool
		opening string
	}{
		{"good", answered, "", true, true, ""},
		{"whitespace before the first field", first(" X: 1"), "warning resp-space-before-first", true, true, "Chrome, Firefox, WebKitGTK"},
		{"equal lengths", answered.answerAdd("Content-Length", "5").answerAdd("Content-Length", "5"), "warning resp-content-length", true, true, "Chrome, Firefox, WebKitGTK"},
		{"two lengths", answered.answerAdd("Content-Length", "1").answerAdd("Content-Length", "2"), "error resp-lengths-differ", false, false, "WebKitGTK"},
		{"two lengths in a list", answered.answerAdd("Content-Length", "1, 2"), "error resp-lengths-differ", false, false, "WebKitGTK"},
		{"two lengths and a coding", answered.answerAdd("Content-Length", "1").answerAdd("Content-Length", "2").answerAdd("Transfer-Encoding", "chunked"),
			"warning resp-content-length, warning resp-transfer-encoding", true, true, "Chrome, WebKitGTK"},
		{"a blank line first", answered.answer("\r\n" + answered.Response), "warning resp-leading-blank-line", true, true, ""},
		{"three blank lines first", answered.answer("\r\n\r\n\r\n" + answered.Response), "warning resp-leading-blank-line", true, false, "Node 20, Node 22, Node 24, Node 26, ws (npm)"},
		{"two dispositions", answered.answerAdd("Content-Disposition", "a").answerAdd("Content-Disposition", "b"), "warning resp-singleton-repeated", true, false, "WebKitGTK, Node 20, Node 22, Node 24, Node 26, ws (npm)"},
		{"1.0", answered.answerLine("HTTP/1.0 101 Switching Protocols"), "warning resp-http10", true, true, "Chrome, Node 20, Node 22, Node 24, Node 26, ws (npm)"},
		{"1.2", answered.answerLine("HTTP/1.2 101 Switching Protocols"), "warning resp-version", true, true, "Chrome, Firefox"},
		{"2.0", answered.answerLine("HTTP/2.0 101 Switching Protocols"), "warning resp-version", true, true, "Chrome, Node 20, Node 22, Node 24, Node 26, ws (npm)"},
		{"3.0", answered.answerLine("HTTP/3.0 101 Switching Protocols"), "warning resp-version", true, true, "Chrome"},
		{"an empty first line of extensions", deflate("", "permessage-deflate"), "warning ext-resp-empty-member", true, false, "Firefox"},
		{"an extension that none of the recorded clients was sent without an offer", answered.answerAdd("Sec-WebSocket-Extensions", "permessage-deflate"), "error ext-resp-unoffered", false, false, ""},
		{"a blank after Connection", answered.answerWith("Connection", "Upgrade "), "warning resp-accept-space", true, true, "Chrome, Firefox, WebKitGTK, ws (npm)"},
		{"1,500 fields", answered.answer(strings.Replace(answered.Response, "Upgrade", strings.Repeat("X: a\r\n", 1500)+"Upgrade", 1)),
			"warning resp-too-large", true, true, "Chrome, Firefox, WebKitGTK, Node 20, Node 22, Node 24, Node 26"},
		{"a line without a colon", first("hello"), "warning resp-no-colon", true, true, "Chrome, Firefox, WebKitGTK"},
		{"a line that starts with a colon", first(": 1"), "warning resp-name-empty", true, true, "Chrome, Firefox, WebKitGTK, Node 20, Node 22"},
		{"a name with a blank", first("X Note: 1"), "warning resp-name-invalid", true, true, "Chrome, Firefox, WebKitGTK, Node 20, Node 22"},
		{"a name with a bracket", first("X(Note): 1"), "warning resp-name-invalid", true, true, "Chrome, Firefox, WebKitGTK"},
		{"a CR in a value", first("X: a\rb"), "warning resp-bare-cr", true, true, "Chrome, Firefox, WebKitGTK"},
		{"a refusal that names no protocol", answered.answer("HTTP/1.1 426 Upgrade Required\r\nUpgrade: web socket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n"),
			"error resp-status, warning resp-426-no-upgrade", false, false, ""},
		{"a refusal with an Upgrade that is no protocol", answered.answer("HTTP/1.1 403 Forbidden\r\nUpgrade: web socket\r\nConnection: Upgrade\r\n\r\n"), "error resp-status", false, false, ""},
		{"a 101 with an Upgrade that is no protocol", answered.answerWith("Upgrade", "web socket"), "error upg-syntax", false, false, ""},
		{"lengths of a refusal", answered.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"), "error resp-status, warning resp-singleton-repeated", false, false, ""},
		{"a redirect over HTTP/2", goodHTTP2.answer(":status: 302\r\n\r\n"), "error h2-status, warning resp-3xx-no-location", false, false, ""},
	} {
		r := Inspect(c.e.Exchange(), Policy{})
		var got []string
		for _, f := range r.Findings {
			if s := f.Rule.Severity.String() + " " + f.Rule.ID; f.Side == Response && f.Rule.Severity != Note && !slices.Contains(got, s) {
				got = append(got, s)
			}
		}
		if found := strings.Join(got, ", "); found != c.want || r.Client.Opens != c.opens || r.Client.BrowserOpens != c.browser || r.Client.Opening != c.opening {
			t.Errorf("%s: %s; opens %v, in a browser %v, with %q\n\twant %s; %v, %v, %q", c.name,
				found, r.Client.Opens, r.Client.BrowserOpens, r.Client.Opening, c.want, c.opens, c.browser, c.opening)
		}
	}
}

// A request of a tool with the fields of a draft is not of that draft.
func TestHixie75IsNoProbe(t *testing.T) {
	bare := good.without("Sec-WebSocket-Key", "Sec-WebSocket-Version").with("Upgrade", "WebSocket").with("Origin", "http://a.example")
	for _, c := range []struct {
		e    *Example
		want bool
	}{{bare, true}, {bare.add("Cookie", "a=b"), true}, {bare.add("User-Agent", "curl/8.5.0"), false}, {bare.add("Accept", "*/*"), false}} {
		r := Inspect(c.e.Exchange(), Policy{})
		if got := r.count(RuleByID("ws-hixie75"), Request) > 0; got != c.want {
			t.Errorf("%q: hixie-75 %v, want %v", c.e.Request, got, c.want)
		}
	}
}
