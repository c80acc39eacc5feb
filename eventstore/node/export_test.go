package node

import "time"

// Limits are what tests of a node's limits make small.
type Limits struct {
	Connections, StrangerBytes, StrangerCalls, Calls, Requests int
	Idle, RequestTime, Polite, Patience                        time.Duration
}

// Limit changes the limits that are given.
func (n *Node) Limit(l Limits) {
	limits := n.limits
	set(&limits.connections, l.Connections)
	set(&limits.strangerBytes, l.StrangerBytes)
	set(&limits.strangerCalls, l.StrangerCalls)
	set(&limits.calls, l.Calls)
	set(&limits.requests, l.Requests)
	set(&limits.idle, l.Idle)
	set(&limits.requestTime, l.RequestTime)
	set(&limits.polite, l.Polite)
	set(&limits.patience, l.Patience)
	n.limit(limits)
}

func set[T comparable](to *T, value T) {
	var zero T
	if value != zero {
		*to = value
	}
}

// Arriving is how many bytes of appends are held that have not been answered.
func (n *Node) Arriving() int64 { return n.arriving.taken.Load() }

// Guesses holds one value for each wrong password that waits for its answer.
func (n *Node) Guesses() chan struct{} { return n.access.guesses }
