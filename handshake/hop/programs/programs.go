// Package programs has the data of package hop: one file per proxy. The server publishes all as /hops/data.json; the page
// fetches its own form of them and does not link this package.
package programs

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed *.json
var files embed.FS

// reasons are why hops change a field.
//
//go:embed why/reasons.json
var reasons []byte

// Version is the version of the data format. New members do not change it; a new meaning of a member does.
const Version = 1

// JSON is the data file.
func JSON() []byte {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"version":%d,"reasons":`, Version)
	if err := json.Compact(&b, reasons); err != nil {
		panic("reasons.json: " + err.Error())
	}
	b.WriteString(`,"programs":[`)
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		one, err := files.ReadFile(name)
		if err == nil {
			err = json.Compact(&b, one)
		}
		if err != nil {
			panic(name + ": " + err.Error())
		}
	}
	b.WriteString("]}\n")
	return b.Bytes()
}
