package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"upgrade101/handshake"
	httphead "upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
	"upgrade101/handshake/report"
)

// maxHops bounds a chain.
const maxHops = 8

// hopsData is the file /hops/data.json.
var hopsData = sync.OnceValue(programs.JSON)

// hopsList is the answer of GET /api/hops.
type hopsList struct {
	Version  int          `json:"version"`  // of the form of this list
	Programs []hopProgram `json:"programs"` // proxies and what they are configured to
}

type hopProgram struct {
	ID             string             `json:"id"`             // in via: PROGRAM/CONFIGURATION
	Name           string             `json:"name"`           // the name of the program
	Version        string             `json:"version"`        // the version that was recorded
	Configurations []hopConfiguration `json:"configurations"` // those whose effect is known
}

type hopConfiguration struct {
	ID      string `json:"id"`                // in via: PROGRAM/CONFIGURATION
	Title   string `json:"title"`             // what the configuration is, in a few words
	Default bool   `json:"default,omitempty"` // the program does this without further directives
	Mistake bool   `json:"mistake,omitempty"` // people write it, and it is wrong or harmful
}

// hopsReport is the answer of POST /api/hops. Members are added, never renamed.
type hopsReport struct {
	Passages []hopPassage `json:"passages"` // the client's neighbour first
	Client   hopsClient   `json:"client"`   // what reaches the client
}

// hopPassage is the way through one hop.
type hopPassage struct {
	Hop      string            `json:"hop"`                // PROGRAM/CONFIGURATION
	Title    string            `json:"title"`              // title of the configuration
	HeadB64  []byte            `json:"head_b64,omitempty"` // what it sends on
	Changes  []hopChange       `json:"changes"`            // what it changes in the request, with reasons
	Answered *hopAnswer        `json:"answered,omitempty"` // what it answers by itself
	Verdict  handshake.Verdict `json:"verdict,omitempty"`  // on the head that it sends on
	Back     hopBack           `json:"back"`               // what becomes of the answer on its way back
	Tunnel   string            `json:"tunnel,omitempty"`   // after a 101: "both ways", "none"
	Log      string            `json:"log,omitempty"`      // what the hop prints about it
	IdleS    int               `json:"idle_s,omitempty"`   // after how many silent seconds it cuts the tunnel
}

type hopChange struct {
	Kind  hop.Kind      `json:"kind"`          // removed, added, rewritten, moved and so on
	Text  string        `json:"text"`          // the line, as it is sent on
	Was   string        `json:"was,omitempty"` // the line, as it came
	Why   string        `json:"why"`           // why the hop does that
	Cites []report.Cite `json:"cites"`         // where it is written
}

type hopAnswer struct {
	Status int    `json:"status"`        // 0 where nothing comes
	RawB64 []byte `json:"raw_b64"`       // the answer as exact bytes
	End    string `json:"end,omitempty"` // "closed", "silent"
}

type hopBack struct {
	HeadB64 []byte      `json:"head_b64,omitempty"` // what the hop sends towards the client, interim heads and content included
	Changes []hopChange `json:"changes"`            // what it changes in the answer, with reasons
	End     string      `json:"end,omitempty"`      // how the connection ends: closed, silent; absent where it stays
}

// hopsClient is what the client gets, and makes of it.
type hopsClient struct {
	Status      int               `json:"status"`                 // the status that reaches the client; 0 for none
	ResponseB64 []byte            `json:"response_b64,omitempty"` // what reaches the client, as exact bytes
	End         string            `json:"end,omitempty"`          // how the connection ends for the client
	Verdict     handshake.Verdict `json:"verdict"`                // "upgrades" where its socket opens, else "rejected"
	*report.Client
}

// hops handles GET with the list and leaves the rest to next.
func (s *Site) hops(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			next(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		catalog := programs.Catalog()
		list := hopsList{Version: catalog.Version}
		for _, p := range catalog.Programs {
			out := hopProgram{ID: p.ID, Name: p.Name, Version: p.Version}
			for _, c := range p.Configurations {
				out.Configurations = append(out.Configurations, hopConfiguration{c.ID, c.Title, c.Default, c.Mistake})
			}
			list.Programs = append(list.Programs, out)
		}
		writeJSON(w, list)
	}
}

// serveHopsData serves the data about proxies: programs, configurations and what each of them does.
func (s *Site) serveHopsData(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-cache")
	sum := sha256.Sum256(hopsData())
	h.Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(hopsData()))
}

