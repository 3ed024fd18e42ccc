package document

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/message"
)

// program is what the page of a program holds: its messages.
type program struct {
	Name     string
	Slug     string
	Group    string
	Messages []said
}

// programGroup is a part of the list of programs.
type programGroup struct {
	Name     string
	ID       string // of the anchor
	Programs []*program
}

// said is one message.
type said struct {
	ID     string // of the anchor
	Text   string
	Means  string
	Source string
	Rules  []link
}

func messagePages() []page {
	var all []*program
	bySlug := map[string]*program{}
	for _, t := range message.Patterns() {
		slug := message.Slug(t.Program)
		p := bySlug[slug]
		if p == nil {
			p = &program{Name: t.Program, Slug: slug, Group: t.Group}
			bySlug[slug] = p
			all = append(all, p)
		}
		if slices.ContainsFunc(p.Messages, func(o said) bool { return o.Means == t.Means && unquoted(o.Text) == unquoted(t.Example()) }) {
			continue // versions of the program quote it or not
		}
		m := said{ID: anchor(t.Example(), p.Messages), Text: t.Example(), Means: t.Means, Source: t.Source}
		for _, id := range t.Rules {
			if r := handshake.RuleByID(id); r != nil {
				m.Rules = append(m.Rules, link{"rule/" + id, newHeadline(r)})
			}
		}
		p.Messages = append(p.Messages, m)
	}
	list := []page{{path: "message", kind: "messages", title: "What programs print when a WebSocket does not open",
		description: "Error messages of browsers, clients, servers and proxies about failed WebSocket handshakes, and what each means.", data: grouped(all)}}
	for _, p := range all {
		list = append(list, page{path: "message/" + p.Slug, kind: "message", title: p.Name + ": messages about failed WebSocket handshakes",
			description: "What " + p.Name + " prints when a WebSocket does not open, and what each message means.", data: p})
	}
	return list
}

// unquoted is a message without quotation marks, and without what may follow it.
func unquoted(text string) string {
	return strings.TrimRight(strings.NewReplacer("'", "", `"`, "").Replace(text), ": ")
}

// grouped are the programs by what they are written in or part of, in alphabetical order.
func grouped(all []*program) []programGroup {
	var groups []programGroup
	for _, p := range all {
		i := slices.IndexFunc(groups, func(g programGroup) bool { return g.Name == p.Group })
		if i < 0 {
			i, groups = len(groups), append(groups, programGroup{Name: p.Group, ID: message.Slug(p.Group)})
		}
		groups[i].Programs = append(groups[i].Programs, p)
	}
	for _, g := range groups {
		slices.SortFunc(g.Programs, func(a, b *program) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	}
	return groups
}

// anchor names a message within its page: its first words, and a number where another has the same.
func anchor(text string, others []said) string {
	words := strings.Split(message.Slug(text), "-")
	id := strings.Join(words[:min(len(words), 8)], "-")
	for n := 0; ; n++ {
		candidate := id
		if n > 0 {
			candidate += "-" + string(rune('a'+n%26))
		}
		taken := false
		for _, o := range others {
			taken = taken || o.ID == candidate
		}
		if !taken {
			return candidate
		}
	}
}
