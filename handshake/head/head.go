package head

import (
	"slices"
	"strings"
)

// Span is a half-open range of byte offsets into the Raw of the head it belongs to.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Token is a piece of a head and the place it was found.
type Token struct {
	Text string
	Span Span
}

// Field is one field line (RFC 9112 §5), with any obsolete continuation lines folded in.
type Field struct {
	_ Uncompared

	Name  Token
	Value Token     // blanks around it removed; each fold replaced by one SP (RFC 9112 §5.2)
	Line  Span      // the whole line without its line end
	Known FieldName // which known field it is, so that rules need not compare strings
}

// Folded: the value was made of several lines, so that its parts have no places of their own.
func (f *Field) Folded() bool { return f.Value.Span.Len() != len(f.Value.Text) }

// Fault is something about the bytes of a head that the grammar does not allow.
// The parser records faults and goes on; rules judge them.
type Fault struct {
	Kind FaultKind
	Span Span
}

// FaultKind names what the parser noticed.
type FaultKind uint8

const (
	FaultLeadingBlankLine FaultKind = iota + 1 // an empty line before the start line
	FaultStartLineBlanks                       // blanks in the start line other than single SP between parts
	FaultBareLF                                // a line that ends in LF without CR
	FaultBareCR                                // a CR that no LF follows
	FaultNUL                                   // a NUL octet
	FaultControl                               // another control octet in a field value
	FaultObsText                               // an octet 0x80–0xFF in a field value
	FaultNoColon                               // a field line without a colon
	FaultNameEmpty                             // a field line that starts with its colon
	FaultNameInvalid                           // a field name with an octet that no token may hold
	FaultBlankBeforeColon                      // a blank between the field name and the colon
	FaultFold                                  // a continuation line (obs-fold)
	FaultBlankBeforeFirst                      // a line that starts with a blank directly after the start line
)

// Head is a request or response head: every byte kept, every part with its place.
// Parsing never fails; what could not be found has an empty Text and an empty span.
type Head struct {
	Raw     string
	Line    Span  // the start line without its line end
	Method  Token // request only
	Target  Token // request only
	Version Token // as written: "HTTP/1.1"
	Status  Token // response only: as written, "101"
	Reason  Token // response only
	Fields  []Field
	Faults  []Fault
	End     Span // the empty line that ends the head; empty, at the end of Raw, if there is none
	Ended   bool // the empty line was there
	Dropped int  // field lines beyond the most that are recorded (4,096)
}

// Rest is what follows the head: content, early frames, or the next message.
func (h *Head) Rest() string { return h.Raw[h.End.End:] }

// ParseRequest reads a request head (RFC 9112 §2.1, §3, §5). It never fails.
func ParseRequest(raw string) Head {
	h := parse(raw)
	splitRequestLine(&h)
	return h
}

// ParseResponse reads a response head (RFC 9112 §2.1, §4, §5). It never fails.
func ParseResponse(raw string) Head {
	h := parse(raw)
	splitStatusLine(&h)
	return h
}

// ParseFieldList reads lines of fields without a start line: the shape in which HTTP/2 and HTTP/3
// heads are written down, pseudo fields first (RFC 9113 §8.3). It never fails.
func ParseFieldList(raw string) Head {
	h := Head{Raw: raw}
	ParseFields(&h, 0)
	for i := range h.Fields {
		switch f := &h.Fields[i]; f.Name.Text {
		case ":method":
			h.Method = f.Value
		case ":path":
			h.Target = f.Value
		case ":status":
			h.Status = f.Value
		}
	}
	return h
}

// Get returns the fields of that name, in order; names compare without case (RFC 9110 §5.1).
func (h *Head) Get(fieldName string) []*Field {
	var found []*Field
	for i := range h.Fields {
		if EqualFold(h.Fields[i].Name.Text, fieldName) {
			found = append(found, &h.Fields[i])
		}
	}
	return found
}

// List reads all field lines of that name as one comma list (RFC 9110 §5.6.1): split outside quotes,
// blanks trimmed, empty members skipped.
func (h *Head) List(fieldName string) []Token {
	var members []Token
	for i := range h.Fields {
		if EqualFold(h.Fields[i].Name.Text, fieldName) {
			members = AppendMembers(members, h.Raw, h.Fields[i].Value)
		}
	}
	return members
}

// Text cuts a span out of the head.
func (h *Head) Text(s Span) string { return h.Raw[s.Start:s.End] }

func (h *Head) token(start, end int) Token { return Token{h.Raw[start:end], Span{start, end}} }

func (h *Head) fault(kind FaultKind, start, end int) {
	if len(h.Faults) == MaxFaults {
		return
	}
	h.Faults = append(h.Faults, Fault{kind, Span{start, end}})
}

