package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// printedLink returns the address to print: a link with the exchange if the page's address does not determine it.
func (r *root) printedLink() (link string) {
	defer r.rescue()
	link = app.Window().URL().String()
	if r.m.NeedsLink() {
		state, _ := r.m.Shared()
		if fragment, err := state.Fragment(); err == nil {
			link = pageAddress() + "#" + fragment
		}
	}
	return link
}
