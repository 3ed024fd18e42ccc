package programs_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
)

// TestSize bounds what a page fetches.
func TestSize(t *testing.T) {
	for name, data := range map[string][]byte{"data.json": programs.JSON(), "the page's": programs.Whole()} {
		var b bytes.Buffer
		w := brotli.NewWriterLevel(&b, brotli.BestCompression)
		w.Write(data)
		w.Close()
		if b.Len() > 60_000 {
			t.Errorf("%s: %d bytes in brotli, more than 60 kB", name, b.Len())
		}
		t.Logf("%s: %d bytes, %d in brotli", name, len(data), b.Len())
	}
}

// TestWhole: what the page reads is equivalent to the data file.
func TestWhole(t *testing.T) {
	whole, err := hop.ParseWhole(programs.Whole())
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range programs.Catalog().Programs {
		for j := range p.Configurations {
			want, got := p.Configurations[j], whole.Programs[i].Configurations[j]
			want.Base = ""
			if wrote, read := string(marshal(t, want)), string(marshal(t, got)); wrote != read {
				t.Errorf("%s/%s is read as %s, expected %s", p.ID, want.ID, read, wrote)
			}
		}
	}
}

func marshal(t *testing.T, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWords: every configuration has a unique title and a snippet, and every program a description.
func TestWords(t *testing.T) {
	for _, p := range programs.Catalog().Programs {
		if p.Name == "" || p.Version == "" || p.About == "" || p.Evidence == "" {
			t.Errorf("%s: name %q, version %q, about %q, evidence %q", p.ID, p.Name, p.Version, p.About, p.Evidence)
		}
		titles, defaults := map[string]bool{}, 0
		for _, cf := range p.Configurations {
			if cf.Title == "" || titles[cf.Title] || cf.Snippet == "" {
				t.Errorf("%s/%s: title %q, snippet %q", p.ID, cf.ID, cf.Title, cf.Snippet)
			}
			titles[cf.Title] = true
			if cf.Default {
				defaults++
			}
			if cf.Fix != "" && p.Configuration(cf.Fix) == nil {
				t.Errorf("%s/%s: its fix %q is not there", p.ID, cf.ID, cf.Fix)
			}
		}
		if defaults != 1 {
			t.Errorf("%s has %d default configurations", p.ID, defaults)
		}
	}
}

// TestReadmeExplainsEdits: the table of edits has each sign before a field name and each name in parentheses.
func TestReadmeExplainsEdits(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "| edit | what it does |")
	table, _, _ = strings.Cut(table, "\n\n")
	used := map[string]string{} // a sign or a name, and an edit with it
	for _, p := range programs.Catalog().Programs {
		for _, c := range p.Configurations {
			for _, edit := range slices.Concat(c.Hop.Edits, c.Hop.Answer) {
				how := edit
				if condition, rest, ok := strings.Cut(edit, "]"); ok && strings.HasPrefix(condition, "[") {
					how = strings.TrimPrefix(rest, " ")
				}
				name := strings.TrimLeft(how, "@!=~?+,.-&^/>")
				for _, sign := range how[:len(how)-len(name)] {
					used["`"+string(sign)] = edit
				}
				if in, _, ok := strings.Cut(name, ")"); ok && strings.HasPrefix(in, "(") {
					used[in+")"] = edit
				}
			}
		}
	}
	for sign, edit := range used {
		if !strings.Contains(table, sign) {
			t.Errorf("the table does not explain %s, as in %q", sign, edit)
		}
	}
	if len(used) < 12 {
		t.Errorf("only %d signs and names are used", len(used))
	}
}
