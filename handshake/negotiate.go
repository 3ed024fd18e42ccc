package handshake

// negotiate selects subprotocol and extensions for the 101 (RFC 6455 §4.2.2).
func (p *pass) negotiate() {
	r := p.report
	r.Subprotocol = p.chooseSubprotocol(p.req.offers)
	if !p.policy.NoDeflate {
		r.Extensions, r.Deflate = acceptDeflate(p.req.deflate, &p.policy)
	}
}

// chooseSubprotocol selects the first offered name that the policy has, because the client's order is its preference (RFC 6455 §4.1 item
// 10). Names compare exactly. A nil list accepts every name.
func (p *pass) chooseSubprotocol(offers []Token) string {
	for _, offer := range offers {
		if p.policy.Subprotocols == nil || p.knowsSubprotocol(offer.Text) {
			return offer.Text
		}
	}
	return ""
}

// acceptDeflate accepts the first valid offer (RFC 7692 §7.1.3); without one, the handshake continues uncompressed. The reply has the
// limits of the offer: windows of 8 to 15 bits, and no context takeover. If the policy excludes context takeover, the reply does so for both
// sides, offered or not, which a server may do (§7.1.1.1, §7.1.1.2).
func acceptDeflate(offers []deflateOffer, policy *Policy) (string, *Deflate) {
	for i := range offers {
		o := &offers[i]
		if o.fault != deflateGood {
			continue
		}
		d := Deflate{
			ServerNoContextTakeover: o.ServerNoContextTakeover || policy.NoTakeover,
			ClientNoContextTakeover: o.ClientNoContextTakeover || policy.NoTakeover,
			ServerMaxWindowBits:     o.ServerMaxWindowBits,
			ClientMaxWindowBits:     maxBits,
		}
		value := DeflateName
		if d.ServerNoContextTakeover {
			value += "; server_no_context_takeover"
		}
		if d.ClientNoContextTakeover {
			value += "; client_no_context_takeover"
		}
		if o.param("server_max_window_bits") != nil {
			value += "; server_max_window_bits=" + decimal(d.ServerMaxWindowBits)
		}
		// Without a value, the client accepts any; the server can read any window. A reply of 8 makes Firefox hang.
		if p := o.param("client_max_window_bits"); p != nil && p.Valued && o.ClientMaxWindowBits > minBits {
			d.ClientMaxWindowBits = o.ClientMaxWindowBits
			value += "; client_max_window_bits=" + decimal(d.ClientMaxWindowBits)
		}
		return value, &d
	}
	return "", nil
}
