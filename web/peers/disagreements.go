package peers

// Disagreement is a known difference between a peer's answer and that of package handshake.
type Disagreement struct {
	Case   string // name of the request in Cases
	Server string
	About  Aspect
	Got    string   // as in Difference
	Reason string   // why package handshake answers otherwise
	Cites  []string // "RFC 9110 §7.8"
}

// Disagreements is every difference that the cases bring out. A test asks all servers about all cases and
// fails where one differs and is not listed, or is listed and does not differ.
var Disagreements = func() (list []Disagreement) {
	for _, d := range differences {
		for _, name := range d.cases {
			for _, s := range d.servers {
				list = append(list, Disagreement{name, s.server, d.about, s.got, d.reason, d.cites})
			}
		}
	}
	return list
}()

// bothFlags: neither side keeps anything of one message for the next.
const bothFlags = "permessage-deflate; client_no_context_takeover; server_no_context_takeover"

type gave struct{ server, got string }

var differences = []struct {
	cases   []string
	about   Aspect
	reason  string
	cites   []string
	servers []gave
}{
	{[]string{"HTTP/1.0"}, Status,
		"HTTP/1.0 cannot upgrade, so a server has to ignore the wish; 426 says what is missing. gorilla, gws and x/net do not look at the version, gobwas calls it unsupported although the major version is 1.",
		[]string{"RFC 9110 §7.8", "RFC 9110 §15.6.6"}, []gave{{"gorilla", "101"}, {"gobwas", "505"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"POST"}, Status,
		"A method that the resource does not allow is answered 405, with Allow. gws has one status for every fault.",
		[]string{"RFC 9110 §15.5.6", "RFC 6455 §4.2.1"}, []gave{{"gws", "400"}}},
	{[]string{"get"}, Status,
		"Methods are case-sensitive, and no specification defines get: a server should answer 501. The others answer 405, as to any method but GET; gws has one status for every fault.",
		[]string{"RFC 9110 §9.1", "RFC 9110 §15.6.2"}, []gave{{"coder", "405"}, {"gorilla", "405"}, {"gobwas", "405"}, {"gws", "400"}, {"x/net", "405"}}},
	{[]string{"two Hosts"}, Status,
		"More than one Host has to be answered 400. gobwas takes the last.",
		[]string{"RFC 9112 §3.2"}, []gave{{"gobwas", "101"}}},
	{[]string{"empty Host"}, Status,
		"The URL of a WebSocket has a host, and Host carries it, so an empty one is invalid here. The servers only ask whether the field is there.",
		[]string{"RFC 9110 §4.2.1", "RFC 9112 §3.2"}, []gave{{"coder", "101"}, {"gorilla", "101"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"no Connection", "Connection: close"}, Status,
		"Without the option this is ordinary HTTP to a resource that wants an upgrade: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §15.5.22", "RFC 6455 §4.2.1"}, []gave{{"gorilla", "400"}, {"gobwas", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"no Upgrade"}, Status,
		"Nothing asks to switch, and the resource wants it: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §15.5.22", "RFC 6455 §4.2.1"}, []gave{{"gorilla", "400"}, {"gobwas", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"Upgrade: h2c"}, Status,
		"An unknown protocol is ignored, and the resource wants websocket: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §7.8", "RFC 9110 §15.5.22"}, []gave{{"gorilla", "400"}, {"gobwas", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"Upgrade: websocket, foo"}, Status,
		"Upgrade is a list, from which the server picks one. gobwas, gws and x/net compare the whole value.",
		[]string{"RFC 9110 §7.8", "RFC 6455 §4.2.1"}, []gave{{"gobwas", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"version 8", "version 14"}, Status,
		"A version that is a number and not spoken here is answered 426, which names the right one. RFC 6455 suggests 426 in §4.2.2 and shows 400 in §4.4.",
		[]string{"RFC 6455 §4.2.2", "RFC 6455 §4.4"}, []gave{{"coder", "400"}, {"gorilla", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"version 013"}, Status,
		"A leading zero is not in the grammar, so no version was named: 400. gobwas takes every other text for another version.",
		[]string{"RFC 6455 §4.3"}, []gave{{"gobwas", "426"}}},
	{[]string{"version 8, 13"}, Status,
		"A client names one version; lists are for the server. gorilla finds 13 in the list, gobwas takes the text for another version.",
		[]string{"RFC 6455 §4.3", "RFC 6455 §4.4"}, []gave{{"gorilla", "101"}, {"gobwas", "426"}}},
	{[]string{"two keys"}, Status,
		"The key must not appear twice. gorilla, gws and x/net take the first, gobwas the last.",
		[]string{"RFC 6455 §11.3.1"}, []gave{{"gorilla", "101"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"short key"}, Status,
		"The key has to decode to 16 bytes. gws and x/net do not decode it.",
		[]string{"RFC 6455 §4.2.1"}, []gave{{"gws", "101"}, {"x/net", "101"}}},
	{[]string{"key not base64"}, Status,
		"The key has to be base64. gobwas counts its characters, gws and x/net take any text.",
		[]string{"RFC 6455 §4.2.1", "RFC 4648 §4"}, []gave{{"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"two Origins"}, Status,
		"A request has one Origin at most. These servers look at the first, or, told that any may connect, at none.",
		[]string{"RFC 6454 §7.3"}, []gave{{"coder", "101"}, {"gorilla", "101"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"subprotocol syntax"}, Status,
		"The field is a list of tokens; one that is not there to be read makes the handshake invalid. The servers compare names and ask no more.",
		[]string{"RFC 6455 §4.3", "RFC 6455 §4.2.1"}, []gave{{"coder", "101"}, {"gorilla", "101"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"extension syntax"}, Status,
		"A list that breaks the grammar has to fail the handshake at once. These servers skip what they cannot read, or do not read it.",
		[]string{"RFC 6455 §9.1"}, []gave{{"coder", "101"}, {"gorilla", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"blank before colon"}, Status,
		"A blank between name and colon has to be answered 400: proxies disagree about it, which lets requests be smuggled. gobwas trims it.",
		[]string{"RFC 9112 §5.1"}, []gave{{"gobwas", "101"}}},
	{[]string{"NUL"}, Status,
		"NUL is no octet of a field value, and dangerous. gobwas does not look.",
		[]string{"RFC 9110 §5.5"}, []gave{{"gobwas", "101"}}},
	{[]string{"folded"}, Status,
		"A folded line may be refused or unfolded. This endpoint unfolds, as net/http does; gobwas refuses.",
		[]string{"RFC 9112 §5.2"}, []gave{{"gobwas", "400"}}},
	{[]string{"GET *"}, Status,
		"The asterisk is a target for OPTIONS alone. The servers leave the target to the application.",
		[]string{"RFC 9112 §3.2.4"}, []gave{{"coder", "101"}, {"gorilla", "101"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"fragment"}, Status,
		"A target has no fragment. The servers leave the target to the application.",
		[]string{"RFC 9112 §3.2", "RFC 6455 §3"}, []gave{{"coder", "101"}, {"gorilla", "101"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"Connection on two lines"}, Status,
		"Lines of one name are one list. gobwas, gws and x/net look at one line only.",
		[]string{"RFC 9110 §5.3", "RFC 9110 §7.6.1"}, []gave{{"gobwas", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"Upgrade: h2c, websocket"}, Status,
		"Upgrade is a list in order of preference, from which the server picks what it speaks. gobwas, gws and x/net compare the whole value.",
		[]string{"RFC 9110 §7.8", "RFC 6455 §4.2.1"}, []gave{{"gobwas", "400"}, {"gws", "400"}, {"x/net", "400"}}},
	{[]string{"content"}, Status,
		"Where the head ends, the frames begin, so a handshake has no content. gorilla hangs up on whatever follows the head; the others take the content for frames.",
		[]string{"RFC 9110 §9.3.1"}, []gave{{"coder", "101"}, {"gorilla", "no answer"}, {"gobwas", "101"}, {"gws", "101"}, {"x/net", "101"}}},
	{[]string{"Expect with content", "early frame"}, Status,
		"What follows the head is kept for later here. gorilla takes it for data sent too early, and hangs up without an answer.",
		[]string{"RFC 6455 §4.1", "RFC 9110 §7.8"}, []gave{{"gorilla", "no answer"}}},
	{[]string{"subprotocols, both known"}, Subprotocol,
		"A client lists its subprotocols in the order in which it likes them, and that order is followed here. coder, gorilla and gws follow their own.",
		[]string{"RFC 6455 §4.1", "RFC 6455 §4.2.2"}, []gave{{"coder", "chat"}, {"gorilla", "chat"}, {"gws", "chat"}}},
	{[]string{"subprotocols, another known", "subprotocols, none offered", "subprotocols, in another case"}, Status,
		"A server that knows none of the offered names switches without one and leaves the decision to the client. gws refuses.",
		[]string{"RFC 6455 §4.2.2"}, []gave{{"gws", "400"}}},
	{[]string{"subprotocols, in another case"}, Subprotocol,
		"The answer has to be one of the values that the client sent, from which it follows that names are compared as they are written; RFC 6455 does not say so. coder ignores case.",
		[]string{"RFC 6455 §4.2.2"}, []gave{{"coder", "Chat"}}},
	{[]string{"subprotocols, on two lines"}, Subprotocol,
		"The field may be on several lines, which are one list. gorilla and x/net look at the first.",
		[]string{"RFC 6455 §11.3.4"}, []gave{{"gorilla", ""}, {"x/net", ""}}},
	{[]string{"subprotocols, on two lines"}, Status,
		"The field may be on several lines, which are one list. gws looks at the first, and refuses when nothing there is known.",
		[]string{"RFC 6455 §11.3.4"}, []gave{{"gws", "400"}}},
	{[]string{"Origin, stranger", "Origin, own", "Origin, null"}, Status,
		"An origin that may not connect is answered 403. gws has one status for every fault.",
		[]string{"RFC 6455 §4.2.2", "RFC 9110 §15.5.4"}, []gave{{"gws", "400"}}},
	{[]string{"Origin, own"}, Status,
		"Here the list of origins is all there is. coder always lets in the origin whose host is that of the request.",
		[]string{"RFC 6455 §10.2"}, []gave{{"coder", "101"}}},
	{[]string{"deflate", "deflate, no parameter", "deflate, server_no_context_takeover", "deflate, client_no_context_takeover", "deflate, another extension first"}, Extensions,
		"A server may have both sides start each message with an empty window, asked or not. gorilla and gobwas always do; this endpoint takes windows over where the offer lets it.",
		[]string{"RFC 7692 §7.1.1.1", "RFC 7692 §7.1.1.2"}, []gave{{"gorilla", bothFlags}, {"gobwas", bothFlags}}},
	{[]string{"deflate, client_max_window_bits=10"}, Extensions,
		"The number is a hint, which a server may leave without an answer. This endpoint answers it, and then has to keep no more than that of what it reads.",
		[]string{"RFC 7692 §7.1.2.2"}, []gave{{"coder", "permessage-deflate"}, {"gorilla", bothFlags}, {"gobwas", bothFlags}, {"gws", "permessage-deflate"}}},
	{[]string{"deflate, two offers"}, Extensions,
		"A server takes the first offer that it can keep to. This endpoint can compress with a small window; coder and gobwas cannot, and take the second offer. gorilla and gws look for the name of the extension alone.",
		[]string{"RFC 7692 §7.1.3", "RFC 7692 §7.1.2.1"}, []gave{{"coder", "permessage-deflate"}, {"gorilla", bothFlags}, {"gobwas", bothFlags}, {"gws", "permessage-deflate"}}},
	{[]string{"deflate", "deflate, no parameter", "deflate, server_no_context_takeover", "deflate, client_no_context_takeover", "deflate, client_max_window_bits=10", "deflate, server_max_window_bits=10", "deflate, two offers", "deflate, another extension first"}, Extensions,
		"A server is free to decline an extension. x/net knows none.",
		[]string{"RFC 7692 §5", "RFC 6455 §9"}, []gave{{"x/net", ""}}},
	{[]string{"deflate parameter", "deflate, server_max_window_bits=99"}, Extensions,
		"An offer with a parameter that does not exist, or with a value that cannot be, has to be declined. gorilla and gws look for the name of the extension alone.",
		[]string{"RFC 7692 §7", "RFC 7692 §7.1.2.1"}, []gave{{"gorilla", bothFlags}, {"gws", "permessage-deflate"}}},
	{[]string{"deflate parameter", "deflate, server_max_window_bits=99"}, Status,
		"An offer that cannot be taken is declined, and the switch goes on without it. gobwas calls it an error of its own.",
		[]string{"RFC 7692 §7", "RFC 7692 §5"}, []gave{{"gobwas", "500"}}},
	{[]string{"deflate, server_max_window_bits=10"}, Extensions,
		"The offer demands a small window, which has to be kept or declined. coder and gobwas have one window and decline; gorilla and gws accept and do not say that they keep it.",
		[]string{"RFC 7692 §7.1.2.1"}, []gave{{"coder", ""}, {"gorilla", bothFlags}, {"gobwas", ""}, {"gws", "permessage-deflate"}}},
}
