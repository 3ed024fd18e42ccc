package app

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// effects are what a press can do beyond the model.
var effects = map[string]func(r *root, ctx app.Context, with string){
	"copy-reply": func(r *root, ctx app.Context, _ string) {
		reply := r.m.Report.Reply
		if r.m.OpenLesson != nil && !r.m.Editing {
			reply = r.m.OpenLesson.Report.Reply
		}
		r.copy(ctx, reply.Raw(), "Reply copied.")
	},
	"new-key": func(r *root, _ app.Context, _ string) { r.m = r.m.SetField("Sec-WebSocket-Key", browser.NewKey()) },
	"mend": func(r *root, ctx app.Context, with string) {
		if i, err := strconv.Atoi(with); err == nil {
			r.m = r.m.Fix(i, browser.NewKey())
			browser.Focus("notes")
		}
	},
	"predict": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = model.Guess{On: !s.Guess.On} })
		r.show(ctx, "title")
	},
	"predict-again": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = model.Guess{On: true} })
		r.show(ctx, "guess-verdict")
	},
	"check-guess": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = s.Guess.Check() })
		if r.m.OpenLesson == nil {
			return
		}
		g := r.m.OpenLesson.Guess
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
		r.m = r.m.MoveOfferedUp(i)
		r.show(ctx, "prefer-"+strconv.Itoa(i-1), "withdraw-"+strconv.Itoa(i-1))
	},
	"offer": func(r *root, _ app.Context, _ string) {
		if names := model.ParseList(browser.TakeField("new-protocol")); len(names) > 0 {
			r.m = r.m.SetOffered(append(r.m.Offered(), names...))
		}
		browser.Focus("new-protocol")
	},
	"add-field": func(r *root, _ app.Context, _ string) {
		if name := browser.TakeField("new-name"); name != "" {
			r.m = r.m.AddField(name, browser.TakeField("new-value"))
		}
		browser.Focus("new-name")
	},
	"mend-all": func(r *root, _ app.Context, _ string) {
		r.m = r.m.FixAll(browser.NewKey())
		browser.Focus("notes")
	},
	"break": func(r *root, _ app.Context, with string) { r.m = r.m.Break(with, browser.NewKey()) },
	"open-rule": func(r *root, ctx app.Context, id string) {
		r.m = r.m.Example("rule " + id)
		r.show(ctx, "outlook", "request")
	},
	"open-saying": func(r *root, ctx app.Context, with string) {
		if i, err := strconv.Atoi(with); err == nil {
			r.m = r.m.OpenMessage(i)
		}
		r.show(ctx, "outlook", "request")
	},
	"copy": func(r *root, ctx app.Context, id string) { r.copy(ctx, browser.TextOf(id), "Copied.") },
	"embed-edit": func(r *root, ctx app.Context, _ string) {
		r.m = r.m.StartEditing()
		r.later(ctx, func() { browser.Focus("request") })
	},
	"embed-lesson": func(r *root, ctx app.Context, _ string) {
		if r.m.OpenLesson != nil {
			r.m.Embedding.Of = r.m.OpenLesson.Lesson.Slug
			ctx.Navigate(view.Link("/#" + string(model.ViewEmbed)))
		}
	},
	"open-full": func(r *root, _ app.Context, _ string) { r.openFull() },
	"take": func(r *root, ctx app.Context, _ string) {
		if r.m.OpenLesson != nil {
			r.m = r.m.InspectLesson()
			ctx.Navigate(view.Link("/#inspect"))
		}
	},
	"carry-on": func(r *root, _ app.Context, _ string) { r.carryOn() },
	"reload": func(r *root, _ app.Context, _ string) {
		if kept, err := r.m.Draft(); err != nil || !browser.Reload(kept) {
			r.state = view.StateOK
			r.m.Notice = "This browser keeps nothing for the page, so that reloading would lose what you typed. Copy what you need, then reload it yourself."
		}
	},
	"share": func(r *root, ctx app.Context, _ string) { r.share(ctx) },
	"copy-link": func(r *root, ctx app.Context, _ string) {
		r.link()
		r.copy(ctx, r.m.Link, "Link copied.")
	},
	"copy-export": func(r *root, ctx app.Context, _ string) {
		r.copy(ctx, r.m.Exported(), "Copied as "+string(r.m.ExportForm)+".")
	},
	"save-picture": func(r *root, ctx app.Context, as string) {
		browser.SavePicture(ctx, as, func(ctx app.Context, saved bool) {
			defer r.rescue()
			if saved {
				r.say(ctx, "Picture saved.")
			} else {
				r.say(ctx, "This browser makes no picture of it; save it as SVG, or print.")
			}
		})
	},
	"print":       func(*root, app.Context, string) { browser.Print() },
	"try":         func(r *root, ctx app.Context, with string) { r.try(ctx, with) },
	"compare":     func(r *root, ctx app.Context, _ string) { r.compare(ctx) },
	"connect":     func(r *root, ctx app.Context, with string) { r.connect(ctx, with) },
	"disconnect":  func(r *root, ctx app.Context, _ string) { r.disconnect(ctx) },
	"send":        func(r *root, _ app.Context, _ string) { r.sendText() },
	"send-binary": func(r *root, ctx app.Context, _ string) { r.sendBinary(ctx) },
	"ping":        func(r *root, _ app.Context, _ string) { r.command("ping " + r.m.Message) },
	"close":       func(r *root, ctx app.Context, _ string) { r.close(ctx) },
	"close-there": func(r *root, _ app.Context, _ string) { r.command("close " + r.m.Code + " " + r.m.Reason) },
	"copy-frame": func(r *root, ctx app.Context, id string) {
		if c, ok := r.m.Frame(id); ok {
			r.copy(ctx, c.Hex(), "The bytes are copied.")
		}
	},
	"copy-frames": func(r *root, ctx app.Context, list string) {
		r.copy(ctx, r.m.Transcript(list), "The transcript is copied.")
	},
	"take-live": func(r *root, ctx app.Context, _ string) {
		last := r.m.Session.Last()
		x := last.Report.Exchange
		r.m = r.m.Put(model.ToLF(x.Request), model.ToLF(x.Response), last.Policy)
		ctx.Navigate(view.Link("/#inspect"))
	},
	"skip":        func(_ *root, _ app.Context, to string) { browser.Focus(to) },
	"help":        func(*root, app.Context, string) { browser.OpenDialog("help") },
	"close-sheet": func(_ *root, _ app.Context, id string) { browser.CloseDialog(id) },
	"theme": func(r *root, ctx app.Context, _ string) {
		r.m.Theme = browser.NextTheme(r.m.Theme)
		r.say(ctx, "Theme: "+r.m.Theme+".")
	},
}

// show moves the focus to what has just changed, once it is drawn: to the first of these that is there.
func (r *root) show(ctx app.Context, first ...string) {
	r.later(ctx, func() { browser.FocusFirst(first...) })
}
