package paste

import (
	"encoding/base64"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// curlTakes lists curl's options that take a value and do not change the request head. An option that is neither here
// nor in curlRequest.option is a switch.
var curlTakes = func() map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(`--abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers
		--config --connect-timeout --connect-to --continue-at --cookie-jar --create-file-mode --crlfile --curves --dns-servers
		--doh-url --dump-header --ech --egd-file --engine --expect100-timeout --happy-eyeballs-timeout-ms --hsts --interface
		--ipfs-gateway --keepalive-time --key --key-type --limit-rate --local-port --max-filesize --max-redirs --max-time --netrc-file
		--noproxy --output --output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default --proxy
		--proxy-cacert --proxy-cert --proxy-header --proxy-key --proxy-user --pubkey --quote --random-file --range --rate
		--resolve --retry --retry-delay --retry-max-time --sasl-authzid --service-name --socks4 --socks4a --socks5 --socks5-hostname
		--speed-limit --speed-time --stderr --telnet-option --tls-max --tls13-ciphers --trace --trace-ascii --trace-config
		--unix-socket --variable --vlan-priority --write-out
		-C -c -D -E -K -m -o -P -Q -r -t -U -w -x -Y -y -z`) {
		m[n] = true
	}
	return m
}()

// curlRequest is what the options of one curl command ask for.
type curlRequest struct {
	r       *reader
	urls    []piece
	method  piece
	target  piece
	fields  []piece
	data    []piece
	user    piece
	agent   piece
	referer piece
	cookies []piece
	bearer  piece
	json    bool
	get     bool
	head    bool
	globOff bool
	gzip    bool
	version string          // "", "0" for 1.0, "1.1", "2", "2-prior"
	given   map[string]bool // names of fields in lower case that -H sets or removes
}

// curl reads the arguments of a curl command. --next begins another request.
func (r *reader) curl(words []word) {
	c := &curlRequest{r: r}
	for i := 0; i < len(words); i++ {
		w := words[i]
		name, value, inline := w.text, piece{}, false
		switch {
		case name == "--next" || name == "-:":
			c.build()
			c = &curlRequest{r: r}
			continue
		case strings.HasPrefix(name, "--"):
			if k := strings.IndexByte(name, '='); k > 0 { // curl does not accept this, but people write it
				value, inline = w.piece().slice(k+1, len(name)), true
				name = name[:k]
			}
		case len(name) > 1 && name[0] == '-':
			for k := 1; k < len(w.text); k++ { // grouped: -iNH 'Name: value'
				name = "-" + w.text[k:k+1]
				if !c.takes(name) {
					c.option(name, piece{})
					continue
				}
				if k+1 < len(w.text) {
					c.option(name, w.piece().slice(k+1, len(w.text)))
				} else if i+1 < len(words) {
					i++
					c.option(name, words[i].piece())
				}
				break
			}
			continue
		default:
			if len(c.urls) > 0 && !strings.ContainsAny(name, ".:/[$") { // "curl a.example:80 on the host itself says"
				c.build()
				return
			}
			c.urls = append(c.urls, w.piece())
			continue
		}
		if c.takes(name) && !inline {
			if i+1 == len(words) {
				break
			}
			i++
			value = words[i].piece()
		}
		c.option(name, value)
	}
	c.build()
}

// takes reports whether an option takes a value.
func (c *curlRequest) takes(name string) bool {
	switch name {
	case "-H", "--header", "-X", "--request", "--request-target", "-d", "--data", "--data-raw", "--data-ascii", "--data-binary",
		"--data-urlencode", "--json", "-u", "--user", "--oauth2-bearer", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie",
		"--url", "--url-query", "-F", "--form", "--form-string", "-T", "--upload-file":
		return true
	}
	return curlTakes[name]
}

func (c *curlRequest) option(name string, v piece) {
	switch name {
	case "-H", "--header":
		c.fields = append(c.fields, v)
	case "-X", "--request":
		c.method = v
	case "--request-target":
		c.target = v
	case "-I", "--head":
		c.head = true
	case "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json", "-F", "--form", "--form-string", "-T", "--upload-file":
		c.json = c.json || name == "--json"
		if strings.HasPrefix(v.text, "@") && name != "--data-raw" || name[1] == 'F' || strings.HasPrefix(name, "--form") || name == "-T" || name == "--upload-file" {
			c.r.noticeAt(NoticeUnknown, "The content that this option sends is not in the paste.", v.at)
			v.text, v.at.End = "", v.at.Start
		}
		c.data = append(c.data, v)
	case "-G", "--get":
		c.get = true
	case "-u", "--user":
		c.user = v
	case "--oauth2-bearer":
		c.bearer = v
	case "-A", "--user-agent":
		c.agent = v
		c.agent.inserted = 0
		if v.text == "" {
			c.fields = append(c.fields, decoded("User-Agent:", v.at))
		}
	case "-e", "--referer":
		c.referer = v
		c.referer.text = strings.TrimSuffix(v.text, ";auto")
	case "-b", "--cookie":
		if strings.Contains(v.text, "=") {
			c.cookies = append(c.cookies, v)
		} else {
			c.r.noticeAt(NoticeUnknown, "The cookies are in a file that is not in the paste.", v.at)
		}
	case "--url":
		c.urls = append(c.urls, v)
	case "-0", "--http1.0":
		c.version = "0"
	case "--http1.1":
		c.version = "1.1"
	case "--http2":
		c.version = "2"
	case "--http2-prior-knowledge":
		c.version = "2-prior"
	case "--http3", "--http3-only":
		c.version = "2-prior"
	case "--compressed":
		c.gzip = true
	case "-g", "--globoff":
		c.globOff = true
	case "-x", "--proxy":
		c.r.noticeAt(NoticeIgnored, "The proxy sees a different request; this is the one for the server.", v.at)
	}
}

