package community

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Community is the state of one community.
type Community struct {
	ID string
	// Town is the stream of its town.
	Town              string
	Code              string
	Name, NameEnglish string
	// Electorates are shared with whoever they were offered to and never
	// changed in place.
	Electorates domain.Electorates
	// Councils are the terms of its bodies, in the order in which they began
	// for each body.
	Councils []Council
	// Officials are all who held or hold a post, in the order of the record.
	Officials []Official
	// Merged is the community that it was merged into, or "", and MergedAt when.
	Merged   string
	MergedAt time.Time

	// Centre is its service centre, zero while it has none, and Stations those of
	// its natural villages.
	Centre   CentreOpened
	Stations []StationOpened
	Upgrades []CentreUpgraded
	Platform SmartPlatformCompleted
	// Staff are all of towns' staff who work or worked there, in the order of the
	// record, and SocialWorkers the latest count.
	Staff         []Posting
	SocialWorkers SocialWorkersCounted
	Signs         []SignsInstalled
	Awards        []AwardGranted
	CleanUps      []CleanUpCompleted
	Standards     []Standardised
	// Listings and Sites are in the order of the record.
	Listings []Listing
	Sites    []Site
}

// Council is a term of a body.
type Council struct {
	Body        Body
	Seats       int
	From, Until domain.Date
}

// Official is a term of a person in a post.
type Official struct {
	Post Post
	Seat int
	Name string
	// Person is nobody where it was not said.
	Person domain.Subject
	Kin    []domain.Subject
	// From is the first day, and Until the last one, or no date.
	From, Until domain.Date
	// Ended is the last day of a term that was ended, and Reason why it was.
	Ended  domain.Date
	Reason EndReason
}

// last is the last day in office, or no date for who goes on.
func (o Official) last() domain.Date {
	if !o.Ended.IsZero() {
		return o.Ended
	}
	return o.Until
}

// meets reports whether two terms have a day in common.
func (o Official) meets(p Official) bool {
	before := func(a, b Official) bool { return !a.last().IsZero() && a.last().Before(b.From) }
	return !before(o, p) && !before(p, o)
}

// term is who held a post or a seat last of those who had begun by a day.
func (c Community) term(post Post, seat int, day domain.Date) (at int, found bool) {
	for i, o := range c.Officials {
		if o.Post == post && o.Seat == seat && !o.From.After(day) && (!found || o.From.After(c.Officials[at].From)) {
			at, found = i, true
		}
	}
	return at, found
}

// council is the term of a body on a day: of those that had begun, the last one,
// unless it had ended.
func (c Community) council(of Body, day domain.Date) (Council, bool) {
	for _, k := range slices.Backward(c.Councils) {
		if k.Body == of && !k.From.After(day) {
			return k, !k.Until.Before(day)
		}
	}
	return Council{}, false
}

// terms are those of a body.
func (c Community) terms(of Body) (all domain.Terms) {
	for _, k := range c.Councils {
		if k.Body == of {
			all = append(all, domain.Term{From: k.From, Until: k.Until, Members: k.Seats})
		}
	}
	return all
}

// firstSecretaries are the terms of those who were sent to the community.
func (c Community) firstSecretaries() domain.FirstSecretaries {
	var all domain.FirstSecretaries
	for _, o := range c.Officials {
		if o.Post == FirstSecretary {
			all = append(all, domain.Tenure{From: o.From, Until: o.last()})
		}
	}
	return all
}

// Offers is a [domain.PlaceName], a [domain.Unit], the [domain.FirstSecretaries]
// and the [domain.Officers]. One that was merged stays where it lay: by which right
// somebody acted there before rests on that.
func (c Community) Offers() any {
	if c.ID == "" {
		return nil
	}
	return domain.Offerings{
		domain.PlaceName{ID: c.ID, Name: c.Name, NameEnglish: c.NameEnglish, Within: []string{c.Town}},
		domain.Unit{
			Level: domain.VillageUnit, Electorates: c.Electorates, Merged: c.Merged, MergedAt: c.MergedAt, Branch: c.terms(PartyBranch), Committee: c.terms(VillagersCommittee),
		},
		c.firstSecretaries(),
		c.officers(),
	}
}

