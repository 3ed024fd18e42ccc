package lessons

import (
	"slices"
	"strings"
	"testing"
)

func slugs(lessons []Lesson) []string {
	var s []string
	for _, l := range lessons {
		s = append(s, l.Slug)
	}
	return s
}

func TestFind(t *testing.T) {
	for query, want := range map[string]string{
		"firef":                           "firefox-keep-alive",
		"dock":                            "docker-attach",
		"firefox":                         "firefox-keep-alive",
		"nginx 426":                       "nginx-strips-upgrade",
		"envoy 403":                       "edge-refuses",
		"Session ID unknown":              "session-id-unknown",
		"CheckOrigin":                     "origin-refused",
		"docker":                          "docker-attach",
		"mixed content":                   "mixed-content",
		"h2c":                             "h2c-upgrade",
		"resp-content-length":             "content-length-on-101",
		"websocket: upgrade != websocket": "hardcoded-connection",
		"WebSocketError: Received network error or non-101 status code. Sent non-empty header":                                   "spa-fallback",
		"Error: Unexpected server response: 302":                                                                                 "login-redirect",
		"failed: Error during WebSocket handshake: 'Sec-WebSocket-Protocol' header must not appear more than once in a response": "token-as-subprotocol",
		"socket.io":     "session-id-unknown",
		"masked frames": "masked-by-server",
		"WebSocket connection to 'wss://a.example/ws' failed: Error during WebSocket handshake: 'Sec-WebSocket-Accept' header is missing": "accept-missing",
		"WebSocket connection to 'wss://a.example/ws' failed: Error during WebSocket handshake: Unexpected response code: 200":            "spa-fallback",
		"Error: websocket: response does not implement http.Hijacker":                                                                     "hijacker-500",
		"Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received":                                                     "subprotocol-unanswered",
		"Incorrect 'Sec-WebSocket-Accept' header value":                                                                                   "wrong-accept",
	} {
		found := slugs(Find(query))
		if len(found) == 0 || found[0] != want {
			t.Errorf("%q finds %q first; expected %s", query, found[:min(3, len(found))], want)
		}
	}
}

func TestFindEmptyAndNothing(t *testing.T) {
	for _, query := range []string{"", " \n", "…!"} {
		if found := Find(query); len(found) != len(All()) {
			t.Errorf("%q finds %d lessons; expected all", query, len(found))
		}
	}
	if found := Find("xyzzyplugh"); len(found) != 0 {
		t.Errorf("nonsense finds %q", slugs(found))
	}
}

// Every symptom of a lesson, pasted, finds that lesson among the first few.
func TestEverySymptomFindsItsLesson(t *testing.T) {
	for _, l := range All() {
		for _, symptom := range l.Symptoms {
			found := slugs(Find("12:30 app.js:7 " + symptom + "\n"))
			if i := slices.Index(found, l.Slug); i < 0 || i > 3 {
				t.Errorf("%q finds %s at place %d", symptom, l.Slug, i)
			}
		}
	}
}

// FuzzFind: no panic, no lesson twice, and a long query costs no more than its beginning.
func FuzzFind(f *testing.F) {
	f.Add("nginx")
	f.Add(strings.Repeat("é", maxQuery))
	f.Fuzz(func(t *testing.T, query string) {
		found := slugs(Find(query))
		slices.Sort(found)
		if len(slices.Compact(slices.Clone(found))) != len(found) || len(found) > len(All()) {
			t.Errorf("%q finds %q", query, found)
		}
	})
}

// What browsers show of every failure finds every lesson in which a browser fails.
func TestEveryFailureIsFound(t *testing.T) {
	for _, query := range []string{"1006", "code 1006", "close code: 1006", "WebSocket connection failed", "Firefox can’t establish a connection to the server at wss://x.example/chat.", "onerror"} {
		found := slugs(Find(query))
		for _, l := range All() {
			if l.Expect.BrowserOpens == Fails && !slices.Contains(found, l.Slug) {
				t.Errorf("%q does not find %s", query, l.Slug)
			}
		}
	}
}

// TestFewMatches: weak matches are omitted, so that there are few hits.
func TestFewMatches(t *testing.T) {
	for _, query := range []string{"Unexpected response code: 400", "apache tomcat", "nginx 502"} {
		if found := Find(query); len(found) == 0 || len(found) > 10 {
			t.Errorf("%q finds %d lessons", query, len(found))
		}
	}
}

// A link to predict has a number that says nothing, and stays the same: links that were handed out go on working.
func TestPredictPaths(t *testing.T) {
	seen := map[string]string{}
	for _, c := range Cards() {
		path := c.PredictPath()
		if other := seen[path]; other != "" {
			t.Errorf("%s and %s share %s: rename one", c.Slug, other, path)
		}
		seen[path] = c.Slug
		if number := strings.TrimPrefix(path, PredictFolder); len(number) != 5 || strings.Trim(number, "0123456789") != "" {
			t.Errorf("%s: %q is no number of five digits", c.Slug, path)
		}
		if got := ByPredictPath(path); got != c.Slug {
			t.Errorf("%s leads to %q, not to %s", path, got, c.Slug)
		}
	}
	for slug, path := range map[string]string{"rfc-sample": "predict/58275", "nginx-strips-upgrade": "predict/68672", "wrong-accept": "predict/29013"} {
		if seen[path] != slug {
			c, _ := CardBySlug(slug)
			t.Errorf("%s is no longer at %s, but at %s", slug, path, c.PredictPath())
		}
	}
	if got := ByPredictPath(PredictFolder + "1"); got != "" {
		t.Errorf("a number that is none leads to %q", got)
	}
}
