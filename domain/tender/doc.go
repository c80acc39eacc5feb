// Package tender is public bidding: one stream a tender, from the listing to the
// award. What is let or sold goes to the highest bid, works to the lowest, and to
// another one only for a reason that the public can read.
//
// A bid of one who decides, or of their kin, is recorded as what it is and never
// awarded (利益回避). A tender that is awarded is closed: whoever then does not sign
// makes it no other's, and it is put out anew.
package tender
