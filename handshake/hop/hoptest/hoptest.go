// Package hoptest has what the tests of proxies share: recordings of real proxies and the backend they were recorded with.
package hoptest

import (
	"bytes"
	"compress/bzip2"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"upgrade101/handshake/hop"
)

// Recordings are observations of real proxies; see README.md.
type Recordings struct {
	Requests map[string]string
	Programs map[string][]struct {
		ID           string
		Config       string
		Observations []Observation
	}
}

// Observation is one exchange through one proxy.
type Observation struct {
	Request   string
	Answer    string
	Same      string  `json:"same_as"`
	ToBackend *string `json:"to_backend"`
	ToClient  *string `json:"to_client"`
	End       string
	Tunnel    string
	Early     string `json:"early_frame"`
	Log       string

	absent bool // to_backend is not repeated
}

func (o *Observation) UnmarshalJSON(b []byte) error {
	type plain Observation
	if err := json.Unmarshal(b, (*plain)(o)); err != nil {
		return err
	}
	o.absent = !bytes.Contains(b, []byte(`"to_backend"`))
	return nil
}

//go:embed recordings.json.bz2
var packed []byte

// Load unpacks the recordings and restores what they omit as unchanged.
func Load() (*Recordings, error) {
	raw, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	var r Recordings
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, err
	}
	for id, text := range r.Requests {
		r.Requests[id] = latin1(text)
	}
	for _, configurations := range r.Programs {
		seen := map[string]Observation{}
		for _, c := range configurations {
			first := map[string]*string{}
			for i := range c.Observations {
				o := &c.Observations[i]
				if o.Same != "" {
					request, answer := o.Request, o.Answer
					*o = seen[o.Same+"\x00"+request+"\x00"+answer]
				} else if o.absent {
					o.ToBackend = first[o.Request]
				}
				if _, ok := first[o.Request]; !ok {
					first[o.Request] = o.ToBackend
				}
				seen[c.ID+"\x00"+o.Request+"\x00"+o.Answer] = *o
			}
		}
	}
	return &r, nil
}

// Observed is what a proxy did with a request of Further or an answer of FurtherAnswers.
type Observed struct {
	Request string `json:"r"` // a name: a is that of the recordings, page is Page
	Answer  string `json:"a"` // by name
	Backend string `json:"b"` // the head that arrived, without its empty line; empty for none
	Client  string `json:"c"` // heads, and up to 400 octets of content
	End     string `json:"e"`
	Tunnel  string `json:"t"`
}

//go:embed further.json.bz2
var packedFurther []byte

// Observations are those of further requests and answers.
type Observations struct {
	Requests map[string]string     // by name
	Programs map[string][]Observed // by program/configuration
}

// LoadFurther unpacks the observations.
func LoadFurther() (*Observations, error) {
	raw, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packedFurther)))
	if err != nil {
		return nil, err
	}
	return ParseObservations(raw)
}

// ParseObservations reads new observations.
func ParseObservations(raw []byte) (*Observations, error) {
	var all Observations
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	for name, text := range all.Requests {
		all.Requests[name] = latin1(text)
	}
	for _, list := range all.Programs {
		for i := range list {
			list[i].Backend, list[i].Client = latin1(list[i].Backend), latin1(list[i].Client)
		}
	}
	return &all, nil
}

