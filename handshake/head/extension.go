package head

import "strings"

// Extension is one member of Sec-WebSocket-Extensions: an offer in a request, an answer in a response.
type Extension struct {
	Name   Token
	Params []Param
	Span   Span // from the name to the end of the last parameter
}

// Param is a parameter of an extension.
type Param struct {
	_ Uncompared

	Name   Token
	Value  Token // without quotes, which the span includes
	Valued bool  // there was an equals sign
	Quoted bool  // the value was a quoted-string
}

// Span returns the span of the whole parameter.
func (p *Param) Span() Span {
	if p.Valued {
		return Span{p.Name.Span.Start, p.Value.Span.End}
	}
	return p.Name.Span
}

// Text returns the extension as a server writes it, with single blanks and without quotes.
func (e *Extension) Text() string {
	var b strings.Builder
	b.WriteString(e.Name.Text)
	for _, p := range e.Params {
		b.WriteString("; " + p.Name.Text)
		if p.Valued {
			b.WriteString("=" + p.Value.Text)
		}
	}
	return b.String()
}

// Extensions parses all Sec-WebSocket-Extensions lines as one list. ok is false if one of them does not parse; then the members
// before that place are returned, and RFC 6455 §9.1 requires the recipient to fail the connection.
func (h *Head) Extensions() ([]Extension, bool) {
	list := ReadExtensions(h)
	return list.Members, list.Broken == nil
}

// ExtensionList is the parsed value of Sec-WebSocket-Extensions.
type ExtensionList struct {
	Members []Extension
	Broken  *ExtensionFault // the first place that does not parse; members end before it
}

// ExtensionFault is the first place of a list that does not parse.
type ExtensionFault struct {
	Span     Span
	Got      string
	NonToken bool   // the only fault is a quoted value that is not a token
	Value    string // that value, without the quotes
}

// ReadExtensions parses all Sec-WebSocket-Extensions lines as one list, up to the first place that does not parse.
func ReadExtensions(h *Head) ExtensionList {
	var list ExtensionList
	for i := range h.Fields {
		if f := &h.Fields[i]; f.Known == NameExtensions && list.Broken == nil {
			list.Members, list.Broken = ParseExtensions(f.Value, list.Members)
		}
	}
	return list
}

// ParseExtensions appends the members of one field value, up to the first place that does not parse.
func ParseExtensions(value Token, members []Extension) ([]Extension, *ExtensionFault) {
	r := extensionReader{text: value.Text, value: value.Span}
	fault := r.list(&members)
	return members, fault
}

// FirstExtension parses the first member of a field value, for an editor: a quoted value may be any text, so that other parameters can
// be changed. ok is false if the member does not parse.
func FirstExtension(value string) (e Extension, ok bool) {
	r := extensionReader{text: value, value: Span{0, len(value)}, anyQuoted: true}
	r.blanks()
	e, fault := r.extension()
	return e, fault == nil
}

// extensionReader parses one field value.
type extensionReader struct {
	text      string
	value     Span // where the text is in the head
	at        int
	anyQuoted bool // a quoted value need not be a token
}

// list parses the whole value.
//
//	Sec-WebSocket-Extensions = extension-list                       (RFC 6455 §9.1)
//	extension-list = 1#extension
//
// Empty members are skipped, as RFC 9110 §5.6.1.2 requires of recipients.
func (r *extensionReader) list(members *[]Extension) *ExtensionFault {
	for {
		r.blanks()
		for r.next(',') {
			r.blanks()
		}
		if r.at == len(r.text) {
			return nil
		}
		e, fault := r.extension()
		if fault != nil {
			return fault
		}
		if len(*members) == MaxMembers {
			return nil
		}
		*members = append(*members, e)
		r.blanks()
		if r.at < len(r.text) && !r.next(',') {
			return r.fault("a comma or a semicolon")
		}
	}
}

