package app

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// What is done to the document by hand stands here, and nowhere else.

// kept is what was in a text field before go-app replaced the prerendered page.
type kept struct {
	text       string
	initial    string // what the page was drawn with
	start, end int    // selection, in UTF-16 units
	focused    bool
	found      bool
	again      bool // this program drew it, before it rested
}

// changed says whether something was typed.
func (k kept) changed() bool { return k.found && (k.again || k.text != k.initial) }

// typedBefore reads a text field of the prerendered page.
func typedBefore(id string) kept {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return kept{}
	}
	return kept{
		text:    text(field.Get("value")),
		initial: text(field.Get("defaultValue")),
		start:   field.Get("selectionStart").Int(),
		end:     field.Get("selectionEnd").Int(),
		focused: field.Equal(app.Window().Get("document").Get("activeElement")),
		found:   true,
		again:   classes().Call("contains", "rested").Bool(),
	}
}

// classes are those of the document.
func classes() app.Value { return app.Window().Get("document").Get("documentElement").Get("classList") }

// chosenBefore is the note that was chosen before go-app replaced the page, "" if none was.
func chosenBefore() string {
	note := app.Window().Get("document").Call("querySelector", "[data-do=select][aria-pressed=true]")
	if !note.Truthy() {
		return ""
	}
	return text(note.Get("dataset").Get("with"))
}

// restore gives selection and focus to the field that took the place.
func (k kept) restore(id string) {
	if !k.found || !k.focused {
		return
	}
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return
	}
	field.Call("focus", map[string]any{"preventScroll": true})
	field.Call("setSelectionRange", k.start, k.end)
}

// setText writes a text field, and puts the caret of whoever types there behind what changed. go-app cannot
// empty one, because it drops empty attributes.
func setText(id, before, after string) {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return
	}
	field.Set("value", after)
	if field.Equal(app.Window().Get("document").Get("activeElement")) {
		_, end := common(before, after)
		at := utf16Offset(after, len(after)-len(before)+end)
		field.Call("setSelectionRange", at, at)
	}
}

// selectText selects a span of a text field, without moving the focus.
func selectText(id, value string, span handshake.Span) {
	if field := app.Window().GetElementByID(id); field.Truthy() {
		field.Call("setSelectionRange", utf16Offset(value, span.Start), utf16Offset(value, span.End))
	}
}

// each does something to every element that a selector finds.
func each(selector string, do func(app.Value)) {
	found := app.Window().Get("document").Call("querySelectorAll", selector)
	for i := range found.Length() {
		do(found.Index(i))
	}
}

// markTogether marks every element that shares a finding with the one that is pointed at, and returns the number of
// that finding; marked is the one that is marked now. It is done to the document alone, in an attribute that no view
// writes, because a pointer moves often.
func markTogether(e app.Event, marked string) string {
	document, target := app.Window().Get("document"), e.Get("target")
	at := target.Call("closest", "[data-note]")
	switch {
	case text(target.Get("id")) == "request" && text(e.Get("type")) == "mousemove":
		// Behind the field stand the same letters, each where it is seen.
		below := document.Call("elementsFromPoint", e.Get("clientX"), e.Get("clientY"))
		for i := 0; i < min(below.Length(), 6); i++ {
			if at = below.Index(i).Call("closest", ".row [data-note]"); at.Truthy() {
				break
			}
		}
	case text(e.Get("type")) == "mousemove":
		return marked
	}
	note := ""
	if at.Truthy() {
		note, _, _ = strings.Cut(text(at.Get("dataset").Get("note")), " ")
	}
	if note == marked {
		return marked
	}
	each("[data-hot]", func(v app.Value) { v.Call("removeAttribute", "data-hot") })
	if note != "" {
		each(`[data-note~="`+note+`"]`, func(v app.Value) { v.Call("setAttribute", "data-hot", "") })
	}
	return note
}

// focus moves the focus.
func focus(id string) {
	if field := app.Window().GetElementByID(id); field.Truthy() {
		field.Call("focus")
	}
}

