package web

import (
	"container/list"
	"sync"
)

// maxCache bounds the rendered pages that are kept, in bytes with their encodings. All real pages take less than a
// third of it; what invented hosts and queries add drives out the oldest.
const maxCache = 96 << 20

// pageCache keeps rendered pages, each until newer ones need its space.
type pageCache struct {
	mu    sync.Mutex
	pages map[string]*list.Element
	order list.List // of cached, the oldest first
	bytes int
	max   int
}

type cached struct {
	key   string
	page  *asset
	bytes int
}

func newPageCache(max int) *pageCache { return &pageCache{pages: map[string]*list.Element{}, max: max} }

// has reports whether a page is kept.
func (c *pageCache) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pages[key] != nil
}

// get finds a page, or renders it and keeps it. A page that is nil is not kept.
func (c *pageCache) get(key string, render func() *asset) *asset {
	c.mu.Lock()
	if e := c.pages[key]; e != nil {
		c.mu.Unlock()
		return e.Value.(*cached).page
	}
	c.mu.Unlock()
	page := render() // not under the lock: two visitors may render the same page at once, and one of them is kept
	if page == nil {
		return nil
	}
	size := len(key)
	for _, body := range page.body {
		size += len(body)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages[key] != nil || size > c.max {
		return page
	}
	c.pages[key] = c.order.PushBack(&cached{key, page, size})
	for c.bytes += size; c.bytes > c.max; {
		oldest := c.order.Remove(c.order.Front()).(*cached)
		delete(c.pages, oldest.key)
		c.bytes -= oldest.bytes
	}
	return page
}
