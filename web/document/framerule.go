package document

import (
	"encoding/hex"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

// frameRule is what the page of a rule about frames holds.
type frameRule struct {
	*frame.Rule
	Closes frame.Meaning // what the connection is closed with
	From   string        // who sends the example
	Seen   string        // in the example
	Frames [][]framePart // the example
}

// framePart is a piece of a frame.
type framePart struct{ Bytes, Name, Value, Why string }

func newFrameRule(r *frame.Rule) *frameRule {
	out := &frameRule{Rule: r, Closes: r.Code.Meaning(), From: "a server"}
	if r.Broken.Reader.Masked {
		out.From = "a client"
	}
	raw := []byte(r.Broken.Raw)
	for _, f := range frame.Decode(raw, r.Broken.Reader) {
		var parts []framePart
		for _, p := range f.Parts {
			digits := strings.ToUpper(hex.EncodeToString(raw[p.Span.Start:p.Span.End]))
			parts = append(parts, framePart{digits, p.Name, p.Value, p.Why})
		}
		out.Frames = append(out.Frames, parts)
		if f.Err != nil {
			out.Seen = f.Err.Got
		}
	}
	return out
}

// Programs are those that the words of the rule name.
func (r *frameRule) Programs() []handshake.Program { return handshake.ProgramsIn(r.Requires, r.Why) }

// frameRulePages are the pages of the rules about frames. A Close frame names the rule in its reason.
func frameRulePages() (list []page) {
	for _, r := range frame.Rules {
		list = append(list, page{path: "rule/" + r.ID, kind: "framerule", title: r.Problem, description: r.Requires + " " + firstSentence(r.Why), data: newFrameRule(r)})
	}
	return list
}
