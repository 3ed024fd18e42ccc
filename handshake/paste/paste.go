package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Format names what a pasted text was recognised as.
type Format string

const (
	FormatRaw        Format = "raw"           // heads as they are on the wire; also any text that no other format fits
	FormatResponse   Format = "response head" // an answer without its request
	FormatFields     Format = "field list"    // fields without a start line
	FormatHTTP2      Format = "HTTP/2 fields"
	FormatHAR        Format = "HAR"
	FormatTrace      Format = "curl -v"
	FormatCurl       Format = "curl"
	FormatPowerShell Format = "PowerShell"
	FormatFetch      Format = "fetch"
	FormatWebSocket  Format = "new WebSocket"
	FormatGo         Format = "Go"
	FormatPython     Format = "Python"
	FormatWebsocat   Format = "websocat"
	FormatWscat      Format = "wscat"
	FormatDevTools   Format = "DevTools"
	FormatURL        Format = "URL"
	FormatConsole    Format = "console line"
	FormatWireshark  Format = "Wireshark"
	FormatHex        Format = "hex dump"
	FormatNone       Format = "no handshake" // neither a head nor anything that opens a connection
	FormatDump       Format = "field dump"   // a map or a list of fields as Go, Python or JavaScript prints it
)

// Paste is what Read made of a pasted text.
type Paste struct {
	Format    Format
	Exchanges []handshake.Exchange // in the order of the text; never empty
	Chosen    int                  // index of the one to judge first
	Mappings  []SourceMapping      // where the wire bytes came from; ordered by exchange, side, place on the wire
	Notices   []Notice
	Parts     []Part // what the text consists of, in its order; none where it is a bare head
}

// Exchange is the chosen one.
func (p *Paste) Exchange() handshake.Exchange { return p.Exchanges[p.Chosen] }

// SourceMapping says that the bytes Wire of a head came from the bytes Text of the pasted text. Byte n of the one is
// byte n of the other where both are that long; decoded text (escapes, base64) is mapped as a whole.
type SourceMapping struct {
	Exchange int // index into Paste.Exchanges
	Side     handshake.Side
	Wire     head.Span
	Text     head.Span
}

// Notice is something about the paste to tell its reader, not a fault of the handshake.
type Notice struct {
	Kind NoticeKind
	Text string    // one sentence, or for NoticeConsole the message as it was pasted
	Span head.Span // in the pasted text; empty when it is about all of it
}

// NoticeKind is the topic of a notice.
type NoticeKind string

const (
	NoticeCut         NoticeKind = "cut"          // the text was too long to read whole
	NoticeSeveral     NoticeKind = "several"      // there is more than one exchange
	NoticeConsole     NoticeKind = "console"      // Text is the message that a browser printed
	NoticeOmitted     NoticeKind = "omitted"      // the exporter leaves fields out
	NoticeProvisional NoticeKind = "provisional"  // the browser shows fields that it did not send like this
	NoticeHTTP2       NoticeKind = "http2"        // the client would probably speak HTTP/2
	NoticeElided      NoticeKind = "elided"       // values that the text leaves out
	NoticeIgnored     NoticeKind = "ignored"      // a part of the source that says nothing about the heads
	NoticeUnknown     NoticeKind = "unknown"      // a part of the source whose content is not in the paste
	NoticeFragment    NoticeKind = "fragment"     // the part of a URL that is never sent
	NoticePunctuation NoticeKind = "smart"        // characters that a word processor or a web page put in
	NoticeLookalike   NoticeKind = "lookalike"    // HTTP/2 shown in the shape of HTTP/1.1
	NoticeView        NoticeKind = "view"         // a browser's view of the request: it shows the address where the wire has the path
	NoticeKeyInvented NoticeKind = "key-invented" // the client will make up a key; a sample is used instead
)

// MaxPaste is how many bytes of a text Read looks at to recognise a format other than raw.
const MaxPaste = 4 << 20

// Bounds on what one paste can yield; what goes beyond is left out and said in a notice.
const (
	maxExchanges = 256
	maxWire      = 2 * MaxPaste // bytes of all heads together
	maxRepeated  = 64 << 10     // cost of what is written again, as a command repeats its fields for each URL; see repeat
	maxMappings  = 1 << 14
	maxNotices   = 64
)

