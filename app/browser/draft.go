package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Reload loads the page again; the next one finds in the storage of this tab what was typed. Where nothing can be
// kept, the page stays.
func Reload(kept string) bool {
	if !StoreDraft(kept) {
		return false
	}
	app.Window().Get("location").Call("reload")
	return true
}

// keptName is the place where this tab keeps the text over a reload; start.js reads it, too.
const keptName = "upgrade101-text"

// KeepText keeps the text in this tab, and says whether it stays there.
func KeepText(kept string) bool { return store("sessionStorage", keptName, kept) }

// KeptText is what this tab kept; "" for nothing.
func KeptText() string { return String(app.Window().Get("sessionStorage").Call("getItem", keptName)) }

// ForgetText removes it.
func ForgetText() { app.Window().Get("sessionStorage").Call("removeItem", keptName) }

// progressName is the place in this browser's storage where it is kept which lessons were done.
const progressName = "upgrade101-progress"

// Progress is what StoreProgress stored.
func Progress() string { return String(app.Window().Get("localStorage").Call("getItem", progressName)) }

// StoreProgress keeps which lessons were done for the next visit, where the browser stores anything.
func StoreProgress(text string) { store("localStorage", progressName, text) }

// OnLeave calls back when the page is left, reloaded or put aside. The function that it returns ends that.
func OnLeave(back func()) (forget func()) {
	left := app.FuncOf(func(app.Value, []app.Value) any { back(); return nil })
	app.Window().Call("addEventListener", "pagehide", left)
	return func() {
		app.Window().Call("removeEventListener", "pagehide", left)
		left.Release()
	}
}

// StoreDraft has the next start find what was typed.
func StoreDraft(kept string) bool { return store("sessionStorage", draftName, kept) }

// store writes to a storage of the browser, and says whether it stays there: it may be full, or be the
// replacement for one that is blocked (boot.js).
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

// TakeDraft is what the page before this one kept, once.
func TakeDraft() string {
	storage := app.Window().Get("sessionStorage")
	kept := String(storage.Call("getItem", draftName))
	if kept != "" {
		storage.Call("removeItem", draftName)
	}
	return kept
}

// draftName is the place in the tab's own storage where a reload finds what was typed.
const draftName = "upgrade101-kept"
