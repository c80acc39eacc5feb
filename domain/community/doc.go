// Package community is the rural communities of the county (社区): one stream a
// community, with an id that the clerk chooses and that stays when the name or
// the statistical division code changes. A community belongs to a town.
//
// It decides what concerns all of its natural villages, so the counts of who may
// vote stand here, and so do the bodies that act for it and the people who hold
// its posts.
//
// What is done in a community and for it stands here as well, a file a topic:
// where it serves its people, who of the town's staff works there, what it put up
// and what it was awarded for that, the two clean-ups, and whether it is to be
// improved or is a site that others look to.
package community
