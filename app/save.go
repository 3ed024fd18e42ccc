package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// pictureStyle is how a saved picture looks: the light palette, since a file knows no theme.
const pictureStyle = `svg{background:#fff;color:#1b1e23;font:13px system-ui,sans-serif}path{fill:none;stroke:currentColor;stroke-width:1.5}` +
	`text{fill:currentColor}.life{stroke:#7d828b}.box,.band{fill:#f1efe9}.mark{font-weight:700;font-size:11px}circle{fill:#fff;stroke:currentColor}` +
	`.ok{color:#0f6b3a}.bad{color:#b3201b}.info{color:#5a3e9b}.thread-A{color:#0b5cad}.thread-D{color:#0f6b3a}`

// savePicture saves the drawn sequence as an SVG file of its own. It writes the document's elements anew, so
// that texts stay texts.
func savePicture() {
	window := app.Window()
	drawn := window.GetElementByID("picture")
	if !drawn.Truthy() {
		return
	}
	document := window.Get("document")
	copied := drawn.Call("cloneNode", true)
	style := document.Call("createElementNS", "http://www.w3.org/2000/svg", "style")
	style.Set("textContent", pictureStyle)
	copied.Call("prepend", style)
	copied.Call("setAttribute", "width", 2*pictureWidth)
	text := window.Get("XMLSerializer").New().Call("serializeToString", copied)
	blob := window.Get("Blob").New([]any{text}, map[string]any{"type": "image/svg+xml"})
	url := window.Get("URL").Call("createObjectURL", blob)
	a := document.Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", "handshake.svg")
	a.Call("click")
	window.Get("URL").Call("revokeObjectURL", url)
}
