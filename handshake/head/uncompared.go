package head

// Uncompared, as the first field of a struct, makes the struct incomparable, so that the compiler generates no comparison function.
// Those of the largest structs took 6 kB of the download.
type Uncompared [0]func()
