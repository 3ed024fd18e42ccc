package handshake

import (
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

// permessage-deflate: offers, answers, and what their parameters mean (RFC 7692 §7).

// Deflate is a permessage-deflate agreement (RFC 7692 §7); window bits are 8–15.
type Deflate struct {
	ServerNoContextTakeover, ClientNoContextTakeover bool
	ServerMaxWindowBits, ClientMaxWindowBits         int
}

// Server and Client return the window that each side compresses with.
func (d *Deflate) Server() frame.Window {
	return frame.Window{Bits: d.ServerMaxWindowBits, Takeover: !d.ServerNoContextTakeover}
}

func (d *Deflate) Client() frame.Window {
	return frame.Window{Bits: d.ClientMaxWindowBits, Takeover: !d.ClientNoContextTakeover}
}

// DeflateName is the name of the extension in Sec-WebSocket-Extensions (RFC 7692 §7).
const DeflateName = "permessage-deflate"

// Window bits: the base-2 logarithm of the LZ77 window size (RFC 7692 §7.1.2.1).
const (
	minBits = 8
	maxBits = 15 // also if a parameter is absent
)

// deflateOffer is one member of the list that names permessage-deflate, offer or answer.
type deflateOffer struct {
	Deflate
	extension      *Extension
	bareClientBits bool
	fault          deflateFault
	at             *Param // the parameter at fault
}

// deflateFault is a fault of a parameter; the first one counts.
type deflateFault uint8

const (
	deflateGood deflateFault = iota
	deflateUnknown
	deflateDuplicate
	deflateFlagValue
	deflateNoValue
	deflateRange
)

// words says what is wrong with a parameter, and what is expected instead. The parameter is where the hole is.
func (f deflateFault) words() (wrong, want string) {
	switch f {
	case deflateUnknown:
		return "{}, which is not known", "one of the four parameters"
	case deflateDuplicate:
		return "a second {}", "each parameter once"
	case deflateFlagValue:
		return "{}, which must not have a value", "the name alone"
	case deflateNoValue:
		return "{} without a value", "a value from 8 to 15"
	}
	return "{}, which is not a plain number from 8 to 15", "a value from 8 to 15"
}

// readDeflate reads every permessage-deflate of a list.
func readDeflate(list []Extension, answer bool) []deflateOffer {
	var offers []deflateOffer
	for i := range list {
		if list[i].Name.Text == DeflateName {
			offers = append(offers, judgeDeflate(&list[i], answer))
		}
	}
	return offers
}

// NegotiatedDeflate returns the agreement on permessage-deflate in a response; nil if there is none, or one that a client must
// refuse.
func NegotiatedDeflate(response *Head) *Deflate {
	list := head.ReadExtensions(response)
	answers := readDeflate(list.Members, true)
	if list.Broken != nil || len(answers) == 0 || answers[0].fault != deflateGood {
		return nil
	}
	return &answers[0].Deflate
}

// judgeDeflate reads the parameters of one offer or answer.
//
//	server_no_context_takeover, client_no_context_takeover: no value      (RFC 7692 §7.1.1.1)
//	server_max_window_bits: "a decimal integer value without leading zeroes between 8 to 15, inclusive"
//	client_max_window_bits: the same; in an offer it may have no value    (RFC 7692 §7.1.2.2)
func judgeDeflate(e *Extension, answer bool) deflateOffer {
	o := deflateOffer{extension: e, Deflate: Deflate{ServerMaxWindowBits: maxBits, ClientMaxWindowBits: maxBits}}
	var seen [4]bool
	for i := range e.Params {
		param := &e.Params[i]
		fault := deflateGood
		which := -1
		switch param.Name.Text {
		case "server_no_context_takeover":
			which, o.ServerNoContextTakeover = 0, true
			fault = flag(param)
		case "client_no_context_takeover":
			which, o.ClientNoContextTakeover = 1, true
			fault = flag(param)
		case "server_max_window_bits":
			which = 2
			fault = bits(param, &o.ServerMaxWindowBits)
		case "client_max_window_bits":
			which = 3
			if !param.Valued && !answer {
				o.bareClientBits = true
				break
			}
			fault = bits(param, &o.ClientMaxWindowBits)
		default:
			fault = deflateUnknown
		}
		if which >= 0 {
			if seen[which] {
				fault = deflateDuplicate
			}
			seen[which] = true
		}
		if fault != deflateGood {
			o.fault, o.at = fault, param
			return o
		}
	}
	return o
}

func flag(p *Param) deflateFault {
	if p.Valued {
		return deflateFlagValue
	}
	return deflateGood
}

func bits(p *Param, into *int) deflateFault {
	if !p.Valued {
		return deflateNoValue
	}
	n := 0
	switch v := p.Value.Text; {
	case len(v) == 1 && head.IsDigit(v[0]):
		n = int(v[0] - '0')
	case len(v) == 2 && v[0] == '1' && head.IsDigit(v[1]):
		n = 10 + int(v[1]-'0')
	}
	if n < minBits || n > maxBits {
		return deflateRange
	}
	*into = n
	return deflateGood
}

// param finds a parameter; nil if it is missing.
func (o *deflateOffer) param(name string) *Param {
	for i := range o.extension.Params {
		if p := &o.extension.Params[i]; p.Name.Text == name {
			return p
		}
	}
	return nil
}

// offersParam reports whether an offer of permessage-deflate has the parameter.
func (m *parsedHead) offersParam(name string) bool {
	for i := range m.deflate {
		if m.deflate[i].param(name) != nil {
			return true
		}
	}
	return false
}

// plain reports whether no other finding explains a parameter of the offer.
func (o *deflateOffer) plain() bool {
	for _, p := range o.extension.Params {
		if p.Quoted || p.Value.Text == "8" {
			return false
		}
	}
	return !o.bareClientBits && o.ServerMaxWindowBits == maxBits
}

// conflict is how an answer contradicts an offer; of several, the first.
type conflict uint8

const (
	noConflict conflict = iota
	clientBitsUnoffered
	clientBitsLarger
	serverBits
	serverTakeover
)

// contradicts compares an answer with one offer (RFC 7692 §7.1.1.1, §7.1.2.1, §7.1.2.2).
func (answer *deflateOffer) contradicts(offer *deflateOffer) conflict {
	switch {
	case answer.param("client_max_window_bits") != nil && offer.param("client_max_window_bits") == nil:
		return clientBitsUnoffered
	case answer.ClientMaxWindowBits > offer.ClientMaxWindowBits && answer.param("client_max_window_bits") != nil:
		return clientBitsLarger
	case offer.param("server_max_window_bits") != nil &&
		(answer.param("server_max_window_bits") == nil || answer.ServerMaxWindowBits > offer.ServerMaxWindowBits):
		return serverBits
	case offer.ServerNoContextTakeover && !answer.ServerNoContextTakeover:
		return serverTakeover
	}
	return noConflict
}

// agreement returns the answer and the valid offer to compare it with: the first that it fits, else the one that it contradicts in
// the latest check. Both are nil if there is nothing to compare.
func (p *pass) agreement() (answer, offer *deflateOffer) {
	if !p.switched() {
		return nil, nil
	}
	return p.agreed(p.head.deflate)
}

// agreed is agreement with the answers as a client has parsed them.
func (p *pass) agreed(answers []deflateOffer) (answer, offer *deflateOffer) {
	if p.req == nil || len(answers) != 1 || answers[0].fault != deflateGood {
		return nil, nil
	}
	answer = &answers[0]
	most := noConflict
	for i := range p.req.deflate {
		o := &p.req.deflate[i]
		if o.fault != deflateGood {
			continue
		}
		switch c := answer.contradicts(o); {
		case c == noConflict:
			return answer, o
		case c > most:
			offer, most = o, c
		}
	}
	if offer == nil {
		return nil, nil
	}
	return answer, offer
}

// conflict returns how the answer contradicts its offer.
func (p *pass) conflict(answer *deflateOffer) conflict {
	_, offer := p.agreement()
	return answer.contradicts(offer)
}
