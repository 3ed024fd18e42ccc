package command

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/hop/programs"
	"upgrade101/handshake/paste"
	"upgrade101/handshake/report"
	"upgrade101/web/live"
)

// maxText bounds the texts that inspect reads, in bytes: the bound of paste.Read.
const maxText = paste.MaxPaste

// inspect explains why the handshake in a text fails.
func inspect(args []string, s *Streams) int {
	f := flags("inspect", s)
	asJSON := f.Bool("json", false, "print the report of POST /api/inspect, one line for each file")
	asMarkdown := f.Bool("markdown", false, "print Markdown")
	query := policyFlags(f)
	operands, status, ok := parse(f, args, s)
	if !ok {
		return status
	}
	if *asJSON && *asMarkdown {
		return misuse(f, "-json and -markdown exclude each other")
	}
	policy := live.Policy(query())
	if wrong := policyFault(policy); wrong != "" {
		return misuse(f, "%s", wrong)
	}
	if len(operands) == 0 {
		return misuse(f, "name a file, or - for standard input")
	}
	worst, written := exitOK, 0
	for _, name := range operands {
		text, err := readText(name, s.In)
		if err != nil {
			fmt.Fprintf(s.Err, "upgrade101 inspect: %s\n", safe(err.Error()))
			worst = max(worst, exitUnknown)
			continue
		}
		j := judgeText(text, policy)
		switch {
		case *asJSON:
			e := json.NewEncoder(s.Out)
			e.SetEscapeHTML(false)
			line := reportOfFile{Report: j.Report}
			if len(operands) > 1 {
				line.File = name
			}
			err = e.Encode(line)
		default:
			w := &writer{plain: !s.Terminal, markdown: *asMarkdown}
			if len(operands) > 1 {
				w.title(name, written > 0)
			}
			written++
			w.judged(&j)
			_, err = io.WriteString(s.Out, w.String())
		}
		if err != nil {
			fmt.Fprintf(s.Err, "upgrade101 inspect: %v\n", err)
			return exitUnknown
		}
		worst = max(worst, exitOf(&j))
	}
	return worst
}

// reportOfFile is a line of -json.
type reportOfFile struct {
	File string `json:"file,omitempty"` // its name, where there are several
	report.Report
}

// judged is a report with its headline.
type judged struct {
	report.Report
	state    cause.State
	headline string
	meaning  string
}

// judgeText returns the report on a pasted text, as POST /api/inspect does.
func judgeText(text string, policy handshake.Policy) judged {
	p := paste.Read(text)
	r := handshake.Inspect(p.Exchange(), policy)
	return newJudged(&r, report.ReadFrom{Format: p.Format, Text: text, Paste: &p})
}

func newJudged(r *handshake.Report, from report.ReadFrom) judged {
	from.Hop = cause.LosingHop(programs.Catalog(), r)
	from.Config = cause.ConfigSays(programs.Catalog(), from.Text, from.Paste)
	j := judged{Report: report.Of(r, from)}
	outcome := cause.Outcome{Result: j.Outcome.Result, Status: j.Outcome.Status, By: j.Outcome.By, Close: j.Outcome.Close, Config: j.Outcome.Config}
	if passes := j.Outcome.Passes; passes != nil {
		outcome.Passes, outcome.Loses = *passes, !*passes
	}
	if r.Request == nil && r.Response == nil {
		r = nil
	}
	j.state, j.headline, j.meaning = cause.Headline(outcome, r)
	return j
}

// policyFault returns the fault of a policy; "" for none.
func policyFault(policy handshake.Policy) string {
	if wrong := policy.TooLong(); wrong != "" {
		return wrong
	}
	for _, entry := range policy.Origins {
		if fault := handshake.OriginFault(entry); fault != "" {
			return "-origins: " + fault
		}
	}
	return ""
}

// readText reads a file, or standard input for "-".
func readText(name string, in io.Reader) (string, error) {
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer file.Close()
		in = file
	}
	b, err := io.ReadAll(io.LimitReader(in, maxText+1))
	switch {
	case err != nil:
		return "", err
	case len(b) > maxText:
		return "", fmt.Errorf("%s is larger than %d bytes, which is the most that is read; cut out the part around the handshake", name, maxText)
	case len(strings.TrimSpace(string(b))) == 0:
		return "", errors.New(name + " is empty; expected a request, curl output, a HAR file, a log or an error message")
	}
	return string(b), nil
}

// exitOf returns the exit status of a report.
func exitOf(j *judged) int {
	if j.Outcome.Result == cause.Closed {
		return exitFails
	}
	switch j.state {
	case cause.Works, cause.Warns:
		return exitOK
	case cause.Unclear:
		return exitUnknown
	}
	return exitFails
}

// policyFlags are the conditions that /echo and the API take from their query.
func policyFlags(f *flag.FlagSet) (query func() url.Values) {
	values := url.Values{}
	keep := func(name string) func(string) error {
		return func(value string) error { values.Set(name, value); return nil }
	}
	off := func(name string) func(string) error {
		return func(value string) error {
			if value != "off" {
				return errors.New("it takes off, or is left out")
			}
			values.Set(name, value)
			return nil
		}
	}
	f.Func("subprotocols", "comma `list` of the subprotocols that the server knows; empty: none", keep("subprotocols"))
	f.Func("origins", "comma `list` of the origins that may connect: full origins, patterns such as *.example.com, same-host", keep("origins"))
	f.Func("deflate", "`off`: the server declines permessage-deflate", off("deflate"))
	f.Func("takeover", "`off`: the server agrees to permessage-deflate without context takeover", off("takeover"))
	return func() url.Values { return values }
}
