package model

// Hosting is what serves the page. A copy for static hosting has it in its head element (web/hosting.go).
type Hosting struct {
	Static bool   // files alone, no server
	Echo   string // a live endpoint elsewhere; "none": no address may be given; "": what is typed
	Engine bool   // the engine is served, to run in the page
}

// Address is the address to start from; "" for none.
func (h Hosting) Address() string {
	if h.Echo == "none" {
		return ""
	}
	return h.Echo
}
