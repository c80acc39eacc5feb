package ledger

import (
	"cmp"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	decisions "github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/domain/village"
)

// survey is what is gathered of all streams to detect what no single one shows:
// each record in it was lawful by itself. It keeps no more than that takes.
type survey struct {
	zone *time.Location
	// recorded is the day of recording that counts.
	recorded func(occurred, recorded time.Time) domain.Date
	// communities are those that units lie in.
	communities map[string]string
	mergers     map[string]merger
	officials   map[string][]official // by community
	decided     map[string]allowance
	deals       []deal
	uses        map[string][]use      // by decision
	spending    map[string][]spending // by contract
	agreements  map[string]*agreement
	claims      map[claimKey]claim
	sold        map[string][]use // prices by contract
	electorates map[string][]electorate
	lost        map[string][]electorate // that were taken back
	votes       []vote
	proposals   []proposal
	bodies      map[string][]constituted // by unit
	discussions []discussion
	values      map[string][]use // net values by asset
	resources   map[string]bool  // assets that are
	transfers   map[string]transfer
	received    map[string]bool // what was transferred
	// towns are those of communities; audits are by their streams, roles by the
	// account.
	towns  map[string]string
	audits map[string]*surveyedAudit
	roles  map[string][]heldRole
	books  map[string]opening
}

// sighting is a record in which something is seen.
type sighting struct {
	domain.Ref
	position uint64
	event    string // its wire name
}

// byPosition compares two records in the order of the log.
func (s sighting) byPosition(t sighting) int { return cmp.Compare(s.position, t.position) }

type merger struct {
	sighting
	into string
}

type official struct {
	sighting
	post        community.Post
	seat        int
	name        string
	person      domain.Subject
	kin         []domain.Subject
	from, until domain.Date
	// end is the record by which the term ended before the day to which it was.
	end uint64
	was domain.Date
}

// at is the official by the record of a position: an end of their term that was
// recorded later may have been given another day.
func (o official) at(position uint64) official {
	if o.end > position {
		o.until = o.was
	}
	return o
}

// inOffice reports whether they held office on a day of a period.
func (o official) inOffice(from, to domain.Date) bool {
	return !o.from.After(to) && (o.until.IsZero() || !o.until.Before(from))
}

// allowance is a decision: when it was proposed and what it allows.
type allowance struct {
	sighting
	proposed domain.Date
	amount   domain.Money
	voted    domain.Date
}

// electorate is a count of who may vote in a unit.
type electorate struct {
	sighting
	asOf domain.Date
}

// vote is one that was counted by an electorate of the owner.
type vote struct {
	sighting
	owner    string
	proposed sighting
	on, asOf domain.Date
}

// proposal is one of a decision, and how that goes.
type proposal struct {
	sighting
	decisions.Proposed
	recorded domain.Date
}

// constituted is a term of a body, or of both councils of a village.
type constituted struct {
	sighting
	body community.Body
	from domain.Date
}

// councils are both councils of a natural village, which are constituted together.
const councils community.Body = "councils"

// discussion is one by bodies of a unit, with how many are said to belong to them.
type discussion struct {
	sighting
	unit     string
	bodies   []community.Body
	proposed sighting
	on       domain.Date
	belong   []int
}

// transfer is that of an asset to a collective.
type transfer struct {
	sighting
	to string
}

// deal is with somebody: a contract, the award of a tender, or a debt.
type deal struct {
	sighting
	owner            string
	on               domain.Date
	person           domain.Subject
	organisation     string              // as names are compared
	kind             domain.ContractKind // of contracts
	total            domain.Money
	months           int      // of leases
	assets           []string // of contracts
	decision, tender string
	// grown is the amendment by which a contract came to more, or to more months.
	grown sighting
	// lost is the bid of one who could have won a tender, and did not.
	lost sighting
	// worth is what is let, at its highest net value by then; resources are worth
	// more than any threshold.
	worth domain.Money
}

// bid is one for a tender, with its offer once it is opened.
type bid struct {
	sighting
	tender.BidReceived
	offer domain.Money
}

// counts reports whether a bid was one that could win.
func (b bid) counts(t tender.Listed) bool {
	within := b.offer >= t.Reserve
	if t.Kind == domain.TenderWorks {
		within = b.offer <= t.Reserve
	}
	return b.Interest == tender.None && b.offer > 0 && within
}

// latest is the record that made a contract what it comes to.
func (d deal) latest() sighting {
	if d.grown.Stream != "" {
		return d.grown
	}
	return d.sighting
}

// opening is how the books of a year began.
type opening struct {
	sighting
	// before are the books of the year before, and carried says that they are
	// named as what the balances come from.
	before  string
	carried bool
}

// use is what is spent, borrowed, put in or given up by a decision.
type use struct {
	sighting
	amount domain.Money
	// nets are the net values of an asset that is given up.
	nets domain.NetValues
}

// spending is what a contract comes to by a decision.
type spending struct {
	use
	decision string
}

