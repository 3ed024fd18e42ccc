package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// pictureStyle is the style of a saved picture, in the light palette: a file has no theme.
const pictureStyle = `svg{background:#fff;color:#1b1e23;font:13px system-ui,sans-serif}path{fill:none;stroke:currentColor;stroke-width:1.5}` +
	`text{fill:currentColor}.life{stroke:#7d828b}.box,.band{fill:#f1efe9}.mark{font-weight:700;font-size:11px}circle{fill:#fff;stroke:currentColor}` +
	`.ok{color:#0f6b3a}.bad{color:#b3201b}.info{color:#5a3e9b}.thread-A{color:#0b5cad}.thread-D{color:#0f6b3a}`

// pictures are the formats of saved pictures.
var pictures = map[string]func(svg string, width, height int, done func(blob app.Value)){
	"svg": func(svg string, _, _ int, done func(app.Value)) {
		done(app.Window().Get("Blob").New([]any{svg}, map[string]any{"type": "image/svg+xml"}))
	},
	"png": func(svg string, width, height int, done func(app.Value)) {
		window := app.Window()
		image, canvas := window.Get("Image").New(), window.Get("document").Call("createElement", "canvas")
		canvas.Set("width", sharp*width)
		canvas.Set("height", sharp*height)
		var drawn, kept, failed app.Func
		end := func(blob app.Value) {
			for _, f := range []app.Func{drawn, kept, failed} {
				f.Release()
			}
			done(blob)
		}
		kept = app.FuncOf(func(_ app.Value, args []app.Value) any { end(args[0]); return nil })
		failed = app.FuncOf(func(app.Value, []app.Value) any { end(app.Null()); return nil })
		drawn = app.FuncOf(func(app.Value, []app.Value) any {
			canvas.Call("getContext", "2d").Call("drawImage", image, 0, 0, sharp*width, sharp*height)
			canvas.Call("toBlob", kept, "image/png")
			return nil
		})
		image.Set("onload", drawn)
		image.Set("onerror", failed)
		image.Set("src", "data:image/svg+xml,"+window.Call("encodeURIComponent", svg).String())
	},
}

// sharp is the scale of a saved picture.
const sharp = 3

// SavePicture saves the drawn sequence as a file and tells done whether that succeeded; as is one of pictures. It copies DOM
// elements, so that text stays text.
func SavePicture(ctx app.Context, as string, done func(ctx app.Context, saved bool)) {
	window := app.Window()
	document, drawn, write := window.Get("document"), window.GetElementByID("picture"), pictures[as]
	if !drawn.Truthy() || write == nil {
		return
	}
	copied := drawn.Call("cloneNode", true)
	style := document.Call("createElementNS", "http://www.w3.org/2000/svg", "style")
	style.Set("textContent", pictureStyle)
	copied.Call("prepend", style)
	box := drawn.Get("viewBox").Get("baseVal")
	width, height := box.Get("width").Int(), box.Get("height").Int()
	copied.Call("setAttribute", "width", 2*width)
	copied.Call("setAttribute", "height", 2*height)
	write(window.Get("XMLSerializer").New().Call("serializeToString", copied).String(), width, height, func(blob app.Value) {
		ctx.Dispatch(func(ctx app.Context) {
			if !blob.Truthy() {
				done(ctx, false)
				return
			}
			url := window.Get("URL").Call("createObjectURL", blob)
			a := document.Call("createElement", "a")
			a.Set("href", url)
			a.Set("download", "handshake."+as)
			a.Call("click")
			window.Get("URL").Call("revokeObjectURL", url)
			done(ctx, true)
		})
	})
}
