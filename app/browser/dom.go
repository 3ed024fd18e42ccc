// Package browser is everything besides go-app's drawing that touches the browser: text fields, focus and selection,
// sockets, calls of the API, files, the clipboard, storage and printing.
package browser

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake/head"
)

// classes are those of the html element.
func classes() app.Value { return app.Window().Get("document").Get("documentElement").Get("classList") }

// SetText writes a text field and, if it has the focus, moves the caret after the change. go-app cannot empty a field,
// because it drops empty attributes.
func SetText(id, before, after string) {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return
	}
	field.Set("value", after)
	if HasFocus(field) {
		_, end := model.Difference(before, after)
		at := utf16Offset(after, len(after)-len(before)+end)
		field.Call("setSelectionRange", at, at)
	}
}

// SelectText selects a span of a text field, without moving the focus.
func SelectText(id, value string, span head.Span) {
	if field := app.Window().GetElementByID(id); field.Truthy() {
		field.Call("setSelectionRange", utf16Offset(value, span.Start), utf16Offset(value, span.End))
	}
}

// ShowLine scrolls an editor, and nothing around it, so that a line is seen with a few before it. line counts from 0.
func ShowLine(id string, line int) { app.Window().Get("program").Call("showLine", id, line) }

// each calls a function for every element that a selector matches.
func each(selector string, do func(app.Value)) {
	found := app.Window().Get("document").Call("querySelectorAll", selector)
	for i := range found.Length() {
		do(found.Index(i))
	}
}

// MarkTogether marks all elements of the finding under the pointer and returns its number; marked is the one marked so far.
// It changes only the DOM, in an attribute that no view writes, because a pointer moves often.
func MarkTogether(e app.Event, marked string) string {
	document, target := app.Window().Get("document"), e.Get("target")
	at := target.Call("closest", "[data-finding]")
	switch {
	case String(e.Get("type")) == "mousemove" && target.Call("matches", ".paper textarea").Bool():
		// The marked elements behind the field have the same letters at the same places.
		below := document.Call("elementsFromPoint", e.Get("clientX"), e.Get("clientY"))
		for i := 0; i < min(below.Length(), 6); i++ {
			if at = below.Index(i).Call("closest", ".row [data-finding]"); at.Truthy() {
				break
			}
		}
	case String(e.Get("type")) == "mousemove":
		return marked
	}
	finding := ""
	if at.Truthy() {
		finding, _, _ = strings.Cut(String(at.Get("dataset").Get("finding")), " ")
	}
	if finding == marked {
		return marked
	}
	each("[data-hot]", func(v app.Value) { v.Call("removeAttribute", "data-hot") })
	if finding != "" {
		each(`[data-finding~="`+finding+`"]`, func(v app.Value) { v.Call("setAttribute", "data-hot", "") })
	}
	return finding
}

// Focus moves the focus.
func Focus(id string) {
	if field := app.Window().GetElementByID(id); field.Truthy() {
		field.Call("focus")
	}
}

// FocusIn reports whether the focus is within an element.
func FocusIn(id string) bool {
	element := app.Window().GetElementByID(id)
	return element.Truthy() && element.Call("contains", app.Window().Get("document").Get("activeElement")).Truthy()
}

// FocusFirst moves the focus to the first of these elements that exists.
func FocusFirst(ids ...string) {
	for _, id := range ids {
		if app.Window().GetElementByID(id).Truthy() {
			Focus(id)
			return
		}
	}
}

// Here returns a function that scrolls back to where the page is now and moves the focus to an element, if it is still there.
func Here(element app.Value) func() {
	y := app.Window().Get("scrollY").Float()
	return func() {
		if element.Truthy() && element.Get("isConnected").Bool() {
			element.Call("focus", map[string]any{"preventScroll": true})
			app.Window().Call("scrollTo", 0, y)
		}
	}
}

// HasFocus reports whether an element has the focus.
func HasFocus(element app.Value) bool {
	return element.Equal(app.Window().Get("document").Get("activeElement"))
}

// KeepFocus moves the focus to the first of these elements that exists, if the element that had it is gone.
func KeepFocus(ids ...string) {
	if document := app.Window().Get("document"); document.Get("activeElement").Equal(document.Get("body")) {
		FocusFirst(ids...)
	}
}

// IsDisabled reports whether an element is one that cannot be pressed now.
func IsDisabled(element app.Value) bool {
	return String(element.Call("getAttribute", "aria-disabled")) == "true"
}

// FillForm writes all form fields but the one in use.
func FillForm(values map[string]string) {
	document := app.Window().Get("document")
	active := document.Get("activeElement")
	fields := document.Call("querySelectorAll", "[data-in]")
	for i := range fields.Length() {
		field := fields.Index(i)
		value, known := values[String(field.Get("dataset").Get("in"))]
		switch {
		case !known:
		case String(field.Get("type")) == "checkbox":
			field.Set("checked", value != "")
		case !field.Equal(active) && String(field.Get("value")) != value:
			field.Set("value", value)
		}
	}
}

