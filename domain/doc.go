// Package domain is the kernel that every aggregate of the ledger is built on.
//
// It gives the few concepts that the rules are written in:
//
//   - [Event], a fact; [Fact], the fact with who and when; [Recorded], the fact
//     as the log holds it.
//   - [State], what the facts of one stream add up to. Evolve holds the legal
//     order of steps, Judge the policies.
//   - [Command] and [Act], what somebody wants and the circumstances in which
//     they want it. Decide says which events follow.
//   - [Aggregate], made by [Define]: all of the above for one kind of stream,
//     with its types erased, so that one executor serves them all.
//   - [Sealed] and [Personal], the fields that not everybody may read.
//   - [Effective] and [Aggregate.Fold], a history with its corrections applied,
//     as it was known and as it stood at any time.
//
// The package is pure. It does no input or output, reads no clock, draws no
// random number and takes no context: whatever it needs is handed to it, and
// the same history gives the same answer for ever.
package domain
