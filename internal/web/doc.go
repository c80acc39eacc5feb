// Package web is what the public and its programs see of a ledger: pages that a
// resident reads on a phone or on the wall, the same as JSON and CSV, pages for
// staff who signed in, and the one way in for commands.
//
//	h := web.New(web.Config{Ledger: l, Views: views, Auth: accounts})
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
// A public page is the same for everybody, whether they signed in or not. Who
// acts is an account: programs send its token with each request, people sign in
// and have a session (session.go), which lives in memory and ends with the
// process. Guessing is slowed (throttle.go).
//
// What it never does: open a sealed field, decide anything, keep anything but
// counters and sessions, write a secret anywhere, or load anything from
// elsewhere.
package web
