package hop

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// Catalog is the content of /hops/data.json.
type Catalog struct {
	Version  int
	Reasons  []Reason // why hops do what they do, by field
	Programs []Program
}

// Program is a release line of one proxy.
type Program struct {
	ID             string
	Name           string
	Version        string            // the recorded one
	Syntax         string            // of its configuration, for Read
	Base           string            // the program whose Hop and answers it extends
	About          string            // one or two sentences about it
	Also           string            // other names that people look for it by, and what contains it
	Place          string            // where its snippets belong, in a sentence; empty where they are whole files
	Evidence       string            // observed: recorded from the running program; documentation: read
	Since          string            // the first version with this behaviour
	Before         string            // the first version without it
	Needs          []string          // patterns of statements; every configuration of this program has one of them
	Directives     []Directive       // what its statements mean
	Values         map[string]string // its own variables, each with a pattern
	Hop            Hop               // common to all its configurations
	Configurations []Configuration
}

// Configuration is one configuration of a program.
type Configuration struct {
	ID      string
	Title   string
	Snippet string
	Default bool
	Mistake bool
	Fix     string // for one that loses the upgrade: the configuration of the same program that does not
	Notes   string
	Base    string // the configuration of the same program whose Hop it extends
	Hop     Hop    // replaces what the program says; lists that start with "…" continue it

	Loses []string // of a browser's opening handshake, see Hop.Losses; not in the data file
}

// ParseCatalog reads the data file and completes each configuration's Hop.
func ParseCatalog(data []byte) (*Catalog, error) {
	var c Catalog
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	if c.Version != 1 {
		return nil, fmt.Errorf("version %d of the data; this program reads version 1", c.Version)
	}
	if err := c.complete(); err != nil {
		return nil, err
	}
	c.each(func(_ *Program, cf *Configuration) {
		c.prepare(cf)
		cf.Loses = cf.Hop.Losses()
	})
	return &c, nil
}

// ParseWhole reads a catalog that was written complete, for the page (programs.Whole).
func ParseWhole(data []byte) (*Catalog, error) {
	var c Catalog
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	c.each(func(_ *Program, cf *Configuration) { c.prepare(cf) })
	return &c, nil
}

// each calls do for every configuration.
func (c *Catalog) each(do func(p *Program, cf *Configuration)) {
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			do(p, &p.Configurations[j])
		}
	}
}

// prepare finishes a configuration whose Hop is complete.
func (c *Catalog) prepare(cf *Configuration) {
	h := &cf.Hop
	h.snippet, h.edits, h.reasons = cf.Snippet, parseEdits(h.Edits), c.Reasons
	h.sends = h.Asks + "\n" + h.HTTP + "\n" + h.Names + "\n" + h.Order + "\n" + strings.Join(h.Edits, "\n") + "\n" + strings.Join(h.Target, "\n")
}

// complete merges each configuration's Hop from the base program's, the program's, the base configuration's and its own.
func (c *Catalog) complete() error {
	whole := make([]bool, len(c.Programs))
	for left := len(c.Programs); left > 0; {
		before := left
		for i := range c.Programs {
			p := &c.Programs[i]
			if whole[i] {
				continue
			}
			if p.Base != "" {
				base := slices.IndexFunc(c.Programs, func(b Program) bool { return b.ID == p.Base })
				if base < 0 || !whole[base] {
					continue
				}
				b := &c.Programs[base]
				p.Hop = merge(b.Hop, p.Hop)
				if p.Syntax == "" {
					p.Syntax = b.Syntax
				}
				if p.Syntax == b.Syntax {
					if p.Place == "" {
						p.Place = b.Place
					}
					if p.Directives == nil {
						p.Directives, p.Needs = b.Directives, append(p.Needs, b.Needs...)
					}
					if p.Values == nil {
						p.Values = b.Values
					}
				}
			} else {
				p.Hop = merge(Hop{}, p.Hop)
			}
			if err := p.complete(); err != nil {
				return err
			}
			whole[i] = true
			left--
		}
		if left == before {
			return fmt.Errorf("a program starts from one that is not there, or from itself")
		}
	}
	return nil
}

