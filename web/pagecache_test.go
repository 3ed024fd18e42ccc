package web

import (
	"fmt"
	"strings"
	"testing"
)

func TestPageCache(t *testing.T) {
	rendered := map[string]int{}
	c := newPageCache(10_000)
	get := func(key string) {
		page := c.get(key, func() *asset {
			rendered[key]++
			return newAsset("x.html", []byte(strings.Repeat("x", 1000)))
		})
		if page == nil {
			t.Errorf("%s: no page", key)
		}
	}
	for range 3 {
		get("a")
	}
	if rendered["a"] != 1 {
		t.Errorf("rendered %d times", rendered["a"])
	}
	for i := range 100 {
		get(fmt.Sprint(i))
		if c.bytes > 10_000 || len(c.pages) != c.order.Len() {
			t.Fatalf("%d bytes in %d pages, %d in order", c.bytes, len(c.pages), c.order.Len())
		}
	}
	get("99")
	get("a")
	if rendered["99"] != 1 || rendered["a"] != 2 {
		t.Errorf("the newest was rendered %d times, the oldest %d times", rendered["99"], rendered["a"])
	}
	if c.get("none", func() *asset { return nil }) != nil || c.pages["none"] != nil {
		t.Error("a missing page is kept")
	}
	c.get("huge", func() *asset { return newAsset("x.html", make([]byte, 20_000)) })
	if c.pages["huge"] != nil || len(c.pages) == 0 {
		t.Error("a page larger than the cache drives out the others")
	}
}
