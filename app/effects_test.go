package app

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/app/view"
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/hop/programs"
)

// drawnState is a state of the page, with a name for messages.
type drawnState struct {
	name  string
	m     model.Model
	state view.State
}

// states are the states that views draw differently: each page with several requests and responses, everything that
// can be opened, each phase of a session, of a try and of a lesson, and the notices.
func states() (all []drawnState) {
	add := func(name string, m model.Model) { all = append(all, drawnState{name, m, view.StateOK}) }
	texts := map[string]string{
		"sample": model.Sample, "empty": "", "broken": strings.Replace(model.Sample, "Connection: Upgrade", "Connection: close", 1),
		"several":     "> GET / HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 404 Not Found\n<\n> GET /b HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 200 OK\n<\n",
		"typographic": strings.Replace(model.Sample, "Host: server.example.com", "Host: “server.example.com”", 1),
		"HTTP/2":      ":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /chat\n:authority: a.example\nsec-websocket-version: 13\n",
		"secrets":     "curl https://a.example/ -H 'Cookie: session=opensesame'",
	}
	for name, text := range texts {
		places := []string{string(model.TabResponse), string(model.TabForm)}
		for _, r := range model.Pages {
			places = append(places, string(r.View))
		}
		for _, place := range places {
			m := model.New().Edit(text).Go(place)
			add(name+" in "+place, m)
			m.Breaking, m.Sharing, m.Bytes, m.Link = true, true, true, "https://a.example/#v1.x"
			m.Got = "c2hvcnQ="
			m = m.EditResponse("HTTP/1.1 200 OK\n\n").Select(0)
			add(name+" in "+place+", with everything open", m)
			m = m.Break("ws-version-missing", "4BZ+q2vWQ1yH0m9sJtX3Lw==")
			add(name+" in "+place+", broken", m)
		}
	}
	add("the ways to share, as a frame", model.New().ShareAs(model.ShareEmbed))
	add("the ways to share a lesson", model.New().At("lesson/rfc-sample").ShareAs(model.ShareEmbed))
	last := model.New()
	last.View, last.Query = model.ViewLessons, "xyzzy"
	add("no lesson found", last)
	learnt := model.New().WithProgress(`{"rfc-sample": "read"}`)
	learnt.View = model.ViewLessons
	add("a lesson done", learnt)

	good := handshake.Inspect(handshake.Good().Exchange(), handshake.Policy{})
	greeting := model.FrameRecord{From: "client", Opcode: uint8(frame.Text), Length: 5, Payload: []byte("Hello"),
		Wire: frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Text}, []byte("Hello"))}
	for _, endpoint := range []model.Endpoint{model.ThisServer, model.InPage, model.Remote} {
		for _, phase := range []model.Phase{model.Idle, model.Dialing, model.Open, model.Over} {
			m := model.New().Go("live")
			m.Hosting = model.Hosting{Static: endpoint == model.Remote, Engine: true}
			m.Session = model.Session{Phase: phase, Endpoint: endpoint, Report: good, Frames: []model.FrameRecord{greeting}}
			add("a session", m)
			add("a frame", m.Unfold(model.FrameID(model.LiveFrames, 1)).Point(model.FrameID(model.LiveFrames, 1), 2))
			m.Session = m.Session.Pause()
			add("a pause", m)
			m.Session = m.Session.Dial(endpoint, handshake.Policy{})
			add("another session", m)
		}
	}

	asked := model.New()
	asked.Hosting.Engine = true
	asked.Tried = model.Tried{ServerCall: asked.NewServerCall()}
	asked.Compared = model.Compared{ServerCall: asked.NewServerCall()}
	add("a try", asked)
	failed := asked
	failed.Tried = asked.Tried.Receive(model.APIAnswer{}, asked.Policy)
	failed.Compared = asked.Compared.Receive(model.APIAnswer{})
	add("a try that failed", failed)
	done := asked
	done.Tried.Waiting, done.Tried.Response, done.Tried.Frames = false, good.Reply.Raw(), []model.FrameRecord{greeting}
	add("a try that came back", done)

	proxy := model.Transitions[model.DoThrough](model.New(), "")
	add("proxies to come", proxy)
	add("proxies that did not come", proxy.ReceiveHops(model.APIAnswer{}))
	proxy = proxy.ReceiveHops(model.APIAnswer{Status: 200, Body: string(programs.Whole())})
	add("a proxy that loses the upgrade", proxy)
	add("a proxy that is fixed", proxy.FixHop(0))
	add("two proxies", proxy.AddHop().SetHop(0, "haproxy/http"))
	for _, name := range []string{"lighttpd/proxy", "vite", "http-proxy", "tinyproxy/reverse", "fastify-http-proxy/websocket"} {
		add("the proxy "+name, proxy.SetHop(0, name))
	}
	own := proxy.SetConfig("location / {\n  proxy_pass http://127.0.0.1:9000;\n  gzip on;\n}")
	add("a pasted configuration", own)
	add("a pasted configuration that is fixed", own.FixHop(0))
	add("a pasted text that is no configuration", proxy.SetConfig("hello"))
	add("a configuration in the editor", proxy.Edit("location / {\n  proxy_pass http://127.0.0.1:9000;\n}\n").Look())
	add("a proxy and a response", proxy.EditResponse("HTTP/1.1 200 OK\n\n"))
	add("a proxy and HTTP/2", proxy.Edit(texts["HTTP/2"]))

	for _, l := range lessons.All() {
		m := model.New().At("lesson/" + l.Slug)
		add(l.Slug, m)
		m = m.Go(model.Predict)
		add(l.Slug+", to predict", m)
		m = m.ChangeLesson(func(s *model.OpenLesson) {
			s.Guess.Opens, s.Guess.None, s.Guess.Fault = lessons.Yes, true, lessons.NoFault
			s.Guess = s.Guess.Check()
		})
		add(l.Slug+", predicted", m)
		m = model.New().At("embed/" + l.Slug)
		add(l.Slug+" in a frame", m)
		add(l.Slug+" in a frame, changed", m.BreakNext())
	}
	add("a frame of its own", model.New().At("embed").Edit("changed"))
	add("the glossary", model.New().At("glossary"))
	kept := model.New()
	kept.Kept = model.KeptInTab
	add("a text that is kept", kept)
	add("a damaged link", model.New().Go("v1.damaged"))
	copied := model.New()
	copied.Uncopied = "a text"
	add("a copy by hand", copied)
	for _, s := range []view.State{view.StateStopped, view.StateOutdated} {
		all = append(all, drawnState{"the notice " + string(s), model.New(), s})
	}
	return all
}

