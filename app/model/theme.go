package model

// AutoTheme is the theme that the system has; the others are "light" and "dark".
const AutoTheme = "auto"

// ThemeSigns are what the button shows of each.
var ThemeSigns = map[string]string{AutoTheme: "◐", "light": "☀", "dark": "☾"}

// NextTheme is the theme after now where the system's is dark, or is not: each press but the last changes what is seen.
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
