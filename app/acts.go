package app

import (
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// acts are the transitions that a press can mean, by the name that stands in data-do; with is what
// stands in data-with.
var acts = map[string]func(m Model, with string) Model{
	"clear":        func(m Model, _ string) Model { return m.Edit("") },
	"clear-frames": func(m Model, _ string) Model { m.Talk = m.Talk.Clear(); return m },
	"pause":        func(m Model, _ string) Model { m.Talk = m.Talk.Pause(); return m },
	"unfold":       func(m Model, id string) Model { return m.Unfold(id) },
	"answer-expected": func(m Model, _ string) Model {
		if m.Report.Request == nil {
			return m
		}
		return m.PutAnswer(unwired(m.Report.Reply.Raw()))
	},
	"answer-clear": func(m Model, _ string) Model { return m.PutAnswer("") },
	"redo":         func(m Model, _ string) Model { return m.Redo() },
	"all-lessons": func(m Model, _ string) Model {
		m.Query, m.Level, m.Proxy = "", anyOf, anyOf
		return m
	},
	"choose": func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.Choose(i)
	},
	"example": func(m Model, with string) Model { return m.Example(with) },
	"bytes": func(m Model, _ string) Model {
		m.Bytes = !m.Bytes
		return m
	},
	"breaking": func(m Model, _ string) Model {
		m.Breaking = !m.Breaking
		return m
	},
	"embed-break": func(m Model, _ string) Model { return m.BreakNext() },
	"embed-reset": func(m Model, _ string) Model { return m.Reset() },
	"form": func(m Model, with string) Model {
		m.As = handshake.Form(with)
		return m
	},
	"straighten": func(m Model, _ string) Model {
		other := m
		other.Answer = handshake.Straighten(m.Answer)
		return m.become(other.read(handshake.Straighten(m.Text)), &Change{})
	},
	"undo":   func(m Model, _ string) Model { return m.Undo() },
	"sample": func(m Model, _ string) Model { return m.Edit(Sample) },
	"sample-key": func(m Model, _ string) Model {
		return m.SetField("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	},
	"withdraw": func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.Withdraw(i)
	},
	"remove-field": func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.RemoveField(i)
	},
	"select": func(m Model, with string) Model {
		i, err := strconv.Atoi(with)
		if err != nil {
			return m
		}
		if m.Study != nil && !m.Own {
			return m.study(func(s *Study) {
				if i == s.Selected || i >= len(s.Report.Findings) {
					i = -1
				}
				s.Selected = i
			})
		}
		if i == m.Selected {
			i = -1
		}
		return m.Select(i)
	},
}

