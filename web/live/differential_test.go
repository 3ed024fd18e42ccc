package live

import (
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"

	"upgrade101/handshake"
)

// seeds are the heads to mutate: those of TestRepliesAsPredicted, and the broken one of every rule, as they are and
// folded.
func seeds() (list []string) {
	add := func(raw string) {
		if raw == "" || len(raw) > 2<<10 {
			return
		}
		list = append(list, raw)
		if line, fields, ok := strings.Cut(raw, "\n"); ok {
			list = append(list, line+"\n"+strings.NewReplacer(": ", ":\r\n ", ",", ",\r\n\t", ";", ";\r\n ").Replace(fields))
		}
	}
	for _, h := range heads {
		add(h.raw)
	}
	for _, rule := range handshake.Rules {
		if x := rule.Broken().Exchange(); !x.HTTP2 {
			add(x.Request)
		}
	}
	return list
}

// oddities are texts with which parsers have trouble.
var oddities = []string{"\r\n", "\n", "\r", "\r\n ", "\n\t", ":", ",", ";", "=", `"`, `\`, " ", "\t", "\x00", "\x7f", "\x80", "\xff", "\u2028", "%", "%zz",
	"/", "//", "#", "?", "@", "[", "]", "*", "-1", "99999999999999999999", "HTTP/1.1", "websocket", "Upgrade", "upgrade, close", "chunked", "100-continue",
	"permessage-deflate; client_max_window_bits=\"10\"", "Content-Length: 5\r\n", "Expect: 100-continue\r\n", "Transfer-Encoding: chunked\r\n",
	"Host: a\r\n", "Sec-WebSocket-Protocol: a,, b\r\n", "Sec-WebSocket-Extensions:permessage-deflate;\r\n x;\r\n x\r\n"}

// mutate changes a head in a few places.
func mutate(r *rand.Rand, seeds []string) string {
	raw := seeds[r.IntN(len(seeds))]
	for range 1 + r.IntN(4) {
		at := r.IntN(len(raw) + 1)
		end := min(len(raw), at+1+r.IntN(8))
		switch r.IntN(7) {
		case 0:
			raw = raw[:at] + raw[end:]
		case 1:
			raw = raw[:at] + oddities[r.IntN(len(oddities))] + raw[at:]
		case 2:
			raw = raw[:at] + oddities[r.IntN(len(oddities))] + raw[end:]
		case 3: // a line again
			lines := strings.SplitAfter(raw, "\n")
			i := r.IntN(len(lines))
			raw = strings.Join(lines[:i], "") + lines[i] + strings.Join(lines[i:], "")
		case 4: // two lines change places
			lines := strings.SplitAfter(raw, "\n")
			i, j := r.IntN(len(lines)), r.IntN(len(lines))
			lines[i], lines[j] = lines[j], lines[i]
			raw = strings.Join(lines, "")
		case 5: // the end of another head
			other := seeds[r.IntN(len(seeds))]
			raw = raw[:at] + other[r.IntN(len(other)+1):]
		case 6: // a letter in the other case, or another octet
			if at < len(raw) {
				raw = raw[:at] + string([]byte{raw[at] ^ []byte{0x20, 0x80, 0x01}[r.IntN(3)]}) + raw[at+1:]
			}
		}
	}
	return raw
}

// asPredicted tries a head over a connection and compares the reply with the prediction.
func asPredicted(t *testing.T, e *Engine, raw string) {
	t.Helper()
	policy := handshake.Policy{Date: e.date()}
	report := handshake.Inspect(handshake.Exchange{Request: raw}, policy)
	want := ""
	for i := range report.Interim {
		want += report.Interim[i].Raw()
	}
	want += report.Reply.Raw()
	for i := range report.Findings {
		report.Edits(i, "")
	}
	if got := string(e.Try(t.Context(), []byte(raw), nil, []string{}).Response); got != want && raw != "" {
		t.Errorf("%q gets\n%s\nand predicted is\n%s", raw, got, want)
	}
}

// TestMutatedHeads: for any head, the bytes on the wire are those of the report, and nothing panics.
func TestMutatedHeads(t *testing.T) {
	const heads = 10_000
	synctest.Test(t, func(t *testing.T) { // in which waiting for the rest of a head takes no time
		e := New(Config{Log: slog.New(slog.DiscardHandler), Now: at})
		list, r := seeds(), rand.New(rand.NewPCG(101, 6455))
		for range heads {
			if asPredicted(t, e, mutate(r, list)); t.Failed() {
				return
			}
		}
	})
}

func FuzzRepliesAsPredicted(f *testing.F) {
	for _, raw := range seeds() {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if len(raw) <= 32<<10 {
			synctest.Test(t, func(t *testing.T) { asPredicted(t, New(Config{Log: slog.New(slog.DiscardHandler), Now: at}), raw) })
		}
	})
}
