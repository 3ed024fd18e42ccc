package model

import (
	"encoding/json"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/export"
	"upgrade101/handshake/paste"
	"upgrade101/handshake/report"
)

// Besides the forms of an exchange, the whole report can be exported.
const (
	formReport export.Form = "Report, Markdown"
	formJSON   export.Form = "Report, JSON"
)

var ExportForms = append(export.Forms[:len(export.Forms):len(export.Forms)], formReport, formJSON)

// Exported returns the exchange in the chosen form, without its secrets unless the reader chose to include them.
func (m Model) Exported() string {
	x := m.Report.Exchange
	if !m.Secrets {
		x, _ = handshake.Redact(x)
	}
	if m.ExportForm != formReport && m.ExportForm != formJSON {
		return export.WithSecrets(x, m.ExportForm)
	}
	r := handshake.Inspect(x, m.Policy)
	if m.ExportForm == formReport {
		return markdownReport(&r, m.Link)
	}
	text, err := json.MarshalIndent(report.Of(&r, report.ReadFrom{Format: m.Paste.Format}), "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(text) + "\n"
}

// markdownReport writes the whole report for an issue tracker.
func markdownReport(r *handshake.Report, link string) string {
	var b strings.Builder
	put := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
		}
	}
	j := judgement(r, "", &paste.Paste{}, "", "")
	put("## ", j.Headline, "\n\n")
	if j.Meaning != "" {
		put(j.Meaning, " ")
	}
	put(Tally(r.Findings), ".\n\n")
	for _, c := range j.Causes {
		put("- **", c.Headline, "** ", c.Because, " ", c.Next, "\n")
	}
	if len(j.Causes) > 0 {
		put("\n")
	}
	for i, f := range r.Findings {
		if i == MaxFindings {
			put("- and ", strconv.Itoa(len(r.Findings)-i), " more\n")
			break
		}
		glyph, _ := SeverityMark(f.Rule.Severity)
		put("- ", glyph, " **", f.Problem(), "** ", f.Rule.Severity.String(), "; ", f.Rule.Letter(), "; `", f.Rule.ID, "`\n  Seen: ", ticked(Visible(f.Got)), ". ", f.Rule.Why)
		if f.Rule.Fix != "" {
			put(" Fix: ", f.Rule.Fix)
		}
		for _, c := range f.Rule.Citations() {
			put(" [", c.String(), "](", c.URL(), ")")
		}
		put("\n")
	}
	put("\n", export.WithSecrets(r.Exchange, export.FormMarkdown))
	if r.Request != nil {
		put("\n**Expected response**\n\n```http\n", strings.TrimRight(ToLF(r.Reply.Raw()), "\n"), "\n```\n")
	}
	if o := r.Client; o != nil {
		put("\n**Clients**\n\n- by RFC 6455: ", opensWord(o.Opens), "\n- by the WHATWG standard: ", opensWord(o.BrowserOpens), "\n")
		if o.Opening != "" {
			put("- recorded to open all the same: ", o.Opening, "\n")
		}
		for _, s := range o.Lines() {
			put("- ", s[0], ": ", ticked(Visible(s[1])), "\n")
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

// ticked puts a text without backticks into backticks.
func ticked(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }
