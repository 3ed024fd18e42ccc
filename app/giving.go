package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// expectFiles has boot.js hand over files that are dropped or pasted, and takes what came before this program: on is
// told which editor they are for, and of the first file what could be read. The function that it returns ends that.
func expectFiles(ctx app.Context, on func(ctx app.Context, id string, f given)) (forget func()) {
	take := func(ctx app.Context) { takeFiles(ctx, on) }
	called := app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(take)
		return nil
	})
	app.Window().Set("takeFiles", called)
	take(ctx)
	return called.Release
}

// takeFiles reads the first of the files that boot.js holds.
func takeFiles(ctx app.Context, on func(ctx app.Context, id string, f given)) {
	held := app.Window().Get("given")
	if !held.Truthy() {
		return
	}
	app.Window().Set("given", nil)
	id, files := text(held.Get("id")), held.Get("files")
	file := files.Index(0)
	f := given{name: text(file.Get("name")), size: file.Get("size").Int(), more: files.Length() - 1}
	if f.size > mostGiven {
		on(ctx, id, f)
		return
	}
	var yes, no app.Func
	settled := func(take func(buffer app.Value)) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			yes.Release()
			no.Release()
			take(args[0])
			ctx.Dispatch(func(ctx app.Context) { on(ctx, id, f) })
			return nil
		})
	}
	yes = settled(func(buffer app.Value) { f.data, f.read = bytesOf(app.Window().Get("Uint8Array").New(buffer)), true })
	no = settled(func(app.Value) {})
	file.Call("arrayBuffer").Call("then", yes, no)
}

// takeFile puts a file into the editor that it is for.
func (r *root) takeFile(ctx app.Context, id string, f given) {
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
