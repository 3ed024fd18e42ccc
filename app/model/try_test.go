package model

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func transcriptOf(t *testing.T, status int, response string) APIAnswer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"status": status, "response_b64": []byte(response), "end": "the server closed after its answer"})
	if err != nil {
		t.Fatal(err)
	}
	return APIAnswer{200, string(body)}
}

// The clock of the server is not part of the prediction.
func TestTriedRefusalWithDate(t *testing.T) {
	m := New().Edit(strings.Replace(Sample, "Connection: Upgrade", "Connection: close", 1))
	policy := m.Policy
	policy.Date = "Mon, 01 Jan 2024 00:00:00 GMT"
	dated := m
	dated.Policy = policy
	reply := dated.judge().Report.Reply
	raw := reply.Raw()
	if !strings.Contains(raw, policy.Date) {
		t.Fatalf("the refusal has no date: %q", raw)
	}
	if got := (Tried{ServerCall: m.NewServerCall()}).Receive(transcriptOf(t, 426, raw), m.Policy); !got.AsPredicted() {
		t.Errorf("%q is not taken as %q", got.Response, got.Predicted)
	}
}

func TestTriable(t *testing.T) {
	for text, can := range map[string]bool{Sample: true, "": false, strings.Repeat("a", 40<<10): false} {
		if got := New().Edit(text).Triable() == ""; got != can {
			t.Errorf("%.20q can be tried: %v, expected %v", text, got, can)
		}
	}
}

func TestScripted(t *testing.T) {
	if got := ScriptMessages("a\n\nb"); !slices.Equal(got, []string{"a", "", "b"}) {
		t.Errorf("got %q", got)
	}
	if n := len(ScriptMessages("")); n != 0 {
		t.Errorf("nothing typed makes %d messages", n)
	}
	if n := len(ScriptMessages(strings.Repeat("a\n", 100))); n != maxScript {
		t.Errorf("100 lines make %d messages", n)
	}
}
