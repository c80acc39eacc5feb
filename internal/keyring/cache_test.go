package keyring

import "testing"

// A ring that was read before a key was destroyed, and arrives after, must not
// come back into the cache.
func TestCacheRefusesWhatWasReadBeforeAChange(t *testing.T) {
	c := newCache(10)
	c.put("request-1", &ring{}, 0)
	c.changed(1)
	if c.get("request-1") != nil {
		t.Error("the change left a ring in the cache")
	}
	c.put("request-1", &ring{}, 0)
	if c.get("request-1") != nil {
		t.Error("a ring from before the change came back")
	}
	c.put("request-2", &ring{}, 1)
	c.put("request-3", &ring{}, 2)
	if c.get("request-2") != nil {
		t.Error("a ring that shows a change left older ones in the cache")
	}
	if c.get("request-3") == nil {
		t.Error("a ring from after the change is not kept")
	}
}

func TestCacheDropsTheLeastRecentlyUsed(t *testing.T) {
	c := newCache(2)
	c.put("request-1", &ring{}, 0)
	c.put("request-2", &ring{}, 0)
	c.get("request-1")
	c.put("request-3", &ring{}, 0)
	if c.get("request-1") == nil || c.get("request-2") != nil || c.get("request-3") == nil {
		t.Error("another ring was dropped than the one that was not used")
	}
}
