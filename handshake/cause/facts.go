package cause

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
	"upgrade101/handshake/message"
)

// facts is the evidence in the form that signs refer to.
type facts struct {
	Evidence
	low       string         // Text and the content of the response in lower case, bounded
	prose     string         // the part of low that may be the words of a person; "" for none
	status    int            // of the answer; 0 for none
	at        map[string]int // the offset in low of each word of wordIndex
	by, byGot string         // the program that answered, and the text that shows it
	suggested map[string]int // weight by messages, by id of the cause
	is        map[string]bool
	values    map[string]string
	thin      bool            // of the response only the status is shown
	mapped    bool            // of the response only fields are shown: its status line is a placeholder
	listed    bool            // of the request only fields are shown, not all of them
	quoted    map[string]bool // messages and statuses that a cause has quoted
	result    Result
	close     closing              // how the connection ended
	proseAt   head.Span            // where prose states the status
	described map[string]described // what in the text speaks for a cause, by its id
	refused   *handshake.Rule      // decides what a server answers, where nothing shows what it did answer; nil for none
}

// maxText bounds the text that is searched for words, in bytes.
const maxText = 1 << 20

func newFacts(e Evidence) *facts {
	f := &facts{Evidence: e, is: make(map[string]bool, 64), values: make(map[string]string, 16), quoted: map[string]bool{}, described: map[string]described{}}
	if f.Report == nil {
		f.Report = &handshake.Report{}
	}
	text := e.Text
	if text == "" {
		text = f.Report.Exchange.Request + "\n" + f.Report.Exchange.Response
	}
	f.low = lower(text[max(0, len(text)-maxText):])
	f.is["web-app"] = isAppPage(f.low)
	f.low = withoutPages(f.low)
	f.at = words().find(f.low)
	for i := range wordFacts {
		for w := range strings.SplitSeq(wordFacts[i].words, "|") {
			if f.says(w) {
				f.is[wordFacts[i].fact] = true
				break
			}
		}
	}
	f.is["badreq"] = f.is["badreq"] && strings.Contains(f.low, "nosrv")
	f.is["kube"] = f.is["kube"] || f.is["kube-named"] && !f.is["ingress"] // the name of an annotation does not mean kubectl
	if prose := f.low[:min(len(f.low), maxProse)]; !f.is["in-code"] && !f.Usual && aboutSockets(prose) {
		f.prose = prose
	}
	f.readGaps()
	f.readStatus()
	f.readPrograms()
	f.readMessages()
	f.readClose()
	f.readProseNumber()
	f.readProseCauses()
	f.readConfig()
	f.readHeads()
	if f.asksAgain() {
		f.values["compare"] = "Read the body of the answer to the command below; then compare"
	}
	if f.values["name"] == "" {
		f.values["name"] = f.values["host"]
	}
	f.readRefusal()
	return f
}

// readRefusal finds the rule that decides the reply: the problem that a server meets first.
func (f *facts) readRefusal() {
	if f.Report.Response == nil && len(f.Messages) == 0 {
		f.refused = f.Report.Reply.Because
	}
}

// isAppPage reports whether a lower-case text has the page of a single-page app.
func isAppPage(low string) bool { return strings.Contains(low, "<script") && holdsOne(low, appRoots) }

// appRoots are the elements into which frameworks render.
const appRoots = `<div id="root"|<div id="app"|<div id='root'|<div id='app'|<div id="__next"|<app-root|<div id=root|<div id=app`

// maxPage is how many bytes of an HTML page count as evidence: enough for the title and first words of an error page.
const maxPage = 1 << 10