func (p *Program) complete() error {
	for j := range p.Configurations {
		cf := &p.Configurations[j]
		from := p.Hop
		if cf.Base != "" {
			base := p.Configuration(cf.Base)
			if base == nil || base == cf {
				return fmt.Errorf("%s/%s starts from %q, which does not come before it", p.ID, cf.ID, cf.Base)
			}
			from = base.Hop
		}
		cf.Hop = merge(from, cf.Hop)
	}
	return nil
}

// Label returns the program's name and version.
func (p *Program) Label() string { return p.Name + " " + p.Version }

// Program finds a program by its id.
func (c *Catalog) Program(id string) *Program {
	for i := range c.Programs {
		if c.Programs[i].ID == id {
			return &c.Programs[i]
		}
	}
	return nil
}

// Configuration finds a configuration by its id.
func (p *Program) Configuration(id string) *Configuration {
	for i := range p.Configurations {
		if p.Configurations[i].ID == id {
			return &p.Configurations[i]
		}
	}
	return nil
}

// Find finds a configuration by a path such as "nginx/map"; "nginx" means the program's default configuration.
func (c *Catalog) Find(name string) (*Program, *Configuration) {
	id, configuration, full := strings.Cut(name, "/")
	p := c.Program(id)
	if p == nil {
		return nil, nil
	}
	if full {
		return p, p.Configuration(configuration)
	}
	for i := range p.Configurations {
		if p.Configurations[i].Default {
			return p, &p.Configurations[i]
		}
	}
	return p, nil
}

// maxName bounds the names that Nearest compares.
const maxName = 64

// Nearest returns the name with the smallest edit distance from another.
func (c *Catalog) Nearest(name string) string {
	name = head.Lowered(name[:min(len(name), maxName)])
	nearest, least := "", maxName*2
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			full := p.ID + "/" + p.Configurations[j].ID
			if d := distance(name, full); d < least {
				nearest, least = full, d
			}
		}
	}
	return nearest
}

// distance counts the insertions, deletions and replacements between two texts.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		corner := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			d := corner
			if a[i-1] != b[j-1] {
				d = 1 + min(corner, row[j], row[j-1])
			}
			corner, row[j] = row[j], d
		}
	}
	return row[len(b)]
}

func merge(base, over Hop) Hop {
	list := func(b, o []string) []string {
		switch {
		case len(o) == 0:
			return b
		case o[0] == "none" && len(o) == 1:
			return nil
		case o[0] == "none":
			return o[1:]
		case o[0] == "...":
			return append(b[:len(b):len(b)], o[1:]...)
		}
		return o
	}
	text := func(b, o string) string {
		if o == "" {
			return b
		}
		if o == "none" {
			return ""
		}
		return o
	}
	table := func(b, o map[string]string) map[string]string {
		if len(o) == 0 {
			return b
		}
		both := maps.Clone(b)
		if both == nil {
			both = map[string]string{}
		}
		maps.Copy(both, o)
		return both
	}
	return Hop{
		Front: list(base.Front, over.Front), Asks: text(base.Asks, over.Asks), HTTP: text(base.HTTP, over.HTTP),
		Target: list(base.Target, over.Target), Edits: list(base.Edits, over.Edits), Blanks: text(base.Blanks, over.Blanks), Names: text(base.Names, over.Names),
		Order: text(base.Order, over.Order), Refuses: list(base.Refuses, over.Refuses), Interim: text(base.Interim, over.Interim),
		Answer: list(base.Answer, over.Answer), AnswerNames: text(base.AnswerNames, over.AnswerNames),
		AnswerOrder: text(base.AnswerOrder, over.AnswerOrder), AnswerHTTP: text(base.AnswerHTTP, over.AnswerHTTP),
		Early: text(base.Early, over.Early), Tunnel: list(base.Tunnel, over.Tunnel), Idle: text(base.Idle, over.Idle),
		Down: text(base.Down, over.Down), Gone: text(base.Gone, over.Gone), Answers: table(base.Answers, over.Answers), Log: table(base.Log, over.Log),
	}
}