// build writes a request for each URL.
func (c *curlRequest) build() {
	for i, url := range c.urls {
		if c.r.full() || i > 0 && !c.r.repeat(c.fields, c.data, c.cookies, []piece{c.agent, c.referer, c.user, c.bearer, c.target}) {
			return
		}
		c.one(url)
	}
}

// one writes the request for one URL.
func (c *curlRequest) one(url piece) {
	r := c.r
	url, ok := c.complete(url)
	if !ok {
		return
	}
	d, a := r.request(c.methodOf(), url)
	if c.get && len(c.data) > 0 {
		mark := "?"
		if strings.Contains(d.start[1].text, "?") {
			mark = "&"
		}
		d.start[1].text += mark + joined(c.data, "&").text
	}
	if c.target.text != "" {
		d.start[1] = c.target
	}
	lines := c.fieldLines()
	if c.given["host"] {
		d.remove("Host")
		for i, l := range lines {
			if head.HasPrefixFold(l.text, "host:") {
				d.addLine(l)
				lines = append(lines[:i:i], lines[i+1:]...)
				break
			}
		}
	}
	socket := a.Scheme == "ws" || a.Scheme == "wss"
	c.addOwn(d, a.User, url.at)
	if socket {
		c.addHandshake(d)
	}
	if c.version == "2" && a.Scheme == "http" { // RFC 7540 §3.2, obsolete
		d.client("Connection", "Upgrade, HTTP2-Settings")
		d.client("Upgrade", "h2c")
		d.client("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA")
	}
	for _, l := range lines {
		d.addLine(l)
	}
	if len(c.data) > 0 && !c.get {
		c.addContent(d)
	}
	if c.version == "0" {
		d.start[2] = inserted(handshake.InsertedByClient, "HTTP/1.0")
	}
	if c.version == "2-prior" && !socket {
		r.exchange(d.http2(a), nil, true, url.text)
		return
	}
	if a.Scheme == "https" && (c.version == "" || c.version == "2") {
		r.noticeAt(NoticeHTTP2, "For an https URL curl offers HTTP/2 as well, and there Upgrade is lost; --http1.1 keeps it out.", url.at)
		r.mayGoOverHTTP2(d.http2(a), url.text)
	}
	r.exchange(d, nil, false, url.text)
}

// mayGoOverHTTP2 keeps the next request as it would be in HTTP/2, for an answer that shows that it was.
func (r *reader) mayGoOverHTTP2(d *headBuilder, url string) {
	sent := &reader{pastedText: r.pastedText}
	sent.exchange(d, nil, true, url)
	if r.http2 == nil {
		r.http2 = map[int]*reader{}
	}
	r.http2[len(r.Exchanges)] = sent
}

// add adds a field that curl sends unless -H names it.
func (c *curlRequest) add(d *headBuilder, name string, v piece) {
	if v.text != "" && !c.given[strings.ToLower(name)] {
		d.add(inserted(handshake.InsertedByClient, name), v)
	}
}

// addOwn adds the fields that curl sends with every request, and those of options. user is that of the URL.
func (c *curlRequest) addOwn(d *headBuilder, user string, url head.Span) {
	c.add(d, "Authorization", c.authorization(user, url))
	agent := inserted(handshake.InsertedByClient, "curl/8.5.0")
	if c.agent.text != "" {
		agent = c.agent
	}
	c.add(d, "User-Agent", agent)
	c.add(d, "Accept", inserted(handshake.InsertedByClient, map[bool]string{false: "*/*", true: "application/json"}[c.json]))
	if c.gzip {
		c.add(d, "Accept-Encoding", inserted(handshake.InsertedByClient, "deflate, gzip, br, zstd"))
	}
	c.add(d, "Referer", c.referer)
	if len(c.cookies) > 0 {
		d.add(inserted(handshake.InsertedByClient, "Cookie"), joined(c.cookies, "; "))
	}
}

