package document

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// worksheet is what a worksheet holds, and its solutions: one lesson, or those of a track.
type worksheet struct {
	Of      string // its folder: "predict/<number>" or "teach/<track>"
	Keyed   string // that of its solutions: "lesson/<slug>" or "teach/<track>"
	Key     bool   // with the answers
	Lessons []exercise
}

// exercise is a lesson as it is asked.
type exercise struct {
	lessons.Lesson
	Heads   []side
	Faults  []lessons.Fault
	Passage []passage // the exchange on both sides of the proxy that the lesson is about
	Asked   string    // whose fault it is
}

// side is one side of an exchange with numbered lines.
type side struct {
	Title string
	Lines []numbered
}

// numbered is a line of an exchange that a question asks for.
type numbered struct {
	Text   string
	Blamed bool // an answer that is right names it
}

// passage is a head before and after a proxy.
type passage struct {
	Title         string
	From, To      string // who sends it, and who gets it
	Before, After []line
}

func newExercise(l lessons.Lesson) exercise {
	e := exercise{Lesson: l, Faults: lessons.Faults, Asked: lessons.FaultQuestion}
	for _, s := range []struct {
		title, head string
		side        handshake.Side
	}{{"Request", l.Request, handshake.Request}, {"Response", l.Response, handshake.Response}} {
		if s.head == "" {
			continue
		}
		var lines []numbered
		for i, text := range headLines(s.head) {
			at := func(p lessons.Place) bool { return p.Side == s.side && p.Line == i+1 }
			lines = append(lines, numbered{text, at(l.Question.Place) || slices.ContainsFunc(l.Question.Also, at)})
		}
		e.Heads = append(e.Heads, side{s.title, lines})
	}
	if l.OtherSide.Hop != "" {
		sent, arrived, answered, got := l.Ways()
		before, after := sideBySide(sent, arrived)
		e.Passage = append(e.Passage, passage{"Request", "The client sends", "The backend gets", before, after})
		if answered != "" && got != "" {
			before, after = sideBySide(answered, got)
			e.Passage = append(e.Passage, passage{"Response", "The backend answers", "The client gets", before, after})
		}
	}
	return e
}

// PredictPath is Card's, for the templates.
func (e exercise) PredictPath() string { return e.Lesson.PredictPath() }

// Symptom is what people see of it. The title and the summary of a lesson give the answer away.
func (e exercise) Symptom() string { return e.Symptoms[0] }

// Answer is the line that is to blame, in words.
func (e exercise) Answer() string {
	if e.Question.Side == 0 {
		return lessons.NoLine
	}
	return inWords(e.Question.Place)
}

// AnswerText is that line, as the exchange shows it; "" for no line.
func (e exercise) AnswerText() string { return visible(e.Question.Text) }

// NoLine is the box for no line.
func (e exercise) NoLine() string { return lessons.NoLine }

// OtherLines are lines that are also right, in words.
func (e exercise) OtherLines() []place { return places(e.Question.Also) }

// place is a line of a head and where it is.
type place struct{ Where, Text string }

func places(all []lessons.Place) (out []place) {
	for _, p := range all {
		out = append(out, place{inWords(p), visible(p.Text)})
	}
	return out
}

func inWords(p lessons.Place) string {
	return "line " + strconv.Itoa(p.Line) + " of the " + p.Side.String()
}

// Fault is the best answer to whose fault it is, OtherFaults are the others that are right.
func (e exercise) Fault() string { return e.Question.Fault[0].Words() }

func (e exercise) OtherFaults() string {
	var words []string
	for _, f := range e.Question.Fault[1:] {
		words = append(words, f.Words())
	}
	return strings.Join(words, ", ")
}

// NextStep is what follows the lesson in the plan for a class: the slides of a lesson, or a page; nil where nothing does.
func (e exercise) NextStep() *link {
	steps := newPlan().Steps
	at := slices.IndexFunc(steps, func(s step) bool { return s.Lesson != nil && s.Lesson.Slug == e.Slug })
	switch {
	case at < 0 || at+1 == len(steps):
		return nil
	case steps[at+1].Lesson != nil:
		return &link{steps[at+1].Lesson.PredictPath() + "/slides?plan", steps[at+1].Title}
	}
	return &link{steps[at+1].Links[0].Path, steps[at+1].Title}
}

// Place is where the plan for a class names the lesson: its step, or its line in the list.
func (e exercise) Place() string {
	for _, s := range newPlan().Steps {
		if s.Lesson != nil && s.Lesson.Slug == e.Slug {
			return s.ID()
		}
	}
	return "lesson-" + strconv.Itoa(e.Number)
}

// ID is the anchor of a step.
func (s step) ID() string { return "minute-" + strconv.Itoa(s.From) }

// Silent reports whether the client gets nothing of what the backend answers.
func (e exercise) Silent() bool { return e.OtherSide.Silent }

// slideLines is how many lines of code are legible on one slide.
const slideLines = 12

// fixSlide is a slide about a fix: one with much code continues on the next.
type fixSlide struct {
	Where, Code string
	Text        lessons.Text
}

// FixSlides are the fixes, a slide at a time. Code is divided where it has an empty line, if it has one in time.
func (e exercise) FixSlides() (slides []fixSlide) {
	for _, f := range e.Fixes {
		s := fixSlide{Where: f.Where, Text: f.Text}
		rest := strings.Split(strings.TrimRight(f.Code, "\n"), "\n")
		for len(rest) > slideLines {
			n := slideLines
			if empty := lastEmpty(rest[:slideLines]); empty > 0 {
				n = empty
			}
			s.Code = strings.Join(rest[:n], "\n")
			slides, rest = append(slides, s), rest[n:]
			if rest[0] == "" {
				rest = rest[1:]
			}
			s = fixSlide{Where: f.Where + ", continued"}
		}
		s.Code = strings.Join(rest, "\n")
		slides = append(slides, s)
	}
	return slides
}

