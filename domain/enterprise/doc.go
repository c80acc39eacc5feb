// Package enterprise is the businesses that are to raise the income of farmers
// (新型经营主体): farmers' cooperatives, supply-and-marketing cooperatives,
// businesses that a community runs, family farms, and the poverty-alleviation
// development companies (扶贫开发公司). One stream an enterprise, from its
// registration to its closing.
//
// Money comes in from collectives, from the treasury of a town or of the county,
// and from members, as start-up capital or as an increase of it; start-up capital
// is never more than was registered. What a collective puts in rests on a decision
// of its own that names the enterprise, so an enterprise is on record before it
// is decided upon. Dividends go back to whoever put money in.
package enterprise
