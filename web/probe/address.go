package probe

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"unicode"
)

// Address is a WebSocket URI (RFC 6455 §3):
//
//	ws-URI  = "ws:" "//" host [ ":" port ] path [ "?" query ]
//	wss-URI = "wss:" "//" host [ ":" port ] path [ "?" query ]
type Address struct {
	Secure bool
	Host   string // without brackets
	Port   string
	Target string // path and query, as in the request line
}

// Authority returns the value of the Host field: without the port if it is the scheme's default.
func (a *Address) Authority() string {
	host := a.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if a.Port == a.defaultPort() {
		return host
	}
	return host + ":" + a.Port
}

func (a *Address) defaultPort() string {
	if a.Secure {
		return "443"
	}
	return "80"
}

// ParseAddress reads a WebSocket URI. Its errors say how to write the address.
func ParseAddress(text string) (*Address, error) {
	given := withoutUser(text)
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%q is not an address such as wss://host/path", given)
	}
	a := &Address{}
	switch strings.ToLower(u.Scheme) {
	case "wss":
		a.Secure = true
	case "ws":
	case "http", "https":
		right := *u
		right.User = nil
		right.Scheme = map[string]string{"http": "ws", "https": "wss"}[strings.ToLower(u.Scheme)]
		return nil, fmt.Errorf("%q is an address of %s; write %s", given, u.Scheme, right.String())
	default:
		return nil, fmt.Errorf("%q is not a WebSocket address; write ws://host/path or wss://host/path", given)
	}
	if u.User != nil {
		right := *u
		right.User = nil
		return nil, fmt.Errorf("the address has a user name in it, which a WebSocket address cannot hold (RFC 6455 §3); "+
			"write %s and send the credentials with -header 'Authorization: …'", right.String())
	}
	if u.Fragment != "" || strings.HasSuffix(text, "#") {
		return nil, fmt.Errorf("the address has a fragment, which a WebSocket address cannot hold (RFC 6455 §3); leave out #%s", u.Fragment)
	}
	if a.Host = u.Hostname(); a.Host == "" {
		return nil, fmt.Errorf("%q names no host; write ws://host/path or wss://host/path", given)
	}
	if strings.ContainsFunc(a.Host, func(c rune) bool { return c > unicode.MaxASCII }) {
		return nil, fmt.Errorf("the name %q has letters beyond ASCII; write it as DNS has it, with xn--", a.Host)
	}
	if a.Port = u.Port(); a.Port == "" {
		a.Port = a.defaultPort()
	} else if n, err := strconv.Atoi(a.Port); err != nil || n < 1 || n > 65535 {
		return nil, fmt.Errorf("%q has the port %s; it takes 1 to 65535", given, a.Port)
	}
	if a.Target = u.EscapedPath(); a.Target == "" {
		a.Target = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		a.Target += "?" + escapeQuery(u.RawQuery)
	}
	if strings.ContainsAny(a.Target, " \t\r\n") || strings.ContainsAny(a.Host, " \t\r\n") {
		return nil, fmt.Errorf("%q holds white space; escape it as %%20", given)
	}
	return a, nil
}

// escapeQuery percent-encodes what a query cannot contain, like browsers (URL Standard §4.4).
func escapeQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7F || strings.IndexByte("\"#<>", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// withoutUser returns an address for error messages: without a password.
func withoutUser(text string) string {
	scheme, rest, ok := strings.Cut(text, "//")
	if !ok {
		return text
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	return scheme + "//" + rest[strings.LastIndexByte(rest[:end], '@')+1:]
}

// IgnoredProxy names the environment variable that would send other programs through a proxy for this
// address; "" for none. A probe connects directly: what a proxy does to a handshake is another question.
func IgnoredProxy(a *Address) string {
	if excepted(a.Host) {
		return ""
	}
	names := []string{"http_proxy", "HTTP_PROXY"}
	if a.Secure {
		names = []string{"https_proxy", "HTTPS_PROXY"}
	}
	for _, name := range append(names, "all_proxy", "ALL_PROXY") {
		if os.Getenv(name) != "" {
			return name
		}
	}
	return ""
}

// excepted reports whether a host is excluded from proxies, by NO_PROXY or because it is on this machine.
func excepted(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() || strings.EqualFold(host, "localhost") {
		return true
	}
	list := os.Getenv("no_proxy")
	if list == "" {
		list = os.Getenv("NO_PROXY")
	}
	host = strings.ToLower(host)
	for entry := range strings.SplitSeq(strings.ToLower(list), ",") {
		entry = strings.TrimSpace(entry)
		if h, _, err := net.SplitHostPort(entry); err == nil {
			entry = h
		}
		if entry == "*" || entry != "" && (host == entry || strings.HasSuffix(host, "."+strings.TrimPrefix(entry, "."))) {
			return true
		}
	}
	return false
}
