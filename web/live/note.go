package live

import "golang.org/x/time/rate"

// Log lines caused by clients, per second and at once: a client that is refused ten thousand times a second must not fill a
// disk.
const (
	notesASecond = 20
	notesSaved   = 200
)

func newNotes() *rate.Limiter { return rate.NewLimiter(notesASecond, notesSaved) }

// note logs what a client caused, or only counts it if there is too much; the next line has the count.
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
