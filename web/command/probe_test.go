package command

import (
	"bytes"
	"compress/flate"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"upgrade101/web/e2e/peer"
	"upgrade101/web/e2e/port"
)

// authority signs the certificates of the tests; the system trusts it while they run.
var authority tls.Certificate

func TestMain(m *testing.M) {
	os.Exit(peer.Main(m, &authority))
}

// What a server does has the right first cause.
func TestProbeCauses(t *testing.T) {
	later, ok := time.Now().Add(time.Hour), peer.Answering(http.StatusOK)
	for name, c := range map[string]struct {
		args []string
		want string // in the headline of the first cause, and after a slash in the text of the step
	}{
		"closed port":           {[]string{"ws://" + port.Refusing(t) + "/ws"}, "refused"},
		"no such name":          {[]string{"ws://nowhere..invalid/ws"}, "name"}, // which no resolver is asked for
		"never answers":         {[]string{"-timeout", "300ms", peer.Raw(t, false, "")}, "time"},
		"SMTP":                  {[]string{peer.Raw(t, false, peer.SMTP)}, "HTTP"},
		"HTTP/2 only":           {[]string{peer.Raw(t, false, peer.HTTP2)}, "HTTP/2"},
		"HTTP/2 only, over TLS": {[]string{peer.RawSecure(t, true, peer.HTTP2, peer.Certificate("127.0.0.1", later, &authority), "h2")}, "HTTP/2"},
		"ALPN without HTTP/1.1": {[]string{peer.Secure(t, ok, peer.Certificate("127.0.0.1", later, &authority), "spdy/3.1")}, "HTTP/2"},
		"unknown issuer":        {[]string{peer.Secure(t, ok, peer.Certificate("127.0.0.1", later, nil))}, "certificate/unknown authority"},
		"wrong name":            {[]string{peer.Secure(t, ok, peer.Certificate("a.example", later, &authority))}, "certificate/for 127.0.0.1 because"},
		"expired":               {[]string{peer.Secure(t, ok, peer.Certificate("127.0.0.1", time.Now().Add(-time.Hour), &authority))}, "certificate/has expired"},
		"wants TLS":             {[]string{peer.Raw(t, true, peer.TLSAlert)}, "to a port that expects TLS"},
		"no answer":             {[]string{peer.Serve(t, http.HandlerFunc(peer.HangUp))}, "without an answer"},
		"redirect":              {[]string{peer.Serve(t, peer.Answering(301, "Location", "https://a.example/ws"))}, "redirect"},
		"401":                   {[]string{peer.Serve(t, peer.Answering(401, "WWW-Authenticate", "Basic"))}, "credentials"},
		"403 by origin":         {[]string{"-header", "Origin: https://other.example", peer.Serve(t, http.HandlerFunc(peer.Gorilla))}, "origin"},
		"403 by origin, too":    {[]string{"-header", "Origin: https://other.example", peer.Serve(t, http.HandlerFunc(peer.Coder))}, "origin"},
		"426":                   {[]string{peer.Serve(t, peer.Answering(426, "Upgrade", "websocket"))}, "Upgrade"},
		"404":                   {[]string{peer.Serve(t, peer.Answering(404))}, "no WebSocket endpoint at "},
		"plain HTTP behind":     {[]string{strings.Replace(peer.Serve(t, ok), "ws:", "wss:", 1)}, "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, errs := run(append([]string{"probe", "-json"}, c.args...)...)
			var got probeJSON
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatalf("%v: %s%s", err, out, errs)
			}
			if status != exitFails || got.Opened || len(got.Report.Causes) == 0 {
				t.Fatalf("status %d, opened %v, %d causes, fault %q", status, got.Opened, len(got.Report.Causes), got.Fault)
			}
			cause, said, _ := strings.Cut(c.want, "/")
			if first := got.Report.Causes[0]; !strings.Contains(first.Headline, cause) || !strings.Contains(got.Fault, said) {
				t.Errorf("the first cause is %s, %q; want %q in it (fault %q)", first.ID, first.Headline, c.want, got.Fault)
			}
		})
	}
}

// A connection that the server closes has opened, and has the cause of its end.
func TestProbeEndings(t *testing.T) {
	for name, c := range map[string]struct {
		sends string
		ends  bool
		want  string // the id of the first cause
	}{
		"own code":      {"\x88\x02\x11\x31", false, "closed-by-application"},
		"policy":        {"\x88\x02\x03\xf0", false, "closed-policy"},
		"no code":       {"\x88\x00", false, "closed-on-purpose"},
		"no Close":      {"\x89\x01p", true, "closed-by-crash"},
		"masked":        {"\x81\x81\x01\x02\x03\x04a", false, "mask-wrong"},
		"compressed":    {"\xc1\x05\x00ello", false, "bits-unclaimed"},
		"a page":        {"<html>\r\n", false, "bytes-not-frames"},
		"wrong content": {"\x81\x02\xff\xfe", false, "closed-content"},
		"wrong frame":   {"\x88\x01\x03", false, "closed-frames"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, _ := run("probe", "-json", "-message", "", peer.Serve(t, peer.Then(c.sends, c.ends)))
			var got probeJSON
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatal(err, out)
			}
			if status != exitFails || !got.Opened || got.Report.Outcome.Result != "closed" || len(got.Report.Causes) == 0 || got.Report.Causes[0].ID != c.want {
				t.Errorf("status %d, opened %v, outcome %q, fault %q, causes %+v; want %s first", status, got.Opened, got.Report.Outcome.Result, got.Fault, got.Report.Causes, c.want)
			}
		})
	}
}

