// Package hoptest has what the tests of proxies share: recordings of real proxies and the backend they were recorded with.
package hoptest

import (
	"bytes"
	"compress/bzip2"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Recordings are observations of real proxies; see README.md.
type Recordings struct {
	Requests map[string]string
	Programs map[string][]struct {
		ID           string
		Config       string
		Observations []Observation
	}
}

// Observation is one exchange through one proxy.
type Observation struct {
	Request   string
	Answer    string
	Same      string  `json:"same_as"`
	ToBackend *string `json:"to_backend"`
	ToClient  *string `json:"to_client"`
	End       string
	Tunnel    string
	Early     string `json:"early_frame"`
	Log       string

	absent bool // to_backend is not repeated
}

func (o *Observation) UnmarshalJSON(b []byte) error {
	type plain Observation
	if err := json.Unmarshal(b, (*plain)(o)); err != nil {
		return err
	}
	o.absent = !bytes.Contains(b, []byte(`"to_backend"`))
	return nil
}

//go:embed recordings.json.bz2
var packed []byte

// Load unpacks the recordings and restores what they omit as unchanged.
func Load() (*Recordings, error) {
	raw, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	var r Recordings
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, err
	}
	for id, text := range r.Requests {
		r.Requests[id] = latin1(text)
	}
	for _, configurations := range r.Programs {
		seen := map[string]Observation{}
		for _, c := range configurations {
			first := map[string]*string{}
			for i := range c.Observations {
				o := &c.Observations[i]
				if o.Same != "" {
					request, answer := o.Request, o.Answer
					*o = seen[o.Same+"\x00"+request+"\x00"+answer]
				} else if o.absent {
					o.ToBackend = first[o.Request]
				}
				if _, ok := first[o.Request]; !ok {
					first[o.Request] = o.ToBackend
				}
				seen[c.ID+"\x00"+o.Request+"\x00"+o.Answer] = *o
			}
		}
	}
	return &r, nil
}

// Observed is what a proxy did with a request of Further or an answer of FurtherAnswers.
type Observed struct {
	Request string `json:"r"` // a name: a is that of the recordings, page is Page
	Answer  string `json:"a"` // by name
	Backend string `json:"b"` // the head that arrived, without its empty line; empty for none
	Client  string `json:"c"` // heads, and up to 400 octets of content
	End     string `json:"e"`
	Tunnel  string `json:"t"`
}

//go:embed further.json.bz2
var packedFurther []byte

// Observations are those of further requests and answers.
type Observations struct {
	Requests map[string]string     // by name
	Programs map[string][]Observed // by program/configuration
}

// LoadFurther unpacks the observations.
func LoadFurther() (*Observations, error) {
	raw, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packedFurther)))
	if err != nil {
		return nil, err
	}
	return ParseObservations(raw)
}

// ParseObservations reads new observations.
func ParseObservations(raw []byte) (*Observations, error) {
	var all Observations
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	for name, text := range all.Requests {
		all.Requests[name] = latin1(text)
	}
	for _, list := range all.Programs {
		for i := range list {
			list[i].Backend, list[i].Client = latin1(list[i].Backend), latin1(list[i].Client)
		}
	}
	return &all, nil
}

// latin1 converts a recording's text, one character for each octet, to octets.
func latin1(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

// Contrast returns the lines in which two texts differ.
func Contrast(got, want string) string {
	has := map[string]int{}
	for _, l := range strings.Split(want, "\r\n") {
		has[l]++
	}
	var out []string
	for _, l := range strings.Split(got, "\r\n") {
		if has[l]--; has[l] < 0 {
			out = append(out, fmt.Sprintf("got %q", l))
		}
	}
	for _, l := range strings.Split(want, "\r\n") {
		if has[l] > 0 {
			has[l]--
			out = append(out, fmt.Sprintf("want %q", l))
		}
	}
	if out == nil {
		return fmt.Sprintf("order: got %q want %q", got, want)
	}
	return strings.Join(out, ", ")
}
