//go:build !wasm

package app

// Previews are those of all places, by the name of their picture.
func Previews() map[string]Preview {
	previews := map[string]Preview{}
	for _, place := range Places() {
		m := New().At(place)
		p := Preview{Title: "What would the server answer?", About: m.description()}
		switch {
		case m.Study != nil:
			o := outcomes[m.Study.Report.Verdict()]
			p.Title, p.Verdict, p.Class = m.Study.Lesson.Title, o.words, o.class
		case m.View == Terms:
			p.Title = "Glossary"
		}
		previews[pictureName(place)] = p
	}
	return previews
}