// Read makes exact wire bytes of what people paste: heads out of a specification, commands, panels of
// developer tools, logs, dumps. It never fails: a text that nothing recognises is one raw request. A line
// of text ends with CRLF on the wire, whatever it ended with in the text. Whatever Read adds to complete a
// head is listed in Exchange.Inserted; what is in the text, faults included, stays as it is.
// Time and memory are linear in the text.
func Read(text string) Paste {
	part := text
	if len(part) > MaxPaste {
		part = part[:MaxPaste]
	}
	r := reader{pastedText: unwrap(newPastedText(part))}
	r.recognise()
	if len(part) < len(text) {
		if r.Format == FormatRaw {
			r = reader{pastedText: unwrap(newPastedText(text))}
			readRaw(&r)
		} else {
			r.notice(NoticeCut, "The text is longer than 4 MiB; only its beginning was read.", head.Span{})
		}
	}
	r.finish(text)
	return r.Paste
}

// reader is one run of Read: the text, unwrapped, and what has been found in it.
type reader struct {
	pastedText
	Paste
	written   int               // bytes on the wire
	again     int               // cost of what was written again
	truncated bool              // there was more than the bounds allow
	context   handshake.Context // of the exchange to come
	depth     int               // how many parts this text is nested in
	fenced    bool              // it comes out of a code fence: what looks like one inside is text
	origins   []origin

	untraced bool // Mappings is not complete
}

// full: nothing more is read into exchanges.
func (r *reader) full() bool {
	full := len(r.Exchanges) >= maxExchanges || r.written > maxWire
	r.truncated = r.truncated || full
	return full
}

// repeat says whether these parts of the text, of which an exchange was made already, are written once more.
// What all repetitions cost is bounded, so that no text costs more than a constant for each of its bytes.
func (r *reader) repeat(lists ...[]piece) bool {
	const each = 64 // a part costs as much as so many bytes, however short it is
	for _, list := range lists {
		for _, part := range list {
			if part.text != "" {
				r.again += each + len(part.text)
			}
		}
	}
	r.truncated = r.truncated || r.again > maxRepeated
	return r.again <= maxRepeated
}

// take adds an exchange.
func (r *reader) take(x handshake.Exchange) {
	x.Context |= r.context
	r.context = 0
	r.Exchanges = append(r.Exchanges, x)
	r.written += len(x.Request) + len(x.Response)
}

// recognise reads a bare head at once and takes any other text apart.
func (r *reader) recognise() {
	if r.isHead() {
		text := strings.TrimLeft(r.body, "\n")
		if i := strings.Index(text, "\n\n"); i < 0 || strings.Trim(text[i:], " \t\n") == "" {
			if !strings.Contains(text, "```") && !gap(text) {
				readRaw(r)
				return
			}
		}
	}
	readParts(r)
	r.pair()
	if len(r.Exchanges) == 0 {
		r.readLoneLine()
		return
	}
	r.chooseUpgrade()
	r.Format = r.origins[r.Chosen].format
}

// gap: a line of a head says that lines are left out.
func gap(text string) bool {
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 || at+i+1 == len(text) {
			return false
		}
		if at += i + 1; strings.IndexByte(".[<(*{\xE2", text[at]) >= 0 {
			return true
		}
	}
}

// readLoneLine reads a text that holds no head and no command: a URL, a browser's message with one. Any other has no
// handshake in it.
func (r *reader) readLoneLine() {
	parts := r.Parts
	if !readURL(r) && !readConsole(r) {
		r.Format = FormatNone
	}
	r.Parts = parts
}

