package lessons

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// A lesson file opens with "key: value" lines, then has sections:
//
//	title: …            summary: …          level: beginner | intermediate | expert
//	track: start | proxies | server | client | beyond
//	symptom: …          (any number)
//	proxies: nginx, …   topics: Connection, …
//	origins: https://a.example              the endpoint's policy, where it has one
//	subprotocols: chat, superchat | none    likewise
//	deflate: no                             likewise
//	http2: yes                              the heads are field lists
//
//	-- story --             Text
//	-- request --           a head with LF line ends; CRLF is restored here
//	-- request bytes --     hexadecimal: what follows the head
//	-- response --          likewise, with content or interim answers
//	-- response bytes --
//	-- at the client of HOP --     the exchange on the other side of a proxy, "nginx/plain": the request, an empty line,
//	-- at the backend of HOP --    the response, or "no answer"; the response may be left out
//	-- expect --            verdict, status, findings, client, browser
//	-- verdict --           if the exchange alone does not show what happens to the socket: a headline, an empty line, a sentence
//	-- notice --            Text
//	-- fix WHERE --         Text, then code indented by four blanks; any number
//	-- question --          ask: …      request: the line, quoted if it is bytes (or response: …; neither where no line is to blame)
//	                        also-request, also-response: other lines that can be defended; any number
//	                        fault: client, server, proxy, none: the best answer first
//	                        opens: yes | no, where it does not follow from expect; some, if clients differ
//	                        an empty line; why, as Text
//	-- links --             one per line: RFC:section, owner/repository#number or address, then what is there

// parse reads one lesson. Unknown keys and sections are errors, so that the tests find mistakes.
func parse(name, data string) (Lesson, error) {
	var l Lesson
	var errs []error
	try := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	var err error
	l.Card, err = parseCard(name, data)
	try(err)
	archive := txtar.Parse([]byte(data))
	var bytes [2]string
	seen := map[string]bool{}
	for _, f := range archive.Files {
		section, body := f.Name, string(f.Data)
		if seen[section] {
			try(fmt.Errorf("section %q is there twice", section))
		}
		seen[section] = true
		if err := l.parseSection(section, body, &bytes); err != nil {
			try(fmt.Errorf("%s: %w", section, err))
		}
	}
	l.Request = wire(l.Request, l.HTTP2) + bytes[0]
	l.Response = wire(l.Response, l.HTTP2) + bytes[1]
	try(l.findLines())
	return l, errors.Join(errs...)
}

// parseCard parses the part before the sections, and what to expect.
func parseCard(name, text string) (Card, error) {
	head, _, _ := strings.Cut(text, "\n-- ")
	_, expect, _ := strings.Cut(text, "\n-- expect --\n")
	expect, _, _ = strings.Cut(expect, "\n-- ")
	c := Card{Requests: strings.Contains(text, "\n-- request --\n")}
	return c, errors.Join(c.parseName(name), c.parseHead(head), c.Expect.parse(expect))
}

// parseName reads "02-nginx-strips-upgrade.txtar".
func (l *Card) parseName(name string) error {
	number, slug, ok := strings.Cut(strings.TrimSuffix(name, ".txtar"), "-")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || slug == "" {
		return fmt.Errorf("the name %q is not number, hyphen, slug", name)
	}
	l.Number, l.Slug = n, slug
	return nil
}

// keyed calls set for every "key: value" line and stops at the first error.
func keyed(text string, set func(key, value string) error) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("%q is not key, colon, value", line)
		}
		if err := set(key, strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	return nil
}

func (l *Card) parseHead(text string) error {
	return keyed(text, func(key, value string) error {
		switch key {
		case "title":
			l.Title = value
		case "summary":
			l.Summary = value
		case "level":
			l.Level = Level(value)
		case "track":
			if !slices.ContainsFunc(Tracks, func(t Track) bool { return t.ID == value }) {
				return fmt.Errorf("no such track: %q", value)
			}
			l.Track = value
		case "symptom":
			l.Symptoms = append(l.Symptoms, value)
		case "proxies":
			l.Proxies = members(value)
		case "topics":
			l.Topics = members(value)
		case "origins":
			l.Policy.Origins = members(value)
		case "subprotocols":
			l.Policy.Subprotocols = []string{}
			if value != "none" {
				l.Policy.Subprotocols = members(value)
			}
		case "deflate":
			l.Policy.NoDeflate = value == "no"
		case "http2":
			l.HTTP2 = value == "yes"
		default:
			return fmt.Errorf("no such key: %q", key)
		}
		return nil
	})
}

