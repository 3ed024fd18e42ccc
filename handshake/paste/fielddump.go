package paste

import (
	"strings"

	"upgrade101/handshake/head"
)

// placeholderHost is a reserved name (RFC 2606 §2).
const placeholderHost = "server.example"

// hostPlaceholder is a value for the Host that a dump omits. It agrees with Origin if there is one.
func hostPlaceholder(fields []fieldBuilder) string {
	for _, f := range fields {
		a, ok := head.SplitAddress(f.fieldValue())
		name, port, _ := strings.Cut(a.Host, ":")
		if ok && head.EqualFold(f.fieldName(), "Origin") && head.IsToken(name) && len(port) < 5 && strings.Trim(port, "0123456789") == "" {
			return a.Host
		}
	}
	return placeholderHost
}

// goMap reads an http.Header as fmt prints it: map[Connection:[Upgrade] Upgrade:[websocket]]. Several values of one
// name are separated by a space and are read as one.
func (r *reader) goMap(at head.Span) []fieldBuilder {
	var fields []fieldBuilder
	for at.Start < at.End {
		t := r.cut(at)
		colon := strings.Index(t, ":[")
		if colon < 0 {
			break
		}
		end := strings.IndexByte(t[colon:], ']')
		if end < 0 {
			break
		}
		name := r.trimLine(head.Span{Start: at.Start, End: at.Start + colon})
		if !head.IsToken(r.cut(name)) {
			break
		}
		fields = append(fields, fieldBuilder{name: r.pieceAt(name), value: r.pieceAt(head.Span{Start: at.Start + colon + 2, End: at.Start + colon + end})})
		at.Start += colon + end + 1
	}
	return fields
}