// withoutPages blanks the rest of HTML pages in a lower-case text, so that offsets do not change.
func withoutPages(low string) string {
	if !strings.Contains(low, "<html") {
		return low
	}
	b := []byte(low)
	for at := 0; ; {
		i := strings.Index(low[at:], "<html")
		if i < 0 {
			return string(b)
		}
		from := at + i + maxPage
		end := len(low)
		if j := strings.Index(low[at+i:], "</html>"); j >= 0 {
			end = at + i + j
		}
		for k := from; k < end; k++ {
			b[k] = ' '
		}
		at = max(end, at+i+1)
	}
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

func (f *facts) request() *head.Head { return f.Report.Request }

// response returns the answer; nil if only its status is shown.
func (f *facts) response() *head.Head {
	if f.thin {
		return nil
	}
	return f.Report.Response
}

// readGaps finds out which parts of the heads the text cannot show: a log has only the status, a dump only some fields.
func (f *facts) readGaps() {
	x := &f.Report.Exchange
	for _, in := range x.Inserted {
		switch {
		case in.Side == handshake.Request && in.Kind == handshake.InsertedStartLine:
			f.listed = true
		case in.Side == handshake.Response && in.Kind == handshake.InsertedStartLine: // a map of fields
			f.mapped = true
		}
	}
	r, status := f.Report.Response, ""
	if r != nil && x.HTTP2 && len(r.Fields) == 1 && f.Report.Request == nil { // beside a CONNECT it is a whole answer
		status = field(r, ":status")
	} else if r != nil && len(r.Fields) == 0 {
		status = r.Status.Text
	}
	f.thin = x.Pasted && status != "" && r.Rest() == ""
	if f.thin && f.Logged == 0 {
		f.Logged, _ = strconv.Atoi(status)
	}
	if f.thin && f.Report.Request == nil {
		m, _ := handshake.StatusMeans(f.Logged)
		reason := strings.TrimSpace(r.Reason.Text)
		f.is["bare-426"] = f.Logged == 426
		f.is["bare-refusal"] = f.Logged >= 300 && (samePhrase(m.Name, reason) || reason == "" && !f.versionInserted())
		f.is["http2-bare"] = x.HTTP2
	}
}

// samePhrase reports whether two texts are one reason phrase, which servers vary: Gateway Time-out, Service Temporarily Unavailable.
func samePhrase(name, reason string) bool {
	name, reason = lower(name), strings.ReplaceAll(lower(reason), "-", "")
	first, _, _ := strings.Cut(name, " ")
	return strings.HasPrefix(reason, first) && strings.HasSuffix(reason, name[strings.LastIndexByte(name, ' ')+1:]) && len(reason) < len(name)+16
}

// versionInserted reports whether the text shows the status without an HTTP version.
func (f *facts) versionInserted() bool {
	return slices.ContainsFunc(f.Report.Exchange.Inserted, func(in handshake.Inserted) bool {
		return in.Side == handshake.Response && in.Kind == handshake.InsertedVersion && in.Span.Start == 0
	})
}

// own returns the value of a request field, its lines joined (RFC 9110 §5.3); "" if the text does not have the field.
func (f *facts) own(name string) string {
	r := f.request()
	if r == nil {
		return ""
	}
	var values []string
	for i := range r.Fields {
		if x := &r.Fields[i]; head.EqualFold(x.Name.Text, name) && x.Value.Text != "" && !f.inserted(x.Line) {
			values = append(values, x.Value.Text)
		}
	}
	return strings.Join(values, ", ")
}

// inserted reports whether a line of the request is a placeholder.
func (f *facts) inserted(line head.Span) bool {
	if f.Report.Exchange.Context&handshake.ContextPartial == 0 && !f.listed {
		return false
	}
	for _, in := range f.Report.Exchange.Inserted {
		if in.Side == handshake.Request && (in.Kind == handshake.InsertedByClient || in.Kind == handshake.InsertedHost) && in.Span.Start <= line.Start && line.End <= in.Span.End {
			return true
		}
	}
	return false
}

// ownFields returns the number of fields that the text has.
func (f *facts) ownFields() (n int) {
	for i := range f.request().Fields {
		if !f.inserted(f.request().Fields[i].Line) {
			n++
		}
	}
	return n
}

// readStatus finds the status: of the response, else of the first message with one, else of the log.
func (f *facts) readStatus() {
	said := 0
	for i := range f.Messages {
		if said == 0 {
			said = f.Messages[i].Status
		}
	}
	if r := f.response(); r != nil && !(f.mapped && said != 0) {
		text := r.Status.Text
		if f.Report.Exchange.HTTP2 {
			text = field(r, ":status")
		}
		f.status, _ = strconv.Atoi(text)
	}
	if f.status == 0 {
		f.status = said
	}
	if late := len(f.Messages) > 0 && f.openedBefore(); f.status == 0 && !(late && f.Logged >= 300) { // the line of a proxy that ended it later
		f.status = f.Logged
	}
	if f.status == 0 && f.is["kube"] { // its API answers with a Status
		_, code, _ := strings.Cut(f.low, `"kind": "status"`)
		_, code, _ = strings.Cut(code, `"code": `)
		f.status, _ = strconv.Atoi(code[:min(len(code), 3)])
	}
	if f.status < 100 || f.status > 599 {
		f.status = 0
	}
}

// readMessages weighs the causes of messages. A message that wraps another one counts less.
func (f *facts) readMessages() {
	f.suggested = map[string]int{}
	for i := range f.Messages {
		m := &f.Messages[i]
		weight := weightFirst
		if isWrapper(m.Kind) && f.wraps(i) {
			continue
		}
		if f.inner(i) || m.Kind == "lost" && m.Causes[0] == "closed-idle" || // which of them it was is not told
			m.Kind == "status" && f.response() != nil && m.Status == f.status { // the answer tells it, and more
			weight -= weightNext
		}
		for _, id := range m.Causes {
			f.suggested[id] = max(f.suggested[id], weight)
			weight = max(weight-weightNext, weightLeast)
		}
		if (m.Kind == "req-origin" || m.Kind == "cors") && strings.HasPrefix(m.URL, "http") { // the address is the origin
			f.values["origin"] = m.URL
			for _, v := range m.Values {
				if strings.Contains(v, "://") {
					f.values["origin"] = v
				}
			}
		} else if m.URL != "" && f.values["url"] == "" {
			f.values["url"] = m.URL
		}
	}
	f.is["message"] = len(f.Messages) > 0
	for i := range f.Messages { // the name that was looked up: a proxy's may be that of the server behind it
		if m := &f.Messages[i]; m.Kind == "dns" && len(m.Values) > 0 && !strings.Contains(m.Values[0], " ") {
			f.values["name"], _, _ = strings.Cut(m.Values[0], ":")
			break
		}
	}
	if u := f.values["url"]; u != "" {
		host, path := split(u)
		if f.values["host"] == "" {
			f.values["host"] = host
		}
		if f.values["path"] == "" {
			f.values["path"] = path
		}
		f.is["local"] = strings.HasPrefix(host, "localhost") || strings.HasPrefix(host, "127.") || strings.HasPrefix(host, "[::1]")
	}
	f.is["socketio"] = f.is["socketio"] || f.is["engine-io"] && strings.Contains(f.low, "transport=")
}

// isWrapper reports whether messages of the kind may wrap another one, which is more specific.
func isWrapper(k message.Kind) bool { return k == "reason" || k == "any" || k == "spdy" }

// inner: the message is part of another one, which says better what failed.
func (f *facts) inner(i int) bool {
	for k := range f.Messages {
		if k != i && !isWrapper(f.Messages[k].Kind) && f.contains(k, i) {
			return true
		}
	}
	return false
}

// wraps reports whether a message contains another one.
func (f *facts) wraps(i int) bool {
	for k := range f.Messages {
		if k != i && f.contains(i, k) {
			return true
		}
	}
	return false
}

func (f *facts) contains(i, k int) bool {
	return f.Messages[i].Start <= f.Messages[k].Start && f.Messages[k].End <= f.Messages[i].End
}

// split splits an address into host with port, and path without query.
func split(url string) (host, path string) {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return "", url
	}
	i := strings.IndexAny(rest, "/?#")
	if i < 0 {
		return rest, "/"
	}
	host, path = rest[:i], rest[i:]
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if path == "" {
		path = "/"
	}
	return host, path
}

