package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/internal/ledger"
)

// step is one command that is to be carried out. Everything in it is known
// before any is: the ids of what steps begin follow from their keys.
type step struct {
	at  time.Time
	by  string // account
	key string
	// id is that of the stream that it acts on, or "" where it begins one.
	id      string
	command any
	// papers are the documents that it names as evidence.
	papers []paper
	// seals names those whose keys it needs, of which many are made at once.
	seals []string
	// request says that it is the last step of one.
	request bool
}

// paper is a document that everybody may read.
type paper struct {
	kind        domain.AttachmentKind
	title, text string
}

// world is what all plans of a demonstration rest on.
type world struct {
	seed     uint64
	id       uuid.UUID // of the ledger
	operator string    // account
	calendar *rules.Calendar
	book     *rules.Book
	zone     *time.Location
}

// key is the idempotency key of a step of the demonstration.
func (w *world) key(what string) string { return fmt.Sprintf("demo/%d/%s", w.seed, what) }

// account is the id of one that the operator opens.
func (w *world) account(of string, role domain.Role) string {
	return ledger.BegunBy(w.operator, w.key("account/"+of+"/"+string(role)))
}

// resident is somebody who does not exist. They are numbered within a community,
// and some come more than once.
func (w *world) resident(c *place, n int) domain.Personal {
	who := uuid.NewSHA1(w.id, fmt.Appendf(nil, "resident/%s/%d", c.id, n))
	number := c.number*10_000 + n
	return domain.About(who, fmt.Sprintf("居民 %07d / Resident %07[1]d", number))
}

// cadre is the made-up name of an official. Those of officials are public.
func cadre(c *place, n int) string { return fmt.Sprintf("干部 %04d", c.number*100+n) }

// at is a moment of a day, some minutes after midnight.
func (w *world) at(day domain.Date, minutes int) time.Time {
	return day.Start(w.zone).Add(time.Duration(minutes) * time.Minute).UTC()
}

// plan is what is done in one community in two years. It is pure: the same world
// and community give the same plan.
type plan struct {
	*world
	*place
	steps []step
	// units are those that decide: the collectives first, that of the whole
	// community at their head, then the natural villages.
	collectivesOf, villages []*unit
	// parties is how many others the collectives have dealt with.
	parties int
}

// newPlan plans a community, in order of time.
func newPlan(w *world, c *place) *plan {
	p := &plan{world: w, place: c}
	p.places()
	for _, u := range p.collectivesOf {
		p.property(u)
		p.keep(u, firstDay.Year)
	}
	p.reforms()
	p.audits()
	for _, v := range p.villages {
		p.households(v)
	}
	p.organisation()
	p.income()
	for _, u := range p.collectivesOf {
		p.keep(u, secondYear.Year)
	}
	p.service()
	slices.SortStableFunc(p.steps, func(a, b step) int { return a.at.Compare(b.at) })
	return p
}

// role is the account of a role in the community.
func (p *plan) role(r domain.Role) string { return p.account(p.place.id, r) }

// inTown is the account of a role in its town.
func (p *plan) inTown(r domain.Role) string { return p.account(p.town.id, r) }

// script is one story in a plan: a request, a decision, a reform. Its steps
// follow each other in time.
type script struct {
	chance
	*plan
	name string
	now  time.Time
	n    int
	// over says that the year ended first.
	over bool
}

// tell begins a story on a day.
func (p *plan) tell(name string, from domain.Date) *script {
	s := &script{chance: chanceOf(p.seed, p.place.id+"/"+name), plan: p, name: name}
	s.now = s.hours(from)
	return s
}

// lastMoment is the end of the last day.
func (w *world) lastMoment() time.Time { return w.at(lastDay, 18*60) }

// do adds a step at the present moment of the story, unless the year is over.
// It answers with the id of the stream that the step acts on or begins.
func (s *script) do(by, id string, command any, papers ...paper) string {
	if s.over = s.over || s.now.After(s.lastMoment()); s.over {
		return id
	}
	st := step{at: s.now, by: by, key: s.key(s.place.id + "/" + s.name + "/" + fmt.Sprint(s.n)), id: id, command: command, papers: papers}
	s.n++
	s.steps = append(s.steps, st)
	if id == "" {
		return beganBy(st)
	}
	return id
}

// seals says that the step before needs the keys of a stream and of people.
func (s *script) seals(stream string, people ...domain.Personal) {
	if s.over {
		return
	}
	last := &s.steps[len(s.steps)-1]
	if stream != "" {
		last.seals = append(last.seals, stream)
	}
	for _, who := range people {
		if !who.IsZero() {
			last.seals = append(last.seals, domain.Place{Subject: who.Subject}.Owner())
		}
	}
}

// today is the day of the present moment.
func (s *script) today() domain.Date { return domain.DateOf(s.now, s.zone) }

// hours is a moment in the working hours of a day.
func (s *script) hours(day domain.Date) time.Time {
	return s.at(day, s.between(8*60+40, 17*60)).Add(time.Duration(s.IntN(60)) * time.Second)
}

// soon lets some minutes pass, within the same day.
func (s *script) soon(from, to int) {
	s.now = s.now.Add(time.Duration(s.between(from, to))*time.Minute + time.Duration(s.IntN(60))*time.Second)
}

// wait lets working days pass.
func (s *script) wait(from, to int) {
	n := s.between(from, to)
	if n <= 0 {
		s.soon(5, 40)
		return
	}
	s.now = s.hours(s.calendar.AddWorkdays(s.today(), n))
}

// until lets time pass until a day, if that is still to come.
func (s *script) until(day domain.Date) {
	if day.After(s.today()) {
		s.now = s.hours(day)
	} else {
		s.soon(5, 40)
	}
}

// workday is the first working day from a day on.
func (w *world) workday(day domain.Date) domain.Date {
	return w.calendar.AddWorkdays(day.AddDays(-1), 1)
}

// later is the later of two days.
func later(a, b domain.Date) domain.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// beganBy is the id of the stream that a step begins.
func beganBy(s step) string { return ledger.BegunBy(s.by, s.key) }
