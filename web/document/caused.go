package document

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"upgrade101/handshake"
	"upgrade101/handshake/hop/programs"
)

// byProxies are the proxies that cause something by default, each with the page of the configuration that does.
type byProxies struct {
	rules    map[string][]link // by id: what arrives at the backend breaks the rule
	statuses map[int][]link    // what the client gets
	lost     []string          // the rules that a request breaks from which a proxy took Upgrade, Connection or both
}

// caused passes a browser's handshake through the default configuration of every proxy.
var caused = sync.OnceValue(func() byProxies {
	by := byProxies{rules: map[string][]link{}, statuses: map[int][]link{}}
	request := handshake.Good().Request
	upgrade, connection := exampleLine("Upgrade")+"\r\n", exampleLine("Connection")+"\r\n"
	for _, without := range []*strings.Replacer{strings.NewReplacer(upgrade, ""), strings.NewReplacer(connection, ""), strings.NewReplacer(upgrade, "", connection, "")} {
		by.lost = append(by.lost, raised(handshake.Exchange{Request: without.Replace(request)}, handshake.Policy{})...)
	}
	catalog := programs.Catalog()
	for i := range catalog.Programs {
		p := &catalog.Programs[i]
		for k := range p.Configurations {
			if !p.Configurations[k].Default {
				continue
			}
			c := newConfiguration(p, &p.Configurations[k])
			to := link{c.Path, strings.TrimSpace(p.Label() + " " + versions(p))}
			for _, id := range arriving(c) {
				by.rules[id] = append(by.rules[id], to)
				if c.Configuration.Lost() && handshake.RuleByID(id).Severity == handshake.Error {
					by.lost = append(by.lost, id)
				}
			}
			if status := statusOf(c.Back); status != 101 && status != 0 {
				by.statuses[status] = append(by.statuses[status], to)
				if other := c.Elsewhere(); other != 0 {
					by.statuses[other] = append(by.statuses[other], to)
				}
			}
		}
	}
	return by
})

// arriving are the rules that the request breaks when it reaches the backend, each once; none where nothing does.
func arriving(c *configuration) []string {
	if c.arrives == "" {
		return nil
	}
	ids := raised(handshake.Exchange{Request: c.arrives}, handshake.Policy{})
	slices.Sort(ids)
	return slices.Compact(ids)
}

// statusOf is the number in a status line; 0 where there is none.
func statusOf(line string) int {
	_, rest, _ := strings.Cut(line, " ")
	number, _, _ := strings.Cut(rest, " ")
	n, _ := strconv.Atoi(number)
	return n
}
