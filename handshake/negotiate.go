package handshake

// negotiate selects subprotocol and extensions for the 101 (RFC 6455 §4.2.2).
func (p *pass) negotiate() {
	r := p.report
	r.Subprotocol = p.chooseSubprotocol(p.req.offers)
	if !p.policy.NoDeflate {
		r.Extensions, r.Deflate = answerDeflate(p.req.deflate, &p.policy)
	}
}

// chooseSubprotocol takes the first offered name that is known: the client's order is its preference
// (RFC 6455 §4.1 item 10). Names compare exactly. A nil list knows every name.
func (p *pass) chooseSubprotocol(offers []Token) string {
	for _, offer := range offers {
		if p.policy.Subprotocols == nil || p.knowsSubprotocol(offer.Text) {
			return offer.Text
		}
	}
	return ""
}

// answerDeflate takes the first offer that is valid (RFC 7692 §7.1.3); none is no failure. What the offer limits, the
// answer limits alike: windows of 8 to 15 bits, and taking them over into the next message. Where the policy is to take
// nothing over, both sides are told, offered or not: that a server may say of itself and of the client (§7.1.1.1, §7.1.1.2).
func answerDeflate(offers []deflateOffer, policy *Policy) (string, *Deflate) {
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
		answer := DeflateName
		if d.ServerNoContextTakeover {
			answer += "; server_no_context_takeover"
		}
		if d.ClientNoContextTakeover {
			answer += "; client_no_context_takeover"
		}
		if o.param("server_max_window_bits") != nil {
			answer += "; server_max_window_bits=" + decimal(d.ServerMaxWindowBits)
		}
		// Without a value the client leaves it to the server, which reads any window. An answer of 8 makes Firefox hang.
		if p := o.param("client_max_window_bits"); p != nil && p.Valued && o.ClientMaxWindowBits > minBits {
			d.ClientMaxWindowBits = o.ClientMaxWindowBits
			answer += "; client_max_window_bits=" + decimal(d.ClientMaxWindowBits)
		}
		return answer, &d
	}
	return "", nil
}
