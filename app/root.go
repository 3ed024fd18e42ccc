package app

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// root is the root component: it owns the model and the only listeners, and updates the DOM after a transition.
type root struct {
	app.Compo
	Place         string // from the route
	m             model.Model
	ready         bool
	opened        model.Model       // as opened by the page or a link: not the reader's text to keep
	state         view.State        // of the page as a program
	drawn         model.Model       // what was drawn last, to go back to
	drawnState    view.State        // likewise
	drawing       view.Drawing      // what one draw leaves to the next
	stage, left   view.Stage        // of the next draw, and of the one after it
	onPainted     app.Func          // draws the next stage
	unannounced   bool              // what was typed has still to be announced
	unshown       bool              // a text was pasted, and its first mark has still to be shown
	collected     uint64            // bytes that had been allocated at the last collection
	announced     string            // what the live region says
	announcements int               // counts announcements, so that only the last one of a burst is made
	shown         map[string]string // what the fields of forms show
	socket        *browser.Socket
	fetching      bool      // the data about proxies is on its way
	refetch       bool      // it failed to come last time
	pressed       app.Value // the element of the last press
	back          func()    // to where the ways to share were opened, if not at the top
	marked        string    // the finding that is marked with its bytes, because the pointer is at it or at them
	forget        []func()  // releases what the DOM calls
	handle        *Page     // what main holds of the page
}

// pause is how long typing must stop before an announcement is made and a link is renewed.
const pause = 600 * time.Millisecond

// OnInit runs before the first render: in a browser the prerendered page is still there, and what was
// typed into it is kept. From here to the end of OnMount is one task of the browser.
func (r *root) OnInit() {
	defer func() {
		if p := recover(); p != nil {
			r.fail(p)
			r.m, r.ready = model.New().At(r.Place), true
		}
	}()
	fragment, request, begin := "", browser.FieldState{}, model.New
	if app.IsClient {
		browser.Replaces()
		fragment, request = app.Window().URL().Fragment, browser.ReadField("request")
		if request.Changed() && fragment == "" {
			begin = model.NewUnread
		}
	}
	r.m = begin().At(r.Place)
	if app.IsClient {
		r.m.Theme = browser.Theme()
		r.m.Hosting = browser.ReadHosting()
		r.m.Address = r.m.Hosting.Address()
		r.m.Readonly = r.m.Embedded() && app.Window().URL().Query().Has("readonly")
		if r.m = r.m.Go(fragment); r.m.Embedded() {
			r.m = r.m.ForgetEdits()
		}
		if !r.m.Embedded() {
			r.m = r.m.Recall(browser.KeptText()).WithProgress(browser.Progress())
			r.learn()
		}
		r.opened = r.m
		switch {
		case request.Found && r.m.OpenLesson != nil: // an embed in which the reader edited the lesson before it rested
			r.m = r.m.StartEditing().Edit(request.Text)
		case request.Changed() && request.Text != r.m.Text:
			r.m = r.m.Edit(request.Text)
		}
		r.m = r.m.Read()
		if response := browser.ReadField("response"); response.Changed() && response.Text != r.m.ResponseText {
			r.m = r.m.EditResponse(response.Text)
		}
		r.m = model.Transitions[model.DoSelectFinding](r.m, browser.SelectedFinding())
		r.m = r.m.RestoreDraft(browser.TakeDraft())
	}
	r.ready = true
}

// OnMount marks the page as usable. start.js then restores the reader's state besides the text of editors.
func (r *root) OnMount(ctx app.Context) {
	defer r.rescue()
	if r.handle != nil {
		r.handle.shown = r
	}
	browser.SetMounted()
	ctx.Page().SetTitle("%s", r.m.Title()) // without a network the prerendered page may be another
	r.forget = append(r.forget, browser.OnPrint(r.printedLink), browser.ExpectFiles(ctx, r.takeFile), browser.OnLeave(r.keep))
	browser.Uncover()
	r.fetchHops(ctx)
	switch {
	case r.m.View == model.ViewGlossary:
		browser.ToElement(app.Window().URL().Fragment)
	case r.m.View != model.ViewInspect:
		browser.ScrollToTop() // the prerendered page may have had an element of that name
	}
	if r.m.OpenLesson == nil && r.m.View == model.ViewInspect {
		r.announce(ctx, "")
		if r.m.Text != model.Sample {
			r.showFirstMark("request")
		}
	}
	ctx.PreventUpdate() // nothing has changed since Render
}

