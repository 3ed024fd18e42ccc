package handshake

import "upgrade101/handshake/head"

// Exchange is what there is to judge: the exact bytes of a request, a response, or both.
type Exchange struct {
	Request  string // one request head and whatever follows it; "" when not known
	Response string // the answer, interim answers (1xx) included; "" when not known
	HTTP2    bool   // the heads are field lists of HTTP/2 or HTTP/3, pseudo fields first (RFC 8441, 9220)
	URL      string // where the client meant to connect, as the source wrote it; "" when only heads are known
	Inserted []Inserted
	Pasted   bool    // Read took it out of a text, which people keep and share: the rules about secrets in a text apply
	Context  Context // what its source says besides
}

// Context is what a source tells of an exchange that no head holds; several bits may be set.
type Context uint16

const (
	ContextKeyReused Context = 1 << iota // an earlier request of the same text has the same key
	ContextALPN                          // TLS agreed on HTTP/2
	ContextHTTP3                         // it crossed HTTP/3
	ContextClosed                        // the connection ended right after the answer
	ContextContent                       // the content that the request announces came, and is not in it
	ContextPartial                       // the source shows only some of the fields of the request
	ContextNothing                       // the source holds neither a request nor a response
	ContextEmpty                         // the connection ended without a byte of an answer
	ContextView                          // a browser's view of the request: fields in the order of their names, no request line
)

// Inserted is a part of the wire bytes that the pasted text did not hold and Read added.
type Inserted struct {
	Kind InsertedKind
	Side Side // Request or Response: which head Span points into
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

// Policy is what an endpoint decides for itself. The zero Policy is that of the live endpoint:
// any origin, the first offered subprotocol whatever its name, permessage-deflate as offered.
type Policy struct {
	Subprotocols []string // names this endpoint knows; nil: any name, empty: none
	Origins      []string // origins that may connect, and patterns (origin.go); nil: any
	NoDeflate    bool     // decline permessage-deflate
	NoTakeover   bool     // agree to permessage-deflate without context takeover: each message starts with an empty window
	Date         string   // the Date of a refusal (RFC 9110 §6.6.1); "": no Date field, as from a server without a clock
}

// MaxPolicy is how many names each list of a policy may hold where it comes from outside: an API, a link, a form.
const MaxPolicy = 256

// TooLong says which list of the policy holds more than MaxPolicy names; "" where none does.
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

// Side says whose part of an exchange is meant.
type Side uint8

const (
	Request    Side = iota + 1 // the client's head
	Response                   // the server's head
	Either                     // whichever head breaks the rule
	Connection                 // the hops between: proxies, TLS
	Text                       // what was pasted, never on the wire
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

// SentKey is the key of the request, unless Read put it there.
func (x *Exchange) SentKey() string {
	h := head.ParseRequest(x.Request)
	for i := range h.Fields {
		if f := &h.Fields[i]; f.Known == nameKey && !x.WasInserted(Request, f.Value.Span) {
			return f.Value.Text
		}
	}
	return ""
}

// RequestHead is the head of the request.
func (x *Exchange) RequestHead() Head {
	if x.HTTP2 {
		return head.ParseFieldList(x.Request)
	}
	return head.ParseRequest(x.Request)
}

// ResponseHead is the head of the final response.
func (x *Exchange) ResponseHead() Head {
	if x.HTTP2 {
		return head.ParseFieldList(x.Response)
	}
	return head.ParseFinalResponse(x.Response)
}
