package visitor

import "testing"

// Each limit has a name of its own, and is counted under it.
func TestLimits(t *testing.T) {
	b := NewBook(nil)
	for limit := NoLimit + 1; limit < limits; limit++ {
		for range limit {
			b.Refuse(limit)
		}
	}
	b.Refuse(NoLimit)
	refused := b.Refused()
	if len(refused) != int(limits)-1 {
		t.Errorf("%d limits have %d names: %v", limits-1, len(refused), refused)
	}
	for limit := NoLimit + 1; limit < limits; limit++ {
		if name := limitNames[limit]; name == "" || refused[name] != int64(limit) {
			t.Errorf("%q was met %d times, want %d", name, refused[name], limit)
		}
	}
}