// OnNav follows the address: the part after # is the view.
func (r *root) OnNav(ctx app.Context) {
	defer r.rescue()
	before := r.m
	fragment := ctx.Page().URL().Fragment
	if r.m = r.m.At(r.Place).Go(fragment); !r.m.SameText(before) {
		r.opened = r.m // a link
	}
	browser.CloseMenus()
	if r.m.Place != before.Place || r.m.View != before.View {
		r.m.Sharing, r.m.Breaking = false, false
		r.later(ctx, func() {
			if browser.ToTop(); r.m.View == model.ViewGlossary {
				browser.ToElement(fragment)
			}
		})
	}
	r.syncDOM(ctx, before)
	if fragment == "" && r.m.Place == before.Place { // the first event, before any navigation
		ctx.PreventUpdate()
	}
}

// Render draws the model. After a panic in a view it draws a notice; the typed text is kept.
func (r *root) Render() (ui app.UI) {
	defer func() {
		if p := recover(); p != nil {
			r.fail(p)
			r.state = view.StateBroken
			ui = r.listen(view.BrokenPage(r.m))
		}
	}()
	if !r.ready {
		r.OnInit()
	}
	r.setStage()
	page := view.Page(&r.drawing, r.m, r.state, r.announced)
	r.drawn, r.drawnState = r.m, r.state
	return r.listen(page)
}

// listen adds the page's only listeners.
func (r *root) listen(page app.HTMLDiv) app.UI {
	return page.
		OnClick(r.click).
		OnInput(r.input).
		On("focusout", r.leave).
		On("mouseover", r.point).
		On("mousemove", r.point).
		On("focusin", r.point).
		OnKeyDown(r.key).
		OnKeyUp(r.caret)
}

// click performs the action of the element that was pressed, or of one around it.
func (r *root) click(ctx app.Context, e app.Event) {
	defer r.rescue()
	target := e.Get("target")
	if target.Get("id").String() == "request" {
		r.caret(ctx, e)
		return
	}
	at := target.Call("closest", "[data-do]")
	if !at.Truthy() {
		ctx.PreventUpdate()
		return
	}
	data := at.Get("dataset")
	what := model.Action(data.Get("do").String())
	if what == model.DoFix && e.Get("detail").Int() > 1 || browser.IsDisabled(at) {
		ctx.PreventUpdate() // the second half of a double press is not for the fix that moved under the pointer
		return
	}
	browser.CloseMenu(at)
	r.pressed = at
	r.do(ctx, what, browser.String(data.Get("with")))
	if browser.HasFocus(at) { // it may go away
		r.later(ctx, func() { browser.KeepFocus("findings", "verdict", "title", "main") })
	}
}

// do performs an action: a transition of the model, or an effect.
func (r *root) do(ctx app.Context, what model.Action, with string) {
	before := r.m
	if transition, ok := model.Transitions[what]; ok {
		r.m = transition(r.m, with)
	} else if effect, ok := effects[what]; ok {
		effect(r, ctx, with)
	}
	r.syncDOM(ctx, before)
}

// syncDOM updates what drawing does not update: the text of editors and fields, the selection, the title, the live region.
func (r *root) syncDOM(ctx app.Context, before model.Model) {
	r.m.LinkStale = r.m.LinkStale || r.m.View != before.View
	r.relink(ctx)
	if title := r.m.Title(); title != before.Title() {
		ctx.Page().SetTitle("%s", title)
	}
	if r.m.Text != before.Text {
		browser.SetText("request", before.Text, r.m.Text)
		r.announce(ctx, "")
		if r.m.Replaces(before) {
			r.later(ctx, func() { r.showFirstMark("request") })
		}
	}
	r.learn()
	r.syncResponse(before)
	r.syncForm(ctx, r.m.View != before.View || r.m.Tab != before.Tab)
	if open := r.m.Unfolded; open != before.Unfolded && open != "" {
		r.later(ctx, func() { browser.IntoView(`.fold[data-with="` + open + `"]`) })
	}
	r.fetchHops(ctx)
	if r.m.Selected != before.Selected {
		if span, ok := r.m.SelectedSpan(); ok {
			browser.SelectText("request", r.m.Text, span)
		}
	}
}

// syncResponse writes the response editor: what it shows may be in the text of the request.
func (r *root) syncResponse(before model.Model) {
	if was, is := before.Response(), r.m.Response(); was != is {
		browser.SetText("response", was, is)
	}
}

// syncForm writes the fields of forms where they show something else, or have just been drawn.
func (r *root) syncForm(ctx app.Context, drawn bool) {
	if form := r.m.Form(); drawn || !maps.Equal(form, r.shown) {
		r.shown = form
		r.later(ctx, func() { browser.FillForm(form) })
	}
}