// extension = extension-token *( ";" extension-param )            (RFC 6455 §9.1)
// extension-token = registered-token
// registered-token = token
//
// The ABNF is that of RFC 2616, which allows blanks around each part (§2.1, implied *LWS).
func (r *extensionReader) extension() (Extension, *ExtensionFault) {
	start := r.at
	name, ok := r.token()
	if !ok {
		return Extension{}, r.fault("the name of an extension")
	}
	e := Extension{Name: name}
	end := r.at
	for {
		r.blanks()
		if !r.next(';') {
			e.Span = r.span(start, end)
			return e, nil
		}
		r.blanks()
		p, fault := r.param()
		if fault != nil {
			return e, fault
		}
		if len(e.Params) < MaxMembers {
			e.Params = append(e.Params, p)
		}
		end = r.at
	}
}

// extension-param = token [ "=" (token | quoted-string) ]         (RFC 6455 §9.1)
//
//	;When using the quoted-string syntax variant, the value
//	;after quoted-string unescaping MUST conform to the
//	;'token' ABNF.
func (r *extensionReader) param() (Param, *ExtensionFault) {
	name, ok := r.token()
	if !ok {
		return Param{}, r.fault("the name of a parameter")
	}
	p := Param{Name: name}
	end := r.at
	r.blanks()
	if !r.next('=') {
		r.at = end
		return p, nil
	}
	p.Valued = true
	r.blanks()
	if r.at < len(r.text) && r.text[r.at] == '"' {
		start := r.at
		value, ok := r.quoted()
		if !ok {
			return p, r.faultAt(start, "a quoted value with its closing quote")
		}
		p.Quoted = true
		p.Value = Token{value, r.span(start, r.at)}
		if !r.anyQuoted && !IsToken(value) {
			fault := r.faultAt(start, "a token inside the quotes")
			fault.Span, fault.NonToken, fault.Value = p.Value.Span, true, value
			fault.Got = "the value of " + Quote(name.Text) + " is " + Quote(value) + "; expected a token inside the quotes"
			return p, fault
		}
		return p, nil
	}
	if p.Value, ok = r.token(); !ok {
		return p, r.fault("a value")
	}
	return p, nil
}

func (r *extensionReader) token() (Token, bool) {
	start := r.at
	for r.at < len(r.text) && tchar[r.text[r.at]] {
		r.at++
	}
	return Token{r.text[start:r.at], r.span(start, r.at)}, r.at > start
}

// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE         (RFC 9110 §5.6.4)
// quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )
func (r *extensionReader) quoted() (string, bool) {
	var b strings.Builder
	for r.at++; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if c == '"' {
			r.at++
			return b.String(), true
		}
		if c == '\\' {
			if r.at++; r.at == len(r.text) {
				break
			}
			c = r.text[r.at]
		}
		b.WriteByte(c)
	}
	return "", false
}

func (r *extensionReader) blanks() {
	for r.at < len(r.text) && IsBlank(r.text[r.at]) {
		r.at++
	}
}

func (r *extensionReader) next(c byte) bool {
	if r.at < len(r.text) && r.text[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *extensionReader) fault(want string) *ExtensionFault { return r.faultAt(r.at, want) }

func (r *extensionReader) faultAt(at int, want string) *ExtensionFault {
	got := "the list ends early; expected " + want
	if at < len(r.text) {
		got = Quote(cutShort(r.text[at:])) + " in the list; expected " + want
	}
	return &ExtensionFault{Span: r.span(at, len(r.text)), Got: got}
}

// cutShort shortens a text for an error.
func cutShort(s string) string {
	const limit = 24
	if len(s) <= limit {
		return s
	}
	return s[:limit] + "…"
}

// span returns the place in the head; for a folded value, whose text is not the bytes, the whole value.
func (r *extensionReader) span(start, end int) Span {
	if r.value.Len() != len(r.text) {
		return r.value
	}
	if start == end && start > 0 && start == len(r.text) { // at the end: point at the last octet
		start--
	}
	return Span{r.value.Start + start, r.value.Start + end}
}
