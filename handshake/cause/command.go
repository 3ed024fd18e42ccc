package cause

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/export"
	"upgrade101/handshake/head"
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
		command := f.Command
		for _, option := range []string{" --http2-prior-knowledge", " --http2", " --http3-only", " --http3", " --http1.1"} {
			command = strings.ReplaceAll(command, option+" ", " ")
		}
		return "curl --http1.1" + strings.TrimPrefix(command, "curl")
	}
	url := f.Report.Exchange.URL
	if url == "" {
		url = f.values["url"]
	}
	r := f.request()
	host, path := split(url)
	if r != nil && host == "" {
		if host, path = field(r, "Host"), r.Target.Text; f.Report.Exchange.HTTP2 {
			host, path = field(r, ":authority"), field(r, ":path")
		}
	}
	if host == "" || path == "" || path[0] != '/' {
		return ""
	}
	if url == "" {
		url = "https://" + host + path
	}
	var b strings.Builder
	b.WriteString("GET " + path + " HTTP/1.1" + head.CRLF + "Host: " + host + head.CRLF)
	given := map[string]bool{}
	if r != nil {
		for _, x := range r.Fields {
			switch name := lower(x.Name.Text); name {
			case "", "host", "connection", "keep-alive", "proxy-connection", "transfer-encoding":
			default:
				if name[0] != ':' {
					b.WriteString(x.Name.Text + ": " + x.Value.Text + head.CRLF)
					given[name] = true
				}
			}
		}
	}
	for _, x := range [][2]string{{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", sampleKey}} {
		if !given[lower(x[0])] {
			b.WriteString(x[0] + ": " + x[1] + head.CRLF)
		}
	}
	command := ""
	for line := range strings.Lines(export.WithSecrets(handshake.Exchange{Request: b.String() + head.CRLF, URL: url}, export.FormCurl)) {
		if low := lower(line); !strings.HasPrefix(low, "  -h 'user-agent: curl/") && !strings.HasPrefix(low, "  -h 'accept: */*'") && !strings.HasPrefix(low, "  -h user-agent:") && !strings.HasPrefix(low, "  -h accept:") {
			command += line // curl sends these two by itself
		}
	}
	return strings.TrimSuffix(command, "\n")
}

// sampleKey is the one of RFC 6455 §1.3.
const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="
