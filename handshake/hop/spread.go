package hop

import "strings"

// spread puts each statement of a block that is on one line on a line of its own, so that a text can be changed line by line. Only the
// lines for which wanted is true are changed.
func spread(syntax, text string, wanted func(number int) bool) string {
	separator := byte(';')
	switch syntax {
	case "object":
		separator = ','
	case "blocks":
	default:
		return text
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if wanted(i + 1) {
			lines[i] = spreadLine(l, indent(l), separator)
		}
	}
	return strings.Join(lines, "\n")
}

func spreadLine(l, indented string, separator byte) string {
	step := "  "
	if strings.HasPrefix(indented, "\t") {
		step = "\t"
	}
	s := scanner{text: l}
	for s.at < len(l) {
		switch c := l[s.at]; c {
		case '"', '\'', '`':
			s.quoted()
			continue
		case '{':
			pieces, end := split(l, s.at+1, separator)
			if end == len(l) || !spreads(pieces, separator) {
				break
			}
			out := l[:s.at+1]
			for _, p := range pieces {
				out += "\n" + spreadLine(indented+step+p, indented+step, separator)
			}
			return out + "\n" + spreadLine(indented+l[end:], indented, separator)
		}
		s.at++
	}
	return l
}

// spreads reports whether what is in braces is statements, or keys with values.
func spreads(pieces []string, separator byte) bool {
	for _, p := range pieces {
		key, _, pair := strings.Cut(p, ":")
		if separator == ',' && (!pair || strings.ContainsAny(key, " ({")) || strings.Contains(p, "#") {
			return false
		}
	}
	return len(pieces) > 0
}

// split returns what is between a brace and the one that closes it, each piece with its separator, and where the latter is; the
// end of the text if it is not there.
func split(l string, at int, separator byte) (pieces []string, end int) {
	s, depth := scanner{text: l, at: at}, 0
	add := func() {
		p := strings.TrimSpace(l[at:s.at])
		if p != "" && separator == ',' && p != "," && !strings.HasSuffix(p, ",") {
			p += ","
		}
		if p != "" {
			pieces = append(pieces, p)
		}
		at = s.at
	}
	for s.at < len(l) {
		c := l[s.at]
		switch {
		case strings.IndexByte("\"'`", c) >= 0:
			s.quoted()
			continue
		case c == '}' && depth == 0:
			add()
			return pieces, s.at
		case strings.IndexByte("{[(", c) >= 0:
			depth++
		case strings.IndexByte("}])", c) >= 0:
			depth--
		}
		s.at++
		if depth == 0 && (c == separator || c == '}' && separator == ';') {
			add()
		}
	}
	return nil, len(l)
}
