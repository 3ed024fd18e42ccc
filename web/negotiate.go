package web

import (
	"strconv"
	"strings"
)

// negotiate chooses the content coding of an answer from Accept-Encoding and the available codings, best first. "" means
// the plain bytes, which are acceptable unless refused explicitly, and the most useful answer if nothing is acceptable
// (RFC 9110 §12.5.3).
//
//	Accept-Encoding = [ ( codings [ weight ] ) *( OWS "," OWS ( codings [ weight ] ) ) ]
//	codings         = content-coding / "identity" / "*"
//	weight          = OWS ";" OWS "q=" qvalue
func negotiate(accept string, available ...string) string {
	weights := map[string]float64{}
	for member := range strings.SplitSeq(accept, ",") {
		coding, parameters, _ := strings.Cut(member, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "x-gzip" { // "consider the same as gzip", RFC 9110 §8.4.1.3
			coding = "gzip"
		}
		if coding != "" {
			weights[coding] = qvalue(parameters)
		}
	}
	best, highest := "", 0.0
	for _, coding := range available {
		q, named := weights[coding]
		if !named {
			q = weights["*"]
		}
		if q > highest {
			best, highest = coding, q
		}
	}
	if q, named := weights["identity"]; named && q > highest {
		return ""
	}
	return best
}

// qvalue reads a weight; a faulty one counts as not acceptable.
//
//	qvalue = ( "0" [ "." *3DIGIT ] ) / ( "1" [ "." *3("0") ] )
func qvalue(parameters string) float64 {
	name, value, found := strings.Cut(strings.TrimSpace(parameters), "=")
	if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}

// matches reports whether If-None-Match names this entity tag, by weak comparison (RFC 9110 §13.1.2).
func matches(ifNoneMatch, etag string) bool {
	for member := range strings.SplitSeq(ifNoneMatch, ",") {
		member = strings.TrimSpace(member)
		if member == "*" || strings.TrimPrefix(member, "W/") == etag {
			return true
		}
	}
	return false
}
