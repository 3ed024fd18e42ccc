package paste

import (
	"strings"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// wire writes one head and remembers where its bytes came from and which of them the text did not hold.
type wire struct {
	r      *reader
	x      int // index of the exchange
	side   handshake.Side
	b      strings.Builder
	filled []handshake.Filled
}

func (r *reader) wire(side handshake.Side) *wire { return &wire{r: r, x: len(r.Exchanges), side: side} }

func (w *wire) piece(start int, text head.Span) {
	p := Piece{w.x, w.side, head.Span{Start: start, End: w.b.Len()}, text}
	if p.Wire.Len() == 0 {
		return
	}
	if n := len(w.r.Source); n > 0 {
		last := &w.r.Source[n-1]
		if last.Exchange == p.Exchange && last.Side == p.Side && last.Wire.End == p.Wire.Start && last.Text.End == p.Text.Start &&
			last.Wire.Len() == last.Text.Len() && p.Wire.Len() == p.Text.Len() {
			last.Wire.End, last.Text.End = p.Wire.End, p.Text.End
			return
		}
	}
	if len(w.r.Source) == mostPieces {
		w.r.untraced = true
		return
	}
	w.r.Source = append(w.r.Source, p)
}

// keep writes bytes of the body as they are.
func (w *wire) keep(at head.Span) { w.put(w.r.cut(at), at) }

// put writes text that stands for what is at a place of the body.
func (w *wire) put(text string, at head.Span) {
	start := w.b.Len()
	w.b.WriteString(text)
	w.piece(start, w.r.span(at))
}

// line writes a line of the body. This is the one place where a line end of a text becomes CRLF.
func (w *wire) line(at head.Span) {
	start := w.b.Len()
	w.b.WriteString(w.r.cut(at))
	w.b.WriteString(head.CRLF)
	if at.End < len(w.r.body) {
		at.End++ // its LF
	}
	w.piece(start, w.r.span(at))
}

// fill writes what the text did not hold.
func (w *wire) fill(what handshake.Fill, text string) {
	start := w.b.Len()
	w.b.WriteString(text)
	w.filled = append(w.filled, handshake.Filled{What: what, Side: w.side, Span: head.Span{Start: start, End: w.b.Len()}})
}

// bit is a part of a head that is put together: where it stood in the body, or that it was filled in.
type bit struct {
	text string
	at   head.Span
	fill handshake.Fill // 0: it stood at at
}

func (r *reader) said(at head.Span) bit          { return bit{text: r.cut(at), at: at} }
func decoded(text string, at head.Span) bit      { return bit{text: text, at: at} }
func added(what handshake.Fill, text string) bit { return bit{text: text, fill: what} }

// oneLine keeps a part on its line: a line end inside one would be the end of a field, or of the head.
func (b bit) oneLine() bit {
	if strings.ContainsAny(b.text, "\r\n") {
		b.text = blankEnds.Replace(b.text)
	}
	return b
}

var blankEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

func (b bit) part(start, end int) bit {
	p := bit{text: b.text[start:end], at: b.at, fill: b.fill}
	if b.at.Len() == len(b.text) {
		p.at = head.Span{Start: b.at.Start + start, End: b.at.Start + end}
	}
	return p
}

// joined is several bits as one, with glue between; its place reaches from the first of them to the last.
func joined(bits []bit, glue string) bit {
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

// draft is a head that is put together from parts that stand apart in the text.
type draft struct {
	start  []bit // the start line; none in HTTP/2
	fields []draftField
	rest   []bit // content
}

// draftField is a field of a draft; a whole one has its line, as it was given, in name.
type draftField struct {
	name, value bit
	whole       bool
}

func (f *draftField) fieldName() string {
	if !f.whole {
		return f.name.text
	}
	name := f.name.text
	if i := strings.IndexByte(name[min(1, len(name)):], ':'); i >= 0 {
		name = name[:i+1]
	}
	return strings.TrimRight(name, " \t")
}

func (f *draftField) fieldValue() string {
	if !f.whole {
		return f.value.text
	}
	name := f.name.text
	if i := strings.IndexByte(name[min(1, len(name)):], ':'); i >= 0 {
		return strings.Trim(name[i+2:], " \t")
	}
	return ""
}

func (d *draft) add(name, value bit) {
	d.fields = append(d.fields, draftField{name: name, value: value})
}

func (d *draft) addLine(line bit) { d.fields = append(d.fields, draftField{name: line, whole: true}) }

// give adds the fields that the source names. A Host among them takes the place of the one from the URL.
func (d *draft) give(fields []draftField) {
	for i := range fields {
		if head.EqualFold(fields[i].fieldName(), "Host") {
			d.remove("Host")
			break
		}
	}
	d.fields = append(d.fields, fields...)
}

// client adds a field that the client sends by itself, unless the source gives it.
func (d *draft) client(name, value string) { d.unless(handshake.FillByClient, name, value) }

func (d *draft) unless(what handshake.Fill, name, value string) {
	if d.field(name) == nil {
		d.add(added(what, name), added(what, value))
	}
}

func (d *draft) field(name string) *draftField {
	for i := range d.fields {
		if head.EqualFold(d.fields[i].fieldName(), name) {
			return &d.fields[i]
		}
	}
	return nil
}

func (d *draft) remove(name string) {
	kept := d.fields[:0]
	for _, f := range d.fields {
		if !head.EqualFold(f.fieldName(), name) {
			kept = append(kept, f)
		}
	}
	d.fields = kept
}

func (w *wire) bits(bits ...bit) {
	for i := 0; i < len(bits); i++ {
		if bits[i].fill == 0 {
			w.put(bits[i].text, bits[i].at)
			continue
		}
		text := bits[i].text // filled neighbours of one kind are one filling
		for ; i+1 < len(bits) && bits[i+1].fill == bits[i].fill; i++ {
			text += bits[i+1].text
		}
		w.fill(bits[i].fill, text)
	}
}

// write writes the draft; between the parts stands what HTTP wants there.
func (w *wire) write(d *draft) {
	glue := func(text string, like bit) bit {
		return bit{text: text, fill: like.fill, at: head.Span{Start: like.at.End, End: like.at.End}}
	}
	if len(d.start) > 0 {
		line := make([]bit, 0, 6)
		for i, b := range d.start {
			if i > 0 {
				line = append(line, glue(" ", b))
			}
			line = append(line, b.oneLine())
		}
		w.bits(append(line, glue(head.CRLF, line[len(line)-1]))...)
	}
	for _, f := range d.fields {
		f.name, f.value = f.name.oneLine(), f.value.oneLine()
		if f.whole {
			w.bits(f.name, glue(head.CRLF, f.name))
			continue
		}
		colon := ": "
		if f.value.text == "" {
			colon = ":"
		}
		w.bits(f.name, glue(colon, f.name), f.value, glue(head.CRLF, f.name))
	}
	w.b.WriteString(head.CRLF)
	w.bits(d.rest...)
}

// done is what was written.
func (w *wire) done() string { return w.b.String() }

// exchange adds an exchange of drafts; nil where a side is not known.
func (r *reader) exchange(request, response *draft, http2 bool, url string) {
	if r.full() {
		return
	}
	x := handshake.Exchange{HTTP2: http2, URL: url}
	if request != nil {
		w := r.wire(handshake.Request)
		w.write(request)
		x.Request = w.done()
		x.Filled = w.filled
	}
	if response != nil {
		w := r.wire(handshake.Response)
		w.write(response)
		x.Response = w.done()
		x.Filled = append(x.Filled, w.filled...)
	}
	r.take(x)
}
