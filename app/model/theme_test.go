package model

import "testing"

// A press changes the theme at once, and three presses restore it.
func TestNextTheme(t *testing.T) {
	for dark, want := range map[bool][3]string{false: {"dark", "light", AutoTheme}, true: {"light", "dark", AutoTheme}} {
		now := AutoTheme
		for _, next := range want {
			if now = NextTheme(now, dark); now != next || ThemeSigns[now] == "" {
				t.Errorf("on a system that is dark (%v) %q follows, want %q", dark, now, next)
			}
		}
	}
}
