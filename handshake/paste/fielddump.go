package paste

import (
	"strings"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readDump reads a map or a list of fields as a program prints it.
func readDump(r *reader) bool {
	text := strings.Trim(r.body, " \t\n")
	start := strings.Index(r.body, text)
	if i := strings.Index(text, "map["); i >= 0 && i < 40 && !strings.Contains(text[:i], "\n") {
		if fields := r.goMap(head.Span{Start: start + i + 4, End: start + len(text)}); len(fields) > 0 {
			r.Format = FormatDump
			r.dumped(fields, true)
			return true
		}
	}
	i := strings.IndexAny(text, "{[(")
	if i < 0 || i > 40 || strings.ContainsAny(text[:i], "\n:/") || strings.IndexByte("}])>;,", text[len(text)-1]) < 0 {
		return false
	}
	l := literals{r: r, at: start + i}
	v := l.value(0)
	if v == nil {
		return false
	}
	if len(v.items) == 1 && v.items[0].key == nil && v.items[0].value.kind == '{' && len(v.items[0].value.items) > 2 {
		v = v.items[0].value
	}
	fields := v.headerFields()
	for _, f := range fields {
		if isCommonField(f.fieldName()) {
			r.Format = FormatDump
			r.dumped(fields, false)
			return true
		}
	}
	return false
}

// dumped makes a request or, by its accept value, a response of a dump; byGo says that Go printed it.
func (r *reader) dumped(fields []fieldBuilder, byGo bool) {
	host := false
	for _, f := range fields {
		name := f.fieldName()
		if head.EqualFold(name, "Sec-WebSocket-Accept") || name == ":status" {
			r.fields(nil, fields)
			return
		}
		host = host || head.EqualFold(name, "Host")
	}
	if byGo && !host {
		fields = append(fields, fieldBuilder{name: inserted(handshake.InsertedByClient, "Host"), value: inserted(handshake.InsertedByClient, standIn(fields))})
		r.notice(NoticeOmitted, "Go keeps Host apart from http.Header, so this map does not have it; a made-up one stands for it.", head.Span{})
	}
	r.fields(fields, nil)
}

// standInHost is a name that no server has (RFC 2606 §2).
const standInHost = "server.example"

// standIn is a name for the Host that a dump leaves out: where the page came from, so that the two agree.
func standIn(fields []fieldBuilder) string {
	for _, f := range fields {
		a, ok := head.SplitAddress(f.fieldValue())
		name, port, _ := strings.Cut(a.Host, ":")
		if ok && head.EqualFold(f.fieldName(), "Origin") && head.IsToken(name) && len(port) < 5 && strings.Trim(port, "0123456789") == "" {
			return a.Host
		}
	}
	return standInHost
}

// goMap reads what fmt prints of an http.Header: map[Connection:[Upgrade] Upgrade:[websocket]]. Several
// values of one name are printed with a blank between and are read as one.
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
