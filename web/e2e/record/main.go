// Command record shows answers to real clients and records what each does: whether its socket opens, and its error if not. The
// tests of package handshake compare that with the predictions. See web/e2e/README.md.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"time"

	"upgrade101/handshake/clienttest"
)

func main() {
	n := flag.Int("n", 1000, "how many answers to generate")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "what the generator starts from")
	from := flag.String("from", "", "a recording whose answers are shown, too")
	to := flag.String("to", "bin/record/recording.json", "the recording to write")
	runs := flag.Int("runs", 2, "how often each answer is shown; a client that does not always do the same races")
	only := flag.String("clients", strings.Join(clientNames(), ","), "the clients to show answers to")
	kinds := flag.String("kinds", "", "the dimensions to change, all where it is empty")
	listen := flag.String("listen", "127.0.0.1:0", "the address of the sockets")
	pieces := flag.Bool("pieces", false, "send each answer in pieces")
	end := flag.Bool("close", false, "end the connection with the answer")
	flag.Parse()
	fmt.Printf("seed %d\n", *seed)

	var out clienttest.Recording
	known := map[string]bool{}
	if *from != "" {
		text, err := os.ReadFile(*from)
		if err == nil {
			out, err = clienttest.Parse(text)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	for _, a := range out.Answers {
		known[a.Response+a.Protocols] = true
	}
	g := generator{Rand: rand.New(rand.NewPCG(*seed, 101))}
	if *kinds != "" {
		g.only = strings.Split(*kinds, ",")
	}
	for *n > 0 {
		if a := g.answer(); !known[a.Response+a.Protocols] {
			known[a.Response+a.Protocols] = true
			out.Answers = append(out.Answers, a)
			*n--
		}
	}
	reactions := make([]map[string]string, len(out.Answers))
	for i := range reactions {
		reactions[i] = map[string]string{}
	}
	out.Clients, out.Columns, out.Says = map[string]clienttest.Client{}, strings.Split(*only, ","), nil
	var (
		wait sync.WaitGroup
		mu   sync.Mutex
	)
	slots := make(chan bool, 3) // clients at a time
	for _, name := range out.Columns {
		wait.Go(func() {
			slots <- true
			defer func() { <-slots }()
			started := time.Now()
			r := recorder{name: name, answers: out.Answers, runs: *runs, listen: *listen, pieces: *pieces, close: *end}
			if err := r.record(); err != nil {
				log.Fatalf("%s: %v", name, err)
			}
			mu.Lock()
			defer mu.Unlock()
			out.Clients[name] = clienttest.Client{Version: r.version, Request: r.request}
			for i, o := range r.reactions {
				reactions[i][name] = o
			}
			fmt.Printf("%s: %s, %d answers in %s\n", name, r.version, len(out.Answers), time.Since(started).Round(time.Second))
		})
	}
	wait.Wait()
	if err := os.WriteFile(*to, []byte(out.Text(reactions)), 0o644); err != nil {
		log.Fatal(err)
	}
}
