package handshake

import "upgrade101/handshake/head"

// The words of package head that the rules use, without its name in front of each. Callers of this package use those
// of package head.

type (
	Citation      = head.Citation
	Extension     = head.Extension
	FaultKind     = head.FaultKind
	Field         = head.Field
	Head          = head.Head
	Param         = head.Param
	Party         = head.Party
	Span          = head.Span
	Strength      = head.Strength
	Token         = head.Token
	extensionList = head.ExtensionList
	name          = head.FieldName
)

const (
	Client                = head.Client
	FaultBareCR           = head.FaultBareCR
	FaultBareLF           = head.FaultBareLF
	FaultBlankBeforeColon = head.FaultBlankBeforeColon
	FaultBlankBeforeFirst = head.FaultBlankBeforeFirst
	FaultControl          = head.FaultControl
	FaultFold             = head.FaultFold
	FaultNUL              = head.FaultNUL
	FaultNameEmpty        = head.FaultNameEmpty
	FaultNameInvalid      = head.FaultNameInvalid
	FaultNoColon          = head.FaultNoColon
	FaultObsText          = head.FaultObsText
	FaultStartLineBlanks  = head.FaultStartLineBlanks
	May                   = head.May
	Must                  = head.Must
	MustNot               = head.MustNot
	Practice              = head.Practice
	Proxy                 = head.Proxy
	Recipient             = head.Recipient
	Sender                = head.Sender
	Server                = head.Server
	Should                = head.Should
	ShouldNot             = head.ShouldNot
	maxFields             = head.MaxRecordedFields
	maxInterim            = head.MaxInterim
	maxMembers            = head.MaxMembers
	nameAccept            = head.NameAccept
	nameAuthorization     = head.NameAuthorization
	nameConnection        = head.NameConnection
	nameContentLength     = head.NameContentLength
	nameCookie            = head.NameCookie
	nameCount             = head.NameCount
	nameExpect            = head.NameExpect
	nameExtensions        = head.NameExtensions
	nameHTTP2Settings     = head.NameHTTP2Settings
	nameHost              = head.NameHost
	nameKey               = head.NameKey
	nameOrigin            = head.NameOrigin
	nameOther             = head.NameOther
	nameProtocol          = head.NameProtocol
	nameTransferEncoding  = head.NameTransferEncoding
	nameUpgrade           = head.NameUpgrade
	nameVersion           = head.NameVersion
)

var (
	known       = head.FieldNames
	pseudoNames = head.PseudoNames
)

func appendMembers(members []Token, raw string, value Token) []Token {
	return head.AppendMembers(members, raw, value)
}

func areTokens(list []Token) bool { return head.AreTokens(list) }

func cite(places ...string) []Citation { return head.Cite(places...) }

func decimal(n int) string { return head.Decimal(n) }

func equalFold(a string, b string) bool { return head.EqualFold(a, b) }

func has(list []Token, member string) bool { return head.Contains(list, member) }

func hasPrefixFold(s string, prefix string) bool { return head.HasPrefixFold(s, prefix) }

func hexOctet(c byte) string { return head.HexOctet(c) }

func isBlank(c byte) bool { return head.IsBlank(c) }

func isDigit(c byte) bool { return head.IsDigit(c) }

func isToken(s string) bool { return head.IsToken(s) }

func isTokenChar(c byte) bool { return head.IsTokenChar(c) }

func lower(c byte) byte { return head.Lower(c) }

func lowered(s string) string { return head.Lowered(s) }

func nameOf(s string) name { return head.FieldNameOf(s) }

func parseExtensions(value Token, members []Extension) ([]Extension, *head.ExtensionFault) {
	return head.ParseExtensions(value, members)
}

func parseFinal(raw string) Head { return head.ParseFinalResponse(raw) }

func plainOf(c rune) (plain string, ok bool) { return head.Plain(c) }

func quote(s string) string { return head.Quote(s) }

func quoteOctets(s string) string { return head.QuoteOctets(s) }

func readExtensions(h *Head) extensionList { return head.ReadExtensions(h) }

func trimBlanks(s string, start int, end int) (int, int) { return head.TrimBlanks(s, start, end) }