// readHeads derives facts from both heads.
func (f *facts) readHeads() {
	http2 := f.Report.Exchange.HTTP2
	if r := f.request(); r != nil {
		f.readRequest(r)
	}
	if r := f.response(); r != nil {
		f.readResponse(r)
	}
	f.is["wants-upgrade"] = f.is["wants-upgrade"] || f.Logged != 0 && strings.Contains(f.low, "transport=websocket")
	if f.Target == "" && f.thin && f.request() != nil && f.Report.Exchange.Context&handshake.ContextPartial != 0 { // a record that shows no fields
		f.Target = f.request().Target.Text
	}
	f.is["logged-socket"] = f.Logged != 0 && isSocketPath(f.Target)
	if f.is["logged-socket"] && f.values["path"] == "" {
		_, f.values["path"] = split(f.Target)
		f.values["path"], _, _ = strings.Cut(f.values["path"], "?")
	}
	f.is["refused"] = f.is["refused"] || f.response() == nil && f.status != 0 && f.status != 101
	f.is["status"] = f.status != 0
	f.is["plain-get"] = f.is["request"] && !f.is["wants-upgrade"] && (!http2 || f.values["target"] == "") && (f.own("Host") != "" || f.Report.Exchange.Context&handshake.ContextPartial == 0)
	if f.status != 0 {
		f.values["status"] = strconv.Itoa(f.status)
		m, _ := handshake.StatusMeans(f.status)
		f.values["means"], f.values["first"] = m.Means, m.First
		f.values["reason"] = strings.TrimSpace(f.values["status"] + " " + m.Name)
	}
	f.values["by"] = f.by
	if !strings.HasPrefix(f.byGot, "the message") { // a server's
		f.values["edge"] = f.by
	}
	f.combine()
}

