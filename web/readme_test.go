package web

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The examples of POST /api/inspect in web/README.md are what the program answers, as far as they show it.
func TestReadmeShowsWhatIsAnswered(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(readme), "`POST /api/inspect` takes")
	text, _, _ = strings.Cut(text, "\n## ")
	var blocks []string
	for _, m := range regexp.MustCompile("(?s)\n```([a-z]*)\n(.*?)\n```\n").FindAllStringSubmatch(text, -1) {
		if m[1] == "" || m[1] == "json" {
			blocks = append(blocks, m[2])
		}
	}
	if len(blocks) < 4 {
		t.Fatalf("%d examples", len(blocks))
	}
	site := newSite(t, Config{NoLimits: true})
	for i, contentType := range []string{plain, object} {
		_, got := call(t, site, "/api/inspect", contentType, blocks[2*i])
		var shown any
		if err := json.Unmarshal([]byte(blocks[2*i+1]), &shown); err != nil {
			t.Fatalf("%v in %s", err, blocks[2*i+1])
		}
		for _, wrong := range beyond(shown, any(got), "") {
			t.Error(wrong)
		}
	}
}

// beyond lists where shown says something that got does not: members and elements may be missing in it.
func beyond(shown, got any, at string) (wrong []string) {
	switch shown := shown.(type) {
	case map[string]any:
		members, _ := got.(map[string]any)
		for name, value := range shown {
			wrong = append(wrong, beyond(value, members[name], at+"."+name)...)
		}
	case []any:
		elements, _ := got.([]any)
		for i, value := range shown {
			if i == len(elements) {
				return append(wrong, fmt.Sprintf("%s has %d elements", at, i))
			}
			wrong = append(wrong, beyond(value, elements[i], fmt.Sprintf("%s[%d]", at, i))...)
		}
	default:
		if shown != got {
			wrong = append(wrong, fmt.Sprintf("%s is %v; the README says %v", at, got, shown))
		}
	}
	return wrong
}
