//go:build race

package live

const largest = 1 << 20
