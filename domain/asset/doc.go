// Package asset is what collectives own: one stream an asset, from the day on
// which it comes on record to the day on which it is sold, transferred or written
// off. Its net value changes only on an appraisal or an inventory that stands on
// record before.
//
// What leaves the collective says who decided it and where the value went: a
// disposal names its contract and price, a transfer the collective that takes
// it, where a new stream goes on with the same values and names this one, and a
// write-off the value that is given up. Then the stream is closed.
//
// A lease is claimed here, so that two never have a day in common, and rests on
// the contract, which was held against the same rules when it was signed.
//
// The legal order stands in order.go, the policies in rules.go, leases.go and
// leaving.go, what follows from a command in decide.go.
package asset
