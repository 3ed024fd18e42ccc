package command

import "fmt"

// notices prints the licences of what upgrade101 contains.
func notices(args []string, s *Streams) int {
	f := flags("notices", s)
	operands, status, ok := parse(f, args, s)
	if !ok {
		return status
	}
	if len(operands) > 0 {
		return misuse(f, "it takes no arguments")
	}
	if s.Notices == "" {
		fmt.Fprintln(s.Err, "upgrade101 notices: it was built without them; build it with make build")
		return exitFails
	}
	return s.wrote("notices", s.Notices, exitOK)
}
