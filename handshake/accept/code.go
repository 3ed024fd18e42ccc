package accept

import "strings"

// DerivationCode is the whole computation of Sec-WebSocket-Accept in every language of Code, in Right.
func DerivationCode() []Code {
	code := make([]Code, len(languages))
	for i, language := range languages {
		var b strings.Builder
		for _, l := range []lines{constantLine, keyLine, hashLine, encodeLine, fieldLine} {
			b.WriteString(*l.all()[i])
			b.WriteByte('\n')
		}
		code[i] = Code{Language: language, Right: b.String()}
	}
	return code
}
