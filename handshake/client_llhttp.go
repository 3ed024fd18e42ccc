package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// llhttp is the HTTP parser of Node, which has it twice: in the module http, which ws uses, and in undici, which the built-in
// WebSocket uses. It reads octet by octet (src/llhttp/http.ts of nodejs/llhttp).
type llhttp struct {
	raw     string
	at      int // offset of the next octet
	release llhttpRelease
	limit   int  // octets of names and values of a head
	reasons bool // the reason phrase counts, too, as in the module http
	counted int  // octets that count
}

type llhttpRelease uint8

const (
	llhttp8  llhttpRelease = iota // 8.1 without its strict mode, in undici 6
	llhttp93                      // 9.3, in Node 20 and undici 7
	llhttp94                      // 9.4, in Node 22 and later
)

// llhttpHead is a head as llhttp passes it on: values keep the blanks after them.
type llhttpHead struct {
	status    int
	upgrades  bool // a 101 with Upgrade, and with the option upgrade in Connection
	keepAlive bool
	rawFields
}

// nodeMaxHead is Node's --max-http-header-size.
const nodeMaxHead = 16 << 10

// unended is the fault of an incomplete head.
const unended = "unended"

// final reads heads up to the first that is not interim.
func (p *llhttp) final() (h llhttpHead, fault string) {
	for {
		h, fault = p.head()
		if fault != "" || h.upgrades || h.status < 100 || h.status > 199 || h.status == 101 && p.release > llhttp8 {
			return h, fault
		}
		if h.status == 100 && !p.reasons { // undici fails
			return h, "100"
		}
		if h.keepAlive {
			continue
		}
		if p.release > llhttp8 && strings.Trim(p.raw[p.at:], "\r\n") != "" {
			return h, "Data after `Connection: close`"
		}
		return h, unended
	}
}

// is reports whether the next octet is in a set; false at the end.
func (p *llhttp) is(set string) bool {
	return p.at < len(p.raw) && strings.IndexByte(set, p.raw[p.at]) >= 0
}

// expect reads an octet of a set. It returns the fault why for another octet, and unended at the end.
func (p *llhttp) expect(set, why string) string {
	if p.at == len(p.raw) {
		return unended
	}
	if !p.is(set) {
		return why
	}
	p.at++
	return ""
}

// lf reads the LF after a CR. Release 8 accepts any octet.
func (p *llhttp) lf(why string) string {
	if p.release == llhttp8 && p.at < len(p.raw) {
		p.at++
		return ""
	}
	return p.expect("\n", why)
}

// count adds the octets since an offset, and reports whether the limit is reached.
func (p *llhttp) count(from int) bool {
	p.counted += p.at - from
	return p.counted >= p.limit
}

const digits = "0123456789"

func (p *llhttp) head() (h llhttpHead, fault string) {
	for p.is("\r\n") {
		p.at++
	}
	p.counted = 0
	major, minor, fault := p.version()
	if fault == "" {
		h.status, fault = p.status()
	}
	if fault == "" && p.is(" ") {
		fault = "Unexpected space after start line"
	}
	var f llhttpFlags
	for fault == "" {
		switch {
		case p.is("\r"):
			p.at++
			if fault = p.lf("Expected LF after headers"); fault == "" {
				return p.ended(h, f, major > '0' && minor > '0')
			}
		case p.is("\n") && p.release == llhttp8:
			p.at++
			return p.ended(h, f, major > '0' && minor > '0')
		case p.is("\n"):
			fault = "Invalid header field char"
		default:
			fault = p.field(&h, &f)
		}
	}
	return h, fault
}

// llhttpFlags are the fields and options of a head that affect the parser.
type llhttpFlags struct{ upgrade, length, coding, optionUpgrade, optionClose, optionKeepAlive bool }

