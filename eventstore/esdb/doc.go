// Package esdb is the log on a server: EventStoreDB or KurrentDB, or a node
// that speaks their protocol. [Open] takes a connection string as their
// documentation defines it, and answers an [eventstore.Store].
//
// The client that it stands on, EventStore-Client-Go, has ways to fail that a
// ledger cannot have: calls that never return, connections that are never
// given back, a client that stays dead once its server was away. What keeps
// them out is one rule: a client carries one call at a time, and the first
// fault is its last. Calls borrow a client from a small pool; one that failed
// is closed, with everybody who waits idle beside it, and the call is made
// again on a fresh one. So no two calls ever meet inside a client, which is
// where it blocks and where it leaks.
//
// A call made again is safe, because an append carries its ids and what it
// expects of the stream, and the server then answers as it did the first time.
// A read goes on where it was. A call gives up at the end of its context, or
// when the server could not be had for [Patience] or for as many attempts as
// the connection string says (maxDiscoverAttempts); then its error is
// [eventstore.ErrUnavailable], and of an append that may have been written
// [eventstore.ErrUncertain] too.
//
// A read fetches pages and yields them from memory: nothing of the server is
// held while a record is yielded. Waiting is one subscription for all who
// wait, which goes on where it was after a fault.
//
// Events and streams of the server itself, whose names begin with '$', are
// passed over. A position is the server's commit position.
//
// A server can be told to forget, by a limit on a stream ($maxCount, $maxAge,
// $tb) or its deletion. A read of a stream notices by the revisions that are
// missing, which is an [eventstore.CorruptError]. A read of everything cannot,
// and a stream that was deleted as a whole looks like one that never was. An
// event of which the server does not say when it was recorded is a CorruptError,
// too.
//
// What a server is asked to keep has to fit its own limits: EventStoreDB
// refuses an append over its MaxAppendSize, 1 MiB unless it is told otherwise,
// with a [eventstore.LimitError] here.
package esdb
