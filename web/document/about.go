package document

import (
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// about is what the page about the site holds.
type about struct {
	Rules     int
	Standards []standard
	Programs  []checked
	Example   *handshake.Rule // to cite
}

// standard is a source of many rules.
type standard struct {
	head.Citation
	Title string
}

// checked are the programs whose behaviour was compared in one way.
type checked struct {
	How   handshake.Evidence
	Names []string
}

// standards are the sources of most rules; the page of a rule has its own.
var standards = []standard{
	{head.Citation{RFC: 6455}, "The WebSocket Protocol"},
	{head.Citation{RFC: 7692}, "Compression Extensions for WebSocket"},
	{head.Citation{RFC: 8441}, "Bootstrapping WebSockets with HTTP/2"},
	{head.Citation{RFC: 9220}, "Bootstrapping WebSockets with HTTP/3"},
	{head.Citation{RFC: 9110}, "HTTP Semantics"},
	{head.Citation{RFC: 9112}, "HTTP/1.1"},
	{head.Citation{RFC: 9113}, "HTTP/2"},
	{head.Citation{RFC: 9114}, "HTTP/3"},
	{head.Citation{RFC: 6454}, "The Web Origin Concept"},
	{head.Citation{Name: "WHATWG", Link: "https://websockets.spec.whatwg.org/"}, "WebSockets Standard"},
}

func aboutPages() []page {
	a := about{Rules: len(handshake.Rules), Standards: standards, Example: handshake.RuleByID("conn-no-upgrade")}
	for _, p := range handshake.Programs {
		i := slices.IndexFunc(a.Programs, func(c checked) bool { return c.How == p.Evidence })
		if i < 0 {
			i = len(a.Programs)
			a.Programs = append(a.Programs, checked{How: p.Evidence})
		}
		a.Programs[i].Names = append(a.Programs[i].Names, p.Name+" "+p.Version)
	}
	return []page{{path: "about", kind: "about", title: "About Upgrade 101",
		description: "What an upgrade is, who makes Upgrade 101, what is sent to its server and what is not, the sources of its rules, how to cite a page and how to report a fault.", data: a}}
}
