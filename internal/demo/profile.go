package demo

import (
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// profile is what a request is about. Nothing in it depends on any other
// request, but for a duplicate, which repeats one.
type profile struct {
	town      demoTown
	place     demoCommunity
	matter    listed
	channel   request.Channel
	people    int
	requester domain.Personal
	submitted time.Time
	// duplicates is the number of the request that it repeats, or -1.
	duplicates int
}

// profile draws what a request is about. The chance is left where the course of
// the request goes on drawing.
func (g *generator) profile(c chance, number int) profile {
	p := g.fresh(c, number)
	if original := g.original(number); original >= 0 {
		p = g.fresh(g.chance(original), original)
		p.duplicates = original
		p.submitted = g.later(c, p.submitted, c.between(1, 2))
	}
	return p
}

// original is the request that one in a hundred repeats: the one before it,
// which is not a duplicate itself; -1 for all others.
func (g *generator) original(number int) int {
	if number > 0 && number%100 == 60 {
		return number - 1
	}
	return -1
}

func (g *generator) fresh(c chance, number int) profile {
	p := profile{duplicates: -1}
	p.town = towns[c.weighted(len(towns), func(i int) int { return towns[i].weight })]
	p.place = one(c, p.town.communities)
	day := g.day(c)
	for {
		p.matter = matters[c.weighted(len(matters), func(i int) int { return matters[i].weight })]
		if p.matter.Code != "JB04" || day.Before(endOfJB04.AddDays(-7)) {
			break
		}
	}
	p.channel = pick(c, channels[p.matter.List.List])
	p.submitted = g.at(day, c.between(8*60+30, 16*60), c)
	if p.channel == request.Online && c.percent(40) {
		p.submitted = g.at(day, c.between(18*60, 22*60), c)
	}
	p.people = people(c, p.matter.Code)
	if !c.percent(8) { // a question at the window needs no name
		p.requester = g.resident(c)
	}
	return p
}

var channels = map[domain.ServiceList][]share[request.Channel]{
	domain.ImmediateList: {{68, request.Window}, {12, request.Phone}, {13, request.Online}, {7, request.Visit}},
	domain.AgentList:     {{42, request.Window}, {16, request.Phone}, {12, request.Online}, {30, request.Visit}},
	domain.GuidedList:    {{48, request.Window}, {22, request.Phone}, {24, request.Online}, {6, request.Visit}},
}

func people(c chance, matter string) int {
	switch {
	case matter == "JB01" && c.percent(12): // a whole group enrols at once
		return c.between(5, 30)
	case c.percent(18):
		return c.between(2, 4)
	}
	return 1
}

// resident is somebody who does not exist. Some come more than once.
func (g *generator) resident(c chance) domain.Personal {
	n := 1 + c.IntN(max(1, g.requests*4/5))
	who := uuid.NewSHA1(g.id, fmt.Appendf(nil, "resident/%d", n))
	return domain.About(who, fmt.Sprintf("居民 %04d / Resident %04[1]d", n))
}

// day is a working day of the year, later ones more often: the service was
// being built up.
func (g *generator) day(c chance) domain.Date {
	days := g.calendar.WorkdaysBetween(firstDay, lastDay)
	n := int(math.Pow(c.Float64(), 0.8) * float64(days))
	return g.calendar.AddWorkdays(firstDay, min(n, days-1)+1)
}

// at is a moment of a day, some minutes after midnight.
func (g *generator) at(day domain.Date, minutes int, c chance) time.Time {
	return day.Start(g.zone).Add(time.Duration(minutes)*time.Minute + time.Duration(c.IntN(60))*time.Second).UTC()
}

// later is in the working hours of the n-th working day after a moment.
func (g *generator) later(c chance, t time.Time, workdays int) time.Time {
	day := g.calendar.AddWorkdays(domain.DateOf(t, g.zone), workdays)
	return g.at(day, c.between(8*60+30, 17*60+20), c)
}
