// Package programs holds what package hop knows about each proxy: one file per program. The server publishes them
// together as /hops/data.json; the page fetches that file and does not link this package.
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

// reasons are why hops do something to a field.
//
//go:embed why/reasons.json
var reasons []byte

// Version is that of the data's form. Members are added without a new version; a member that changes its meaning
// gets a new one.
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