func newSurvey(id Identity) *survey {
	return &survey{
		zone: id.Location, recorded: id.dayOf, communities: map[string]string{}, mergers: map[string]merger{}, officials: map[string][]official{},
		decided: map[string]allowance{}, uses: map[string][]use{}, spending: map[string][]spending{}, agreements: map[string]*agreement{},
		claims: map[claimKey]claim{}, sold: map[string][]use{}, electorates: map[string][]electorate{}, lost: map[string][]electorate{},
		bodies: map[string][]constituted{}, values: map[string][]use{}, resources: map[string]bool{}, transfers: map[string]transfer{}, received: map[string]bool{},
		towns: map[string]string{}, audits: map[string]*surveyedAudit{}, roles: map[string][]heldRole{}, books: map[string]opening{},
	}
}

// add gathers from the effective history of a stream.
func (s *survey) add(stream string, effects []domain.Effect) {
	var listed tender.Listed
	var bids []bid
	var nets domain.NetValues
	var owner string
	var proposed sighting
	var discusses string
	var kind domain.ContractKind
	for _, e := range effects {
		at := sighting{domain.Ref{Stream: stream, Revision: e.Revision}, e.Holder.Position, e.Event.EventType()}
		if e.Amends >= 0 {
			at.Revision = e.Amends
		}
		occurred := e.OccurredAt
		day, recorded := domain.DateOf(e.OccurredAt, s.zone), s.recorded(e.OccurredAt, e.Holder.RecordedAt)
		s.agreed(at, e.Event)
		s.owned(at, e.Event)
		s.addAudit(at, day, e)
		s.addGrant(at, day, e)
		switch e := e.Event.(type) {
		case village.Registered:
			s.communities[stream] = e.Community
		case collective.Registered:
			s.communities[stream] = e.Community
		case community.Registered:
			s.communities[stream], s.towns[stream] = stream, e.Town
		case collective.MergedInto:
			s.mergers[stream] = merger{at, e.Into}
		case community.MergedInto:
			s.mergers[stream] = merger{at, e.Into}
		case community.OfficialAppointed:
			s.appointed(at, e)
		case community.TermEnded:
			s.ended(at, e)
		case decisions.Proposed:
			owner, proposed, discusses = e.Owner, at, cmp.Or(e.Councils, e.Owner)
			s.decided[stream] = allowance{sighting: at, proposed: e.On, amount: e.Amount}
			s.proposals = append(s.proposals, proposal{at, e, recorded})
		case decisions.Consulted:
			d := discussion{at, discusses, []community.Body{community.PartyBranch, community.VillagersCommittee}, proposed, e.On, []int{e.Expected}}
			if e.Body != decisions.TwoCommittees {
				d.unit, d.bodies = owner, []community.Body{community.Body(e.Body)}
			}
			s.discussions = append(s.discussions, d)
		case decisions.DiscussedByCouncils:
			s.discussions = append(s.discussions, discussion{at, discusses, []community.Body{councils}, proposed, e.On, []int{e.PartyExpected, e.VillagersExpected}})
		case decisions.Voted:
			s.votes = append(s.votes, vote{at, owner, proposed, e.On, e.AsOf})
			allowed := s.decided[stream]
			allowed.voted = e.On
			s.decided[stream] = allowed
		case village.CouncilsConstituted:
			s.bodies[stream] = append(s.bodies[stream], constituted{at, councils, e.On})
		case community.CouncilConstituted:
			s.bodies[stream] = append(s.bodies[stream], constituted{at, e.Body, e.From})
		case village.ElectorateRecorded, collective.ElectorateRecorded, community.ElectorateRecorded:
			asOf, _ := countedAsOf(e)
			s.electorates[stream] = append(s.electorates[stream], electorate{at, asOf})
		case tender.Listed:
			listed = e
		case tender.BidReceived:
			bids = append(bids, bid{sighting: at, BidReceived: e})
		case tender.BidsOpened:
			for _, o := range e.Offers {
				if o.Bid >= 1 && o.Bid <= len(bids) {
					bids[o.Bid-1].offer = o.Amount
				}
			}
		case tender.Awarded:
			s.awarded(at, listed, bids, e)
		case contract.Signed:
			kind = e.Kind
			s.signed(at, e)
			s.spent(kind, e.Decision, at, e.Total)
		case contract.Amended:
			s.amended(at, e)
			s.spent(kind, e.Decision, at, e.Total)
		case debt.Incurred:
			s.deals = append(s.deals, deal{sighting: at, owner: e.Owner, on: day, person: e.Counterparty.Subject, organisation: domain.PlainName(e.Organisation), decision: e.Decision})
			s.used(e.Decision, use{sighting: at, amount: e.Amount})
		case debt.WrittenOff:
			s.used(e.Decision, use{sighting: at, amount: e.Amount})
		case books.Opened:
			s.books[stream] = opening{at, domain.BooksOf(e.Collective, e.Year-1), e.Previous != ""}
		case asset.Registered:
			nets = append(nets, domain.NetValue{Since: occurred, Value: e.NetValue})
		case asset.Revalued:
			if e.Basis == asset.OnAppraisal {
				nets = nil
			}
			nets = append(nets, domain.NetValue{Since: occurred, Value: e.NetValue})
		case asset.WrittenOff:
			s.used(e.Decision, use{at, e.NetValue, nets})
		case asset.Transferred:
			s.used(e.Decision, use{at, e.NetValue, nets})
		case enterprise.CapitalContributed:
			s.used(e.Decision, use{sighting: at, amount: e.Amount})
		}
	}
}

