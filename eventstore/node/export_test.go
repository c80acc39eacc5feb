package node

import "time"

// Limits are what tests of a node's limits make small.
type Limits struct {
	Connections, StrangerBytes, StrangerCalls, Calls, Requests int
	Idle, RequestTime                                          time.Duration
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
	n.limit(limits)
}

func set[T comparable](to *T, value T) {
	var zero T
	if value != zero {
		*to = value
	}
}