func (p *llhttp) ended(h llhttpHead, f llhttpFlags, http11 bool) (llhttpHead, string) {
	h.upgrades = f.upgrade && f.optionUpgrade && h.status == 101
	h.keepAlive = http11 && !f.optionClose || !http11 && f.optionKeepAlive
	if p.release == llhttp8 && f.length && f.coding {
		return h, "Content-Length can't be present with Transfer-Encoding"
	}
	return h, ""
}

// version reads the status line up to the blank after the version.
func (p *llhttp) version() (major, minor byte, fault string) {
	rest := p.raw[p.at:]
	fault = "Expected HTTP/, RTSP/ or ICE/"
	for _, name := range [...]string{"HTTP/", "RTSP/", "ICE/"} {
		switch {
		case p.release == llhttp8 && name != "HTTP/":
		case strings.HasPrefix(rest, name):
			p.at += len(name)
			fault = ""
		case strings.HasPrefix(name, rest):
			fault = unended
		}
	}
	for i, set := range [...]string{digits, ".", digits, " "} {
		if fault == "" && i == 3 {
			switch v := p.raw[p.at-3 : p.at]; v {
			case "0.9", "1.0", "1.1", "2.0":
				major, minor = v[0], v[2]
			default:
				fault = "Invalid HTTP version"
			}
		}
		if fault == "" {
			fault = p.expect(set, [...]string{"Invalid major version", "Expected dot", "Invalid minor version", "Expected space after version"}[i])
		}
	}
	return major, minor, fault
}

// status reads the status code and the rest of the line. Release 8 accepts any number of digits, even none.
func (p *llhttp) status() (code int, fault string) {
	for i := 0; p.release > llhttp8 && i < 3 || p.release == llhttp8 && p.is(digits); i++ {
		if fault = p.expect(digits, "Invalid status code"); fault != "" {
			return code, fault
		}
		if code = code*10 + int(p.raw[p.at-1]-'0'); code > 999 {
			return code, "Response overflow"
		}
	}
	set := " \r"
	if p.release == llhttp8 {
		set = " \r\n"
	}
	if fault = p.expect(set, "Invalid response status"); fault != "" {
		return code, fault
	}
	if p.is1(' ') {
		from := p.at
		for p.at < len(p.raw) && !p.is("\r\n") {
			p.at++
		}
		if p.reasons && p.count(from) {
			return code, "Header overflow"
		}
		if fault = p.expect("\r\n", ""); fault != "" {
			return code, fault
		}
	}
	switch {
	case p.is1('\r') && p.release == llhttp93 && p.is("\r"):
		p.at++
	case p.is1('\r'):
		return code, p.lf("Expected LF after CR")
	case p.release > llhttp8:
		return code, "Missing expected CR after response line"
	}
	return code, ""
}

// is1 reports whether the last octet read was c.
func (p *llhttp) is1(c byte) bool { return p.raw[p.at-1] == c }

// field reads a field line with its folds.
func (p *llhttp) field(h *llhttpHead, f *llhttpFlags) string {
	start := p.at
	if p.release > llhttp8 && p.is(":") {
		return "Invalid header token"
	}
	for p.at < len(p.raw) && head.IsToken(p.raw[p.at:p.at+1]) {
		p.at++
	}
	state := head.Lowered(p.raw[start:p.at])
	switch state {
	case "connection", "proxy-connection":
		state = "connection"
	case "content-length", "transfer-encoding", "upgrade":
	default:
		state = ""
	}
	if state != "" && p.is(" ") {
		return "Invalid header field char"
	}
	for p.release == llhttp8 && p.at < len(p.raw) && (p.is(" ") || head.IsToken(p.raw[p.at:p.at+1])) {
		p.at++
	}
	name := p.raw[start:p.at]
	if len(p.raw) == p.at {
		if p.count(start) {
			return "Header overflow"
		}
		return unended
	}
	if !p.is(":") {
		return "Invalid header token"
	}
	if p.count(start) {
		return "Header overflow"
	}
	p.at++
	switch {
	case p.release == llhttp8:
	case state == "transfer-encoding" && f.length:
		return "Transfer-Encoding can't be present with Content-Length"
	case state == "content-length" && f.coding:
		return "Content-Length can't be present with Transfer-Encoding"
	}
	value, fault := p.value(state, f)
	h.add(name, value)
	return fault
}

