package main

import (
	"strings"
	"testing"

	"upgrade101/handshake/cause"
)

func TestDropUnread(t *testing.T) {
	head := ""
	for _, c := range cause.Causes {
		if strings.HasPrefix(c.Example, "GET /") {
			head = c.Example
		}
	}
	memory := []byte("\x00\x01\n@ OkHttp | square/okhttp a.kt\nstatus Expected | b\n@media print\n@ a\x00\n@ ws | websockets/ws\nx" + head + "y")
	want := "\x00\x01\n@ OkHttp |                   \nstatus Expected | b\n@media print\n@ a\x00\n@ ws |              \nx" + strings.Repeat(" ", len(head)) + "y"
	if dropUnread(memory); string(memory) != want {
		t.Errorf("what is left is %q", memory)
	}
	twice := []byte(head + head)
	if dropUnread(twice); string(twice) != head+head {
		t.Error("a text that is there twice may be another's")
	}
}
