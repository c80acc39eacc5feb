// Package web is what the public and its programs see of a ledger: pages that a
// resident reads on a phone or on the wall, the same as JSON and CSV, and the
// one way in for commands.
//
//	h := web.New(web.Config{Ledger: l, Views: views, WriteToken: token})
//	err := web.NewServer(h).Serve(ctx, listener)
//
// A page is made from the views and from the log, in one of two languages, and
// works without script. Every figure on it links to the rows that it counts,
// every row to the event that made it, and every event to what it rests on:
// whoever asks "says who?" gets there in three steps.
//
// One file is one page or one concern; routes.go lists all addresses. Texts
// stand in locales/, in both languages, and never in code.
//
// What it never does: open a sealed field, decide anything, keep anything but
// counters, or load anything from elsewhere.
package web
