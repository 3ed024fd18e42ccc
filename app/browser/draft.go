package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Reload reloads the page after storing the typed text in this tab. If it cannot be stored, the page stays.
func Reload(kept string) bool {
	if !StoreDraft(kept) {
		return false
	}
	app.Window().Get("location").Call("reload")
	return true
}

// keptName is the key under which this tab stores the text for a reload; start.js reads it, too.
const keptName = "upgrade101-text"

// KeepText stores the text in this tab and reports whether that succeeded.
func KeepText(kept string) bool { return store("sessionStorage", keptName, kept) }

// KeptText returns the stored text; "" for none.
func KeptText() string { return String(app.Window().Get("sessionStorage").Call("getItem", keptName)) }

// ForgetText removes it.
func ForgetText() { app.Window().Get("sessionStorage").Call("removeItem", keptName) }

// progressName is the key of the lessons that were done, in this browser's storage.
const progressName = "upgrade101-progress"

// Progress returns what StoreProgress stored.
func Progress() string { return String(app.Window().Get("localStorage").Call("getItem", progressName)) }

// StoreProgress stores the lessons that were done, if the browser allows it.
func StoreProgress(text string) { store("localStorage", progressName, text) }

// OnLeave calls back when the page is left, reloaded or hidden. The returned function ends that.
func OnLeave(back func()) (forget func()) {
	left := app.FuncOf(func(app.Value, []app.Value) any { back(); return nil })
	app.Window().Call("addEventListener", "pagehide", left)
	return func() {
		app.Window().Call("removeEventListener", "pagehide", left)
		left.Release()
	}
}

// StoreDraft stores the typed text for the next start.
func StoreDraft(kept string) bool { return store("sessionStorage", draftName, kept) }

// store writes to a storage of the browser and reports whether that succeeded: it may be full, or a replacement for a
// blocked one (boot.js).
func store(area, name, value string) (stays bool) {
	defer func() {
		if recover() != nil {
			stays = false
		}
	}()
	storage := app.Window().Get(area)
	storage.Call("setItem", name, value)
	return !storage.Get("memory").Truthy()
}

// TakeDraft returns what the previous page stored, once.
func TakeDraft() string {
	storage := app.Window().Get("sessionStorage")
	kept := String(storage.Call("getItem", draftName))
	if kept != "" {
		storage.Call("removeItem", draftName)
	}
	return kept
}

// draftName is the key of the draft in the tab's storage.
const draftName = "upgrade101-kept"
