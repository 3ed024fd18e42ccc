package web

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// problem is an error of the API (RFC 9457).
type problem struct {
	Title  string `json:"title"`  // the reason phrase of the status
	Status int    `json:"status"` // the status of the answer
	Detail string `json:"detail"` // one sentence with what to do
}

// fail sends a problem; the sentence quotes what arrived and names what was expected.
func fail(w http.ResponseWriter, status int, format string, args ...any) {
	body, err := json.Marshal(problem{http.StatusText(status), status, fmt.Sprintf(format, args...)})
	if err != nil { // cannot happen: three plain members
		panic(err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}
