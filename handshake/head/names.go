package head

// FieldName is a field name that a rule needs; 0 is any other.
type FieldName uint8

const (
	NameOther FieldName = iota
	NameHost
	NameConnection
	NameUpgrade
	NameKey
	NameVersion
	NameProtocol
	NameExtensions
	NameAccept
	NameOrigin
	NameContentLength
	NameTransferEncoding
	NameExpect
	NameCookie
	NameAuthorization
	NameHTTP2Settings
	NameCount
)

// FieldNames are the spellings of the names in RFC 6455 and RFC 9110.
var FieldNames = [NameCount]string{
	NameHost:             "Host",
	NameConnection:       "Connection",
	NameUpgrade:          "Upgrade",
	NameKey:              "Sec-WebSocket-Key",
	NameVersion:          "Sec-WebSocket-Version",
	NameProtocol:         "Sec-WebSocket-Protocol",
	NameExtensions:       "Sec-WebSocket-Extensions",
	NameAccept:           "Sec-WebSocket-Accept",
	NameOrigin:           "Origin",
	NameContentLength:    "Content-Length",
	NameTransferEncoding: "Transfer-Encoding",
	NameExpect:           "Expect",
	NameCookie:           "Cookie",
	NameAuthorization:    "Authorization",
	NameHTTP2Settings:    "HTTP2-Settings",
}

// FieldNameOf returns the FieldName of a name, ignoring case; 0 for any other.
func FieldNameOf(s string) FieldName {
	for n := NameOther + 1; n < NameCount; n++ {
		if len(FieldNames[n]) == len(s) && EqualFold(FieldNames[n], s) {
			return n
		}
	}
	return NameOther
}

// IsCommonField reports whether requests or answers of a handshake commonly have the field.
func IsCommonField(name string) bool {
	if name == "" || name[0] != ':' && (name[0]|0x20 < 'a' || name[0]|0x20 > 'z') {
		return false
	}
	if FieldNameOf(name) != NameOther || HasPrefixFold(name, "Sec-") {
		return true
	}
	for _, n := range commonFields {
		if EqualFold(n, name) {
			return true
		}
	}
	return false
}

var commonFields = []string{"User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "Pragma", "Referer", "Date",
	"Server", "Set-Cookie", "Content-Type", "Via", "X-Forwarded-For", "X-Real-IP", "Proxy-Authorization", "DNT",
	":method", ":path", ":scheme", ":authority", ":protocol", ":status"}

var PseudoNames = []string{":method", ":path", ":scheme", ":authority", ":protocol", ":status"}
