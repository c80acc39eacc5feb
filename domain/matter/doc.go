// Package matter is the three lists of services: one stream a matter, named by
// its code. A matter says its terms (list, papers, basis, time limit,
// authority, fee) from a day on; a change is announced ahead and takes effect
// on its day, so that the terms of any day stay on record. Requests name a
// matter and take their terms from it.
package matter
