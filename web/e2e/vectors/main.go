// Command vectors sends every exchange recorded with other programs to a server and prints a line for each: verdict, status,
// whether a client opens, errors and warnings. compare.sh runs it with two versions.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/clienttest"
	"upgrade101/handshake/hop/hoptest"
)

// vector is a body of POST /api/inspect.
type vector struct {
	name     string
	Request  []byte `json:"request_b64,omitempty"`
	Response []byte `json:"response_b64,omitempty"`
	Text     string `json:"text,omitempty"`
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: vectors http://host:port, in the folder of the project")
	}
	all, err := vectors()
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range all {
		line, err := ask(os.Args[1], v)
		if err != nil {
			log.Fatalf("%s: %v", v.name, err)
		}
		fmt.Println(v.name + "\t" + line)
	}
}

// ask prints what a server makes of a vector.
func ask(server string, v vector) (string, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	r, err := http.Post(server+"/api/inspect", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	var got struct {
		Verdict  string
		Reply    struct{ Status int }
		Client   *struct{ Opens bool }
		Findings []struct{ Rule, Severity string }
	}
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		return "", fmt.Errorf("%s: %w", r.Status, err)
	}
	opens := "-"
	if got.Client != nil {
		opens = fmt.Sprint(got.Client.Opens)
	}
	var findings []string
	for _, f := range got.Findings {
		if f.Severity != "note" {
			findings = append(findings, f.Severity+":"+f.Rule)
		}
	}
	slices.Sort(findings)
	return fmt.Sprintf("%s %d %s\t%s", got.Verdict, got.Reply.Status, opens, strings.Join(slices.Compact(findings), " ")), nil
}

var keyLine = regexp.MustCompile(`(?i)\r\nSec-WebSocket-Key: *(\S+)`)

// vectors are the recorded answers, each to the request of two clients; the requests of clients; what proxies made of
// requests; and the pasted texts.
func vectors() ([]vector, error) {
	var all []vector
	raw, err := os.ReadFile("handshake/testdata/clients.json")
	if err != nil {
		return nil, err
	}
	recorded, err := clienttest.Parse(raw)
	if err != nil {
		return nil, err
	}
	for _, client := range []string{"chrome", "ws"} {
		request := recorded.Clients[client].Request
		key := keyLine.FindStringSubmatch(request)
		for i, a := range recorded.Answers {
			all = append(all, vector{name: fmt.Sprint("answer/", client, "/", i, " ", a.Name), Request: []byte(request), Response: []byte(a.Octets(accept.Derive(key[1]).Accept))})
		}
	}
	for _, glob := range []string{"handshake/testdata/captures/*.http", "handshake/paste/testdata/*.txt"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			v := vector{name: file, Request: raw}
			if strings.HasSuffix(file, ".txt") {
				_, text, _ := strings.Cut(string(raw), "\n\n") // after what the test expects
				v = vector{name: file, Text: text}
			}
			all = append(all, v)
		}
	}
	hops, err := hoptest.Load()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, program := range slices.Sorted(maps.Keys(hops.Programs)) {
		for _, c := range hops.Programs[program] {
			for _, o := range c.Observations {
				if o.ToBackend != nil && !seen[*o.ToBackend] {
					seen[*o.ToBackend] = true
					all = append(all, vector{name: "proxy/" + program + "/" + c.ID + "/" + o.Request, Request: []byte(*o.ToBackend)})
				}
			}
		}
	}
	return all, nil
}
