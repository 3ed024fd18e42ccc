package model

import (
	"reflect"
	"strings"
	"testing"

	"upgrade101/handshake/head"
)

// TestModelIsAValue: no part of a Model, however deep, is of a kind that a copy shares and code can change in place
// without an assignment: maps, channels, functions, locks. Values of packages handshake and hop are not examined: rules
// and programs are never changed.
func TestModelIsAValue(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var look func(at string, of reflect.Type)
	look = func(at string, of reflect.Type) {
		if seen[of] || of == reflect.TypeFor[head.Uncompared]() || of.PkgPath() == "upgrade101/handshake" || of.PkgPath() == "upgrade101/handshake/hop" {
			return
		}
		seen[of] = true
		switch of.Kind() {
		case reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
			t.Errorf("%s is a %s", at, of)
		case reflect.Pointer, reflect.Slice, reflect.Array:
			look(at, of.Elem())
		case reflect.Struct:
			if strings.HasPrefix(of.PkgPath(), "sync") {
				t.Errorf("%s is a %s", at, of)
			}
			for i := range of.NumField() {
				look(at+"."+of.Field(i).Name, of.Field(i).Type)
			}
		}
	}
	look("Model", reflect.TypeFor[Model]())
	if len(seen) < 30 {
		t.Errorf("only %d types are looked at", len(seen))
	}
}
