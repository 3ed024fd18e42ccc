package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/hop"
)

// throughPanel shows what proxies do to the exchange. It looks like a fold but is a button: opening it fetches data. Without
// the program it links to the pages about proxies.
func throughPanel(m model.Model) app.UI {
	const title = "Through a proxy"
	parts := []app.UI{app.Div().Class("bar").Body(
		app.H2().ID("through").TabIndex(-1).Body(
			app.Button().Type("button").Class("fold", "script").DataSet("do", model.DoThrough).Aria("expanded", strconv.FormatBool(m.Through.Open)).Text(title),
			app.Span().Class("unscripted").Text(title),
		),
		toHops(m, "", "All proxies"),
	)}
	if m.Through.Open {
		parts = append(parts, throughParts(m)...)
	}
	return app.Section().Class("panel", "through").Aria("labelledby", "through").Body(parts...)
}

// toHops links to a page about proxies, in a new tab if this page is in an iframe.
func toHops(m model.Model, path, text string) app.UI {
	a := app.A().Href(Link("/hops" + path)).Text(text)
	if m.Embedded() {
		return a.Target("_blank").Rel("noopener")
	}
	return a
}

func throughParts(m model.Model) []app.UI {
	t := m.Through
	switch {
	case t.Failed != "":
		return []app.UI{app.Div().Class("notice", "warn", "with-button").Body(span("", t.Failed), button("Retry", model.DoThroughRetry, ""))}
	case t.Catalog == nil:
		return []app.UI{muted("Fetching what is known about proxies …")}
	}
	way, why := m.PassThrough()
	if why != "" {
		return []app.UI{muted(why)}
	}
	var parts []app.UI
	for i := range t.Hops {
		parts = append(parts, hopChoice(&t, i))
	}
	parts = append(parts,
		app.If(len(t.Hops) < model.MaxHops, func() app.UI { return button("Add another proxy", model.DoAddHop, "") }),
		configurationField(&t), configurationRead(&t),
		app.If(way.Sampled, func() app.UI {
			return muted("The editor holds no request: what passes is the sample, a browser's handshake.")
		}),
		app.Div().ID("way").Class("way").Role("group").Aria("label", "What becomes of it").TabIndex(-1).Body(
			wayVerdict("Before the proxy: ", way.Sent),
			wayVerdict("At the backend: ", way.Arrived),
			app.If(way.Lost != "", func() app.UI { return muted(way.Lost) }),
			wayVerdict("At the client: ", way.Got),
		))
	for i := range way.Passages {
		parts = append(parts, passagePart(m, i, &way.Passages[i])...)
	}
	if way.Answer != "" {
		words := "predicted for what reaches the backend."
		if other := handshake.Elsewhere(way.Answer); other != 0 {
			words = "predicted for what reaches the backend: " + way.Answer[len("HTTP/1.1 "):len("HTTP/1.1 426")] + ", or " + strconv.Itoa(other) + " from gorilla and others."
		}
		if way.Given {
			words = "the one in this exchange."
		}
		parts = append(parts, app.H3().Text("On the way back"), muted("The backend's answer is "+words))
	}
	for i := len(way.Passages) - 1; i >= 0; i-- {
		parts = append(parts, backPart(&way.Passages[i])...)
	}
	return parts
}

// configurationField is the field for the reader's own configuration.
func configurationField(t *model.Through) app.UI {
	label, hint := "Or paste your proxy's configuration", "the location of nginx, a VirtualHost of Apache, a backend of HAProxy, a Caddyfile, Traefik's labels, the proxy options of Vite … "
	if t.FromEditor() {
		label, hint = "Or paste another configuration", "The one in the editor above is taken while this is empty. "
	}
	return app.Div().Class("labelled").Body(
		app.Label().For("in-configuration").Text(label),
		app.Textarea().ID("in-configuration").Rows(4).DataSet("in", "configuration").Spellcheck(false).
			Attr("autocomplete", "off").Attr("autocapitalize", "off").Aria("describedby", "hint-configuration"),
		app.P().ID("hint-configuration").Class("hint").Text(hint+"It is read, and never run."),
	)
}

