package hop

import (
	"strconv"
	"strings"
)

// A condition is one line of text about the three heads of an exchange: the client's request (q), the request
// that the hop sends (s) and the backend's answer (a).
//
//	condition = all *( "|" all )
//	all       = test *( "&" test )
//	test      = ["!"] ( word / head "." field [match value] / head ":" part [match value] )
//	head      = ( "q" / "s" / "a" ) [ digit ]        ; q1 reads only the first line of a field, q2 the second, q9 the last
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
		return same(got, value)
	case "==":
		return got == value
	case "~":
		return hasElement(got, value)
	case "*":
		if exact, ok := strings.CutPrefix(value, "*"); ok {
			return strings.Contains(got, exact)
		}
		return strings.Contains(lower(got), lower(value))
	case "#":
		return strconv.Itoa(len(got)) == value
	}
	return strings.HasPrefix(got, value)
}

// look returns the value of a name: "q.upgrade", "a:status".
func (x *exchange) look(name string) (string, bool) {
	at := strings.IndexAny(name, ".:")
	if at < 0 {
		return "", false
	}
	var m *message
	switch name[:1] {
	case "q":
		m = &x.q
	case "s":
		m = &x.s
	case "a":
		m = &x.a
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
	lines, n := m.lines(what), int(name[1]-'1')
	if n == 8 {
		n = len(lines) - 1
	}
	if n < 0 || n >= len(lines) {
		return "", false
	}
	return lines[n], true
}

// fill replaces each {name} in a pattern by its value in this exchange, or by nothing if it is absent.
//
//	{q.host}              a field or part of a head, as in a condition
//	{q.connection-close}  a list field without the elements that follow
//	{upstream} {from} …   a value of the Env
//	{host} {site}         the client's host and port; the same as servers compare it
//	{hostname} {hostport} the client's Host without its port; the first number after a colon in it, or 80
//	{lower …}             another of these in lower case
//	{name q.host}         a host without its port; {port q.host} its port with the colon, unless it is 80
//	{path a.location}     a URL without scheme and host
//	{first q.x} {tight x} the first element of a list; the lines of the client's field, joined by bare commas
//	{q.x, }               the field and a comma, if the field is present
//	{less q.max-forwards} a number less one
//	{size 382 a.x?3}      382 and the length of each field, or the number after ? if it is absent
//	{accept} {q.accept}   the Sec-WebSocket-Accept for the key that the hop sent, or that it got
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
		b.WriteString(x.value(name))
		pattern = after
	}
}

// envNames are the names of Env values in patterns.
var envNames = [...]string{"upstream", "from", "date", "self", "port", "id", "key", "uuid", "age"}

func (x *exchange) value(name string) string {
	e := &x.env
	for i, v := range [...]*string{&e.Upstream, &e.From, &e.Date, &e.Self, &e.Port, &e.ID, &e.Key, &e.UUID, &e.Age} {
		if envNames[i] == name {
			return *v
		}
	}
	verb, rest, _ := strings.Cut(name, " ")
	v, _ := x.look(rest)
	switch verb {
	case "host":
		return x.host()
	case "hostname":
		return strings.TrimSuffix(lower(withoutPort(x.host())), ".")
	case "site": // the host for comparison: lower case, without a final dot and port 80
		return strings.TrimSuffix(lower(strings.TrimSuffix(x.host(), ":80")), ".")
	case "hostport":
		host, _ := x.q.get("host")
		for _, port := range strings.Split(host, ":")[1:] {
			if n := len(port) - len(strings.TrimLeft(port, "0123456789")); n > 0 {
				return port[:n]
			}
		}
		return "80"
	case "accept", "q.accept":
		m := &x.s
		if verb != "accept" {
			m = &x.q
		}
		key, _ := m.get("sec-websocket-key")
		return Accept(key)
	case "first":
		v, _, _ = strings.Cut(v, ",")
		return strings.TrimSpace(v)
	case "lower":
		return lower(x.value(rest))
	case "less":
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return v
		}
		return strconv.Itoa(n - 1)
	case "path":
		return withoutOrigin(v)
	case "name":
		return withoutPort(v)
	case "port":
		if v = v[len(withoutPort(v)):]; v == ":80" {
			v = ""
		}
		return v
	case "tight":
		return strings.Join(x.q.lines(rest), ",")
	case "size":
		words := strings.Fields(rest)
		sum, _ := strconv.Atoi(words[0])
		for _, w := range words[1:] {
			w, without, _ := strings.Cut(w, "?")
			n, _ := strconv.Atoi(without)
			if v, ok := x.look(w); ok {
				n = len(v)
			}
			sum += n
		}
		return strconv.Itoa(sum)
	}
	if rest, ok := strings.CutSuffix(name, ", "); ok {
		if v, _ = x.look(rest); v != "" {
			v += ", "
		}
		return v
	}
	list, elements, cut := strings.Cut(name, " -")
	v, _ = x.look(list)
	if !cut {
		return v
	}
	return strings.Join(without(v, ","+elements, false), ", ")
}

// host returns the client's host: an absolute target overrides the field (RFC 9112 §3.2.2).
func (x *exchange) host() string {
	host, absolute := x.q.part("authority")
	if !absolute {
		host, _ = x.q.get("host")
	}
	return host
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
		if same(strings.Trim(e, " \t"), element) {
			return true
		}
	}
	return false
}

func lower(s string) string { return strings.ToLower(s) }

// same compares names without case.
func same(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }
