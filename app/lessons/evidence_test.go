package lessons

import "testing"

// The programs that lessons name come with evidence. That no other is named is tested in web/document.
func TestNamedProgramsHaveEvidence(t *testing.T) {
	named := 0
	for _, l := range All() {
		named += len(l.Programs())
	}
	if named < 30 {
		t.Errorf("the lessons name %d programs", named)
	}
}
