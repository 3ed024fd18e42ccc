package document

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

func site() Site {
	return Site{Base: "/docs/", Origin: "https://a.example", Resolve: func(s string) string { return "/docs" + s }}
}

// Every document is drawn, has a title and a description of its own, and leads only to documents and pages
// that are there.
func TestEveryDocument(t *testing.T) {
	titles, descriptions := map[string]string{}, map[string]string{}
	for _, path := range Paths() {
		p := pages()[path]
		if other := titles[p.title]; other != "" {
			t.Errorf("%s has the title of %s: %s", path, other, p.title)
		}
		if other := descriptions[p.description]; other != "" || len(p.description) < 30 {
			t.Errorf("%s has the description of %q, or a short one: %s", path, other, p.description)
		}
		titles[p.title], descriptions[p.description] = path, path
		document, err := html.Parse(strings.NewReader(string(Render(path, site()))))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		headings := 0
		for n := range document.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "h1" {
				headings++
			}
			if n.Data == "pre" || n.Data == "ol" && attribute(n, "class") == "head" {
				if b := n.NextSibling; b == nil && slices.Contains(uncopied, strings.TrimPrefix(path, "rule/")) {
					continue
				} else if b == nil || b.Data != "button" || !strings.HasPrefix(attribute(b, "aria-label"), "Copy ") || attribute(n.Parent, "class") != "code" {
					t.Errorf("%s has code without Copy", path)
				}
			}
			for _, a := range n.Attr {
				if a.Key == "href" {
					checkLink(t, path, a.Val)
				}
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: the policy forbids the attribute %s", path, a.Key)
				}
			}
		}
		if headings != 1 {
			t.Errorf("%s has %d main headings", path, headings)
		}
	}
}

