// Package contract is what a collective signs: one stream a contract, with a
// schedule of what is due under it, in or out. What is due on a day follows from
// the schedule and is never typed in; what is paid is recorded, and is never more
// than the schedule has in all.
//
// A contract follows the decision and the tender that it rests on, and is weighed
// by the rules of the day when it is signed, and again as a whole when it is
// amended, so that no threshold is passed in steps. An amendment changes what is
// due from a day on, never what was due before; a slip of the pen is a
// correction instead.
package contract
