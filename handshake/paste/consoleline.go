package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readConsole reads the line that a browser prints when a WebSocket fails. The request is built from the URL; package
// message explains the rest.
func readConsole(r *reader) bool {
	for line := range r.lines {
		t := r.cut(line)
		at := -1
		for _, sign := range []string{"WebSocket connection to '", "WebSocket connection to \"", "establish a connection to the server at ", "The connection to ws"} {
			if i := strings.Index(t, sign); i >= 0 {
				at = i + len(strings.TrimSuffix(sign, "ws"))
			}
		}
		if at < 0 {
			continue
		}
		end := strings.IndexAny(t[at:], "'\" ")
		if end < 0 {
			end = len(t) - at
		}
		url := strings.TrimRight(t[at:at+end], ".")
		if _, ok := head.SplitAddress(url); !ok {
			continue
		}
		r.Format = FormatConsole
		r.context |= handshake.ContextPartial // only the address of the request is known
		r.open(r.pieceAt(head.Span{Start: line.Start + at, End: line.Start + at + len(url)}), nil)
		r.noticeAt(NoticeConsole, strings.TrimSpace(t), line)
		return true
	}
	return false
}
