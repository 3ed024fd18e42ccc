package model

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"upgrade101/handshake"
)

func TestShareThereAndBack(t *testing.T) {
	m := New().Edit(strings.Replace(Sample, "websocket", "h2c", 1)).EditResponse("HTTP/1.1 400 Bad Request\nConnection: close\n\n")
	m.Policy = handshake.Policy{Origins: []string{"https://a.example"}, Subprotocols: []string{}, NoDeflate: true}
	m = m.judge()
	s, masked := m.Shared()
	fragment, err := s.Fragment()
	if err != nil || masked != 0 {
		t.Fatalf("%v, %d masked", err, masked)
	}
	got := New().Edit("mine").Go(fragment)
	if got.Notice != "" || !reflect.DeepEqual(got.Policy, m.Policy) || got.Report.Verdict() != m.Report.Verdict() ||
		got.Report.Exchange.Request != m.Report.Exchange.Request || got.Report.Exchange.Response != m.Report.Exchange.Response {
		t.Errorf("another thing came back: %+v", got.Report.Exchange)
	}
	if again := got.Go(fragment); len(again.past) != len(got.past) {
		t.Error("the same link is opened twice")
	}
	if back := got.Undo(); back.Text != "mine" || back.Policy.Origins != nil || back.ResponseText != "" {
		t.Errorf("undo leaves %q, %q", back.Text, back.ResponseText)
	} else if forth := back.Redo(); forth.Text != got.Text || !reflect.DeepEqual(forth.Policy, got.Policy) || forth.ResponseText != got.ResponseText {
		t.Error("redo does not bring it again")
	}
}

func TestShareHoldsNoSecrets(t *testing.T) {
	for _, secret := range []string{"Cookie: session=opensesame", "Authorization: Bearer opensesame", "X-Api-Key: opensesame"} {
		m := New().Edit(strings.Replace(Sample, "\n\n", "\n"+secret+"\n\nopensesame", 1))
		s, masked := m.Shared()
		if masked != 1 || strings.Contains(s.Request, "opensesame") {
			t.Errorf("%s is shared as %q", secret, s.Request)
		}
	}
	m := New().Edit("curl https://a.example/ -H 'Cookie: session=opensesame'")
	if s, _ := m.Shared(); strings.Contains(s.Request, "opensesame") || s.Request == "" {
		t.Errorf("a curl line is shared as %q", s.Request)
	}
}

func TestDamagedLinks(t *testing.T) {
	s, _ := New().Shared()
	good, err := s.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	bomb, err := SharedState{Request: strings.Repeat("a", maxShared-100)}.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	if m := New().Go(bomb); m.Notice != "" {
		t.Error("a large link is refused")
	}
	if _, err := (SharedState{Request: strings.Repeat("a", maxShared)}).Fragment(); err == nil {
		t.Error("a link is made that cannot be read")
	}
	for _, fragment := range []string{"v1.", "v1.!", "v1.AAAA", good[:len(good)-9], "v1." + strings.Repeat("A", maxFragment), "v2." + good[3:], "v99.x"} {
		m := New().Edit("mine").Go(fragment)
		if m.Text != "mine" || m.Notice == "" {
			t.Errorf("%.20s: text %q, notice %q", fragment, m.Text, m.Notice)
		}
	}
	for _, fragment := range []string{"", "inspect", "verdict", "v", "version.1"} {
		if m := New().Go(fragment); m.Notice != "" {
			t.Errorf("%q is taken for a link", fragment)
		}
	}
}

// inflating is a link of a few kilobytes whose JSON has this many bytes.
func inflating(t *testing.T, size int) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, `{"request":"`)
	for range size / 1024 {
		io.WriteString(w, strings.Repeat("a", 1024))
	}
	io.WriteString(w, `"}`)
	w.Close()
	return sharedPrefix + base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// TestABombIsNotInflated: decompression stops at the bound.
func TestABombIsNotInflated(t *testing.T) {
	small, large := inflating(t, maxShared+1), inflating(t, 32<<20)
	if len(large) > maxFragment {
		t.Fatalf("the bomb has %d bytes, more than a link may", len(large))
	}
	cost := func(fragment string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if m := New().Edit("mine").Go(fragment); m.Text != "mine" || m.Notice != damagedNotice {
			t.Errorf("text %q, notice %q", m.Text, m.Notice)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if s, l := cost(small), cost(large); l > 2*s {
		t.Errorf("a link that inflates to 32 MB costs %d bytes of memory, one that is just too large %d", l, s)
	}
}

func FuzzOpen(f *testing.F) {
	s, _ := New().Shared()
	good, _ := s.Fragment()
	f.Add(good)
	f.Add("v1.AAAA")
	f.Fuzz(func(t *testing.T, fragment string) {
		m := New().Edit("mine").Go(fragment)
		if m.Text != "mine" && m.Undo().Text != "mine" {
			t.Fatal("a link loses what was typed")
		}
	})
}

// A text with more than its heads, or without heads, is shared as text, with its secrets masked.
func TestShareText(t *testing.T) {
	const line = "WebSocket connection to 'wss://a.example/ws?access_token=abcdefghij0123456789' failed: Error during WebSocket handshake: Unexpected response code: 403"
	m := New().Edit(line)
	state, masked := m.Shared()
	if masked == 0 || strings.Contains(state.Text, "abcdefghij0123456789") || !strings.Contains(state.Text, "response code: 403") || state.Request != "" {
		t.Errorf("shared %+v, %d secrets", state, masked)
	}
	fragment, err := state.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	if opened := New().Go(fragment); opened.Text != state.Text || opened.Judged.Headline != m.Judged.Headline {
		t.Errorf("opened: %q, %q", opened.Text, opened.Judged.Headline)
	}
	if state, _ := New().Shared(); state.Text != "" || state.Request == "" {
		t.Errorf("a request is shared as text: %+v", state)
	}
	if _, err := (SharedState{}).Fragment(); err == nil {
		t.Error("nothing has a link")
	}
}
