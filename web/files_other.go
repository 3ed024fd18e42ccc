//go:build !unix

package web

// openFiles returns how many files the process may have open; 0 if unknown.
func openFiles() int { return 0 }
