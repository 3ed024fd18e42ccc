//go:build clients

package clients

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

// installed are the clients that install.sh brings, and what runs each.
var installed = map[string][]string{
	"ws":     {"node", "ws.mjs"},
	"undici": {"node", "undici.mjs"},
	// Isolated (-I) from the variables and packages of the user.
	"websockets": {"/usr/bin/python3", "-I", "websockets_client.py"},
	"aiohttp":    {"/usr/bin/python3", "-I", "aiohttp_client.py"},
}

// Each client exits without an error. Those that install.sh recorded as missing are skipped here and named at the end of make
// test-clients.
func TestInstalled(t *testing.T) {
	url := serve(t)
	for name, command := range installed {
		if missing(t, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			out, err := exec.CommandContext(ctx, command[0], append(command[1:], url)...).CombinedOutput()
			if err != nil {
				t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
			}
			t.Logf("\n%s", out)
		})
	}
}
