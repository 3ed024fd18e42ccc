package web

import (
	"net/http"
	"strings"

	"upgrade101/handshake"
)

// paste reads text as people copy it.
func (in *input) paste(text string) {
	in.exact(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n"), "")
}

// policyOf reads the policy from the query of a call.
func policyOf(r *http.Request) handshake.Policy {
	return handshake.Policy{NoDeflate: r.URL.Query().Get("deflate") == "off"}
}
