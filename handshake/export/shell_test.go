//go:build !js

package export

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
)

// hostile is text that a shell must hand on as it is.
var hostile = []string{
	`'; touch "$MARK"; '`,
	`\'; touch "$MARK"; \'`,
	`$(touch "$MARK")`,
	"`touch \"$MARK\"`",
	`";touch "$MARK";"`,
	`' "$(touch "$MARK")" '`,
	`')"; touch "$MARK"; "$(printf '`,
	"\x1b[201~\x03\x04'; touch \"$MARK\" #",
	"a\tb\x7f\u009b",
	`%s%n%%\0101\n`,
	`!! ~ * ? [a-z] {a,b} & | ; < > # ^ \`,
	"caf\u00e9 \xff\xfe",
}

// TestExportedCommandsRun runs every command that is exported, in the shells that read it differently: each
// argument arrives as it was, and nothing else runs.
func TestExportedCommandsRun(t *testing.T) {
	dir := t.TempDir()
	arguments, mark := filepath.Join(dir, "arguments"), filepath.Join(dir, "mark")
	for _, tool := range []string{"curl", "websocat"} {
		script := "#!/bin/sh\nprintf '%s\\0' \"$@\" >" + arguments + "\n"
		if err := os.WriteFile(filepath.Join(dir, tool), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	shells := 0
	for _, shell := range []string{"dash", "bash"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		shells++
		for _, text := range hostile {
			value := strings.TrimSpace(text)
			for _, x := range []handshake.Exchange{
				with("X-Some: "+value+"\r\n", "", ""),
				with("", "Origin: https://server.example.com", "Origin: "+value),
				with("Sec-WebSocket-Protocol: "+value+"\r\n", "", ""),
				with("", "/chat", "/"+strings.ReplaceAll(value, " ", "")),
				with("", "GET", "GET"+value),
				with("X"+value+": a\r\n", "", ""),
				with("", "Host: server.example.com", "Host: "+value),
				{Request: with("Content-Length: 99\r\n", "", "").Request + text + "\nsecond line"},
				{Request: handshake.Good().Request, URL: "wss://a.example/" + value},
			} {
				for _, form := range []Form{FormCurl, FormWebsocat} {
					os.Remove(arguments)
					command := exec.Command(path, "-c", WithSecrets(x, form))
					command.Env = []string{"PATH=" + dir + ":/usr/bin:/bin", "MARK=" + mark, "LC_ALL=C"}
					out, err := command.CombinedOutput()
					if err != nil || len(out) > 0 {
						t.Errorf("%s: %v: %s\n%s", shell, err, out, command.Args[2])
					}
					if _, err := os.Stat(mark); err == nil {
						t.Fatalf("%s runs what a field holds:\n%s", shell, command.Args[2])
					}
					raw, _ := os.ReadFile(arguments)
					got := strings.Split(strings.TrimSuffix(string(raw), "\x00"), "\x00")
					h := x.RequestHead()
					if f := h.Get("X-Some"); len(f) > 0 && !slices.Contains(got, "X-Some: "+f[0].Value.Text) && !slices.Contains(got, "-H=X-Some: "+f[0].Value.Text) {
						t.Errorf("%s: %q is not among the arguments %q of\n%s", shell, f[0].Value.Text, got, command.Args[2])
					}
					if content := h.Rest(); content != "" && form == FormCurl && !slices.Contains(got, content) {
						t.Errorf("%s: %q is not among the arguments %q of\n%s", shell, content, got, command.Args[2])
					}
				}
			}
		}
	}
	if shells == 0 {
		t.Skip("there is neither dash nor bash")
	}
}