// attribute matches the attributes that say what an element does.
var attribute = regexp.MustCompile(` data-(do|with|enter|in)="([^"]*)"`)

// TestEveryElementDoesSomething draws every state, performs every transition that its elements name, with their data, and draws
// again. Each action is a transition or an effect, each field is known, and every action is named by an element.
func TestEveryElementDoesSomething(t *testing.T) {
	named := map[model.Action]bool{}
	tried := map[string]bool{}
	draw := func(m model.Model, s view.State) string {
		return app.HTMLString(view.Page(new(view.Drawing), m, s, ""))
	}
	for _, s := range states() {
		for _, element := range strings.Split(draw(s.m, s.state), "<") {
			found := map[string]string{}
			for _, a := range attribute.FindAllStringSubmatch(element, -1) {
				found[a[1]] = html.UnescapeString(a[2])
			}
			if what, ok := found["do"]; ok {
				named[model.Action(what)] = true
				transition, ok := model.Transitions[model.Action(what)]
				if _, effect := effects[model.Action(what)]; ok == effect {
					t.Errorf("%s: the action %q is neither a transition nor an effect, or both", s.name, what)
				}
				if key := s.name + what + found["with"]; ok && !tried[key] && !strings.HasPrefix(found["with"], "lesson ") {
					tried[key] = true
					draw(transition(s.m, found["with"]), s.state)
				}
			}
			if what, ok := found["enter"]; ok && effects[model.Action(what)] == nil {
				t.Errorf("%s: Enter in a field performs %q, which is no effect", s.name, what)
			}
			if name, ok := found["in"]; ok {
				field, ok := model.FieldByName(name)
				if !ok {
					t.Errorf("%s: there is no field %q", s.name, name)
				} else if key := s.name + name; !tried[key] {
					tried[key] = true
					field.Set(s.m, "1")
				}
			}
		}
	}
	for what := range model.Transitions {
		if !named[what] {
			t.Errorf("no element names the transition %q", what)
		}
	}
	for what := range effects {
		if !named[what] {
			t.Errorf("no element names the effect %q", what)
		}
	}
}
