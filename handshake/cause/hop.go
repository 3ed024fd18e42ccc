package cause

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/paste"
)

// LosingHop names a proxy of the catalog that removes the upgrade and would have sent the head of the request; "" for none,
// where one that passes upgrades is as likely, and without a catalog.
func LosingHop(c *hop.Catalog, r *handshake.Report) string {
	if c == nil || r.Request == nil || r.Exchange.HTTP2 || len(r.Request.Get("Upgrade")) > 0 {
		return ""
	}
	fits := c.Fingerprint(r.Request)
	for i := range fits {
		if fits[i].Score == fits[0].Score && !fits[i].Configuration.Lost() {
			return ""
		}
	}
	if len(fits) == 0 {
		return ""
	}
	return fits[0].Program.Label() + " (" + fits[0].Configuration.Title + ")"
}

// Config is the configuration in a pasted text, which is all of it where the rest is words; "" for none.
func Config(text string, p *paste.Paste) string {
	config, words := "", true
	for i := range p.Parts {
		switch at := p.Parts[i].Span; p.Parts[i].Kind {
		case paste.PartConfig:
			config += text[at.Start:at.End] + "\n"
		case paste.PartText:
		default:
			words = false
		}
	}
	if config != "" && words {
		return text
	}
	return config
}

// failsIn ends what ConfigSays says of a configuration that a WebSocket does not get through, and letsThrough is what it says of one that
// passes upgrades on.
const failsIn, letsThrough = ": a WebSocket fails through it", "lets an upgrade through"

// ConfigSays returns what the configuration in a pasted text does to an upgrade, in sentences of which the last has the path of
// the program's page; "" if there is none, or the catalog has no program for it.
func ConfigSays(c *hop.Catalog, text string, p *paste.Paste) string {
	if c == nil || p == nil {
		return ""
	}
	if says := ingressSays(text); len(says) > 0 {
		return strings.Join(says, " ")
	}
	read := c.ReadFor(Config(text, p), text, "")
	if read.Hop == nil {
		return ""
	}
	var lost []string
	twice := false
	for _, what := range read.Hop.Lost {
		if twice = twice || what == hop.TwoHosts; what != "Host" && what != hop.TwoHosts {
			lost = append(lost, what)
		}
	}
	does := letsThrough
	if n := len(lost) - 1; n >= 0 {
		does = "does not pass on " + strings.TrimPrefix(strings.Join(lost[:n], ", ")+" and "+lost[n], " and ") + failsIn
	} else if twice {
		does = "sends Host twice, which a server answers with 400" + failsIn
	}
	how := ""
	if !read.Exact {
		how = "As far as it is read, "
	}
	return sentence(how+"this configuration of "+read.Name+" "+does) + " See /hops/" + read.Matches[0].Program.ID
}
