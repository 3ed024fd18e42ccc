package message

import (
	"regexp"
	"strings"
	"testing"
)

// expectedExamples says what the example in a hole has to be: by the kind of the message, and by the words before the hole. A rule applies
// to the first hole that has its words before it; one without words, to the message as a whole: one of its holes has to match.
var expectedExamples = []struct {
	kinds   string // the rule is for these kinds of messages; "" for all
	words   string // expression: the fixed text before the hole ends so, but for punctuation; "" for any
	example string // expression: the example
	what    string
}{
	{"status", "", `\b[2-5]\d\d\b`, "a status"},
	{"dns", "", `^[a-z0-9.-]+\.[a-z]+(:\d+)?$|^lookup `, "a host"},
	{"req-method", "", `^[A-Z]+$`, "a method"},
	{"req-version", "", `^\d+$|^missing$`, "a version"},
	{"req-origin", "", `^\(?[A-Za-z: ']*https?://|^:? ?null$|^invalid$|'a\.example'`, "an origin"},
	{"accept accept-missing", `expecting|expected|value of|header value|key`, `^[A-Za-z0-9+/]{27}=$`, "an accept value"},
	{"status login redirect proxy session engineio", `code( received| was)?|status|error code`, `^[1-5]\d\d\b`, "a status"},
	{"any lost", `code|close`, `^[1-4]\d\d\d$`, "a close code"},
	{"", `status line( is)?|http/1\.1`, `^HTTP/1\.|^[A-Z]+ /|^SSH-|^[1-5]\d\d `, "a start line"},
	{"", `connection to|connecting to|websocket\.dial|websocket endpoint|page at|server at|invalid url|the url`, `^(wss?|https?)://|^/|^a\.example`, "an address"},
	{"url", `scheme`, `^[a-z]+$|^'http'`, "a scheme"},
	{"", `dial tcp|econnrefused|etimedout|ehostunreach|enetunreach`, `^[a-z0-9.]+:\d+$`, "an address with its port"},
	{"", `lookup|enotfound|eai_again|unknownhostexception|resolve host|hostname|traffic to`, `^[a-z]+\.[a-z]+$`, "a host"},
	{"field", `missing|empty|required header|bad|response field`, `^(Upgrade|Connection|Sec-WebSocket-[A-Za-z]+)$`, "a field name"},
	{"", `pong within|answer within|complete after`, `^\d+m?s$`, "a duration"},
}

// expressions are the compiled words and example of each rule.
var expressions = func() (all [][2]*regexp.Regexp) {
	for _, rule := range expectedExamples {
		all = append(all, [2]*regexp.Regexp{regexp.MustCompile(`(^|[^a-z])(` + rule.words + `)$`), regexp.MustCompile(rule.example)})
	}
	return all
}()

// filledHole is a hole with its example and the fixed text before it, in lower case and without punctuation at its end.
type filledHole struct{ before, example string }

// filledHoles returns the holes of a message.
func filledHoles(p *Pattern) []filledHole {
	text := strings.NewReplacer("{{", "\x00", "}}", "\x01").Replace(p.Text)
	var all []filledHole
	for {
		before, rest, ok := strings.Cut(text, "{")
		if !ok {
			return all
		}
		example, after, _ := strings.Cut(rest, "}")
		all = append(all, filledHole{strings.TrimRight(strings.ToLower(before), " :'\"([<=\x00"), example})
		text = after
	}
}

// wrongExample says which example of a message is not what the message has at that place; "" if none. used collects the rules that apply.
func wrongExample(p *Pattern, used map[int]bool) string {
	holes := filledHoles(p)
	for i, rule := range expectedExamples {
		if rule.kinds != "" && !isKindOf(rule.kinds, p.Kind) || len(holes) == 0 || p.Status != 0 {
			continue
		}
		ends, fits := expressions[i][0], expressions[i][1]
		applies, matches, example := rule.words == "", false, ""
		for _, h := range holes {
			if rule.words == "" {
				matches, example = matches || fits.MatchString(h.example), h.example
			} else if ends.MatchString(h.before) {
				applies, matches, example = true, fits.MatchString(h.example), h.example
				break
			}
		}
		if applies {
			used[i] = true
			if !matches {
				return "the example {" + example + "} is not " + rule.what
			}
		}
	}
	return ""
}

func isKindOf(kinds string, kind Kind) bool {
	return strings.Contains(" "+kinds+" ", " "+string(kind)+" ")
}

// TestExamplesFitTheirHoles: holeOf derives from an example what may fill the hole, so an example has to be what the program prints there.
func TestExamplesFitTheirHoles(t *testing.T) {
	used := map[int]bool{}
	for _, p := range Patterns() {
		if wrong := wrongExample(&p, used); wrong != "" {
			t.Errorf("%s: %s %s: %s", p.Program, p.Kind, p.Text, wrong)
		}
	}
	for i, rule := range expectedExamples {
		if !used[i] {
			t.Errorf("no message has a hole for %s behind %q", rule.what, rule.words)
		}
	}
}

// Examples that a program cannot print there.
func TestWrongExamplesAreFound(t *testing.T) {
	for _, line := range []string{
		"status Expected 101 but was '{banana}'",
		"status Unexpected server response: {banana}",
		"login Failed with status code {banana}, unauthorized {401}",
		"any The socket closed with code: {wss://a.example/ws}",
		"any WebSocket connection to '{403}' failed",
		"accept Sec-WebSocket-Accept mismatch, expecting {abc}",
		"refused connect ECONNREFUSED {refused}",
		"dns getaddrinfo ENOTFOUND {403}",
		"url The scheme [{wss://a.example/}] is not supported",
		"field missing {banana} header",
		"req-method Invalid WebSocket handshake method: {8}",
		"req-version Unsupported websocket client version: {POST}",
		"req-origin Origin {banana} is not allowed",
		"not-http Invalid status line: '{banana}'",
		"silent sent ping but didn't receive pong within {banana}",
	} {
		p := newPattern("A program", "its source", line)
		if wrongExample(&p, map[int]bool{}) == "" {
			t.Errorf("%q passes", line)
		}
	}
}
