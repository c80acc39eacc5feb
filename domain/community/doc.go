// Package community is the rural communities of the county (社区): one stream a
// community, with an id that the clerk chooses and that stays when the name or
// the statistical division code changes. A community belongs to a town.
//
// It decides what concerns all of its natural villages, so the counts of who may
// vote stand here, and so do the bodies that act for it and the people who hold
// its posts.
package community
