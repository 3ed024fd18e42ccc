//go:build hops

package hops

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// The model was made from the requests and answers of the recordings. Its predictions for others are compared, too: guards, which are
// always the same, and some that the seed draws for each configuration. Of the guards and of what defaultSeed draws, differences.txt lists
// all that do not go as predicted, so that one more fails. Of what another seed draws, a share of each program's must go as predicted.

const defaultSeed = 1

// least is that share in percent.
const least = 95

// perConfiguration is how many further exchanges are drawn for each.
const perConfiguration = 36

// pick draws n further exchanges for a configuration. A third of them meet a further answer that is chosen, a third one that is drawn.
func pick(seed uint64, name string, n int) []hoptest.Exchange {
	h := fnv.New64a()
	h.Write([]byte(name))
	picked, names := hoptest.Drawn(seed^h.Sum64(), n), hoptest.FurtherNames()
	r := rand.New(rand.NewPCG(seed, h.Sum64()))
	for i := range picked {
		switch i % 3 {
		case 0:
			picked[i].Answer = names[r.IntN(len(names))]
		case 1:
			picked[i].Answer = hoptest.DrawnAnswer(seed^h.Sum64(), i)
		}
	}
	return picked
}

// further takes further exchanges through a configuration. One that ended the program counts as not predicted.
func (k *tally) further(t *testing.T, program string, cf *hop.Configuration, b *backend, listen *string, picked []hoptest.Exchange, start func() string) {
	for _, x := range picked {
		name := x.Name + "|" + x.Answer
		if unsteady[program+" "+name] != "" || unsteady[program+" |"+x.Answer] != "" {
			continue
		}
		if unframed[program] && strings.HasPrefix(x.Answer, "HTTP/") && !strings.Contains(strings.ToLower(x.Answer), "|content-length:") {
			continue
		}
		says := func(head string) string { return hoptest.FurtherBackend(x.Answer, head, b.Addr().String()) }
		diffs := compare(&cf.Hop, b, *listen, x.Request, says, false)
		for again := 0; again < 2 && len(diffs) > 0; again++ {
			if len(diffs) == 1 && strings.Contains(diffs[0], "refused") {
				*listen = start()
				warm(cf, b, *listen)
			}
			diffs = compare(&cf.Hop, b, *listen, x.Request, says, false)
		}
		if k.add(program, program+"/"+cf.ID+" "+name, len(diffs) == 0) {
			continue
		}
		words := fmt.Sprintf("%s, not as predicted\n   %.600s", name, strings.Join(diffs, "\n   "))
		if k.seed == defaultSeed || strings.HasPrefix(name, "guard") {
			t.Error(words)
		} else {
			t.Log(words)
		}
	}
}

// tally counts, for each program, the further exchanges that went as predicted.
type tally struct {
	seed       uint64
	mu         sync.Mutex
	agree, all map[string]int
	listed     map[string]bool // of differences.txt; true for those that differ in this run
}

func newTally(t *testing.T, seed uint64) *tally {
	return &tally{seed: seed, agree: map[string]int{}, all: map[string]int{}, listed: listed(t, "differences.txt")}
}

// add counts an exchange, and reports whether it went as predicted or is listed, by itself or for all configurations.
func (k *tally) add(program, name string, predicted bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all[program]++
	if predicted {
		k.agree[program]++
		return true
	}
	_, exchange, _ := strings.Cut(name, " ")
	for _, l := range []string{name, program + " " + exchange} {
		if _, ok := k.listed[l]; ok {
			k.listed[l] = true
			return true
		}
	}
	return false
}

// report prints each program's share, and fails if it is too small, or if something is listed that does not differ.
func (k *tally) report(t *testing.T) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := fmt.Sprintf("other requests and answers than the recorded, as predicted (HOPS_SEED=%d):\n", k.seed)
	for _, program := range slices.Sorted(maps.Keys(k.all)) {
		share := 100 * k.agree[program] / k.all[program]
		out += fmt.Sprintf("  %-26s %4d of %4d, %3d %%\n", program, k.agree[program], k.all[program], share)
		if share < least {
			t.Errorf("%s: %d %% of further exchanges are as predicted, expected %d", program, share, least)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(k.listed)) {
		first, exchange, _ := strings.Cut(name, " ")
		program, _, _ := strings.Cut(first, "/")
		if k.all[program] > 0 && (k.seed == defaultSeed || strings.HasPrefix(exchange, "guard")) && !k.listed[name] {
			t.Errorf("%s: no longer differs; take it out of differences.txt", name)
		}
	}
	return out
}
