//go:build hops

package hops

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"
)

// startGo runs the handlers whose text the snippets of go-reverseproxy are.
func startGo(t *testing.T, dir, id, snippet, listen, upstream string) {
	target := &url.URL{Scheme: "http", Host: "127.0.0.1:" + upstream}
	single := httputil.NewSingleHostReverseProxy(target)
	quiet := log.New(io.Discard, "", 0)
	single.ErrorLog = quiet
	director := func(edit func(*http.Request)) http.Handler {
		//lint:ignore SA1019 what Director does is what is tested
		return &httputil.ReverseProxy{ErrorLog: quiet, Director: func(r *http.Request) {
			r.URL.Scheme, r.URL.Host = target.Scheme, target.Host
			edit(r)
		}}
	}
	rewrite := func(edit func(*httputil.ProxyRequest)) http.Handler {
		return &httputil.ReverseProxy{ErrorLog: quiet, Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			edit(r)
		}}
	}
	handler := map[string]http.Handler{
		"single-host": single,
		"rewrite":     rewrite(func(*httputil.ProxyRequest) {}),
		"rewrite-xff": rewrite(func(r *httputil.ProxyRequest) {
			r.SetXForwarded()
			r.Out.Host = r.In.Host
		}),
		"director-drops": director(func(r *http.Request) {
			kept := http.Header{}
			for _, n := range []string{"Accept", "Authorization", "Cookie", "Origin", "User-Agent"} {
				if v := r.Header.Values(n); v != nil {
					kept[n] = v
				}
			}
			r.Header = kept
		}),
		"director-upgrade": director(func(r *http.Request) { r.Header.Del("Connection") }),
		"no-hijack":        http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { single.ServeHTTP(&logged{w}, r) }),
		"unwrap":           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { single.ServeHTTP(&unwrapped{logged{w}}, r) }),
		"timeout-handler":  http.TimeoutHandler(single, 30*time.Second, "slow\n"),
		"naive": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.Scheme, r.URL.Host, r.RequestURI = target.Scheme, target.Host, ""
			res, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadGateway)
				return
			}
			defer res.Body.Close()
			for n, v := range res.Header {
				w.Header()[n] = v
			}
			w.WriteHeader(res.StatusCode)
			io.Copy(w, res.Body)
		}),
	}[id]
	if handler == nil {
		t.Fatal("no handler of that name")
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+listen)
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: handler, ErrorLog: quiet}
	t.Cleanup(func() { s.Close() })
	go s.Serve(l)
}

// logged hides what the writer in it can do.
type logged struct{ w http.ResponseWriter }

func (l *logged) Header() http.Header         { return l.w.Header() }
func (l *logged) Write(b []byte) (int, error) { return l.w.Write(b) }
func (l *logged) WriteHeader(status int)      { l.w.WriteHeader(status) }

type unwrapped struct{ logged }

func (u *unwrapped) Unwrap() http.ResponseWriter { return u.w }
