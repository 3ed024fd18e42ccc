package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// effects are the actions that reach beyond the model; with is the value of data-with.
var effects = map[model.Action]func(r *root, ctx app.Context, with string){
	model.DoCopyReply: func(r *root, ctx app.Context, _ string) {
		reply := r.m.Report.Reply
		if r.m.OpenLesson != nil && !r.m.Editing {
			reply = r.m.OpenLesson.Report.Reply
		}
		r.copy(ctx, reply.Raw(), "Reply copied.")
	},
	model.DoNewKey: func(r *root, _ app.Context, _ string) { r.m = r.m.SetField("Sec-WebSocket-Key", browser.NewKey()) },
	model.DoFix: func(r *root, ctx app.Context, with string) {
		if i, err := strconv.Atoi(with); err == nil {
			if r.m = r.m.Fix(i, browser.NewKey()); r.m.Change != nil && r.m.Change.Stays {
				r.say(ctx, r.m.Change.Words())
				return
			}
			r.showFixed(ctx)
		}
	},
	model.DoPredict: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = model.Guess{On: true} })
		r.show(ctx, "title")
	},
	model.DoGiveUp: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = s.Guess.GiveUp() })
		r.show(ctx, "result")
	},
	model.DoPredictAgain: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = model.Guess{On: true} })
		r.show(ctx, model.GuessFields[0])
	},
	model.DoCheckGuess: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = s.Guess.Check() })
		if r.m.OpenLesson == nil {
			return
		}
		if g := r.m.OpenLesson.Guess; !g.Checked {
			r.say(ctx, view.GuessAsked[g.Asked])
			r.show(ctx, g.Asked)
			return
		}
		r.show(ctx, "result")
	},
	model.DoMoveOfferedUp: func(r *root, ctx app.Context, with string) {
		i, _ := strconv.Atoi(with)
		r.m = r.m.MoveOfferedUp(i)
		r.show(ctx, "offered-up-"+strconv.Itoa(i-1), "offered-remove-"+strconv.Itoa(i-1))
	},
	model.DoOffer: func(r *root, _ app.Context, _ string) {
		if names := model.ParseList(browser.TakeField("new-protocol")); len(names) > 0 {
			r.m = r.m.SetOffered(append(r.m.Offered(), names...))
		}
		browser.Focus("new-protocol")
	},
	model.DoAddField: func(r *root, _ app.Context, _ string) {
		if name := browser.TakeField("new-name"); name != "" {
			r.m = r.m.AddField(name, browser.TakeField("new-value"))
		}
		browser.Focus("new-name")
	},
	model.DoFixAll: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.FixAll(browser.NewKey())
		r.showFixed(ctx)
	},
	model.DoBreak: func(r *root, _ app.Context, with string) { r.m = r.m.Break(with, browser.NewKey()) },
	model.DoCopy:  func(r *root, ctx app.Context, id string) { r.copy(ctx, browser.TextOf(id), "Copied.") },
	model.DoEmbedEdit: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.StartEditing()
		r.later(ctx, func() { browser.Focus("request") })
	},
	model.DoOpenFull: func(r *root, _ app.Context, _ string) { r.openFull() },
	model.DoInspectLesson: func(r *root, ctx app.Context, _ string) {
		if r.m.OpenLesson != nil {
			r.m = r.m.InspectLesson()
			ctx.Navigate(view.Link("/#inspect"))
		}
	},
	model.DoCarryOn: func(r *root, _ app.Context, _ string) { r.carryOn() },
	model.DoReload: func(r *root, _ app.Context, _ string) {
		if kept, err := r.m.Draft(); err != nil || !browser.Reload(kept) {
			r.state = view.StateOK
			r.m.Notice = "This browser stores nothing for the page, so a reload would lose what you typed. Copy what you need first, then reload."
		}
	},
	model.DoForgetProgress: func(r *root, ctx app.Context, _ string) {
		r.m.Progress = nil
		browser.StoreProgress("{}")
		r.say(ctx, "Your progress is forgotten.")
		r.show(ctx, "in-query")
	},
	model.DoForget: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.Forget()
		browser.ForgetText()
		r.say(ctx, "Forgotten. The editors are empty.")
		r.show(ctx, "tab-"+string(r.m.Tab)) // the button that had the focus is gone
	},
	model.DoPaste: func(r *root, ctx app.Context, _ string) {
		browser.ReadClipboard(ctx, func(ctx app.Context, text string) {
			defer r.rescue()
			r.paste(ctx, text)
		})
	},
	model.DoToggleShare: func(r *root, ctx app.Context, _ string) { r.share(ctx) },
	model.DoShareAs: func(r *root, ctx app.Context, way string) {
		if !r.m.Sharing {
			r.back = browser.Here(r.pressed)
		}
		r.m = r.m.ShareAs(way)
		r.link()
		r.show(ctx, "share-title")
	},
	model.DoCopyLink: func(r *root, ctx app.Context, _ string) {
		r.link()
		r.copy(ctx, r.m.Link, "Link copied.")
	},
	model.DoCopyExport: func(r *root, ctx app.Context, _ string) {
		r.copy(ctx, r.m.Exported(), "Copied as "+string(r.m.ExportForm)+".")
	},
	model.DoSavePicture: func(r *root, ctx app.Context, as string) {
		browser.SavePicture(ctx, as, func(ctx app.Context, saved bool) {
			defer r.rescue()
			if saved {
				r.say(ctx, "Picture saved.")
			} else {
				r.say(ctx, "This browser cannot make a PNG of it; save it as SVG, or print.")
			}
		})
	},
	model.DoPrint: func(*root, app.Context, string) { browser.Print() },
	model.DoToThrough: func(r *root, ctx app.Context, _ string) {
		if !r.m.Through.Open {
			r.m = model.Transitions[model.DoThrough](r.m, "")
		}
		r.later(ctx, func() { browser.ToElement("through") })
	},
	model.DoAddHop: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.AddHop()
		r.sayWay(ctx)
		r.show(ctx, "hop-program"+strconv.Itoa(len(r.m.Through.Hops)-1))
	},
	model.DoRemoveHop: func(r *root, ctx app.Context, with string) {
		i, _ := strconv.Atoi(with)
		r.m = r.m.RemoveHop(i)
		r.sayWay(ctx)
		r.show(ctx, "through")
	},
	model.DoFixConfig: func(r *root, ctx app.Context, _ string) {
		r.m = r.m.FixConfiguration()
		r.show(ctx, "verdict")
	},
	model.DoFixHop: func(r *root, ctx app.Context, with string) {
		i, _ := strconv.Atoi(with)
		r.m = r.m.FixHop(i)
		r.sayWay(ctx)
	},
	model.DoTry:         func(r *root, ctx app.Context, with string) { r.try(ctx, with) },
	model.DoCompare:     func(r *root, ctx app.Context, _ string) { r.compare(ctx) },
	model.DoConnect:     func(r *root, ctx app.Context, with string) { r.connect(ctx, with) },
	model.DoDisconnect:  func(r *root, ctx app.Context, _ string) { r.disconnect(ctx) },
	model.DoSendText:    func(r *root, _ app.Context, _ string) { r.sendText() },
	model.DoSendBinary:  func(r *root, ctx app.Context, _ string) { r.sendBinary(ctx) },
	model.DoServerPing:  func(r *root, _ app.Context, _ string) { r.ping() },
	model.DoClose:       func(r *root, ctx app.Context, _ string) { r.close(ctx) },
	model.DoServerClose: func(r *root, ctx app.Context, _ string) { r.closeThere(ctx) },
	model.DoCopyFrame: func(r *root, ctx app.Context, id string) {
		if c, ok := r.m.Frame(id); ok {
			r.copy(ctx, c.Hex(), "The bytes are copied.")
		}
	},
	model.DoCopyFrames: func(r *root, ctx app.Context, list string) {
		r.copy(ctx, r.m.Transcript(list), "The transcript is copied.")
	},
	model.DoInspectSession: func(r *root, ctx app.Context, _ string) {
		last := r.m.Session.Last()
		x := last.Report.Exchange
		r.m = r.m.Put(model.ToLF(x.Request), model.ToLF(x.Response), last.Policy)
		ctx.Navigate(view.Link("/#inspect"))
	},
	model.DoSkip:        func(_ *root, _ app.Context, to string) { browser.Focus(to) },
	model.DoHelp:        func(*root, app.Context, string) { browser.OpenDialog("help") },
	model.DoCloseDialog: func(_ *root, _ app.Context, id string) { browser.CloseDialog(id) },
	model.DoTheme: func(r *root, ctx app.Context, _ string) {
		r.m.Theme = browser.NextTheme(r.m.Theme)
		r.say(ctx, "Theme: "+r.m.Theme+".")
	},
}

// paste replaces the text of the editor by the one on the clipboard.
func (r *root) paste(ctx app.Context, text string) {
	before, id := r.m, "request"
	if r.m.Tab == model.TabResponse {
		id = "response"
	}
	switch text = strings.ReplaceAll(model.ToLF(text), "\r", "\n"); {
	case text == "":
		r.m.Refused = true
		r.say(ctx, model.RefusedWords)
		browser.Focus(id)
	case id == "response":
		r.m = r.m.PutResponse(text)
	default:
		r.m = r.m.Edit(text)
	}
	r.syncDOM(ctx, before)
}

// showFixed moves the focus to the remaining findings, and shows the changed verdict.
func (r *root) showFixed(ctx app.Context) {
	browser.Focus("findings")
	r.later(ctx, func() { browser.IntoView("#verdict") })
}

// show moves the focus, after the next draw, to the first of these elements that exists.
func (r *root) show(ctx app.Context, first ...string) {
	r.later(ctx, func() { browser.FocusFirst(first...) })
}
