package handshake

import "slices"

// Deflate is a permessage-deflate agreement (RFC 7692 §7.1); window bits are 8–15.
type Deflate struct {
	ServerNoContextTakeover, ClientNoContextTakeover bool
	ServerMaxWindowBits, ClientMaxWindowBits         int
}

// negotiate picks what the 101 will say (RFC 6455 §4.2.2).
func (p *pass) negotiate() {
	p.report.Subprotocol = chooseSubprotocol(p.req.offers, p.policy.Subprotocols)
}

// chooseSubprotocol takes the first offered name that is known: the client's order is its preference
// (RFC 6455 §1.9). Names compare exactly. A nil list knows every name.
func chooseSubprotocol(offers []Token, names []string) string {
	for _, offer := range offers {
		if names == nil || slices.Contains(names, offer.Text) {
			return offer.Text
		}
	}
	return ""
}
