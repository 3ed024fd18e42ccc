package web

import (
	"container/list"
	"sync"
)

// maxCache bounds the cached pages, in bytes with their encodings. All real pages take less than a third of it; pages for
// invented hosts and queries evict the oldest.
const maxCache = 96 << 20

// pageCache caches rendered pages until newer ones need their space.
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

// has reports whether a page is cached.
func (c *pageCache) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pages[key] != nil
}

// get returns a cached page, or renders and caches it. A nil page is not cached.
func (c *pageCache) get(key string, render func() *asset) *asset {
	c.mu.Lock()
	if e := c.pages[key]; e != nil {
		c.mu.Unlock()
		return e.Value.(*cached).page
	}
	c.mu.Unlock()
	page := render() // without the lock: two visitors may render the same page at once, and one of the two is cached
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
