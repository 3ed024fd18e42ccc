package main

import "bytes"

// dropSources blanks where each program's messages come from, in the lists of handshake/message. The documents tell it, and the
// server writes those:
//
//	@ OkHttp | square/okhttp okhttp3/internal/ws/RealWebSocket.kt
//
// Blanks compress to nothing, and the names of files do not.
func dropSources(memory []byte) (dropped int) {
	const longest = 400 // of such a line
	for at := 0; ; {
		i := bytes.Index(memory[at:], []byte("\n@ "))
		if i < 0 {
			return dropped
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
		dropped++
	}
}