// latin1 converts a recording's text, one character for each octet, to octets.
func latin1(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

// ownKey replaces, in the recordings, the keys that hops generate.
const ownKey = "A-NEW-RANDOM-KEY-OF-16B=="

// Backend returns the named answer of the recordings' backend to the head that arrived for a request.
func Backend(request, answer, head string) string {
	get := func(name string) (string, bool) {
		value, found := "", false
		for _, l := range strings.Split(head, "\r\n") {
			if n, v, ok := strings.Cut(l, ":"); ok && strings.EqualFold(n, name) {
				if found {
					value += ", "
				}
				value, found = value+strings.TrimSpace(v), true
			}
		}
		return value, found
	}
	upgrade, hasUpgrade := get("upgrade")
	token := "websocket"
	if hasUpgrade && upgrade != "" {
		token = upgrade
	}
	if strings.Contains(strings.ToLower(token), "websocket") {
		token = "websocket"
	}
	key, hasKey := get("sec-websocket-key")
	if !hasKey {
		key = sampleKey
	}
	accept, protocol := "", ""
	if token == "websocket" {
		accept = "Sec-WebSocket-Accept: " + hop.Accept(key) + "\r\n"
		if p, ok := get("sec-websocket-protocol"); ok {
			p, _, _ = strings.Cut(p, ",")
			protocol = "Sec-WebSocket-Protocol: " + strings.TrimSpace(p) + "\r\n"
		}
	}
	status, up, conn := "HTTP/1.1 101 Switching Protocols\r\n", "Upgrade: "+token+"\r\n", "Connection: Upgrade\r\n"
	before := ""
	if _, ok := get("expect"); ok {
		before = "HTTP/1.1 100 Continue\r\n\r\n"
	}
	switch answer {
	case "101":
		return status + up + conn + accept + protocol + "\r\n"
	case "101 eof":
		return status + up + conn + accept + protocol + "\r\n"
	case "101+frame":
		return status + up + conn + accept + protocol + "\r\n"
	case "101+length":
		return status + up + conn + accept + protocol + "Content-Length: 0\r\n\r\n"
	case "101+extra":
		return status + up + conn + accept + protocol + "Server: backend/1\r\nDate: Tue, 05 May 2026 10:00:00 GMT\r\nSet-Cookie: route=1; Path=/\r\nX-Backend: b1\r\n\r\n"
	case "101 lower":
		return status + strings.Replace(up, "U", "u", 1) + strings.Replace(conn, "C", "c", 1) + strings.Replace(accept, "Sec-WebSocket-Accept", "sec-websocket-accept", 1) + protocol + "\r\n"
	case "101-connection":
		return status + up + accept + protocol + "\r\n"
	case "101-upgrade":
		return status + conn + accept + protocol + "\r\n"
	case "101 other":
		return status + "Upgrade: foo/1\r\n" + conn + "\r\n"
	case "426":
		return "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nContent-Type: text/plain\r\nContent-Length: 26\r\n\r\nbackend: upgrade required\n"
	case "200":
		return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\npage\n"
	case "403":
		return "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n\r\nbackend: origin not allowed\n"
	case "eof":
		return ""
	}
	// conforming
	if request == "e" {
		return Backend("a", "200", head)
	}
	content := func(status, fields, text string) string {
		return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Type: text/plain\r\nContent-Length: %d\r\n\r\nbackend: %s\n", status, fields, len(text)+10, text)
	}
	websocket := token == "websocket" && (hasUpgrade && upgrade != "" || !strings.Contains("fg", request))
	if websocket && !strings.HasPrefix(head, "GET ") {
		return content("405 Method Not Allowed", "Allow: GET\r\n", "GET only")
	}
	var lacks []string
	if !strings.Contains(strings.SplitN(head, "\r\n", 2)[0], " HTTP/1.1") {
		lacks = append(lacks, "version HTTP/1.0")
	}
	connection, _ := get("connection")
	if !strings.Contains(","+strings.ReplaceAll(strings.ToLower(connection), " ", "")+",", ",upgrade,") {
		lacks = append(lacks, "Connection lacks upgrade")
	}
	if !hasUpgrade || upgrade == "" {
		lacks = append(lacks, "no Upgrade")
	}
	if v, _ := get("sec-websocket-version"); websocket && v != "13" {
		lacks = append(lacks, "Sec-WebSocket-Version not 13")
	}
	if len(lacks) > 0 {
		named := token
		if hasUpgrade && upgrade != "" && upgrade != "websocket" && !strings.EqualFold(upgrade, "websocket") {
			named, _, _ = strings.Cut(upgrade, ",")
		}
		return content("426 Upgrade Required", "Upgrade: "+named+"\r\n"+conn+"Sec-WebSocket-Version: 13\r\n", strings.Join(lacks, "; "))
	}
	if websocket && len(key) != 24 && key != ownKey || websocket && !hasKey {
		return content("400 Bad Request", "", "bad Sec-WebSocket-Key")
	}
	return before + status + up + conn + accept + protocol + "\r\n"
}

// Contrast returns the lines in which two texts differ.
func Contrast(got, want string) string {
	has := map[string]int{}
	for _, l := range strings.Split(want, "\r\n") {
		has[l]++
	}
	var out []string
	for _, l := range strings.Split(got, "\r\n") {
		if has[l]--; has[l] < 0 {
			out = append(out, fmt.Sprintf("got %q", l))
		}
	}
	for _, l := range strings.Split(want, "\r\n") {
		if has[l] > 0 {
			has[l]--
			out = append(out, fmt.Sprintf("want %q", l))
		}
	}
	if out == nil {
		return fmt.Sprintf("order: got %q want %q", got, want)
	}
	return strings.Join(out, ", ")
}
