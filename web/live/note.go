package live

import "golang.org/x/time/rate"

// Lines of the log that clients bring about, per second and at once. A client that is refused ten thousand times a second
// does not fill a disk.
const (
	notesASecond = 20
	notesSaved   = 200
)

func newNotes() *rate.Limiter { return rate.NewLimiter(notesASecond, notesSaved) }

// note logs what a client brought about, or counts it, where there is too much of that; the next line says how much.
func (e *Engine) note(message string, args ...any) {
	if !e.notes.Allow() {
		e.omitted.Add(1)
		return
	}
	if n := e.omitted.Swap(0); n > 0 {
		args = append(args, "omitted", n)
	}
	e.config.Log.Info(message, args...)
}
