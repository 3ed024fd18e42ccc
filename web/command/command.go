// Package command has the verbs of upgrade101 in a terminal, one per file.
package command

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Exit statuses.
const (
	exitOK      = 0 // it works
	exitFails   = 1 // it does not: a refused request, a file with an error, a server that does not open
	exitUnknown = 2 // a file that cannot be read, a text without a handshake
	ExitUsage   = 3 // wrong arguments
)

// Streams are the input and output of a verb.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal bool   // Out is a terminal, and NO_COLOR is not set
	Notices  string // the licences of what upgrade101 contains; "" if it was built without them
}

// wrote writes the output of a verb and returns its exit status, or another one if writing fails.
func (s *Streams) wrote(verb, text string, status int) int {
	if _, err := io.WriteString(s.Out, text); err != nil {
		fmt.Fprintf(s.Err, "upgrade101 %s: %v\n", verb, err)
		return exitUnknown
	}
	return status
}

// verb is what upgrade101 does in a terminal besides serving.
type verb struct {
	name  string
	usage string
	about string
	run   func(args []string, s *Streams) int
}

// verbs are in the order of the help text.
var verbs []verb

func init() { // a verb's help lists the verbs
	verbs = []verb{
		{"inspect", "[-json|-markdown] [policy flags] FILE…|-", "why the handshake in a file fails: any paste", inspect},
		{"probe", "[flags] ws(s)://HOST/PATH", "makes an opening handshake from this machine and says what came of it", probeCommand},
		{"check", "[-strict] [-format text|github|json] PATH…", "whether the handshakes in documentation are right", check},
		{"health", "[-addr HOST:PORT]", "whether a server answers, for containers", health},
		{"notices", "", "the licences of what upgrade101 contains", notices},
	}
}

// Run runs the verb at the start of args and returns the exit status; ok is false if they name none.
func Run(args []string, s *Streams) (status int, ok bool) {
	if len(args) == 0 {
		return 0, false
	}
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == args[0] })
	if i < 0 {
		return 0, false
	}
	return verbs[i].run(args[1:], s), true
}

// Names lists the verbs, for the message about an unknown one.
func Names() string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return strings.Join(names, ", ")
}

// Help writes a line for each verb.
func Help(w io.Writer) {
	for _, v := range verbs {
		fmt.Fprintf(w, "  upgrade101 %s %s\n    \t%s\n", v.name, v.usage, v.about)
	}
}

// flags are the flags of a verb; parse reports whether the verb continues, or else its exit status.
func flags(name string, s *Streams) *flag.FlagSet {
	f := flag.NewFlagSet("upgrade101 "+name, flag.ContinueOnError)
	f.SetOutput(s.Err)
	f.Usage = func() {
		i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == name })
		fmt.Fprintf(f.Output(), "usage: upgrade101 %s %s\n%s\n", name, verbs[i].usage, verbs[i].about)
		f.PrintDefaults()
	}
	return f
}

// parse reads the flags of a verb, before and after its operands, and returns the operands. Requested help is output, not an
// error.
func parse(f *flag.FlagSet, args []string, s *Streams) (operands []string, status int, ok bool) {
	for {
		var said strings.Builder
		f.SetOutput(&said)
		err := f.Parse(args)
		f.SetOutput(s.Err)
		switch {
		case err == flag.ErrHelp:
			io.WriteString(s.Out, said.String())
			return nil, exitOK, false
		case err != nil:
			io.WriteString(s.Err, safeLines(said.String()))
			return nil, ExitUsage, false
		}
		rest := f.Args()
		if n := len(args) - len(rest); len(rest) == 0 || n > 0 && args[n-1] == "--" {
			return append(operands, rest...), 0, true
		}
		operands, args = append(operands, rest[0]), rest[1:]
	}
}

// misuse reports a fault of the arguments.
func misuse(f *flag.FlagSet, format string, values ...any) int {
	fmt.Fprintf(f.Output(), "%s: %s\n", f.Name(), safe(fmt.Sprintf(format, values...)))
	f.Usage()
	return ExitUsage
}