// focusIn says whether the focus is within an element.
func focusIn(id string) bool {
	element := app.Window().GetElementByID(id)
	return element.Truthy() && element.Call("contains", app.Window().Get("document").Get("activeElement")).Truthy()
}

// focusFirst moves the focus to the first of these that is there.
func focusFirst(ids ...string) {
	for _, id := range ids {
		if app.Window().GetElementByID(id).Truthy() {
			focus(id)
			return
		}
	}
}

// fillForm writes the fields of forms, all but the one that is being typed in.
func fillForm(values map[string]string) {
	document := app.Window().Get("document")
	active := document.Get("activeElement")
	fields := document.Call("querySelectorAll", "[data-in]")
	for i := range fields.Length() {
		field := fields.Index(i)
		value, known := values[text(field.Get("dataset").Get("in"))]
		switch {
		case !known:
		case text(field.Get("type")) == "checkbox":
			field.Set("checked", value != "")
		case !field.Equal(active) && text(field.Get("value")) != value:
			field.Set("value", value)
		}
	}
}

// valueOf is what a field of a form holds; a checkbox that is set holds "on", else "".
func valueOf(field app.Value) string {
	if text(field.Get("type")) == "checkbox" && !field.Get("checked").Bool() {
		return ""
	}
	return text(field.Get("value"))
}

// take empties a text field and returns what stood in it, without blanks around it.
func take(id string) string {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return ""
	}
	value := text(field.Get("value"))
	field.Set("value", "")
	return strings.TrimSpace(value)
}

// textOf is the text of an element, "" where there is none.
func textOf(id string) string {
	element := app.Window().GetElementByID(id)
	if !element.Truthy() {
		return ""
	}
	return text(element.Get("textContent"))
}

// text is a JavaScript string, "" for anything else.
func text(v app.Value) string {
	if v.Type() != app.TypeString {
		return ""
	}
	return v.String()
}

// intoView scrolls as little as shows an element.
func intoView(selector string) {
	if e := app.Window().Get("document").Call("querySelector", selector); e.Truthy() {
		e.Call("scrollIntoView", map[string]any{"block": "nearest"})
	}
}

// numberOf is the number in a JavaScript string, 0 if there is none.
func numberOf(v app.Value) int {
	n, _ := strconv.Atoi(text(v))
	return n
}

// utf16Offset turns a byte offset into the units in which a text field counts.
func utf16Offset(s string, at int) int {
	units := 0
	for i := 0; i < min(at, len(s)); {
		r, size := utf8.DecodeRuneInString(s[i:])
		units++
		if r > 0xFFFF {
			units++
		}
		i += size
	}
	return units
}

// byteOffset turns a place in a text field into a byte offset.
func byteOffset(s string, units int) int {
	i := 0
	for units > 0 && i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		units--
		if r > 0xFFFF {
			units--
		}
		i += size
	}
	return i
}

// autoTheme is the theme that the system has; the others are "light" and "dark".
const autoTheme = "auto"

// theme is the one in force, as boot.js set it before the first paint.
func theme() string {
	if set := text(app.Window().Get("document").Get("documentElement").Get("dataset").Get("theme")); set != "" {
		return set
	}
	return autoTheme
}

// nextTheme goes from auto to light to dark and back, and keeps the choice for the next visit.
func nextTheme(now string) string {
	html := app.Window().Get("document").Get("documentElement")
	next, kept := map[string]string{autoTheme: "light", "light": "dark"}[now], ""
	if next == "" {
		next = autoTheme
		html.Call("removeAttribute", "data-theme")
	} else {
		kept = next
		html.Call("setAttribute", "data-theme", next)
	}
	store("localStorage", "upgrade101-theme", kept)
	return next
}

// copyByCommand copies a text as pages did before navigator.clipboard, which only secure pages have. It copies what
// is selected in a field, so there is one for a moment.
func copyByCommand(text string) bool {
	document := app.Window().Get("document")
	active, field := document.Get("activeElement"), document.Call("createElement", "textarea")
	field.Set("value", text)
	field.Set("className", "unseen")
	document.Get("body").Call("append", field)
	field.Call("select")
	copied := document.Call("execCommand", "copy").Truthy()
	field.Call("remove")
	if active.Truthy() {
		active.Call("focus", map[string]any{"preventScroll": true})
	}
	return copied
}

