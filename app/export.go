package app

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
	"upgrade101/handshake/report"
)

// Beside the forms of an exchange, the whole verdict can be taken along.
const (
	formReport handshake.Form = "Report, Markdown"
	formJSON   handshake.Form = "Report, JSON"
)

var exportForms = append(handshake.Forms[:len(handshake.Forms):len(handshake.Forms)], formReport, formJSON)

// Exported is the exchange in the chosen form, without its secrets unless they were asked for.
func (m Model) Exported() string {
	x := m.Report.Exchange
	if !m.Secrets {
		x, _ = handshake.Redact(x)
	}
	if m.As != formReport && m.As != formJSON {
		return handshake.ExportSecrets(x, m.As)
	}
	r := handshake.Inspect(x, m.Policy)
	if m.As == formReport {
		return markdownReport(&r, m.Shared)
	}
	text, err := json.MarshalIndent(report.Of(&r, report.Source{Format: m.Paste.Format}), "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(text) + "\n"
}

// markdownReport is the whole verdict for an issue tracker.
func markdownReport(r *handshake.Report, link string) string {
	var b strings.Builder
	put := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
		}
	}
	put("## ", outcomes[r.Verdict()].words)
	if r.Request != nil {
		put(": ", strconv.Itoa(r.Reply.Status), " ", r.Reply.Reason)
	}
	put("\n\n", meaning(*r), " ", tally(r.Findings), ".\n\n")
	for i, f := range r.Findings {
		if i == mostFindings {
			put("- and ", strconv.Itoa(len(r.Findings)-i), " more\n")
			break
		}
		glyph, _ := signOf(f.Rule.Severity)
		put("- ", glyph, " **", f.Problem(), "** ", f.Rule.Severity.String(), ", `", f.Rule.ID, "`\n  Seen: ", ticked(visible(f.Saw)), ". ", f.Rule.Why)
		if f.Rule.Fix != "" {
			put(" Fix: ", f.Rule.Fix)
		}
		for _, c := range f.Rule.Cites {
			put(" [", c.String(), "](", c.URL(), ")")
		}
		put("\n")
	}
	put("\n", handshake.ExportSecrets(r.Exchange, handshake.FormMarkdown))
	if r.Request != nil {
		put("\n**Expected response**\n\n```http\n", strings.TrimRight(unwired(r.Reply.Raw()), "\n"), "\n```\n")
	}
	if o := r.Outlook(); o != nil {
		put("\n**Clients**\n\n- RFC 6455: ", opensWord(o.Opens), "\n- browsers: ", opensWord(o.BrowserOpens), "\n")
		for _, s := range [][2]string{{"Chrome", o.Says.Chrome}, {"Firefox", o.Says.Firefox}, {"Node", o.Says.Node}, {"ws", o.Says.WS}} {
			if s[1] != "" {
				put("- ", s[0], ": ", ticked(visible(s[1])), "\n")
			}
		}
	}
	if link != "" {
		put("\n[Look at it in Upgrade 101](", link, ")\n")
	}
	return b.String()
}

func opensWord(yes bool) string {
	if yes {
		return "opens"
	}
	return "fails the connection"
}

// ticked is a text in Markdown's code marks, of which it holds none.
func ticked(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }

// mostExported bounds what is shown of an export, in bytes; a copy holds all of it.
const mostExported = 16 << 10

// exportPanel writes the exchange in the chosen form.
func exportPanel(m Model) app.UI {
	forms := make([]app.UI, len(exportForms))
	for i, f := range exportForms {
		forms[i] = button(string(f), "form", string(f)).Aria("pressed", strconv.FormatBool(f == m.As))
	}
	text := m.Exported()
	parts := []app.UI{app.Div().Class("choices").Role("group").Aria("label", "Copy as").Body(forms...)}
	if text == "" {
		parts = append(parts, app.P().Class("muted").Text("This form cannot say it: there is no request, or none that such a program could send."))
	} else {
		shown := text[:min(len(text), mostExported)]
		parts = append(parts, app.Div().Class("code").Body(
			app.Pre().Class("mono", "exported").TabIndex(0).Aria("label", string(m.As)).Text(strings.ToValidUTF8(shown, "�")),
			button("Copy", "copy-export", "").Aria("label", "Copy as "+string(m.As)),
		))
		if len(text) > len(shown) {
			parts = append(parts, app.P().Class("muted").Text("and "+plural(len(text)-len(shown), "byte")+" more, which a copy holds"))
		}
	}
	return app.Div().Class("export").Body(parts...)
}

// secretPlaces tell where a secret stands, before its name.
var secretPlaces = [...]string{
	handshake.SecretCookie:        "cookie",
	handshake.SecretAuthorization: "credentials in",
	handshake.SecretProxyAuth:     "credentials in",
	handshake.SecretQuery:         "in the address, parameter",
	handshake.SecretProtocol:      "token among the",
	handshake.SecretField:         "value of",
}

// secretWords names a secret without telling it.
func secretWords(s handshake.Secret) string {
	switch {
	case s.Name != "":
		return secretPlaces[s.Kind] + " " + visible(s.Name)
	case s.Kind == handshake.SecretQuery:
		return "user and password in the address"
	case s.Kind == handshake.SecretCookie:
		return "cookie without a name"
	}
	return "fields that are too many to look through"
}

// mostSecrets bounds the list of what was masked.
const mostSecrets = 20

// maskedPanel lists what was replaced.
func maskedPanel(m Model) app.UI {
	secrets := handshake.Secrets(m.Report.Exchange)
	if len(secrets) == 0 {
		return app.P().Class("muted").Text("No secret was found in the heads; look whether that is so.")
	}
	items := make([]app.UI, 0, len(secrets))
	for i, s := range secrets {
		if i == mostSecrets {
			items = append(items, app.Li().Text("and "+strconv.Itoa(len(secrets)-i)+" more"))
			break
		}
		items = append(items, app.Li().Text(secretWords(s)))
	}
	return app.Div().Body(
		app.P().Text(plural(len(secrets), "secret")+" became ***; look whether that is all:"),
		app.Ul().Class("bullets").Body(items...),
		checkbox("secrets", "Put the secrets into what is copied below. The link never holds them."),
	)
}
