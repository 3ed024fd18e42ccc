package view

import (
	"encoding/json"
	"strings"
	"testing"

	"upgrade101/app/model"
)

func transcriptDrawn(t *testing.T, status int, response string) model.APIAnswer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"status": status, "response_b64": []byte(response), "end": "the server closed after its answer"})
	if err != nil {
		t.Fatal(err)
	}
	return model.APIAnswer{Status: 200, Body: string(body)}
}

func TestTriedAsPredicted(t *testing.T) {
	m := model.New()
	ask := model.Tried{ServerCall: m.NewServerCall()}
	good := m.Report.Reply.Raw()
	if got := ask.Receive(transcriptDrawn(t, 101, good), m.Policy); !got.AsPredicted() || !got.Of(m) || got.Status != 101 {
		t.Errorf("the predicted answer is not taken as predicted: %+v", got)
	}
	got := ask.Receive(transcriptDrawn(t, 101, strings.Replace(good, "chat", "superchat", 1)), m.Policy)
	if got.AsPredicted() {
		t.Error("another answer is taken as predicted")
	}
	m.Tried = got
	drawn := html(m)
	for _, want := range []string{"Expected: ", "Received: ", "superchat", "differs from the prediction"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if m = m.Edit(model.Sample + " "); strings.Contains(html(m.SetField("Host", "other")), "differs from the prediction") {
		t.Error("an answer is shown beside a request that it does not belong to")
	}
}

func TestFailuresAreSaid(t *testing.T) {
	for _, c := range []struct {
		got  model.APIAnswer
		want string
	}{
		{model.APIAnswer{}, "offline"},
		{model.APIAnswer{Status: 404, Body: "<!doctype html>"}, "static hosting"},
		{model.APIAnswer{Status: 429, Body: `{"detail":"too many tries at this moment"}`}, "too many tries"},
		{model.APIAnswer{Status: 200, Body: "nonsense"}, "cannot be read"},
	} {
		m := model.New()
		m.Tried = model.Tried{ServerCall: m.NewServerCall()}.Receive(c.got, m.Policy)
		if m.Tried.Waiting || !strings.Contains(html(m), c.want) {
			t.Errorf("%+v: the page lacks %q; it says %q", c.got, c.want, m.Tried.Words)
		}
	}
}

func TestCompared(t *testing.T) {
	m := model.New()
	m.Compared = model.Compared{ServerCall: m.NewServerCall()}.Receive(model.APIAnswer{Status: 200, Body: `{"servers":[
		{"server":"one","version":"v1","status":101,"agrees":true},
		{"server":"two","version":"v2","status":0,"hung_up":true,"agrees":false,"reason":"it counts the fields"}]}`})
	drawn := html(m)
	for _, want := range []string{"2 servers", "hung up", "it counts the fields", "as predicted"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	m.Compared = model.Compared{ServerCall: m.NewServerCall()}.Receive(model.APIAnswer{Status: 200, Body: "[]"})
	if m.Compared.Failed == "" {
		t.Error("an empty list is taken for an answer")
	}
}

// TestNoticesAreDrawn: notices about a link or a file are on the page.
func TestNoticesAreDrawn(t *testing.T) {
	m := model.New().Go("v1.damaged")
	if m.Notice == "" || !strings.Contains(html(m), m.Notice[:20]) {
		t.Errorf("the page lacks the notice %q", m.Notice)
	}
}
