package model

import (
	"strconv"
	"strings"
)

// ByteCursor is the byte under the pointer or the keyboard's cursor: a FrameID and the position in the frame.
type ByteCursor struct {
	Frame string
	Byte  int
}

// The lists of frames on the page, by their name in FrameID.
const (
	LiveFrames  = "live"
	TriedFrames = "tried"
)

// FrameID identifies a frame of a list by its number, which stays when older ones are forgotten.
func FrameID(list string, number int) string { return list + " " + strconv.Itoa(number) }

// Frame finds a frame by its id.
func (m Model) Frame(id string) (c FrameRecord, ok bool) {
	list, number, _ := strings.Cut(id, " ")
	i, err := strconv.Atoi(number)
	frames := m.Tried.Frames
	if list == LiveFrames {
		last := m.Session.Last()
		frames, i = last.Frames, i-last.Dropped
	}
	if err != nil || i < 1 || i > len(frames) {
		return FrameRecord{}, false
	}
	return frames[i-1], true
}

// Point moves to a byte of a frame, within those that are drawn.
func (m Model) Point(id string, at int) Model {
	if c, ok := m.Frame(id); ok && len(c.Wire) > 0 {
		m.Cursor = ByteCursor{id, max(0, min(at, m.DrawnBytes(id, c)-1))}
	}
	return m
}

// Unfold opens a frame to show its content, or closes it.
func (m Model) Unfold(id string) Model {
	if m.Unfolded == id {
		m.Unfolded = ""
	} else {
		m.Unfolded = id
	}
	if id == m.Cursor.Frame {
		m = m.Point(id, m.Cursor.Byte)
	}
	return m
}

// maxHex bounds the bytes that are drawn of a folded frame.
const maxHex = 40

// DrawnBytes returns how many bytes of a frame are drawn.
func (m Model) DrawnBytes(id string, c FrameRecord) int {
	if m.Unfolded == id {
		return len(c.Wire)
	}
	return min(len(c.Wire), maxHex)
}
