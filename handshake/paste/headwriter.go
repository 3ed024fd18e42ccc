package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// headWriter writes one head and records where its bytes came from and which of them are not in the text.
type headWriter struct {
	r        *reader
	x        int // index of the exchange
	side     handshake.Side
	b        strings.Builder
	inserted []handshake.Inserted
}

func (r *reader) headWriter(side handshake.Side) *headWriter {
	return &headWriter{r: r, x: len(r.Exchanges), side: side}
}

func (w *headWriter) mapping(start int, text head.Span) {
	p := Mapping{w.x, w.side, head.Span{Start: start, End: w.b.Len()}, text}
	if p.Wire.Len() == 0 {
		return
	}
	if n := len(w.r.Mappings); n > 0 {
		last := &w.r.Mappings[n-1]
		if last.Exchange == p.Exchange && last.Side == p.Side && last.Wire.End == p.Wire.Start && last.Text.End == p.Text.Start &&
			last.Wire.Len() == last.Text.Len() && p.Wire.Len() == p.Text.Len() {
			last.Wire.End, last.Text.End = p.Wire.End, p.Text.End
			return
		}
	}
	if len(w.r.Mappings) == maxMappings {
		w.r.untraced = true
		return
	}
	w.r.Mappings = append(w.r.Mappings, p)
}

// keep writes bytes of the body as they are.
func (w *headWriter) keep(at head.Span) { w.put(w.r.cut(at), at) }

// put writes text that replaces the bytes at a place of the body.
func (w *headWriter) put(text string, at head.Span) {
	start := w.b.Len()
	w.b.WriteString(text)
	w.mapping(start, w.r.span(at))
}

// line writes a line of the body. Only here does a line end of the text become CRLF.
func (w *headWriter) line(at head.Span) {
	start := w.b.Len()
	w.b.WriteString(w.r.cut(at))
	w.b.WriteString(head.CRLF)
	if at.End < len(w.r.body) {
		at.End++ // its LF
	}
	w.mapping(start, w.r.span(at))
}

// insert writes text that is not in the paste.
func (w *headWriter) insert(what handshake.InsertedKind, text string) {
	start := w.b.Len()
	w.b.WriteString(text)
	w.inserted = append(w.inserted, handshake.Inserted{Kind: what, Side: w.side, Span: head.Span{Start: start, End: w.b.Len()}})
}

// piece is a part of a head that is assembled: its text, and its place in the body or that it was inserted.
type piece struct {
	_ head.Uncompared

	text     string
	at       head.Span
	inserted handshake.InsertedKind // 0: it is at at
}

func (r *reader) pieceAt(at head.Span) piece  { return piece{text: r.cut(at), at: at} }
func decoded(text string, at head.Span) piece { return piece{text: text, at: at} }
func inserted(what handshake.InsertedKind, text string) piece {
	return piece{text: text, inserted: what}
}

// oneLine removes line ends from a piece: they would end the field, or the head.
func (b piece) oneLine() piece {
	if strings.ContainsAny(b.text, "\r\n") {
		b.text = blankEnds.Replace(b.text)
	}
	return b
}

var blankEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

func (b piece) slice(start, end int) piece {
	p := piece{text: b.text[start:end], at: b.at, inserted: b.inserted}
	if b.at.Len() == len(b.text) {
		p.at = head.Span{Start: b.at.Start + start, End: b.at.Start + end}
	}
	return p
}

// joined joins pieces with a separator. The result's place reaches from the first piece to the last.
func joined(bits []piece, glue string) piece {
	if len(bits) == 1 {
		return bits[0]
	}
	var text strings.Builder
	at := bits[0].at
	for i, b := range bits {
		if i > 0 {
			text.WriteString(glue)
		}
		text.WriteString(b.text)
		at = head.Span{Start: min(at.Start, b.at.Start), End: max(at.End, b.at.End)}
	}
	return decoded(text.String(), at)
}

// headBuilder assembles a head from pieces that are in different places of the text.
type headBuilder struct {
	start  []piece // the start line; none in HTTP/2
	fields []fieldBuilder
	rest   []piece // content
}

// fieldBuilder is a field of a headBuilder. If whole is set, name is the entire line.
type fieldBuilder struct {
	name, value piece
	whole       bool
}

