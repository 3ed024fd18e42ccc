package model

// AutoTheme is the system's theme; the others are "light" and "dark".
const AutoTheme = "auto"

// ThemeSigns are what the button shows of each.
var ThemeSigns = map[string]string{AutoTheme: "◐", "light": "☀", "dark": "☾"}

// NextTheme returns the theme after now, for a dark or light system: each press but the last changes the colours.
func NextTheme(now string, systemDark bool) string {
	own, other := "light", "dark"
	if systemDark {
		own, other = other, own
	}
	switch now {
	case AutoTheme:
		return other
	case other:
		return own
	}
	return AutoTheme
}
