package paste

import (
	"strings"

	"upgrade101/handshake/head"
)

// readCommand reads the commands that open a connection: curl and a few WebSocket clients. Each command is an
// exchange. commandAt (shell.go) finds where one begins; curl.go reads the arguments of curl.
func readCommand(r *reader) bool {
	start := len(r.body) - len(strings.TrimLeft(r.body, " \t\n"))
	if !startsCommand(r.body[start:]) {
		return false
	}
	for _, words := range r.commands(start) {
		for len(words) > 0 && (words[0].text == "$" || words[0].text == "%" || words[0].text == "sudo" || words[0].text == "time") {
			words = words[1:]
		}
		if len(words) < 2 {
			continue
		}
		tool := words[0].text
		if i := strings.LastIndexAny(tool, `/\`); i >= 0 {
			tool = tool[i+1:]
		}
		tool = strings.TrimSuffix(tool, ".exe")
		switch {
		case tool == "curl":
			r.Format = FormatCurl
			r.curl(words[1:])
		case tool == "npx" && len(words) > 2 && words[1].text == "wscat":
			r.Format = FormatWscat
			r.tool(words[2:], &wscatOptions)
		case tool == "wscat":
			r.Format = FormatWscat
			r.tool(words[1:], &wscatOptions)
		case tool == "websocat":
			r.Format = FormatWebsocat
			r.tool(words[1:], &websocatOptions)
		case tool == "websockets", tool == "wsdump", tool == "wsdump.py":
			r.Format = FormatPython
			r.tool(words[1:], &websocatOptions)
		case head.HasPrefixFold(tool, "python") && len(words) > 3 && words[1].text == "-m" && words[2].text == "websockets":
			r.Format = FormatPython
			r.tool(words[3:], &websocatOptions)
		}
	}
	r.chooseUpgrade()
	return len(r.Exchanges) > 0
}

// startsCommand decides what a command is: the text begins with the name of one of the tools, perhaps with its folder
// in front and behind a prompt. It has to name the same tools as readCommand and tools (shell.go).
func startsCommand(t string) bool {
	t = t[:min(len(t), 200)]
	for _, skip := range []string{"$ ", "% ", "# ", "sudo ", "time "} {
		t = strings.TrimPrefix(t, skip)
	}
	end := strings.IndexAny(t, " \t\n")
	if end < 0 {
		return false
	}
	first := t[:end]
	if i := strings.LastIndexAny(first, `/\`); i >= 0 {
		first = first[i+1:]
	}
	switch strings.TrimSuffix(first, ".exe") {
	case "curl", "wscat", "websocat", "websockets", "wsdump", "wsdump.py":
		return true
	case "npx":
		return strings.Contains(t, "wscat")
	case "python", "python3":
		return strings.Contains(t, "-m websockets")
	}
	return false
}