// readRequest derives facts from the request.
func (f *facts) readRequest(r *head.Head) {
	http2 := f.Report.Exchange.HTTP2
	target := r.Target.Text
	if http2 {
		target = field(r, ":path")
	}
	switch at := r.Target.Span; {
	case at.Start < at.End && f.Report.Exchange.WasInserted(handshake.Request, at): // the text shows fields alone
	case target != "":
		f.values["target"], _, _ = strings.Cut(target, "?")
		f.values["path"] = f.values["target"]
		if strings.Contains(target, "://") {
			_, f.values["path"] = split(target)
		}
	}
	f.values["host"] = f.own("Host")
	if http2 && f.values["host"] == "" {
		f.values["host"] = f.own(":authority")
	}
	if o := f.own("Origin"); o != "" {
		f.values["origin"] = o
	}
	f.values["upgrade"] = f.own("Upgrade")
	f.values["protocol"] = shorten(f.Report.Protocol)
	f.is["request"] = true
	if connection := f.own("Connection"); f.own("Upgrade") != "" && connection != "" && !strings.Contains(lower(connection), "upgrade") {
		f.values["lost"] = "Connection says “" + shorten(connection) + "”, not upgrade"
		f.values["may-be-lost"] = f.values["lost"]
	} else if f.own("Upgrade") != "" && connection == "" && !http2 {
		f.values["lost"] = "Upgrade came without its Connection"
		f.values["may-be-lost"] = f.values["lost"]
	}
	if f.values["lost"] != "" && f.Hop == "" && !f.throughProxy(r) {
		f.values["loser"] = "the client's mistake, or a proxy that does not pass the upgrade on"
	}
	f.is["origin"] = f.own("Origin") != ""
	f.is["browser"] = f.is["origin"] || strings.Contains(f.own("User-Agent"), "Mozilla/")
	f.is["wants-upgrade"] = f.own("Upgrade") != "" || http2 && f.own(":protocol") != "" || f.own("Sec-WebSocket-Key") != "" || strings.Contains(target, "transport=websocket") || strings.Contains(lower(f.own("Connection")), "upgrade")
	f.is["wants-websocket"] = f.Report.Protocol == "websocket" && f.is["wants-upgrade"]
	f.is["wants-tcp"] = strings.EqualFold(f.own("Upgrade"), "tcp")
	f.is["wants-spdy"] = strings.HasPrefix(lower(f.own("Upgrade")), "spdy/") || f.own("X-Stream-Protocol-Version") != ""
	f.is["connection-list"] = strings.Contains(f.own("Connection"), ",") && strings.Contains(lower(f.own("Connection")), "upgrade")
	named := 0
	for _, t := range r.List("Upgrade") {
		if head.EqualFold(t.Text, "websocket") {
			named++
		}
	}
	f.is["upgrade-twice"] = named > 1
	f.is["other-case"] = f.otherCase(r)
	f.is["through-proxy"] = f.throughProxy(r)
	f.is["h2-upgrade-fields"] = http2 && (f.own("Upgrade") != "" || strings.Contains(lower(f.own("Connection")), "upgrade"))
	f.is["extended-connect"] = http2 && f.own(":protocol") != ""
	f.is["wants-other"] = f.own("Upgrade") != "" && !strings.Contains(lower(f.own("Upgrade")), "websocket") && f.own("Sec-WebSocket-Key") == "" && f.own("Sec-WebSocket-Version") == ""
	f.is["key-shown"] = f.own("Sec-WebSocket-Key") != ""
	f.is["no-upgrade"] = !http2 && f.own("Upgrade") == ""
	f.is["cookie"] = f.own("Cookie") != "" || f.own("Authorization") != ""
	f.is["query-token"] = strings.Contains(target, "token=")
}

// readResponse derives facts from the response.
func (f *facts) readResponse(r *head.Head) {
	if body := strings.Join(strings.Fields(r.Rest()), " "); body != "" {
		f.values["compare"], f.values["body"] = "Compare", " The body of the answer is in the text."
		if !strings.ContainsAny(body, "<{\\") && len(body) < 60 {
			f.values["body"] = " The body of the answer says “" + body + "”."
		}
	}
	http2 := f.Report.Exchange.HTTP2
	f.is["response"] = true
	if strings.HasPrefix(r.Version.Text, "HTTP/3") || f.Report.Exchange.Context&handshake.ContextHTTP3 != 0 {
		f.values["http"] = "HTTP/3"
	}
	f.values["location"] = field(r, "Location")
	f.is["login-location"] = strings.Contains(lower(f.values["location"]), "login") || strings.Contains(lower(f.values["location"]), "signin") || strings.Contains(lower(f.values["location"]), "auth")
	f.is["https-location"] = strings.HasPrefix(lower(f.values["location"]), "https://") || strings.HasPrefix(lower(f.values["location"]), "wss://")
	f.is["html"] = strings.Contains(lower(field(r, "Content-Type")), "text/html")
	f.is["empty-success"] = f.status/100 == 2 && (field(r, "Content-Length") == "0" || f.status == 204 || f.status == 205) // RFC 9110 §15.3.5, §15.3.6
	refused := f.status != 0 && f.status != 101 && f.status/100 != 1
	f.is["refused"] = refused
	shown := strings.HasPrefix(r.Version.Text, "HTTP/2") || strings.HasPrefix(r.Version.Text, "HTTP/3") || strings.Contains(f.low, "http/2 "+digits(f.status))
	f.is["http2-answer"] = (http2 || shown) && refused && !f.is["extended-connect"] && (f.request() == nil || f.is["wants-upgrade"])
	f.is["upgrade-in-refusal"] = refused && field(r, "Upgrade") != ""
	if o := f.Report.Client; o != nil && o.Trailing.Kind == handshake.TrailingResponse {
		f.is["second-answer"] = true
		f.values["second"], _, _ = strings.Cut(strings.TrimLeft(f.Report.Exchange.Response[o.Trailing.Span.Start:], "\r\n"), "\n")
		f.values["second"] = strings.TrimSpace(f.values["second"])
	} else if o != nil && o.Trailing.Kind == handshake.TrailingText {
		f.is["content-behind"] = true
	} else if o != nil && o.Trailing.Kind == handshake.TrailingOther {
		switch o.Trailing.Rule {
		case "": // of another protocol
		case "frame-mask-unwanted":
			f.is["frame-masked"] = true
		case "frame-reserved-bits":
			f.is["frame-bits"] = true
		default:
			f.is["frame-fault"], f.values["fault"] = true, o.Trailing.Words
		}
	}
	if line := f.secondAnswer(); line != "" && f.status == 101 && !f.is["second-answer"] {
		f.is["second-answer"], f.values["second"] = true, line
	}
}

