package demo

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// The days of the demonstration. Its ledger begins on the first working day of
// 2015, and is shown as of the end of 2016.
var (
	firstDay   = domain.NewDate(2015, time.January, 5)
	secondYear = domain.NewDate(2016, time.January, 4)
	lastDay    = domain.NewDate(2016, time.December, 31)
	// pilotDay is the first day of the service in its pilot community.
	pilotDay = domain.NewDate(2015, time.August, 3)
)

// What a county of 2016 is made of, as far as it was reported or follows from
// that.
const (
	// wholeRequests together serve at least 120,000 people in 2016.
	wholeRequests = 60_500
	// collectives is how many own property.
	collectives = 410
	// reformsCompleted is how many communities completed the reform of their
	// collective in 2016.
	reformsCompleted = 152
)

// region is the communities of a demonstration, in the order in which they are
// taken where there are to be fewer.
type region struct {
	seed        uint64
	communities []*place
}

// place is a community: what is planned for, before anything is planned.
type place struct {
	town *townProfile
	// number is its place in the whole county, and inOwnTown that in its town, both
	// from 0.
	number, inOwnTown    int
	id, chinese, english string
	// serviceFrom is the first day of its service, and requests how many come.
	serviceFrom domain.Date
	requests    int
	// collectives is how many it has, besides that of the whole community, and
	// firstCollective the place of the first among those of the county, from 0.
	collectives, firstCollective int
	region                       *region
}

func (c *place) stream() string { return domain.StreamOf("community", c.id) }

// whole is how many communities the county has.
func whole() (n int) {
	for _, t := range towns {
		n += t.communities
	}
	return n
}

// newRegion makes up the communities of a county. Whatever there are fewer of is
// a part of the same county.
func newRegion(seed uint64, communities, requests int) *region {
	c := &region{seed: seed}
	for n := 0; len(c.communities) < whole(); n++ { // one of each town in turn
		for i := range towns {
			if t := &towns[i]; n < t.communities {
				name := t.community(n)
				c.communities = append(c.communities, &place{
					region: c, town: t, number: len(c.communities), inOwnTown: n, id: name.id,
					chinese: name.chinese, english: name.english, serviceFrom: c.serviceFrom(name.id),
				})
			}
		}
	}
	before := 0
	for _, m := range c.communities {
		m.collectives, m.firstCollective = shareOf(collectives-whole(), whole(), m.rank("collectives")), before
		before += 1 + m.collectives
	}
	c.communities = c.communities[:communities]
	c.spread(requests)
	return c
}

// rank is the place of the community in an order of all, from 0, which differs by
// topic: of what only some have, the first ones have it.
func (c *place) rank(topic string) int {
	return chanceOf(c.region.seed, "order/"+topic).Perm(whole())[c.number]
}

// of is how many communities of a town are in it.
func (c *region) of(t *townProfile) (n int) {
	for _, m := range c.communities {
		if m.town == t {
			n++
		}
	}
	return n
}

// shareOf is the share of one of many in a total that is divided evenly; the
// first ones have one more.
func shareOf(total, among, place int) int {
	n := total / among
	if place < total%among {
		n++
	}
	return n
}

// serviceFrom is a day from the pilot's to the middle of 2016, by when all had the
// service.
func (c *region) serviceFrom(id string) domain.Date {
	if id == pilot {
		return pilotDay
	}
	return pilotDay.AddDays(45 + chanceOf(c.seed, "service/"+id).IntN(270))
}

// spread divides requests among the communities, by the weights of their towns.
func (c *region) spread(requests int) {
	weights := make([]int, len(c.communities))
	total := 0
	for i, m := range c.communities {
		days := int(lastDay.Start(time.UTC).Sub(m.serviceFrom.Start(time.UTC)) / (24 * time.Hour))
		weights[i] = days * 100 * m.town.weight / m.town.communities * (80 + chanceOf(c.seed, "weight/"+m.id).IntN(41)) / 100
		total += weights[i]
	}
	left := requests
	for i, m := range c.communities {
		m.requests = requests * weights[i] / total
		left -= m.requests
	}
	for i := range left {
		c.communities[i%len(c.communities)].requests++
	}
}

// busiest is the communities, those with the most to do first.
func (c *region) busiest() []*place {
	all := slices.Clone(c.communities)
	slices.SortStableFunc(all, func(a, b *place) int { return b.requests - a.requests })
	return all
}
