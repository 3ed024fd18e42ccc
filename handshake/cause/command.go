package cause

import (
	"strings"

	"upgrade101/handshake/export"
	"upgrade101/handshake/paste"
)

// maxCommand bounds the bytes of a pasted command that is written anew.
const maxCommand = 4 << 10

// commandOf returns the curl command in a pasted text that sent a request; "" for none. A trace replaces the exchange of its command,
// which precedes it.
func commandOf(text string, p *paste.Paste, request string) string {
	command := ""
	for i := range p.Parts {
		part := &p.Parts[i]
		sent := part.Exchange >= 0 && p.Exchanges[part.Exchange].Request == request
		if at := part.Span; part.Kind == paste.PartCommand && at.Start >= 0 && at.End <= len(text) && (sent || part.Exchange < 0) {
			if c := text[at.Start:at.End]; len(c) <= maxCommand && strings.HasPrefix(c, "curl ") {
				command = c
			}
		}
		if sent {
			break
		}
	}
	return command
}

// curlOverHTTP1 returns a command that asks again, over HTTP/1.1: the pasted one corrected, or one that sends the request's fields;
// "" where neither is known.
func (f *facts) curlOverHTTP1() string {
	if f.Command != "" {
		return "curl --http1.1" + otherVersions.Replace(strings.TrimPrefix(f.Command, "curl"))
	}
	x := f.Report.Exchange
	if x.URL == "" {
		x.URL = f.values["url"]
	}
	return export.CurlOverHTTP1(x)
}

// asksAgain reports whether a message names the address and nothing shows the answer, so that a command can fetch it.
func (f *facts) asksAgain() bool { return f.values["url"] != "" && !f.is["response"] }

// otherVersions removes the options of curl that ask for a version of HTTP.
var otherVersions = strings.NewReplacer(" --http2-prior-knowledge ", " ", " --http2 ", " ", " --http3-only ", " ", " --http3 ", " ", " --http1.1 ", " ")
