package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/hop/programs"
	"upgrade101/handshake/paste"
	"upgrade101/handshake/report"
	"upgrade101/web/live"
)

// maxBody bounds what POST /api/inspect reads. A head is far smaller; a HAR file may come near.
const maxBody = 1 << 20

// inspectRequest is the body of POST /api/inspect as application/json: a pasted text, or heads, each as text or base64.
type inspectRequest struct {
	Text        *string `json:"text"`         // a pasted text in any format, alone
	Request     *string `json:"request"`      // a request head as text
	RequestB64  *string `json:"request_b64"`  // a request head as exact bytes
	Response    *string `json:"response"`     // the answer as text
	ResponseB64 *string `json:"response_b64"` // the answer as exact bytes; "" beside a request: the connection ended without one
	Policy      *struct {
		Subprotocols *[]string `json:"subprotocols"` // names that the endpoint knows; absent: any; empty: none
		Origins      *[]string `json:"origins"`      // origins that may connect, as in the query; absent: any
		Deflate      *bool     `json:"deflate"`      // false: permessage-deflate is declined
		Takeover     *bool     `json:"takeover"`     // false: permessage-deflate is agreed to without context takeover
	} `json:"policy"` // what the endpoint decides by; absent: any origin, any subprotocol
}

// anyOrigin lets pages of every origin call an endpoint: it holds no secrets, knows no cookies, and its
// answer depends on the body alone. It handles preflights (Fetch Standard §3.3) and takes POST.
func (s *Site) anyOrigin(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		switch r.Method {
		case http.MethodPost:
			next(w, r)
		case http.MethodOptions:
			h.Set("Allow", "POST, OPTIONS")
			h.Set("Access-Control-Allow-Methods", "POST")
			h.Set("Access-Control-Allow-Headers", "Content-Type")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
		default:
			h.Set("Allow", "POST, OPTIONS")
			fail(w, http.StatusMethodNotAllowed, "%s is not answered here: send the request head that you want to have inspected with POST", r.Method)
		}
	}
}

// serveInspect handles POST /api/inspect.
func (s *Site) serveInspect(w http.ResponseWriter, r *http.Request) { s.limited(w, r, s.inspect) }

// limited reads the body of a call and judges it, within the limits for one visitor and for all.
func (s *Site) limited(w http.ResponseWriter, r *http.Request, judge func(w http.ResponseWriter, r *http.Request, body []byte)) {
	done, err := s.limits.inspection(r, s.visitor(r))
	if refused(w, err) {
		return
	}
	defer done()
	body, ok := readBody(w, r, maxBody)
	if !ok {
		return
	}
	err = s.limits.judge(r.Context(), len(body), func() { judge(w, r, body) })
	refused(w, err)
}

// inspect handles a call to /api/inspect, once its body has been read.
func (s *Site) inspect(w http.ResponseWriter, r *http.Request, body []byte) {
	in, ok := s.readCall(w, r, body)
	if !ok {
		return
	}
	judged := handshake.Inspect(in.exchange, in.policy)
	writeJSON(w, report.Of(&judged, report.ReadFrom{Format: in.format, Text: in.text, Paste: in.paste, Hop: cause.LosingHop(programs.Catalog(), &judged), Config: cause.ConfigSays(programs.Catalog(), in.text, in.paste)}))
}

// readCall reads a body in one of its three forms, or sends the error.
func (s *Site) readCall(w http.ResponseWriter, r *http.Request, body []byte) (in question, ok bool) {
	in = question{policy: live.Policy(r.URL.Query())}
	in.policy.Date = s.config.Now().UTC().Format(http.TimeFormat)
	switch contentType(r) {
	case "application/octet-stream":
		in.exact(string(body), "")
	case "text/plain", "":
		if !isText(w, body) {
			return in, false
		}
		in.read(string(body))
	case "application/json":
		if detail := in.json(body); detail != "" {
			fail(w, http.StatusBadRequest, "%s", detail)
			return in, false
		}
	default:
		w.Header().Set("Accept-Post", "application/octet-stream, text/plain, application/json")
		fail(w, http.StatusUnsupportedMediaType, "the Content-Type is %q; send application/octet-stream for exact bytes, text/plain for a paste, or application/json", r.Header.Get("Content-Type"))
		return in, false
	}
	return in, !wrongPolicy(w, in.policy)
}

// wrongPolicy reports whether an entry of the policy has no meaning, and sends the error.
func wrongPolicy(w http.ResponseWriter, policy handshake.Policy) bool {
	if wrong := policy.TooLong(); wrong != "" {
		fail(w, http.StatusBadRequest, "%s", wrong)
		return true
	}
	for _, entry := range policy.Origins {
		if fault := handshake.OriginFault(entry); fault != "" {
			fail(w, http.StatusBadRequest, "in the policy's origins %s", fault)
			return true
		}
	}
	return false
}

// serveUnknownAPI lists the endpoints.
func (s *Site) serveUnknownAPI(w http.ResponseWriter, r *http.Request) {
	fail(w, http.StatusNotFound, "%q is not part of the API: there are POST %sapi/inspect, POST %[2]sapi/try, POST %[2]sapi/peers, GET and POST %[2]sapi/hops, and GET %[2]sapi/openapi.json, which describes them", r.URL.Path, s.base)
}

