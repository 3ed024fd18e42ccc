package lessons

import (
	"regexp"
	"testing"
)

// others are programs for which handshake.Programs has no evidence: a lesson that makes a claim about one of them
// needs some first. Code for a language, and threads that a lesson links to, claim nothing.
var others = regexp.MustCompile(`(^|[^\w./-])(Bun|cloudflared|cowboy|Deno|Django|Fastify|Gunicorn|Jetty|Kestrel|Kong|libwebsockets|Netty|OkHttp|Phoenix|Rails|Ratchet|Spring|Squid|Swoole|Tornado|Twisted|undici|uvicorn|uWSGI|Varnish|wscat|YARP)([^\w/-]|$)`)

func TestNamedProgramsHaveEvidence(t *testing.T) {
	named := 0
	for _, l := range All {
		texts := []string{l.Title, l.Summary, l.Story.Plain(), l.Notice.Plain(), l.Question.Why.Plain()}
		for _, f := range l.Fixes {
			texts = append(texts, f.Where, f.Text.Plain())
		}
		for _, text := range texts {
			if m := others.FindStringSubmatch(text); m != nil {
				t.Errorf("%s names %s, for which there is no evidence", l.Slug, m[2])
			}
		}
		named += len(l.Programs())
	}
	if named < 30 {
		t.Errorf("the lessons name %d programs", named)
	}
}
