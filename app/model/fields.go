package model

import (
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Field is a field of a form.
type Field struct {
	Show func(m Model) string              // what it shows; nil if the page draws that
	Set  func(m Model, value string) Model // the transition of typing in it
}

// fields are the fields of all forms, by the name that views write into data-in. The fields of the builder have no state of
// their own: they show a part of the request in the editor and change only that part (headedit.go), so both stay consistent
// and hand-written text is kept.
var fields = func() map[string]Field {
	all := map[string]Field{
		"url":        {Model.address, Model.SetAddress},
		"origin":     headField("Origin"),
		"version":    headField("Sec-WebSocket-Version"),
		"key":        headField("Sec-WebSocket-Key"),
		"extensions": headField(extensionField),

		"known-protocols": policyField(
			func(p handshake.Policy) string { return formatList(p.Subprotocols) },
			func(p *handshake.Policy, v string) { p.Subprotocols = ParseList(v) }),
		"origins": policyField(
			func(p handshake.Policy) string { return formatList(p.Origins) },
			func(p *handshake.Policy, v string) { p.Origins = ParseList(v) }),
		"deflate": policyField(
			func(p handshake.Policy) string { return flag(!p.NoDeflate) },
			func(p *handshake.Policy, v string) { p.NoDeflate = v == "" }),
		"takeover": policyField(
			func(p handshake.Policy) string { return flag(!p.NoTakeover) },
			func(p *handshake.Policy, v string) { p.NoTakeover = v == "" }),

		"live-protocols": textField(func(m *Model) *string { return &m.Offer }),
		"live-message":   textField(func(m *Model) *string { return &m.Message }),
		"live-hex":       textField(func(m *Model) *string { return &m.Hex }),
		"live-code":      textField(func(m *Model) *string { return &m.Code }),
		"live-reason":    textField(func(m *Model) *string { return &m.Reason }),
		"live-address":   textField(func(m *Model) *string { return &m.Address }),
		"script":         textField(func(m *Model) *string { return &m.Script }),
		"query":          textField(func(m *Model) *string { return &m.Query }),
		"level":          textField(func(m *Model) *string { return &m.Level }),
		"proxy":          textField(func(m *Model) *string { return &m.Proxy }),
		"break-query":    textField(func(m *Model) *string { return &m.BreakQuery }),
		"got":            textField(func(m *Model) *string { return &m.Got }),
		"secrets": {
			func(m Model) string { return flag(m.Secrets) },
			func(m Model, v string) Model { m.Secrets = v != ""; return m },
		},

		"configuration": {func(m Model) string { return m.Through.Pasted }, Model.SetConfig},

		"guess-opens": {nil, func(m Model, v string) Model {
			return m.ChangeLesson(func(s *OpenLesson) { s.Guess.Opens, s.Guess.Asked = lessons.Opening(v), "" })
		}},
		"guess-fault": {nil, func(m Model, v string) Model {
			return m.ChangeLesson(func(s *OpenLesson) { s.Guess.Fault, s.Guess.Asked = lessons.Fault(v), "" })
		}},
		"guess-line": {nil, func(m Model, v string) Model {
			return m.ChangeLesson(func(s *OpenLesson) { s.Guess = s.Guess.choose(v); s.Guess.Asked = "" })
		}},

		"embed-of": embedField(
			func(e Embed) string { return or(e.Of, FromInspector) },
			func(e *Embed, v string) { e.Of = unless(v, FromInspector) }),
		"embed-for": embedField(
			func(e Embed) string { return or(e.For, "HTML") },
			func(e *Embed, v string) { e.For = v }),
		"embed-theme": embedField(
			func(e Embed) string { return or(e.Theme, SystemTheme) },
			func(e *Embed, v string) { e.Theme = unless(v, SystemTheme) }),
		"embed-part": embedField(
			func(e Embed) string { return or(partName(e.Part), AllParts) },
			func(e *Embed, v string) { e.Part = partOf(v) }),
		"embed-title":   embedField(func(e Embed) string { return e.Title }, func(e *Embed, v string) { e.Title = v }),
		"embed-caption": embedField(func(e Embed) string { return e.Caption }, func(e *Embed, v string) { e.Caption = v }),
		"embed-readonly": embedField(
			func(e Embed) string { return flag(e.Readonly) },
			func(e *Embed, v string) { e.Readonly = v != "" }),
		"embed-height": embedField(
			func(e Embed) string { return strconv.Itoa(e.Height) },
			func(e *Embed, v string) {
				if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil {
					e.Height = min(max(n, minHeight), maxHeight)
				}
			}),
	}
	for _, p := range DeflateParams {
		all[p.Name] = Field{
			func(m Model) string { return p.shown(p.read(FirstValue(m.request(), extensionField))) },
			func(m Model, v string) Model {
				return m.SetField(extensionField, p.write(FirstValue(m.request(), extensionField), p.meant(v)))
			},
		}
	}
	return all
}()

// rows are the form fields that exist once for every field of the request; data-in has their name, a space and the index of
// that field.
var rows = map[string]struct {
	show func(f head.Field) string
	set  func(m Model, i int, value string) Model
}{
	"name":  {func(f head.Field) string { return f.Name.Text }, Model.SetName},
	"value": {func(f head.Field) string { return f.Value.Text }, Model.SetValue},
}

// FieldByName finds a field by the value of data-in.
func FieldByName(name string) (f Field, ok bool) {
	kind, at, row := strings.Cut(name, " ")
	if !row {
		f, ok = fields[name]
		return f, ok
	}
	if row, ok := rows[kind]; ok {
		i, _ := strconv.Atoi(at)
		return Field{Set: func(m Model, value string) Model { return row.set(m, i, value) }}, true
	}
	if hopFields[kind] != nil {
		i, _ := strconv.Atoi(at)
		return Field{Set: func(m Model, value string) Model { return m.SetHop(i, value) }}, true
	}
	return f, false
}

// Form returns the values of all fields, by name.
func (m Model) Form() map[string]string {
	form := make(map[string]string, len(fields))
	for name, f := range fields {
		if f.Show != nil {
			form[name] = f.Show(m)
		}
	}
	for _, i := range m.OtherFields() {
		for kind, row := range rows {
			form[kind+" "+strconv.Itoa(i)] = row.show(m.request().Fields[i])
		}
	}
	if m.Through.Open && m.Through.Catalog != nil {
		for i, v := range m.Through.Hops {
			for kind, show := range hopFields {
				form[kind+" "+strconv.Itoa(i)] = show(m.Through.name(v))
			}
		}
	}
	return form
}

// textField is a field that holds its text as it was typed.
func textField(at func(m *Model) *string) Field {
	return Field{
		func(m Model) string { return *at(&m) },
		func(m Model, v string) Model { *at(&m) = v; return m },
	}
}

// headField is the first field of the request with this name.
func headField(name string) Field {
	return Field{
		func(m Model) string { return FirstValue(m.request(), name) },
		func(m Model, v string) Model { return m.SetField(name, strings.TrimSpace(v)) },
	}
}

// policyField is a part of the server's policy.
func policyField(show func(handshake.Policy) string, set func(*handshake.Policy, string)) Field {
	return Field{
		func(m Model) string { return show(m.Policy) },
		func(m Model, v string) Model { set(&m.Policy, v); return m.judge() },
	}
}

// embedField is a choice about the snippets for other sites.
func embedField(show func(Embed) string, set func(*Embed, string)) Field {
	return Field{
		func(m Model) string { return show(m.Embedding) },
		func(m Model, v string) Model { set(&m.Embedding, v); return m },
	}
}

// or returns value, or none if it is empty; unless is the reverse.
func or(value, none string) string {
	if value == "" {
		return none
	}
	return value
}

func unless(value, none string) string {
	if value == none {
		return ""
	}
	return value
}