// configurationRead shows which statements of a configuration count, and which do not.
func configurationRead(t *model.Through) app.UI {
	if t.Words == "" {
		return app.Div().Hidden(true)
	}
	parts := []app.UI{app.P().Text(model.Visible(t.Words))}
	if !t.Used() {
		return app.Div().Class("config-read").Body(parts...)
	}
	parts = append(parts, configurationLines(t.Read.Took))
	if left := t.Read.Left; len(left) > 0 {
		parts = append(parts, app.Details().Body(app.Summary().Text(model.Plural(len(left), "line")+" left out"), configurationLines(left)))
	}
	return app.Div().Class("config-read").Body(parts...)
}

func configurationLines(lines []hop.Line) app.UI {
	items := make([]app.UI, min(len(lines), model.MaxDrawnLines))
	for i := range items {
		l := &lines[i]
		items[i] = app.Li().Value(l.Number).Body(mono("", model.Visible(model.Truncate(l.Text, maxDrawnLine))), span("", " – "+model.Visible(l.Means)))
	}
	return app.Ol().Class("why-changed").Body(items...)
}

// hopChoice selects the program and the configuration of one hop.
func hopChoice(t *model.Through, i int) app.UI {
	at, nth := strconv.Itoa(i), strconv.Itoa(i+1)
	v := t.Hops[i]
	own, label := t.Read.Matches, model.OwnHop // of the configuration that was pasted, if it can be read
	var programs, configurations []app.UI
	option := func(to *[]app.UI, value, text string) { *to = append(*to, app.Option().Value(value).Text(text)) }
	if len(own) > 0 {
		option(&programs, label, "As pasted: "+t.Read.Name)
	}
	for j := range t.Catalog.Programs {
		option(&programs, t.Catalog.Programs[j].ID, t.Catalog.Programs[j].Label())
	}
	if v.Own && len(own) > 0 {
		for j := range own {
			words := own[j].Program.Label()
			if !t.Read.Made {
				words += ": " + own[j].Configuration.Title
			}
			option(&configurations, label+"/"+strconv.Itoa(j), words)
		}
	} else {
		p, _ := t.Find(v)
		for j := range p.Configurations {
			option(&configurations, p.ID+"/"+p.Configurations[j].ID, p.Configurations[j].Title)
		}
	}
	choice := func(kind, label string, options []app.UI) app.UI {
		return app.Div().Class("labelled").Body(
			app.Label().For(kind+at).Text(label+nth),
			app.Select().ID(kind+at).Class("button").DataSet("in", kind+" "+at).Body(options...),
		)
	}
	return app.Div().Class("with-button", "via").Body(
		choice("hop-program", "Proxy ", programs),
		choice("hop-configuration", "Configuration of proxy ", configurations),
		app.If(len(t.Hops) > 1, func() app.UI { return button("Remove", model.DoRemoveHop, at).Aria("label", "Remove proxy "+nth) }),
	)
}

// wayVerdict shows an intermediate verdict, with its cause.
func wayVerdict(where string, j model.Judgement) app.UI {
	look, words := model.Looks[j.State], j.Headline
	if len(j.Causes) > 0 {
		words += ". " + j.Causes[0].Headline
	}
	return app.P().Hidden(words == "").Body(
		app.Span().Class("sign", look.Class).Aria("hidden", "true").Text(look.Glyph),
		strong(where), span("", model.Visible(words)))
}

