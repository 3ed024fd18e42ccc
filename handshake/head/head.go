package head

import (
	"slices"
	"strings"
)

// Span is a half-open range of byte offsets into the Raw of the head it belongs to.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Token is a part of a head and its place.
type Token struct {
	Text string
	Span Span
}

// Field is one field line (RFC 9112 §5), with any obsolete continuation lines folded in.
type Field struct {
	_ Uncompared

	Name  Token
	Value Token     // surrounding blanks removed; each fold replaced by one SP (RFC 9112 §5.2)
	Line  Span      // the whole line without its line end
	Known FieldName // so that rules need not compare strings; 0 for a field that no rule needs
}

// Folded reports whether the value had several lines, so that its parts have no spans of their own.
func (f *Field) Folded() bool { return f.Value.Span.Len() != len(f.Value.Text) }

// Fault is a place in a head that violates the grammar. The parser records it and continues; rules judge it.
type Fault struct {
	Kind FaultKind
	Span Span
}

// FaultKind says what is wrong.
type FaultKind uint8

const (
	FaultLeadingBlankLine FaultKind = iota + 1 // an empty line before the start line
	FaultStartLineBlanks                       // blanks in the start line other than single SP between parts
	FaultBareLF                                // a line that ends in LF without CR
	FaultBareCR                                // a CR without LF
	FaultNUL                                   // a NUL octet
	FaultControl                               // another control octet in a field value
	FaultObsText                               // an octet 0x80–0xFF in a field value
	FaultNoColon                               // a field line without a colon
	FaultNameEmpty                             // a field line that starts with its colon
	FaultNameInvalid                           // a field name that is not a token
	FaultBlankBeforeColon                      // a blank between the field name and the colon
	FaultFold                                  // a continuation line (obs-fold)
	FaultBlankBeforeFirst                      // a line that starts with a blank directly after the start line
)

// Head is a parsed request or response head with all its bytes. Parsing never fails; a missing part has an empty Text and an empty
// span.
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
	Ended   bool // there is an empty line
	Dropped int  // number of field lines after the first 4,096, which are not recorded
}

// Rest returns what follows the head: content, early frames, or the next message.
func (h *Head) Rest() string { return h.Raw[h.End.End:] }

// ParseRequest parses a request head (RFC 9112 §2.1, §3, §5). It never fails.
func ParseRequest(raw string) Head {
	h := parse(raw)
	splitRequestLine(&h)
	return h
}

// ParseResponse parses a response head (RFC 9112 §2.1, §4, §5). It never fails.
func ParseResponse(raw string) Head {
	h := parse(raw)
	splitStatusLine(&h)
	return h
}

// ParseFieldList parses field lines without a start line, the usual notation for heads of HTTP/2 and HTTP/3, pseudo fields first
// (RFC 9113 §8.3). It never fails.
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

// Text returns the bytes at a span.
func (h *Head) Text(s Span) string { return h.Raw[s.Start:s.End] }

func (h *Head) token(start, end int) Token { return Token{h.Raw[start:end], Span{start, end}} }

func (h *Head) fault(kind FaultKind, start, end int) {
	if len(h.Faults) == MaxFaults {
		return
	}
	h.Faults = append(h.Faults, Fault{kind, Span{start, end}})
}

// parse parses the start line and the field lines.
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

// LineAt returns the end of the line that starts at offset at, and the start of the next one.
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

// ParseFields parses field lines up to the empty line.
//
//	field-line = field-name ":" OWS field-value OWS            (RFC 9112 §5)
//	obs-fold   = OWS CRLF RWS                                  (RFC 9112 §5.2)
func ParseFields(h *Head, at int) {
	first, open := true, false // first: before the first field line; open: the previous line is a field line, which a fold may continue
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

// Bounds on what is recorded, so that a hostile paste costs no more memory than a few times its size. A head that exceeds them is
// refused (MaxFields, MaxHead).
const (
	MaxRecordedFields = 4096
	MaxFaults         = 1024
)

// field records a field line, and reports whether it is one. A line without colon at the end of an incomplete head is no fault, because
// its colon may follow.
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
	if n := len(h.Fields); n == cap(h.Fields) { // double it: append grows a long list by only a quarter each time
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

// fold adds a continuation line to the last field; unfold then computes the value.
func (h *Head) fold(start, end int) {
	h.fault(FaultFold, start, end)
	h.octets(start, end, true)
	if h.Dropped == 0 {
		h.Fields[len(h.Fields)-1].Line.End = end
	}
}

// unfold replaces each fold of the last field's value by one SP (RFC 9112 §5.2). It runs once per field, after the last line, so that
// time is linear in the number of folds.
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

// octets records octets that a field value must not have (RFC 9110 §5.5).
func (h *Head) octets(start, end int, value bool) {
	obsText := Span{-1, -1} // the first of them that are together
	for i := start; i < end; i++ {
		switch c := h.Raw[i]; {
		case c >= ' ' && c < 0x7F || c == '\t':
		case c == '\r':
			if i+1 < len(h.Raw) { // at the end of the bytes, its LF may follow
				h.fault(FaultBareCR, i, i+1)
			}
		case c == 0:
			h.fault(FaultNUL, i, i+1)
		case c >= 0x80:
			if obsText.Start < 0 {
				obsText.Start = i
			}
			if obsText.End < 0 || obsText.End == i {
				obsText.End = i + 1
			}
		case value:
			h.fault(FaultControl, i, i+1)
		}
	}
	if obsText.Start >= 0 && value {
		h.fault(FaultObsText, obsText.Start, obsText.End)
	}
}

// splitRequestLine parses the request line.
//
//	request-line = method SP request-target SP HTTP-version     (RFC 9112 §3)
//
// Deviation: in a line with more blanks, the first word is the method, and the last one the version if it is the third of three or
// starts with "HTTP/", as a person who typed the line meant it.
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

// gap records a fault if two parts of the start line are not separated by a single SP.
func (h *Head) gap(start, end int) {
	if h.Text(Span{start, end}) != " " {
		h.fault(FaultStartLineBlanks, start, end)
	}
}

// splitStatusLine parses the status line.
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

// Or returns the span, or other if it is empty.
func (s Span) Or(other Span) Span {
	if s.Len() == 0 {
		return other
	}
	return s
}
