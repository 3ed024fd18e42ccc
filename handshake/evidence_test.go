package handshake

import "testing"

// That no other program is named, and that the versions are right, is tested in web/document.
func TestProgramsHaveEvidence(t *testing.T) {
	named := map[string]bool{}
	for _, r := range Rules {
		for _, p := range r.Programs() {
			named[p.Name] = true
		}
	}
	if len(named) < 20 {
		t.Errorf("the rules name only %v", named)
	}
	for i, p := range Programs {
		if p.Name == "" || p.Version == "" || p.Evidence == "" || p.Source == "" {
			t.Errorf("%+v lacks something", p)
		}
		for _, before := range Programs[:i] {
			if before.Name == p.Name {
				t.Errorf("%s is listed twice", p.Name)
			}
		}
	}
}

func TestNamesProgram(t *testing.T) {
	for text, want := range map[string]bool{"Go's net/http": true, "Good": false, "in Go, too": true, "(Go)": true, "NGo": false} {
		if namesProgram(text, "Go") != want {
			t.Errorf("%q", text)
		}
	}
}