// An invalid certificate is reported even if the probe continues.
func TestProbeInsecure(t *testing.T) {
	address := peer.Secure(t, http.HandlerFunc(peer.Coder), peer.Certificate("127.0.0.1", time.Now().Add(time.Hour), nil))
	status, out, _ := run("probe", "-insecure", "-json", address)
	var got probeJSON
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != exitOK || !strings.Contains(got.Distrust, "unknown authority") {
		t.Errorf("%v, status %d, distrust %q", err, status, got.Distrust)
	}
	if _, out, _ = run("probe", "-insecure", address); !strings.Contains(out, "▲ TLS ") {
		t.Errorf("as text:\n%s", out)
	}
}

// Bytes of a server cannot control a terminal, wherever they are shown.
func TestProbeIsHarmless(t *testing.T) {
	const escape = "\x1b[2J\x1b]0;x\x07\x9b31m\u202e"
	frames := "\x81" + string(rune(len(escape))) + escape + "\x89" + string(rune(len(escape))) + escape + "\x88" + string(rune(len(escape)+2)) + "\x11\x31" + escape
	for name, address := range map[string]string{
		"head":     peer.Raw(t, true, "HTTP/1.1 403 "+escape+"\r\nServer: "+escape+"\r\n"+escape+": x\r\nContent-Length: 20\r\n\r\n"+escape+escape),
		"not HTTP": peer.Raw(t, true, escape+"\r\n"),
		"frames":   peer.Serve(t, peer.Then(strings.ReplaceAll(frames, "\x9b", "\x1a"), false)),
		"no frame": peer.Serve(t, peer.Then(escape, false)),
	} {
		if _, out, _ := run("probe", address); strings.ContainsAny(out, "\x1b\x07\u009b\u202e") || !utf8.ValidString(out) {
			t.Errorf("%s: %q", name, out)
		}
	}
}

// A proxy in the environment is not used, and the report says so.
func TestProbeIgnoresProxies(t *testing.T) {
	t.Setenv("NO_PROXY", "")
	t.Setenv("no_proxy", "")
	t.Setenv("http_proxy", "")
	t.Setenv("HTTP_PROXY", "http://proxy.example:3128")
	const address = "ws://nowhere..invalid/ws" // which no resolver is asked for
	if _, out, _ := run("probe", address); !strings.HasPrefix(out, "The environment names a proxy in HTTP_PROXY; a probe connects directly and does not use it.\n") {
		t.Errorf("as text:\n%s", out)
	}
	if _, out, _ := run("probe", "-json", address); !strings.Contains(out, `"ignored_proxy": "HTTP_PROXY"`) {
		t.Errorf("as JSON:\n%s", out)
	}
	if _, out, _ := run("probe", "ws://"+port.Refusing(t)+"/"); strings.Contains(out, "HTTP_PROXY") {
		t.Errorf("on this machine no program uses a proxy:\n%s", out)
	}
}

// The link opens what crossed the wire, without its secrets.
func TestProbeLink(t *testing.T) {
	_, out, _ := run("probe", "-header", "Authorization: Bearer hidden-1", "-header", "Cookie: sid=hidden-2", peer.Serve(t, http.HandlerFunc(peer.Coder))+"?token=hidden-3")
	_, link, _ := strings.Cut(out, "#v1.")
	link, _, _ = strings.Cut(link, "\n")
	packed, err := base64.RawURLEncoding.DecodeString(link)
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	state, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil || !strings.Contains(string(state), "101 Switching Protocols") || strings.Contains(string(state), "hidden") {
		t.Errorf("%v, %s", err, state)
	}
}

func TestProbeUsage(t *testing.T) {
	for _, args := range [][]string{
		{}, {"http://a.example/"}, {"ws://user:secret@a.example/"}, {"ws://a.example/#x"}, {"ws://a.example/", "extra"},
		{"-header", "no colon", "ws://a.example/"}, {"-header", "A: b\r\nC: d", "ws://a.example/"}, {"-protocol", "a b", "ws://a.example/"},
		{"-timeout", "-1s", "ws://a.example/"}, {"-page", "javascript:1", "ws://a.example/"}, {"ws://a.example:0/"},
	} {
		status, _, errs := run(append([]string{"probe"}, args...)...)
		if status != ExitUsage || errs == "" || strings.Contains(errs, "secret") {
			t.Errorf("probe %q: status %d, %q", args, status, errs)
		}
	}
}

// The report of an open connection shows both heads and a link that holds no secret.
func TestProbeOpens(t *testing.T) {
	echo := peer.Serve(t, http.HandlerFunc(peer.Coder))
	status, out, errs := run("probe", "-message", "Hello", "-header", "Authorization: Bearer hidden-token-1234567890", "-page", "https://u.example/", echo)
	if status != exitOK {
		t.Fatalf("status %d\n%s%s", status, out, errs)
	}
	for _, want := range []string{"> GET /ws HTTP/1.1\n", "< HTTP/1.1 101 Switching Protocols\n", "Hello", "✓ Works", "https://u.example/#v1."} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
}