func members(list string) []string {
	var found []string
	for m := range strings.SplitSeq(list, ",") {
		if m = strings.TrimSpace(m); m != "" {
			found = append(found, m)
		}
	}
	return found
}

func (l *Lesson) parseSection(section, body string, bytes *[2]string) (err error) {
	switch section {
	case "story":
		l.Story, err = ParseText(body)
	case "verdict":
		l.Verdict.Headline, l.Verdict.Meaning, _ = strings.Cut(strings.TrimSpace(body), "\n\n")
	case "notice":
		l.Notice, err = ParseText(body)
	case "request":
		l.Request = body
	case "response":
		l.Response = body
	case "request bytes":
		bytes[0], err = unhex(body)
	case "response bytes":
		bytes[1], err = unhex(body)
	case "expect": // parseCard has read it
	case "question":
		return l.Question.parse(body)
	case "links":
		for line := range strings.Lines(body) {
			if line = strings.TrimSpace(line); line != "" {
				link, e := parseLink(line)
				l.Links = append(l.Links, link)
				err = errors.Join(err, e)
			}
		}
	default:
		if hop, ok := strings.CutPrefix(section, "at the client of "); ok {
			l.OtherSide = parseOtherSide(hop, true, body)
			return nil
		}
		if hop, ok := strings.CutPrefix(section, "at the backend of "); ok {
			l.OtherSide = parseOtherSide(hop, false, body)
			return nil
		}
		where, ok := strings.CutPrefix(section, "fix ")
		if !ok {
			return errors.New("no such section")
		}
		fix, e := parseFix(where, body)
		l.Fixes = append(l.Fixes, fix)
		return e
	}
	return err
}

func parseOtherSide(hop string, atClient bool, body string) OtherSide {
	request, response, _ := strings.Cut(strings.Trim(body, "\n"), "\n\n")
	p := OtherSide{Hop: hop, AtClient: atClient, Request: wire(request, false)}
	if p.Silent = response == "no answer"; !p.Silent {
		p.Response = wire(response, false)
	}
	return p
}

func unhex(text string) (string, error) {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	return string(b), err
}

// wire converts a section to wire bytes; only here is CRLF restored. Content keeps its line ends, except those at its end.
// An interim answer (1xx other than 101) is a head, followed by another one.
func wire(text string, http2 bool) string {
	text = strings.Trim(text, "\n")
	if text == "" {
		return ""
	}
	head, rest, _ := strings.Cut(text, "\n\n")
	head = strings.ReplaceAll(head, "\n", "\r\n") + "\r\n"
	if http2 {
		return head + rest
	}
	head += "\r\n"
	if strings.HasPrefix(head, "HTTP/1.1 1") && !strings.HasPrefix(head, "HTTP/1.1 101") {
		return head + wire(rest, false)
	}
	return head + rest
}

var verdicts = []handshake.Verdict{handshake.Upgrades, handshake.UpgradesWithWarnings, handshake.Rejected, handshake.Ignored, handshake.Unreadable}

func (e *Expect) parse(text string) error {
	return keyed(text, func(key, value string) (err error) {
		switch key {
		case "verdict":
			e.Verdict = handshake.Verdict(value)
			if !slices.Contains(verdicts, e.Verdict) {
				return fmt.Errorf("no such verdict: %q", value)
			}
		case "status":
			e.Status, err = strconv.Atoi(value)
		case "findings":
			e.Findings = strings.Fields(value)
			slices.Sort(e.Findings)
		case "client":
			e.Client, err = parseReaction(value)
		case "browser":
			e.BrowserOpens, err = parseReaction(value)
		default:
			return fmt.Errorf("no such key: %q", key)
		}
		return err
	})
}

