package model

import (
	"strings"
	"testing"

	"upgrade101/handshake/paste"
)

const givenHead = "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"

// wide is a text as UTF-16 with a byte order mark.
func wide(s string, big bool) string {
	b := []byte{0xFF, 0xFE}
	if big {
		b = []byte{0xFE, 0xFF}
	}
	for _, c := range s {
		low, high := byte(c), byte(c>>8)
		if big {
			low, high = high, low
		}
		b = append(b, low, high)
	}
	return string(b)
}

func TestGivenFiles(t *testing.T) {
	head := ToLF(givenHead)
	for _, c := range []struct {
		name string
		file File
		text string // in the editor then; "" for what was there
		says string // in the notice; "" for none
	}{
		{"a head", File{Data: []byte(givenHead)}, head, ""},
		{"line ends of old", File{Data: []byte("GET / HTTP/1.1\rHost: a\r")}, "GET / HTTP/1.1\nHost: a\n", ""},
		{"UTF-8 with a mark", File{Data: []byte("\xef\xbb\xbf" + givenHead)}, head, ""},
		{"UTF-16, little-endian", File{Data: []byte(wide(givenHead, false))}, head, ""},
		{"UTF-16, big-endian", File{Data: []byte(wide("GET /ø HTTP/1.1\n", true))}, "GET /ø HTTP/1.1\n", ""},
		{"other scripts", File{Data: []byte("GET /שלום 👋 HTTP/1.1\n")}, "GET /שלום 👋 HTTP/1.1\n", ""},
		{"several", File{Data: []byte(givenHead), More: 2}, head, "of 3 files this is “f”"},
		{"a picture", File{Data: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")}, "", "“f” is no text: it begins with the bytes 89 50 4e 47 0d 0a 1a 0a. Expected"},
		{"NUL alone", File{Data: []byte{0}}, "", "begins with the bytes 00"},
		{"nothing", File{Data: []byte{}}, "", "“f” is empty"},
		{"a mark alone", File{Data: []byte("\xff\xfe")}, "", "“f” is empty"},
		{"too much", File{Size: MaxFile*5/4 + 1}, "", "“f” holds 5.0 MiB, and no more than 4 MiB are read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.file.Name, c.file.Read = "f", c.file.Data != nil
			m := New().Edit("mine").TakeFile("request", c.file)
			if c.text == "" {
				c.text = "mine"
				c.says += " " // and what follows
				if !strings.Contains(m.Notice, "Nothing of yours was changed") {
					t.Errorf("the notice is %q", m.Notice)
				}
			} else if back := m.Undo(); back.Text != "mine" {
				t.Errorf("undo gives %q", back.Text)
			}
			if m.Text != c.text {
				t.Errorf("the editor holds %q, want %q", m.Text, c.text)
			}
			if says := strings.TrimSpace(c.says); !strings.Contains(m.Notice, says) || says == "" && m.Notice != "" {
				t.Errorf("the notice is %q, want %q in it", m.Notice, says)
			}
		})
	}
	if m := New().Edit("mine").TakeFile("request", File{Name: "folder"}); m.Text != "mine" || !strings.Contains(m.Notice, "“folder” cannot be read") {
		t.Errorf("a folder leaves %q and says %q", m.Text, m.Notice)
	}
}

// A head that is not valid text is judged byte for byte.
func TestGivenHeadOfExactBytes(t *testing.T) {
	exact := strings.Replace(givenHead, "a.example", "a\x00\xff.example", 1)
	m := New().TakeFile("request", File{Name: "head.bin", Data: []byte(exact), Read: true})
	if got := m.Report.Exchange.Request; got != exact {
		t.Errorf("judged is %q, want %q", got, exact)
	}
	if m.Paste.Format != paste.FormatHex || !strings.Contains(m.Notice, "“head.bin” holds bytes that are no text") {
		t.Errorf("it is read as %s and the notice is %q", m.Paste.Format, m.Notice)
	}
}

func TestGivenResponse(t *testing.T) {
	m := New().EditResponse("HTTP/1.1 200 OK\n\n").TakeFile("response", File{Name: "f", Data: []byte("HTTP/1.1 400 Bad Request\r\n\r\n"), Read: true})
	if m.ResponseText != "HTTP/1.1 400 Bad Request\n\n" || m.Text != Sample {
		t.Errorf("the editors hold %q and %q", m.Text, m.ResponseText)
	}
	if m = m.Undo(); m.ResponseText != "HTTP/1.1 200 OK\n\n" {
		t.Errorf("undo gives %q", m.ResponseText)
	}
}