// selectAll selects all the text of an element, and moves the focus there.
func selectAll(id string) {
	if element := app.Window().GetElementByID(id); element.Truthy() {
		element.Call("focus")
		app.Window().Call("getSelection").Call("selectAllChildren", element)
	}
}

// openDialog shows a dialog above the page, and closeDialog takes it away; the browser keeps the focus in it
// and gives it back.
func openDialog(id string) {
	if dialog := app.Window().GetElementByID(id); dialog.Truthy() && !dialog.Get("open").Truthy() {
		dialog.Call("showModal")
	}
}

func closeDialog(id string) {
	if dialog := app.Window().GetElementByID(id); dialog.Truthy() {
		dialog.Call("close")
	}
}

// home is the path that the page is mounted at; it ends with a slash. It is asked for with every link that
// is drawn, so it is looked up once.
var home = sync.OnceValue(func() string {
	path := app.Getenv("GOAPP_ROOT_PREFIX")
	if path == "" || path[len(path)-1] != '/' {
		path += "/"
	}
	return path
})

// at is an address of this site for a link. On the server package web adds where the page is mounted.
func at(path string) string {
	if app.IsServer {
		return path
	}
	return home() + path[1:]
}

// closeMenu closes the menu that something was chosen from.
func closeMenu(chosen app.Value) {
	if menu := chosen.Call("closest", "details.menu"); menu.Truthy() {
		menu.Call("removeAttribute", "open")
		menu.Call("querySelector", "summary").Call("focus")
	}
}

// closeMenus closes whatever menu is open.
func closeMenus() {
	if item := app.Window().Get("document").Call("querySelector", "details.menu[open] .choose"); item.Truthy() {
		closeMenu(item)
	}
}

// setMounted tells boot.js and start.js that the program has drawn the page and can be used.
func setMounted() { classes().Call("add", "mounted") }

// scrollToTop shows the beginning of the page.
func scrollToTop() { app.Window().Call("scrollTo", 0, 0) }

// print opens the browser's dialog for printing.
func print() { app.Window().Call("print") }

// whenPainted has start.js call back once the document, as it is now, has been painted.
func whenPainted(back app.Func) { app.Window().Get("program").Call("painted", back) }

// setLink gives a link its address.
func setLink(selector, href string) {
	if link := app.Window().Get("document").Call("querySelector", selector); link.Truthy() {
		link.Call("setAttribute", "href", href)
	}
}

// uncover ends what boot.js began for somebody who comes to predict: the prerendered lesson, whose answers must
// not be seen first, has been replaced.
func uncover() {
	classes().Call("remove", "covered", "elsewhere")
}

// toElement shows an element and moves the focus there.
func toElement(id string) {
	if element := app.Window().GetElementByID(id); id != "" && element.Truthy() {
		element.Call("setAttribute", "tabindex", "-1")
		element.Call("focus")
		element.Call("scrollIntoView")
	}
}

// toTop shows a new page from its beginning, for eyes and for the keyboard.
func toTop() {
	app.Window().Call("scrollTo", 0, 0)
	if title := app.Window().Get("document").Call("querySelector", "h1"); title.Truthy() {
		title.Call("setAttribute", "tabindex", "-1")
		title.Call("focus", map[string]any{"preventScroll": true})
	}
}

// reload loads the page again; the next one finds in the storage of this tab what was typed. Where nothing can be
// kept, the page stays.
func reload(kept string) bool {
	if !keep(kept) {
		return false
	}
	app.Window().Get("location").Call("reload")
	return true
}

// keep has the next start find what was typed.
func keep(kept string) bool { return store("sessionStorage", keptName, kept) }

// store writes to a storage of the browser, and says whether it stays there: it may be full, or stand for one
// that is blocked (boot.js).
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

// putDown is what the page before this one kept, once.
func putDown() string {
	storage := app.Window().Get("sessionStorage")
	kept := text(storage.Call("getItem", keptName))
	if kept != "" {
		storage.Call("removeItem", keptName)
	}
	return kept
}
