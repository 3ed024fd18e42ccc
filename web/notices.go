package web

import (
	"html/template"
	"net/http"
	"strings"
)

// Notices are the licences of what upgrade101 contains, written by web/build/notices; "" where it was built without
// make.
func Notices() string {
	text, _ := embedded.ReadFile("static/notices.txt")
	return string(text)
}

var noticesPage = template.Must(template.New("notices").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Notices – Upgrade 101</title>
<link rel="stylesheet" href="{{call .Resolve "/web/app.css"}}">
<link rel="stylesheet" href="{{call .Resolve "/web/document.css"}}">
</head>
<body>
<div class="page document">
<main>
<h1>Notices</h1>
{{if .Text}}<pre>{{.Text}}</pre>{{else}}<p>This program was built without its notices; build it with make build.</p>{{end}}
<p><a href="{{.Base}}">Inspect a handshake</a></p>
</main>
</div>
</body>
</html>
`))

// serveNotices shows them as a document, so that a copy on a static host is one, too.
func (s *Site) serveNotices(w http.ResponseWriter, r *http.Request) {
	var page strings.Builder
	if err := noticesPage.Execute(&page, map[string]any{"Text": Notices(), "Base": s.base, "Resolve": s.resolve}); err != nil {
		panic(err) // the template is ours
	}
	w.Header().Set("Cache-Control", "no-cache")
	s.pageHeaders(w.Header(), r)
	newAsset("notices.html", []byte(page.String())).serve(w, r, http.StatusOK)
}
