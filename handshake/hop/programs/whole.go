package programs

import (
	"bytes"
	"encoding/json"
	"sync"

	"upgrade101/handshake/hop"
)

// Catalog is what is known about all programs, read when it is first asked for.
var Catalog = sync.OnceValue(func() *hop.Catalog {
	c, err := hop.ParseCatalog(JSON())
	if err != nil {
		panic(err) // the files are ours, and a test reads them
	}
	return c
})

// Whole is what the page fetches, for hop.ParseWhole: the catalog with each program and configuration complete, and without
// what only documents show. Written so, the page needs no code to complete it.
func Whole() []byte {
	whole := hop.Catalog{Version: Version, Reasons: Catalog().Reasons}
	for _, p := range Catalog().Programs {
		out := p
		out.Base, out.About, out.Evidence, out.Configurations = "", "", "", nil
		for _, c := range p.Configurations {
			c.Base = ""
			out.Configurations = append(out.Configurations, c)
		}
		whole.Programs = append(whole.Programs, out)
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(whole); err != nil {
		panic(err) // strings and numbers can be encoded
	}
	return b.Bytes()
}
