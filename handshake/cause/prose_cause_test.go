package cause

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Descriptions by people, without messages of programs: the result, the status and the first cause.
func TestProseCauses(t *testing.T) {
	text, err := os.ReadFile("testdata/prose_cause.txt")
	if err != nil {
		t.Fatal(err)
	}
	n, causes := 0, map[string]bool{}
	for line := range strings.Lines(string(text)) {
		expected, said, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		said = strings.ReplaceAll(said, "\\n", "\n")
		n++
		for what, text := range map[string]string{"bare": said, "behind a greeting": "Hi,\n\n" + said + "\n\nThanks\n", "wrapped": wrapped(said), "in capitals": strings.ToUpper(said)} {
			if what == "in capitals" && strings.Contains(said, "://") {
				continue
			}
			j := judge(text)
			for i, name := range []string{"outcome", "status", "cause"} {
				if wrong := j.wrong(name, strings.Fields(expected)[i]); wrong != "" {
					t.Errorf("%s: %q: %s", what, said, wrong)
				}
			}
			for _, found := range j.causes[:min(1, len(j.causes))] {
				causes[found] = true
			}
		}
	}
	if n < 32 {
		t.Errorf("there are %d sentences", n)
	}
	for _, x := range allDescriptions() {
		if byID()[x.cause] == nil || x.weight < weightLeast || len(x.groups) < 1 {
			t.Errorf("%+v is no description", x)
		}
		if x.result != "" && !causes[x.cause] {
			t.Errorf("no sentence has %s first", x.cause)
		}
	}
}

// wrapped breaks a text at about 60 columns, as mail programs do.
func wrapped(s string) string {
	var b strings.Builder
	column := 0
	for i, w := range strings.Split(s, " ") {
		if column += len(w) + 1; column > 60 && i > 0 {
			b.WriteString("\n")
			column = len(w) + 1
		} else if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(w)
	}
	return b.String()
}

// The same words in a question, a supposition or a manual describe no failure.
func TestProseWithoutCause(t *testing.T) {
	for _, text := range []string{
		"Why does a proxy strip the upgrade header of a websocket?",
		"If the proxy strips the upgrade header, the websocket fails.",
		"A proxy may drop the connection header, so that the websocket never opens.",
		"The websocket is closed after 60 seconds of silence. Set proxy_read_timeout to change that.",
		"# The websocket never connects, any idea",
		"proxy_read_timeout 60s; # our websocket is closed after 60 seconds of silence",
		"You have to renew the certificate once it is expired, or the websocket handshake is refused.",
		"Our websocket tests never time out.",
		"We moved our websocket service to another load balancer last week and everything is fine.",
	} {
		if outcome, found, _ := OfText(text); outcome.Result != Unknown || len(found) > 0 {
			t.Errorf("%q: %s, %v", text, outcome.Result, ids(found))
		}
	}
}

func TestSpelled(t *testing.T) {
	for wrong, right := range map[string]string{
		"websoket": "websocket", "webscoket": "websocket", "wbesocket": "websocket", "conection": "connection", "conenction": "connection", "upgrde": "upgrade", "upgarde": "upgrade",
		"handshke": "handshake", "hedaer": "header", "certifcate": "certificate", "conect": "connect",
	} {
		if got := spelled("my " + wrong + "."); got != "my "+right+"." {
			t.Errorf("%s: %q", wrong, got)
		}
	}
	for _, word := range slices.Concat(spellings, []string{"websocketd", "connecting", "connected", "upgrading", "upgraded", "leader", "corrections", "refuse", "heading"}) {
		if got := spelled(word); got != word {
			t.Errorf("%s becomes %s", word, got)
		}
	}
}
