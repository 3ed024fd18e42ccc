package browser

import (
	"encoding/base64"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// NewKey returns a nonce (RFC 6455 §4.1): 16 random bytes in base64. They come from the browser: crypto/rand would add 20 kB
// to the download.
func NewKey() string {
	var random [16]byte
	array := app.Window().Get("Uint8Array").New(len(random))
	app.Window().Get("crypto").Call("getRandomValues", array)
	app.CopyBytesToGo(random[:], array)
	return base64.StdEncoding.EncodeToString(random[:])
}
