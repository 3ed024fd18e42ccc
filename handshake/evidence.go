package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Program is a program that rules and lessons name, the versions that their claims are about, and how the claims
// were compared with it. A claim about a program that is not listed here does not appear.
type Program struct {
	Name     string // as it is written in texts
	Version  string
	Evidence Evidence
}

// Evidence is how a claim about a program is known.
type Evidence string

const (
	Tested     Evidence = "compared by tests" // web/peers and web/e2e/clients run this version
	Recorded   Evidence = "recorded"          // a recording in testdata or handshake/hop
	Ran        Evidence = "run by hand"       // measured once with this version
	SourceRead Evidence = "source read"       // of this version
	Documented Evidence = "documentation"     // of the program or service
	Reported   Evidence = "reports that are linked"
)

// Programs are all programs that are named, with the most specific names first.
var Programs = []Program{
	{"http-proxy-middleware", "3.0.11 and 4.2.2", Recorded},
	{"webpack-dev-server", "5.2.7 and 6.1.0", Recorded},
	{"Python's websockets", "10.4", Tested},
	{"ASP.NET Core", "8", Reported},
	{".NET Framework", "4.8", Reported},
	{"websocket-client", "1.2.3", Ran},
	{"AWS", "as of 2026", Documented},
	{"aiohttp", "3.8", Tested},
	{"Apache", "2.4.71", Recorded},
	{"Autobahn", "22.7.1", Ran},
	{"Caddy", "2.6.2 and 2.11.9", Recorded},
	{"Chrome", "156", Recorded},
	{"coder", "1.8.15", Tested},
	{"CUPS", "2.4", Documented},
	{"curl", "7.88.1", Tested},
	{"Docker", "Engine API 1.43", Documented},
	{"Envoy", "1.35", Documented},
	{"faye", "websocket-driver 0.7.4", SourceRead},
	{"Firefox", "153", Recorded},
	{"Go", "1.26.8", Ran},
	{"gobwas", "1.5.0", Tested},
	{"gorilla", "1.5.3", Tested},
	{"gws", "1.8.9", Tested},
	{"h2o", "2.2.5", Recorded},
	{"HAProxy", "2.6.12 and 3.4.0", Recorded},
	{"IIS", "10", Reported},
	{"ingress-nginx", "1.12", Documented},
	{"Java", "21", Documented},
	{"Kubernetes", "1.30", Documented},
	{"lighttpd", "1.4.69", Recorded},
	{"nghttpx", "1.52.0", Recorded},
	{"nginx", "1.22.1 and 1.31.4", Recorded},
	{"Node", "20.20", Recorded},
	{"npm ws", "8.23.0", Recorded},
	{"Safari", "17.3", Documented},
	{"Socket.IO", "engine.io 6.6", Ran},
	{"Tomcat", "10.1", Documented},
	{"Traefik", "3.7.9", Recorded},
	{"tungstenite", "0.29", SourceRead},
	{"Vite", "6.4.6 and 8.4.0", Recorded},
	{"wsproto", "1.2.0", SourceRead},
	{"x/net", "0.62.0", Tested},
	{"zlib", "1.2.13", Ran},
}

// ProgramsIn are the programs that texts name, in the order of Programs.
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

// Programs are those that the words of the rule name.
func (r *Rule) Programs() []Program { return ProgramsIn(r.Requires, r.Why, r.Fix) }

// namesProgram reports whether a text holds a name as a word of its own.
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
