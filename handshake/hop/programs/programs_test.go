package programs_test

import (
	"bytes"
	"testing"

	"github.com/andybalholm/brotli"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
)

// TestSize keeps the data file at what a page may fetch.
func TestSize(t *testing.T) {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	w.Write(programs.JSON())
	w.Close()
	if b.Len() > 60<<10 {
		t.Errorf("%d bytes in brotli, more than 60 kB", b.Len())
	}
	t.Logf("%d bytes, %d in brotli", len(programs.JSON()), b.Len())
}

// TestWords: every configuration has a title of its own, a snippet, and its program says what it is like.
func TestWords(t *testing.T) {
	c, err := hop.ParseCatalog(programs.JSON())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Programs {
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