// ValueOf returns the value of a form field; "on" or "" for a checkbox.
func ValueOf(field app.Value) string {
	if String(field.Get("type")) == "checkbox" && !field.Get("checked").Bool() {
		return ""
	}
	return String(field.Get("value"))
}

// TakeField empties a text field and returns its text, trimmed.
func TakeField(id string) string {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return ""
	}
	value := String(field.Get("value"))
	field.Set("value", "")
	return strings.TrimSpace(value)
}

// TextOf returns the text of an element; "" if it does not exist.
func TextOf(id string) string {
	element := app.Window().GetElementByID(id)
	if !element.Truthy() {
		return ""
	}
	return String(element.Get("textContent"))
}

// String returns a JavaScript string; "" for anything else.
func String(v app.Value) string {
	if v.Type() != app.TypeString {
		return ""
	}
	return v.String()
}

// IntoView scrolls as little as possible to show an element.
func IntoView(selector string) {
	if e := app.Window().Get("document").Call("querySelector", selector); e.Truthy() {
		e.Call("scrollIntoView", map[string]any{"block": "nearest"})
	}
}

// NumberOf returns the number in a JavaScript string; 0 for none.
func NumberOf(v app.Value) int {
	n, _ := strconv.Atoi(String(v))
	return n
}

// utf16Offset converts a byte offset to the units of a text field.
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

// ByteOffset converts a position in a text field to a byte offset.
func ByteOffset(s string, units int) int {
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

// SelectAll selects all the text of an element, and moves the focus there.
func SelectAll(id string) {
	if element := app.Window().GetElementByID(id); element.Truthy() {
		element.Call("focus")
		app.Window().Call("getSelection").Call("selectAllChildren", element)
	}
}

// OpenDialog shows a modal dialog and CloseDialog closes it; the browser keeps the focus inside and restores it.
func OpenDialog(id string) {
	if dialog := app.Window().GetElementByID(id); dialog.Truthy() && !dialog.Get("open").Truthy() {
		dialog.Call("showModal")
	}
}

func CloseDialog(id string) {
	if dialog := app.Window().GetElementByID(id); dialog.Truthy() {
		dialog.Call("close")
	}
}

// CloseMenu closes the menu in which an element was chosen: a details element or a popover.
func CloseMenu(chosen app.Value) {
	if menu := chosen.Call("closest", "details.menu"); menu.Truthy() {
		menu.Call("removeAttribute", "open")
		menu.Call("querySelector", "summary").Call("focus")
	}
	if sheet := chosen.Call("closest", "[popover]"); sheet.Truthy() {
		hide(sheet)
	}
}

// CloseMenus closes whatever menu is open.
func CloseMenus() {
	if item := app.Window().Get("document").Call("querySelector", "details.menu[open] .choose"); item.Truthy() {
		CloseMenu(item)
	}
	each("[popover]", hide)
}

// hide closes a popover; a browser without popovers shows it as part of the page.
func hide(sheet app.Value) {
	if sheet.Get("hidePopover").Truthy() {
		sheet.Call("hidePopover")
	}
}

// SetMounted tells boot.js and start.js that the program has drawn the page and can be used.
func SetMounted() { classes().Call("add", "mounted") }

// ScrollToTop shows the beginning of the page.
func ScrollToTop() { app.Window().Call("scrollTo", 0, 0) }

// WhenPainted lets start.js call back after the current DOM has been painted.
func WhenPainted(back app.Func) { app.Window().Get("program").Call("painted", back) }

// SetLink sets the address of a link.
func SetLink(selector, href string) {
	if link := app.Window().Get("document").Call("querySelector", selector); link.Truthy() {
		link.Call("setAttribute", "href", href)
	}
}

// Uncover shows the page that boot.js or the service worker (worker.js) hid until the program has replaced it: a lesson with
// its answers, or the home page in place of another one.
func Uncover() {
	classes().Call("remove", "covered", "substitute")
}

// ToElement shows an element and moves the focus there.
func ToElement(id string) {
	if element := app.Window().GetElementByID(id); id != "" && element.Truthy() {
		element.Call("setAttribute", "tabindex", "-1")
		element.Call("focus")
		element.Call("scrollIntoView")
	}
}

// ToTop shows a new page from its beginning, for eyes and for the keyboard.
func ToTop() {
	app.Window().Call("scrollTo", 0, 0)
	if title := app.Window().Get("document").Call("querySelector", "h1"); title.Truthy() {
		title.Call("setAttribute", "tabindex", "-1")
		title.Call("focus", map[string]any{"preventScroll": true})
	}
}
