package cause

import (
	"strings"

	"upgrade101/handshake"
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
	r, url := f.request(), f.Report.Exchange.URL
	if url == "" {
		url = f.values["url"]
	}
	if url == "" && r != nil {
		url = "https://" + field(r, "Host") + r.Target.Text
		if f.Report.Exchange.HTTP2 {
			url = "https://" + field(r, ":authority") + field(r, ":path")
		}
	}
	host, path := split(url)
	if host == "" || path == "" {
		return ""
	}
	if i := strings.IndexByte(url, '?'); i > 0 {
		path += url[i:]
	}
	asked := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\n"
	missing := "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" // the key of RFC 6455 §1.3
	if r != nil {
		for i := range r.Fields {
			x := &r.Fields[i]
			name := lower(x.Name.Text)
			if name == "" || name[0] == ':' || strings.Contains(unsent, " "+name+" ") || name == "user-agent" && strings.HasPrefix(x.Value.Text, "curl/") {
				continue
			}
			asked += x.Name.Text + ": " + x.Value.Text + "\r\n"
			if name == "upgrade" && lower(x.Value.Text) != "websocket" {
				missing = ""
			}
			if at := strings.Index(lower(missing), name+": "); at >= 0 {
				missing = missing[:at] + missing[at+strings.IndexByte(missing[at:], '\n')+1:]
			}
		}
	}
	x := handshake.Exchange{Request: asked + missing + "\r\n", URL: url}
	return strings.NewReplacer(" \\\n  -H 'User-Agent:'", "", " \\\n  -H 'Accept:'", "").Replace(strings.TrimSuffix(export.WithSecrets(x, export.FormCurl), "\n"))
}

// unsent are fields that are written anew, and one that curl sends by itself, as it does its User-Agent.
const unsent = " host connection keep-alive transfer-encoding accept "

// otherVersions removes the options of curl that ask for a version of HTTP.
var otherVersions = strings.NewReplacer(" --http2-prior-knowledge ", " ", " --http2 ", " ", " --http3-only ", " ", " --http3 ", " ", " --http1.1 ", " ")