// addHandshake adds the fields of an opening handshake, which curl 7.86 and later send to a URL with ws or wss.
func (c *curlRequest) addHandshake(d *headBuilder) {
	for _, f := range [][2]string{{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", placeholderKey}} {
		c.add(d, f[0], inserted(handshake.InsertedByClient, f[1]))
	}
	if !c.given["sec-websocket-key"] {
		c.r.notice(NoticeKeyInvented, "curl makes up a new key each time; here the sample of RFC 6455 is used.", head.Span{})
	}
}

// addContent adds the content of -d and the like, with its fields.
func (c *curlRequest) addContent(d *headBuilder) {
	content := joined(c.data, "&")
	c.add(d, "Content-Length", inserted(handshake.InsertedByClient, head.Decimal(len(content.text))))
	kind := "application/x-www-form-urlencoded"
	if c.json {
		kind = "application/json"
	}
	c.add(d, "Content-Type", inserted(handshake.InsertedByClient, kind))
	if content.text != "" {
		d.rest = []piece{content}
	}
}

// complete returns a URL as curl completes it; false for one that curl refuses ("Malformed input to a URL function").
func (c *curlRequest) complete(url piece) (piece, bool) {
	if strings.ContainsAny(url.text, " \t\r\n") {
		return url, false
	}
	if !c.globOff && strings.Contains(url.text, `\`) { // Chrome escapes what curl would take for a glob
		url.text = strings.NewReplacer(`\[`, "[", `\]`, "]", `\{`, "{", `\}`, "}").Replace(url.text)
	}
	if _, ok := head.SplitAddress(url.text); !ok {
		if strings.Contains(url.text, "://") {
			return url, false
		}
		url.text = "http://" + url.text
	}
	return url, true
}

// methodOf returns the method of -X, else the one that the other options imply.
func (c *curlRequest) methodOf() piece {
	switch {
	case c.method.text != "":
		return c.method
	case c.head:
		return inserted(handshake.InsertedByClient, "HEAD")
	case len(c.data) > 0 && !c.get:
		return inserted(handshake.InsertedByClient, "POST")
	}
	return inserted(handshake.InsertedByClient, "GET")
}

// fieldLines returns the lines that -H adds, and records in given the names that it sets or removes.
func (c *curlRequest) fieldLines() (lines []piece) {
	c.given = map[string]bool{}
	for _, h := range c.fields {
		if strings.HasPrefix(h.text, "@") {
			c.r.noticeAt(NoticeUnknown, "These fields are in a file that is not in the paste.", h.at)
			continue
		}
		name, value, colon := strings.Cut(h.text, ":")
		trimmed := strings.Trim(value, " \t")
		switch {
		case colon && trimmed == "" && name != "": // removes what curl would send itself
			c.given[strings.ToLower(name)] = true
		case !colon && strings.HasSuffix(h.text, ";"): // sends an empty value
			name = strings.TrimSuffix(h.text, ";")
			c.given[strings.ToLower(name)] = true
			lines = append(lines, decoded(name+":", h.at))
		case colon:
			c.given[strings.ToLower(strings.TrimRight(name, " \t"))] = true
			lines = append(lines, h)
		default:
			c.r.noticeAt(NoticeIgnored, "curl sends no line for a field without a colon.", h.at)
		}
	}
	return lines
}

// authorization returns the value from -u, from the user in the URL at a place, or from --oauth2-bearer; empty for none.
func (c *curlRequest) authorization(userInURL string, at head.Span) piece {
	user := c.user
	if user.text == "" && userInURL != "" {
		user = decoded(userInURL, at)
	}
	if user.text != "" {
		if !strings.Contains(user.text, ":") {
			user.text += ":"
		}
		return decoded("Basic "+base64.StdEncoding.EncodeToString([]byte(user.text)), user.at)
	}
	if c.bearer.text != "" {
		return decoded("Bearer "+c.bearer.text, c.bearer.at)
	}
	return piece{}
}

// http2 turns an HTTP/1.1 request into the fields of the same request in HTTP/2 (RFC 9113 §8.3.1).
func (d *headBuilder) http2(a head.Address) *headBuilder {
	scheme := "http"
	if a.Secure() {
		scheme = "https"
	}
	h := &headBuilder{}
	h.add(inserted(handshake.InsertedStartLine, ":method"), d.start[0])
	h.add(inserted(handshake.InsertedStartLine, ":scheme"), inserted(handshake.InsertedByClient, scheme))
	h.add(inserted(handshake.InsertedStartLine, ":path"), d.start[1])
	authority := inserted(handshake.InsertedHost, a.Authority())
	if f := d.field("Host"); f != nil {
		_, authority = f.parts()
	}
	h.add(inserted(handshake.InsertedStartLine, ":authority"), authority)
	for _, f := range d.fields {
		if name, value := f.parts(); name.text != "host" {
			h.add(name, value)
		}
	}
	return h
}

// parts returns the name in lower case, as HTTP/2 has it, and the value.
func (f *fieldBuilder) parts() (name, value piece) {
	name, value = f.name, f.value
	if f.whole {
		value.text, value.at, value.inserted = f.fieldValue(), name.at, name.inserted
	}
	name.text = strings.ToLower(f.fieldName())
	return name, value
}
