package view

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// After a keystroke the inspector is drawn in stages, each with a paint of its own: the verdict and the marks behind the
// text at once, and what explains them once that has been painted. A further keystroke begins again. After any other
// event the page is drawn whole.

// Stage is the set of parts of the page that a draw renews.
type Stage uint8

const (
	Whole     Stage = iota // all parts
	AtOnce                 // the verdict, and the marks behind the text
	Reasons                // the causes, the reply, and the findings
	Remainder              // everything else
)

// part is a piece of the page that is drawn in one of the stages.
type part uint8

const (
	skipPart part = iota
	topPart
	printLinkPart
	tabsPart
	editorBarPart
	breakPart
	paperPart
	linesPart
	responsePart
	formPart
	emptyNotePart
	keptPart
	pasteInfoPart
	verdictPart
	causesPart
	replyPart
	otherProtocolPart
	findingsPart
	http2Part
	throughPart
	wirePart
	sampleNoticePart
	clientPart
	sequencePart
	tryPart
	derivationPart
	verdictBarPart
	lessonsPart
	bottomPart
	helpPart
	partCount
)

// stageOf is the stage in which each part is drawn.
var stageOf = [partCount]Stage{
	skipPart:          Remainder,
	topPart:           Remainder,
	printLinkPart:     Remainder,
	tabsPart:          Remainder,
	editorBarPart:     Remainder,
	breakPart:         Remainder,
	paperPart:         AtOnce,
	linesPart:         Remainder,
	responsePart:      Remainder,
	formPart:          Remainder,
	emptyNotePart:     AtOnce,
	pasteInfoPart:     Remainder,
	keptPart:          Remainder,
	verdictPart:       AtOnce,
	causesPart:        Reasons,
	replyPart:         Reasons,
	otherProtocolPart: Reasons,
	findingsPart:      Reasons,
	http2Part:         Remainder,
	throughPart:       Remainder,
	wirePart:          Remainder,
	sampleNoticePart:  Remainder,
	clientPart:        Remainder,
	sequencePart:      Remainder,
	tryPart:           Remainder,
	derivationPart:    Reasons,
	verdictBarPart:    AtOnce,
	lessonsPart:       Remainder,
	bottomPart:        Remainder,
	helpPart:          Remainder,
}

// Drawing is the state of a page from one draw to the next. With the zero value everything is drawn.
type Drawing struct {
	Stage Stage // of the draw to come
	parts [partCount]*drawn
	lines []drawnLine   // behind the text
	count int           // draws of parts and lines
	fixes model.FixMemo // what is known about the findings
}

// drawn is a part as last drawn.
type drawn struct {
	number int // two of them differ here, so go-app compares no further
	ui     app.UI
}

// drawnLine is a line behind the text as last drawn, with what it was drawn from.
type drawnLine struct {
	runs   []model.Run
	worst  handshake.Severity
	marks  string // how the runs with findings are marked, and with which
	ticked bool
	*drawn
}

// staged is a part on the page. go-app redraws a component if one of its exported fields has changed: a part that a stage does
// not draw has the same pointer as before.
type staged struct {
	app.Compo
	Drawn *drawn
}

func (s *staged) Render() app.UI { return s.Drawn.ui }

// Unchanged spares go-app, as the page has it (web/build/slim), the comparison of fields by reflection.
func (s *staged) Unchanged(next app.Composer) bool { return s.Drawn == next.(*staged).Drawn }

// part draws a part of the page, or keeps it if the stage does not include it.
func (d *Drawing) part(p part, draw func() app.UI) app.UI {
	if d.Stage == Whole || d.Stage == stageOf[p] || d.parts[p] == nil {
		d.count++
		d.parts[p] = &drawn{d.count, draw()}
	}
	return &staged{Drawn: d.parts[p]}
}

// line draws a line behind the text, or keeps it if it is unchanged: a keystroke changes one line.
func (d *Drawing) line(i int, l model.WireLine, m model.Model) app.UI {
	if d == nil {
		return paperLine(l, i+1, m)
	}
	if i == len(d.lines) {
		d.lines = append(d.lines, drawnLine{})
	}
	was, is := &d.lines[i], drawnLine{runs: l.Runs, worst: l.Worst, ticked: ticked(l, m)}
	for _, r := range l.Runs {
		if len(r.Findings) > 0 {
			mark := 'a' + rune(m.Report.Findings[r.Findings[0]].Rule.Severity)
			if slices.Contains(r.Findings, m.Selected) {
				mark += 'A' - 'a'
			}
			is.marks += string(mark) + findingNames(m.Report.Findings, r) + ","
		}
	}
	same := was.drawn != nil && is.worst == was.worst && is.marks == was.marks && is.ticked == was.ticked &&
		slices.EqualFunc(is.runs, was.runs, func(a, b model.Run) bool {
			return a.Text == b.Text && a.Thread == b.Thread && len(a.Findings) == len(b.Findings)
		})
	if d.Stage == Whole || !same {
		d.count++
		is.drawn = &drawn{d.count, paperLine(l, i+1, m)}
		*was = is
	}
	return &staged{Drawn: was.drawn}
}

// forgetLines forgets the lines from the nth on, which are no longer on the page.
func (d *Drawing) forgetLines(n int) {
	if d != nil {
		clear(d.lines[min(n, len(d.lines)):])
		d.lines = d.lines[:min(n, len(d.lines))]
	}
}