// combine derives the facts that follow from others. Later functions use what earlier ones derive.
func (f *facts) combine() {
	f.combineRequest()
	f.combineHTTP10()
	f.combineVersion()
	f.combineRefusal()
	f.combineBackend()
	f.combinePlatforms()
	f.combineMistake()
}

// combineRequest derives what is lost or wrong in the request.
func (f *facts) combineRequest() {
	is, r, refused := f.is, f.request(), f.is["refused"]
	named := slices.ContainsFunc(f.Messages, func(m message.Message) bool {
		return slices.Contains([]message.Kind{"req-upgrade", "req-connection", "req-lost"}, m.Kind) && slices.Contains(m.Causes, "upgrade-lost") && m.Causes[0] != "connection-list"
	})
	is["lost-named"] = named && is["wants-websocket"] && !is["connection-list"] // the text shows the request as it was sent
	is["complete"] = is["wants-websocket"] && r != nil && f.errors(handshake.Request) == 0 && !is["lost-named"]
	is["whole-http10"] = r != nil && r.Version.Text == "HTTP/1.0" && !is["no-upgrade"] && strings.Contains(lower(f.own("Connection")), "upgrade") // only the version was changed
	is["plain-refused"] = is["plain-get"] && (f.status == 400 || f.status == 426) && !is["through-proxy"]
	is["never-asked"] = f.Sent && is["key-shown"] && f.sees(sign{kind: "rule", value: "upg-missing"}, "")
	is["lost-behind-proxy"] = is["through-proxy"] && is["no-upgrade"] && is["wants-websocket"]
	is["web-app"] = f.status == 200 && (is["web-app"] || f.response() != nil && isAppPage(lower(f.response().Rest()[:min(len(f.response().Rest()), maxProse)])))
	is["http2-answer"] = is["http2-answer"] || is["http2-bare"] && f.status >= 300 && strings.Contains(f.low, "upgrade: websocket")
	f.values["hop"] = f.Hop
	if strings.Contains(lower(field(r, "Via")), "(squid") {
		f.values["how"], f.values["directives"] = "in Squid with one line", "http_upgrade_request_protocols websocket allow all"
	}
	is["hop"] = f.Hop != "" && is["no-upgrade"] && !f.Sent && r != nil && f.ownFields() > 1
	is["list-refused"] = is["connection-list"] && refused && f.status == 400 && is["complete"]
	is["twice-refused"] = is["upgrade-twice"] && (refused || !is["response"])
	is["case-refused"] = is["other-case"] && (f.status == 400 || f.status == 426 || f.status/100 == 2) && f.errors(handshake.Request) == 0
}

// combineHTTP10 derives which of the heads that are shown is in HTTP/1.0.
func (f *facts) combineHTTP10() {
	switch r := f.request(); {
	case r != nil && r.Version.Text == "HTTP/1.0":
		f.values["write11"] = "W" + write11[1:]
	case f.sees(sign{kind: "rule", value: "resp-http10"}, ""):
		f.values["write11"], f.values["of-answer"] = "W"+answer11[1:], " A server that writes its 101 by hand may name the old version."
	}
}

// combineVersion derives whether the answer refuses the version.
func (f *facts) combineVersion() {
	is, r, refused := f.is, f.request(), f.is["refused"]
	is["version-in-refusal"] = is["response"] && refused && (f.status == 400 || f.status == 426) && field(f.response(), "Sec-WebSocket-Version") != "" && !is["complete"] &&
		(r == nil || !strings.Contains(field(f.response(), "Sec-WebSocket-Version"), f.own("Sec-WebSocket-Version"))) && // the version is taken, or there is none to refuse
		!slices.ContainsFunc(f.Messages, func(m message.Message) bool { // it names another field
			return strings.HasPrefix(string(m.Kind), "req-") && m.Kind != "req-version" && m.Kind != "req-any"
		})
	is["version-of-browser"] = is["version-in-refusal"] && r == nil && (f.byBrowser() || f.byProxy()) && sameVersion(field(f.response(), "Sec-WebSocket-Version"))
	is["version-in-refusal"] = is["version-in-refusal"] && !is["version-of-browser"]
	is["version-named"] = is["version-in-refusal"] && !is["no-upgrade"]
	is["version-echoed"] = is["complete"] && (f.status == 400 || f.status == 426) && r.Get("Sec-WebSocket-Version") != nil && field(f.response(), "Sec-WebSocket-Version") == field(r, "Sec-WebSocket-Version")
}

// byBrowser reports whether a browser prints one of the messages. Its handshake has every field, whatever reaches the server.
func (f *facts) byBrowser() bool {
	return slices.ContainsFunc(f.Messages, func(m message.Message) bool {
		return strings.Contains(m.Program, "Chrome") || strings.Contains(m.Program, "Firefox") || strings.Contains(m.Program, "Safari")
	})
}

// sameVersion reports whether a list of versions has that of RFC 6455, which browsers send.
func sameVersion(list string) bool {
	for v := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(v) == "13" {
			return true
		}
	}
	return false
}

