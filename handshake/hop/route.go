package hop

import "strings"

// route is a part of a configuration that names the backend of some requests.
type route struct {
	path   string     // as it is written; empty where none is
	line   int        // on which it begins
	within int        // the block that it is; 0 for a single statement
	only   *directive // that statement
	speaks bool       // a statement of it is about upgrades
}

// choose takes one of several routes: that of the request's target, or else one that is about upgrades, or else the first. It
// marks the statements of the others.
func (r *Reading) choose(ds []directive, text, target string) {
	var routes []route
	for i := range r.took {
		routes = r.took[i].route(routes)
	}
	if len(routes) < 2 {
		return
	}
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

// route adds the route that a statement begins, if it does and is not there.
func (t *taken) route(routes []route) []route {
	rule := t.rule.Route
	if rule == "" {
		return routes
	}
	for _, way := range strings.Split(rule, "|") {
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
	return is.speaks && !other.speaks
}

// match is how much of a target's path the path of the route matches; -1 where it does not match.
func (is *route) match(target string) int {
	path := strings.TrimRight(strings.TrimLeft(is.path, "^"), "*$")
	if target == "" || !strings.HasPrefix(path, "/") || !strings.HasPrefix(target, path) {
		return -1
	}
	return len(path)
}

// speaks reports whether a statement is about upgrades.
func speaks(words []string) bool {
	for _, w := range words {
		if w = strings.Trim(lower(w), "@/"); strings.Contains(w, "upgrade") || strings.Contains(w, "websocket") || strings.HasPrefix(w, "ws://") || strings.HasPrefix(w, "wss://") || w == "ws" {
			return true
		}
	}
	return false
}
