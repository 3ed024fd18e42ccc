package accept

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/head"
)

const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

// ids returns the ids of the mistakes, "acc-a + acc-b".
func ids(d Diagnosis) string {
	var names []string
	for _, c := range d.Mistakes {
		names = append(names, c.ID)
	}
	return strings.Join(names, " + ")
}

// The values are those of the mistakes made with the key of RFC 6455 §1.3, computed elsewhere.
var diagnoses = []struct{ got, want string }{
	{"BXhwxM0SZasKmCD9S4BfpPmCnEw=", "acc-key-decoded"},
	{"hHLtf2V1k8aDQZfNjw3Ia1hCwt0=", "acc-no-guid"},
	{"WJfwerbIozKsJXHxxI0JTO1SQgU=", "acc-guid-lower"},
	{"2OZf2Seed9yzIpkj+zvC9KS9Mjw=", "acc-guid-first"},
	{"Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=", "acc-guid-only"},
	{"JE93uw0f/vKl8uDMK0C8ztc6gVM=", "acc-guid-nohyphen"},
	{"/RT0V1zpbDH48QYiJP08HEjZeik=", "acc-guid-braces"},
	{"xffs76SKJEDTEdgIBR+3JQcAg6o=", "acc-guid-binary"},
	{"YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ==", "acc-hex-b64"},
	{"QjM3QTRGMkNDMDYyNEYxNjkwRjY0NjA2Q0YzODU5NDVCMkJFQzRFQQ==", "acc-hex-b64-upper"},
	{"b37a4f2cc0624f1690f64606cf385945b2bec4ea", "acc-hex"},
	{"B37A4F2CC0624F1690F64606CF385945B2BEC4EA", "acc-hex"},
	{"c8qeCxwB8sJPxkSckeL76bKL7f642+KYzDiR7EbKyTY=", "acc-sha256"},
	{"fI/F95pFHyUax3HLt0ktmQ==", "acc-md5"},
	{base64.StdEncoding.EncodeToString([]byte(sampleKey + GUID)), "acc-no-hash"},
	{"s3pPLMBiTxaQ9kYGzzhZRbK-xOo=", "acc-base64url"},
	{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo", "acc-unpadded"},
	{"kex8Ji4w0ek1Mc3Dwcf4mOpf5b4=", "acc-key-crlf"},
	{"r9/ho7dygrDPAQf/zFnJxWqPVO4=", "acc-key-lf"},
	{"zvnId+CMmoYWpbuFiCx6kU/bpAw=", "acc-key-cr"},
	{"s3mCG3XUBfFRrUGpYOBQiHm5i8g=", "acc-key-space-before"},
	{"xytUlkF2rVz2XzwONMCug9nn1qA=", "acc-key-space-after"},
	{"BQgomKt49tqcGtJYe4ASzQz1IXI=", "acc-newline-after"},
	{"jIHLlg2Ll4lVOTyDUwiw+voDDsc=", "acc-key-quoted"},
	{"RZWuh2JK/hL0RMgTNJFfZIAppXg=", "acc-key-unpadded"},
	{"CAV2rT4szLbzEtluVJbfjB7GFPY=", "acc-key-lower"},
	{"wRn3T1d05f86S/JjgrE2dZ0BqLI=", "acc-nul"},
	{"gOYSbpmmlqWkVS3Q71eZLDG7Dxs=", "acc-utf16"},
	{"0nPMTTX30oa/g/KwzuXRC2LWB6I=", "acc-header-line"},
	{"BKguWnClpU89ejmNzZHuX1i/Z/A=", "acc-hmac"},
	{"I0LaJwpzqqaocDChnoeI5+bJdnQ=", "acc-hmac"},
	{"czNwUExNQmlUeGFROWtZR3p6aFpSYksreE9vPQ==", "acc-double-b64"},
	{"vWlruhjBidPqlvBVul5KBx2/bgk=", "acc-double-hash"},
	{"s3pPLMBiTxaQ9kYGzzhZRQ==", "acc-truncated"},
	{"dGhlIHNhbXBsZSBub25jZQ==", "acc-echo"},
	{"s3pPLMBiTxaQ9kYGzzhZRbK%2BxOo%3D", "acc-escaped"},
	{"s3pPLMBiTxaQ9kYGzzhZRbK&#43;xOo=", "acc-escaped"},
	{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo&#61;", "acc-escaped"},
	{`"s3pPLMBiTxaQ9kYGzzhZRbK+xOo\u003d"`, "acc-escaped"},
	{"s3pPLMBiTxaQ9kYGzzhZRbK xOo=", "acc-plus-space"},
	{"s3pplmbitxaq9kygzzhzrbk+xoo=", "acc-case"},
	{"HSmrc0sMlYUkAGmm5OPpG2HaGWk=", "acc-static-sample"},

	// the wrong GUIDs
	{"VItzKoTOxM89ZkhtW9idPYR/BMs=", "acc-guid-wrong"},
	{"UUA+qbgWn8W9m7meUoy7cI1/C1Q=", "acc-guid-wrong"},
	{"PqrUWKkukdFUBIRNpUXUnidFcM8=", "acc-guid-wrong"},
	{"tF+4yo8PvjWV9zMFht911yVrKKY=", "acc-guid-wrong"},
	{"BhIYzfwTy8IEWezaV/irm8NnSV8=", "acc-guid-wrong"},
	{"tZwqUKNUDhpXnWH23C+uw8Gp/3E=", "acc-guid-wrong"},
	{"FlscFByo7EQHPKXToHKEWjb17RQ=", "acc-guid-wrong"},
	{"4wIsy0je5ufcA080FDfQMQ0PUYM=", "acc-guid-wrong"},

	// values that no mistake explains
	{"AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "acc-shape"},
	{"", "acc-shape"},
	{"\xff\xfe", "acc-shape"},
}

func TestDiagnose(t *testing.T) {
	for _, test := range diagnoses {
		d, ok := Diagnose(sampleKey, test.got)
		if !ok || ids(d) != test.want {
			t.Errorf("Diagnose(%q) = %s, want %s", test.got, ids(d), test.want)
		}
	}
}

func TestDiagnoseRightValue(t *testing.T) {
	for _, got := range []string{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", " s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\t"} {
		if d, ok := Diagnose(sampleKey, got); ok {
			t.Errorf("Diagnose(%q) finds %s in the right value", got, ids(d))
		}
	}
}

func TestDiagnoseEveryWrongGUID(t *testing.T) {
	if len(wrongTails) != 43 {
		t.Errorf("%d wrong GUIDs are listed, want 43", len(wrongTails))
	}
	const key = "x3JJHMbDL1EzLkh9GBhXDw=="
	for _, tail := range wrongTails {
		guid := guidStart + tail
		d, _ := Diagnose(key, sha1b64(key+guid))
		if ids(d) != "acc-guid-wrong" || !strings.Contains(d.Mistakes[0].Detail, guid) {
			t.Errorf("GUID %s: %s, %q", guid, ids(d), d.Mistakes[0].Detail)
			continue
		}
		for _, code := range d.Mistakes[0].Code() {
			if !strings.Contains(code.Wrong, `"`+guid+`"`) || !strings.Contains(code.Right, `"`+GUID+`"`) {
				t.Errorf("GUID %s: %s code is %q and %q", guid, code.Language, code.Wrong, code.Right)
			}
		}
	}
}

func TestDiagnoseTypingMistakes(t *testing.T) {
	for _, guid := range []string{
		"258EAFA5-E914-47DA-95CA-C5AB0DC85B17", // another digit
		"258EAFA5-E914-47DA-95CA-C5ABODC85B11", // O for 0
		"258EAFA-E914-47DA-95CA-C5AB0DC85B11",  // one left out
		"258EAFA5-E914-47DA-95CA-C5AB0DDC85B11",
		"285EAFA5-E914-47DA-95CA-C5AB0DC85B11", // two exchanged
	} {
		d, _ := Diagnose(sampleKey, sha1b64(sampleKey+guid))
		if ids(d) != "acc-guid-wrong" || !strings.Contains(d.Mistakes[0].Detail, guid) {
			t.Errorf("GUID %s: %s, %q", guid, ids(d), d.Mistakes[0].Detail)
		}
	}
}

func sha1b64(text string) string {
	sum := sha1.Sum([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func sha1hex(text string) string {
	sum := sha1.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestDiagnoseTwoMistakes(t *testing.T) {
	const wrong = guidStart + "5AB5DC11B735"
	md5sum := md5.Sum([]byte(sampleKey + GUID))
	key := "4BZ+q2vWQ1yH0m9sJtX3Lw=="
	raw, _ := base64.StdEncoding.DecodeString(key)
	for _, test := range []struct{ key, got, want string }{
		{sampleKey, base64.StdEncoding.EncodeToString([]byte(sha1hex(sampleKey + wrong))), "acc-guid-wrong + acc-hex-b64"},
		{sampleKey, sha1hex(sampleKey), "acc-no-guid + acc-hex"},
		{sampleKey, sha1b64(""), "acc-no-guid + acc-guid-only"},
		{sampleKey, sha1b64(sampleKey + "\r\n" + wrong), "acc-guid-wrong + acc-key-crlf"},
		{sampleKey, sha1b64(sampleKey + strings.ToLower(wrong)), "acc-guid-wrong + acc-guid-lower"},
		{sampleKey, sha1b64(sampleKey + "{" + strings.ToLower(GUID) + "}"), "acc-guid-lower + acc-guid-braces"},
		{sampleKey, sha1b64("Sec-WebSocket-Key: " + sampleKey + "\r\n" + GUID), "acc-key-crlf + acc-header-line"},
		{sampleKey, sha1b64(strings.ToLower(sampleKey) + "\r" + GUID), "acc-key-cr + acc-key-lower"},
		{sampleKey, sha1b64(GUID + sampleKey + "\n"), "acc-guid-first + acc-key-lf"},
		{sampleKey, hex.EncodeToString(md5sum[:]), "acc-hex + acc-md5"},
		{sampleKey, "s3pPLMBiTxaQ9kYGzzhZRbK-xOo", "acc-base64url + acc-unpadded"},
		{sampleKey, strings.TrimRight(sha1b64(sampleKey), "="), "acc-no-guid + acc-unpadded"},
		{sampleKey, strings.ToLower(sha1b64(sampleKey + wrong)), "acc-guid-wrong + acc-case"},
		{sampleKey, base64.StdEncoding.EncodeToString([]byte(sha1b64(string(sampleKey)))), "acc-no-guid + acc-double-b64"},
		{key, sha1b64(string(raw) + guidMixedEndian), "acc-key-decoded + acc-guid-binary"},
		{key, sha1b64(string(raw)), "acc-key-decoded + acc-no-guid"},
		{sampleKey, "dGhlIHNhbXBsZSBub25jZQ", "acc-unpadded + acc-echo"},
		{sampleKey, "HSmrc0sMlYUkAGmm5OPpG2HaGWk", "acc-unpadded + acc-static-sample"},
	} {
		d, _ := Diagnose(test.key, test.got)
		if ids(d) != test.want {
			t.Errorf("Diagnose(%q, %q) = %s, want %s", test.key, test.got, ids(d), test.want)
		}
	}
}

// Decoding the bytes of a key as text changes invalid ones, in each language in another way.
func TestDiagnoseDecodedText(t *testing.T) {
	const key = "4BZ+q2vWQ1yH0m9sJtX3Lw==" // bytes e0 16 7e ab 6b d6 43 5c 87 d2 6f 6c 26 d5 f7 2f
	for text, charset := range map[string]string{
		"\u00e0\x16~\u00abk\u00d6C\\\u0087\u00d2ol&\u00d5\u00f7/": "Latin-1",
		"\uFFFD\x16~\uFFFDk\uFFFDC\\\uFFFD\uFFFDol&\uFFFD\uFFFD/": "UTF-8",
		"?\x16~?k?C\\??ol&??/": "ASCII",
	} {
		d, _ := Diagnose(key, sha1b64(text+GUID))
		if ids(d) != "acc-key-decoded-text" || !strings.Contains(d.Mistakes[0].Detail, charset) {
			t.Errorf("%s: %s, %q", charset, ids(d), d.Mistakes[0].Detail)
		}
	}
}

// An incomplete sequence becomes one replacement character, not one for each byte (Unicode §3.9).
func TestUTF8Text(t *testing.T) {
	for raw, want := range map[string]string{
		"a\xe2\x82b":           "a\uFFFDb",
		"\xf0\x9f\x98":         "\uFFFD",
		"\xe0\x80\x80":         "\uFFFD\uFFFD\uFFFD",
		"\xf0\x9f\x98\xe2\x82": "\uFFFD\uFFFD",
		"\xc3\xa9\xc3":         "é\uFFFD",
	} {
		if got := utf8Text([]byte(raw)); got != want {
			t.Errorf("utf8Text(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestDiagnoseSeen(t *testing.T) {
	seen := head.ParseRequest("GET / HTTP/1.1\r\nHost: example.test\r\nSec-WebSocket-Key: " + sampleKey +
		"\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n\r\n").Fields
	for _, test := range []struct{ got, want, detail string }{
		{sha1b64("chat" + GUID), "acc-wrong-field", "Sec-WebSocket-Protocol"},
		{sha1b64("example.test" + GUID), "acc-wrong-field", "Host"},
		{sha1b64("4BZ+q2vWQ1yH0m9sJtX3Lw==" + GUID), "acc-other-key", "4BZ+q2vWQ1yH0m9sJtX3Lw=="},
		{sha1b64("chat"), "acc-no-guid + acc-wrong-field", ""},
		{sha1hex("chat" + GUID), "acc-hex + acc-wrong-field", ""},
		{sha1b64(GUID), "acc-guid-only", ""},
	} {
		d, _ := Diagnose(sampleKey, test.got, seen...)
		detail := d.Mistakes[len(d.Mistakes)-1].Detail
		if ids(d) != test.want || !strings.Contains(detail, test.detail) {
			t.Errorf("Diagnose(%q) = %s, %q, want %s, %q", test.got, ids(d), detail, test.want, test.detail)
		}
	}
}

// Of any number of other fields, the last one still counts.
func TestDiagnoseManySeen(t *testing.T) {
	var seen []head.Field
	for i := range 1000 {
		seen = append(seen, head.Field{Name: head.Token{Text: "X-" + head.Decimal(i)}, Value: head.Token{Text: fmt.Sprint("value ", i)}})
	}
	d, _ := Diagnose(sampleKey, sha1b64("value 999"+GUID), seen...)
	if ids(d) != "acc-wrong-field" || !strings.Contains(d.Mistakes[0].Detail, "X-999") {
		t.Errorf("got %s, %q", ids(d), d.Mistakes[0].Detail)
	}
}

func TestDiagnoseMissingValueAsText(t *testing.T) {
	for _, word := range []string{"undefined", "null", "None"} {
		d, _ := Diagnose(sampleKey, sha1b64(word+GUID))
		if ids(d) != "acc-guid-only" || !strings.Contains(d.Mistakes[0].Detail, word) {
			t.Errorf("%s: %s, %q", word, ids(d), d.Mistakes[0].Detail)
		}
	}
}

func TestShape(t *testing.T) {
	for got, want := range map[string]string{
		"":                             "empty",
		"abc":                          "3 characters",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAA=": "decodes to 20 bytes: a SHA-1 digest",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAB=": "no encoder writes that",
		"AAAAAAAAAAAAAAAAAAAAAAAAAA==": "decodes to 19 bytes",
		"AAAAAAAAAAAA!AAAAAAAAAAAAAA=": `"!" at character 13`,
		"AAAAé":                        `"é" at character 5`,
		"AAAA":                         "decodes to 3 bytes",
		"=======":                      "no complete base64",
	} {
		if detail := shape(got); !strings.Contains(detail, want) {
			t.Errorf("shape(%q) = %q, want %q in it", got, detail, want)
		}
	}
}

// HMAC-SHA-1 as the standard library does it; with secrets shorter and longer than a block.
func TestHMAC(t *testing.T) {
	for _, secret := range []string{"", GUID, strings.Repeat("k", 64), strings.Repeat("k", 65), strings.Repeat("k", 500)} {
		for _, message := range []string{"", sampleKey, strings.Repeat("m", 500)} {
			h := hmac.New(sha1.New, []byte(secret))
			h.Write([]byte(message))
			if got := hmacSHA1(secret, message); string(got[:]) != string(h.Sum(nil)) {
				t.Errorf("hmacSHA1 of %d and %d bytes = %x, want %x", len(secret), len(message), got, h.Sum(nil))
			}
		}
	}
}

func TestMistakesHaveWords(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Mistakes {
		if !strings.HasPrefix(m.ID, "acc-") || seen[m.ID] {
			t.Errorf("id %q is not unique under acc-", m.ID)
		}
		seen[m.ID] = true
		for _, text := range []string{m.Name, m.Why, m.Fix} {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %q is no sentence", m.ID, text)
			}
		}
		if strings.Count(m.Name, ".") != 1 && m.ID != "acc-guid-wrong" {
			t.Errorf("%s: %q is not one sentence", m.ID, m.Name)
		}
	}
}

func TestMistakesHaveCode(t *testing.T) {
	for id := range inputCode() {
		if outputCode()[id] != nil && id != "acc-hex-b64" {
			t.Errorf("%s has code twice", id)
		}
	}
	for _, m := range Mistakes {
		code := m.Code()
		if len(code) == 0 && m.ID != "acc-shape" {
			t.Errorf("%s: no code", m.ID)
		}
		var found []string
		for _, c := range code {
			found = append(found, c.Language)
			if c.Wrong == c.Right || c.Wrong == "" || c.Right == "" || strings.Contains(c.Wrong+c.Right, "\n") {
				t.Errorf("%s: %s code %q and %q", m.ID, c.Language, c.Wrong, c.Right)
			}
		}
		slices.Sort(found)
		if len(slices.Compact(found)) != len(code) {
			t.Errorf("%s: a language is listed twice among %v", m.ID, found)
		}
	}
	known := 0
	for _, m := range Mistakes {
		if inputCode()[m.ID] != nil || outputCode()[m.ID] != nil {
			known++
		}
	}
	if want := len(Mistakes) - 1; known != want {
		t.Errorf("%d mistakes have code, want %d", known, want)
	}
}

func FuzzDiagnose(f *testing.F) {
	for _, test := range diagnoses {
		f.Add(sampleKey, test.got, "chat")
	}
	f.Add("", "", "")
	f.Add("not base64", "%2B%2b&#43; -_=", `"`)
	f.Fuzz(func(t *testing.T, key, got, seen string) {
		d, ok := Diagnose(key, got, head.Field{Name: head.Token{Text: "X-Seen"}, Value: head.Token{Text: seen}})
		right := strings.Trim(got, " \t") == Derive(strings.Trim(key, " \t")).Accept
		if ok == right {
			t.Fatalf("ok is %v for a value that is right: %v", ok, right)
		}
		if !ok {
			return
		}
		if len(d.Mistakes) < 1 || len(d.Mistakes) > 2 {
			t.Fatalf("%d mistakes", len(d.Mistakes))
		}
		if len(d.Mistakes) == 2 {
			first := slices.Index(Mistakes[:], d.Mistakes[0].Mistake)
			if second := slices.Index(Mistakes[:], d.Mistakes[1].Mistake); first >= second {
				t.Errorf("%s out of order", ids(d))
			}
		}
		if again, _ := Diagnose(key, got, head.Field{Name: head.Token{Text: "X-Seen"}, Value: head.Token{Text: seen}}); ids(again) != ids(d) {
			t.Errorf("%s, then %s", ids(d), ids(again))
		}
	})
}

func BenchmarkDiagnose(b *testing.B) {
	seen := head.ParseRequest("GET /chat HTTP/1.1\r\nHost: server.example.com\r\nSec-WebSocket-Key: " + sampleKey + "\r\nOrigin: http://example.com\r\n\r\n").Fields
	for name, got := range map[string]string{
		"one mistake":  "tZwqUKNUDhpXnWH23C+uw8Gp/3E=",
		"two mistakes": sha1b64(sampleKey + strings.ToLower(guidStart+"5AB5DC11B735")),
		"no match":     "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Diagnose(sampleKey, got, seen...)
			}
		})
	}
}

func ExampleDiagnose() {
	d, _ := Diagnose("dGhlIHNhbXBsZSBub25jZQ==", "hHLtf2V1k8aDQZfNjw3Ia1hCwt0=")
	for _, mistake := range d.Mistakes {
		fmt.Println(mistake.ID+":", mistake.Name)
		for _, code := range mistake.Code() {
			if code.Language == "Go" {
				fmt.Println(code.Wrong)
				fmt.Println(code.Right)
			}
		}
	}
	// Output:
	// acc-no-guid: The key was hashed without the GUID.
	// sum := sha1.Sum([]byte(key))
	// sum := sha1.Sum([]byte(key + guid))
}