// takenBack takes note of the electorates that a correction took out of a history or
// changed, as they were, at the record by which it did.
func (s *survey) takenBack(stream string, history []domain.Recorded) {
	for _, r := range history {
		approved, ok := r.Event.(domain.CorrectionApproved)
		if !ok || approved.Proposal < 0 || approved.Proposal >= r.Revision {
			continue
		}
		proposed, _ := history[approved.Proposal].Event.(domain.CorrectionProposed)
		of := slices.Clone(proposed.Void)
		for _, a := range proposed.Amend {
			of = append(of, a.Revision)
		}
		for _, revision := range of {
			if revision < 0 || revision >= r.Revision {
				continue
			}
			if asOf, ok := countedAsOf(history[revision].Event); ok {
				at := sighting{domain.Ref{Stream: stream, Revision: r.Revision}, r.Position, r.Event.EventType()}
				s.lost[stream] = append(s.lost[stream], electorate{at, asOf})
			}
		}
	}
}

// countedAsOf is the day of a count of who may vote.
func countedAsOf(e domain.Event) (domain.Date, bool) {
	switch e := e.(type) {
	case village.ElectorateRecorded:
		return e.AsOf, true
	case collective.ElectorateRecorded:
		return e.AsOf, true
	case community.ElectorateRecorded:
		return e.AsOf, true
	}
	return domain.Date{}, false
}

// awarded takes note of who won, and of who counted among those who could have.
func (s *survey) awarded(at sighting, listed tender.Listed, bids []bid, e tender.Awarded) {
	for i, b := range bids {
		d := deal{sighting: at, owner: listed.Owner, on: e.On, person: b.Bidder.Subject, organisation: domain.PlainName(b.Organisation), decision: listed.Decision}
		if i+1 != e.Bid {
			d.lost = b.sighting
		}
		if i+1 == e.Bid || b.counts(listed) {
			s.deals = append(s.deals, d)
		}
	}
}

func (s *survey) signed(at sighting, e contract.Signed) {
	d := deal{
		sighting: at, owner: e.Owner, on: e.On, person: e.Party.Subject, organisation: domain.PlainName(e.Organisation),
		kind: e.Kind, total: e.Total, assets: slices.Clone(e.Assets), decision: e.Decision, tender: e.Tender,
	}
	if e.Kind == domain.LeaseContract {
		d.months = e.From.MonthsTo(e.To)
	}
	s.deals = append(s.deals, d)
}

// amended changes the contract that was gathered last, which is of this stream.
func (s *survey) amended(at sighting, e contract.Amended) {
	if len(s.deals) == 0 || s.deals[len(s.deals)-1].Stream != at.Stream {
		return
	}
	d := &s.deals[len(s.deals)-1]
	if e.Total > d.total || e.Judged.Months > d.months {
		d.grown = at
	}
	d.total, d.months = e.Total, e.Judged.Months
	if d.decision == "" {
		d.decision = e.Decision
	}
}

func spends(k domain.ContractKind) bool {
	return k != domain.LeaseContract && k != domain.SaleContract
}

// used takes note of what is borrowed, put in or given up by a decision, if by any.
func (s *survey) used(decision string, u use) {
	if decision != "" {
		s.uses[decision] = append(s.uses[decision], u)
	}
}

// spent takes note of what a contract comes to that spends, as it is signed or amended.
func (s *survey) spent(k domain.ContractKind, decision string, at sighting, total domain.Money) {
	if spends(k) {
		s.spending[at.Stream] = append(s.spending[at.Stream], spending{use{sighting: at, amount: total}, decision})
	}
}

func (s *survey) appointed(at sighting, e community.OfficialAppointed) {
	o := official{sighting: at, post: e.Post, seat: e.Seat, name: e.Name, person: e.Person.Subject, from: e.From, until: e.Until}
	for _, k := range e.Kin {
		o.kin = append(o.kin, k.Subject)
	}
	s.officials[at.Stream] = append(s.officials[at.Stream], o)
}

// ended ends the term that had begun last by then.
func (s *survey) ended(at sighting, e community.TermEnded) {
	var term *official
	all := s.officials[at.Stream]
	for i := range all {
		if o := &all[i]; o.post == e.Post && o.seat == e.Seat && !o.from.After(e.On) && (term == nil || o.from.After(term.from)) {
			term = o
		}
	}
	if term != nil {
		term.was, term.until, term.end = term.until, e.On, at.position
	}
}

// relevant reports whether a survey looks at a category.
func relevant(category string) bool {
	return slices.Contains([]string{"community", "village", "collective", "decision", "asset", "tender", "contract", "debt", "audit", "account", "enterprise", "books"}, category)
}
