package handshake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// Requests of real clients, byte for byte, and the answers on which they opened: none has an error, and the client verdict
// agrees. web/e2e/clients captures them; index.txt has every client with its version.
func TestCaptures(t *testing.T) {
	index, err := os.ReadFile("testdata/captures/index.txt")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/captures/*.http")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Count(string(index), "\n")
	if listed < 8 || listed != len(files) {
		t.Errorf("%d clients are listed, %d captured", listed, len(files))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".http")
		if !strings.Contains("\n"+string(index), "\n"+name+": ") {
			t.Errorf("%s is not in the index", name)
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		end := strings.Index(string(raw), "\r\n\r\n") + 4
		x := handshake.Exchange{Request: string(raw[:end]), Response: string(raw[end:])}
		r := handshake.Inspect(x, handshake.Policy{
			NoDeflate:  !strings.Contains(x.Response, "Sec-WebSocket-Extensions"),  // one client asked for that
			NoTakeover: strings.Contains(x.Response, "client_no_context_takeover"), // of most that is older than taking over is
		})
		if v := r.Verdict(); v != handshake.Upgrades {
			t.Errorf("%s: verdict %s", name, v)
		}
		for _, f := range r.Findings {
			if f.Rule.Severity == handshake.Error {
				t.Errorf("%s: %s: %s", name, f.Rule.ID, f.Got)
			}
		}
		if o := r.Client; !o.Opens || !o.BrowserOpens {
			t.Errorf("%s opened, and would not by the client verdict: %+v", name, o.Checks)
		}
		if r.Reply.Raw() != x.Response {
			t.Errorf("%s got %q; predicted %q", name, x.Response, r.Reply.Raw())
		}
		paste := paste.Read(string(raw))
		if got := paste.Exchange(); got.Request != x.Request || got.Response != x.Response {
			t.Errorf("%s: pasted, it is read as %q and %q", name, got.Request, got.Response)
		}
	}
}
