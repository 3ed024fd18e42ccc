package command

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// health asks a running server whether it serves. Containers call it, so it needs no shell and no curl.
func health(args []string, s *Streams) int {
	f := flags("health", s)
	addr := "127.0.0.1:8000"
	if set := os.Getenv("UPGRADE101_ADDR"); set != "" {
		addr = set
	}
	f.StringVar(&addr, "addr", addr, "`address` that the server listens on")
	operands, status, ok := parse(f, args, s)
	if !ok {
		return status
	}
	if len(operands) > 0 {
		return misuse(f, "%q is not a flag", operands[0])
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return misuse(f, "-addr is %q; it takes an address such as 127.0.0.1:8000", addr)
	}
	switch host { // a server that listens everywhere is asked where names need no looking up: a container may have no hosts file
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return misuse(f, "%v", err)
	}
	client := http.Client{Transport: &http.Transport{Proxy: nil}}
	answer, err := client.Do(req)
	if err != nil {
		fmt.Fprintf(s.Err, "upgrade101 health: %v\n", err)
		return exitFails
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		fmt.Fprintf(s.Err, "upgrade101 health: %s answers %s\n", addr, answer.Status)
		return exitFails
	}
	fmt.Fprintln(s.Out, "ok")
	return exitOK
}