// isHead: the first line is a whole start line, so that nothing further on makes this another format.
func (s *pastedText) isHead() bool {
	line := firstLine(strings.TrimLeft(s.body, "\n"))
	if strings.Contains(line, `\`) || !isRequestLine(line, false) && !isStatusLine(line) {
		return false
	}
	start, _ := inlineHead(line[:min(len(line), maxInlineHead)])
	return start < 0
}

func (r *reader) finish(text string) {
	if len(r.Exchanges) == 0 {
		r.Exchanges = []handshake.Exchange{{Context: handshake.ContextNothing}}
	}
	keys := map[string]bool{}
	for i := range r.Exchanges {
		x := &r.Exchanges[i]
		x.Pasted = true
		if len(r.Exchanges) > 1 && !x.HTTP2 {
			if key := x.SentKey(); key != "" && keys[key] {
				if i >= len(r.origins) || !r.origins[i].copied {
					x.Context |= handshake.ContextKeyReused
				}
			} else {
				keys[key] = true
			}
		}
	}
	elided := false
	for i := range r.Exchanges {
		elided = r.elide(i, handshake.Request) || elided
		elided = r.elide(i, handshake.Response) || elided
	}
	if elided {
		r.notice(NoticeElided, "What this text leaves out is not known, and so it is not judged.", head.Span{})
	}
	r.Chosen = min(max(r.Chosen, 0), len(r.Exchanges)-1)
	for i := range r.Mappings { // a line end that the last line lacks is mapped to the end of the text
		at := &r.Mappings[i].Text
		at.Start, at.End = min(at.Start, len(text)), min(at.End, len(text))
	}
	for i := range r.Notices {
		at := &r.Notices[i].Span
		at.Start, at.End = min(at.Start, len(text)), min(at.End, len(text))
	}
	for i := range r.Parts {
		at := &r.Parts[i].Span
		at.Start, at.End = min(at.Start, len(text)), min(at.End, len(text))
	}
	if r.truncated {
		r.notice(NoticeCut, "There is too much in this text; what comes last may be missing.", head.Span{})
	}
	if r.untraced {
		r.notice(NoticeCut, "There are too many pieces in this text; what comes last cannot be traced back to its place.", head.Span{})
	}
	if n := len(r.Exchanges); n > 1 {
		r.notice(NoticeSeveral, "There are "+head.Decimal(n)+" exchanges in this text.", head.Span{})
	}
	for i, s := range head.LookalikeSpans(text) {
		if i == 0 {
			r.notice(NoticePunctuation, "Some characters here only look like plain ones; they are kept as they are.", s)
			continue
		}
		r.notice(NoticePunctuation, "Another one that only looks plain.", s)
	}
}

func (r *reader) notice(about NoticeKind, text string, at head.Span) {
	if len(r.Notices) < maxNotices {
		r.Notices = append(r.Notices, Notice{about, text, at})
	}
}

// noticeAt is notice for a place in the unwrapped text.
func (r *reader) noticeAt(about NoticeKind, text string, at head.Span) {
	r.notice(about, text, r.span(at))
}

// TextSpan finds the place in the pasted text of a place on the wire; false when Read added those bytes.
func (p *Paste) TextSpan(exchange int, side handshake.Side, wire head.Span) (head.Span, bool) {
	found, any := head.Span{}, false
	for _, piece := range p.Mappings {
		if piece.Exchange != exchange || piece.Side != side ||
			piece.Wire.Start > wire.End || piece.Wire.End < wire.Start {
			continue
		}
		if wire.Len() > 0 && (piece.Wire.Start >= wire.End || piece.Wire.End <= wire.Start) {
			continue
		}
		s := piece.Text
		if d := wire.Start - piece.Wire.Start; d > 0 {
			s.Start = min(piece.Text.Start+d, piece.Text.End)
		}
		if d := wire.End - piece.Wire.Start; d < piece.Text.Len() {
			s.End = max(piece.Text.Start+d, s.Start)
		}
		if !any {
			found, any = s, true
		}
		found.Start, found.End = min(found.Start, s.Start), max(found.End, s.End)
	}
	return found, any
}

// trimLine narrows a span of the body past blanks on both sides.
func (s *pastedText) trimLine(at head.Span) head.Span {
	start, end := head.TrimBlanks(s.body, at.Start, at.End)
	return head.Span{Start: start, End: end}
}

// lines yields every line of the body, without its line end.
func (s *pastedText) lines(yield func(head.Span) bool) {
	for at := 0; at < len(s.body); {
		end := strings.IndexByte(s.body[at:], '\n')
		if end < 0 {
			yield(head.Span{Start: at, End: len(s.body)})
			return
		}
		if !yield(head.Span{Start: at, End: at + end}) {
			return
		}
		at += end + 1
	}
}

func (s *pastedText) cut(at head.Span) string { return s.body[at.Start:at.End] }
