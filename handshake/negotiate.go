package handshake

// negotiate picks what the 101 will say (RFC 6455 §4.2.2).
func (p *pass) negotiate() {
	r := p.report
	r.Subprotocol = p.chooseSubprotocol(p.req.offers)
	if !p.policy.NoDeflate {
		r.Extensions, r.Deflate = answerDeflate(p.req.deflate)
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

// answerDeflate takes the first offer that is valid and can be honoured (RFC 7692 §7.1.3); none is no
// failure. Both sides drop their window after each message, offered or not: that a server may say of
// itself and of the client (§7.1.1.1, §7.1.1.2), and idle connections then hold no window.
// client_max_window_bits needs no answer, because this endpoint reads any window.
func answerDeflate(offers []deflateOffer) (string, *Deflate) {
	for i := range offers {
		o := &offers[i]
		if !o.honourable() {
			continue
		}
		answer := deflateName + "; server_no_context_takeover; client_no_context_takeover"
		if o.param("server_max_window_bits") != nil {
			answer += "; server_max_window_bits=15"
		}
		return answer, &Deflate{ServerNoContextTakeover: true, ClientNoContextTakeover: true,
			ServerMaxWindowBits: maxBits, ClientMaxWindowBits: maxBits}
	}
	return "", nil
}
