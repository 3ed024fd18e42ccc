package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// readPseudo reads fields of HTTP/2 and HTTP/3 as tools and people write them (RFC 9113 §8.3), pseudo fields first:
//
//	:method: CONNECT      :method = CONNECT      [:method: CONNECT]      :method ⏎ CONNECT
//
// Everything around them (frame names, columns) is ignored.
func readPseudo(r *reader) bool {
	form := r.pseudoForm()
	if form == 0 {
		return false
	}
	r.Format = FormatHTTP2
	var request, response *headBuilder
	asks, answers := false, false // request has :method, response has :status
	gap := false                  // something that is no field came before this line
	flush := func() {
		if form == '\'' && (request.upgrades() || response.upgrades()) { // Envoy uses these names for HTTP/1.1, too
			r.exchange(request.http1(), response.http1(), false, "")
		} else if request != nil || response != nil {
			r.exchange(request, response, true, "")
		}
		request, response, asks, answers = nil, nil, false, false
	}
	var name head.Span
	for line := range r.lines {
		at := r.trimLine(line)
		t := r.cut(at)
		if t == "" {
			gap = true
			continue
		}
		var field fieldBuilder
		if form == 'a' {
			if name.Len() == 0 {
				name = at
				continue
			}
			label := r.pieceAt(name)
			if strings.HasSuffix(label.text, ":") && len(label.text) > 1 {
				label = label.slice(0, len(label.text)-1)
			}
			field, name = fieldBuilder{name: label, value: r.pieceAt(at)}, head.Span{}
		} else {
			field = r.pseudoLine(form, at)
		}
		fieldName := field.fieldName()
		if fieldName == "" {
			gap = true
			continue
		}
		apart := gap
		gap = false
		switch {
		case fieldName == ":status" && response == nil:
			response = &headBuilder{}
		case fieldName == ":method" && request != nil && (response != nil || asks),
			fieldName == ":status" && answers && (apart || strings.HasPrefix(response.fields[0].fieldValue(), "1")):
			flush()
			if fieldName == ":status" {
				response = &headBuilder{}
			}
		case fieldName[0] == ':' && fieldName != ":status" && response != nil && request == nil:
			request = &headBuilder{} // the answer came first
			request.fields = append(request.fields, field)
			asks = fieldName == ":method"
			continue
		}
		if response == nil && request == nil {
			request = &headBuilder{}
		}
		d := request
		if response != nil && (request == nil || !answers || fieldName[0] != ':' || fieldName == ":status") {
			d = response
			if request != nil && answers && !asks {
				d = request
			}
		}
		d.fields = append(d.fields, field)
		asks = asks || d == request && fieldName == ":method"
		answers = answers || d == response
	}
	flush()
	r.chooseUpgrade()
	return len(r.Exchanges) > 0
}

// pseudoLine reads a line that holds a whole field; the zero value for a line without one.
func (r *reader) pseudoLine(form byte, at head.Span) fieldBuilder {
	t := r.cut(at)
	switch form {
	case '[':
		open := strings.LastIndexByte(t, '[')
		if open < 0 || !strings.HasSuffix(t, "]") {
			return fieldBuilder{}
		}
		at = head.Span{Start: at.Start + open + 1, End: at.End - 1}
	case '\'': // Envoy: ':method', 'GET'
		name, value, ok := strings.Cut(strings.Trim(t, "'`"), "', '")
		if !ok {
			return fieldBuilder{}
		}
		start := at.Start + 1 + len(name) + len("', '")
		return fieldBuilder{name: r.pieceAt(head.Span{Start: at.Start + 1, End: at.Start + 1 + len(name)}), value: r.pieceAt(head.Span{Start: start, End: start + len(value)})}
	case '=':
		i := strings.Index(t, "=")
		if i < 1 || !head.IsToken(strings.TrimPrefix(strings.TrimRight(t[:i], " \t"), ":")) || strings.HasPrefix(t, "SETTINGS_") {
			return fieldBuilder{}
		}
		return fieldBuilder{name: r.pieceAt(r.trimLine(head.Span{Start: at.Start, End: at.Start + i})), value: r.pieceAt(r.trimLine(head.Span{Start: at.Start + i + 1, End: at.End}))}
	default:
		if i := strings.LastIndex(t, ") "); i >= 0 && strings.Contains(t[:i], "(stream_id=") { // nghttp
			at.Start += i + 2
		}
	}
	if !strings.Contains(r.cut(at), ":") {
		return fieldBuilder{}
	}
	return fieldBuilder{name: r.pieceAt(at), whole: true}
}

