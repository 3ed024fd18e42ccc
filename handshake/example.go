package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// Example is an exchange for documentation and tests. Broken ones are edits of a good one: good.without("Host").
type Example struct {
	Request  string // wire bytes
	Response string // wire bytes; "" for a request alone
	HTTP2    bool
	Policy   Policy

	// For rules about pastes: the text, and what reading it gives in addition to the bytes.
	Paste    string
	URL      string
	Context  Context
	Inserted []Inserted
}

// Exchange returns the exchange, for Inspect.
func (e *Example) Exchange() Exchange {
	return Exchange{Request: e.Request, Response: e.Response, HTTP2: e.HTTP2,
		URL: e.URL, Context: e.Context, Inserted: e.Inserted, Pasted: e.Paste != ""}
}

// good is a handshake that breaks no rule.
var good = &Example{Request: "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"Origin: https://server.example.com\r\n\r\n"}

// answered is good with the 101 that completes it.
var answered = good.answer("HTTP/1.1 101 Switching Protocols\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: " + accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept + "\r\n\r\n")

// Good returns the exchange of which most broken examples are edits. It raises no finding.
func Good() *Example { return answered.answer(answered.Response) }

// asking sets the whole request. Like every edit, it returns a new example.
func (e *Example) asking(raw string) *Example {
	c := *e
	c.Request = raw
	return &c
}

// line replaces the request line.
func (e *Example) line(text string) *Example { return e.asking(setStartLine(e.Request, text)) }

// with sets a request field: its first line gets the value, or a line is added.
func (e *Example) with(name, value string) *Example {
	return e.asking(setField(e.Request, name, value))
}

// add appends a field line to the request.
func (e *Example) add(name, value string) *Example {
	return e.asking(addField(e.Request, name, value))
}

// without removes a request field.
func (e *Example) without(names ...string) *Example { return e.asking(removeFields(e.Request, names)) }

// swap replaces bytes of the request: for mistakes that are not the edit of a field.
func (e *Example) swap(old, new string) *Example {
	return e.asking(strings.Replace(e.Request, old, new, 1))
}

// then appends bytes after the request head.
func (e *Example) then(rest string) *Example { return e.asking(e.Request + rest) }

// answer sets the whole response.
func (e *Example) answer(raw string) *Example {
	c := *e
	c.Response = raw
	return &c
}

// answerLine replaces the status line.
func (e *Example) answerLine(text string) *Example { return e.answer(setStartLine(e.Response, text)) }

// answerWith sets a response field.
func (e *Example) answerWith(name, value string) *Example {
	return e.answer(setField(e.Response, name, value))
}

// answerAdd appends a field line to the response.
func (e *Example) answerAdd(name, value string) *Example {
	return e.answer(addField(e.Response, name, value))
}

// answerWithout removes a response field.
func (e *Example) answerWithout(names ...string) *Example {
	return e.answer(removeFields(e.Response, names))
}

// answerThen appends bytes after the response head.
func (e *Example) answerThen(rest string) *Example { return e.answer(e.Response + rest) }

// under sets the policy.
func (e *Example) under(p Policy) *Example {
	c := *e
	c.Policy = p
	return &c
}

// readFrom sets the text that the exchange is read from.
func (e *Example) readFrom(text string) *Example {
	c := *e
	c.Paste = text
	return &c
}

// asText makes the request itself the pasted text.
func (e *Example) asText() *Example { return e.readFrom(e.Request) }

// from sets the address that the text has.
func (e *Example) from(url string) *Example {
	c := *e
	c.URL = url
	return &c
}

// inContext adds what the text shows in addition to the heads.
func (e *Example) inContext(context Context) *Example {
	c := *e
	c.Context |= context
	return &c
}

// inserted marks a part of the request that is not in the text.
func (e *Example) inserted(what InsertedKind, part string) *Example {
	c := *e
	start := strings.Index(e.Request, part)
	c.Inserted = append(e.Inserted[:len(e.Inserted):len(e.Inserted)], Inserted{what, Request, Span{Start: start, End: start + len(part)}})
	return &c
}

func setStartLine(raw, text string) string {
	return head.Edit{Span: head.ParseRequest(raw).Line, Text: text}.Apply(raw)
}

// fieldOf returns the index of the first field with exactly this name; -1 if there is none. It parses a head of any kind, with the start
// line as the first line.
func fieldOf(raw, name string) (h Head, i int) {
	h = head.ParseFieldList(raw)
	return h, slices.IndexFunc(h.Fields, func(f Field) bool { return f.Name.Text == name })
}

func setField(raw, name, value string) string {
	h, i := fieldOf(raw, name)
	if i < 0 {
		return h.InsertField(len(h.Fields), name, value).Apply(raw)
	}
	return h.SetValue(i, value).Apply(raw)
}

func addField(raw, name, value string) string {
	h := head.ParseFieldList(raw)
	return h.InsertField(len(h.Fields), name, value).Apply(raw)
}

func removeFields(raw string, names []string) string {
	for _, name := range names {
		if h, i := fieldOf(raw, name); i >= 0 {
			raw = h.RemoveLine(h.Fields[i].Line).Apply(raw)
		}
	}
	return raw
}
