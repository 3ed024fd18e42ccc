package handshake

import "upgrade101/handshake/head"

// Names of package head that nearly every rule uses, without the qualifier; the others are qualified.

type (
	Citation  = head.Citation
	Extension = head.Extension
	Field     = head.Field
	Head      = head.Head
	Param     = head.Param
	Party     = head.Party
	Span      = head.Span
	Strength  = head.Strength
	Token     = head.Token
)

const (
	Client    = head.Client
	Proxy     = head.Proxy
	Recipient = head.Recipient
	Sender    = head.Sender
	Server    = head.Server

	May       = head.May
	Must      = head.Must
	MustNot   = head.MustNot
	Practice  = head.Practice
	Should    = head.Should
	ShouldNot = head.ShouldNot

	nameAccept           = head.NameAccept
	nameAuthorization    = head.NameAuthorization
	nameConnection       = head.NameConnection
	nameContentLength    = head.NameContentLength
	nameCookie           = head.NameCookie
	nameExpect           = head.NameExpect
	nameExtensions       = head.NameExtensions
	nameHTTP2Settings    = head.NameHTTP2Settings
	nameHost             = head.NameHost
	nameKey              = head.NameKey
	nameOrigin           = head.NameOrigin
	nameProtocol         = head.NameProtocol
	nameTransferEncoding = head.NameTransferEncoding
	nameUpgrade          = head.NameUpgrade
	nameVersion          = head.NameVersion
)

func cite(places ...string) []Citation { return head.Cite(places...) }

func decimal(n int) string { return head.Decimal(n) }

// octets says a number of bytes.
func octets(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return decimal(n) + " bytes"
}

func equalFold(a, b string) bool { return head.EqualFold(a, b) }

func quote(s string) string { return head.Quote(s) }
