package handshake

import "upgrade101/handshake/head"

// Exchange is what Inspect judges: the exact bytes of a request, a response, or both.
type Exchange struct {
	Request  string // one request head and what follows it; "" if unknown
	Response string // the answer, with interim ones (1xx); "" if unknown
	HTTP2    bool   // the heads are field lists of HTTP/2 or HTTP/3, pseudo fields first (RFC 8441, 9220)
	URL      string // the address that the client used, as the paste has it; "" if unknown
	Inserted []Inserted
	Pasted   bool    // read from a text, which people keep and share: the rules about secrets in a text apply
	Context  Context // what else the paste shows
}

// Context is what a paste shows about an exchange in addition to the heads; several bits may be set.
type Context uint16

const (
	ContextKeyReused Context = 1 << iota // an earlier request of the same text has the same key
	ContextALPN                          // TLS agreed on HTTP/2
	ContextHTTP3                         // it crossed HTTP/3
	ContextClosed                        // the connection ended right after the answer
	ContextContent                       // the content that the request announces came, and is not in it
	ContextPartial                       // the paste shows only some of the fields of the request
	ContextNothing                       // the paste holds neither a request nor a response
	ContextEmpty                         // the connection ended without a byte of an answer
	ContextDevTools                      // as DevTools show the request: fields in the order of their names, no request line
	ContextSent                          // the request is shown as its client sends it, before any proxy
)

// Inserted is a part of the wire bytes that is not in the pasted text: Read added it.
type Inserted struct {
	Kind InsertedKind
	Side Side // what Span points into: Request or Response
	Span Span
}

// InsertedKind names what Read adds to complete a paste.
type InsertedKind uint8

const (
	InsertedVersion   InsertedKind = iota + 1 // the HTTP version of a start line
	InsertedHost                              // a Host field, taken from the URL
	InsertedStartLine                         // a whole start line: only fields were pasted
	InsertedByClient                          // a field that the client adds by itself and its exporter leaves out
	InsertedEnd                               // the empty line that ends a head, or line ends
	InsertedElided                            // a value that the text leaves out; a placeholder where a handshake needs one
)

// Policy has the choices of an endpoint. The zero Policy is that of the live endpoint: any origin, the first offered
// subprotocol, permessage-deflate as offered.
type Policy struct {
	Subprotocols []string // names this endpoint knows; nil: any name, empty: none
	Origins      []string // origins that may connect, and patterns (origin.go); nil: any
	NoDeflate    bool     // decline permessage-deflate
	NoTakeover   bool     // agree to permessage-deflate without context takeover: each message starts with an empty window
	Date         string   // the Date of a refusal (RFC 9110 §6.6.1); "": no Date field, as from a server without a clock
}

// MaxPolicy bounds the names in each list of a policy from outside: an API, a link, a form.
const MaxPolicy = 256

// TooLong names the list of the policy with more than MaxPolicy names; "" for none.
func (p *Policy) TooLong() string {
	for _, list := range []struct {
		what  string
		names []string
	}{{"subprotocols", p.Subprotocols}, {"origins", p.Origins}} {
		if n := len(list.names); n > MaxPolicy {
			return "the policy lists " + decimal(n) + " " + list.what + "; expected at most " + decimal(MaxPolicy)
		}
	}
	return ""
}

// Side is the part of an exchange that something is about.
type Side uint8

const (
	Request    Side = iota + 1 // the client's head
	Response                   // the server's head
	Either                     // whichever head breaks the rule
	Connection                 // the hops between: proxies, TLS
	Text                       // the pasted text, never on the wire
)

func (s Side) String() string {
	return [...]string{"", "request", "response", "either", "connection", "text"}[s]
}

func (x *Exchange) WasInserted(side Side, at Span) bool {
	for _, f := range x.Inserted {
		if f.Side == side && f.Span.Start <= at.Start && at.End <= f.Span.End {
			return true
		}
	}
	return false
}

// SentKey returns the key of the request, unless Read inserted it.
func (x *Exchange) SentKey() string {
	h := head.ParseRequest(x.Request)
	for i := range h.Fields {
		if f := &h.Fields[i]; f.Known == nameKey && !x.WasInserted(Request, f.Value.Span) {
			return f.Value.Text
		}
	}
	return ""
}

// RequestHead returns the head of the request.
func (x *Exchange) RequestHead() Head {
	if x.HTTP2 {
		return head.ParseFieldList(x.Request)
	}
	return head.ParseRequest(x.Request)
}

// ResponseHead returns the head of the final response.
func (x *Exchange) ResponseHead() Head {
	if x.HTTP2 {
		return head.ParseFieldList(x.Response)
	}
	return head.ParseFinalResponse(x.Response)
}
