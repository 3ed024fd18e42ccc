package report

import (
	"testing"

	"upgrade101/handshake"
)

// A finding carries both axes of its rule: severity is effect, strength and whom it binds are the letter.
func TestAxes(t *testing.T) {
	for _, rule := range handshake.Rules {
		judged := handshake.Inspect(rule.Broken().Exchange(), rule.Broken().Policy)
		found := false
		for _, f := range Of(&judged, ReadFrom{}).Findings {
			if f.Rule == rule.ID {
				found = true
				if f.Severity != rule.Severity.String() || f.Strength != rule.Strength.String() || f.Binds != rule.Binds.String() {
					t.Errorf("%s: severity %q, strength %q, binds %q", f.Rule, f.Severity, f.Strength, f.Binds)
				}
			}
		}
		if !found {
			t.Errorf("%s is not among the findings of its example", rule.ID)
		}
	}
}
