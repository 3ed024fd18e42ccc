package live

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
)

func TestTry(t *testing.T) {
	for kind, connect := range tries {
		t.Run(kind, func(t *testing.T) {
			s := start(t, Limits{HeadTime: halfHead, Try: patience})
			if err := connect(s.Engine); err != nil {
				t.Fatal(err)
			}
			for _, c := range []struct {
				name, raw string
				query     string
				messages  []string
				status    int
				frames    string
				end       string
			}{
				{"good", goodHead, "", []string{"Hello", "ä"}, 101,
					`client text "Hello", client text "ä", client close 1000, server text "Hello", server text "ä", server close 1000`, "the server closed with 1000"},
				{"another path", strings.Replace(goodHead, "/echo", "/chat", 1), "", nil, 101, "client close 1000, server close 1000", "the server closed with 1000"},
				{"deflate", deflateHead, "", []string{"Hello"}, 101,
					`client z text "\xf2H\xcd\xc9\xc9\a\x00", client close 1000, server z text "\xf2H\xcd\xc9\xc9\a\x00", server close 1000`, "the server closed with 1000"},
				{"deflate off", deflateHead, "deflate=off", []string{"Hello"}, 101,
					`client text "Hello", client close 1000, server text "Hello", server close 1000`, "the server closed with 1000"},
				{"early frame", goodHead + f(0x81, "early"), "", nil, 101,
					`client text "early", client close 1000, server text "early", server close 1000`, "the server closed with 1000"},
				{"early frames that break a rule", goodHead + "\xF1", "", nil, 101, "", "the server closed with 1002"},
				{"a text that is not UTF-8", goodHead, "", []string{"\xFF"}, 101, `client text "\xff", client close 1000, server close 1007`, "the server closed with 1007"},
				{"a bad head", strings.Replace(goodHead, "Host:", "Host :", 1), "", nil, 400, "", "the server closed after its answer"},
				{"half a head", goodHead[:50], "", nil, 408, "", "the server closed after its answer"},
				{"two requests", strings.Replace(goodHead, "GET", "POST", 1) + goodHead, "", nil, 405, "", "the server closed after its answer"},
				{"garbage", "\x16\x03\x01\x00\x00\r\n\r\n", "", nil, 400, "", "the server closed after its answer"},
			} {
				query, _ := url.ParseQuery(c.query)
				tr := s.Try(context.Background(), []byte(c.raw), query, c.messages)
				var frames []string
				for _, r := range tr.Frames {
					frames = append(frames, r.From+" "+say(frame.Header{RSV: r.RSV, Opcode: frame.Opcode(r.Opcode)}, string(r.Payload)))
				}
				if tr.Status != c.status || !strings.HasPrefix(tr.End, c.end) || string(tr.Request) != c.raw || tr.Truncated {
					t.Errorf("%s: status %d, end %q, truncated %v; want %d, %q", c.name, tr.Status, tr.End, tr.Truncated, c.status, c.end)
				}
				if got := strings.Join(frames, ", "); got != c.frames && c.frames != "" {
					t.Errorf("%s: frames\n%s, want\n%s", c.name, got, c.frames)
				}
				if want := predict(c.raw); c.query == "" && string(tr.Response) != want {
					t.Errorf("%s: got %q, want %q", c.name, tr.Response, want)
				}
			}
		})
	}
}

// TestTryBounds: a transcript ends in time and in size.
func TestTryBounds(t *testing.T) {
	for kind, connect := range tries {
		t.Run(kind, func(t *testing.T) {
			s := start(t, Limits{Try: patience, Transcript: 4096})
			if err := connect(s.Engine); err != nil {
				t.Fatal(err)
			}
			tr := s.Try(context.Background(), []byte(goodHead), nil, []string{long(3000), long(3000)})
			size := 0
			for _, r := range tr.Frames {
				size += len(r.Payload) + len(r.Wire)
			}
			if !tr.Truncated || size > 4096 {
				t.Errorf("%d bytes of frames, truncated %v", size, tr.Truncated)
			}
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			if tr := s.Try(ctx, []byte(goodHead), nil, nil); tr.Status != 0 || tr.End == "" {
				t.Errorf("cancelled before it began: %+v", tr)
			}
		})
	}
}
