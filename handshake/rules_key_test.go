package handshake

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
)

// raised returns the ids, with a prefix, of the findings of an example, in the order of the report.
func raised(e *Example, prefix string) []string {
	r := Inspect(e.Exchange(), e.Policy)
	var ids []string
	for _, f := range r.Findings {
		if strings.HasPrefix(f.Rule.ID, prefix) {
			ids = append(ids, f.Rule.ID)
		}
	}
	return ids
}

// One rule is raised by a key that is not good, or not random; only the published one that is not canonical raises two.
func TestKeyRaisesOneRule(t *testing.T) {
	for key, want := range map[string]string{
		"4BZ+q2vWQ1yH0m9sJtX3Lw==":               "",
		"":                                       "ws-key-empty",
		"4BZ+q2vWQ1yH0m9sJtX3Lw==,":              "ws-key-alphabet",
		"a, b":                                   "ws-key-repeated",
		"'4BZ+q2vWQ1yH0m9sJtX3Lw=='":             "ws-key-quoted",
		"4BZ+q2vW Q1yH0m9sJtX3Lw==":              "ws-key-whitespace",
		"4BZ+q2vW\tQ1yH0m9sJtX3Lw==":             "ws-key-whitespace",
		"E0167EAB6BD6435C87D26F6C26D5F72F":       "ws-key-hex",
		"e0167eab-6bd6-435c-87d2-6f6c26d5f72f":   "ws-key-hex",
		"{e0167eab-6bd6-435c-87d2-6f6c26d5f72f}": "ws-key-hex",
		"4BZ_q2vWQ1yH0m9sJtX3Lw":                 "ws-key-base64url",
		"4BZ-q2vWQ1yH0m9s*tX3Lw==":               "ws-key-alphabet",
		"4BZ-q2vWQ1yH0m9s+tX3Lw==":               "ws-key-alphabet",
		"4BZ-q2vWQ1yH0m9s/tX3L_==":               "ws-key-alphabet",
		"YOUR-KEY-HERE":                          "ws-key-alphabet",
		"____":                                   "ws-key-alphabet",
		"4BZ+q2vWQ1yH0m9sJtX3Lw":                 "ws-key-padding",
		"4BZ+q2vWQ1yH0m9sJtX3Lw=":                "ws-key-padding",
		"4BZ+q2vWQ1yH0m9sJtX3Lw===":              "ws-key-padding",
		"4BZ+q2vWQ1yH0m9sJtX3=L==":               "ws-key-padding",
		"4BZ+q2vWQ1yH0m9sJtX3":                   "ws-key-length",
		"4BZ+q2vWQ1yH0m9sJtX3Lwe=":               "ws-key-length",
		"4BZ+q2vWQ1yH0m9sJtX3Lweq":               "ws-key-length",
		"A":                                      "ws-key-length",
		"====":                                   "ws-key-length",
		"4BZ+q2vWQ1yH0m9sJtX3Lx==":               "ws-key-noncanonical",
		"AQIDBAUGBwgJCgsMDQ4PEC==":               "ws-key-noncanonical ws-key-sample",
		"AQIDBAUGBwgJCgsMDQ4PEA==":               "ws-key-sample",
		"ICEiIyQlJicoKSorLC0uLw==":               "ws-key-low-entropy",
		"aGVsbG8gd29ybGQhISEhIQ==":               "ws-key-low-entropy",
		"/wD/AP8A/wD/AP8A/wD/AA==":               "ws-key-low-entropy",
	} {
		got := strings.Join(raised(good.with("Sec-WebSocket-Key", key), "ws-key"), " ")
		if got != want {
			t.Errorf("key %q raises %q, expected %q", key, got, want)
		}
	}
}

func TestRandomKeysAreGood(t *testing.T) {
	for range 2000 {
		var b [16]byte
		rand.Read(b[:])
		e := good.with("Sec-WebSocket-Key", base64.StdEncoding.EncodeToString(b[:]))
		if got := raised(e, ""); got != nil {
			t.Fatalf("the random key of %x raises %v", b, got)
		}
		e = good.with("Sec-WebSocket-Key", hex.EncodeToString(b[:]))
		if got := raised(e, ""); len(got) != 1 || got[0] != "ws-key-hex" {
			t.Fatalf("the hexadecimal key %x raises %v", b, got)
		}
	}
}

// The base64 decoder of the standard library is an independent reference.
func FuzzKey(f *testing.F) {
	f.Add("dGhlIHNhbXBsZSBub25jZQ==")
	f.Add("4BZ+q2vWQ1yH0m9sJtX3=L==")
	f.Fuzz(func(t *testing.T, key string) {
		if strings.ContainsAny(key, "\r\n") {
			return // the decoder skips line ends, a field has none
		}
		m := &parsedHead{Head: Head{Fields: []Field{{Value: Token{Text: key}, Known: nameKey}}}}
		m.first[nameKey], m.count[nameKey] = 1, 1
		b, err := base64.StdEncoding.DecodeString(key)
		if ok := err == nil && len(b) == 16; ok != (judgeKey(m) == keyGood) {
			t.Errorf("key %q is judged %d; decoding gives %d bytes, %v", key, judgeKey(m), len(b), err)
		}
	})
}
