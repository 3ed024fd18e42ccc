package cause

import (
	"strings"
	"sync"
)

// wordFacts are facts that hold if the text has a word of a list with bars between.
var wordFacts = []struct{ fact, words string }{
	{"in-code", "write(\"http/1.|write('http/1.|write(`http/1.|send(\"http/1.|sendall(b\"http/1.|end(\"http/1.|write(b\"http/1.|write(\\\"http/1.|write(&#34;http/1.|write(&quot;http/1."},
	{"network-changed", "err_network_changed|err_network_io_suspended|err_internet_disconnected"},
	{"named-open", "connected (press|opens fine|connects fine|websocket connected|connection established|onopen\n|keeps closing|keeps disconnecting|" +
		"keeps dropping|drops every|gets disconnected|socket closes|randomly disconnect|randomly clos"},
	{"waf-named", "waf log|waf rule|by the waf|by waf|web application firewall|firewall rule|firewall event|bot protection|bot fight|modsecurity"},
	{"proxy-named", "proxy_pass|proxypass |behind nginx|behind a reverse proxy|behind the reverse proxy|behind a proxy|behind an nginx|behind apache|" +
		"behind traefik|behind haproxy|behind caddy|behind cloudflare|behind an f5|behind a load balancer|behind the load balancer|behind an ingress|" +
		"behind an alb|behind an aws|reverse proxy|nginx in front|in front of it|sits in front|application gateway|from the alb|" +
		"through the load balancer|from the load balancer|from the proxy|through the proxy|nginx proxy manager|nginxproxymanager|ingress-nginx|" +
		"kind: ingress|cloudflared|cloudflare tunnel"},
	{"proxy-set", "proxy_set_header|proxy_pass http|proxypass "},
	{"dial-logged", "connection refused) while connecting to upstream"},
	{"tunnel-logged", tunnelStatus},
	{"engine-io", "eio="},
	{"badreq", "badreq"},
	{"kube", "kubectl|unable to upgrade connection"},
	{"kube-named", "kubernetes"},
	{"ingress", "ingress.kubernetes.io"},
	{"kube-page", "unable to upgrade connection: <html|unable to upgrade connection: <!doctype"},
	{"kube-missing-headers", "unable to upgrade: missing upgrade headers"},
	{"rbac-denied", "rbac: access denied|rbac_access_denied"},
	{"signalr", "signalr"},
	{"socketio", "socket.io"},
	{"tls-alert", `\x15\x03|\\x15\\x03`},
	{"tls-bytes", `"\x16\x03|'\x16\x03|'\\x16\\x03`},
}

// wordIndex finds all words of facts, signs and programs in one pass over a text. There are more than a hundred; separate searches
// took most of the time of a keystroke in a long text.
type wordIndex struct {
	group [1 << 16]uint16 // by the first two bytes: the index of their words; 0 for none
	words [][]string
}

var words = sync.OnceValue(func() *wordIndex {
	x := &wordIndex{words: [][]string{nil}}
	for i := range wordFacts {
		x.add(strings.Split(wordFacts[i].words, "|")...)
	}
	for i := range programs {
		if programs[i].body != "" {
			x.add(strings.Split(programs[i].body, "|")...)
		}
	}
	for _, c := range all() {
		for _, list := range [][]sign{c.pro, c.con} {
			for _, s := range list {
				if s.kind == "text" {
					x.add(s.value)
				}
			}
		}
	}
	return x
})

func (x *wordIndex) add(words ...string) {
	for _, w := range words {
		g := &x.group[int(w[0])<<8|int(w[1])]
		if *g == 0 {
			*g = uint16(len(x.words))
			x.words = append(x.words, nil)
		}
		x.words[*g] = append(x.words[*g], w)
	}
}

// find returns the first offset of each word in a lower-case text, without absent words.
func (x *wordIndex) find(low string) map[string]int {
	found := map[string]int{}
	for i := 1; i < len(low); i++ {
		g := x.group[int(low[i-1])<<8|int(low[i])]
		if g == 0 {
			continue
		}
		for _, w := range x.words[g] {
			if strings.HasPrefix(low[i-1:], w) {
				if _, before := found[w]; !before {
					found[w] = i - 1
				}
			}
		}
	}
	return found
}