// parse finds the start line and the field lines.
func parse(raw string) Head {
	h := Head{Raw: raw}
	at := 0
	// "a server that is expecting to receive and parse a request-line SHOULD ignore at least one
	// empty line (CRLF) received prior to the request-line" (RFC 9112 §2.2)
	for {
		end, next := h.LineAt(at)
		if end > at || next == at {
			break
		}
		h.fault(FaultLeadingBlankLine, at, next)
		at = next
	}
	end, next := h.LineAt(at)
	h.Line = Span{at, end}
	if next > end && next-end == 1 {
		h.fault(FaultBareLF, end, next)
	}
	h.octets(at, end, false)
	if next == end && next == len(raw) {
		h.End = Span{next, next}
		return h
	}
	if next < len(raw) {
		h.Fields = make([]Field, 0, 12)
	}
	ParseFields(&h, next)
	return h
}

// LineAt returns where the line that starts at at ends, and where the next one starts.
// A line ends with CRLF, or, leniently, with LF alone (RFC 9112 §2.2).
func (h *Head) LineAt(at int) (end, next int) {
	i := strings.IndexByte(h.Raw[at:], '\n')
	if i < 0 {
		return len(h.Raw), len(h.Raw)
	}
	end, next = at+i, at+i+1
	if end > at && h.Raw[end-1] == '\r' {
		end--
	}
	return end, next
}

// ParseFields reads field lines until the empty line.
//
//	field-line = field-name ":" OWS field-value OWS            (RFC 9112 §5)
//	obs-fold   = OWS CRLF RWS                                  (RFC 9112 §5.2)
func ParseFields(h *Head, at int) {
	first, open := true, false // no field line yet; the line before is one, which a fold continues
	for at < len(h.Raw) {
		end, next := h.LineAt(at)
		if next-end == 1 {
			h.fault(FaultBareLF, end, next)
		}
		blank := end > at && IsBlank(h.Raw[at])
		if open && !blank {
			h.unfold()
		}
		switch {
		case end == at:
			h.End, h.Ended = Span{at, next}, true
			return
		case !blank:
			open = h.field(at, end, next > end)
			first = false
		case first:
			h.fault(FaultBlankBeforeFirst, at, end)
		case !open:
			h.fault(FaultNoColon, at, end)
		default:
			h.fold(at, end)
		}
		at = next
	}
	if open {
		h.unfold()
	}
	h.End = Span{len(h.Raw), len(h.Raw)}
}

// Records are bounded: a head that goes on past these has long been refused (MaxFields, MaxHead), and
// hostile input must not cost more memory than a few times its own size.
const (
	MaxRecordedFields = 4096
	MaxFaults         = 1024
)

// field records one field line and reports whether it is one. A line that has not ended may still get
// its colon, so it lacks none yet.
func (h *Head) field(start, end int, ended bool) bool {
	// An HTTP/2 pseudo field begins with its colon (RFC 9113 §8.3); elsewhere that is an empty name.
	from := start
	if h.Line == (Span{}) && h.Raw[start] == ':' {
		from++
	}
	colon := strings.IndexByte(h.Raw[from:end], ':')
	if colon < 0 {
		if ended {
			h.fault(FaultNoColon, start, end)
		}
		h.octets(start, end, true)
		return false
	}
	colon += from
	nameEnd := colon
	for nameEnd > start && IsBlank(h.Raw[nameEnd-1]) {
		nameEnd--
	}
	if nameEnd < colon {
		h.fault(FaultBlankBeforeColon, nameEnd, colon)
	}
	switch {
	case nameEnd == start:
		h.fault(FaultNameEmpty, start, colon+1)
	case from == start && !IsToken(h.Raw[start:nameEnd]):
		h.fault(FaultNameInvalid, start, nameEnd)
	}
	valueStart, valueEnd := TrimBlanks(h.Raw, colon+1, end)
	h.octets(colon+1, end, true)
	if len(h.Fields) == MaxRecordedFields {
		h.Dropped++
		return true
	}
	if n := len(h.Fields); n == cap(h.Fields) { // append alone grows a long list by a quarter, and copies it four times
		h.Fields = slices.Grow(h.Fields, n+8)
	}
	h.Fields = append(h.Fields, Field{
		Name:  h.token(start, nameEnd),
		Value: h.token(valueStart, valueEnd),
		Line:  Span{start, end},
		Known: FieldNameOf(h.Raw[start:nameEnd]),
	})
	return true
}

