package browser

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Between is a proxy between the browser and a site. It delays the page's program until pass is called, so that the page can be
// used before it, and it can stop, like a network.
func Between(t testing.TB, site string) (address string, pass, end func()) {
	t.Helper()
	gate := make(chan struct{})
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	address, end = Host(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/app.wasm") {
			<-gate
		}
		answer, err := client.Get("http://" + to.Host + r.URL.RequestURI())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		for name, values := range answer.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	})
	pass = sync.OnceFunc(func() { close(gate) })
	t.Cleanup(pass)
	stop := end
	return address + to.Path, pass, func() { pass(); stop() }
}

// Host serves until the test ends or end is called.
func Host(t testing.TB, answer http.HandlerFunc) (address string, end func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: answer}
	go server.Serve(l)
	end = func() { server.Close() }
	t.Cleanup(end)
	return "http://" + l.Addr().String(), end
}

// Origin returns the scheme, host and port of an address.
func Origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
