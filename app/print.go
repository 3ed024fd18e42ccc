package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Paper shows everything: what is folded is unfolded, and the address says where to find it again.

// printLink is where the address is written before printing. No view writes there.
func printLink() app.UI { return app.P().ID("print-link").Class("print-only", "mono") }

// onPrint unfolds the page before it is printed, by whatever means, and writes where to find it again; afterwards
// it folds what was folded. The function that it returns ends that.
func onPrint(link func() string) (forget func()) {
	window := app.Window()
	before := app.FuncOf(func(app.Value, []app.Value) any {
		each("main details:not([open]):not(.menu)", func(d app.Value) {
			d.Call("setAttribute", "open", "")
			d.Call("setAttribute", "data-unfolded", "")
		})
		if at := window.GetElementByID("print-link"); at.Truthy() {
			at.Set("textContent", link())
		}
		return nil
	})
	after := app.FuncOf(func(app.Value, []app.Value) any {
		each("[data-unfolded]", func(d app.Value) {
			d.Call("removeAttribute", "open")
			d.Call("removeAttribute", "data-unfolded")
		})
		return nil
	})
	window.Set("onbeforeprint", before)
	window.Set("onafterprint", after)
	return func() {
		window.Set("onbeforeprint", nil)
		window.Set("onafterprint", nil)
		before.Release()
		after.Release()
	}
}

// stated says whether the address alone does not say what is shown: an exchange of one's own is.
func (m Model) stated() bool {
	switch m.View {
	case Inspect, Build, Check, Accept:
		return m.Study == nil && (m.Text != Sample || m.Answer != "" || policyQuery(m.Policy) != "")
	}
	return false
}

// printedLink is the address to print: a link that holds the exchange, where the address of the page does not say it.
func (r *root) printedLink() (link string) {
	defer r.rescue()
	link = app.Window().URL().String()
	if r.m.stated() {
		state, _ := r.m.share()
		if fragment, err := state.fragment(); err == nil {
			link = pageAddress() + "#" + fragment
		}
	}
	return link
}