// pseudoFields are the names that pseudoAt looks for.
var pseudoFields = phrase.List{Text: ":method|:status|:path|:authority|:scheme|:protocol"}

// pseudoAt finds fields with pseudo names that begin at line i.
func (s *splitter) pseudoAt(i int) (to int) {
	t := s.line(i)
	colon := strings.IndexByte(t, ':')
	if colon < 0 || !pseudoFields.In(t[colon:]) {
		return i
	}
	form := pseudoForm(strings.Trim(t, " \t"))
	if form == 0 {
		return s.pseudoInline(i)
	}
	for to = i + 1; to < len(s.lines); to++ {
		t := s.trimmed(to)
		if _, ok := commandIn(t); ok || isTraceStart(t) || isStrictStart(t) {
			break
		}
		if next := s.trimmed(s.blankUp(to)); t == "" && isProse(next) && !isField(next) && pseudoForm(next) == 0 && form != 'a' && form != '[' {
			break
		}
	}
	if s.try(i, s.through(i, to), PartHead, readPseudo) {
		return to
	}
	return i
}

// pseudoInline finds fields in braces in line i, separated by commas: { :method=CONNECT, :path=/ws, }.
func (s *splitter) pseudoInline(i int) (to int) {
	t := s.line(i)
	start := strings.Index(t, "{ :") + 1
	if start == 0 {
		if start = strings.Index(t, "{:") + 1; start == 0 {
			return i
		}
	}
	end := strings.LastIndexByte(t, '}')
	if end < start {
		end = len(t)
	}
	w := textRewriter{from: &s.pastedText}
	for start < end {
		stop := end
		if k := strings.Index(t[start:end], ", "); k >= 0 {
			stop = start + k
		}
		at := s.trimLine(head.Span{Start: s.lines[i].Start + start, End: s.lines[i].Start + stop})
		w.keep(at.Start, at.End)
		w.put("\n", at.End)
		start = stop + 2
	}
	sub := reader{pastedText: w.result()}
	if !readPseudo(&sub) {
		return i
	}
	s.before(i)
	s.merge(&sub, PartHead, s.lines[i])
	return i + 1
}

// pseudoForm returns how the first pseudo field is written; 0 if there is none.
func (r *reader) pseudoForm() byte {
	for line := range r.lines {
		at := r.trimLine(line)
		t := r.cut(at)
		if at.Start == 0 && isRequestLine(t, false) {
			return 0
		}
		if form := pseudoForm(t); form != 0 {
			return form
		}
	}
	return 0
}

// pseudoForm returns how a line writes a pseudo field: 'a' for the name alone, with its value on the next line; 0 if
// it has none.
func pseudoForm(t string) byte {
	open := strings.LastIndex(t, "[:") // curl prefixes its own marks
	bracket := open >= 0 && strings.HasSuffix(t, "]")
	quote := strings.HasPrefix(t, "':") || strings.HasPrefix(t, "\":") || strings.HasPrefix(t, "`:")
	switch {
	case bracket:
		t = t[open+1:]
	case quote:
		t = t[1:]
	default:
		if i := strings.LastIndex(t, ") :"); i >= 0 { // nghttp: recv (stream_id=13) :status: 200
			t = t[i+2:]
		}
	}
	for _, n := range head.PseudoNames {
		rest, ok := strings.CutPrefix(t, n)
		if !ok {
			continue
		}
		if quote {
			if len(rest) > 2 && rest[0] == '\'' && rest[1] == ',' {
				return '\''
			}
			return 0
		}
		rest = strings.TrimLeft(rest, " \t")
		switch {
		case bracket:
			return '['
		case rest == "" || rest == ":":
			return 'a'
		case rest[0] == '=':
			return '='
		case rest[0] == ':':
			return ':'
		}
	}
	return 0
}

