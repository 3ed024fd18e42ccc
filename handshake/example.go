package handshake

import (
	"strings"

	"upgrade101/handshake/accept"
)

// Example is an exchange to show and to test with. Broken ones are edits of a good one:
// good.without("Host").
type Example struct {
	Request  string // wire bytes
	Response string // wire bytes; "" when it takes only a request
	HTTP2    bool
	Policy   Policy

	// For rules about pastes: the text, and what reading it gives besides the bytes above.
	Paste    string
	URL      string
	Context  Context
	Inserted []Inserted
}

// Exchange is the example as something to inspect.
func (e Example) Exchange() Exchange {
	return Exchange{Request: e.Request, Response: e.Response, HTTP2: e.HTTP2,
		URL: e.URL, Context: e.Context, Inserted: e.Inserted, Pasted: e.Paste != ""}
}

// good is a handshake that breaks no rule.
var good = Example{Request: "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"Origin: https://server.example.com\r\n\r\n"}

// answered is good with the 101 that completes it.
var answered = good.reply("HTTP/1.1 101 Switching Protocols\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: " + accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept + "\r\n\r\n")

// Good is the exchange that every broken example is an edit of. It raises no finding.
func Good() Example { return answered }

// line replaces the request line.
func (e Example) line(text string) Example {
	e.Request = setStartLine(e.Request, text)
	return e
}

// with sets a request field: its first line gets the value, or a line is added.
func (e Example) with(name, value string) Example {
	e.Request = setField(e.Request, name, value)
	return e
}

// add appends a field line to the request.
func (e Example) add(name, value string) Example {
	e.Request = addLine(e.Request, name+": "+value)
	return e
}

// without removes a request field.
func (e Example) without(names ...string) Example {
	for _, name := range names {
		e.Request = removeField(e.Request, name)
	}
	return e
}

// swap replaces bytes of the request.
func (e Example) swap(old, new string) Example {
	e.Request = strings.Replace(e.Request, old, new, 1)
	return e
}

// then appends bytes after the request head.
func (e Example) then(rest string) Example {
	e.Request += rest
	return e
}

// under sets the policy.
func (e Example) under(p Policy) Example {
	e.Policy = p
	return e
}

// reply sets the whole response.
func (e Example) reply(raw string) Example {
	e.Response = raw
	return e
}

// replyLine replaces the status line.
func (e Example) replyLine(text string) Example {
	e.Response = setStartLine(e.Response, text)
	return e
}

// replyWith sets a response field.
func (e Example) replyWith(name, value string) Example {
	e.Response = setField(e.Response, name, value)
	return e
}

// replyAdd appends a field line to the response.
func (e Example) replyAdd(name, value string) Example {
	e.Response = addLine(e.Response, name+": "+value)
	return e
}

// replyWithout removes a response field.
func (e Example) replyWithout(names ...string) Example {
	for _, name := range names {
		e.Response = removeField(e.Response, name)
	}
	return e
}

// replyThen appends bytes after the response head.
func (e Example) replyThen(rest string) Example {
	e.Response += rest
	return e
}

// readFrom says which text the exchange is read from.
func (e Example) readFrom(text string) Example {
	e.Paste = text
	return e
}

// asText says that the request itself was pasted.
func (e Example) asText() Example { return e.readFrom(e.Request) }

// from says which address the text names.
func (e Example) from(url string) Example {
	e.URL = url
	return e
}

// inContext says what the text tells besides the heads.
func (e Example) inContext(context Context) Example {
	e.Context |= context
	return e
}

// inserted says that a part of the request is not in the text.
func (e Example) inserted(what InsertedKind, part string) Example {
	start := strings.Index(e.Request, part)
	e.Inserted = append(e.Inserted[:len(e.Inserted):len(e.Inserted)], Inserted{what, Request, Span{Start: start, End: start + len(part)}})
	return e
}

func setStartLine(head, text string) string {
	_, rest, _ := strings.Cut(head, "\r\n")
	return text + "\r\n" + rest
}

// fieldAt finds the line of a field: its start, and the start of the next line; -1 if there is none.
func fieldAt(head, name string) (start, next int) {
	start = strings.Index(head, "\r\n"+name+":")
	if start < 0 {
		return -1, -1
	}
	start += 2
	return start, start + strings.Index(head[start:], "\r\n") + 2
}

func setField(head, name, value string) string {
	start, next := fieldAt(head, name)
	if start < 0 {
		return addLine(head, name+": "+value)
	}
	return head[:start] + name + ": " + value + "\r\n" + head[next:]
}

func removeField(head, name string) string {
	start, next := fieldAt(head, name)
	if start < 0 {
		return head
	}
	return head[:start] + head[next:]
}

func addLine(head, line string) string {
	end := strings.Index(head, "\r\n\r\n") + 2
	return head[:end] + line + "\r\n" + head[end:]
}
