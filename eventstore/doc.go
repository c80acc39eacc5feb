// Package eventstore is the log: one ordered, append-only sequence of records,
// divided into streams.
//
// It knows nothing of what it keeps. A record has an id, a type, data and
// metadata, and to this package data and metadata are opaque bytes. What they
// mean, who may write them and which order is lawful is decided elsewhere,
// before [Store.Append].
//
// A [Store] is used by one process and by any number of goroutines at once:
//
//	pos, err := store.Append(ctx, "request-7", eventstore.NoStream, events...)
//	for r, err := range store.ReadStream(ctx, "request-7", 0) { ... }
//	for r, err := range store.ReadAll(ctx, pos) { ... }
//
// The contract stands in prose on the interface. Package storetest is the same
// contract as tests, and every implementation passes it.
//
// What it never does: delete, update or truncate. History only grows.
package eventstore