func (f *fieldBuilder) fieldName() string {
	if !f.whole {
		return f.name.text
	}
	name := f.name.text
	if i := strings.IndexByte(name[min(1, len(name)):], ':'); i >= 0 {
		name = name[:i+1]
	}
	return strings.TrimRight(name, " \t")
}

func (f *fieldBuilder) fieldValue() string {
	if !f.whole {
		return f.value.text
	}
	name := f.name.text
	if i := strings.IndexByte(name[min(1, len(name)):], ':'); i >= 0 {
		return strings.Trim(name[i+2:], " \t")
	}
	return ""
}

func (d *headBuilder) add(name, value piece) {
	d.fields = append(d.fields, fieldBuilder{name: name, value: value})
}

func (d *headBuilder) addLine(line piece) {
	d.fields = append(d.fields, fieldBuilder{name: line, whole: true})
}

// give adds the fields that the text names. A Host among them replaces the one from the URL.
func (d *headBuilder) give(fields []fieldBuilder) {
	for i := range fields {
		if head.EqualFold(fields[i].fieldName(), "Host") {
			d.remove("Host")
			break
		}
	}
	d.fields = append(d.fields, fields...)
}

// client adds a field that the client sends by itself, unless the text has it.
func (d *headBuilder) client(name, value string) { d.unless(handshake.InsertedByClient, name, value) }

func (d *headBuilder) unless(what handshake.InsertedKind, name, value string) {
	if d.field(name) == nil {
		d.add(inserted(what, name), inserted(what, value))
	}
}

func (d *headBuilder) field(name string) *fieldBuilder {
	for i := range d.fields {
		if head.EqualFold(d.fields[i].fieldName(), name) {
			return &d.fields[i]
		}
	}
	return nil
}

func (d *headBuilder) remove(name string) {
	kept := d.fields[:0]
	for _, f := range d.fields {
		if !head.EqualFold(f.fieldName(), name) {
			kept = append(kept, f)
		}
	}
	d.fields = kept
}

func (w *headWriter) pieces(bits ...piece) {
	for i := 0; i < len(bits); i++ {
		if bits[i].inserted == 0 {
			w.put(bits[i].text, bits[i].at)
			continue
		}
		text := bits[i].text // adjacent insertions of one kind count as one
		for ; i+1 < len(bits) && bits[i+1].inserted == bits[i].inserted; i++ {
			text += bits[i+1].text
		}
		w.insert(bits[i].inserted, text)
	}
}

// write writes the head, with the punctuation of HTTP between the pieces.
func (w *headWriter) write(d *headBuilder) {
	glue := func(text string, like piece) piece {
		return piece{text: text, inserted: like.inserted, at: head.Span{Start: like.at.End, End: like.at.End}}
	}
	if len(d.start) > 0 {
		line := make([]piece, 0, 6)
		for i, b := range d.start {
			if i > 0 {
				line = append(line, glue(" ", b))
			}
			line = append(line, b.oneLine())
		}
		w.pieces(append(line, glue(head.CRLF, line[len(line)-1]))...)
	}
	for _, f := range d.fields {
		f.name, f.value = f.name.oneLine(), f.value.oneLine()
		if f.whole {
			w.pieces(f.name, glue(head.CRLF, f.name))
			continue
		}
		colon := ": "
		if f.value.text == "" {
			colon = ":"
		}
		w.pieces(f.name, glue(colon, f.name), f.value, glue(head.CRLF, f.name))
	}
	w.b.WriteString(head.CRLF)
	w.pieces(d.rest...)
}

// done returns the head.
func (w *headWriter) done() string { return w.b.String() }

// exchange adds an exchange of two heads; nil for a side that is not known.
func (r *reader) exchange(request, response *headBuilder, http2 bool, url string) {
	if r.full() {
		return
	}
	x := handshake.Exchange{HTTP2: http2, URL: url}
	if request != nil {
		w := r.headWriter(handshake.Request)
		w.write(request)
		x.Request = w.done()
		x.Inserted = w.inserted
	}
	if response != nil {
		w := r.headWriter(handshake.Response)
		w.write(response)
		x.Response = w.done()
		x.Inserted = append(x.Inserted, w.inserted...)
	}
	r.take(x)
}
