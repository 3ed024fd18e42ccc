package model

import (
	"strings"

	"upgrade101/handshake"
)

// formatList writes what a policy allows: "*" for anything, "" for nothing.
func formatList(names []string) string {
	if names == nil {
		return "*"
	}
	return strings.Join(names, ", ")
}

// ParseList reads what formatList writes.
func ParseList(value string) []string {
	if strings.TrimSpace(value) == "*" {
		return nil
	}
	names := []string{}
	for name := range strings.SplitSeq(value, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names[:min(len(names), handshake.MaxPolicy)]
}

func flag(on bool) string {
	if on {
		return "on"
	}
	return ""
}
