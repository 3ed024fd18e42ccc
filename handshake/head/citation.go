package head

import (
	"strconv"
	"strings"
)

// Citation names the source of a requirement.
type Citation struct {
	RFC     int    // number of the RFC; 0 for another source
	Section string // section, "4.2.1"; "" for the whole source
	Erratum int    // verified erratum of that RFC; 0 for none
	Name    string // of another source: its name
	Link    string // of another source: its address
}

// String returns the long form: "RFC 6455 §4.2.1".
func (c Citation) String() string {
	s := c.Name
	if c.RFC != 0 {
		s = "RFC " + strconv.Itoa(c.RFC)
	}
	if c.Erratum != 0 {
		return s + " erratum " + strconv.Itoa(c.Erratum)
	}
	switch {
	case c.Section == "":
	case c.Section[0] >= 'A':
		s += " Appendix " + c.Section
	default:
		s += " §" + c.Section
	}
	return s
}

// URL returns the address of the section.
func (c Citation) URL() string {
	switch {
	case c.RFC == 0:
		return c.Link
	case c.Erratum != 0:
		return "https://www.rfc-editor.org/errata/eid" + strconv.Itoa(c.Erratum)
	case c.Section == "":
		return "https://www.rfc-editor.org/rfc/rfc" + strconv.Itoa(c.RFC)
	case c.Section[0] >= 'A':
		return "https://www.rfc-editor.org/rfc/rfc" + strconv.Itoa(c.RFC) + "#appendix-" + c.Section
	}
	return "https://www.rfc-editor.org/rfc/rfc" + strconv.Itoa(c.RFC) + "#section-" + c.Section
}

// sources are the sources other than RFCs, by their short name in ParseCitation.
var sources = map[string]Citation{
	"WHATWG":          {Name: "WebSockets Standard", Link: "https://websockets.spec.whatwg.org/"},
	"mixed-content":   {Name: "Mixed Content", Link: "https://www.w3.org/TR/mixed-content/"},
	"hixie-75":        {Name: "draft-hixie-thewebsocketprotocol-75", Link: "https://datatracker.ietf.org/doc/html/draft-hixie-thewebsocketprotocol-75"},
	"hixie-76":        {Name: "draft-hixie-thewebsocketprotocol-76", Link: "https://datatracker.ietf.org/doc/html/draft-hixie-thewebsocketprotocol-76"},
	"webtransport-h3": {Name: "draft-ietf-webtrans-http3", Link: "https://datatracker.ietf.org/doc/draft-ietf-webtrans-http3/"},
	"webtransport-h2": {Name: "draft-ietf-webtrans-http2", Link: "https://datatracker.ietf.org/doc/draft-ietf-webtrans-http2/"},
	"hybi-10":         {Name: "draft-ietf-hybi-thewebsocketprotocol-10", Link: "https://datatracker.ietf.org/doc/html/draft-ietf-hybi-thewebsocketprotocol-10"},
	"SameSite":        {Name: "draft-ietf-httpbis-rfc6265bis", Link: "https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/"},
	"URL":             {Name: "URL Standard", Link: "https://url.spec.whatwg.org/"},
	"IANA-websocket":  {Name: "IANA WebSocket registries", Link: "https://www.iana.org/assignments/websocket/"},
	"IANA":            {Name: "IANA upgrade token registry", Link: "https://www.iana.org/assignments/http-upgrade-tokens/"},
}

// Cite parses citations as ParseCitation does. One that does not parse has neither RFC nor link, which the tests of the rules
// report.
func Cite(places ...string) []Citation {
	cites := make([]Citation, len(places))
	for i, place := range places {
		cites[i], _ = ParseCitation(place)
	}
	return cites
}

// ParseCitation parses a citation in short form, "6455:4.2.1", "6455:E3150" for an erratum, or "WHATWG" for a name in sources; or
// in the long form of String, "RFC 6455 §4.2.1". ok is false for any other text.
func ParseCitation(place string) (c Citation, ok bool) {
	doc, section, _ := strings.Cut(place, ":")
	if long, ok := strings.CutPrefix(place, "RFC "); ok {
		doc, section, _ = strings.Cut(long, " ")
		section = strings.TrimPrefix(section, "§")
		if number, ok := strings.CutPrefix(section, "erratum "); ok {
			section = "E" + number
		}
	}
	if c, ok := sources[doc]; ok {
		c.Section = section
		return c, true
	}
	rfc, err := strconv.Atoi(doc)
	if err != nil || rfc <= 0 {
		return Citation{Section: section}, false
	}
	if number, ok := strings.CutPrefix(section, "E"); ok {
		erratum, err := strconv.Atoi(number)
		return Citation{RFC: rfc, Erratum: erratum}, err == nil
	}
	return Citation{RFC: rfc, Section: section}, true
}