// inputs are the fields of forms, by the name that stands in data-in.
var inputs = func() map[string]func(m Model, value string) Model {
	in := map[string]func(m Model, value string) Model{
		"console":     func(m Model, v string) Model { m.Console = v; return m },
		"got":         func(m Model, v string) Model { m.Got = v; return m },
		"secrets":     func(m Model, v string) Model { m.Secrets = v != ""; return m },
		"break-query": func(m Model, v string) Model { m.BreakQuery = v; return m },
		"query":       func(m Model, v string) Model { m.Query = v; return m },
		"guess-verdict": func(m Model, v string) Model {
			return m.study(func(s *Study) { s.Guess.Verdict, s.Guess.Asked = handshake.Verdict(v), "" })
		},
		"guess-line": func(m Model, v string) Model {
			return m.study(func(s *Study) { s.Guess = s.Guess.choose(v); s.Guess.Asked = "" })
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
			m.Policy.Subprotocols = unlist(v)
			return m.judge()
		},
		"origins": func(m Model, v string) Model {
			m.Policy.Origins = unlist(v)
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
	for _, p := range deflateParams {
		in[p.name] = func(m Model, v string) Model {
			return m.SetField(extensionField, p.write(first(m.request(), extensionField), p.meant(v)))
		}
	}
	return in
}()

// rowInputs are the fields of forms that stand in rows: a blank and the index of the row follow in data-in.
var rowInputs = map[string]func(m Model, i int, value string) Model{
	"name":  Model.SetName,
	"value": Model.SetValue,
}

// setter is what a change of a field means; nil if nothing.
func setter(name string) func(m Model, value string) Model {
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

// effects are what a press can do beyond the model.
var effects = map[string]func(r *root, ctx app.Context, with string){
	"copy-reply": func(r *root, ctx app.Context, _ string) {
		reply := r.m.Report.Reply
		if r.m.Study != nil && !r.m.Own {
			reply = r.m.Study.Report.Reply
		}
		r.copy(ctx, reply.Raw(), "Reply copied.")
	},
	"new-key": func(r *root, _ app.Context, _ string) { r.m = r.m.SetField("Sec-WebSocket-Key", newKey()) },
	"mend": func(r *root, ctx app.Context, with string) {
		if i, err := strconv.Atoi(with); err == nil {
			r.m = r.m.Mend(i, newKey())
			focus("notes")
		}
	},
	"predict": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.study(func(s *Study) { s.Guess = Guess{On: !s.Guess.On} })
		r.show(ctx, "title")
	},
	"predict-again": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.study(func(s *Study) { s.Guess = Guess{On: true} })
		r.show(ctx, "guess-verdict")
	},
	"check-guess": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.study(func(s *Study) { s.Guess = s.Guess.Check() })
		if r.m.Study == nil {
			return
		}
		g := r.m.Study.Guess
		if g.Checked {
			r.show(ctx, "result")
			return
		}
		r.say(ctx, g.Asked)
		if g.Verdict == "" {
			r.show(ctx, "guess-verdict")
		} else {
			r.show(ctx, "guess-line")
		}
	},
	"prefer": func(r *root, ctx app.Context, with string) {
		i, _ := strconv.Atoi(with)
		r.m = r.m.Prefer(i)
		r.show(ctx, "prefer-"+strconv.Itoa(i-1), "withdraw-"+strconv.Itoa(i-1))
	},
	"offer": func(r *root, _ app.Context, _ string) {
		if names := unlist(take("new-protocol")); len(names) > 0 {
			r.m = r.m.SetOffered(append(r.m.offered(), names...))
		}
		focus("new-protocol")
	},
	"add-field": func(r *root, _ app.Context, _ string) {
		if name := take("new-name"); name != "" {
			r.m = r.m.AddField(name, take("new-value"))
		}
		focus("new-name")
	},
	"mend-all": func(r *root, _ app.Context, _ string) {
		r.m = r.m.MendAll(newKey())
		focus("notes")
	},
	"break": func(r *root, _ app.Context, with string) { r.m = r.m.Break(with, newKey()) },
	"open-rule": func(r *root, ctx app.Context, id string) {
		r.m = r.m.Example("rule " + id)
		r.show(ctx, "outlook", "request")
	},
	"open-saying": func(r *root, ctx app.Context, with string) {
		if i, err := strconv.Atoi(with); err == nil {
			r.m = r.m.OpenSaying(i)
		}
		r.show(ctx, "outlook", "request")
	},
	"copy": func(r *root, ctx app.Context, id string) { r.copy(ctx, textOf(id), "Copied.") },
	"embed-edit": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.TakeOwn()
		r.later(ctx, func() { focus("request") })
	},
	"embed-lesson": func(r *root, ctx app.Context, _ string) {
		if r.m.Study != nil {
			r.m.Embedding.Of = r.m.Study.Lesson.Slug
			ctx.Navigate(at("/#" + string(Maker)))
		}
	},
	"open-full": func(r *root, _ app.Context, _ string) { r.openFull() },
	"take": func(r *root, ctx app.Context, _ string) {
		if r.m.Study != nil {
			r.m = r.m.Take()
			ctx.Navigate(at("/#inspect"))
		}
	},
	"carry-on": func(r *root, _ app.Context, _ string) { r.carryOn() },
	"reload": func(r *root, _ app.Context, _ string) {
		if kept, err := r.m.putUp(); err != nil || !reload(kept) {
			r.state = well
			r.m.Notice = "This browser keeps nothing for the page, so that reloading would lose what you typed. Copy what you need, then reload it yourself."
		}
	},
	"share": func(r *root, ctx app.Context, _ string) { r.share(ctx) },
	"copy-link": func(r *root, ctx app.Context, _ string) {
		r.link()
		r.copy(ctx, r.m.Shared, "Link copied.")
	},
	"copy-export": func(r *root, ctx app.Context, _ string) {
		r.copy(ctx, r.m.Exported(), "Copied as "+string(r.m.As)+".")
	},
	"save-picture": func(r *root, ctx app.Context, as string) {
		savePicture(ctx, as, func(ctx app.Context, saved bool) {
			defer r.rescue()
			if saved {
				r.say(ctx, "Picture saved.")
			} else {
				r.say(ctx, "This browser makes no picture of it; save it as SVG, or print.")
			}
		})
	},
	"print":       func(*root, app.Context, string) { print() },
	"try":         func(r *root, ctx app.Context, with string) { r.try(ctx, with) },
	"compare":     func(r *root, ctx app.Context, _ string) { r.compare(ctx) },
	"connect":     func(r *root, ctx app.Context, with string) { r.connect(ctx, with) },
	"disconnect":  func(r *root, ctx app.Context, _ string) { r.disconnect(ctx) },
	"send":        func(r *root, _ app.Context, _ string) { r.sendText() },
	"send-binary": func(r *root, ctx app.Context, _ string) { r.sendBinary(ctx) },
	"ping":        func(r *root, _ app.Context, _ string) { r.order("ping " + r.m.Message) },
	"close":       func(r *root, ctx app.Context, _ string) { r.close(ctx) },
	"close-there": func(r *root, _ app.Context, _ string) { r.order("close " + r.m.Code + " " + r.m.Reason) },
	"copy-frame": func(r *root, ctx app.Context, id string) {
		if c, ok := r.m.Frame(id); ok {
			r.copy(ctx, c.hex(), "The bytes are copied.")
		}
	},
	"copy-frames": func(r *root, ctx app.Context, list string) {
		r.copy(ctx, r.m.transcript(list), "The transcript is copied.")
	},
	"take-live": func(r *root, ctx app.Context, _ string) {
		last := r.m.Talk.Last()
		x := last.Report.Exchange
		r.m = r.m.Put(unwired(x.Request), unwired(x.Response), last.policy)
		ctx.Navigate(at("/#inspect"))
	},
	"skip":        func(_ *root, _ app.Context, to string) { focus(to) },
	"help":        func(*root, app.Context, string) { openDialog("help") },
	"close-sheet": func(_ *root, _ app.Context, id string) { closeDialog(id) },
	"theme": func(r *root, ctx app.Context, _ string) {
		r.m.Theme = nextTheme(r.m.Theme)
		r.say(ctx, "Theme: "+r.m.Theme+".")
	},
}

// newKey is a nonce as RFC 6455 §4.1 asks for: 16 random bytes in base64.
func newKey() string {
	var random [16]byte
	rand.Read(random[:])
	return base64.StdEncoding.EncodeToString(random[:])
}

// show moves the focus to what has just changed, once it is drawn: to the first of these that is there.
func (r *root) show(ctx app.Context, first ...string) {
	r.later(ctx, func() { focusFirst(first...) })
}
