package programs

import (
	"bytes"
	"encoding/json"
	"sync"

	"upgrade101/handshake/hop"
)

// Catalog returns the data of all programs, parsed on first use.
var Catalog = sync.OnceValue(func() *hop.Catalog {
	c, err := hop.ParseCatalog(JSON())
	if err != nil {
		panic(err) // the files are embedded, and a test reads them
	}
	return c
})

// Whole is what the page fetches, for hop.ParseWhole: the catalog with each program and configuration complete, without
// what only documents show. The page needs no code to complete it.
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
