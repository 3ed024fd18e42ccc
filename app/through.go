package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/browser"
	"upgrade101/app/model"
)

// fetchHops fetches the data about proxies, if it is needed.
func (r *root) fetchHops(ctx app.Context) {
	if r.fetching || !r.m.WaitsForHops() {
		return
	}
	r.fetching = true
	browser.FetchHops(ctx, r.m.Hosting.Static, r.refetch, func(ctx app.Context, a model.APIAnswer) {
		defer r.rescue()
		r.fetching = false
		before := r.m
		r.m = r.m.ReceiveHops(a)
		r.refetch = r.m.Through.Failed != ""
		r.sayWay(ctx)
		r.syncDOM(ctx, before)
	})
}

// sayWay announces the result of the exchange through the proxies.
func (r *root) sayWay(ctx app.Context) { r.say(ctx, r.m.Announcement("through")) }
