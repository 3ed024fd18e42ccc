package model

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Kind is the part of a head that a run of bytes belongs to.
type Kind uint8

const (
	Plain Kind = iota
	Method
	Target
	Version
	Name
	Value
)

// Run is a piece of a line with one style.
type Run struct {
	Text     string // bytes as they are
	Kind     Kind
	Thread   string // "A" to "D": part of the accept derivation; "" otherwise
	Inserted bool   // not in the text: the paste reader added it
	Findings []int  // indexes of the findings about these bytes
}

// WireLine is one line of a message.
type WireLine struct {
	Runs  []Run
	End   string             // "\r\n", "\n" or "", as sent
	Worst handshake.Severity // of the findings about this line; 0 for none
}

// maxDrawn bounds the bytes of a message that are drawn; the rest is only counted.
const maxDrawn = 16 << 10

// maxLines bounds the lines that are drawn.
const maxLines = 160

// mark is a property of a span.
type mark struct {
	span     head.Span
	kind     Kind
	thread   string
	finding  int // -1 for none
	inserted bool
}

// Segments splits a message into lines and runs, so that each run is entirely inside or outside every mark. The joined runs and
// line ends are the message, up to the bounds; left is the rest.
func Segments(h *head.Head, findings []handshake.Finding, inserted []handshake.Inserted, side handshake.Side) (lines []WireLine, left int) {
	if h == nil {
		return nil, 0
	}
	raw := h.Raw[:min(len(h.Raw), maxDrawn)]
	marks := marksOf(h, findings, side, len(raw))
	for _, f := range inserted {
		if f.Side == side && f.Span.Start < len(raw) {
			span := head.Span{Start: f.Span.Start, End: min(f.Span.End, len(raw))}
			marks = append(marks, mark{span: span, finding: -1, inserted: true})
		}
	}
	lines, end := cutLines(raw, marks, findings)
	if h.Line.End == 0 { // a field list: its line ends are of the notation, and HTTP/2 sends none
		for i := range lines {
			lines[i].End = ""
		}
	}
	return lines, len(h.Raw) - end
}

// Marked splits the text of the editor in the same way, for the marks behind it; nil if it is too long.
func (m Model) Marked() []WireLine {
	if len(m.Text) > maxDrawn || strings.Count(m.Text, "\n") >= maxLines {
		return nil
	}
	var marks []mark
	for i := range m.Report.Findings {
		if span, ok := m.inText(m.Report.Findings[i]); ok {
			marks = append(marks, mark{span: span, finding: i})
		}
	}
	thread := func(h *head.Head, side handshake.Side, field, letter string) {
		if h == nil {
			return
		}
		for _, f := range h.Get(field) {
			if span, ok := m.Paste.TextSpan(m.Chosen, side, f.Value.Span); ok && (letter != "D" || !faulty(m.Report.Findings, side, f.Value.Span)) {
				marks = append(marks, mark{span: span, thread: letter, finding: -1})
			}
		}
	}
	thread(m.Report.Request, handshake.Request, "Sec-WebSocket-Key", "A")
	if m.ResponseText == "" {
		thread(m.Report.Response, handshake.Response, "Sec-WebSocket-Accept", "D")
	}
	lines, _ := cutLines(m.Text, marks, m.Report.Findings)
	return lines
}

// MarkedResponse is Marked for the response editor. A text that is not the response as it was on the wire, such as one with
// the prefixes of a trace, is cut into lines alone.
func (m Model) MarkedResponse() []WireLine {
	text := m.Response()
	if len(text) > maxDrawn || strings.Count(text, "\n") >= maxLines {
		return nil
	}
	lines, _ := cutLines(text, nil, nil)
	if h := m.Report.Response; h != nil && strings.TrimRight(ToLF(h.Raw), "\n") == strings.TrimRight(text, "\n") { // it may lack its end
		if marked, left := Segments(h, m.Report.Findings, nil, handshake.Response); left == 0 {
			return append(marked, lines[min(len(marked), len(lines)):]...)
		}
	}
	return lines
}

// Lettered reports whether a line of that head carries its letter: the key, or an accept value that is not wrong.
func Lettered(r *handshake.Report, side handshake.Side) bool {
	lines, _ := Segments(HeadOf(r, side), r.Findings, nil, side)
	return slices.ContainsFunc(lines, func(l WireLine) bool { return slices.ContainsFunc(l.Runs, func(r Run) bool { return r.Thread != "" }) })
}

// faulty reports whether there is an error within a span.
func faulty(findings []handshake.Finding, side handshake.Side, span head.Span) bool {
	return slices.ContainsFunc(findings, func(f handshake.Finding) bool {
		return f.Side == side && f.Rule.Severity == handshake.Error && f.Span.Start < span.End && f.Span.End > span.Start
	})
}

