package web

import (
	"encoding/base64"
	"strings"
	"testing"
)

// For any body, the answer is valid JSON: a report whose spans are inside its heads, or an error of the caller with its remedy.
func FuzzInspect(f *testing.F) {
	kinds := []string{exact, plain, object}
	for _, h := range heads {
		for kind := range kinds {
			f.Add(uint8(kind), h.raw)
		}
	}
	f.Add(uint8(2), `{"request": "GET / HTTP/1.1", "response_b64": "SFRUUC8xLjEgMTAx", "policy": {"origins": []}}`)
	f.Add(uint8(1), "curl -v wss://a.example/ -H 'Upgrade: websocket'")
	s := newSite(f, Config{})
	f.Fuzz(func(t *testing.T, kind uint8, body string) {
		r, v := call(t, s, "/api/inspect", kinds[int(kind)%len(kinds)], body)
		switch {
		case r.StatusCode == 200:
		case r.StatusCode >= 400 && r.StatusCode < 500 && dig(v, "detail") != "":
			return
		default:
			t.Fatalf("%d %v", r.StatusCode, v)
		}
		size := map[any]float64{}
		for _, side := range []string{"request", "response"} {
			raw, _ := dig(v, side+".raw_b64").(string)
			b, err := base64.StdEncoding.DecodeString(raw)
			if err != nil {
				t.Fatal(err)
			}
			size[side] = float64(len(b))
		}
		for _, finding := range dig(v, "findings").([]any) {
			start, end := dig(finding, "span.start").(float64), dig(finding, "span.end").(float64)
			if length, known := size[dig(finding, "side")]; !known || start < 0 || start > end || end > length {
				t.Errorf("%v in %v bytes", finding, length)
			}
			if dig(finding, "saw") == "" || dig(finding, "requires") == "" || dig(finding, "problem") == "" || dig(finding, "fix") == "" && dig(finding, "severity") != "note" {
				t.Errorf("a finding without words: %v", finding)
			}
		}
	})
}

// A coding is chosen only if it is there and was not refused.
func FuzzNegotiate(f *testing.F) {
	for _, accept := range []string{"", "br;q=0", "gzip, br;q=0.5, *;q=0", "identity;q=0", ";;=,,"} {
		f.Add(accept)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		switch coding := negotiate(accept, codings...); coding {
		case "":
		case "br", "gzip":
			if a := strings.ToLower(accept); !strings.Contains(a, coding) && !strings.Contains(a, "*") {
				t.Errorf("%q gets %q", accept, coding)
			}
			if negotiate(accept+","+coding+";q=0", codings...) == coding {
				t.Errorf("%q gets %q although it is refused", accept, coding)
			}
		default:
			t.Errorf("%q gets %q", accept, coding)
		}
	})
}