func TestFolders(t *testing.T) {
	var folders []string
	for _, path := range Paths() {
		if folder, _, _ := strings.Cut(path, "/"); folder != "lesson" && folder != "predict" && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	slices.Sort(folders)
	if !slices.Equal(folders, Folders) {
		t.Errorf("Folders is %q, and the paths of pages begin with %q", Folders, folders)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// elsewhere are paths of the site that other packages serve.
var elsewhere = []string{"", "glossary", "web/", "live", "accept", "lessons", "notices", "hops/data.json"}

func checkLink(t *testing.T, from, to string) {
	t.Helper()
	if strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "#") {
		return
	}
	path, ok := strings.CutPrefix(to, "/docs/")
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	if !ok {
		t.Errorf("%s leads outside of the base: %s", from, to)
	}
	if pages()[path] != nil || lessons.ByPredictPath(path) != "" || strings.HasPrefix(path, "lesson/") || strings.HasPrefix(path, "web/") {
		return
	}
	for _, e := range elsewhere {
		if path == e {
			return
		}
	}
	t.Errorf("%s leads to %s, which is nowhere", from, to)
}

// The page of a rule holds its literal: requirement, reason, fix, citations and both examples.
func TestRulePages(t *testing.T) {
	for _, r := range handshake.Rules {
		text := plain(t, Render("rule/"+r.ID, site()))
		letter := map[handshake.Strength]string{
			handshake.Must: "MUST, required of the ", handshake.MustNot: "MUST NOT, required of the ",
			handshake.Should: "SHOULD, recommended to the ", handshake.ShouldNot: "SHOULD NOT, recommended to the ",
			handshake.May: "MAY, permitted to the ", handshake.Practice: "concerns the ",
		}[r.Strength] + r.Binds.String()
		for _, want := range []string{r.Requires, r.Why, r.Fix, r.Citations()[0].String(), r.ID, r.Severity.String(), letter} {
			if !strings.Contains(text, squeeze(want)) {
				t.Errorf("rule/%s lacks %q", r.ID, want)
			}
		}
		if p := pages()["rule/"+r.ID].data.(*rule); p.Problem == "" || strings.Contains(p.Problem, "{}") || p.Seen == "" {
			t.Errorf("rule/%s: problem %q, seen %q", r.ID, p.Problem, p.Seen)
		}
	}
}

// alone are examples without a counterpart: notes about another protocol, a size, or an exchange that is well as it is.
var alone = strings.Fields(`req-empty hdr-too-many conn-hardcoded upg-cannot-insist upg-h2c upg-h2 upg-http-version upg-tls upg-connect-udp upg-connect-ip
	upg-webtransport upg-custom resp-request-answered expect-may-skip h2-status-200`)

// uncopied are examples that no pasted text is: shortened, with octets that a page cannot show, with an end or a place that a
// text does not have. "Inspect this example" opens them as they are.
var uncopied = strings.Fields(`req-empty req-version-missing req-target-too-long hdr-too-large hdr-too-many hdr-unterminated hdr-bare-lf hdr-bare-cr resp-bare-cr
	hdr-nul-ctl hdr-control upg-body-with-other expect-may-skip resp-line resp-leading-blank-line resp-too-large resp-bytes-after resp-first-frame h2-status-missing`)

// What the page has to copy raises, when it is pasted, what the example raises; an example of which that is not true has nothing to copy.
func TestCopiedExamplesRaiseTheirRules(t *testing.T) {
	for _, r := range handshake.Rules {
		p := pages()["rule/"+r.ID].data.(*rule)
		if p.Paste != "" {
			continue
		}
		page, err := html.Parse(bytes.NewReader(Render("rule/"+r.ID, site())))
		if err != nil {
			t.Fatal(err)
		}
		copied := false
		for n := range page.Descendants() {
			if n.Data != "button" || attribute(n, "aria-label") != "Copy the example" {
				continue
			}
			copied = true
			var b strings.Builder
			for li := range n.PrevSibling.ChildNodes() { // as textOf in document.js
				if attribute(li, "class") != "gap" {
					for part := range li.Descendants() {
						if part.Type == html.TextNode {
							b.WriteString(part.Data)
						}
					}
					b.WriteString("\n")
				}
			}
			if read := paste.Read(b.String()); !raises(r, read.Exchange(), r.Broken().Policy) {
				t.Errorf("rule/%s: what is copied does not raise it: %q", r.ID, b.String())
			}
		}
		if copied == slices.Contains(uncopied, r.ID) {
			t.Errorf("rule/%s: to copy: %t", r.ID, copied)
		}
	}
}

// An example that the form's first settings do not raise says which it needs.
func TestRuleExamplesNameTheirServer(t *testing.T) {
	needing := 0
	for _, topic := range handshake.Topics {
		for _, r := range topic.Rules {
			example := r.Broken()
			if raises(r, example.Exchange(), handshake.Policy{}) {
				continue
			}
			needing++
			if newRule(r, topic.Name).Server == "" && example.Paste == "" {
				t.Errorf("%s: the page does not say how the server is set", r.ID)
			}
		}
	}
	if needing == 0 {
		t.Error("no rule needs a server that is set")
	}
}

// farApart are rules whose example and counterpart differ in more than two lines, because the answer is another one, or a
// draft is made a handshake.
var farApart = strings.Fields(`ws-hixie75 resp-line resp-http2 resp-100-first resp-101-unsolicited resp-101-bad-host resp-101-bad-version resp-101-bad-handshake resp-upgrade-other resp-status h2-recognized`)

// The example of a rule is shown beside the same exchange put right: that does not raise the rule, nothing that the example does not
// raise, notes aside, and the two differ in few lines. Only what breaks a requirement is said to break it.
func TestRuleExamplesPutRight(t *testing.T) {
	for _, r := range handshake.Rules {
		p := pages()["rule/"+r.ID].data.(*rule)
		if p.Paste != "" {
			continue
		}
		example := r.Broken().Exchange()
		report := handshake.Inspect(example, r.Broken().Policy)
		right, ok := rightOf(r, &report)
		if ok == slices.Contains(alone, r.ID) || ok != (p.Good != nil) {
			t.Errorf("rule/%s: put right: %t", r.ID, ok)
		}
		if !ok {
			continue
		}
		policy := r.Broken().Policy
		if r.Right != nil {
			policy = r.Right().Policy
		}
		after := handshake.Inspect(right, policy)
		for _, f := range after.Findings {
			if f.Rule == r || f.Rule.Severity != handshake.Note && f.Rule.ID != "resp-status" && f.Rule.ID != "upg-h2c" && !raises(f.Rule, example, r.Broken().Policy) {
				t.Errorf("rule/%s: put right, the example raises %s", r.ID, f.Rule.ID)
			}
		}
		if n := apart(right, example); right.Request == example.Request && right.Response == example.Response || n > maxApart != slices.Contains(farApart, r.ID) {
			t.Errorf("rule/%s: the example and its counterpart differ in %d lines", r.ID, n)
		}
		if !slices.ContainsFunc(slices.Concat(p.Good, p.Bad), func(l line) bool { return l.Changed }) {
			t.Errorf("rule/%s: nothing shows in what the two differ", r.ID)
		}
		if breaks := p.Breaks == "Breaks the rule"; breaks && (r.Severity == handshake.Note || r.Strength == handshake.May || r.Strength == handshake.Practice || r.Binds == handshake.Recipient) {
			t.Errorf("rule/%s is a %s of strength %s, and its example is said to break it", r.ID, r.Severity, r.Letter())
		}
	}
}

// The page of a rule about frames holds its literal, and an example that breaks it.
func TestFrameRulePages(t *testing.T) {
	list := plain(t, Render("rules", site()))
	for _, r := range frame.Rules {
		text := plain(t, Render("rule/"+r.ID, site()))
		for _, want := range []string{r.Problem, r.Requires, r.Why, r.Cites[0].String(), r.ID, r.Strength.String(), r.Binds.String(), r.Code.String()} {
			if !strings.Contains(text, squeeze(want)) {
				t.Errorf("rule/%s lacks %q", r.ID, want)
			}
		}
		for _, p := range handshake.ProgramsIn(r.Requires, r.Why) {
			if want := p.Name + " " + p.Version + ": " + string(p.Evidence); !strings.Contains(text, squeeze(want)) {
				t.Errorf("rule/%s lacks %q", r.ID, want)
			}
		}
		if p := pages()["rule/"+r.ID].data.(*frameRule); p.Seen == "" || len(p.Frames) == 0 || len(p.Frames[0]) == 0 {
			t.Errorf("rule/%s shows no example", r.ID)
		}
		if !strings.Contains(list, squeeze(r.Problem)) {
			t.Errorf("the list of rules lacks %s", r.ID)
		}
	}
}

// Each program is in one group of the index, and those of a group are in alphabetical order.
func TestMessagesAreGrouped(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range pages()["message"].data.([]programGroup) {
		if g.Name == "" || g.ID == "" || len(g.Programs) == 0 {
			t.Errorf("group %q has the id %q and %d programs", g.Name, g.ID, len(g.Programs))
		}
		last := ""
		for _, p := range g.Programs {
			if name := strings.ToLower(p.Name); name < last {
				t.Errorf("%s: %s comes after %s", g.Name, name, last)
			}
			last = strings.ToLower(p.Name)
			if seen[p.Slug] {
				t.Errorf("%s is listed twice", p.Name)
			}
			seen[p.Slug] = true
		}
	}
	for path := range pages() {
		if slug, ok := strings.CutPrefix(path, "message/"); ok && !seen[slug] {
			t.Errorf("%s is in no group", path)
		}
	}
}

func TestStatusPages(t *testing.T) {
	for _, m := range handshake.Statuses() {
		text := plain(t, Render("status/"+strconv.Itoa(m.Status), site()))
		if !strings.Contains(text, squeeze(m.Means)) || !strings.Contains(text, squeeze(m.First)) {
			t.Errorf("status/%d lacks its words", m.Status)
		}
		if m.Status == 403 && !strings.Contains(text, "Unexpected response code: 403") {
			t.Error("status/403 does not say what Chrome prints")
		}
	}
}

// plain is the text of a document, white space folded.
func plain(t *testing.T, document []byte) string {
	t.Helper()
	n, err := html.Parse(strings.NewReader(string(document)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return squeeze(b.String())
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestLookup(t *testing.T) {
	for path, want := range map[string]string{
		"rule/host-missing":                "found",
		"field/Sec-WebSocket-Key":          "found",
		"status/426":                       "found",
		"rules":                            "found",
		"reference":                        "to rules",
		"field/sec-websocket-key":          "to field/Sec-WebSocket-Key",
		"rule/HOST-missing":                "to rule/host-missing",
		"rule/host-mising":                 "near rule/host-missing",
		"field/Sec-Websocket-Kay":          "near field/Sec-WebSocket-Key",
		"status/4260":                      "near status/426",
		"rules/HOST-missing":               "to rule/host-missing",
		"lessons/rfc-sample":               "to lesson/rfc-sample",
		"lesson/rfc-sampel":                "near lesson/rfc-sample",
		"statuses/4260":                    "near status/426",
		"message/nginx":                    "near message/nginx-proxy",
		"rule/":                            "",
		"rule/" + strings.Repeat("x", 500): "",
		"lesson/none":                      "",
		"":                                 "",
	} {
		found, to, nearest := Lookup(path)
		got := ""
		switch {
		case found:
			got = "found"
		case to != "":
			got = "to " + to
		case len(nearest) > 0 && want != "":
			got = "near " + nearest[0]
		}
		if got != want {
			t.Errorf("%s: %q %v; want %q", path, got, nearest, want)
		}
	}
	if page := string(RenderMissing("lesson/rfc-sampel", []string{"lesson/rfc-sample"}, site())); !strings.Contains(page, `href="/docs/lesson/rfc-sample"`) {
		t.Errorf("the page for a missing lesson: %s", page)
	}
	if page := string(RenderMissing("rule/host-mising<script>", []string{"rule/host-missing"}, site())); !strings.Contains(page, `href="/docs/rule/host-missing"`) || strings.Contains(page, "<script>") {
		t.Errorf("the page for a missing name: %s", page)
	}
}

// A list with a program twice says which versions each entry is about, and can be searched.
func TestProxiesAreListedWithTheirVersions(t *testing.T) {
	page := Render("hops", site())
	if !strings.Contains(string(page), `data-filter="tbody tr"`) {
		t.Error("the list has no search")
	}
	list := plain(t, page)
	times := map[string]int{}
	for _, p := range pages()["hops"].data.([]*proxy) {
		times[p.Name]++
	}
	for _, p := range pages()["hops"].data.([]*proxy) {
		if entry := p.Label() + " " + p.Versions(); times[p.Name] > 1 && (p.Versions() == "" || !strings.Contains(list, entry)) {
			t.Errorf("the list does not hold %q", entry)
		}
	}
}

// A proxy is found by the names that people have for it, and what is none of these by the pages that are about it.
func TestProxiesAreFoundByOtherNames(t *testing.T) {
	page := Render("hops", site())
	rows := all(t, page, func(n *html.Node) bool { return n.Data == "tr" && n.Parent.Data == "tbody" })
	others := all(t, page, func(n *html.Node) bool { return n.Data == "li" && attribute(n.Parent, "id") == "elsewhere" })
	for words, want := range map[string]string{
		"ingress": "/docs/hops/nginx", "k8s": "/docs/hops/traefik", "kubernetes": "/docs/hops/haproxy", "openresty": "/docs/hops/nginx", "apache2": "/docs/hops/apache",
		"aws alb": "/docs/lesson/edge-refuses", "cloudflare": "/docs/message/cloudflare-proxy", "istio": "/docs/lesson/edge-refuses",
	} {
		find := func(entries []*html.Node) (found []string) {
			for _, entry := range entries {
				text := strings.ToLower(textOf(entry) + " " + attribute(entry, "data-words"))
				if slices.ContainsFunc(strings.Fields(words), func(word string) bool { return !strings.Contains(text, word) }) {
					continue
				}
				for n := range entry.Descendants() {
					if n.Data == "a" {
						found = append(found, attribute(n, "href"))
					}
				}
			}
			return found
		}
		found := find(rows)
		if found == nil { // as document.js has it
			found = find(others)
		}
		if !slices.Contains(found, want) {
			t.Errorf("%q finds %q, not %s", words, found, want)
		}
	}
}

// A configuration that rewrites a field and lets the socket open is told apart from one that does not.
// TestTheNewestVersionComesFirst: of the programs that are listed in several versions.
func TestTheNewestVersionComesFirst(t *testing.T) {
	versions := map[string][]string{}
	for _, p := range pages()["hops"].data.([]*proxy) {
		versions[p.Name] = append(versions[p.Name], p.Since)
	}
	for name, want := range map[string][]string{"Caddy": {"2.7", ""}, "nginx": {"1.29.7", ""}, "http-proxy-middleware": {"4", "3", ""}} {
		if got := versions[name]; !slices.Equal(got, want) {
			t.Errorf("%s is listed from %q, want %q", name, got, want)
		}
	}
}

func TestConfigurationsHaveThreeGrades(t *testing.T) {
	for path, want := range map[string]grade{
		"hops/nginx/plain":              {"severity error", "✕ fails, loses HTTP/1.1, Upgrade, Connection, Host"},
		"hops/apache/upgrade-websocket": {"severity warning", "▲ works, Host rewritten"},
		"hops/nginx/map-host":           {"ok", "✓ works"},
		"hops/caddy/drop-upgrade":       {"severity error", "✕ fails, loses Upgrade"},
	} {
		c := pages()[path].data.(*configuration)
		if got := c.Grade(); got.Class != want.Class || !strings.HasPrefix(got.Words, want.Words) {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
		for _, at := range []string{path, "hops/" + c.Program.ID} {
			if text := plain(t, Render(at, site())); !strings.Contains(text, want.Words) {
				t.Errorf("%s does not say %q", at, want.Words)
			}
		}
	}
}

// TestHopsNameDirectives: the list names what each fix sets or calls, as its introduction says, and the heading of a configuration its program.
func TestHopsNameDirectives(t *testing.T) {
	named := 0
	for _, p := range pages()["hops"].data.([]*proxy) {
		for _, c := range p.Configurations {
			if page := string(Render(c.Path, site())); !strings.Contains(page, "<h1>"+template.HTMLEscapeString(p.Label()+": "+c.Title)+"</h1>") {
				t.Errorf("the heading of %s does not name %s", c.Path, p.Label())
			}
		}
		if p.Default.Fixed == nil {
			continue
		}
		named++
		found := false
		for _, l := range p.Default.Fix {
			for word := range strings.FieldsSeq(p.Default.Fixed.Text) {
				word = strings.TrimRight(word, ",)")
				found = found || l.Op == '+' && strings.ContainsAny(word, "_.=(/:") && strings.Contains(l.Text, word)
			}
		}
		if !found {
			t.Errorf("%s: %q names no directive of its fix", p.ID, p.Default.Fixed.Text)
		}
	}
	if named < 10 {
		t.Errorf("only %d programs have a fix", named)
	}
}

// TestPlacesOfFixes: what a fix adds opens no block outside those that are there, unless the page says where that belongs; what belongs in
// http alone is never added to nginx's location.
func TestPlacesOfFixes(t *testing.T) {
	for _, p := range pages()["hops"].data.([]*proxy) {
		for _, c := range p.Configurations {
			for _, l := range c.Fix {
				outside := !strings.HasPrefix(l.Text, " ") && !strings.HasPrefix(l.Text, "\t")
				if l.Op == '+' && outside && strings.HasSuffix(l.Text, "{") && p.Syntax == "blocks" && (p.Name == "nginx" || c.Fixed.Place == "") {
					t.Errorf("%s adds %q and does not say where", c.Path, l.Text)
				}
			}
			if strings.HasPrefix(c.Snippet, "map $") && !strings.Contains(plain(t, Render(c.Path, site())), "in http {}, outside server {}") {
				t.Errorf("%s does not say where its map belongs", c.Path)
			}
		}
	}
	if text := plain(t, Render("hops/nginx/plain", site())); !strings.Contains(text, "or with 400 as gorilla and others do") {
		t.Error("other servers' 400 is not there")
	}
}

// TestFieldPages: the page of a field lists the rules about its value, and few lessons.
func TestFieldPages(t *testing.T) {
	for name, ids := range map[string][]string{
		"Sec-WebSocket-Key":     {"ws-key-missing", "ws-key-length", "ws-key-base64url", "ws-key-hex"},
		"Sec-WebSocket-Version": {"ws-version-missing", "ws-version-list", "ws-version-draft"},
	} {
		f := pages()["field/"+name].data.(*field)
		for _, id := range ids {
			if !slices.ContainsFunc(f.Rules, func(l link) bool { return l.Path == "rule/"+id }) {
				t.Errorf("%s lacks %s", name, id)
			}
		}
		if len(f.Lessons) == 0 || len(f.Lessons) > maxLessons {
			t.Errorf("%s has %d lessons", name, len(f.Lessons))
		}
	}
}

// Of two lines that differ the words are marked that do: in examples, and in what fixes a configuration.
func TestDifferingWordsAreMarked(t *testing.T) {
	for path, want := range map[string][]string{
		"rule/conn-no-upgrade": {"Connection: <del>Upgrade</del>", "Connection: <ins>"},
		"hops/nginx/plain":     {"Connection: <ins>close</ins>", "<del>Upgrade: websocket</del>", "HTTP/1.0</ins>"},
	} {
		page := string(Render(path, site()))
		for _, w := range want {
			if !strings.Contains(squeeze(page), w) {
				t.Errorf("%s lacks %q", path, w)
			}
		}
	}
	lines := fixLines([]head.DiffLine{{Op: ' ', Text: "location / {"}, {Op: '-', Text: "  proxy_read_timeout 60s;"}, {Op: '+', Text: "  proxy_read_timeout 1h;"}, {Op: '+', Text: "  b;"}, {Op: ' ', Text: "}"}})
	got := ""
	for _, l := range lines {
		if got += l.Words.Same; l.Words.Only != "" {
			got += "[" + l.Words.Only + "]"
		}
		got += l.Words.Rest + "\n"
	}
	if want := "location / {\n  proxy_read_timeout [60s];\n  proxy_read_timeout [1h];\n  b;\n}\n"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

// The page about the site says what it has to, and takes numbers and names from the data: every source of many rules, every program.
func TestAbout(t *testing.T) {
	page := plain(t, Render("about", site()))
	for _, want := range []string{"What is an upgrade?", "Who makes it", "What is sent, and what is not", "Where the words come from", "Cite a page or a rule", "Report a fault", strconv.Itoa(len(handshake.Rules)) + " rules",
		"https://a.example/docs/rule/conn-no-upgrade"} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	cited := map[int]int{}
	for _, r := range handshake.Rules {
		for _, c := range r.Citations() {
			cited[c.RFC]++
		}
	}
	for rfc, n := range cited {
		if rfc != 0 && n > 10 && !slices.ContainsFunc(standards, func(s standard) bool { return s.RFC == rfc }) {
			t.Errorf("%d rules cite RFC %d, which it does not name", n, rfc)
		}
	}
	for _, p := range handshake.Programs {
		if !strings.Contains(page, squeeze(p.Name+" "+p.Version)) {
			t.Errorf("it lacks %s %s", p.Name, p.Version)
		}
	}
	if !strings.Contains(string(Render("rules", site())), `href="/docs/about"`) || Hidden("about") {
		t.Error("documents do not link to it, or it is hidden from search engines")
	}
}

// A status has an answer as an example where a lesson has one, and that of 101 says what it ends.
func TestStatusExamples(t *testing.T) {
	for _, m := range handshake.Statuses() {
		s := newStatus(m)
		answered := slices.ContainsFunc(lessons.All(), func(l lessons.Lesson) bool {
			return strings.HasPrefix(l.Response, fmt.Sprintf("HTTP/1.1 %d ", m.Status)) || strings.HasPrefix(l.Response, fmt.Sprintf(":status: %d\r", m.Status))
		})
		if page := string(Render("status/"+strconv.Itoa(m.Status), site())); answered != strings.Contains(page, "An example") {
			t.Errorf("%d: a lesson with this answer %v, and an example or not", m.Status, answered)
		}
		for _, l := range lessons.Find(strconv.Itoa(m.Status)) {
			if m.Status != 101 && !slices.Contains(s.Lessons, link{"lesson/" + l.Slug, l.Title}) {
				t.Errorf("%d lacks the lesson %s, which the search finds for it", m.Status, l.Slug)
			}
		}
	}
	page := string(Render("status/101", site()))
	for _, holds := range []string{"no longer HTTP", "<li>HTTP/1.1 101 Switching Protocols</li>"} {
		if !strings.Contains(page, holds) {
			t.Errorf("status/101 lacks %q", holds)
		}
	}
}

// A page that someone with a failing socket finds is no dead end: it leads to the inspector, and where a proxy is the likely cause, to
// what proxies do.
func TestReferenceLeadsOn(t *testing.T) {
	for _, path := range Paths() {
		if folder, name, _ := strings.Cut(path, "/"); name != "" && slices.Contains([]string{"rule", "status", "field", "message"}, folder) && pages()[path].kind != "framerule" {
			if page := string(Render(path, site())); !strings.Contains(page, `into the <a href="/docs/">inspector</a>`) {
				t.Errorf("%s does not invite to paste", path)
			}
		}
	}
	for path, wants := range map[string][]string{
		"status/426":                  {`href="/docs/hops"`, ">nginx 1.22.1 before 1.29.7<", ">Apache httpd ", "nginx takes the upgrade away", "Upgrade and Connection on, over HTTP/1.1"},
		"status/400":                  {`href="/docs/hops"`, ">nginx 1.22.1 "},
		"rule/conn-missing":           {`href="/docs/hops">What each proxy does`, "nginx takes the upgrade away", `<a href="/docs/live">live endpoint</a> of this site replies`},
		"rule/upg-missing":            {">nginx 1.31.4 from 1.29.7<"},
		"rule/conn-stripped-by-proxy": {">Apache httpd ", ">lighttpd ", "->HAProxy 3"},
		"rule/ws-key-missing":         {"-What each proxy does"},
		"status/101":                  {"-What each proxy does"},
		"field/Sec-WebSocket-Key":     {`href="/docs/accept">Accept value</a>`},
		"field/Sec-WebSocket-Accept":  {`href="/docs/accept">Accept value</a>`},
		"field/Origin":                {"-Accept value</a>."},
	} {
		page := string(Render(path, site()))
		for _, want := range wants {
			if want, absent := strings.CutPrefix(want, "-"); strings.Contains(page, want) == absent {
				t.Errorf("%s: %q is on it: %v", path, want, absent)
			}
		}
	}
}

// all are the elements of a document for which a test holds.
func all(t *testing.T, of []byte, holds func(n *html.Node) bool) (found []*html.Node) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(of))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && holds(n) {
			found = append(found, n)
		}
	}
	return found
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return squeeze(b.String())
}

// Of panels side by side none has an empty half beside it; what leads back is not said twice; and links to lessons that are many are
// under their tracks.
func TestLayoutOfDocuments(t *testing.T) {
	for _, path := range Paths() {
		page := Render(path, site())
		for _, spread := range all(t, page, func(n *html.Node) bool { return hasClass(n, "spread") }) {
			halves := 0
			for child := range spread.ChildNodes() {
				if child.Type == html.ElementNode && !hasClass(child, "whole") {
					halves++
				}
			}
			if halves%2 != 0 {
				t.Errorf("%s has %d panels of half the width side by side", path, halves)
			}
		}
		current := all(t, page, func(n *html.Node) bool {
			return n.Data == "a" && attribute(n, "aria-current") != "" && !strings.Contains(attribute(n, "href"), "hops")
		})
		for _, trail := range all(t, page, func(n *html.Node) bool { return hasClass(n, "trail") }) {
			for _, c := range current {
				if textOf(trail) == textOf(c) {
					t.Errorf("%s says %q twice above its title", path, textOf(c))
				}
			}
		}
		for _, list := range all(t, page, func(n *html.Node) bool {
			return n.Data == "ul" && hasClass(n, "links") && attribute(n, "id") != "elsewhere"
		}) {
			to, before := 0, ""
			for link := range list.Descendants() {
				if link.Data == "a" && strings.Contains(attribute(link, "href"), "/lesson/") {
					to++
				}
			}
			for n := list.PrevSibling; n != nil && before == ""; n = n.PrevSibling {
				if n.Type == html.ElementNode {
					before = n.Data
				}
			}
			if to > manyLinks && before == "h2" {
				t.Errorf("%s lists %d lessons under no track", path, to)
			}
		}
	}
}

// A rule that a proxy may have caused says so where it says how to fix it, and leads to what proxies do.
func TestFixesBehindProxies(t *testing.T) {
	behind := 0
	for path, p := range pages() {
		r, ok := p.data.(*rule)
		if p.kind != "rule" || !ok || r.Fix == "" {
			continue
		}
		said := all(t, Render(path, site()), func(n *html.Node) bool { return hasClass(n, "behind") })
		if r.OnTheWay != (len(said) == 1) {
			t.Errorf("%s: a proxy may have caused it: %v; its fix says so %d times", path, r.OnTheWay, len(said))
		}
		if len(said) > 0 {
			behind++
			links := 0
			for n := range said[0].Descendants() {
				if to := attribute(n, "href"); n.Data == "a" && (to == "/docs/hops" || r.Taken != nil && to == "/docs/"+r.Taken.Path) {
					links++
				}
			}
			if want := map[bool]int{true: 2, false: 1}[r.Taken != nil]; links != want {
				t.Errorf("%s: %d links beside its fix, want %d", path, links, want)
			}
		}
	}
	if behind < 3 || pages()["rule/conn-no-upgrade"].data.(*rule).Taken == nil {
		t.Errorf("only %d rules say that a proxy may have caused them, or conn-no-upgrade has no lesson", behind)
	}
}

// What to check first names what it means: it is read alone, too.
func TestStatusesNameWhatToCheck(t *testing.T) {
	for _, m := range handshake.Statuses() {
		if word, _, _ := strings.Cut(m.First, " "); slices.Contains([]string{"It", "Its", "That", "Those", "These", "They", "This"}, word) {
			t.Errorf("%d: what does %q mean in %q?", m.Status, word, m.First)
		}
	}
}

// The page of a program begins with a configuration that works, as code, where one is known.
func TestWorkingConfigurationComesFirst(t *testing.T) {
	for _, p := range pages()["hops"].data.([]*proxy) {
		page := Render("hops/"+p.ID, site())
		works := slices.ContainsFunc(p.Configurations, func(c *configuration) bool { return len(c.Lost) == 0 && !c.Mistake })
		code := all(t, page, func(n *html.Node) bool { return n.Data == "pre" })
		if works != (len(code) == 1) || p.Works != nil && (len(p.Works.Lost) > 0 || textOf(code[0]) != squeeze(p.Works.Snippet)) {
			t.Errorf("%s: a configuration works: %v; its page has %d pieces of code", p.ID, works, len(code))
		}
		if len(code) == 1 && bytes.Index(page, []byte("<pre")) > bytes.Index(page, []byte("<table")) {
			t.Errorf("%s: the table comes first", p.ID)
		}
	}
}

// The page for an unknown address leads to all pages of the navigation.
func TestMissingLeadsEverywhere(t *testing.T) {
	page := RenderMissing("nowhere", nil, site())
	links := func(of string) (to []string) {
		for _, n := range all(t, page, func(n *html.Node) bool { return n.Data == of }) {
			for a := range n.Descendants() {
				if a.Data == "a" {
					to = append(to, attribute(a, "href"))
				}
			}
		}
		return to
	}
	for _, to := range links("nav") {
		if !slices.Contains(links("main"), to) {
			t.Errorf("it does not lead to %s", to)
		}
	}
}

// What a lesson names is a page of the reference or in the glossary.
func TestTermsOfLessons(t *testing.T) {
	for _, l := range lessons.All() {
		for _, term := range lessons.TermsIn(l) {
			if path := term.Path(); pages()[path] == nil && path != "glossary#"+term.ID() {
				t.Errorf("%s: %s leads to %s, which is nowhere", l.Slug, term.Name, path)
			}
		}
	}
}

// The page of a proxy says for which versions it holds, leads to the other versions, and leaves no cell for a fix empty.
func TestProxyPages(t *testing.T) {
	for path, wants := range map[string][]string{
		"hops/nginx":         {"holds for versions before 1.29.7, and was recorded with 1.22.1.", `<a href="/docs/hops/nginx-1.31">nginx from 1.29.7</a>`, "what the fixes lead to", "a map in http {} sends it with upgrades alone"},
		"hops/nginx-1.31":    {"holds for versions from 1.29.7, and was", `<a href="/docs/hops/nginx">nginx before 1.29.7</a>`},
		"hops/nginx/map":     {"(before 1.29.7)", "Needed where the server compares Host with Origin: ", "-None is known"},
		"hops/apache":        {"This was recorded with ", "-Other versions"},
		"hops/tinyproxy":     {"none known"},
		"hops/caddy/default": {"-<h2>Fix</h2>"},
	} {
		page := string(Render(path, site()))
		for _, want := range wants {
			if want, absent := strings.CutPrefix(want, "-"); strings.Contains(page, want) == absent {
				t.Errorf("%s: %q is on it: %v", path, want, absent)
			}
		}
	}
	for path, p := range pages() {
		if (p.kind == "proxy" || p.kind == "hops") && strings.Contains(string(Render(path, site())), `<td data-name="Fix"></td>`) {
			t.Errorf("%s has an empty fix", path)
		}
		if p.kind != "configuration" {
			continue
		}
		c := p.data.(*configuration)
		if changed := c.Grade().Class == "severity warning"; changed && c.Fixed == nil && c.Whole == nil {
			whole := slices.ContainsFunc(c.Program.Configurations, func(other hop.Configuration) bool { return len(other.Loses) == 0 })
			if whole {
				t.Errorf("%s does not lead to a configuration that changes nothing", path)
			}
		}
	}
}

// The page of a program has no message twice, and of what a proxy says about the server behind it each message has a meaning of its own.
func TestMessagesSayWhatTheyMean(t *testing.T) {
	backend := map[string]bool{}
	for _, p := range message.Patterns() {
		backend[p.Program+p.Example()] = p.Kind == "backend"
	}
	for path, page := range pages() {
		p, ok := page.data.(*program)
		if !ok {
			continue
		}
		texts, meanings := map[string]bool{}, map[string]bool{}
		for _, m := range p.Messages {
			if text := unquoted(m.Text) + m.Means; texts[text] {
				t.Errorf("%s has %s twice", path, m.Text)
			} else {
				texts[text] = true
			}
			if backend[p.Name+m.Text] && meanings[m.Means] {
				t.Errorf("%s says the same of %q and of another message: %s", path, m.Text, m.Means)
			}
			meanings[m.Means] = true
		}
	}
}