// input handles typing, in an editor or in a field of a form.
func (r *root) input(ctx app.Context, e app.Event) {
	defer r.rescue()
	target := e.Get("target")
	value := browser.ValueOf(target)
	if whole := e.Get("whole"); whole.Truthy() { // boot.js has pasted a long text, and the field holds the beginning only
		value = browser.String(whole)
	}
	if target.Get("id").String() == "request" {
		before := r.m
		r.m = r.m.Type(value)
		r.syncResponse(before)
		if r.m.Tab == model.TabForm {
			r.syncForm(ctx, false)
		}
		r.unshown = browser.String(e.Get("inputType")) == "insertFromPaste" && r.m.Replaces(before)
		r.typed(ctx)
		return
	}
	if target.Get("id").String() == "response" {
		before := r.m
		switch {
		case value == r.m.Response(): // a browser may report one paste in several events
			return
		case browser.String(e.Get("inputType")) == "insertFromPaste": // boot.js writes a long one, which the browser cannot undo
			r.m = r.m.PutResponse(value)
			r.later(ctx, func() { r.showFirstMark("response") })
		default:
			r.m = r.m.EditResponse(value)
		}
		r.syncDOM(ctx, before)
		r.announce(ctx, "response")
		return
	}
	name := browser.String(target.Get("dataset").Get("in"))
	if name == "" {
		ctx.PreventUpdate()
		return
	}
	before := r.m
	if field, ok := model.FieldByName(name); ok {
		r.m = field.Set(r.m, value)
	}
	r.syncDOM(ctx, before)
	if strings.HasPrefix(name, "hop-") {
		r.sayWay(ctx)
		return
	}
	r.announce(ctx, name)
}

// point marks the finding and bytes under the pointer, and names the byte of a frame.
func (r *root) point(ctx app.Context, e app.Event) {
	defer r.rescue()
	r.marked = browser.MarkTogether(e, r.marked)
	if !r.pointAtByte(e.Get("target")) {
		ctx.PreventUpdate()
	}
}

// leave rewrites a field that loses the focus, as the request has it.
func (r *root) leave(ctx app.Context, _ app.Event) {
	defer r.rescue()
	ctx.PreventUpdate()
	if form := r.shown; form != nil {
		r.later(ctx, func() { browser.FillForm(form) })
	}
}

// key handles the keys that the browser leaves to the page (view/help.go).
func (r *root) key(ctx app.Context, e app.Event) {
	defer r.rescue()
	alt, command := e.Get("altKey").Truthy(), e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy()
	before := r.m
	switch name := browser.String(e.Get("key")); {
	case !alt && !command && r.moveByteCursor(e, name):
	case alt && !command && (name == "ArrowDown" || name == "ArrowUp"):
		e.PreventDefault()
		step := 1
		if name == "ArrowUp" {
			step = -1
		}
		r.m = r.m.Walk(step)
		if f := r.m.SelectedFinding(); f != nil {
			r.say(ctx, f.Problem())
			r.show(ctx, "finding-head-"+strconv.Itoa(r.m.SelectedIndex()))
		}
	case alt && !command && name == "Enter":
		e.PreventDefault()
		if f := r.m.SelectedFinding(); f != nil && r.m.OpenLesson == nil {
			r.do(ctx, model.DoFix, strconv.Itoa(r.m.Selected))
		}
		return
	case !alt && !command && (name == "ArrowLeft" || name == "ArrowRight") && browser.String(e.Get("target").Get("role")) == "tab":
		e.PreventDefault()
		step := 1
		if name == "ArrowLeft" {
			step = -1
		}
		r.m = r.m.NextTab(step)
		r.show(ctx, "tab-"+string(r.m.Tab))
	case command && !alt && r.undoes(e.Get("target")) && (name == "z" || name == "Z" || name == "y"):
		e.PreventDefault() // the browser's own undo does not know what a button changed
		if name == "z" {
			r.m = r.m.Undo()
		} else {
			r.m = r.m.Redo()
		}
	case command && name == "Enter":
		e.PreventDefault()
		browser.FocusFirst("verdict", "client-verdict", "result", "title", "main")
	case command && name == "/":
		e.PreventDefault()
		browser.OpenDialog("help")
	case name == "Enter" && browser.String(e.Get("target").Get("dataset").Get("enter")) != "":
		e.PreventDefault()
		r.do(ctx, model.Action(browser.String(e.Get("target").Get("dataset").Get("enter"))), "")
		return
	default:
		if name != "Escape" {
			ctx.PreventUpdate()
			return
		}
		browser.CloseMenus()
		if r.m = r.m.Escape(); before.Sharing && !r.m.Sharing {
			r.endShare(ctx)
		}
	}
	r.syncDOM(ctx, before)
}

