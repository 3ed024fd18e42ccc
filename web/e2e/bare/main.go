// Bare asks a running server for /healthz, for the page, and for an upgrade at /echo, and checks the answers.
//
//	go run ./web/e2e/bare http://127.0.0.1:8000
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: bare http://host:port")
	}
	site := strings.TrimSuffix(os.Args[1], "/")
	for path, want := range map[string]string{"/healthz": "", "/": "<html"} {
		if err := get(site+path, want); err != nil {
			log.Fatalf("bare: %s: %v", path, err)
		}
		fmt.Println("200 from", path)
	}
	if err := upgrade(strings.TrimPrefix(site, "http://")); err != nil {
		log.Fatalf("bare: /echo: %v", err)
	}
	fmt.Println("101 from /echo")
}

// patience bounds each answer, generously for a busy machine.
const patience = time.Minute

func get(address, want string) error {
	client := http.Client{Timeout: patience}
	answer, err := client.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
		return fmt.Errorf("status %d with %d bytes, want 200 and %q in the body", answer.StatusCode, len(body), want)
	}
	return nil
}

// upgrade sends the handshake of RFC 6455, section 1.3, and compares the accept value with the one given there.
func upgrade(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "GET /echo HTTP/1.1\r\nHost: "+address+"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
	if got := answer.Header.Get("Sec-WebSocket-Accept"); answer.StatusCode != http.StatusSwitchingProtocols || got != accept {
		return fmt.Errorf("status %d with Sec-WebSocket-Accept %q, want 101 and %q", answer.StatusCode, got, accept)
	}
	return nil
}
