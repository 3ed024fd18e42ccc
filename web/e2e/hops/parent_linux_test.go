//go:build hops

package hops

import (
	"os/exec"
	"syscall"
)

// endWithParent ends a program with the process that starts it, however that ends.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
