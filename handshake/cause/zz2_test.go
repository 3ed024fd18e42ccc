package cause

import (
	"os"
	"strings"
	"testing"
)

func TestZZOne(t *testing.T) {
	b, _ := os.ReadFile(os.Getenv("F"))
	s := string(b)
	if s == "" {
		s = strings.ReplaceAll(os.Getenv("T"), `\n`, "\n")
	}
	o, found := explainText(s)
	t.Logf("%+v", o)
	for _, f := range found {
		t.Logf("  %s %s\n    %s\n    %s\n    %s", f.ID, f.Certainty, f.Headline, f.Because, f.Next)
	}
}