// undoes reports whether the keys of undo at this element are about the exchange: the browser undoes the typing in other fields.
func (r *root) undoes(at app.Value) bool {
	switch browser.String(at.Get("tagName")) {
	case "INPUT", "TEXTAREA", "SELECT":
		return browser.String(at.Get("id")) == "request"
	}
	return r.m.View == model.ViewInspect && (r.m.OpenLesson == nil || r.m.Editing)
}

// caret follows the caret of the editor: the finding at its place is selected.
func (r *root) caret(ctx app.Context, e app.Event) {
	defer r.rescue()
	target := e.Get("target")
	if target.Get("id").String() != "request" || e.Get("altKey").Truthy() || browser.String(e.Get("key")) == "Escape" {
		ctx.PreventUpdate()
		return
	}
	at := browser.ByteOffset(r.m.Text, target.Get("selectionStart").Int())
	selected := r.m.Caret(at)
	if selected.Selected == r.m.Selected {
		ctx.PreventUpdate()
		return
	}
	r.m = selected
}

// OnDismount releases what the DOM calls, and ends the session.
func (r *root) OnDismount() {
	for _, forget := range r.forget {
		forget()
	}
	r.abandonSession()
}

// share opens or closes the ways to share, with a link to the exchange in the inspector.
func (r *root) share(ctx app.Context) {
	if r.m.Sharing, r.m.SharingEmbed = !r.m.Sharing, false; !r.m.Sharing {
		r.endShare(ctx)
		return
	}
	r.back = nil
	if r.link(); r.m.Link != "" {
		r.say(ctx, "The link is ready.")
	}
}

// endShare returns to where sharing was opened: the button at the top, or one further down.
func (r *root) endShare(ctx app.Context) {
	if r.back == nil {
		r.show(ctx, "share-button")
		return
	}
	r.later(ctx, r.back)
	r.back = nil
}

// link creates the link to the exchange in the inspector.
func (r *root) link() {
	r.m.Link, r.m.LinkStale = "", false
	if !r.m.SharesExchange() {
		r.m.Link, _, _ = strings.Cut(app.Window().URL().String(), "#")
		return
	}
	state, _ := r.m.Shared()
	if fragment, err := state.Fragment(); err == nil {
		r.m.Link = pageAddress() + "#" + fragment
	}
}

// relink renews the link where it is shown, once typing pauses.
func (r *root) relink(ctx app.Context) {
	if !r.m.Sharing || !r.m.LinkStale {
		return
	}
	shown := r.m.Text
	ctx.After(pause, func(ctx app.Context) {
		defer r.rescue()
		if !r.m.Sharing || !r.m.LinkStale || r.m.Text != shown {
			ctx.PreventUpdate()
			return
		}
		r.link()
	})
}

// pageAddress returns the address of the inspector.
func pageAddress() string {
	u := app.Window().URL()
	return u.Scheme + "://" + u.Host + view.Home()
}

// showFirstMark scrolls an editor to the first line to look at, in a text that has just come. The caret stays.
func (r *root) showFirstMark(editor string) {
	if line, ok := r.m.FirstMark(editor); ok {
		browser.ShowLine(editor, line)
	}
}

// announce announces the result of a change of a field, once typing pauses.
func (r *root) announce(ctx app.Context, changed string) {
	r.relink(ctx)
	r.announcements++
	n := r.announcements
	ctx.After(pause, func(ctx app.Context) {
		defer r.rescue()
		if n != r.announcements {
			ctx.PreventUpdate()
			return
		}
		if changed == "" {
			r.m = r.m.Look()
			r.fetchHops(ctx)
		}
		r.announced = r.m.Announcement(changed)
		r.keep()
	})
}

// learn stores the progress of the open lesson in the browser.
func (r *root) learn() {
	if next, changed := r.m.RecordProgress(); changed {
		r.m = next
		browser.StoreProgress(next.ProgressText())
	}
}

// keep stores the text in this tab for a reload; an embed stores nothing.
func (r *root) keep() {
	defer r.rescue()
	if !r.m.Embedded() && (r.m.Kept != model.KeptNot || !r.m.SameText(r.opened)) {
		r.m = r.m.Keep(browser.KeepText, browser.ForgetText)
	}
}

// say announces a text at once.
func (r *root) say(_ app.Context, words string) {
	r.announcements++
	r.announced = words
}
