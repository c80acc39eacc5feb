// Package ledger is the executor: the one way in which anything gets into the
// log, and the place where auditors ask what is in it.
//
// A command is decided against the folded history of one stream, its events
// are judged, sealed and appended, and the answer says where they stand:
//
//	receipt, err := l.Do(ctx, ledger.Request{
//		Actor:   operator,
//		Command: request.Accept{},
//		ID:      "5f0c…",
//		Key:     "retry-safe key of the caller",
//	})
//
// A refusal is a [domain.Rejection] and leaves no trace. Everything else that
// anyone sees is computed from the log; this package never reads a view.
package ledger