// combineRefusal derives which program refuses, and for what.
func (f *facts) combineRefusal() {
	is, r, refused := f.is, f.request(), f.is["refused"]
	gorilla := field(f.response(), "Sec-WebSocket-Version") != "" && strings.HasPrefix(field(f.response(), "Content-Type"), "text/plain")
	is["gorilla-403"], is["gorilla-500"] = gorilla && f.status == 403, gorilla && f.status == 500
	is["edge-403"] = f.status == 403 && f.byEdge() &&
		(is["html"] || !is["response"] || field(f.response(), "CF-Mitigated") != "")
	is["envoy-403"] = f.status == 403 && strings.Contains(f.by, "Envoy") && field(f.response(), "X-Envoy-Upstream-Service-Time") == "" &&
		(f.response() == nil || f.response().Rest() == "")
	behind := slices.ContainsFunc(f.Messages, func(m message.Message) bool { return strings.HasPrefix(string(m.Kind), "backend") })
	is["tls-alert-behind"], is["tls-alert"] = is["tls-alert"] && behind, is["tls-alert"] && !behind
	is["proxy-400"] = f.status == 400 && is["proxy-named"] && r == nil && f.response() == nil && !is["kube"] && (!is["logged-socket"] || is["message"])
	is["kube-proxied"] = is["proxy-named"] && (is["kube"] || f.sees(sign{kind: "client", value: "kube"}, ""))
	is["waf-403"] = is["waf-named"] && f.status == 403
	is["gateway-403"] = f.status == 403 && strings.Contains(f.by, "AWS API Gateway") && !is["response"]
	if is["complete"] && slices.ContainsFunc([]string{"nginx", "OpenResty", "Tengine"}, func(name string) bool { return strings.Contains(f.by, name) }) {
		f.values["nginx"], f.values["nginx-lines"] = handshake.NginxDirectives, ", as the lines below have nginx do"
	}
	is["haproxy-400"] = f.status == 400 && strings.Contains(f.by, "HAProxy")
	is["connect-refused"] = is["extended-connect"] && (f.status == 400 || f.status == 405 || f.status == 501)
	is["tunnel-refused"] = r != nil && r.IsConnect() && !f.is["wants-upgrade"] && f.status/100 == 4 && f.status != 400 && f.status != 405 && f.status != 407
	is["docker-lost"] = is["wants-tcp"] && is["response"] && f.status/100 == 2
	is["spdy-lost"] = is["wants-spdy"] && (f.status/100 == 2 || f.status == 400 || f.status == 426)
	is["container-404"] = (is["wants-tcp"] || is["wants-spdy"]) && (f.status == 404 || f.status == 409)
	is["other-status"] = refused && f.response() == nil // the status is in a message
	is["refusal-named"] = f.status >= 300 && f.status != 499
	is["h2c-refused"] = r != nil && strings.EqualFold(field(r, "Upgrade"), "h2c") && refused
	is["no-message"] = len(f.Messages) == 0
	is["no-failure"] = len(f.Messages) == 0 && !refused
}

// combineBackend derives facts from what a proxy reports about its backend.
func (f *facts) combineBackend() {
	is := f.is
	byProxy := f.status >= 502 && f.status <= 504 || slices.ContainsFunc(f.Messages, func(m message.Message) bool { return m.Kind == "backend" })
	is["dial-behind-proxy"] = byProxy && slices.ContainsFunc(f.Messages, func(m message.Message) bool { return m.Kind == "refused" })
	by := f.by
	if by == "" {
		by = "the proxy"
	}
	f.values["dialed"] = f.values["host"]
	if byProxy || is["dial-logged"] { // it is not the host that the client asked
		f.values["dialed"] = "the server behind " + by
	}
	if f.by != "" {
		f.values["backend"] = by + " did not get a usable answer from the server behind it"
	}
	if is["dial-behind-proxy"] || is["dial-logged"] {
		if peer := f.refusedPeer(); peer != "" {
			is["dial-named"] = true
			f.values["backend"] = "Nothing listens at " + peer + ", behind " + by
		}
		f.values["means"] = "The connection was refused: the server behind " + by + " is not running, or listens at another address or port. In a container, 127.0.0.1 is the container itself."
	} else if closedBehind(f.low) {
		f.values["backend"] = "The server behind " + by + " accepted the connection and closed it before it answered"
		f.values["means"] = "It is up and listens there. It may have crashed on this request, expect TLS on this port, or close what is not a WebSocket handshake to it."
	}
	if ask := f.upstream(); ask != "" {
		f.values["ask"] = "Ask that server directly, from the proxy's machine: curl -i --http1.1 " + ask
	}
}