// lookalike reads a message whose version is HTTP/2 or HTTP/3, without a minor number: curl and browsers show HTTP/2
// like this; on the wire such bytes do not exist. It returns nil for any other.
func (r *reader) lookalike(part *segment) *headBuilder {
	text := strings.TrimLeft(r.cut(part.Span), "\n")
	line, _, _ := strings.Cut(text, "\n")
	words := strings.Fields(line)
	d := &headBuilder{}
	place := func(token head.Token, base int) piece {
		return decoded(token.Text, head.Span{Start: base + token.Span.Start, End: base + token.Span.End})
	}
	pseudo := func(name string, value piece) { d.add(inserted(handshake.InsertedStartLine, name), value) }
	var h head.Head
	if part.side == handshake.Request {
		if len(words) != 3 || !isHTTP2(words[2]) {
			return nil
		}
		r.recordVersion(words[2])
		h = head.ParseRequest(r.cut(part.Span))
		pseudo(":method", place(h.Method, part.Start))
		pseudo(":scheme", inserted(handshake.InsertedByClient, "https"))
		target := place(h.Target, part.Start)
		if a, ok := head.SplitAddress(h.Target.Text); ok {
			target = target.slice(len(h.Target.Text)-len(a.Target), len(h.Target.Text))
		}
		pseudo(":path", target)
		for i := range h.Fields {
			if h.Fields[i].Known == head.NameHost {
				d.add(decoded(":authority", head.Span{Start: part.Start + h.Fields[i].Name.Span.Start, End: part.Start + h.Fields[i].Name.Span.End}), place(h.Fields[i].Value, part.Start))
			}
		}
	} else {
		if len(words) < 2 || !isHTTP2(words[0]) {
			return nil
		}
		r.recordVersion(words[0])
		h = head.ParseResponse(r.cut(part.Span))
		pseudo(":status", place(h.Status, part.Start))
	}
	for _, f := range h.Fields {
		if part.side == handshake.Request && f.Known == head.NameHost {
			continue
		}
		name := place(f.Name, part.Start)
		name.text = strings.ToLower(name.text)
		d.add(name, place(f.Value, part.Start))
	}
	return d
}

// recordVersion records the HTTP version of the next exchange.
func (r *reader) recordVersion(version string) {
	if version == "h3" || strings.HasPrefix(version, "HTTP/3") {
		r.context |= handshake.ContextHTTP3
	}
}

func isHTTP2(version string) bool { return version == "HTTP/2" || version == "HTTP/3" }

// upgrades reports whether the head has fields that only HTTP/1.1 has.
func (d *headBuilder) upgrades() bool {
	return d != nil && (d.field("Connection") != nil || d.field("Upgrade") != nil || d.field("Transfer-Encoding") != nil)
}

// http1 turns fields with pseudo names into the HTTP/1.1 head that they describe.
func (d *headBuilder) http1() *headBuilder {
	if d == nil {
		return nil
	}
	h := &headBuilder{}
	method, target, status := inserted(handshake.InsertedStartLine, "GET"), inserted(handshake.InsertedStartLine, "/"), piece{}
	for _, f := range d.fields {
		switch f.fieldName() {
		case ":method":
			method = f.value
		case ":path":
			target = f.value
		case ":status":
			status = f.value
		case ":authority":
			f.name.text = "Host"
			h.fields = append(h.fields, f)
		case ":scheme", ":protocol":
		default:
			h.fields = append(h.fields, f)
		}
	}
	if h.start = []piece{method, target, inserted(handshake.InsertedVersion, "HTTP/1.1")}; status.text != "" {
		h.start = []piece{inserted(handshake.InsertedVersion, "HTTP/1.1"), status}
	}
	return h
}
