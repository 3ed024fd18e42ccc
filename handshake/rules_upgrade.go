package handshake

// The Upgrade field: to which protocols the client would like to switch.
//
//	Upgrade          = #protocol                                    (RFC 9110 §7.8)
//	protocol         = protocol-name ["/" protocol-version]
//	protocol-name    = token
//	protocol-version = token

var upgradeRules = []*Rule{
	{
		ID: "upg-missing", Side: Request, Severity: Error, Refuse: RefuseNoUpgrade,
		Requires: "The request has an Upgrade field.",
		Why:      "Nothing in the request asks to leave HTTP, so an ordinary HTTP answer is all it can expect.",
		Fix:      "Send Upgrade: websocket together with Connection: Upgrade.",
		Cites:    cite("6455:4.2.1", "9110:7.8"),
		Broken:   good.without("Upgrade", "Connection"),
		check: func(p *pass) {
			if p.head.readable() && p.head.count[nameUpgrade] == 0 && !p.head.asksToSwitch() && !p.head.strippedByProxy() {
				p.find(p.head.line(), "no Upgrade field; expected Upgrade: websocket")
			}
		},
	},
}
