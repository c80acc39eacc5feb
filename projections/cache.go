package projections

// stateCache keeps the entities that were used last. It holds those that are
// dirty until they are written, so that whoever fills it writes them in time.
type stateCache struct {
	limit    int
	byStream map[string]*entity
	newest   *entity
	oldest   *entity
	dirty    []*entity
}

func newStateCache(limit int) *stateCache {
	return &stateCache{limit: limit, byStream: map[string]*entity{}}
}

// get is the entity of a stream, or nil.
func (c *stateCache) get(stream string) *entity {
	e := c.byStream[stream]
	if e != nil && e != c.newest {
		c.unlink(e)
		c.link(e)
	}
	return e
}

// add keeps an entity. Its stream must not be kept already.
func (c *stateCache) add(e *entity) {
	c.byStream[e.stream] = e
	c.link(e)
}

// remove forgets an entity, which must not be dirty.
func (c *stateCache) remove(e *entity) {
	delete(c.byStream, e.stream)
	c.unlink(e)
}

// mark makes an entity dirty.
func (c *stateCache) mark(e *entity) {
	if !e.dirty {
		e.dirty = true
		c.dirty = append(c.dirty, e)
	}
}

// full reports whether it holds more than it should.
func (c *stateCache) full() bool { return len(c.byStream) > c.limit }

// shrink forgets those that were not used for longest, none of which may be
// dirty, and leaves room for more.
func (c *stateCache) shrink() {
	for left := max(1, c.limit-c.limit/4); len(c.byStream) > left; {
		c.remove(c.oldest)
	}
}

func (c *stateCache) link(e *entity) {
	e.older, e.newer = c.newest, nil
	if c.newest != nil {
		c.newest.newer = e
	} else {
		c.oldest = e
	}
	c.newest = e
}

func (c *stateCache) unlink(e *entity) {
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		c.newest = e.older
	}
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		c.oldest = e.newer
	}
	e.newer, e.older = nil, nil
}
