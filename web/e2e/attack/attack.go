// Package attack attacks the built program from outside, with the limits as they come: what one client, or a few,
// can do to the others. Its tests need the build tag attack and bin/upgrade101 (make attack). Where a figure is a
// count or a bound it is asserted; where it is a time it is printed.
package attack
