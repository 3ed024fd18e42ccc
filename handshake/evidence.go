package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Program is a program that a text names, the versions that claims are about, and how they were verified. A test in
// web/document finds claims about other programs in the rules, causes, lessons, glossary, statuses and peers.
type Program struct {
	Name     string // as texts name it
	Version  string
	Evidence Evidence
	Source   string // a file or package of this project, a distribution, or an address
}

// Address returns the address of the source; "" if it has none.
func (p Program) Address() string {
	if strings.HasPrefix(p.Source, "https://") {
		return p.Source
	}
	return ""
}

// Evidence says how claims about a program were verified.
type Evidence string

const (
	Tested     Evidence = "compared by tests"             // web/peers and web/e2e/clients run this version
	Recorded   Evidence = "recorded"                      // a recording in testdata or handshake/hop
	InPart     Evidence = "recorded, in part run by hand" // some claims measured once
	Ran        Evidence = "run by hand"                   // measured once with this version
	CodeRead   Evidence = "source code read"              // of this version
	Documented Evidence = "documentation"                 // of the program or service
	Reported   Evidence = "reports that are linked"
)

// The places of evidence; tests compare the versions with it.
const (
	inHops    = "handshake/hop"
	inClients = "handshake/testdata/clients.json"
	inPeers   = "web/peers"
	inCapture = "web/e2e/clients"
)

// Programs are all programs that texts name, the most specific names first.
var Programs = []Program{
	{"http-proxy-middleware", "2.0.12, 3.0.11 and 4.2.2", Recorded, inHops},
	{"webpack-dev-server", "5.2.7 and 6.1.0", Recorded, inHops},
	{"App Transport Security", "iOS 9", Documented, "https://developer.apple.com/documentation/security/preventing-insecure-network-connections"},
	{"Python's websockets", "10.4", InPart, inCapture},
	{"ASP.NET Core", "8", Documented, "https://learn.microsoft.com/aspnet/core/fundamentals/websockets"},
	{".NET Framework", "4.8", Reported, "https://github.com/SuaveIO/suave/issues/626"},
	{"websocket-client", "1.2.3", Ran, "Debian 12"},
	{"ingress-nginx", "1.12", Documented, "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/"},
	{"cloudflared", "as of 2026", Documented, "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1033/"},
	{"Cloudflare", "as of 2026", Documented, "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/"},
	{"aiohttp", "3.8.4", InPart, inCapture},
	{"Android", "9", Documented, "https://developer.android.com/privacy-and-security/security-config"},
	{"Apache", "2.4.71", InPart, inHops},
	{"Autobahn", "22.7.1", Ran, "Debian 12"},
	{"AWS", "as of 2026", Documented, "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html"},
	{"Caddy", "2.6.2 and 2.11.9", Recorded, inHops},
	{"Chrome", "156", InPart, inClients},
	{"coder", "1.8.15", Tested, inPeers},
	{"Contour", "1.30", Documented, "https://projectcontour.io/docs/1.30/config/websockets/"},
	{"CUPS", "2.4", Documented, "https://www.cups.org/doc/man-cupsd.conf.html"},
	{"curl", "7.88.1", InPart, inCapture},
	{"Docker", "Engine API 1.43", Documented, "https://docs.docker.com/reference/api/engine/version/v1.43/"},
	{"Envoy", "1.36", Documented, "https://www.envoyproxy.io/docs/envoy/v1.36.6/intro/arch_overview/http/upgrades"},
	{"faye", "websocket-driver 0.7.4", CodeRead, "https://github.com/faye/websocket-driver-ruby/blob/0.7.4/lib/websocket/driver/client.rb"},
	{"Firefox", "153", InPart, inClients},
	{"Go", "1.26.8", InPart, inHops},
	{"gobwas", "1.5.0", Tested, inPeers},
	{"gorilla", "1.5.3", Tested, inPeers},
	{"gws", "1.8.9", Tested, inPeers},
	{"h2o", "2.2.5", Recorded, inHops},
	{"HAProxy", "2.6.12 and 3.4.0", InPart, inHops},
	{"http-proxy", "1.18.1", Recorded, inHops},
	{"IIS", "10", Documented, "https://learn.microsoft.com/aspnet/core/fundamentals/websockets"},
	{"Java", "21", Documented, "https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/HttpClient.Builder.html"},
	{"kubectl", "1.30", Documented, "https://kubernetes.io/docs/reference/kubectl/generated/kubectl_proxy/"},
	{"kubelet", "1.30", Documented, "https://kubernetes.io/docs/concepts/architecture/control-plane-node-communication/"},
	{"Kubernetes", "1.30", Documented, "https://kubernetes.io/docs/concepts/architecture/control-plane-node-communication/"},
	{"lighttpd", "1.4.69", Recorded, inHops},
	{"nghttpx", "1.52.0", Recorded, inHops},
	{"nginx", "1.22.1 and 1.31.4", InPart, inHops},
	{"Node", "20.20, 22.23, 24.22 and 26.12", InPart, inClients},
	{"npm ws", "8.23.0", InPart, inCapture},
	{"Safari", "17.3", Documented, "https://developer.apple.com/documentation/safari-release-notes/safari-17_3-release-notes"},
	{"SignalR", "ASP.NET Core 8", Documented, "https://learn.microsoft.com/aspnet/core/signalr/scale"},
	{"Socket.IO", "engine.io 6.6", Ran, "npm"},
	{"Squid", "5.7", Recorded, inHops},
	{"Tomcat", "10.1", Documented, "https://tomcat.apache.org/tomcat-10.1-doc/config/http.html"},
	{"Traefik", "3.7.9", Recorded, inHops},
	{"tungstenite", "0.29", CodeRead, "https://github.com/snapview/tungstenite-rs/blob/v0.29.0/src/handshake/client.rs"},
	{"uvicorn", "0.54", Documented, "https://www.uvicorn.org/"},
	{"Vite", "6.4.6 and 8.4.0", Recorded, inHops},
	{"wsproto", "1.2.0", CodeRead, "https://github.com/python-hyper/wsproto/blob/1.2.0/src/wsproto/handshake.py"},
	{"x/net", "0.62.0", Tested, inPeers},
	{"zlib", "1.2.13", Ran, "Debian 12"},
	{"WebKitGTK", "2.50.6", Recorded, inClients},
}

// ProgramsIn returns the programs that texts name, in the order of Programs.
func ProgramsIn(texts ...string) []Program {
	var found []Program
	for _, p := range Programs {
		for _, text := range texts {
			if namesProgram(text, p.Name) {
				found = append(found, p)
				break
			}
		}
	}
	return found
}

// Programs returns the programs that the words of the rule name.
func (r *Rule) Programs() []Program { return ProgramsIn(r.Requires, r.Why, r.Fix) }

// namesProgram reports whether a text has a name as a word.
func namesProgram(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(name)
		if (start == 0 || !inName(text[start-1])) && (end == len(text) || !inName(text[end])) {
			return true
		}
		at = end
	}
}

func inName(c byte) bool {
	return head.IsDigit(c) || 'a' <= head.Lower(c) && head.Lower(c) <= 'z' || c == '-' || c == '_' || c == '$' || c == '/'
}
