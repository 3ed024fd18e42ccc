package main

// operation is one call of the API.
type operation struct {
	path, method string
	summary      string
	query        []parameter
	bodies       []body
	pkg, answer  string // the type of the answer
}

type parameter struct{ name, description string }

// body is a form that the request can have, with an example, which a test sends.
type body struct {
	contentType string
	description string
	example     string
	pkg, schema string // the type of a JSON body; "" for text and bytes
}

const exampleHead = "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"

var policy = []parameter{
	{"subprotocols", "comma list of the subprotocols that the endpoint knows; empty: none; absent: any"},
	{"origins", "comma list of the origins that may connect: full origins, host patterns such as *.example.com, same-host; absent: any"},
	{"deflate", "off: permessage-deflate is declined"},
	{"takeover", "off: permessage-deflate is agreed to without context takeover"},
}

var pastes = []body{
	{"text/plain", "a paste in any format: heads, curl with its answer, a HAR file, a log, an error message", "Error during WebSocket handshake: Unexpected response code: 403", "", ""},
	{"application/octet-stream", "one request head, exact bytes", exampleHead, "", ""},
	{"application/json", "heads as text or base64, or a pasted text alone, and a policy", `{"text": "Error during WebSocket handshake: Unexpected response code: 403", "policy": {"subprotocols": ["chat"]}}`, "", "inspectRequest"},
}

var throughProxies = []body{
	{"text/plain", "a paste that holds a request", "curl -i --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' -H 'Sec-WebSocket-Version: 13' http://a.example/chat", "", ""},
	{"application/octet-stream", "one request head, exact bytes", exampleHead, "", ""},
	{"application/json", "heads as text or base64, or a pasted text alone, and a policy", `{"request": "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"}`, "", "inspectRequest"},
}

var exact = []body{
	{"application/octet-stream", "one request head, exact bytes", exampleHead, "", ""},
	{"text/plain", "a paste that holds a request", throughProxies[0].example, "", ""},
}

// operations are all calls.
var operations = []operation{
	{"/api/inspect", "post", "Judges a paste or exact bytes: what happened, why, and what the live endpoint would reply.", policy, pastes, "report", "Report"},
	{"/api/try", "post", "Sends exactly these bytes over a loopback connection to this server's own engine and returns the transcript. Same origin only.",
		append([]parameter{{"message", "a text message to send after a 101; may be repeated"}}, policy...), exact, "live", "Transcript"},
	{"/api/peers", "post", "What other Go servers answer to exactly these bytes, and why that differs from the prediction. Same origin only.", policy, exact, "", "wirePeers"},
	{"/api/hops", "get", "Lists the proxies and configurations whose effect is known.", nil, nil, "", "hopsList"},
	{"/api/hops", "post", "Passes an exchange through proxies: what each makes of the request and of the answer.",
		append([]parameter{
			{"via", "comma list of PROGRAM/CONFIGURATION, the client's neighbour first; at most 8"},
			{"upstream", "HOST:PORT of the backend, as the proxies name it"},
			{"from", "the address of the client"},
		}, policy...), throughProxies, "", "hopsReport"},
}

func (s *sourceCode) operation(o operation) object {
	parameters := []any{}
	for _, p := range o.query {
		parameters = append(parameters, object{"name": p.name, "in": "query", "description": p.description, "schema": object{"type": "string"}})
	}
	out := object{
		"summary":    o.summary,
		"parameters": parameters,
		"responses": object{
			"200":     object{"description": "The answer.", "content": object{"application/json": object{"schema": s.reference(o.pkg, o.answer)}}},
			"default": object{"description": "What is wrong, as problem details (RFC 9457).", "content": object{"application/problem+json": object{"schema": s.reference("", "problem")}}},
		},
	}
	if len(o.bodies) > 0 {
		content := object{}
		for _, b := range o.bodies {
			schema := object{"type": "string"}
			if b.schema != "" {
				schema = s.reference(b.pkg, b.schema)
			}
			content[b.contentType] = object{"schema": schema, "example": b.example}
		}
		out["requestBody"] = object{"required": true, "content": content}
	}
	return out
}
