// Package clienttest holds what real clients did with answers: the recording that web/e2e/record writes, which tests of
// package handshake compare with what is predicted.
package clienttest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Recording is the file testdata/clients.json.
type Recording struct {
	Clients map[string]Client
	Columns []string // the clients, in the order of the reactions
	Says    []string // each reaction once
	Answers []Answer
}

type Client struct {
	Version string `json:"version"`
	Request string `json:"request"` // without a subprotocol
}

// Answer is a row: what a server sent, and for each column an index of Says.
type Answer struct {
	Name      string
	Response  string // see Octets
	Protocols string // what the script asked for, joined with commas
	Says      []int
}

// What became of a socket where the client prints no line; a socket that opens is "". In a line, {url} is the address.
const (
	Hangs   = "hangs"   // the client had to be ended
	Races   = "races"   // the same answer, shown again, had another reaction
	Nothing = "nothing" // it failed, and the console showed nothing
)

// Parse reads the file.
func Parse(text []byte) (r Recording, err error) {
	err = json.Unmarshal(text, &r)
	return r, err
}

func (a *Answer) UnmarshalJSON(text []byte) error {
	var row []json.RawMessage
	if err := json.Unmarshal(text, &row); err != nil {
		return err
	}
	a.Says = make([]int, max(0, len(row)-3))
	for i := range row {
		into := []any{&a.Name, &a.Response, &a.Protocols}[min(i, 2)]
		if i > 2 {
			into = &a.Says[i-3]
		}
		if err := json.Unmarshal(row[i], into); err != nil {
			return err
		}
	}
	return nil
}

// Text writes the file, an answer a line, with the reactions sorted, so that two recordings compare well. reactions has those
// of an answer by the name of the client.
func (r *Recording) Text(reactions []map[string]string) string {
	for _, o := range reactions {
		for _, says := range o {
			r.Says = append(r.Says, says)
		}
	}
	slices.Sort(r.Says)
	r.Says = slices.Compact(r.Says)
	rows := make([]any, len(r.Answers))
	for i, a := range r.Answers {
		row := []any{a.Name, a.Response, a.Protocols}
		for _, column := range r.Columns {
			at, _ := slices.BinarySearch(r.Says, reactions[i][column])
			row = append(row, at)
		}
		rows[i] = row
	}
	return "{\n \"clients\": " + line(r.Clients, " ") + ",\n \"columns\": " + line(r.Columns, "") + ",\n" +
		lines("says", r.Says) + ",\n" + lines("answers", rows) + "\n}\n"
}

func lines[T any](name string, list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = line(v, "")
	}
	return " \"" + name + "\": [\n  " + strings.Join(out, ",\n  ") + "\n ]"
}

func line(v any, indent string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if indent != "" {
		e.SetIndent(indent, indent)
	}
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

var repeated = regexp.MustCompile(`(?s)\{(.[^{}]*)\*(\d+)\}`)

// Octets is the answer as it was sent: {a} is the accept value, {l} the same in lower case, {x*9} nine x, and each
// character an octet.
func (a *Answer) Octets(accept string) string {
	text := strings.NewReplacer("{a}", accept, "{l}", strings.ToLower(accept)).Replace(a.Response)
	text = repeated.ReplaceAllStringFunc(text, func(s string) string {
		m := repeated.FindStringSubmatch(s)
		n, _ := strconv.Atoi(m[2])
		return strings.Repeat(m[1], n)
	})
	octets := make([]byte, 0, len(text))
	for _, c := range text {
		octets = append(octets, byte(c))
	}
	return string(octets)
}
