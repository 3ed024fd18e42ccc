package handshake

import (
	"regexp"
	"strings"
	"testing"
)

func TestRegistry(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	section := regexp.MustCompile(`^([0-9A-Z]+(\.[0-9]+)*)?$`)
	seen, problems := map[string]bool{}, map[string]string{}
	for _, r := range Rules {
		if !kebab.MatchString(r.ID) {
			t.Errorf("%q: the id is not kebab case", r.ID)
		}
		if seen[r.ID] {
			t.Errorf("%s: the id is not unique", r.ID)
		}
		seen[r.ID] = true
		if r.Side < Request || r.Side > Text || r.Severity < Error || r.Severity > Note {
			t.Errorf("%s: side %d or severity %d is out of range", r.ID, r.Side, r.Severity)
		}
		if p := r.Problem; len(p) < 10 || len(p) > 70 || strings.HasSuffix(p, ".") || strings.TrimSuffix(r.Requires, ".") == p || strings.Count(p, "{}") > 1 {
			t.Errorf("%s: the problem is %q; expected a headline of at most 70 characters without a stop, other than the requirement", r.ID, p)
		}
		if first := problems[r.Problem]; first != "" {
			t.Errorf("%s has the problem of %s", r.ID, first)
		}
		problems[r.Problem] = r.ID
		for what, words := range map[string]string{"Requires": r.Requires, "Why": r.Why, "Fix": r.Fix} {
			if what == "Fix" && words == "" && r.Severity == Note && r.fix == nil {
				continue // nothing is wrong
			}
			if len(words) < 10 || !strings.HasSuffix(strings.TrimRight(words, `)`), ".") && !strings.HasSuffix(words, "?") {
				t.Errorf("%s: %s is %q; expected a whole sentence", r.ID, what, words)
			}
		}
		if r.Side != Text && len(r.Cites) == 0 && r.Severity == Error {
			t.Errorf("%s: an error without a citation", r.ID)
		}
		for _, c := range r.Citations() {
			if c.RFC == 0 && c.Link == "" || !section.MatchString(c.Section) && c.RFC != 0 {
				t.Errorf("%s: citation %+v is not well formed", r.ID, c)
			}
		}
		if r.Strength < Must || r.Strength > Practice || r.Binds < Client || r.Binds > Recipient {
			t.Errorf("%s: strength %d or party %d is out of range", r.ID, r.Strength, r.Binds)
		}
		if r.Side == Either && r.Binds < Sender {
			t.Errorf("%s is found in requests and answers, and binds the %s alone", r.ID, r.Binds)
		}
		if r.Strength != Practice && len(r.Cites) == 0 {
			t.Errorf("%s: %s without a citation", r.ID, r.Strength)
		}
		if r.check == nil {
			t.Errorf("%s: no check", r.ID)
		}
		if r.Severity != Error && r.Refuse != 0 && r.Refuse != RefuseNoUpgrade { // an ignored Upgrade is not an error
			t.Errorf("%s: it refuses and is a %s", r.ID, r.Severity)
		}
	}
}

func TestGoodRaisesNothing(t *testing.T) {
	for name, e := range map[string]*Example{"good": good, "answered": answered} {
		r := Inspect(e.Exchange(), e.Policy)
		for _, f := range r.Findings {
			t.Errorf("%s raises %s: %s", name, f.Rule.ID, f.Got)
		}
		if r.Verdict() != Upgrades {
			t.Errorf("%s: verdict %s, expected %s", name, r.Verdict(), Upgrades)
		}
	}
}

// premises are the other rules that the example of a rule about an answer breaks: its request is wrong, too, or its status is not
// 101.
var premises = map[string]string{
	"ext-resp-lines":         "ext-registered",
	"host-missing-derived":   "req-version-assumed req-target-absolute",
	"ext-resp-rsv1":          "ext-legacy",
	"h2-content-length":      "h2-status-200",
	"pmd-bits-8":             "pmd-smwb-small",
	"pmd-resp-bad-offer":     "pmd-unknown-param",
	"resp-101-bad-handshake": "ext-syntax",
	"resp-101-bad-host":      "host-missing",
	"resp-101-bad-version":   "ws-version-unsupported",
	"resp-101-unsolicited":   "upg-missing",
	"resp-1xx-http10":        "req-version-10 resp-status",
	"resp-3xx-no-location":   "resp-status",
	"resp-401-no-challenge":  "resp-status",
	"resp-405-no-allow":      "resp-status",
	"resp-426-no-upgrade":    "ws-version-unsupported resp-status",
	"resp-426-no-version":    "ws-version-unsupported resp-status",
	"resp-accept-refused":    "ws-version-unsupported resp-status",
	"resp-request-answered":  "upg-custom",
	"resp-upgrade-order":     "upg-tls resp-request-answered",
	"resp-upgrade-single":    "upg-connect-udp",
	"resp-upgrade-unlisted":  "ws-version-unsupported resp-status",
	"resp-version-refused":   "ws-version-unsupported resp-status",
	"resp-version-syntax":    "ws-version-unsupported resp-status",
	"resp-upgrade-other":     "upg-list",
	"upg-connect-ip-tls":     "upg-connect-ip req-target-absolute",
	"upg-masque-method":      "upg-connect-udp",
	"upg-masque-single":      "upg-connect-udp",
}

