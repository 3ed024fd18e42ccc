package main

import "testing"

func TestDropSources(t *testing.T) {
	memory := []byte("\x00\x01\n@ OkHttp | square/okhttp a.kt\nstatus Expected | b\n@media print\n@ a\x00\n@ ws | websockets/ws\nx")
	const want = "\x00\x01\n@ OkHttp |                   \nstatus Expected | b\n@media print\n@ a\x00\n@ ws |              \nx"
	if n := dropSources(memory); n != 2 || string(memory) != want {
		t.Errorf("%d dropped: %q", n, memory)
	}
}
