package demo

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// service is the requests of the community, from the first day of its service.
func (p *plan) service() {
	first := p.workday(p.serviceFrom)
	days := p.calendar.WorkdaysBetween(first, lastDay)
	before := make([]*life, p.requests)
	for n := range p.requests {
		l := &life{script: p.tell(fmt.Sprintf("request/%d", n), first)}
		l.about = p.about(l.chance, first, days)
		if n%100 == 60 && before[n-1].stream != "" && before[n-1].submitted.Before(p.at(lastDay.AddDays(-7), 0)) {
			// The same again some days later, of whoever asked before.
			l.about, l.duplicates = before[n-1].about, before[n-1].stream
			l.submitted = l.hours(p.calendar.AddWorkdays(domain.DateOf(l.submitted, p.zone), l.between(1, 2)))
		}
		l.now = l.submitted
		begun := len(p.steps)
		l.run()
		before[n] = l
		if len(p.steps) > begun {
			p.steps[len(p.steps)-1].request = true
		}
	}
}

// about is what a request is about. Nothing in it depends on any other request.
type about struct {
	matter    listed
	channel   request.Channel
	people    int
	requester domain.Personal
	submitted time.Time
}

func (p *plan) about(c chance, first domain.Date, days int) about {
	var a about
	// Later days come more often: the service was being built up.
	n := int(math.Pow(c.Float64(), 0.85) * float64(days))
	day := p.calendar.AddWorkdays(first, min(n, days-1))
	for {
		a.matter = matters[c.weighted(len(matters), func(i int) int { return matters[i].weight })]
		if a.matter.Code != "JB04" || day.Before(endOfJB04.AddDays(-7)) {
			break
		}
	}
	a.channel = pick(c, channels[a.matter.List.List])
	a.submitted = p.at(day, c.between(8*60+30, 16*60))
	if a.channel == request.Online && c.percent(40) {
		a.submitted = p.at(day, c.between(18*60, 22*60))
	}
	a.submitted = a.submitted.Add(time.Duration(c.IntN(60)) * time.Second)
	a.people = 1 + c.weighted(5, func(i int) int { return []int{26, 26, 22, 16, 10}[i] })
	if !c.percent(8) { // a question at the window needs no name
		a.requester = p.resident(p.place, 1+c.IntN(max(20, p.requests*4/5)))
	}
	return a
}

var channels = map[domain.ServiceList][]share[request.Channel]{
	domain.ImmediateList: {{68, request.Window}, {12, request.Phone}, {13, request.Online}, {7, request.Visit}},
	domain.AgentList:     {{42, request.Window}, {16, request.Phone}, {12, request.Online}, {30, request.Visit}},
	domain.GuidedList:    {{48, request.Window}, {22, request.Phone}, {24, request.Online}, {6, request.Visit}},
}

// life is one request on its way through the year.
type life struct {
	*script
	about
	// duplicates is the stream of the request that it repeats, or "".
	duplicates string
	id, stream string
	due        domain.Date
	held       bool // whether originals are held
}

// do takes the next step in the life of the request.
func (l *life) do(by domain.Role, command any) {
	if id := l.script.do(l.role(by), l.id, command); !l.over {
		l.id, l.stream = id, domain.StreamOf("request", id)
	}
}

// until lets time pass until the n-th working day after one, if that is still
// to come.
func (l *life) until(day domain.Date, workdays int) {
	if at := l.hours(l.calendar.AddWorkdays(day, workdays)); at.After(l.now) {
		l.now = at
	} else {
		l.soon(5, 40)
	}
}

// papers are some of the matter's, at most n and at least one where it has any.
func (l *life) papers(n int) []string {
	some := slices.Clone(l.matter.Papers)
	l.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	if len(some) == 0 {
		return nil
	}
	return some[:l.between(1, min(n, len(some)))]
}
