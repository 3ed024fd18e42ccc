package model

import (
	"strconv"
	"strings"

	"upgrade101/handshake"
)

// inputs are the fields of forms, by the name that stands in data-in.
var inputs = func() map[string]func(m Model, value string) Model {
	in := map[string]func(m Model, value string) Model{
		"console":     func(m Model, v string) Model { m.Console = v; return m },
		"got":         func(m Model, v string) Model { m.Got = v; return m },
		"secrets":     func(m Model, v string) Model { m.Secrets = v != ""; return m },
		"break-query": func(m Model, v string) Model { m.BreakQuery = v; return m },
		"query":       func(m Model, v string) Model { m.Query = v; return m },
		"guess-verdict": func(m Model, v string) Model {
			return m.ChangeLesson(func(s *OpenLesson) { s.Guess.Verdict, s.Guess.Asked = handshake.Verdict(v), "" })
		},
		"guess-line": func(m Model, v string) Model {
			return m.ChangeLesson(func(s *OpenLesson) { s.Guess = s.Guess.choose(v); s.Guess.Asked = "" })
		},
		"level":          func(m Model, v string) Model { m.Level = v; return m },
		"proxy":          func(m Model, v string) Model { m.Proxy = v; return m },
		"url":            Model.SetAddress,
		"live-protocols": func(m Model, v string) Model { m.Offer = v; return m },
		"live-message":   func(m Model, v string) Model { m.Message = v; return m },
		"extensions":     func(m Model, v string) Model { return m.SetField(extensionField, v) },
		"live-hex":       func(m Model, v string) Model { m.Hex = v; return m },
		"live-code":      func(m Model, v string) Model { m.Code = v; return m },
		"live-reason":    func(m Model, v string) Model { m.Reason = v; return m },
		"live-address":   func(m Model, v string) Model { m.Address = v; return m },
		"script":         func(m Model, v string) Model { m.Script = v; return m },
		"known-protocols": func(m Model, v string) Model {
			m.Policy.Subprotocols = ParseList(v)
			return m.judge()
		},
		"origins": func(m Model, v string) Model {
			m.Policy.Origins = ParseList(v)
			return m.judge()
		},
		"deflate": func(m Model, v string) Model {
			m.Policy.NoDeflate = v == ""
			return m.judge()
		},
	}
	for name, set := range embedInputs {
		in[name] = func(m Model, v string) Model {
			set(&m.Embedding, v)
			return m
		}
	}
	for name, field := range formFields {
		in[name] = func(m Model, v string) Model { return m.SetField(field, strings.TrimSpace(v)) }
	}
	for _, p := range DeflateParams {
		in[p.Name] = func(m Model, v string) Model {
			return m.SetField(extensionField, p.write(FirstValue(m.request(), extensionField), p.meant(v)))
		}
	}
	return in
}()

// rowInputs are the fields of forms that stand in rows: a blank and the index of the row follow in data-in.
var rowInputs = map[string]func(m Model, i int, value string) Model{
	"name":  Model.SetName,
	"value": Model.SetValue,
}

// Setter is what a change of a field means; nil if nothing.
func Setter(name string) func(m Model, value string) Model {
	kind, at, row := strings.Cut(name, " ")
	if !row {
		return inputs[name]
	}
	set, i := rowInputs[kind], 0
	if set != nil {
		i, _ = strconv.Atoi(at)
		return func(m Model, value string) Model { return set(m, i, value) }
	}
	return nil
}
