//go:build citations

package citations

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

const (
	top  = "../../.."
	bin  = top + "/bin/citations"
	long = 40 // characters of text that are more than a heading
)

// The ways in which the project writes a citation.
var (
	short  = regexp.MustCompile(`"(\d{4}):(\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)"`)                       // cite("6455:4.1")
	lesson = regexp.MustCompile(`(?m)^((?:\d{4}:[0-9A-Z.]+ ?)+)`)                                  // 6455:4.1 what is there
	prose  = regexp.MustCompile(`RFC (\d{4}) (§[0-9A-Z][0-9.]*[0-9A-Z]?(?:(?:,| and) §[0-9.]+)*)`) // RFC 9112 §3, §5
	part   = regexp.MustCompile(`[0-9A-Z][0-9.]*`)
)

// place is where a citation is, for the message.
type place struct{ rfc, section, file string }

// cited is every citation in the tracked files.
func cited(t *testing.T) []place {
	list, err := exec.Command("git", "-C", top, "ls-files", "-co", "--exclude-standard").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []place
	for file := range strings.Lines(string(list)) {
		file = strings.TrimSpace(file)
		kind := filepath.Ext(file)
		if !slices.Contains([]string{".go", ".txt", ".txtar", ".md", ".html"}, kind) || strings.Contains(file, "testdata/") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(top, file))
		if os.IsNotExist(err) {
			continue // removed, and not yet from the index
		}
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for _, m := range prose.FindAllStringSubmatch(text, -1) {
			for _, section := range part.FindAllString(m[2], -1) {
				found = append(found, place{m[1], strings.TrimRight(section, "."), file})
			}
		}
		switch kind {
		case ".go":
			for _, m := range short.FindAllStringSubmatch(text, -1) {
				found = append(found, place{m[1], m[2], file})
			}
		case ".txtar", ".txt":
			for _, m := range lesson.FindAllStringSubmatch(text, -1) {
				for c := range strings.FieldsSeq(m[1]) {
					rfc, section, _ := strings.Cut(c, ":")
					if !strings.HasPrefix(section, "E") { // an erratum
						found = append(found, place{rfc, section, file})
					}
				}
			}
		}
	}
	return found
}

// keyWords are the words of RFC 2119 that a strength means.
var keyWords = map[head.Strength]*regexp.Regexp{
	head.Must:      regexp.MustCompile(`\b(MUST|SHALL|REQUIRED)\b`),
	head.MustNot:   regexp.MustCompile(`\b(MUST|SHALL)\s+NOT\b`),
	head.Should:    regexp.MustCompile(`\b(SHOULD|RECOMMENDED)\b`),
	head.ShouldNot: regexp.MustCompile(`\bSHOULD\s+NOT\b`),
	head.May:       regexp.MustCompile(`\b(MAY|OPTIONAL)\b`),
}

// negation is removed before looking for MUST or SHOULD.
var negation = regexp.MustCompile(`\b(MUST|SHALL|SHOULD)\s+NOT\b`)

// Each citation names a section that exists and has text of its own, and one of those of a rule has the key word of
// its strength.
func TestCitations(t *testing.T) {
	all := cited(t)
	if len(all) < 400 {
		t.Fatalf("only %d citations were found", len(all))
	}
	numbers := map[string]bool{}
	for _, c := range all {
		numbers[c.rfc] = true
	}
	rfcs, err := readTexts(bin, numbers)
	if err != nil {
		t.Fatal(err)
	}
	unread := map[string][]string{} // citations of RFCs that no package has
	compared := 0
	for _, c := range all {
		if rfcs[c.rfc] == nil {
			unread[c.rfc] = append(unread[c.rfc], "§"+c.section+" ("+c.file+")")
			continue
		}
		compared++
		if text, ok := rfcs[c.rfc][c.section]; !ok {
			t.Errorf("%s cites RFC %s §%s, which does not exist", c.file, c.rfc, c.section)
		} else if len(text) < long {
			t.Errorf("%s cites RFC %s §%s, which is a heading without text", c.file, c.rfc, c.section)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(unread)) {
		note(t, "RFC "+number+" is in none of the packages, so these citations are not compared: "+strings.Join(unread[number], ", "))
	}
	for _, r := range handshake.Rules {
		saysSo(t, rfcs, r.ID, r.Strength, r.Citations())
	}
	for _, r := range frame.Rules {
		saysSo(t, rfcs, r.ID, r.Strength, r.Cites)
	}
	t.Logf("%d citations of %d RFCs compared, of %d", compared, len(rfcs), len(all))
}

// saysSo requires that one of the places of a rule has the key word of its strength.
func saysSo(t *testing.T, rfcs texts, rule string, strength head.Strength, cites []head.Citation) {
	word := keyWords[strength]
	if word == nil {
		return
	}
	for _, c := range cites {
		sections := rfcs[strconv.Itoa(c.RFC)]
		text := sections[c.Section]
		if strength == head.Must || strength == head.Should {
			text = negation.ReplaceAllString(text, "")
		}
		if sections == nil || word.MatchString(text) {
			return
		}
	}
	t.Errorf("%s: none of %v says %s", rule, cites, strength)
}

// note adds a line to the list of what was not tested.
func note(t *testing.T, line string) {
	f, err := os.OpenFile(bin+"/missing", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(line + "\n"); err != nil {
		t.Fatal(err)
	}
}

func TestSections(t *testing.T) {
	got := sections("   1.  Intro ....... 2\n\n2.  Terms\n2.1.  First\n\n   A text.\n\nFielding   [Page 3]\n\f\nRFC 9999   A title   May 2020\n\n   More.\n\nAppendix B.  Last\n\n   End.\n")
	if got["2"] != "" || got["2.1"] != "A text.\n\n\n   More." || got["B"] != "End." || len(got) != 3 {
		t.Errorf("%q", got)
	}
	got = sections("1. Intro\n\n   1.1. Aim\n\n      A text.\n\n      1.1.1. Part\n\n      More.\n")
	if got["1.1"] != "A text." || got["1.1.1"] != "More." {
		t.Errorf("%q", got)
	}
}
