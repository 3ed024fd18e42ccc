package model

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// Breakable reports whether the editor can show the example of a rule. The editor fills in what people omit, so it cannot show
// rules about omissions.
func Breakable(r *handshake.Rule) bool {
	if r.Broken().Paste != "" {
		return true
	}
	text := brokenText(r.Broken())
	if text == "" || r.Broken().Response != "" && responseBytes(asText(r.Broken().Response)) != r.Broken().Response {
		return false
	}
	paste := paste.Read(text)
	return utf8.ValidString(text) && paste.Exchange().Request == r.Broken().Request
}

// Breakables are the rules that the editor can show broken.
var Breakables = sync.OnceValue(func() []*handshake.Rule {
	return slices.DeleteFunc(slices.Clone(handshake.Rules), func(r *handshake.Rule) bool { return !Breakable(r) })
})

func brokenText(e *handshake.Example) string {
	if e.Paste != "" {
		return e.Paste
	}
	return asText(e.Request)
}

// ExampleConsole is the example of what a browser prints.
const ExampleConsole = "console"

// Example puts an example into the editors: "rule <id>", "lesson <slug>" or ExampleConsole.
func (m Model) Example(name string) Model {
	kind, id, _ := strings.Cut(name, " ")
	if kind == "rule" {
		if r := handshake.RuleByID(id); r != nil {
			return m.Put(brokenText(r.Broken()), asText(r.Broken().Response), r.Broken().Policy)
		}
	}
	if name == ExampleConsole {
		return m.Edit("WebSocket connection to 'wss://chat.example.com/ws' failed: Error during WebSocket handshake: Unexpected response code: 302\n")
	}
	if l, ok := lessons.BySlug(id); ok && kind == "lesson" {
		return m.Put(ToLF(l.Request), ToLF(l.Response), l.Policy)
	}
	return m
}
