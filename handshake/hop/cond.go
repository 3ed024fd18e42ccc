package hop

import (
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// A condition is one line of text about the three heads of an exchange: the client's request (q), the request
// that the hop sends (s) and the backend's answer, as it is after the edits before (a) and as it came (b).
//
//	condition = all *( "|" all )
//	all       = test *( "&" test )
//	test      = ["!"] ( word / head "." field [match value] / head ":" part [match value] )
//	head      = ( "q" / "s" / "a" / "b" ) [ digit ]  ; q1 reads only the first line of a field, q2 the second, q9 the last
//	match     = "=" / "==" / "~" / "*" / "**" / "^" / "#"  ; equal without case, equal, an element of the list,
//	                                                ; contains without case, contains, starts with, so many octets
//
// The parts are those of message.part: method, target, version, status, content, interim, bad and others; the only word is asks: the hop treats the
// request as an upgrade. A value may quote a head: {s.upgrade}.
func (x *exchange) holds(condition string) bool {
	for condition != "" {
		var all string
		if all, condition, _ = strings.Cut(condition, "|"); x.all(all) {
			return true
		}
		if condition == "" {
			return false
		}
	}
	return true
}

func (x *exchange) all(tests string) bool {
	for tests != "" {
		var test string
		if test, tests, _ = strings.Cut(tests, "&"); !x.test(strings.Trim(test, " ")) {
			return false
		}
	}
	return true
}

func (x *exchange) test(test string) bool {
	if rest, not := strings.CutPrefix(test, "!"); not {
		return !x.test(rest)
	}
	if test == "asks" {
		return x.asks
	}
	at := strings.IndexAny(test, "=~*^#")
	if at < 0 {
		_, ok := x.look(test)
		return ok
	}
	match, value := test[at:at+1], test[at+1:]
	if match == "=" && strings.HasPrefix(value, "=") {
		match, value = "==", value[1:]
	}
	got, ok := x.look(test[:at])
	value = x.fill(value)
	if !ok {
		return false
	}
	switch match {
	case "=":
		return head.EqualFold(got, value)
	case "==":
		return got == value
	case "~":
		return hasElement(got, value)
	case "*":
		if exact, ok := strings.CutPrefix(value, "*"); ok {
			return strings.Contains(got, exact)
		}
		return strings.Contains(head.Lowered(got), head.Lowered(value))
	case "#":
		return strconv.Itoa(len(got)) == value
	}
	return strings.HasPrefix(got, value)
}

// look returns the value of a name, such as "q.upgrade", "a:status" or one of those at fill, and whether it is there.
func (x *exchange) look(name string) (string, bool) {
	if how, of, ok := strings.Cut(name, " "); ok {
		return x.derive(how, of), true
	}
	at := strings.IndexAny(name, ".:")
	if at < 0 {
		e := &x.env
		for i, v := range [...]*string{&e.Upstream, &e.From, &e.Date, &e.Self, &e.Port, &e.ID, &e.Key, &e.UUID, &e.Age} {
			if envNames[i] == name {
				return *v, true
			}
		}
		return "", false
	}
	m := &x.q
	switch name[0] {
	case 'q':
	case 's':
		m = &x.s
	case 'a':
		m = &x.a
	case 'b':
		m = &x.b
	default:
		return "", false
	}
	what := name[at+1:]
	if name[at] == ':' {
		return m.part(what)
	}
	if at == 1 {
		return m.get(what)
	}
	lines, n := m.lines(what), int(name[1])-'1'
	switch {
	case n < 0:
		return strings.Join(lines, ","), true
	case n == 8:
		n = len(lines) - 1
	}
	if n < 0 || n >= len(lines) {
		return "", false
	}
	return lines[n], true
}

// fill replaces each {name} in a pattern by its value in this exchange, or by nothing if it is absent.
//
//	{q.host} {q:host}     a field or part of a head, as in a condition; q0 joins the lines with bare commas
//	{upstream} {from} …   a value of the Env
//	{lower q.host}        in lower case. Such words are read from the right: {lower name q:host}
//	{name q:host}         a host without its port; port: its port with the colon, unless that is 80; number: the first
//	                      number after a colon, or 80
//	{bare q:host}         without port 80 and a final dot, as servers compare it
//	{path a.location}     a URL without scheme and host
//	{first q.x}           the first element of a list
//	{for q.x}             the elements as those of Forwarded (RFC 7239 §4), without the outer quotation marks
//	{list q.x}            the elements with bare commas
//	{q.x, }               the field and a comma, if the field is present
//	{less q.max-forwards} a number less one
//	{size 382 a.x?3}      382 and the length of each field, or the number after ? if it is absent
//	{accept q.x}          the Sec-WebSocket-Accept for a key
func (x *exchange) fill(pattern string) string {
	if !strings.Contains(pattern, "{") {
		return pattern
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || strings.ContainsAny(name, "\"{\n") { // a literal brace
			b.WriteByte('{')
			pattern = rest
			continue
		}
		v, _ := x.look(name)
		b.WriteString(v)
		pattern = after
	}
}

// envNames are the names of Env values in patterns.
var envNames = [...]string{"upstream", "from", "date", "self", "port", "id", "key", "uuid", "age"}

// derive makes a value of another one.
func (x *exchange) derive(how, of string) string {
	v, _ := x.look(of)
	switch how {
	case "lower":
		return head.Lowered(v)
	case "bare":
		return strings.TrimSuffix(strings.TrimSuffix(v, ":80"), ".")
	case "number":
		for _, port := range strings.Split(v, ":")[1:] {
			if n := len(port) - len(strings.TrimLeft(port, "0123456789")); n > 0 {
				return port[:n]
			}
		}
		return "80"
	case "accept":
		return Accept(v)
	case "first":
		v, _, _ = strings.Cut(v, ",")
		return strings.TrimSpace(v)
	case "for", "list":
		elements := without(v, "", false)
		if how == "list" {
			return strings.Join(elements, ",")
		}
		for i, e := range elements {
			if strings.Contains(e, ":") { // IPv6
				elements[i] = "[" + e + "]"
			}
		}
		return strings.Join(elements, `", for="`)
	case "less":
		if n, _ := strconv.Atoi(v); n > 0 {
			return strconv.Itoa(n - 1)
		}
		return v
	case "path":
		return withoutOrigin(v)
	case "name":
		return withoutPort(v)
	case "port":
		return strings.TrimSuffix(v[len(withoutPort(v)):], ":80")
	case "size":
		sum := 0
		for _, w := range strings.Fields(of) {
			w, without, _ := strings.Cut(w, "?")
			n, err := strconv.Atoi(w)
			if v, ok := x.look(w); ok {
				n = len(v)
			} else if err != nil {
				n, _ = strconv.Atoi(without)
			}
			sum += n
		}
		return strconv.Itoa(sum)
	}
	if v, _ = x.look(strings.TrimSuffix(how, ",")); v != "" {
		v += ", "
	}
	return v
}

func withoutPort(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.Contains(host[i:], "]") {
		return host[:i]
	}
	return host
}

// hasElement reports whether a comma list has that element, ignoring case.
func hasElement(list, element string) bool {
	for list != "" {
		var e string
		e, list, _ = strings.Cut(list, ",")
		if head.EqualFold(strings.Trim(e, " \t"), element) {
			return true
		}
	}
	return false
}
