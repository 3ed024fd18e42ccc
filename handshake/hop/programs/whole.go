package programs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"strings"
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
		out.Base, out.About, out.Also, out.Place, out.Evidence, out.Configurations = "", "", "", "", "", nil
		for _, c := range p.Configurations {
			c.Base = ""
			out.Configurations = append(out.Configurations, c)
		}
		whole.Programs = append(whole.Programs, out)
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(members(reflect.ValueOf(whole))); err != nil {
		panic(err) // strings and numbers can be encoded
	}
	return b.Bytes()
}

// members returns the members of a JSON value by name, without those that are empty. So the types need no tags that would only serve
// to write them, and that the page would contain.
func members(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		out := map[string]any{}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if value := v.Field(i); f.IsExported() && !value.IsZero() && (value.Kind() != reflect.Slice || value.Len() > 0) {
				out[cmp.Or(f.Tag.Get("json"), strings.ToLower(f.Name))] = members(value)
			}
		}
		return out
	case reflect.Slice:
		var out []any
		for i := range v.Len() {
			out = append(out, members(v.Index(i)))
		}
		return out
	}
	return v.Interface()
}