// serveOpenAPI sends the description of the API, which web/build/openapi writes.
func (s *Site) serveOpenAPI(w http.ResponseWriter, r *http.Request) {
	description := s.assets["openapi.json"]
	if description == nil {
		fail(w, http.StatusNotFound, "upgrade101 was built without the description of its API; build it with make build")
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-cache")
	description.serve(w, r, http.StatusOK)
}

// question is what a call of the API asks about.
type question struct {
	exchange handshake.Exchange
	policy   handshake.Policy
	format   paste.Format
	text     string       // the pasted text; "" for exact bytes
	paste    *paste.Paste // nil for exact bytes
}

func (in *question) exact(request, response string) {
	in.format = paste.FormatRaw
	in.exchange = handshake.Exchange{Request: request, Response: response}
}

// read reads text as people copy it.
func (in *question) read(text string) {
	paste := paste.Read(text)
	in.text, in.paste, in.format, in.exchange = text, &paste, paste.Format, paste.Exchange()
}

// json reads the body of an application/json call and returns its fault.
func (in *question) json(body []byte) (wrong string) {
	if !utf8.Valid(body) {
		return "the body is not UTF-8, as JSON has to be; give bytes as base64, in \"request_b64\" and \"response_b64\""
	}
	var call inspectRequest
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.DisallowUnknownFields()
	if err := d.Decode(&call); err != nil {
		return "the body is not the JSON object expected here: " + jsonFault(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return "something follows the JSON object; send that object alone"
	}
	request, wrong := either("request", call.Request, call.RequestB64)
	if wrong != "" {
		return wrong
	}
	response, wrong := either("response", call.Response, call.ResponseB64)
	if wrong != "" {
		return wrong
	}
	switch text := call.Text; {
	case text != nil && request+response != "":
		return `the object holds "text" and a head; give the text alone, or the heads`
	case text != nil && *text == "":
		return `"text" is empty; give what was copied: heads, a command, a message, a log`
	case text != nil:
		in.read(*text)
	case request == "" && response == "":
		return `the object holds neither head nor text: give "request" or "response" as text, or "request_b64" or "response_b64", or "text"`
	default:
		in.exact(request, response)
		in.exchange.HTTP2 = strings.HasPrefix(request, ":") || strings.HasPrefix(response, ":status:") // no head of HTTP/1.x begins with a colon
		if response == "" && call.ResponseB64 != nil {
			in.exchange.Context |= handshake.ContextEmpty
		}
	}
	if p := call.Policy; p != nil {
		if p.Subprotocols != nil {
			in.policy.Subprotocols = append([]string{}, *p.Subprotocols...)
		}
		if p.Origins != nil {
			in.policy.Origins = append([]string{}, *p.Origins...)
		}
		if p.Deflate != nil {
			in.policy.NoDeflate = !*p.Deflate
		}
		if p.Takeover != nil {
			in.policy.NoTakeover = !*p.Takeover
		}
	}
	return ""
}

// jsonFault is the decoder's error without the names of Go types.
func jsonFault(err error) string {
	var fault *json.UnmarshalTypeError
	if !errors.As(err, &fault) {
		return strings.TrimPrefix(err.Error(), "json: ")
	}
	want := "an object"
	switch fault.Type.Kind() {
	case reflect.String:
		want = "a string"
	case reflect.Bool:
		want = "true or false"
	case reflect.Slice:
		want = "a list of strings"
	}
	where := "it"
	if fault.Field != "" {
		where = strconv.Quote(strings.TrimPrefix(fault.Field, "."))
	}
	return where + " is of the type " + fault.Value + "; expected " + want
}

// either reads a head from one of its two members.
func either(name string, text, b64 *string) (head, wrong string) {
	switch {
	case text != nil && b64 != nil:
		return "", "the object holds both \"" + name + "\" and \"" + name + "_b64\"; give one of them"
	case text != nil:
		return *text, ""
	case b64 != nil:
		raw, err := base64.StdEncoding.DecodeString(*b64)
		if err != nil {
			return "", "\"" + name + "_b64\" is not base64: " + err.Error()
		}
		return string(raw), ""
	}
	return "", ""
}

// readBody reads a bounded body that is not empty, or sends the error.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		w.Header().Set("Accept-Encoding", "identity") // RFC 9110 §15.5.16
		fail(w, http.StatusUnsupportedMediaType, "the body comes in the coding %q; send it as it is, without Content-Encoding", coding)
		return nil, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	var full *busy
	switch {
	case errors.As(err, &full):
		full.answer(w)
		return nil, false
	case errors.As(err, &tooLarge):
		fail(w, http.StatusRequestEntityTooLarge, "the body is larger than %d bytes, which is the most that is read here", limit)
		return nil, false
	case err != nil:
		fail(w, http.StatusBadRequest, "the body ended too early: %v", err)
		return nil, false
	case len(body) == 0:
		fail(w, http.StatusBadRequest, "the body is empty; send a request head, such as \"GET /chat HTTP/1.1\" and its fields")
		return nil, false
	}
	return body, true
}

// isText reports whether a body can be read as a paste; if not, it sends the error.
func isText(w http.ResponseWriter, body []byte) bool {
	if !utf8.Valid(body) {
		fail(w, http.StatusBadRequest, "the body is not UTF-8 text; send exact bytes as application/octet-stream")
		return false
	}
	return true
}

// contentType returns the media type of the body in lower case, without parameters; "" for none.
func contentType(r *http.Request) string {
	t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return r.Header.Get("Content-Type")
	}
	return t
}

// writeJSON sends a value as JSON.
func writeJSON(w http.ResponseWriter, v any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // fails only if the client is gone
}