// serveHops handles POST /api/hops?via=PROGRAM/CONFIGURATION[,…]&upstream=HOST:PORT&from=IP.
func (s *Site) serveHops(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	var names []string
	for _, v := range query["via"] {
		for _, name := range strings.Split(v, ",") {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		fail(w, http.StatusBadRequest, "the address names no hop: add ?via=nginx/plain, or several in a row as ?via=nginx/map,haproxy/http; GET %sapi/hops lists them", s.base)
		return
	}
	if len(names) > maxHops {
		fail(w, http.StatusBadRequest, "via names %d hops; give at most %d", len(names), maxHops)
		return
	}
	catalog := programs.Catalog()
	var hops []*hop.Hop
	var titles []string
	for i, name := range names {
		program, c := catalog.Find(name)
		if c == nil {
			fail(w, http.StatusNotFound, "no hop is called %q; the nearest is %q, and GET %sapi/hops lists all", name, catalog.Nearest(name), s.base)
			return
		}
		hops, titles, names[i] = append(hops, &c.Hop), append(titles, c.Title), program.ID+"/"+c.ID
	}
	env := hop.DefaultEnv
	env.Date = s.config.Now().UTC().Format(http.TimeFormat)
	if v := query.Get("upstream"); query.Has("upstream") {
		if !isHostPort(v) {
			fail(w, http.StatusBadRequest, "upstream is %q; give the backend's host and port, as in upstream=127.0.0.1:8080", v)
			return
		}
		env.Upstream = v
	}
	if v := query.Get("from"); query.Has("from") {
		if a, err := netip.ParseAddr(v); err != nil || a.Zone() != "" {
			fail(w, http.StatusBadRequest, "from is %q; give the client's IP address, as in from=192.0.2.1", v)
			return
		}
		env.From = v
	}
	s.limited(w, r, func(w http.ResponseWriter, r *http.Request, body []byte) {
		in, ok := s.readCall(w, r, body)
		switch {
		case !ok:
		case in.exchange.HTTP2:
			fail(w, http.StatusBadRequest, "the heads are those of HTTP/2; the proxies were recorded with HTTP/1.1 in front, so give the request as HTTP/1.1")
		case in.exchange.Request == "":
			fail(w, http.StatusBadRequest, "the body holds no request; give the request head that the client sends to the first hop")
		default:
			writeJSON(w, throughHops(hops, names, titles, env, &in))
		}
	})
}

// throughHops passes an exchange through a chain. Without a response in the body, the backend is this server's endpoint.
func throughHops(hops []*hop.Hop, names, titles []string, env hop.Env, in *question) hopsReport {
	request := httphead.ParseRequest(in.exchange.Request)
	steps := hop.Through(hops, &request, env, func(sent string) string {
		if in.exchange.Response != "" {
			return in.exchange.Response
		}
		judged := handshake.ReplyTo(sent, in.policy)
		raw := ""
		for i := range judged.Interim {
			raw += judged.Interim[i].Raw()
		}
		return raw + judged.Reply.Raw()
	})
	out := hopsReport{Passages: make([]hopPassage, len(steps))}
	for i := range steps {
		st := &steps[i]
		p := hopPassage{
			Hop: names[i], Title: titles[i], HeadB64: []byte(st.Head), Changes: hopChanges(st.Changes),
			Back:   hopBack{HeadB64: []byte(st.Back.Raw), Changes: hopChanges(st.Back.Changes), End: st.Back.End},
			Tunnel: st.Back.Tunnel, Log: st.Back.Log, IdleS: hops[i].IdleSeconds(),
		}
		if st.Head != "" {
			judged := handshake.Inspect(handshake.Exchange{Request: st.Head}, in.policy)
			p.Verdict = judged.Verdict()
		}
		if a := st.Answered; a != nil {
			p.Answered = &hopAnswer{Status: a.Status, RawB64: []byte(a.Raw), End: a.End}
		}
		out.Passages[i] = p
	}
	got := steps[0].Back
	judged := handshake.Inspect(handshake.Exchange{Request: in.exchange.Request, Response: got.Raw}, in.policy)
	out.Client = hopsClient{Status: got.Status, ResponseB64: []byte(got.Raw), End: got.End, Verdict: handshake.Rejected,
		Client: report.Of(&judged, report.ReadFrom{}).Client}
	if o := out.Client.Client; o != nil && o.Opens {
		out.Client.Verdict = handshake.Upgrades
	}
	return out
}

func hopChanges(changes []hop.Change) []hopChange {
	out := make([]hopChange, len(changes))
	for i, c := range changes {
		out[i] = hopChange{Kind: c.Kind, Text: c.Text, Was: c.Was, Why: c.Why, Cites: report.OfCites(c.Cites)}
	}
	return out
}

// isHostPort reports whether a text is HOST:PORT as in a Host field (RFC 9110 §7.2).
func isHostPort(s string) bool {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 || i > 255 {
		return false
	}
	if port, err := strconv.Atoi(s[i+1:]); err != nil || port < 1 || port > 65535 {
		return false
	}
	host := s[:i]
	if in, ok := strings.CutPrefix(host, "["); ok {
		in, ok = strings.CutSuffix(in, "]")
		a, err := netip.ParseAddr(in)
		return ok && err == nil && a.Is6()
	}
	return strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == ""
}
