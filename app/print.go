package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Paper shows everything: what is folded is unfolded, and the address says where to find it again.

// printLink is where the address is written before printing. No view writes there.
func printLink() app.UI { return app.P().ID("print-link").Class("print-only", "mono") }

// preparePrint has the page ready for paper whoever starts the printing.
func (r *root) preparePrint() {
	window := app.Window()
	each := func(selector string, do func(app.Value)) {
		found := window.Get("document").Call("querySelectorAll", selector)
		for i := range found.Length() {
			do(found.Index(i))
		}
	}
	r.before = app.FuncOf(func(app.Value, []app.Value) any {
		defer r.rescue()
		each("main details:not([open]):not(.menu)", func(d app.Value) {
			d.Call("setAttribute", "open", "")
			d.Call("setAttribute", "data-unfolded", "")
		})
		link := window.Get("location").Get("href").String()
		if r.m.stated() {
			state, _ := r.m.share()
			if fragment, err := state.fragment(); err == nil {
				link = pageAddress() + "#" + fragment
			}
		}
		if at := window.GetElementByID("print-link"); at.Truthy() {
			at.Set("textContent", link)
		}
		return nil
	})
	r.after = app.FuncOf(func(app.Value, []app.Value) any {
		each("[data-unfolded]", func(d app.Value) {
			d.Call("removeAttribute", "open")
			d.Call("removeAttribute", "data-unfolded")
		})
		return nil
	})
	window.Set("onbeforeprint", r.before)
	window.Set("onafterprint", r.after)
}

// stated says whether the address alone does not say what is shown: an exchange of one's own is.
func (m Model) stated() bool {
	switch m.View {
	case Inspect, Build, Check, Accept:
		return m.Study == nil && (m.Text != Sample || m.Answer != "" || policyQuery(m.Policy) != "")
	}
	return false
}

// forgetPrint undoes that.
func (r *root) forgetPrint() {
	if r.before == nil {
		return
	}
	app.Window().Set("onbeforeprint", nil)
	app.Window().Set("onafterprint", nil)
	r.before.Release()
	r.after.Release()
}
