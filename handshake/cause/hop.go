package cause

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/paste"
)

// LosingHop names a proxy of the catalog that takes the upgrade away and sends just such a head as the request; "" for
// none, and without a catalog.
func LosingHop(c *hop.Catalog, r *handshake.Report) string {
	if c == nil || r.Request == nil || r.Exchange.HTTP2 || len(r.Request.Get("Upgrade")) > 0 {
		return ""
	}
	if fits := c.Fingerprint(r.Request); len(fits) > 0 && fits[0].Configuration.Lost() {
		return fits[0].Program.Label() + " (" + fits[0].Configuration.Title + ")"
	}
	return ""
}

// ConfigSays is what the configuration in a pasted text does to an upgrade, in a sentence that ends with the path of the
// program's page; "" where there is none or no proxy of the catalog reads it.
func ConfigSays(c *hop.Catalog, text string, p *paste.Paste) string {
	if c == nil || p == nil {
		return ""
	}
	if says := ingressSays(text); len(says) > 0 {
		return strings.Join(says, " ")
	}
	if !slices.ContainsFunc(p.Parts, func(part paste.Part) bool { return part.Kind == paste.PartConfig }) {
		return ""
	}
	read := c.Read(text, "")
	if read.Hop == nil || len(read.Matches) == 0 {
		return ""
	}
	does := "lets an upgrade pass"
	lost := slices.DeleteFunc(read.Hop.Losses(), func(what string) bool { return what == "Host" })
	if i := slices.Index(lost, "version"); i >= 0 {
		lost[i] = "HTTP/1.1"
	}
	if len(lost) > 0 {
		does = "loses of an upgrade: " + strings.Join(lost, ", ")
	}
	how := "In the model, "
	if !read.Exact {
		how = "In the model, as far as it reads it, "
	}
	return how + "this configuration of " + read.Name + " " + does + ". See /hops/" + read.Matches[0].Program.ID
}
