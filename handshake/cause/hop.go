package cause

import (
	"upgrade101/handshake"
	"upgrade101/handshake/hop"
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