func parseReaction(value string) (Reaction, error) {
	switch value {
	case "opens":
		return Opens, nil
	case "fails":
		return Fails, nil
	}
	return Unasked, fmt.Errorf("%q is neither opens nor fails", value)
}

func parseFix(where, body string) (Fix, error) {
	prose, code := body, ""
	if i := strings.Index("\n"+body, "\n    "); i >= 0 {
		prose, code = body[:i], body[i:]
	}
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(code, "\n")) {
		b.WriteString(strings.TrimPrefix(line, "    "))
	}
	text, err := ParseText(prose)
	return Fix{Where: where, Text: text, Code: b.String()}, err
}

// bytesOf reads a line; one that is not text is a quoted string of Go.
func bytesOf(line string) (string, error) {
	if strings.HasPrefix(line, `"`) {
		return strconv.Unquote(line)
	}
	return line, nil
}

func (q *Question) parse(text string) (err error) {
	head, why, _ := strings.Cut(text, "\n\n")
	err = keyed(head, func(key, value string) error {
		switch key {
		case "ask":
			q.Ask = value
		case "request":
			q.Side = handshake.Request
			q.Text, err = bytesOf(value)
			return err
		case "response":
			q.Side, q.Text = handshake.Response, value
		case "also-request":
			q.Also = append(q.Also, Place{Side: handshake.Request, Text: value})
		case "also-response":
			value, err = bytesOf(value)
			q.Also = append(q.Also, Place{Side: handshake.Response, Text: value})
			return err
		case "opens":
			q.stated, q.Some, q.Opens = value != "some", value == "some", value == "yes"
		case "fault":
			for _, who := range members(value) {
				if !slices.Contains(Faults, Fault(who)) {
					return fmt.Errorf("no such fault: %q", who)
				}
				q.Fault = append(q.Fault, Fault(who))
			}
		default:
			return fmt.Errorf("no such key: %q", key)
		}
		return nil
	})
	var e error
	q.Why, e = ParseText(why)
	return errors.Join(err, e)
}

// findLines finds the lines of the question in their heads. If the file does not say whether the socket opens, it takes the
// expected reaction of a browser, of a client, or else the verdict.
func (l *Lesson) findLines() error {
	q := &l.Question
	if !q.stated {
		switch {
		case l.Expect.BrowserOpens != Unasked:
			q.Opens = l.Expect.BrowserOpens == Opens
		case l.Expect.Client != Unasked:
			q.Opens = l.Expect.Client == Opens
		default:
			q.Opens = l.Expect.Verdict == handshake.Upgrades || l.Expect.Verdict == handshake.UpgradesWithWarnings
		}
	}
	errs := l.find(&q.Place)
	for i := range q.Also {
		errs = errors.Join(errs, l.find(&q.Also[i]))
	}
	return errs
}

// find sets the line number of a place.
func (l *Lesson) find(p *Place) error {
	head := l.Request
	switch p.Side {
	case 0:
		return nil
	case handshake.Response:
		head = l.Response
	}
	n := 0
	for line := range strings.Lines(head) {
		n++
		if strings.TrimRight(line, "\r\n") == p.Text {
			p.Line = n
			return nil
		}
	}
	return fmt.Errorf("question: no line %q in the %s", p.Text, p.Side)
}

// parseLink reads a place and what is found there.
func parseLink(line string) (Link, error) {
	place, about, _ := strings.Cut(line, " ")
	link := Link{About: strings.TrimSpace(about)}
	if strings.HasPrefix(place, "https://") {
		link.Text, link.URL = link.About, place
		if link.About == "" {
			return link, fmt.Errorf("the link %q does not say what is there", place)
		}
		link.About = ""
		return link, nil
	}
	if repository, number, ok := strings.Cut(place, "#"); ok {
		if _, err := strconv.Atoi(number); err != nil || strings.Count(repository, "/") != 1 {
			return link, fmt.Errorf("the link %q is not owner/repository#number", place)
		}
		link.Text, link.URL = place, "https://github.com/"+repository+"/issues/"+number
		return link, nil
	}
	cite, ok := head.ParseCitation(place)
	if !ok {
		return link, fmt.Errorf("the link %q is no RFC, thread or address", place)
	}
	link.Text, link.URL = cite.String(), cite.URL()
	return link, nil
}
