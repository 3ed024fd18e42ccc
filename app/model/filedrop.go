package model

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"upgrade101/handshake/paste"
)

// A file that is dropped or pasted goes to an editor, like its text. boot.js catches it, because otherwise the browser would
// replace the page by the file, and the typed text would be lost.

// MaxFile bounds the bytes that are read of a file; maxDumped those of a binary one.
const (
	MaxFile   = paste.MaxPaste
	maxDumped = 64 << 10
)

// File is a file, as far as it was read.
type File struct {
	Name string
	Size int // in bytes
	Data []byte
	Read bool // the browser could read it
	More int  // files that came with it
}

// TakeFile puts the text of a file into the editor with this id, or sets the reason why not.
func (m Model) TakeFile(id string, f File) Model {
	text, about := f.text()
	if text == "" {
		m.Notice = about + " Nothing of yours was changed."
		return m
	}
	if id == "response" {
		m = m.PutResponse(text)
	} else {
		m = m.Edit(text)
	}
	if f.More > 0 {
		about += " One file at a time is taken: of " + Plural(f.More+1, "file") + " this is “" + f.Name + "”."
	}
	m.Notice = strings.TrimSpace(about)
	return m
}

// text returns the file's text for an editor and a notice; without a text, the reason.
func (f File) text() (text, about string) {
	name := "“" + f.Name + "”"
	switch {
	case f.Size > MaxFile:
		return "", fmt.Sprintf("%s holds %.1f MiB, and no more than %d MiB are read. Expected a smaller file: the one request alone, or a HAR file without contents.",
			name, float64(f.Size)/(1<<20), MaxFile>>20)
	case !f.Read:
		return "", name + " cannot be read: it may be a folder, or be gone. Expected a file with a request, a response or both."
	}
	data := bytes.TrimPrefix(f.Data, []byte("\xef\xbb\xbf"))
	wide, isWide := fromUTF16(data)
	switch {
	case len(data) == 0, isWide && wide == "":
		return "", name + " is empty. Expected a file with a request, a response or both."
	case isWide:
		text = wide
	case utf8.Valid(data) && !bytes.Contains(data, []byte{0}):
		text = string(data)
	case isHead(data) && len(data) <= maxDumped:
		return hex.Dump(f.Data), name + " holds bytes that are no text. They are shown as values, and judged as they are."
	default:
		return "", fmt.Sprintf("%s is no text: it begins with the bytes % x. Expected a request or a response, as text, HAR or the output of a tool.",
			name, data[:min(len(data), 8)])
	}
	return asTyped(text), ""
}

// fromUTF16 decodes text with a byte order mark (Unicode 23.8), as PowerShell writes it.
func fromUTF16(data []byte) (text string, ok bool) {
	if len(data) < 2 || data[0]^data[1] != 0xFE^0xFF || data[0] < 0xFE {
		return "", false
	}
	big := 0 // the place of the higher byte of two
	if data[0] == 0xFF {
		big = 1
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+big])<<8|uint16(data[i+1-big]))
	}
	return string(utf16.Decode(units)), true
}

// isHead reports whether bytes begin as an HTTP/1 head.
func isHead(data []byte) bool {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return bytes.HasPrefix(line, []byte("HTTP/1.")) || bytes.Contains(line, []byte(" HTTP/1."))
}

// asTyped returns a text with the line ends of a text field.
func asTyped(text string) string {
	return strings.ReplaceAll(ToLF(text), "\r", "\n")
}
