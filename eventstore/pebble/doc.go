// Package pebble is the embedded store: a log in one folder on a local disk,
// kept by the LSM engine github.com/cockroachdb/pebble.
//
//	store, err := pebble.Open("/var/lib/sunledger/log")
//	defer store.Close()
//
// One process holds the folder. A second one that tries is told who holds it,
// by a [*LockedError].
//
// # What is in the folder
//
//	FORMAT   the version of everything below, in plain text
//	LOCK     held while the log is open
//	HOLDER   who holds it: process, program, host, since when
//	TAIL     the last position that was acknowledged, and its record's checksum
//	db/      the engine's own files
//
// The engine holds three kinds of keys, described in keys.go: every event under
// its position, an index from a stream's revisions to positions, and the head
// of every stream by name.
//
// # Appending
//
// One goroutine writes. It takes the appends that wait, decides each in turn
// with the earlier ones of the group already counted, and writes those that
// hold as one batch with one fsync. A conflict is an answer to its own caller
// and changes nothing for the others. Nothing is shown to a reader before it is
// durable.
//
// # What damage is found
//
// Every record ends in a checksum over its position and all its bytes, and
// every read checks it, on top of the engine's checksums of blocks. Reads also
// check that no position and no revision is missing between two that they
// yield. What remains is the end of the log, where an engine cannot tell a
// write that a crash cut short from one that was acknowledged and then damaged:
// both are a write-ahead log that stops early. TAIL tells them apart. It is
// written after each commit is durable and before the commit is acknowledged,
// and a log that ends before it is refused when it is opened. See tail.go for
// what is left undetected.
//
// The folder is first examined read-only, so an [Open] that refuses a damaged
// log has changed nothing in it.
//
// What it never does: serve two processes, delete, or repair.
package pebble
