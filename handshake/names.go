package handshake

// name is a field name that some rule asks for; 0 is any other.
type name uint8

const (
	nameOther name = iota
	nameHost
	nameConnection
	nameUpgrade
	nameKey
	nameVersion
	nameProtocol
	nameExtensions
	nameAccept
	nameOrigin
	nameContentLength
	nameTransferEncoding
	nameExpect
	nameCookie
	nameAuthorization
	nameHTTP2Settings
	nameCount
)

// known pairs each name with its spelling in RFC 6455 and RFC 9110.
var known = [nameCount]string{
	nameHost:             "Host",
	nameConnection:       "Connection",
	nameUpgrade:          "Upgrade",
	nameKey:              "Sec-WebSocket-Key",
	nameVersion:          "Sec-WebSocket-Version",
	nameProtocol:         "Sec-WebSocket-Protocol",
	nameExtensions:       "Sec-WebSocket-Extensions",
	nameAccept:           "Sec-WebSocket-Accept",
	nameOrigin:           "Origin",
	nameContentLength:    "Content-Length",
	nameTransferEncoding: "Transfer-Encoding",
	nameExpect:           "Expect",
	nameCookie:           "Cookie",
	nameAuthorization:    "Authorization",
	nameHTTP2Settings:    "HTTP2-Settings",
}

// nameOf recognises a field name, without case.
func nameOf(s string) name {
	for n := nameOther + 1; n < nameCount; n++ {
		if len(known[n]) == len(s) && equalFold(known[n], s) {
			return n
		}
	}
	return nameOther
}