// placeOf returns where to show a finding in its head: for a missing field at the end, where it belongs, instead of across the
// start line.
func placeOf(f *handshake.Finding, h *head.Head) head.Span {
	if h != nil && h.Ended && f.Span == h.Line && strings.HasSuffix(f.Rule.ID, "-missing") && f.Rule.ID != "req-version-missing" {
		return h.End
	}
	return f.Span
}

// cutLines splits bytes into lines, and these at every mark.
func cutLines(raw string, marks []mark, findings []handshake.Finding) (lines []WireLine, end int) {
	cuts := cutsOf(marks, len(raw))
	at := 0
	for at < len(raw) && len(lines) < maxLines {
		stop, next := len(raw), len(raw)
		if i := strings.IndexByte(raw[at:], '\n'); i >= 0 {
			stop, next = at+i, at+i+1
			if stop > at && raw[stop-1] == '\r' {
				stop--
			}
		}
		line := WireLine{End: raw[stop:next]}
		line.Runs = cutRuns(raw, at, stop, cuts, marks)
		for _, m := range marks {
			if m.finding >= 0 && m.span.Start < max(next, at+1) && m.span.End >= at && (m.span.End > at || m.span.Len() == 0) {
				line.Worst = worse(line.Worst, findings[m.finding].Rule.Severity)
			}
		}
		lines = append(lines, line)
		at = next
	}
	return lines, at
}

// cutRuns splits a part of a message where a mark begins or ends.
func cutRuns(raw string, from, stop int, cuts []int, marks []mark) (runs []Run) {
	for from < stop {
		to := stop
		if i, _ := slices.BinarySearch(cuts, from+1); i < len(cuts) {
			to = min(to, cuts[i])
		}
		runs = append(runs, runAt(raw, from, to, marks))
		from = to
	}
	return runs
}

// ByteRow is a row of bytes of a message, shown as values.
type ByteRow struct {
	At   int // offset of the first
	Runs []Run
}

const (
	rowBytes = 8
	maxBytes = 2 << 10 // that are drawn as values
)

// ByteRows splits the part of a message around the byte at into rows; they cover the bytes between from and to.
func ByteRows(h *head.Head, findings []handshake.Finding, side handshake.Side, at int) (rows []ByteRow, from, to int) {
	if at >= maxBytes/2 {
		from = (min(at, len(h.Raw)) - maxBytes/2) / rowBytes * rowBytes
	}
	to = min(len(h.Raw), from+maxBytes)
	marks := marksOf(h, findings, side, to)
	cuts := cutsOf(marks, to)
	for i := from; i < to; i += rowBytes {
		rows = append(rows, ByteRow{i, cutRuns(h.Raw, i, min(i+rowBytes, to), cuts, marks)})
	}
	return rows, from, to
}

// worse returns the graver of two severities; 0 is none.
func worse(a, b handshake.Severity) handshake.Severity {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func runAt(raw string, from, to int, marks []mark) Run {
	run := Run{Text: raw[from:to]}
	for _, m := range marks {
		if m.span.Start > from || m.span.End < to {
			continue
		}
		if m.kind != Plain {
			run.Kind = m.kind
		}
		if m.thread != "" {
			run.Thread = m.thread
		}
		run.Inserted = run.Inserted || m.inserted
		if m.finding >= 0 {
			run.Findings = append(run.Findings, m.finding)
		}
	}
	return run
}

// marksOf collects the marks of the first limit bytes.
func marksOf(h *head.Head, findings []handshake.Finding, side handshake.Side, limit int) []mark {
	var marks []mark
	add := func(span head.Span, kind Kind, thread string, finding int) {
		if span.Start < limit {
			span.End = min(span.End, limit)
			marks = append(marks, mark{span: span, kind: kind, thread: thread, finding: finding})
		}
	}
	add(h.Method.Span, Method, "", -1)
	add(h.Target.Span, Target, "", -1)
	add(h.Version.Span, Version, "", -1)
	for i := range h.Fields {
		f := &h.Fields[i]
		if f.Line.Start >= limit || i >= maxLines {
			break
		}
		add(f.Name.Span, Name, "", -1)
		thread := ""
		switch {
		case strings.EqualFold(f.Name.Text, "Sec-WebSocket-Key"):
			thread = "A"
		case strings.EqualFold(f.Name.Text, "Sec-WebSocket-Accept") && !faulty(findings, side, f.Value.Span):
			thread = "D" // which is green
		}
		add(f.Value.Span, Value, thread, -1)
	}
	for i := range findings {
		if findings[i].Side == side {
			add(placeOf(&findings[i], h), Plain, "", i)
		}
	}
	return marks
}

// cutsOf returns the boundaries of runs: every start and end of a mark, sorted.
func cutsOf(marks []mark, limit int) []int {
	cuts := make([]int, 0, 2*len(marks)+1)
	for _, m := range marks {
		cuts = append(cuts, m.span.Start, m.span.End)
	}
	cuts = append(cuts, limit)
	slices.Sort(cuts)
	return slices.Compact(cuts)
}
