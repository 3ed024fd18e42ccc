//go:build !js

package handshake

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
			for _, x := range []Exchange{
				good.add("X-Some", value).Exchange(),
				good.with("Origin", value).Exchange(),
				good.with("Sec-WebSocket-Protocol", value).Exchange(),
				good.line("GET /" + strings.ReplaceAll(value, " ", "") + " HTTP/1.1").Exchange(),
				good.line("GET" + value + " /chat HTTP/1.1").Exchange(),
				good.swap("\r\n\r\n", "\r\nX"+value+": a\r\n\r\n").Exchange(),
				good.with("Host", value).Exchange(),
				good.add("Content-Length", "99").then(text + "\nsecond line").Exchange(),
				{Request: good.Request, URL: "wss://a.example/" + value},
			} {
				for _, form := range []Form{FormCurl, FormWebsocat} {
					os.Remove(arguments)
					command := exec.Command(path, "-c", ExportSecrets(x, form))
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
					head := parseRequest(x)
					if f := head.Get("X-Some"); len(f) > 0 && !slices.Contains(got, "X-Some: "+f[0].Value.Text) && !slices.Contains(got, "-H=X-Some: "+f[0].Value.Text) {
						t.Errorf("%s: %q is not among the arguments %q of\n%s", shell, f[0].Value.Text, got, command.Args[2])
					}
					if content := head.Rest(); content != "" && form == FormCurl && !slices.Contains(got, content) {
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
