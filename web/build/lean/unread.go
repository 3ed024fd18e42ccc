package main

import (
	"bytes"

	"upgrade101/handshake/cause"
)

// dropUnread blanks text that only tests and the server's documents read: the sources of messages and the examples of causes.
// Blanks compress well; names of files and heads do not.
func dropUnread(memory []byte) {
	dropSources(memory)
	for i := range cause.Causes {
		dropText(memory, cause.Causes[i].Example)
	}
}

// dropText blanks a text that occurs once in the program. A short text may be part of another.
func dropText(memory []byte, text string) {
	const short = 48
	if at := bytes.Index(memory, []byte(text)); at >= 0 && len(text) > short && bytes.Count(memory, []byte(text)) == 1 {
		copy(memory[at:], bytes.Repeat([]byte(" "), len(text)))
	}
}

// dropSources blanks the part after the bar in such lines of handshake/message:
//
//	@ OkHttp | square/okhttp okhttp3/internal/ws/RealWebSocket.kt
func dropSources(memory []byte) {
	const longest = 400 // bytes of such a line
	for at := 0; ; {
		i := bytes.Index(memory[at:], []byte("\n@ "))
		if i < 0 {
			return
		}
		at += i + 1
		line := memory[at:min(at+longest, len(memory))]
		end := bytes.IndexByte(line, '\n')
		bar := bytes.Index(line[:max(end, 0)], []byte(" | "))
		if bar < 0 {
			continue
		}
		for k := bar + 3; k < end; k++ {
			line[k] = ' '
		}
	}
}
