//go:build !race && !js

package live

const largest = 16 << 20
