// Package attack attacks the built program from outside, under the default limits: what one client, or a few, can do to the
// others. Its tests need the build tag attack and bin/upgrade101 (make attack). Counts and bounds are asserted; times are
// printed.
package attack