func TestBrokenRaisesExactlyItsRule(t *testing.T) {
	for _, rule := range Rules {
		x := rule.Broken().Exchange()
		r := Inspect(x, rule.Broken().Policy)
		ids := map[string]bool{}
		for _, f := range r.Findings {
			ids[f.Rule.ID] = true
			if strings.HasSuffix(f.Got, ".") || f.Got == "" {
				t.Errorf("%s: saw %q; expected words without a trailing stop", rule.ID, f.Got)
			}
			if problem := f.Problem(); strings.Contains(problem, "{}") || len(problem) > 110 || f.Rule == rule && strings.Contains(rule.Problem, "{}") && f.Seen == "" {
				t.Errorf("%s: the problem reads %q with %q for what was seen", rule.ID, problem, f.Seen)
			}
		}
		for premise := range strings.FieldsSeq(premises[rule.ID]) {
			if !ids[premise] {
				t.Errorf("%s: its broken example does not raise %s", rule.ID, premise)
			}
			delete(ids, premise)
		}
		if len(ids) != 1 || !ids[rule.ID] {
			t.Errorf("%s: its broken example raises %v", rule.ID, ids)
		}
		if rule.Refuse != 0 && rule.Side != Response && r.Reply.Switches() {
			t.Errorf("%s: refuses, and its broken example gets 101", rule.ID)
		}
		if rule.Refuse == 0 && rule.Side != Response && !x.HTTP2 && x.Request != "" && !r.Reply.Switches() {
			t.Errorf("%s: does not refuse, and its broken example gets %d", rule.ID, r.Reply.Status)
		}
	}
}

// Severity is effect: only an error prevents the switch or breaks the connection. Strength is the letter, so a MUST may be a warning
// or a note.
func TestSeverityIsEffect(t *testing.T) {
	// The handshake itself is complete: what follows fails.
	later := map[string]bool{"resp-content-in-101": true, "resp-first-frame": true}
	weak := 0
	for _, r := range Rules {
		if r.Severity != Error && (r.Strength == Must || r.Strength == MustNot) {
			weak++
		}
		report := Inspect(r.Broken().Exchange(), r.Broken().Policy)
		if report.Client != nil {
			switch code, _ := report.Response.StatusCode(); {
			case r.Severity == Error && report.Client.Opens && !later[r.ID]:
				t.Errorf("%s is an error, and a client opens", r.ID)
			case r.Severity != Error && !report.Client.Opens && code == 101 && !report.Exchange.HTTP2:
				t.Errorf("%s is a %s, and no client opens", r.ID, r.Severity)
			}
			continue
		}
		switches := report.Verdict() == Upgrades || report.Verdict() == UpgradesWithWarnings
		switch {
		case r.Severity == Error && switches:
			t.Errorf("%s is an error, and this endpoint switches", r.ID)
		case r.Severity != Error && !switches && report.Verdict() != Ignored && r.Over != AnyHTTP && r.Side != Text:
			t.Errorf("%s is a %s, and the reply is %d", r.ID, r.Severity, report.Reply.Status)
		}
	}
	if weak < 30 {
		t.Errorf("only %d rules with a MUST are no errors: are the two still apart?", weak)
	}
}

// A refused handshake is one error, however the refusal is written: fields that it lacks would not have opened the socket.
func TestRefusalIsOneError(t *testing.T) {
	refusals := 0
	for _, r := range Rules {
		report := Inspect(r.Broken().Exchange(), r.Broken().Policy)
		if r.Side != Response || report.Exchange.HTTP2 || report.Protocol != "websocket" {
			continue
		}
		code, ok := report.Response.StatusCode()
		if !ok || code == 101 {
			continue
		}
		refusals++
		errors := 0
		for _, f := range report.Findings {
			if f.Side == Response && f.Rule.Severity == Error {
				errors++
			}
		}
		if errors != 1 {
			t.Errorf("%s: its broken example, answered %d, has %d errors in the answer", r.ID, code, errors)
		}
	}
	if refusals < 8 {
		t.Errorf("only %d examples are refusals", refusals)
	}
}

// A browser is recognised by a field that only browsers send, and its Basic credentials are expected.
func TestPageCannotAdd(t *testing.T) {
	for _, c := range []struct {
		add  [][2]string
		want int
	}{
		{[][2]string{{"Sec-Fetch-Site", "same-origin"}, {"X-Api-Version", "2"}}, 1},
		{[][2]string{{"Sec-Fetch-Site", "same-origin"}, {"Authorization", "Bearer c2VjcmV0"}}, 1},
		{[][2]string{{"Sec-Fetch-Site", "same-origin"}, {"Authorization", "Basic dXNlcjpwYXNz"}}, 0},
		{[][2]string{{"Sec-Fetch-Mode", "websocket"}, {"X-Api-Version", "2"}}, 0}, // Node
	} {
		e := good
		for _, f := range c.add {
			e = e.add(f[0], f[1])
		}
		r := Inspect(e.Exchange(), Policy{})
		if n := r.count(RuleByID("browser-custom-header"), Request); n != c.want {
			t.Errorf("%v: %d findings, expected %d", c.add, n, c.want)
		}
	}
}

// A request for another protocol is not a mistake: the refusal names no requirement.
func TestRefusalOfAWish(t *testing.T) {
	for _, rule := range Rules {
		e := rule.Broken()
		body := Inspect(Exchange{Request: e.Request, HTTP2: e.HTTP2}, e.Policy).Reply.Body
		if rule.Side != Response && rule.Over != HTTP2 && rule.Refuse != 0 && strings.HasPrefix(body, "Not met: ") != (rule.Severity == Error) {
			t.Errorf("%s is a %s, and is refused with %q", rule.ID, rule.Severity, body)
		}
	}
}
