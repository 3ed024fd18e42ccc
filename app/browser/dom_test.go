package browser

import "testing"

func TestOffsets(t *testing.T) {
	const s = "aé🙂b"
	for _, c := range []struct{ bytes, units int }{{0, 0}, {1, 1}, {3, 2}, {7, 4}, {8, 5}} {
		if got := utf16Offset(s, c.bytes); got != c.units {
			t.Errorf("byte %d is unit %d, expected %d", c.bytes, got, c.units)
		}
		if got := ByteOffset(s, c.units); got != c.bytes {
			t.Errorf("unit %d is byte %d, expected %d", c.units, got, c.bytes)
		}
	}
}
