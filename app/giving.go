package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// expectFiles lets boot.js call when files were dropped or pasted, and takes what came before this program.
func (r *root) expectFiles(ctx app.Context) {
	r.called = app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(r.takeFiles)
		return nil
	})
	app.Window().Set("takeFiles", r.called)
	r.takeFiles(ctx)
}

// takeFiles reads the first of the files that boot.js holds.
func (r *root) takeFiles(ctx app.Context) {
	defer r.rescue()
	held := app.Window().Get("given")
	if !held.Truthy() {
		return
	}
	app.Window().Set("given", nil)
	id, files := text(held.Get("id")), held.Get("files")
	file := files.Index(0)
	f := given{name: text(file.Get("name")), size: file.Get("size").Int(), more: files.Length() - 1}
	give := func(ctx app.Context) {
		defer r.rescue()
		before := r.m
		r.m = r.m.Give(id, f)
		r.follow(ctx, before)
		if r.m.Text != before.Text || r.m.Answer != before.Answer {
			r.show(ctx, id)
		}
		if r.m.Notice != "" {
			r.later(ctx, func() { intoView(".page > .notice") })
		}
	}
	if f.size > mostGiven {
		give(ctx)
		return
	}
	var yes, no app.Func
	settled := func(take func(buffer app.Value)) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			yes.Release()
			no.Release()
			take(args[0])
			ctx.Dispatch(give)
			return nil
		})
	}
	yes = settled(func(buffer app.Value) { f.data, f.read = bytesOf(app.Window().Get("Uint8Array").New(buffer)), true })
	no = settled(func(app.Value) {})
	file.Call("arrayBuffer").Call("then", yes, no)
}