// fold adds a continuation line to the field before it; unfold makes the value of it.
func (h *Head) fold(start, end int) {
	h.fault(FaultFold, start, end)
	h.octets(start, end, true)
	if h.Dropped == 0 {
		h.Fields[len(h.Fields)-1].Line.End = end
	}
}

// unfold replaces each fold of the last field's value by one SP (RFC 9112 §5.2). It runs once per
// field, when the field's last line is known, so that a thousand folds cost a thousand steps.
func (h *Head) unfold() {
	if h.Dropped > 0 {
		return
	}
	f := &h.Fields[len(h.Fields)-1]
	if f.Value.Span.End >= f.Line.End || !strings.Contains(h.Raw[f.Value.Span.End:f.Line.End], "\n") {
		return
	}
	var text strings.Builder
	span := Span{-1, -1}
	for at := f.Value.Span.Start; at < f.Line.End; {
		end, next := h.LineAt(at)
		start, stop := TrimBlanks(h.Raw, at, min(end, f.Line.End))
		if start < stop {
			if span.Start < 0 {
				span.Start = start
			} else {
				text.WriteByte(' ')
			}
			text.WriteString(h.Raw[start:stop])
			span.End = stop
		}
		at = next
	}
	if span.Start >= 0 {
		f.Value = Token{text.String(), span}
	}
}

// octets records the octets that a line should not hold (RFC 9110 §5.5).
func (h *Head) octets(start, end int, value bool) {
	obsText := -1
	for i := start; i < end; i++ {
		switch c := h.Raw[i]; {
		case c >= ' ' && c < 0x7F || c == '\t':
		case c == '\r':
			if i+1 < len(h.Raw) { // else its LF may be on the way
				h.fault(FaultBareCR, i, i+1)
			}
		case c == 0:
			h.fault(FaultNUL, i, i+1)
		case c >= 0x80:
			if obsText < 0 {
				obsText = i
			}
		case value:
			h.fault(FaultControl, i, i+1)
		}
	}
	if obsText >= 0 && value {
		h.fault(FaultObsText, obsText, end)
	}
}

// splitRequestLine cuts the request line into its parts.
//
//	request-line = method SP request-target SP HTTP-version     (RFC 9112 §3)
//
// Deviation: where blanks are doubled or the target holds some, the first word is the method and the
// last one the version, if it is the third of three or starts with "HTTP/": a person wrote it meaning that.
func splitRequestLine(h *Head) {
	start, end := TrimBlanks(h.Raw, h.Line.Start, h.Line.End)
	if start != h.Line.Start || end != h.Line.End {
		h.fault(FaultStartLineBlanks, h.Line.Start, h.Line.End)
	}
	h.Target, h.Version = h.token(end, end), h.token(end, end)
	i := strings.IndexAny(h.Raw[start:end], " \t")
	if i < 0 {
		h.Method = h.token(start, end)
		return
	}
	h.Method = h.token(start, start+i)
	target, _ := TrimBlanks(h.Raw, start+i, end)
	h.gap(start+i, target)
	last := target + strings.LastIndexAny(h.Raw[target:end], " \t") + 1
	_, stop := TrimBlanks(h.Raw, target, last)
	threeWords := stop > target && !strings.ContainsAny(h.Raw[target:stop], " \t")
	if !threeWords && !HasPrefixFold(h.Raw[last:end], "HTTP/") {
		h.Target = h.token(target, end)
		return
	}
	h.Target, h.Version = h.token(target, stop), h.token(last, end)
	if stop > target {
		h.gap(stop, last)
	}
}

// gap records a fault where two parts of the start line are not separated by a single SP.
func (h *Head) gap(start, end int) {
	if h.Text(Span{start, end}) != " " {
		h.fault(FaultStartLineBlanks, start, end)
	}
}

// splitStatusLine cuts the status line into its parts.
//
//	status-line = HTTP-version SP status-code SP [ reason-phrase ]     (RFC 9112 §4)
func splitStatusLine(h *Head) {
	start, end := h.Line.Start, h.Line.End
	line := h.Raw[start:end]
	h.Version, h.Status, h.Reason = h.token(start, start), h.token(end, end), h.token(end, end)
	i := strings.IndexByte(line, ' ')
	if i < 0 {
		h.Version = h.token(start, end)
		return
	}
	h.Version = h.token(start, start+i)
	at := start + i + 1
	j := strings.IndexByte(h.Raw[at:end], ' ')
	if j < 0 {
		h.Status = h.token(at, end)
		return
	}
	h.Status = h.token(at, at+j)
	h.Reason = h.token(at+j+1, end)
}

// Or is this span, or the other where this one is empty.
func (s Span) Or(other Span) Span {
	if s.Len() == 0 {
		return other
	}
	return s
}
