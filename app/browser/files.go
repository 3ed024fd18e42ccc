package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// ExpectFiles receives dropped and pasted files from boot.js, also those from before this program ran: on gets the editor
// that they are for, and what could be read of the first file. The returned function ends that.
func ExpectFiles(ctx app.Context, on func(ctx app.Context, id string, f model.File)) (forget func()) {
	take := func(ctx app.Context) { takeFiles(ctx, on) }
	called := app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(take)
		return nil
	})
	app.Window().Set("takeFiles", called)
	take(ctx)
	return called.Release
}

// takeFiles reads the first file that boot.js has.
func takeFiles(ctx app.Context, on func(ctx app.Context, id string, f model.File)) {
	held := app.Window().Get("droppedFiles")
	if !held.Truthy() {
		return
	}
	app.Window().Set("droppedFiles", nil)
	id, files := String(held.Get("id")), held.Get("files")
	file := files.Index(0)
	f := model.File{Name: String(file.Get("name")), Size: file.Get("size").Int(), More: files.Length() - 1}
	if f.Size > model.MaxFile {
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
	yes = settled(func(buffer app.Value) { f.Data, f.Read = bytesOf(app.Window().Get("Uint8Array").New(buffer)), true })
	no = settled(func(app.Value) {})
	file.Call("arrayBuffer").Call("then", yes, no)
}
