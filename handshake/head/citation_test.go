package head

import "testing"

func TestParseCitation(t *testing.T) {
	for place, want := range map[string]string{
		"6455:4.2.1":            "RFC 6455 §4.2.1",
		"6455":                  "RFC 6455",
		"6455:E3150":            "RFC 6455 erratum 3150",
		"WHATWG":                "WebSockets Standard",
		"RFC 9110 §7.8":         "RFC 9110 §7.8",
		"RFC 9110":              "RFC 9110",
		"RFC 6455 erratum 3150": "RFC 6455 erratum 3150",
	} {
		c, ok := ParseCitation(place)
		if !ok || c.String() != want || c.URL() == "" {
			t.Errorf("%q is read as %q, %t; expected %q", place, c, ok, want)
		}
		if again, ok := ParseCitation(c.String()); c.RFC != 0 && (!ok || again != c) {
			t.Errorf("%q does not read back", c)
		}
	}
	for _, place := range []string{"", "RFC", "rfc6455", "6455:Ex", "-1", "https://example.com"} {
		if c, ok := ParseCitation(place); ok {
			t.Errorf("%q is read as %q", place, c)
		}
	}
}