// combinePlatforms derives facts about Kubernetes, Socket.IO and SignalR.
func (f *facts) combinePlatforms() {
	is := f.is
	is["kube-forbidden"] = is["kube"] && (f.status == 403 || strings.Contains(f.low, "forbidden"))
	is["kube-lost"] = is["kube-missing-headers"]
	is["kube-other"] = !is["kube-forbidden"] && (is["kube-missing-headers"] || f.status != 0 && f.status != 401)
	plain := is["socketio"] && strings.Contains(f.low, "transport=websocket") && !strings.Contains(f.low, "sid=") // the first request of a session
	is["socketio-first"] = plain
	is["socketio-plain"] = plain && f.status == 400 && !is["wants-websocket"]
	is["socketio-400"] = is["socketio"] && f.status == 400 && !plain
	is["socketio-message"] = is["socketio"] && slices.ContainsFunc(f.Messages, func(m message.Message) bool { return m.Kind == "engineio" && m.Status == 0 })
	is["signalr-404"] = is["signalr"] && f.status == 404
}

// combineMistake derives facts from the mistake that makes the accept value wrong.
func (f *facts) combineMistake() {
	if d := f.diagnosis(); d != nil {
		if c := d.Mistakes[0]; c.ID != "acc-other-key" && c.ID != "acc-shape" {
			f.values["mistake"], f.values["fix"] = ": "+strings.ToLower(c.Name[:1])+strings.TrimSuffix(c.Name[1:], "."), c.Fix
		}
		for _, c := range d.Mistakes {
			if c.ID == "acc-other-key" || c.ID == "acc-shape" && len(d.Got) == 28 {
				f.is["other-key"] = true
			}
		}
	}
}

// closedBehind reports whether a proxy logs that its backend closed the accepted connection.
func closedBehind(low string) bool {
	return strings.Contains(low, "upstream prematurely closed connection") ||
		strings.Contains(low, "reset by peer) while reading response header from upstream") || strings.Contains(low, "code=h13")
}

// upstream returns the backend's URL in a log of nginx; "" if there is none, or it would need quoting in a shell.
func (f *facts) upstream() string {
	_, url, _ := strings.Cut(f.Text, `upstream: "`)
	url, _, _ = strings.Cut(url[:min(len(url), 200)], `"`)
	url, _, _ = strings.Cut(url, "?")
	if !strings.HasPrefix(url, "http") || strings.ContainsFunc(url, func(c rune) bool {
		return !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.ContainsRune(":/.-_~%[]", c))
	}) {
		return ""
	}
	return url
}

// refusedPeer returns the address of the backend that refused the connection, from the proxy's log.
func (f *facts) refusedPeer() string {
	for i := range f.Messages {
		m := &f.Messages[i]
		for _, v := range m.Values {
			for _, before := range []string{"", "dial tcp ", "connect ECONNREFUSED "} {
				if peer, ok := strings.CutPrefix(v, before); ok && (m.Kind == "refused" || before != "") {
					if peer, _, _ = strings.Cut(peer, ": "); strings.Contains(peer, ":") && !strings.ContainsAny(peer, " /") {
						return peer
					}
				}
			}
		}
	}
	if _, at, ok := strings.Cut(f.low, `upstream: "`); ok {
		peer, _ := split(at[:min(len(at), 120)])
		return peer
	}
	return ""
}

// isSocketPath reports whether a segment of a path is a usual name for a WebSocket endpoint.
func isSocketPath(target string) bool {
	path, query, _ := strings.Cut(lower(target), "?")
	if strings.Contains(path, "/docs/") || strings.Contains(path, "/static/") {
		return false
	}
	if strings.HasPrefix(path, "ws") && strings.Contains(path, "://") {
		return true
	}
	if strings.Contains(path, "/api/kernels/") && strings.HasSuffix(path, "/channels") { // Jupyter
		return true
	}
	if strings.Contains(query, "transport=") {
		return strings.Contains(query, "transport=websocket")
	}
	for segment := range strings.SplitSeq(path, "/") {
		switch segment {
		case "ws", "wss", "websockets", "socket", "sockets", "cable", "sockjs", "webpack-hmr", "websockify", "__vite_hmr", "sockjs-node", "websocket-tunnel", "_blazor":
			return true
		case "hubs", "signalr":
			return !strings.HasSuffix(path, "/negotiate")
		}
		if strings.HasSuffix(segment, "websocket") || strings.HasSuffix(segment, ".ws") || strings.HasSuffix(segment, "-ws") {
			return true
		}
	}
	return false
}

// errors returns the number of errors on a side.
func (f *facts) errors(side handshake.Side) (n int) {
	for i := range f.Report.Findings {
		if x := &f.Report.Findings[i]; x.Rule.Severity == handshake.Error && x.Side == side {
			n++
		}
	}
	return n
}

// diagnosis explains a wrong accept value; nil if it is right or unknown.
func (f *facts) diagnosis() *accept.Diagnosis {
	if f.response() == nil {
		return nil
	}
	return f.Report.Client.Diagnosis
}

// secondAnswer returns the status line of an answer that follows the 101 in the text without a request between them.
func (f *facts) secondAnswer() string {
	i := strings.LastIndex(f.Text, "HTTP/1.1 101")
	if i < 0 {
		return ""
	}
	for line := range strings.Lines(f.Text[i+1:]) {
		line = strings.TrimSpace(line)
		if strings.HasSuffix(line, " HTTP/1.1") || strings.HasPrefix(line, "> ") || strings.Contains(line, "curl ") || isInfo(line) || strings.HasPrefix(line, "```") {
			return ""
		}
		if (strings.HasPrefix(line, "HTTP/1.1 ") || strings.HasPrefix(line, "HTTP/1.0 ")) && len(line) > 9 && line[9] >= '2' {
			return line
		}
	}
	return ""
}

