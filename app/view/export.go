package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// maxExported bounds the visible bytes of an export; a copy has all of it.
const maxExported = 16 << 10

// exportPanel writes the exchange in the chosen form.
func exportPanel(m model.Model) app.UI {
	forms := make([]app.UI, len(model.ExportForms))
	for i, f := range model.ExportForms {
		forms[i] = button(string(f), model.DoExportForm, string(f)).Aria("pressed", strconv.FormatBool(f == m.ExportForm))
	}
	text := m.Exported()
	parts := []app.UI{app.Div().Class("choices").Role("group").Aria("label", "Copy as").Body(forms...)}
	if text == "" {
		parts = append(parts, app.P().Class("muted").Text("Not possible in this form: there is no request, or none that such a program can send."))
	} else {
		shown := text[:min(len(text), maxExported)]
		parts = append(parts, app.Div().Class("code").Body(
			app.Pre().Class("mono", "exported").TabIndex(0).Aria("label", string(m.ExportForm)).Text(strings.ToValidUTF8(shown, "�")),
			button("Copy", model.DoCopyExport, "").Aria("label", "Copy as "+string(m.ExportForm)),
		))
		if len(text) > len(shown) {
			parts = append(parts, app.P().Class("muted").Text("and "+model.Plural(len(text)-len(shown), "byte")+" more, which a copy contains"))
		}
	}
	return app.Div().Class("export").Body(parts...)
}

// secretPlaces are the words for the place of a secret, before its name.
var secretPlaces = [...]string{
	handshake.SecretCookie:        "cookie",
	handshake.SecretAuthorization: "credentials in",
	handshake.SecretProxyAuth:     "credentials in",
	handshake.SecretQuery:         "in the address, parameter",
	handshake.SecretProtocol:      "token among the",
	handshake.SecretField:         "value of",
}

// secretWords describes a secret without showing it.
func secretWords(s handshake.Secret) string {
	switch {
	case s.Name != "":
		return secretPlaces[s.Kind] + " " + model.Visible(s.Name)
	case s.Kind == handshake.SecretQuery:
		return "user and password in the address"
	case s.Kind == handshake.SecretCookie:
		return "cookie without a name"
	}
	return "fields that are too many to look through"
}

// maxSecrets bounds the list of what was masked.
const maxSecrets = 20

// maskedPanel lists what was replaced.
func maskedPanel(m model.Model) app.UI {
	secrets := handshake.Secrets(m.Report.Exchange)
	if len(secrets) == 0 {
		return app.P().Class("muted").Text("No secrets found. Check before you share.")
	}
	items := make([]app.UI, 0, len(secrets))
	for i, s := range secrets {
		if i == maxSecrets {
			items = append(items, app.Li().Text("and "+strconv.Itoa(len(secrets)-i)+" more"))
			break
		}
		items = append(items, app.Li().Text(secretWords(s)))
	}
	return app.Div().Body(
		app.P().Text(model.Plural(len(secrets), "secret")+" became ***. Check that none is missing:"),
		app.Ul().Class("bullets").Body(items...),
		checkbox("secrets", "Copy with the secrets. The link never contains them."),
	)
}
