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

// The model was made from the requests and answers of the recordings. Its predictions for others are compared, too: the seed
// draws some for each configuration. A share of each program's must be as predicted.

// least is the share in percent, for the programs of which the model knows less than of the others.
var least = map[string]int{"nghttpx": 90, "fastify-http-proxy": 89, "express-http-proxy": 83, "tinyproxy": 90}

const leastOfOthers = 92

// perConfiguration is how many further exchanges are drawn for each.
const perConfiguration = 36

// pick draws n further exchanges for a configuration: a third of them meet an answer that is drawn, too.
func pick(seed uint64, name string, n int) []hoptest.Exchange {
	h := fnv.New64a()
	h.Write([]byte(name))
	picked, names := hoptest.Drawn(seed^h.Sum64(), n), hoptest.FurtherNames()
	r := rand.New(rand.NewPCG(seed, h.Sum64()))
	for i := range picked {
		if i%3 == 0 {
			picked[i].Answer = names[r.IntN(len(names))]
		}
	}
	return picked
}

// agreeing counts the exchanges that went as predicted. One that ended the program counts as not predicted.
func agreeing(t *testing.T, cf *hop.Configuration, b *backend, listen *string, picked []hoptest.Exchange, start func() string) (n int) {
	for _, x := range picked {
		says := func(head string) string { return hoptest.FurtherBackend(x.Answer, head, b.Addr().String()) }
		diffs := compare(&cf.Hop, b, *listen, x.Request, says, false)
		if len(diffs) == 1 && strings.Contains(diffs[0], "refused") {
			*listen = start()
			warm(cf, b, *listen)
		}
		if len(diffs) > 0 {
			diffs = compare(&cf.Hop, b, *listen, x.Request, says, false)
		}
		if len(diffs) == 0 {
			n++
			continue
		}
		t.Logf("%s|%s, not as predicted\n   %.600s", x.Name, x.Answer, strings.Join(diffs, "\n   "))
	}
	return n
}

// tally counts, for each program, the further exchanges that went as predicted.
type tally struct {
	mu         sync.Mutex
	agree, all map[string]int
}

func (k *tally) add(program string, agree, all int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.agree, k.all = map[string]int{}, map[string]int{}
	}
	k.agree[program] += agree
	k.all[program] += all
}

// report prints each program's share, and fails if it is too small.
func (k *tally) report(t *testing.T, seed uint64) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := fmt.Sprintf("other requests and answers than the recorded, as predicted (HOPS_SEED=%d):\n", seed)
	for _, program := range slices.Sorted(maps.Keys(k.all)) {
		share := 100 * k.agree[program] / k.all[program]
		out += fmt.Sprintf("  %-26s %4d of %4d, %3d %%\n", program, k.agree[program], k.all[program], share)
		want, ok := least[program]
		if !ok {
			want = leastOfOthers
		}
		if share < want {
			t.Errorf("%s: %d %% of further exchanges are as predicted, expected %d", program, share, want)
		}
	}
	return out
}
