package handshake

import (
	"slices"
	"strings"
)

// Saying is a line that a client or a server prints when a handshake fails.
type Saying struct {
	Client string   // who prints it
	Text   string   // the line; {} stands for a status, a name or a value
	Means  string   // what it stands for, for a learner
	Look   string   // where a developer sees more
	Causes []string // ids of the rules that it can stand for, the likeliest first; none where no HTTP was spoken
	key    string
}

// fill writes the line with a value.
func (s *Saying) fill(value string) string { return strings.Replace(s.Text, "{}", value, 1) }

// Sayings is every line that Translate knows.
func Sayings() []Saying { return slices.Clone(sayings) }

// Translation is what a pasted console line stands for.
type Translation struct {
	*Saying
	URL    string        // the socket's address, where the line has one
	Value  string        // what stood in the place of {}: a status, a field name, a value
	Status StatusMeaning // where Value is a status: what it means
	Rules  []*Rule       // the rules of Causes; each has a broken exchange to open
}

// Said is the line as it was printed, without what stood around it.
func (t *Translation) Said() string { return t.fill(t.Value) }

// Example is a broken exchange that makes the client say this; false where no HTTP was spoken.
func (t *Translation) Example() (Example, bool) {
	if t.Status.Status != 0 && t.Status.Status != 101 {
		line := "HTTP/1.1 " + decimal(t.Status.Status) + " " + t.Status.Name
		e := Good()
		e.Response = line + "\r\nContent-Length: 0\r\n\r\n"
		return e, true
	}
	if len(t.Rules) == 0 {
		return Example{}, false
	}
	return t.Rules[0].Broken, true
}

// maxConsole bounds how much of a pasted line is read, in bytes.
const maxConsole = 8 << 10

// Translate explains a line that a browser, a library or a server printed: what it stands for, and the
// rules that the exchange may have broken. The best match comes first; nothing fits a line that is no
// such message. A line may have anything around the message: time, file, stack.
func Translate(line string) []Translation {
	line = line[:min(len(line), maxConsole)]
	plain := plainQuotes.Replace(line)
	address := findURL(plain)
	var found []Translation
	best := 0
	for i := range sayings {
		s := &sayings[i]
		value, weight, ok := s.match(plain)
		if !ok || weight < best {
			continue
		}
		if weight > best {
			found, best = found[:0], weight
		}
		t := Translation{Saying: s, URL: address, Value: value}
		if code, ok := statusIn(value); ok {
			t.Status, _ = StatusMeans(code)
		}
		for _, id := range s.Causes {
			if rule := RuleByID(id); rule != nil && !slices.Contains(t.Rules, rule) {
				t.Rules = append(t.Rules, rule)
			}
		}
		found = append(found, t)
	}
	return found
}

// plainQuotes undoes what word processors, translations and Firefox itself do to quotation marks.
var plainQuotes = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ")

// match finds the fixed pieces of a saying in a line, in order. The value is what stands between them,
// to the end of the line if {} comes last; weight is how many characters matched.
func (s *Saying) match(line string) (value string, weight int, ok bool) {
	before, after, open := strings.Cut(plainQuotes.Replace(s.Text), "{}")
	at := strings.Index(line, before)
	if at < 0 {
		return "", 0, false
	}
	rest := line[at+len(before):]
	if !open {
		return "", len(before), true
	}
	end := strings.IndexAny(rest, "\r\n")
	if end < 0 {
		end = len(rest)
	}
	around := " \t'\"" // of what stands at the end of a line; else the saying has the quotes itself
	if after != "" {
		around = " \t"
		if end = strings.LastIndex(rest[:end], after); end < 0 {
			return "", 0, false
		}
	}
	return strings.Trim(rest[:end], around), len(before) + len(after), true
}

// findURL is the first address of a socket or a page in a line.
func findURL(line string) string {
	for _, scheme := range []string{"wss://", "ws://", "https://", "http://"} {
		if i := strings.Index(line, scheme); i >= 0 {
			address := line[i:]
			if end := strings.IndexAny(address, " \t\r\n'\"<>`)"); end >= 0 {
				address = address[:end]
			}
			return strings.TrimRight(address, ".,;:")
		}
	}
	return ""
}

// statusIn reads the three digits that a value begins with.
func statusIn(value string) (code int, ok bool) {
	if len(value) < 3 || len(value) > 3 && isDigit(value[3]) {
		return 0, false
	}
	h := Head{Version: Token{Text: "HTTP/1.1"}, Status: Token{Text: value[:3]}}
	return h.StatusCode()
}