// lastEmpty is the index of the last empty line; -1 for none.
func lastEmpty(lines []string) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] == "" {
			return i
		}
	}
	return -1
}

// lessonPages are what a lesson has beside its page: worksheet, solutions and slides; and the same sheets for each
// track; and the plan for a class.
func lessonPages() []page {
	var list []page
	add := func(path, kind, title, description string, data any) {
		list = append(list, page{path: path, kind: kind, title: title, description: description, data: data})
	}
	sheets := func(of, keyed, title, name string, on []lessons.Lesson) {
		sheet := worksheet{Of: of, Keyed: keyed}
		for _, l := range on {
			sheet.Lessons = append(sheet.Lessons, newExercise(l))
		}
		add(of+"/worksheet", "worksheet", "Worksheet: "+title, "A worksheet to print: read the exchange, say whether the socket opens, which line causes it and whose fault it is. "+title+".", sheet)
		sheet.Key = true
		add(keyed+"/key", "worksheet", "Solutions: "+name, "The answers to the worksheet, with reasons. "+name+".", sheet)
	}
	for _, l := range lessons.All() {
		of := l.PredictPath() // what a class sees has no slug in its address
		sheets(of, "lesson/"+l.Slug, "lesson "+strconv.Itoa(l.Number), l.Title, []lessons.Lesson{l})
		number := "Lesson " + strconv.Itoa(l.Number) // its title would tell the answer
		add(of+"/slides", "slides", number+": what happens here?", number+" in large type, one thing at a time, for a projector.", newExercise(l))
	}
	for _, track := range lessons.Tracks {
		of := "teach/" + track.ID
		sheets(of, of, track.Title, track.Title, track.Of())
	}
	add("teach", "teach", "Teach HTTP upgrades in 45 minutes",
		"A plan for a class on the WebSocket handshake: what to show, what to ask, links to hand out, worksheets and slides.", newPlan())
	return list
}

// manyLinks is how many links to lessons are read at a glance.
const manyLinks = 6

// part is a track with those of its lessons that a page links to.
type part struct {
	Title   string // "" where the lessons are few
	Lessons []link
}

// byTrack divides links to lessons by track, where they are many.
func byTrack(links []link) (parts []part) {
	if len(links) <= manyLinks {
		return []part{{Lessons: links}}
	}
	for _, track := range lessons.Tracks {
		of := part{Title: track.Title}
		for _, l := range track.Of() {
			if to := (link{"lesson/" + l.Slug, l.Title}); slices.Contains(links, to) {
				of.Lessons = append(of.Lessons, to)
			}
		}
		if of.Lessons != nil {
			parts = append(parts, of)
		}
	}
	return parts
}

// plan is a class of 45 minutes.
type plan struct {
	Steps  []step
	Tracks []lessons.Track
}

// step is a part of the class. Title and Do may be seen by the class; About tells the answer.
type step struct {
	From, To int // minutes
	Title    string
	Do       string
	About    string
	Lesson   *lessons.Lesson
	Links    []link
}

func newPlan() plan {
	lesson := func(slug string) *lessons.Lesson {
		l, _ := lessons.BySlug(slug) // a test draws the page: a slug that is gone has no title there
		return &l
	}
	steps := []step{
		{0, 8, "The handshake", "Show the request and the 101 line by line, and let the class say what each field asks for.",
			"", lesson("rfc-sample"), nil},
		{8, 15, "The accept value", "Compute Sec-WebSocket-Accept in four steps, then change one character of the key and let the class say what changes.",
			"", nil, []link{{"accept", "Accept, step by step"}}},
		{15, 22, "A real socket", "Connect to the live endpoint and send Hello. Let the class find the masking key and the payload in the bytes of the frame.",
			"", nil, []link{{"live#deflate=off", "Live, without compression"}}},
		{22, 30, "Alone", "Hand out the link. Everyone decides alone whether the socket opens, then compares with a neighbour.",
			"What a proxy does to an upgrade.", lesson("nginx-strips-upgrade"), nil},
		{30, 37, "In pairs", "Work in pairs with the worksheet.",
			"“Find the mistake” on the page Accept value shows which line of code makes this value.", lesson("wrong-accept"), []link{{"accept", "Accept value: Find the mistake"}}},
		{37, 45, "All together", "Discuss whose fault it is, if anyone's. End with the other lessons of the track as homework.",
			"The bytes are right, and the server refuses. Should it?", lesson("origin-refused"), nil},
	}
	for i, s := range steps {
		if s.About != "" {
			steps[i].Title += ": lesson " + strconv.Itoa(s.Lesson.Number)
		}
	}
	return plan{Tracks: lessons.Tracks, Steps: steps}
}

// Hidden reports whether search engines are to leave a document out: sheets, keys and slides.
func Hidden(path string) bool {
	return strings.HasSuffix(path, "/worksheet") || strings.HasSuffix(path, "/key") || strings.HasSuffix(path, "/slides")
}

// Opens says in words what the exchange comes to.
func (e exercise) Opens() string { return e.Question.Opening().Words() }

// Openings are the answers to choose from.
func (e exercise) Openings() []lessons.Opening { return lessons.Openings }
