package peers

// Disagreement is a known difference between a peer's answer and that of package handshake.
type Disagreement struct {
	Case   string   `json:"case"` // name of the request in Cases
	Server string   `json:"server"`
	Status int      `json:"status"` // what the peer answers; 0: it closes without an answer
	Reason string   `json:"reason"` // why package handshake answers otherwise
	Cites  []string `json:"cites"`  // "RFC 9110 §7.8"
}

// Disagreements is every difference that the cases bring out. A test asks all servers about all cases and
// fails where one differs and is not listed, or is listed and does not differ.
var Disagreements = func() (list []Disagreement) {
	for _, d := range differences {
		for _, s := range d.servers {
			list = append(list, Disagreement{d.name, s.name, s.status, d.reason, d.cites})
		}
	}
	return list
}()

type status struct {
	name   string
	status int
}

var differences = []struct {
	name, reason string
	cites        []string
	servers      []status
}{
	{"HTTP/1.0",
		"HTTP/1.0 cannot upgrade, so a server has to ignore the wish; 426 says what is missing. gorilla and gws do not look at the version, gobwas calls it unsupported although the major version is 1.",
		[]string{"RFC 9110 §7.8", "RFC 9110 §15.6.6"}, []status{{"gorilla", 101}, {"gobwas", 505}, {"gws", 101}}},
	{"POST",
		"A method that the resource does not know is answered 405, with Allow. gws has one status for every fault.",
		[]string{"RFC 9110 §15.5.6", "RFC 6455 §4.2.1"}, []status{{"gws", 400}}},
	{"get",
		"Methods are case-sensitive, so get is one that nobody knows: 405. gws has one status for every fault.",
		[]string{"RFC 9110 §9.1", "RFC 9110 §15.5.6"}, []status{{"gws", 400}}},
	{"two Hosts",
		"More than one Host has to be answered 400. gobwas takes the last.",
		[]string{"RFC 9112 §3.2"}, []status{{"gobwas", 101}}},
	{"empty Host",
		"The URL of a WebSocket has a host, and Host carries it, so an empty one is invalid here. The servers only ask whether the field is there.",
		[]string{"RFC 9110 §4.2.1", "RFC 9112 §3.2"}, []status{{"coder", 101}, {"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
	{"no Connection",
		"Without the option this is ordinary HTTP to a resource that wants an upgrade: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §15.5.22", "RFC 6455 §4.2.1"}, []status{{"gorilla", 400}, {"gobwas", 400}, {"gws", 400}}},
	{"Connection: close",
		"Without the option this is ordinary HTTP to a resource that wants an upgrade: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §15.5.22", "RFC 6455 §4.2.1"}, []status{{"gorilla", 400}, {"gobwas", 400}, {"gws", 400}}},
	{"no Upgrade",
		"Nothing asks to switch, and the resource wants it: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §15.5.22", "RFC 6455 §4.2.1"}, []status{{"gorilla", 400}, {"gobwas", 400}, {"gws", 400}}},
	{"Upgrade: h2c",
		"An unknown protocol is ignored, and the resource wants websocket: 426. RFC 6455 allows 400 as well.",
		[]string{"RFC 9110 §7.8", "RFC 9110 §15.5.22"}, []status{{"gorilla", 400}, {"gobwas", 400}, {"gws", 400}}},
	{"Upgrade: websocket, foo",
		"Upgrade is a list, from which the server picks one. gobwas and gws compare the whole value.",
		[]string{"RFC 9110 §7.8", "RFC 6455 §4.2.1"}, []status{{"gobwas", 400}, {"gws", 400}}},
	{"version 8",
		"A version that is a number and not spoken here is answered 426, which names the right one. RFC 6455 suggests 426 in §4.2.2 and shows 400 in §4.4.",
		[]string{"RFC 6455 §4.2.2", "RFC 6455 §4.4"}, []status{{"coder", 400}, {"gorilla", 400}, {"gws", 400}}},
	{"version 14",
		"A version that is a number and not spoken here is answered 426, which names the right one. RFC 6455 suggests 426 in §4.2.2 and shows 400 in §4.4.",
		[]string{"RFC 6455 §4.2.2", "RFC 6455 §4.4"}, []status{{"coder", 400}, {"gorilla", 400}, {"gws", 400}}},
	{"version 013",
		"A leading zero is not in the grammar, so no version was named: 400. gobwas takes every other text for another version.",
		[]string{"RFC 6455 §4.3"}, []status{{"gobwas", 426}}},
	{"version 8, 13",
		"A client names one version; lists are for the server. gorilla finds 13 in the list, gobwas takes the text for another version.",
		[]string{"RFC 6455 §4.3", "RFC 6455 §4.4"}, []status{{"gorilla", 101}, {"gobwas", 426}}},
	{"two keys",
		"The key must not appear twice. gorilla and gws take the first, gobwas the last.",
		[]string{"RFC 6455 §11.3.1"}, []status{{"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
	{"short key",
		"The key has to decode to 16 bytes. gws does not decode it.",
		[]string{"RFC 6455 §4.2.1"}, []status{{"gws", 101}}},
	{"key not base64",
		"The key has to be base64. gobwas counts its characters, gws takes any text.",
		[]string{"RFC 6455 §4.2.1", "RFC 4648 §4"}, []status{{"gobwas", 101}, {"gws", 101}}},
	{"two Origins",
		"A request has one Origin at most. These servers look at the first, or, told that any may connect, at none.",
		[]string{"RFC 6454 §7.3"}, []status{{"coder", 101}, {"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
	{"subprotocol syntax",
		"The field is a list of tokens; one that is not there to be read makes the handshake invalid. The servers look only when they know subprotocols themselves, or not at all.",
		[]string{"RFC 6455 §4.3", "RFC 6455 §4.2.1"}, []status{{"coder", 101}, {"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
	{"extension syntax",
		"A list that breaks the grammar has to fail the handshake at once. The servers look only when they compress, or skip what they cannot read.",
		[]string{"RFC 6455 §9.1"}, []status{{"coder", 101}, {"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
	{"blank before colon",
		"A blank between name and colon has to be answered 400: proxies disagree about it, which lets requests be smuggled. gobwas trims it.",
		[]string{"RFC 9112 §5.1"}, []status{{"gobwas", 101}}},
	{"NUL",
		"NUL is no octet of a field value, and dangerous. gobwas does not look.",
		[]string{"RFC 9110 §5.5"}, []status{{"gobwas", 101}}},
	{"folded",
		"A folded line may be refused or unfolded. This endpoint unfolds, as net/http does; gobwas refuses.",
		[]string{"RFC 9112 §5.2"}, []status{{"gobwas", 400}}},
	{"GET *",
		"The asterisk is a target for OPTIONS alone. The servers leave the target to the application.",
		[]string{"RFC 9112 §3.2.4"}, []status{{"coder", 101}, {"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
	{"fragment",
		"A target has no fragment. The servers leave the target to the application.",
		[]string{"RFC 9112 §3.2", "RFC 6455 §3"}, []status{{"coder", 101}, {"gorilla", 101}, {"gobwas", 101}, {"gws", 101}}},
}
