// Package uuid is what go-app's Go code needs of github.com/google/uuid: a name for a device and for a tab, which
// this page asks for neither of. The module itself brings hashes and a random generator along.
package uuid

// NewString panics: nothing here asks for one.
func NewString() string { panic("web/build/slim leaves out uuid") }
