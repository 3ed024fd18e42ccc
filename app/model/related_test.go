package model

import (
	"slices"
	"testing"

	"upgrade101/handshake/cause"
)

// TestRelatedLessonsFit: a lesson is not related because its exchange ends in a refusal, too: it belongs to a cause, or shows another finding.
func TestRelatedLessonsFit(t *testing.T) {
	const ask = "GET /chat HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n\n"
	for _, status := range []string{"200 OK", "204 No Content", "301 Moved Permanently", "400 Bad Request", "403 Forbidden", "404 Not Found", "426 Upgrade Required", "500 Internal Server Error", "503 Service Unavailable"} {
		m := New().Edit(ask + "HTTP/1.1 " + status + "\nServer: nginx\nContent-Type: text/html\n\n<p>hi</p>")
		for _, l := range m.RelatedLessons() {
			fits := slices.ContainsFunc(m.Judged.Causes, func(c cause.Found) bool { return c.Lesson == l.Slug })
			for _, f := range m.Report.Findings {
				fits = fits || f.Rule.ID != "resp-status" && slices.Contains(l.Expect.Findings, f.Rule.ID)
			}
			if !fits {
				t.Errorf("%s: lesson %d, %s", status, l.Number, l.Title)
			}
		}
	}
}
