package document

import (
	"strconv"
	"strings"

	"upgrade101/app/lessons"
)

// worksheet is what a worksheet holds, and its solutions: one lesson, or those of a track.
type worksheet struct {
	Of      string // "lesson/<slug>" or "teach/<track>"
	Key     bool   // with the answers
	Lessons []exercise
}

// exercise is a lesson as it is asked.
type exercise struct {
	lessons.Lesson
	Heads   []side
	Faults  []lessons.Fault
	Others  []string // faults that are also right
	Also    []lessons.Place
	Request string // "GET …": the inspector gets it
}

// side is one side of an exchange with numbered lines.
type side struct {
	Title string
	Lines []string
}

func newExercise(l lessons.Lesson) exercise {
	e := exercise{Lesson: l, Faults: lessons.Faults, Also: l.Question.Also}
	if l.Request != "" {
		e.Heads = append(e.Heads, side{"Request", headLines(l.Request)})
	}
	if l.Response != "" {
		e.Heads = append(e.Heads, side{"Response", headLines(l.Response)})
	}
	for _, f := range l.Question.Fault[1:] {
		e.Others = append(e.Others, string(f))
	}
	return e
}

// Symptom is what people see of it. The title and the summary of a lesson give the answer away.
func (e exercise) Symptom() string { return e.Symptoms[0] }

// Answer is the line that is to blame, in words.
func (e exercise) Answer() string {
	q := e.Question
	if q.Side == 0 {
		return "none"
	}
	return "line " + strconv.Itoa(q.Line) + " of the " + q.Side.String()
}

// lessonPages are what a lesson has beside its page: worksheet, solutions and slides; and the same sheets for each
// track; and the plan for a class.
func lessonPages() []page {
	var list []page
	add := func(path, kind, title, description string, data any) {
		list = append(list, page{path: path, kind: kind, title: title, description: description, data: data})
	}
	sheets := func(of, title, keyed string, on []lessons.Lesson) {
		sheet := worksheet{Of: of}
		for _, l := range on {
			sheet.Lessons = append(sheet.Lessons, newExercise(l))
		}
		add(of+"/worksheet", "worksheet", "Worksheet: "+title, "A worksheet to print: read the exchange, say whether the socket opens, which line causes it and whose fault it is. "+title+".", sheet)
		sheet.Key = true
		add(of+"/key", "worksheet", "Solutions: "+keyed, "The answers to the worksheet, with reasons. "+keyed+".", sheet)
	}
	for _, l := range lessons.All() {
		of := "lesson/" + l.Slug
		sheets(of, "lesson "+strconv.Itoa(l.Number), l.Title, []lessons.Lesson{l})
		add(of+"/slides", "slides", "Slides: "+l.Title, "The lesson in large type, one thing at a time, for a projector. "+l.Summary, newExercise(l))
	}
	for _, track := range lessons.Tracks {
		sheets("teach/"+track.ID, track.Title, track.Title, track.Of())
	}
	add("teach", "teach", "Teach HTTP upgrades in 45 minutes",
		"A plan for a class on the WebSocket handshake: what to show, what to ask, links to hand out, worksheets and slides.", newPlan())
	return list
}

// plan is a class of 45 minutes.
type plan struct {
	Steps  []step
	Tracks []lessons.Track
}

// step is a part of the class.
type step struct {
	From, To int // minutes
	Title    string
	Do       string
	Lesson   *lessons.Lesson
	Links    []link
}

func newPlan() plan {
	lesson := func(slug string) *lessons.Lesson {
		l, _ := lessons.BySlug(slug) // a test draws the page: a slug that is gone has no title there
		return &l
	}
	return plan{
		Tracks: lessons.Tracks,
		Steps: []step{
			{0, 8, "The handshake", "Show the request and the 101 line by line. Ask what each field asks for before you unfold why it is there.",
				lesson("rfc-sample"), nil},
			{8, 15, "The accept value", "Compute Sec-WebSocket-Accept in four steps, then change one character of the key and let the class say what changes.",
				nil, []link{{"accept", "Accept, step by step"}}},
			{15, 22, "A real socket", "Connect to the live endpoint and send Hello. Let the class find the masking key and the payload in the bytes of the frame.",
				nil, []link{{"live#deflate=off", "Live, without compression"}}},
			{22, 30, "What a proxy does", "Hand out the link. Everyone decides alone whether the socket opens, then compares with a neighbour.",
				lesson("nginx-strips-upgrade"), nil},
			{30, 37, "A wrong answer", "Work in pairs with the worksheet. The mistake finder shows which line of code makes this value.",
				lesson("wrong-accept"), nil},
			{37, 45, "Whose fault is it, if anyone's?", "Discuss: the bytes are right, and the server refuses. Should it? End with the other lessons of the track as homework.",
				lesson("origin-refused"), nil},
		},
	}
}

// Hidden reports whether search engines are to leave a document out: sheets, keys and slides.
func Hidden(path string) bool {
	return strings.HasSuffix(path, "/worksheet") || strings.HasSuffix(path, "/key") || strings.HasSuffix(path, "/slides")
}

// opens says in words what the exchange comes to.
func (e exercise) Opens() string {
	if e.Question.Opens {
		return "Yes"
	}
	return "No"
}
