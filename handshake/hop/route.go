package hop

import (
	"strings"

	"upgrade101/handshake/head"
)

// route is a part of a configuration that names the backend of some requests.
type route struct {
	path   string     // as it is written; empty where none is
	line   int        // on which it begins
	within int        // the block that it is; 0 for a single statement
	only   *directive // that statement
	speaks bool       // a statement of it is about upgrades
	asked  bool       // upgrades are sent to it
	usual  bool       // all other requests are
}

// choose takes one of several routes: that of the request's target, or else one that is about upgrades, or else the first. It
// marks the statements of the others.
func (r *Reading) choose(ds []directive, text, target string) {
	routes := routes(r.took)
	if len(routes) < 2 {
		return
	}
	r.lead(routes)
	best := 0
	for i := range routes {
		is := &routes[i]
		for j := range ds {
			is.speaks = is.speaks || is.holds(&ds[j]) && speaks(ds[j].words)
		}
		if is.better(&routes[best], target) {
			best = i
		}
	}
	taken := &routes[best]
	r.Route = strings.TrimSpace(strings.Split(text, "\n")[taken.line-1])
	for i := range ds {
		d := &ds[i]
		for j := range routes {
			is := &routes[j]
			around := is.within > 0 && (&route{within: is.within}).holds(taken.only)
			d.other = d.other || j != best && is.holds(d) && !around && !taken.holds(d)
		}
	}
}

// routes returns the routes that statements begin.
func routes(took []taken) (all []route) {
	for i := range took {
		all = took[i].route(all)
	}
	return all
}

// lead reads which requests go to which of the routes, where other statements say so.
func (r *Reading) lead(routes []route) {
	for i := range r.took {
		t := &r.took[i]
		to, where, conditional := strings.Cut(fillStars(t.kind.Leads, t.words), " ")
		for j := range r.took {
			if d := &r.took[j]; conditional && d.kind.Define != "" && fillStars(d.kind.Define, d.words) == where {
				where = fillStars(d.kind.Value, d.words)
				break
			}
		}
		for j := range routes {
			is := &routes[j]
			switch {
			case to == "" || is.path != to:
			case !conditional:
				is.usual = true
			case strings.HasPrefix(where, "/"):
				is.path = where
			default:
				is.asked = is.asked || speaks(strings.Fields(where))
			}
		}
	}
}

// route adds the route that a statement begins, if it does and is not there.
func (t *taken) route(routes []route) []route {
	ways := t.kind.Route
	if ways == "" {
		return routes
	}
	for _, way := range strings.Split(ways, "|") {
		if strings.Contains(way, "{") {
			path := strings.ReplaceAll(fillStars(way, t.words), "{0}", t.d.words[0])
			return append(routes, route{path: path, line: t.d.line, only: t.d})
		}
		for i := len(t.d.blocks) - 1; i >= 0; i-- {
			b := t.d.blocks[i]
			words := strings.Fields(b.name)
			in := i > 0 && t.d.blocks[i-1].name+" >" == way
			if !in && (len(words) == 0 || !strings.EqualFold(words[0], way)) {
				continue
			}
			for j := range routes {
				if routes[j].within == b.nth {
					return routes
				}
			}
			is := route{line: b.line, within: b.nth, only: t.d}
			if len(words) > 0 {
				is.path = words[len(words)-1]
			}
			return append(routes, is)
		}
	}
	return routes
}

// literal is the path of a route without the star of a prefix; empty for a pattern, and where all paths are meant.
func (is *route) literal() string {
	path := strings.TrimRight(is.path, "*")
	if !strings.HasPrefix(path, "/") || path == "/" || strings.ContainsFunc(path, func(r rune) bool {
		return !strings.ContainsRune("/._-", r) && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	}) {
		return ""
	}
	return path
}

// holds reports whether a statement is a part of the route.
func (is *route) holds(d *directive) bool {
	if is.within == 0 { // it may open a block
		n := len(is.only.blocks)
		return d == is.only || len(d.blocks) > n && d.blocks[n].line == is.only.line && strings.HasPrefix(d.blocks[n].name, is.only.words[0])
	}
	for _, b := range d.blocks {
		if b.nth == is.within {
			return true
		}
	}
	return false
}

// better reports whether the route is to be taken rather than another one that comes before it.
func (is *route) better(other *route, target string) bool {
	if a, b := is.match(target), other.match(target); a != b {
		return a > b
	}
	if is.speaks != other.speaks {
		return is.speaks
	}
	return is.usual && !other.usual
}

// match is how much of a target's path the path of the route matches; -1 where it does not match.
func (is *route) match(target string) int {
	switch {
	case is.asked:
		return maxConfiguration
	case is.usual && target != "":
		return 0
	}
	path := strings.TrimRight(strings.TrimLeft(is.path, "^"), "*$")
	if target == "" || !strings.HasPrefix(path, "/") || !strings.HasPrefix(target, path) {
		return -1
	}
	return len(path)
}

// speaks reports whether a statement is about upgrades.
func speaks(words []string) bool {
	for _, w := range words {
		if w = strings.Trim(head.Lowered(w), "@/"); strings.Contains(w, "upgrade") || strings.Contains(w, "websocket") || strings.HasPrefix(w, "ws://") || strings.HasPrefix(w, "wss://") || w == "ws" {
			return true
		}
	}
	return false
}
