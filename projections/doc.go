// Package projections is what anyone sees: views of the log, as tables of one
// SQLite file that is filled in one pass and can always be filled again.
//
//	views, err := projections.Open(ctx, projections.Config{Dir: dir, Store: log, Catalogue: catalogue.Standard})
//	go views.Run(ctx)                        // follows the log
//	err = views.WaitFor(ctx, receipt.Position) // until a write is in the views
//	err = views.Read(ctx, func(q *projections.Query) error {
//		board, err := q.Board(today)
//		...
//	})
//
// A row is the fold of one stream. It says which stream and revision made it,
// so that whoever doubts it can go and fold that stream. Totals are kept beside
// the rows, in the same transaction, and each of them is the number of rows
// that a filter gives: see [Board] and [Filter].
//
// A file belongs to one set of view definitions: their digest is in its name. A
// changed definition fills a new file beside the old one and takes its place
// when it has caught up; what is half built is never shown.
//
// What it never does: store anything that depends on the day on which it is
// read, store an opened secret, skip an event that it does not know, or feed
// anything back into a decision.
package projections