func (p *llhttp) value(state string, f *llhttpFlags) (value, fault string) {
	for {
		for p.is(" \t") {
			p.at++
		}
		if p.is("\n") {
			return "", "Invalid header value char"
		}
		if !p.is("\r") {
			break
		}
		p.at++
		switch fault := p.lf("Expected LF after CR"); {
		case fault != "":
			return "", fault
		case p.at == len(p.raw):
			return "", unended
		case !p.is(" \t") && state == "content-length":
			return "", "Empty Content-Length"
		case !p.is(" \t"):
			return "", ""
		case p.release > llhttp8:
			return "", "Invalid header value char"
		}
	}
	for option := ""; ; {
		start := p.at
		switch state {
		case "upgrade":
			f.upgrade = true
		case "transfer-encoding":
			f.coding = true
		case "content-length":
			if fault := p.length(f); fault != "" {
				return "", fault
			}
		case "connection":
			if option == "" {
				option = p.options(f)
			}
		}
		for p.at < len(p.raw) && isFieldOctet(p.raw[p.at]) && state != "content-length" {
			p.at++
		}
		value += p.raw[start:p.at]
		if p.count(start) {
			return value, "Header overflow"
		}
		switch {
		case p.is("\n") && p.release > llhttp8:
			return value, "Missing expected CR after header value"
		default:
			fault = p.expect("\r", "Invalid header value char")
		}
		if fault == "" {
			fault = p.expect("\n", "Missing expected LF after header value")
		}
		switch {
		case fault != "":
			return value, fault
		case p.at == len(p.raw):
			return value, unended
		case !p.is(" \t"):
			f.set(option)
			return value, ""
		case p.release > llhttp8:
			return value, "Unexpected whitespace after header value"
		}
	}
}

// isFieldOctet reports whether a field value may have the octet (RFC 9110 §5.5).
func isFieldOctet(c byte) bool { return c == '\t' || c >= ' ' && c != 0x7F }

// length reads the number of Content-Length, and the blanks after it.
func (p *llhttp) length(f *llhttpFlags) string {
	if f.length {
		return "Duplicate Content-Length"
	}
	var n, last uint64
	for ; p.is(digits); p.at++ {
		if last, n = n, n*10+uint64(p.raw[p.at]-'0'); last > (1<<64-1)/10 || n < last*10 {
			return "Content-Length overflow"
		}
	}
	for p.is(" ") || p.release == llhttp94 && p.is("\t") {
		p.at++
	}
	if p.at == len(p.raw) {
		return unended
	}
	if !p.is("\r\n") {
		return "Invalid character in Content-Length"
	}
	f.length = true
	return ""
}

// options reads the options of Connection up to the last, which it returns if it is close, upgrade or keep-alive.
func (p *llhttp) options(f *llhttpFlags) string {
options:
	for {
		for p.is(" \t") {
			p.at++
		}
		for _, option := range [...]string{"close", "upgrade", "keep-alive"} {
			if !head.HasPrefixFold(p.raw[p.at:], option) {
				continue
			}
			p.at += len(option)
			for p.is(" ") || p.release == llhttp94 && p.is("\t") {
				p.at++
			}
			if p.is(",") {
				f.set(option)
				p.at++
				continue options
			}
			if p.is("\r\n") || p.at == len(p.raw) {
				return option
			}
		}
		for p.at < len(p.raw) && isFieldOctet(p.raw[p.at]) && p.raw[p.at] != ',' {
			p.at++
		}
		if !p.is(",") {
			return ""
		}
		p.at++
	}
}

func (f *llhttpFlags) set(option string) {
	switch option {
	case "upgrade":
		f.optionUpgrade = true
	case "close":
		f.optionClose = true
	case "keep-alive":
		f.optionKeepAlive = true
	}
}
