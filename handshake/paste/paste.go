package paste

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Format names what a pasted text was recognised as.
type Format string

const (
	FormatRaw        Format = "raw"           // heads as they are on the wire, faulty ones too
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

// Paste is the result of Read.
type Paste struct {
	Format    Format
	Exchanges []handshake.Exchange // in the order of the text; never empty
	Chosen    int                  // index of the one to judge first
	Mappings  []Mapping            // where the wire bytes came from; ordered by exchange, side, place on the wire
	Notices   []Notice
	Parts     []Part // the parts of the text, in order; none if it is a bare head
}

// Exchange returns the chosen exchange.
func (p *Paste) Exchange() handshake.Exchange { return p.Exchanges[p.Chosen] }

// Mapping maps the bytes Wire of a head to the bytes Text of the pasted text that they came from. If both are
// equally long, byte n of one is byte n of the other; decoded text (escapes, base64) is mapped as a whole.
type Mapping struct {
	Exchange int // index into Paste.Exchanges
	Side     handshake.Side
	Wire     head.Span
	Text     head.Span
}

// Notice is something to say about the paste, not a fault of the handshake.
type Notice struct {
	Kind NoticeKind
	Text string    // one sentence, or for NoticeConsole the message as it was pasted
	Span head.Span // in the pasted text; empty if it is about the whole text
}

// NoticeKind is the topic of a notice.
type NoticeKind string

const (
	NoticeCut         NoticeKind = "cut"          // the text was too long to read completely
	NoticeSeveral     NoticeKind = "several"      // there is more than one exchange
	NoticeConsole     NoticeKind = "console"      // Text is the message that a browser printed
	NoticeOmitted     NoticeKind = "omitted"      // the exporter leaves fields out
	NoticeProvisional NoticeKind = "provisional"  // the browser shows fields that differ from those it sent
	NoticeHTTP2       NoticeKind = "http2"        // the client would probably speak HTTP/2
	NoticeElided      NoticeKind = "elided"       // values that the text omits
	NoticeIgnored     NoticeKind = "ignored"      // a part of the text that does not affect the heads
	NoticeUnknown     NoticeKind = "unknown"      // a part of the text whose content is not in the paste
	NoticeFragment    NoticeKind = "fragment"     // the part of a URL that is never sent
	NoticePunctuation NoticeKind = "smart"        // typographic characters of a word processor or a web page
	NoticeLookalike   NoticeKind = "lookalike"    // HTTP/2 shown in the shape of HTTP/1.1
	NoticeDevTools    NoticeKind = "view"         // as DevTools show the request: they show the address, the wire has the path
	NoticeKeyInvented NoticeKind = "key-invented" // the client generates a key; a sample is used instead
)

// MaxPaste is the number of bytes in which Read looks for a format other than raw.
const MaxPaste = 4 << 20

// Bounds on the result of one paste; the rest is dropped, and a notice says so.
const (
	maxExchanges = 256
	maxWire      = 2 * MaxPaste // bytes of all heads together
	maxRepeated  = 64 << 10     // cost of repetitions, such as the fields of a command for each of its URLs; see repeat
	maxMappings  = 1 << 14
	maxNotices   = 64
)

// Read converts what people paste into exact wire bytes: heads from a specification, commands, panels of developer
// tools, logs, dumps. It never fails: a text without any of these has the format FormatNone and an empty exchange. Lines end with CRLF on the
// wire, however they end in the text. What Read adds to complete a head is listed in Exchange.Inserted; what is in the text, faults
// included, is not changed. Time and memory are linear in the text.
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

// reader is one run of Read: the unwrapped text and what was found in it.
type reader struct {
	pastedText
	Paste
	written   int               // bytes on the wire
	again     int               // cost of repetitions so far
	truncated bool              // the bounds were exceeded
	context   handshake.Context // of the next exchange
	depth     int               // nesting of this part
	fenced    bool              // from a code fence: a fence inside it is text
	origins   []origin
	http2     map[int]*reader // the requests of commands as they would be in HTTP/2, by exchange

	untraced bool // Mappings is not complete
}

// full reports whether no more exchanges are added.
func (r *reader) full() bool {
	full := len(r.Exchanges) >= maxExchanges || r.written > maxWire
	r.truncated = r.truncated || full
	return full
}

// repeat reports whether these parts of the text may be written to one more exchange. The cost of all repetitions is
// bounded, so that reading stays linear in the text.
func (r *reader) repeat(lists ...[]piece) bool {
	const each = 64 // bytes that each part costs beyond its own
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

// recognise reads a bare head at once and splits any other text.
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
	r.join()
	if len(r.Exchanges) == 0 {
		r.readLoneLine()
		return
	}
	r.chooseUpgrade()
	r.Format = r.origins[r.Chosen].format
}

// gap reports whether a line says that lines of a head are missing.
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

// readLoneLine reads a text without head and command: a URL, or a browser's message with one. Any other text has no
// handshake.
func (r *reader) readLoneLine() {
	parts := r.Parts
	if !readURL(r) && !readConsole(r) {
		r.Format = FormatNone
	}
	r.Parts = parts
}

// isHead reports whether the first line is a complete start line, so that no other format is possible.
func (s *pastedText) isHead() bool {
	line := firstLine(strings.TrimLeft(s.body, "\n"))
	if strings.Contains(line, `\`) || !isRequestLine(line, false) && !isStatusLine(line) {
		return false
	}
	start, _ := inlineHead(line[:min(len(line), maxInlineHead)])
	return start < 0
}

// sent are the formats in which a request is as its client sends it.
var sent = []Format{FormatTrace, FormatCurl, FormatDevTools, FormatHAR, FormatPowerShell, FormatFetch, FormatWebSocket, FormatWebsocat, FormatWscat, FormatURL}

func (r *reader) finish(text string) {
	if len(r.Exchanges) == 0 {
		r.Exchanges = []handshake.Exchange{{Context: handshake.ContextNothing}}
	}
	keys := map[string]bool{}
	for i := range r.Exchanges {
		x := &r.Exchanges[i]
		x.Pasted = true
		if slices.Contains(sent, r.Format) {
			x.Context |= handshake.ContextSent
		}
		if len(r.Exchanges) > 1 && !x.HTTP2 {
			if key := x.SentKey(); key != "" && keys[key] {
				if i >= len(r.origins) || !r.origins[i].copied {
					x.Context |= handshake.ContextKeyReused
				}
			} else if x.Response != "" { // without an answer, the next may be the same request
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
	for i := range r.Mappings { // a missing line end is mapped to the end of the text
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

// TextSpan converts a span on the wire to one in the pasted text; false if Read added those bytes.
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

// trimLine removes the blanks at both ends of a span of the body.
func (s *pastedText) trimLine(at head.Span) head.Span {
	start, end := head.TrimBlanks(s.body, at.Start, at.End)
	return head.Span{Start: start, End: end}
}

// lines yields the lines of the body without their line ends.
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
