package peers

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"

	coder "github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	"github.com/gobwas/ws/wsflate"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
	xnet "golang.org/x/net/websocket"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// setup is a policy in terms of the servers. None of them supports "any name": they get the offered names instead, in order.
type setup struct {
	subprotocols []string
	policy       handshake.Policy // for the origins
	host         string           // of the request
	deflate      bool
	takeover     bool // context takeover, where a server has it
}

func newSetup(raw string, policy handshake.Policy) setup {
	s := setup{subprotocols: policy.Subprotocols, policy: policy, deflate: !policy.NoDeflate, takeover: !policy.NoTakeover}
	head := head.ParseRequest(raw)
	if hosts := head.Get("Host"); len(hosts) > 0 {
		s.host = hosts[0].Value.Text
	}
	if s.subprotocols == nil {
		for _, name := range head.List("Sec-WebSocket-Protocol") {
			s.subprotocols = append(s.subprotocols, name.Text)
		}
	}
	return s
}

// admits is the origin check for servers that leave it to the application.
func (s *setup) admits(origin string) bool {
	return origin == "" || s.policy.AllowsOrigin(origin, s.host)
}

func (s *setup) admitsRequest(r *http.Request) bool { return s.admits(r.Header.Get("Origin")) }

// server is one peer. serve runs it on its end of a connection until that closes.
type server struct {
	name, module, version string
	serve                 func(net.Conn, *setup)
}

// servers are set up as in their documentation: if a server can check or choose something itself, it does; the application
// decides only what the server leaves to it.
var servers = []server{
	{"coder", "github.com/coder/websocket", "v1.8.15", overHTTP(func(w http.ResponseWriter, r *http.Request, s *setup) {
		options := coder.AcceptOptions{Subprotocols: s.subprotocols, OriginPatterns: s.policy.Origins, InsecureSkipVerify: s.policy.Origins == nil}
		switch {
		case s.deflate && s.takeover:
			options.CompressionMode = coder.CompressionContextTakeover
		case s.deflate:
			options.CompressionMode = coder.CompressionNoContextTakeover
		}
		if c, err := coder.Accept(w, r, &options); err == nil {
			c.CloseNow()
		}
	})},
	{"gorilla", "github.com/gorilla/websocket", "v1.5.3", overHTTP(func(w http.ResponseWriter, r *http.Request, s *setup) {
		u := gorilla.Upgrader{Subprotocols: s.subprotocols, CheckOrigin: s.admitsRequest, EnableCompression: s.deflate}
		if c, err := u.Upgrade(w, r, nil); err == nil {
			c.Close()
		}
	})},
	{"gobwas", "github.com/gobwas/ws", "v1.5.0", serveGobwas},
	{"gws", "github.com/lxzan/gws", "v1.8.9", overHTTP(func(w http.ResponseWriter, r *http.Request, s *setup) {
		u := gws.NewUpgrader(gws.BuiltinEventHandler{}, &gws.ServerOption{
			Logger:            silent{},
			SubProtocols:      s.subprotocols,
			PermessageDeflate: gws.PermessageDeflate{Enabled: s.deflate, ServerContextTakeover: s.takeover, ClientContextTakeover: s.takeover, ServerMaxWindowBits: 15, ClientMaxWindowBits: 15},
			Authorize:         func(r *http.Request, _ gws.SessionStorage) bool { return s.admitsRequest(r) },
		})
		if c, err := u.Upgrade(w, r); err == nil {
			c.NetConn().Close()
		}
	})},
	{"x/net", "golang.org/x/net", "v0.62.0", overHTTP(func(w http.ResponseWriter, r *http.Request, s *setup) {
		xnet.Server{
			Handshake: func(c *xnet.Config, r *http.Request) error {
				if !s.admitsRequest(r) {
					return errors.New("origin")
				}
				// It passes the client's offers; the application keeps one of them.
				known := slices.IndexFunc(c.Protocol, func(name string) bool { return slices.Contains(s.subprotocols, name) })
				if known < 0 {
					c.Protocol = nil
				} else {
					c.Protocol = c.Protocol[known : known+1]
				}
				return nil
			},
			Handler: func(c *xnet.Conn) { c.Close() },
		}.ServeHTTP(w, r)
	})},
}

// serveGobwas runs the one server that reads the head itself.
func serveGobwas(c net.Conn, s *setup) {
	defer c.Close()
	defer func() { recover() }() // net/http does this for the others
	u := gobwas.Upgrader{
		Protocol: func(name []byte) bool { return slices.Contains(s.subprotocols, string(name)) },
		OnHeader: func(name, value []byte) error {
			if strings.EqualFold(string(name), "Origin") && !s.admits(string(value)) {
				return gobwas.RejectConnectionError(gobwas.RejectionStatus(http.StatusForbidden))
			}
			return nil
		},
	}
	if s.deflate {
		extension := wsflate.Extension{Parameters: wsflate.DefaultParameters}
		u.Negotiate = extension.Negotiate
	}
	_, _ = u.Upgrade(c)
}

type silent struct{}

func (silent) Error(...any) {}
