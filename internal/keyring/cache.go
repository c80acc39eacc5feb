package keyring

import (
	"container/list"
	"sync"
)

// A ring is what the keyring holds of one owner. It is not changed once made.
type ring struct {
	live      []*key // ascending by generation; the last one seals
	destroyed map[commitment]bool
}

// erased reports whether every key of the owner was destroyed.
func (r *ring) erased() bool { return len(r.live) == 0 }

func (r *ring) newest() *key { return r.live[len(r.live)-1] }

// A cache holds the rings used most recently, as they were after a number of
// changes. A change is what can make a ring wrong: a key destroyed or renewed.
// Changes are rare, so that one empties the cache.
type cache struct {
	mu      sync.Mutex
	size    int
	changes int64
	recent  *list.List // of *cached, the latest first
	byOwner map[string]*list.Element
}

type cached struct {
	owner string
	ring  *ring
}

func newCache(size int) *cache {
	return &cache{size: size, recent: list.New(), byOwner: map[string]*list.Element{}}
}

// get is the ring of an owner, or nil.
func (c *cache) get(owner string) *ring {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byOwner[owner]
	if !ok {
		return nil
	}
	c.recent.MoveToFront(e)
	return e.Value.(*cached).ring
}

// put keeps a ring that was read after a number of changes, unless the cache
// knows of later ones: the ring may have been read before them.
func (c *cache) put(owner string, r *ring, changes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reach(changes)
	if changes < c.changes {
		return
	}
	if e, ok := c.byOwner[owner]; ok {
		e.Value.(*cached).ring = r
		c.recent.MoveToFront(e)
		return
	}
	c.byOwner[owner] = c.recent.PushFront(&cached{owner, r})
	for c.recent.Len() > c.size {
		oldest := c.recent.Back()
		c.recent.Remove(oldest)
		delete(c.byOwner, oldest.Value.(*cached).owner)
	}
}

// changed tells the cache how many changes there were.
func (c *cache) changed(changes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reach(changes)
}

func (c *cache) reach(changes int64) {
	if changes > c.changes {
		c.changes = changes
		c.recent.Init()
		clear(c.byOwner)
	}
}

func (c *cache) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.recent.Len()
}