// officers are all on record, for those who must be independent of them. Their
// kin is shared and never changed in place.
func (c Community) officers() domain.Officers {
	all, posts := make(domain.Officers, 0, len(c.Officials)), Post("").Codes()
	for _, o := range c.Officials {
		e := domain.Officer{Title: string(o.Post), TitleChinese: string(o.Post), Name: o.Name, Person: o.Person, Kin: o.Kin, From: o.From, Until: o.last()}
		if i := slices.IndexFunc(posts, func(p domain.Code) bool { return p.Code == string(o.Post) }); i >= 0 {
			e.Title, e.TitleChinese = posts[i].English, posts[i].Chinese
		}
		all = append(all, e)
	}
	return all
}

// PlacedAt is the community itself.
func (c Community) PlacedAt() string { return domain.StreamOf("community", c.ID) }

// Evolve is the community after a fact.
func (c Community) Evolve(f domain.Fact) (Community, error) {
	if err := c.follows(f.Event); err != nil {
		return c, err
	}
	switch e := f.Event.(type) {
	case Registered:
		c.ID, c.Town, c.Code, c.Name, c.NameEnglish = e.ID, e.Town, e.Code, e.Name, e.NameEnglish
	case Renamed:
		c.Name, c.NameEnglish = e.Name, e.NameEnglish
	case Recoded:
		c.Code = e.Code
	case MergedInto:
		c.Merged, c.MergedAt = e.Into, f.OccurredAt
	case ElectorateRecorded:
		c.Electorates = c.Electorates.With(domain.Electorate(e))
	case CouncilConstituted:
		c.Councils = append(slices.Clip(c.Councils), Council(e))
	case OfficialAppointed:
		c.Officials = append(slices.Clip(c.Officials), e.official())
	case TermEnded:
		at, _ := c.term(e.Post, e.Seat, e.On)
		c.Officials = slices.Clone(c.Officials)
		c.Officials[at].Ended, c.Officials[at].Reason = e.On, e.Reason
	case CentreOpened:
		c.Centre = e
	case StationOpened:
		c.Stations = append(slices.Clip(c.Stations), e)
	case CentreUpgraded:
		c.Upgrades = append(slices.Clip(c.Upgrades), e)
	case SmartPlatformCompleted:
		c.Platform = e
	case StaffPosted:
		c.Staff = append(slices.Clip(c.Staff), Posting{Town: e.Town, Number: e.Number, Name: e.Name, Position: e.Position, From: e.From})
	case StaffRecalled:
		at, _ := c.posting(e.Town, e.Number)
		c.Staff = slices.Clone(c.Staff)
		c.Staff[at].Until, c.Staff[at].Reason = e.On, e.Reason
	case SocialWorkersCounted:
		c.SocialWorkers = e
	case SignsInstalled:
		c.Signs = append(slices.Clip(c.Signs), e)
	case AwardGranted:
		c.Awards = append(slices.Clip(c.Awards), e)
	case CleanUpCompleted:
		c.CleanUps = append(slices.Clip(c.CleanUps), e)
	case Standardised:
		c.Standards = append(slices.Clip(c.Standards), e)
	case ListedForImprovement:
		c.Listings = append(slices.Clip(c.Listings), Listing{On: e.On, Year: e.Year, Reason: e.Reason, Due: e.Due})
	case Improved:
		c.Listings = slices.Clone(c.Listings)
		last := &c.Listings[len(c.Listings)-1]
		last.Improved, last.What = e.On, e.What
	case SiteDesignated:
		c.Sites = append(slices.Clip(c.Sites), Site{Kind: e.Kind, On: e.On, About: e.About, By: e.By})
	case SiteWithdrawn:
		at, _ := c.site(e.Kind)
		c.Sites = slices.Clone(c.Sites)
		c.Sites[at].Withdrawn, c.Sites[at].Reason = e.On, e.Reason
	}
	return c, nil
}

// official is the term that an appointment begins. It keeps no slice of the event.
func (e OfficialAppointed) official() Official {
	o := Official{Post: e.Post, Seat: e.Seat, Name: e.Name, Person: e.Person.Subject, From: e.From, Until: e.Until}
	for _, k := range e.Kin {
		o.Kin = append(o.Kin, k.Subject)
	}
	return o
}
