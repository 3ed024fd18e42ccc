package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readJSON reads JSON that contains requests: a HAR log or one of its entries, the fields that Firefox copies, and
// records of a request in the logs of servers and gateways.
func readJSON(r *reader) bool {
	start := len(r.body) - len(strings.TrimLeft(r.body, " \t\n"))
	if start == len(r.body) || r.body[start] != '{' && r.body[start] != '[' {
		return false
	}
	if !strings.Contains(r.body, `"request"`) && !strings.Contains(r.body, `"headers"`) && !strings.Contains(r.body, `"entries"`) {
		return false
	}
	l := literals{r: r, at: start}
	v := l.value(0)
	entries := v.get("log").get("entries")
	if entries == nil {
		entries = v.get("entries")
	}
	switch {
	case entries != nil:
		r.entries(entries)
	case v.get("request").get("headers") != nil && v.get("request").get("url") != nil:
		r.entry(v)
	case len(v.items) > 0 && v.items[0].key == nil && v.items[0].value.get("request").get("url") != nil:
		r.entries(v)
	default:
		return r.record(v)
	}
	r.Format = FormatHAR
	return len(r.Exchanges) > 0
}

// entries reads the WebSocket entries of a log, or all entries of a log that has none.
func (r *reader) entries(list *literal) {
	any := false
	for _, i := range list.items {
		if isSocketEntry(i.value) {
			r.entry(i.value)
			any = true
		}
	}
	if any {
		r.chooseUpgrade()
		return
	}
	for _, i := range list.items {
		if i.value.get("request") != nil {
			r.entry(i.value)
		}
	}
	r.chooseUpgrade()
}

func isSocketEntry(e *literal) bool {
	url := e.get("request").get("url").str()
	return e.get("response").get("status").str() == "101" || e.get("_resourceType").str() == "websocket" ||
		head.HasPrefixFold(url, "ws:") || head.HasPrefixFold(url, "wss:")
}

// entry builds the exchange of one HAR entry. Without a status, or with 0, there is no response: browsers write 0 for a
// request without an answer. Entries beyond the bounds of paste.go are dropped by
// exchange (headwriter.go).
func (r *reader) entry(e *literal) {
	q, a := e.get("request"), e.get("response")
	url := q.get("url")
	method := q.get("method").bit()
	if method.text == "" {
		method = inserted(handshake.InsertedByClient, "GET")
	}
	r.recordVersion(q.get("httpVersion").str())
	fields := q.get("headers").asFields()
	http2 := len(fields) > 0 && strings.HasPrefix(fields[0].fieldName(), ":")
	var request *headBuilder
	if http2 {
		request = &headBuilder{fields: fields}
	} else {
		request, _ = r.request(method, url.bit())
		if v := q.get("httpVersion").bit(); head.HasPrefixFold(v.text, "HTTP/1.") {
			v.text = strings.ToUpper(v.text)
			request.start[2] = v
		}
		request.give(fields)
		if v := q.get("httpVersion").str(); v == "h2" || v == "h3" || strings.HasPrefix(v, "HTTP/2") || strings.HasPrefix(v, "HTTP/3") {
			http2 = true
			address, _ := head.SplitAddress(url.str())
			request = request.http2(address)
		}
		if isSocketEntry(e) && !http2 && len(fields) == 0 {
			r.handshake(request)
		}
	}
	var response *headBuilder
	if status := a.get("status").bit(); status.text != "" && status.text != "0" {
		answers := a.get("headers").asFields()
		response = &headBuilder{fields: answers}
		switch {
		case http2 && (len(answers) == 0 || answers[0].fieldName() != ":status"):
			response.fields = append([]fieldBuilder{{name: inserted(handshake.InsertedStartLine, ":status"), value: status}}, answers...)
		case !http2:
			version := inserted(handshake.InsertedVersion, "HTTP/1.1")
			if v := a.get("httpVersion").bit(); head.HasPrefixFold(v.text, "HTTP/1.") {
				v.text = strings.ToUpper(v.text)
				version = v
			}
			response.start = []piece{version, status}
			if reason := a.get("statusText").bit(); reason.text != "" {
				response.start = append(response.start, reason)
			}
		}
	}
	r.exchange(request, response, http2, url.str())
}

// record reads a logged request: an object with fields, perhaps with method and url; or what Firefox copies: objects
// named "Request Headers" and "Response Headers".
func (r *reader) record(v *literal) bool {
	var request, response []fieldBuilder
	for _, i := range v.items {
		if i.key == nil {
			continue
		}
		switch name := strings.ToLower(i.key.text); {
		case strings.HasPrefix(name, "request headers"):
			request = i.value.get("headers").asFields()
		case strings.HasPrefix(name, "response headers"):
			response = i.value.get("headers").asFields()
		}
	}
	if request != nil || response != nil {
		r.Format = FormatDevTools
		r.fields(request, response)
		return true
	}
	fields := v.get("headers", "header", "requestHeaders", "request_headers").asFields()
	if len(fields) == 0 {
		return false
	}
	r.Format = FormatDump
	url, method := v.get("url", "uri", "path", "rawPath"), v.get("method", "httpMethod").bit()
	if url.str() == "" {
		r.fields(fields, nil)
		return true
	}
	if method.text == "" {
		method = inserted(handshake.InsertedByClient, "GET")
	}
	d, _ := r.request(method, url.bit())
	d.give(fields)
	r.exchange(d, nil, false, url.str())
	return true
}

// fields builds an exchange from fields alone and adds the start lines.
func (r *reader) fields(request, response []fieldBuilder) {
	var q, a *headBuilder
	http2 := false
	if len(request) > 0 {
		q = &headBuilder{fields: request}
		if http2 = strings.HasPrefix(request[0].fieldName(), ":"); !http2 {
			q.start = []piece{inserted(handshake.InsertedStartLine, "GET"), inserted(handshake.InsertedStartLine, "/"), inserted(handshake.InsertedStartLine, "HTTP/1.1")}
		}
	}
	if len(response) > 0 {
		a = &headBuilder{fields: response}
		if http2 = http2 || response[0].fieldName() == ":status"; !http2 {
			a.start = []piece{inserted(handshake.InsertedStartLine, "HTTP/1.1"), inserted(handshake.InsertedStartLine, "101"), inserted(handshake.InsertedStartLine, handshake.ReasonPhrases[101])}
		}
	}
	r.exchange(q, a, http2, "")
}
