package handshake_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"upgrade101/handshake"
	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

// BenchmarkLinear shows that time and memory are linear in the text: for every kind of work and every shape of text it prints the
// cost of a byte at 1 KB, 10 KB, 100 KB and 1 MB, and "growth", the cost at 1 MB divided by that at 1 KB. Growth is near 1 if the
// cost is linear, and far below 1 if what is recorded is bounded (faults, members of a list, findings). More than 2 is an
// error.
func BenchmarkLinear(b *testing.B) {
	shapes := []struct {
		name string
		fill func(n int) string
	}{
		{"fields", func(n int) string { return inHead(strings.Repeat("X-Some-Field: some value of it\r\n", n/32)) }},
		{"field", func(n int) string { return inHead("X-Long: " + strings.Repeat("a", n) + "\r\n") }},
		{"folds", func(n int) string { return inHead("X-Fold: a\r\n" + strings.Repeat(" b c d e f g h\r\n", n/16)) }},
		{"faults", func(n int) string {
			return inHead("X-Fault: a\r\n" + strings.Repeat("no\x00colon \xff\r\n \r\n", n/16))
		}},
		{"lists", func(n int) string { return inHead("Connection: " + strings.Repeat("upgrade, ", n/9) + "\r\n") }},
		{"extensions", func(n int) string {
			return inHead("Sec-WebSocket-Extensions: " + strings.Repeat("permessage-deflate; a=b, ", n/25) + "x\r\n")
		}},
		{"lookalikes", func(n int) string { return inHead(strings.Repeat("Sec-WebSocket-Versoin: 13\r\n", n/27)) }},
		{"cookies", func(n int) string { return inHead("Cookie: " + strings.Repeat("session=1f2e3d; ", n/16) + "\r\n") }},
		{"rest", func(n int) string { return inHead("") + strings.Repeat(`{"token":"x"} `, n/14) }},
		{"target", func(n int) string { return "GET /" + strings.Repeat("a/../%zz", n/8) + " HTTP/1.1\r\n\r\n" }},
	}
	works := []struct {
		name string
		do   func(text string)
	}{
		{"parse", func(text string) { head.ParseRequest(text) }},
		{"inspect", func(text string) { handshake.Inspect(handshake.Exchange{Request: text}, handshake.Policy{}) }},
		{"answer", func(text string) { // the same as an answer, with its client
			handshake.Inspect(handshake.Exchange{Request: handshake.Good().Request, Response: "HTTP/1.1 101 OK\r\n" + text[strings.IndexByte(text, '\n')+1:]}, handshake.Policy{})
		}},
		{"read", func(text string) {
			p := paste.Read(text)
			handshake.Inspect(p.Exchange(), handshake.Policy{})
		}},
		{"diagnose", func(text string) {
			accept.Diagnose("dGhlIHNhbXBsZSBub25jZQ==", text, head.ParseRequest(handshake.Good().Request).Fields...)
		}},
		{"redact", func(text string) { handshake.Redact(handshake.Exchange{Request: text}) }},
	}
	for _, work := range works {
		for _, shape := range shapes {
			b.Run(work.name+"/"+shape.name, func(b *testing.B) {
				var first, last, firstBytes, lastBytes float64
				for _, size := range []int{1 << 10, 10 << 10, 100 << 10, 1 << 20} {
					text := shape.fill(size)
					ns, allocated := cost(func() { work.do(text) })
					last, lastBytes = ns/float64(len(text)), allocated/float64(len(text))
					if first == 0 {
						first, firstBytes = last, lastBytes
					}
					b.ReportMetric(last, fmt.Sprintf("ns/byte@%dKB", size>>10))
				}
				b.ReportMetric(last/first, "growth")
				b.ReportMetric(lastBytes, "B/byte@1024KB")
				b.ReportMetric(lastBytes/max(firstBytes, 1), "B-growth")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func inHead(lines string) string {
	return "GET /chat HTTP/1.1\r\nHost: server.example.com\r\n" + lines + "\r\n"
}

// cost returns the shortest time of do, in nanoseconds, which other load affects least, and the bytes that it allocates.
func cost(do func()) (ns, allocated float64) {
	do()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	least := time.Duration(1 << 62)
	for begin, n := time.Now(), 0; n < 5 || time.Since(begin) < 30*time.Millisecond; n++ {
		start := time.Now()
		do()
		least = min(least, time.Since(start))
	}
	return float64(least), float64(after.TotalAlloc - before.TotalAlloc)
}

// The allocations of the clients' parsers for a byte of an answer do not grow with the answer.
func TestClientsAreLinear(t *testing.T) {
	for name, fill := range map[string]func(n int) string{
		"folds":   func(n int) string { return "HTTP/1.1 101 X\r\nX: a\r\n" + strings.Repeat(" b\r\n", n/4) + "\r\n" },
		"interim": func(n int) string { return strings.Repeat("HTTP/1.1 103 X\r\n\r\n", n/18) },
		"fields":  func(n int) string { return "HTTP/1.1 101 X\r\n" + strings.Repeat("A: b\r\n", n/6) + "\r\n" },
		"lists":   func(n int) string { return "HTTP/1.0 101 X\r\nConnection: " + strings.Repeat("a, ", n/3) + "\r\n\r\n" },
		"parameter": func(n int) string {
			return "HTTP/1.1 101 X\r\nSec-WebSocket-Extensions: permessage-deflate" + strings.Repeat("; a=b", n/5) + "\r\n\r\n"
		},
	} {
		var each [2]float64
		for i, size := range []int{10 << 10, 60 << 10} {
			_, allocated := cost(func() {
				handshake.Inspect(handshake.Exchange{Request: handshake.Good().Request, Response: fill(size)}, handshake.Policy{})
			})
			each[i] = allocated / float64(size)
		}
		if each[1] > 3*each[0] {
			t.Errorf("%s: %.0f bytes are allocated for a byte of 10 KB, and %.0f for one of 60 KB", name, each[0], each[1])
		}
	}
}

// TestRepeated: fields of a command that is sent to many addresses are repeated only up to a small multiple of the text. Without that
// bound, the first of these allocates 22 KB for each of its bytes.
func TestRepeated(t *testing.T) {
	const maxEach = 1024 // bytes allocated for a byte of text, and for the first address alone it is about 250
	for name, text := range map[string]string{
		"fields":        "curl " + strings.Repeat("http://a ", 256) + strings.Repeat("-HA:b ", 10<<10),
		"Host fields":   "curl " + strings.Repeat("-Hhost:b ", 10<<10) + strings.Repeat("a ", 256),
		"cookies":       "curl " + strings.Repeat("-ba=b ", 10<<10) + strings.Repeat("a ", 256),
		"content":       "curl " + strings.Repeat("-da ", 10<<10) + strings.Repeat("a ", 256),
		"one long text": "curl --json " + strings.Repeat("a", 60<<10) + strings.Repeat(" a", 256),
	} {
		_, allocated := cost(func() { paste.Read(text) })
		if each := allocated / float64(len(text)); each > maxEach {
			t.Errorf("%s: %.0f bytes are allocated for each byte, expected at most %d", name, each, maxEach)
		}
	}
	p := paste.Read("curl" + strings.Repeat(" https://a.example/chat", 12) + strings.Repeat(" -H 'X-Some: value'", 20))
	if len(p.Exchanges) != 12 {
		t.Errorf("%d requests are read of a command with 12 addresses", len(p.Exchanges))
	}
}