// isInfo: words of the person who pasted, between two answers.
func isInfo(line string) bool {
	if line == "" || strings.IndexByte("*<>{[", line[0]) >= 0 || strings.HasPrefix(line, "HTTP/") {
		return false
	}
	name, _, field := strings.Cut(line, ":")
	return strings.HasSuffix(line, ":") || (!field || strings.Contains(name, " ")) && len(strings.Fields(line)) >= 3
}

// otherCase reports whether the handshake's fields are not spelled in the case of RFC 6455.
func (f *facts) otherCase(r *head.Head) bool {
	for i := range r.Fields {
		name := r.Fields[i].Name.Text
		if strings.HasPrefix(lower(name), "sec-websocket-") && !strings.HasPrefix(name, "Sec-WebSocket-") && !f.Report.Exchange.HTTP2 {
			f.values["spelled"] = name
			return true
		}
	}
	return false
}

// throughProxy reports whether the request has fields that only proxies add.
func (f *facts) throughProxy(r *head.Head) bool {
	for _, name := range []string{"X-Forwarded-For", "X-Real-IP", "Via", "Forwarded", "CF-Ray", "X-Forwarded-Proto", "X-Request-Id", "CDN-Loop", "X-Envoy-External-Address", "X-Amzn-Trace-Id"} {
		if field(r, name) != "" {
			f.values["trace"] = name
			return true
		}
	}
	return false
}

func field(r *head.Head, name string) string {
	if r == nil {
		return ""
	}
	for i := range r.Fields {
		if f := &r.Fields[i]; head.EqualFold(f.Name.Text, name) {
			return f.Value.Text
		}
	}
	return ""
}

// sees reports whether a sign is present. The kind of a message is a sign only of the first cause of that message.
func (f *facts) sees(s sign, id string) bool {
	switch s.kind {
	case "is":
		return f.is[s.value]
	case "rule", "asked", "answered":
		if f.listed && strings.HasSuffix(s.value, "-missing") && !strings.HasPrefix(s.value, "resp-") {
			return false // a partial list does not show what is missing
		}
		return slices.ContainsFunc(f.Report.Findings, func(x handshake.Finding) bool {
			return x.Rule.ID == s.value && !(x.Side == handshake.Response && (f.thin || f.mapped && (f.status != 101 || strings.HasSuffix(s.value, "-missing")))) &&
				(s.kind != "asked" || x.Side == handshake.Request) && (s.kind != "answered" || x.Side == handshake.Response)
		})
	case "kind":
		for i := range f.Messages {
			m := &f.Messages[i]
			if string(m.Kind) == s.value && !f.inner(i) && (id == "" || len(m.Causes) > 0 && m.Causes[0] == id) {
				return true
			}
		}
	case "client":
		for i := range f.Messages {
			if strings.Contains(lower(f.Messages[i].Program), s.value) {
				return true
			}
		}
	case "status":
		return f.result == Failed && f.status != 0 && (s.value == f.values["status"] || len(s.value) == 3 && s.value[1:] == "xx" && int(s.value[0]-'0') == f.status/100)
	case "by":
		return f.by != "" && strings.Contains(lower(f.by), s.value)
	case "text":
		return f.says(s.value)
	}
	return false
}

// says reports whether the text has a word of wordIndex.
func (f *facts) says(word string) bool {
	_, ok := f.at[word]
	return ok
}

// textSpan returns where the text has a word of wordIndex.
func (f *facts) textSpan(words string) (head.Span, bool) {
	i, ok := f.at[words]
	if !ok || f.Text == "" {
		return head.Span{}, ok
	}
	i += max(0, len(f.Text)-maxText)
	return head.Span{Start: i, End: i + len(words)}, true
}

// fill fills the holes of a sentence.
func (f *facts) fill(s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		hole, after, _ := strings.Cut(rest, "}")
		name, otherwise, _ := strings.Cut(hole, "|")
		if name == "curl" {
			if command := f.curlOverHTTP1(); command != "" {
				otherwise = command
			}
			b.WriteString(otherwise)
		} else if name == "again" {
			if f.asksAgain() {
				b.WriteString(f.curlOverHTTP1())
			}
		} else if name, ok := strings.CutPrefix(name, ": "); ok { // with its colon, or not at all
			if v := f.values[name]; v != "" {
				b.WriteString(": " + v)
			}
		} else if v := f.values[name]; v != "" {
			if name != "means" && name != "ask" && name != "first" && name != "fix" && name != "write11" && name != "nginx" {
				v = shorten(v)
			}
			b.WriteString(v)
		} else {
			b.WriteString(otherwise)
		}
		s = after
	}
}

func shorten(s string) string {
	if len(s) > 120 {
		return strings.ToValidUTF8(s[:120], "") + "…"
	}
	return s
}