// passagePart shows how to fix one hop, near the verdict above it, and the request's way through it.
func passagePart(m model.Model, i int, p *model.Passage) []app.UI {
	parts := []app.UI{app.H3().Body(
		span("", strconv.Itoa(i+1)+". "),
		toHops(m, "/"+p.Program.ID+"/"+p.Configuration.ID, p.Program.Label()+": "+p.Configuration.Title))}
	if _, above := m.ConfigurationFix(); !above || !m.Through.FromEditor() || !m.Through.Hops[i].Own || p.Was != nil {
		parts = append(parts, fixPart(i, p)...)
	}
	words := ""
	switch {
	case p.Head == "":
		words = "Nothing reaches the backend: this proxy answers by itself, or not at all."
	case p.Answered != nil:
		words = "This proxy answers by itself, and passes the request on."
	case len(p.Changes) == 0:
		words = "The request passes as it is."
	}
	if words != "" {
		parts = append(parts, muted(words))
	}
	if len(p.Changes) > 0 {
		parts = append(parts, muted("What becomes of the request:"), lineDiff("Request", "Before it", "After it", model.PairLines(model.SplitLines(p.Sent), model.SplitLines(p.Head))), changeList(p.Changes))
	}
	return parts
}

// fixPart shows the change to the configuration as a diff of its text.
func fixPart(i int, p *model.Passage) []app.UI {
	was, is, label, words := p.Configuration, p.Fix, "Fix the configuration", "Fix"
	switch {
	case p.Was != nil:
		was, is, label, words = p.Was, p.Configuration, "Take the fix back", "Fixed"
	case is == nil && p.Configuration.Fails():
		return []app.UI{muted("No configuration of this program is known that lets an upgrade through.")}
	case is == nil:
		return nil
	}
	byHand := p.Like != nil
	if byHand {
		was, label = p.Like, "See it fixed"
	}
	return []app.UI{
		row(strong(words), button(label, model.DoFixHop, strconv.Itoa(i)), button("Copy the fixed configuration", model.DoCopy, "hop-fixed-"+strconv.Itoa(i))),
		app.Pre().ID("hop-fixed-" + strconv.Itoa(i)).Hidden(true).Text(is.Snippet),
		app.If(byHand, func() app.UI {
			return muted("The pasted text is too long, or written too differently, to be changed automatically. Change it by hand, as this tested configuration is changed:")
		}),
		lineDiff("Configuration", "Before", Fixed, model.PairLines(strings.Split(was.Snippet, "\n"), strings.Split(is.Snippet, "\n"))),
		app.If(is.Notes != "", func() app.UI { return muted(is.Notes) }),
	}
}

// backPart shows the answer's way back through one hop.
func backPart(p *model.Passage) []app.UI {
	b := &p.Back
	words, _, _ := strings.Cut(b.Raw, "\r\n")
	switch {
	case words != "":
	case b.End == "closed":
		words = "closes the connection without an answer"
	default:
		words = "sends nothing"
	}
	switch b.Tunnel {
	case "":
	case "none":
		words += ". After it, no byte passes"
	default:
		words += ". Then bytes pass " + b.Tunnel
		if seconds := p.Configuration.Hop.IdleSeconds(); seconds > 0 {
			words += "; after " + strconv.Itoa(seconds) + " s of silence it ends the connection"
		}
	}
	parts := []app.UI{app.P().Body(strong(p.Program.Label()+": "), span("", model.Visible(words)+".")), changeList(b.Changes)}
	if b.Log != "" {
		parts = append(parts, muted("Its log says:"), app.Pre().Class("wide").TabIndex(0).Aria("label", "Log of "+p.Program.Name).Text(model.VisibleLines(b.Log)))
	}
	return parts
}

// changeList explains the changed lines: several with the same reason are one entry.
func changeList(changes []hop.Change) app.UI {
	var items []app.UI
	for i := 0; i < min(len(changes), model.MaxDrawnLines); {
		c := &changes[i]
		parts := []app.UI{strong(string(c.Kind))}
		for ; i < len(changes) && changes[i].Kind == c.Kind && changes[i].Why == c.Why; i++ {
			parts = append(parts, span("", " "), mono("", model.Visible(model.Truncate(changes[i].Text, maxDrawnLine))))
		}
		items = append(items, app.Li().Body(append(parts, span("", ": "+c.Why+" "), cites(c.Cites))...))
	}
	return app.Ul().Class("bullets", "why-changed").Body(items...)
}
