package ledger_test

import (
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

const (
	stable    = "Each has a stable id of its own; its name, statistical division code and borders are attributes that change by events."
	levels    = "County-level city → town or street → rural community → natural village → household."
	belongs   = "A collective owns property; it belongs to a community."
	mergers   = "community: merged-into; collective: merged-into"
	electors  = "electorate-recorded (adults, households, representatives, members, Party members; as of; document) is the only source of the number expected"
	onePerson = "a single-seat post is held by one person at a time, a seat of a body by one each"
	endsOnce  = "a term ended cannot end again"
	bothOf    = "village: councils-constituted (党员议事会, 村民议事会: 两会)"
	granted   = "actor and role come from the authenticated account, never from the request"
	outside   = "a grant outside its place or dates is no grant"
	notHeld   = "nobody grants what they do not hold"
)

var places = []violation{
	{says: stable, rule: "already_registered", like: "community", after: "community", change: again},
	{says: stable, rule: "id_invalid", like: "community", change: but(func(e *community.Registered) { e.ID = "other" })},
	{says: stable, rule: "name_missing", like: "community", change: but(func(e *community.Registered) { e.Name = " " })},
	{says: stable, rule: "code_invalid", like: "community", change: but(func(e *community.Registered) { e.Code = "37" })},
	{says: levels, rule: "not_a_town", like: "community", change: but(func(e *community.Registered) { e.Town = "county-self" })},
	{says: levels, rule: "evidence_not_named", like: "community", change: but(func(e *community.Registered) { e.Town = "town-t9" })},
	{says: stable, rule: "not_registered", like: "renamed", change: func(p *planting) { p.Stream = "community-none" }},
	{says: stable, rule: "same_name", like: "renamed", after: "renamed", change: again},
	{says: stable, rule: "same_code", like: "recoded", after: "recoded", change: again},
	{says: stable, rule: "code_invalid", like: "recoded", change: to(community.Recoded{Code: "12345"})},
	{says: mergers, rule: "merged", like: "renamed", after: "community merged", change: func(p *planting) { p.in("old community") }},
	{says: mergers, rule: "merged_in_the_past", like: "collective merged", after: "hut leased", change: func(p *planting) {
		p.in("collective g1").OccurredAt = p.OccurredAt.AddDate(0, 0, -1)
	}},
	{says: mergers, rule: "not_another", like: "community merged", change: to(community.MergedInto{Into: "community-old"})},
	{says: mergers, rule: "not_another", like: "community merged", change: to(community.MergedInto{Into: "collective-g1"})},
	{says: mergers, rule: "lies_elsewhere", like: "community merged", change: func(p *planting) {
		p.Event = community.MergedInto{Into: "community-hj"}
		p.resting("community-hj")
	}},
	{says: mergers, rule: "lies_here", like: "community merged", change: to(community.MergedInto{Into: "community-lc", Elsewhere: true})},
	{says: levels, rule: "not_a_community", like: "village", change: but(func(e *village.Registered) { e.Community = "town-t1" })},
	{says: levels, rule: "merged", like: "village", change: with(func(p *planting, e *village.Registered) {
		e.Community = "community-old"
		p.resting("community-old")
	})},
	{says: stable, rule: "already_registered", like: "village", after: "village", change: again},
	{says: stable, rule: "same_name", like: "village", after: "village", change: to(village.Renamed{Name: "东村"})},
	{says: belongs, rule: "not_a_community", like: "collective g1", change: but(func(e *collective.Registered) { e.Community = "village-dong" })},
	{says: belongs, rule: "merged", like: "collective g1", change: with(func(p *planting, e *collective.Registered) {
		e.Community = "community-old"
		p.resting("community-old")
	})},
	{says: belongs, rule: "no_village_of_it", like: "collective v1", change: but(func(e *collective.Registered) { e.Village = "village-dong" })},
	{says: belongs, rule: "no_village_of_it", like: "collective g1", change: but(func(e *collective.Registered) { e.Village = "community-lc" })},
	{says: belongs, rule: "village_elsewhere", like: "collective g1", prepare: func(s *story) {
		s.do("village of another", s.actor, "", village.Register{ID: "xi", Community: "community-hj", Name: "西村"})
	}, change: with(func(p *planting, e *collective.Registered) {
		e.Village = "village-xi"
		p.resting(e.Village)
	})},
	{says: "collective: registered (level, community)", rule: "code_unknown", like: "collective g1", change: but(func(e *collective.Registered) { e.Level = "county" })},
	{says: "collective: registered (level, community)", rule: "code_invalid", like: "collective g1", change: but(func(e *collective.Registered) { e.Code = "12" })},
	{says: stable, rule: "already_registered", like: "collective g1", after: "collective g1", change: again},
	{says: stable, rule: "same_name", like: "collective g1", after: "collective g1", change: to(collective.Renamed{Name: "g1经济合作社"})},
	{says: mergers, rule: "merged", like: "collective merged", after: "collective merged", change: again},
	{says: mergers, rule: "merged", like: "electorate g1", change: func(p *planting) { p.in("collective merged") }},
	{says: mergers, rule: "merged", like: "collective merged", after: "collective merged", change: func(p *planting) {
		p.in("collective g1").Event = collective.MergedInto{Into: "collective-g9"}
		p.resting("collective-g9")
	}},
	{says: stable, rule: "already_registered", like: "town t1", after: "town t1", change: again},
	{says: stable, rule: "same_name", like: "town t1", after: "town t1", change: to(town.Renamed{Name: "镇t1"})},
}

var bodies = []violation{
	{says: electors, rule: "counted_in_the_future", like: "electorate g1", change: but(func(e *collective.ElectorateRecorded) { e.AsOf = day("2016-09-02") })},
	{says: electors, rule: "field_missing", like: "electorate g1", change: but(func(e *collective.ElectorateRecorded) { e.Document = "" })},
	{says: electors, rule: "count_out_of_range", like: "electorate dong", change: but(func(e *village.ElectorateRecorded) { e.Adults = -1 })},
	{says: electors, rule: "nothing_counted", like: "electorate dong", change: to(village.ElectorateRecorded{AsOf: day("2016-08-31"), Document: "名册"})},
	{says: electors, rule: "counts_contradict", like: "electorate lc", change: but(func(e *community.ElectorateRecorded) { e.Households = 201 })},
	{says: electors, rule: "counted_already", like: "electorate g1", after: "electorate g1", change: again},
	{says: electors, rule: "counted_before", like: "electorate g1", after: "electorate g1", change: but(func(e *collective.ElectorateRecorded) { e.AsOf = day("2016-08-30") })},
	{says: bothOf, rule: "constituted_already", like: "councils", after: "councils", change: again},
	{says: bothOf, rule: "not_constituted_yet", like: "councils", change: but(func(e *village.CouncilsConstituted) { e.On = day("2016-09-02") })},
	{says: bothOf, rule: "council_out_of_range", like: "councils", change: but(func(e *village.CouncilsConstituted) { e.PartyCouncil = 0 })},
	{says: bothOf, rule: "council_out_of_range", like: "councils", change: but(func(e *village.CouncilsConstituted) { e.VillagersCouncil = 201 })},
	{says: "community: council-constituted", rule: "constituted_already", like: "committee", after: "committee", change: again},
	{says: "community: council-constituted", rule: "seats_out_of_range", like: "committee", change: but(func(e *community.CouncilConstituted) { e.Seats = 0 })},
	{says: "community: council-constituted", rule: "period_invalid", like: "committee", change: but(func(e *community.CouncilConstituted) { e.Until = day("2016-08-31") })},
	{says: onePerson, rule: "post_held", like: "head", after: "head", change: but(func(e *community.OfficialAppointed) { e.Name, e.Person = "另一人", villager(104) })},
	{says: onePerson, rule: "post_held", like: "member", after: "term ended", change: but(func(e *community.OfficialAppointed) { e.Person = villager(104) })},
	{says: onePerson, rule: "in_the_body_already", like: "member", change: but(func(e *community.OfficialAppointed) { e.Person = villager(101) })},
	{says: onePerson, rule: "no_such_seat", like: "member", change: but(func(e *community.OfficialAppointed) { e.Seat = 3 })},
	{says: onePerson, rule: "no_seats", like: "head", change: but(func(e *community.OfficialAppointed) { e.Seat = 1 })},
	{says: onePerson, rule: "body_differs", like: "head", change: but(func(e *community.OfficialAppointed) { e.Body = community.PartyBranch })},
	{says: onePerson, rule: "not_constituted", like: "member", change: but(func(e *community.OfficialAppointed) {
		e.Post, e.Body = community.SupervisionMember, community.SupervisionCommittee
	})},
	{says: onePerson, rule: "beyond_the_term", like: "member", change: but(func(e *community.OfficialAppointed) { e.Until = day("2019-09-01") })},
	{says: onePerson, rule: "period_invalid", like: "head", change: but(func(e *community.OfficialAppointed) { e.Until = day("2016-08-31") })},
	{says: "Official roles are named in public", rule: "field_missing", like: "head", change: but(func(e *community.OfficialAppointed) { e.Name = "" })},
	{says: endsOnce, rule: "term_over", like: "term ended", after: "term ended", change: again},
	{says: endsOnce, rule: "nobody_in_post", like: "term ended", change: but(func(e *community.TermEnded) { e.Seat = 2 })},
	{says: endsOnce, rule: "not_ended_yet", like: "term ended", change: but(func(e *community.TermEnded) { e.On = day("2016-09-02") })},
	{says: endsOnce, rule: "code_unknown", like: "term ended", change: but(func(e *community.TermEnded) { e.Reason = "bored" })},
}

// inSuspension suspends the recorder.
func inSuspension(s *story) {
	s.do("suspended", s.actor, s.recorder.Account(), account.Suspend{Reason: domain.Note("离岗")})
}

var authorities = []violation{
	{says: "what was known at a time stays so", rule: "recorded_out_of_time", like: "road/disclosed", prepare: func(s *story) {
		s.clock.now = s.clock.now.Add(48 * time.Hour)
		s.do("another day", s.actor, "lc", community.Rename{Name: "又名"})
	}, change: again},
	{says: granted, rule: "role_missing", like: "let/proposed", change: func(p *planting) { p.by(p.accountant, domain.Accountant) }},
	{says: granted, rule: "role_missing", like: "let/voted", change: func(p *planting) { p.by(p.accountant, domain.Recorder) }},
	{says: granted, rule: "role_missing", like: "awarded", change: func(p *planting) { p.by(p.accountant, domain.Accountant) }},
	{says: granted, rule: "role_missing", like: "lease", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: granted, rule: "role_missing", like: "shop", change: func(p *planting) { p.by(p.recorder, domain.Accountant) }},
	{says: granted, rule: "role_missing", like: "borrowed", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: granted, rule: "role_missing", like: "quantified", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: granted, rule: "role_missing", like: "collective g1", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: granted, rule: "role_missing", like: "electorate g1", change: func(p *planting) { p.by(p.accountant, domain.Accountant) }},
	{says: granted, rule: "account_unknown", like: "let/discussed", change: func(p *planting) { p.Actor, p.Evidence = "nobody", p.Evidence[:1] }},
	{says: outside, rule: "outside_place", like: "electorate g1", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "let/discussed", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "let/proposed", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "leased", change: func(p *planting) { p.by(p.elsewhere, domain.Accountant) }},
	{says: outside, rule: "outside_place", like: "awarded", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "rent", change: func(p *planting) { p.by(p.elsewhere, domain.Accountant) }},
	{says: outside, rule: "outside_place", like: "repaid", change: func(p *planting) { p.by(p.elsewhere, domain.Accountant) }},
	{says: outside, rule: "outside_place", like: "confirmed", change: func(p *planting) { p.by(p.elsewhere, domain.Recorder) }},
	{says: "the rule set maps … whether the town approves", rule: "level_too_low", like: "sell/approved", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: "reform: plan-approved (town)", rule: "level_too_low", like: "plan approved", change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: outside, rule: "outside_place", like: "sell/approved", prepare: func(s *story) {
		s.town = ledgertest.Open(s.t, s.Ledger, s.actor, "另一镇", "town-t2", domain.Recorder)
	}, change: func(p *planting) { p.by(p.town, domain.Recorder) }},
	{says: outside, rule: "outside_dates", like: "let/discussed", prepare: func(s *story) {
		s.recorder = opened(s, account.Grant{Roles: []domain.Role{domain.Recorder}, Place: "community-lc", From: day("2016-09-03")})
	}, change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: outside, rule: "outside_dates", like: "let/discussed", prepare: func(s *story) {
		s.recorder = opened(s, account.Grant{Roles: []domain.Role{domain.Recorder}, Place: "community-lc", From: day("2016-09-01"), To: day("2016-09-01")})
	}, change: func(p *planting) { p.by(p.recorder, domain.Recorder) }},
	{says: "account: suspended", rule: "account_suspended", like: "let/discussed", prepare: inSuspension, change: again},
	{says: "account: suspended", rule: "account_suspended", like: "objected", prepare: inSuspension, change: again},
	{says: "account: revoked", rule: "role_missing", like: "let/discussed", prepare: func(s *story) {
		s.do("revoked", s.actor, s.recorder.Account(), account.Revoke{Role: domain.Recorder, Place: "community-lc"})
	}, change: again},
	{says: "account: closed", rule: "account_closed", like: "let/discussed", prepare: func(s *story) {
		s.do("closed", s.actor, s.recorder.Account(), account.Close{})
	}, change: again},
	{says: notHeld, rule: "not_held", like: "let/discussed", change: func(p *planting) {
		p.Event = account.Granted{Role: domain.Auditor, Place: domain.WholeCounty, From: day("2016-09-02")}
		p.Stream = "account-" + p.accountant.Account()
		p.resting(domain.WholeCounty)
	}},
	// What is judged rests on evidence that stood when it was judged.
	{says: "streams that it rests on are named", rule: "evidence_not_named", like: "lease", change: func(p *planting) { p.Evidence = p.Evidence[1:] }},
	{says: "streams that it rests on are named", rule: "evidence_not_standing", like: "confirmed", change: func(p *planting) { p.Evidence[0].Revision = 99 }},
	{says: "who decides looks at what stands", rule: "evidence_outdated", like: "awarded", prepare: func(s *story) {
		inSuspension(s)
		s.clock.now = s.clock.now.Add(-60)
	}, change: func(p *planting) {
		for i, r := range p.Evidence {
			if r.Stream == "account-"+p.Actor {
				p.Evidence[i].Revision = 2
			}
		}
		p.OccurredAt = p.OccurredAt.Add(1e12)
		p.RecordedAt = p.OccurredAt
	}},
	{says: "in the order of time", rule: "before_the_last_event", like: "let/discussed", change: func(p *planting) { p.OccurredAt = p.OccurredAt.AddDate(0, 0, -1) }},
	{says: "nothing has happened before it has", rule: "in_the_future", like: "let/discussed", change: func(p *planting) { p.RecordedAt = p.RecordedAt.Add(-1e9) }},
}

// opened is an account with a grant.
func opened(s *story, g account.Grant) ledger.Actor {
	who := ledgertest.Open(s.t, s.Ledger, s.actor, "某人", "")
	s.do("granted", s.actor, who.Account(), g)
	return who
}

// councilless is a decision of a natural village that has no councils.
func councilless(s *story) {
	s.do("village xi", s.actor, "", village.Register{ID: "xi", Community: "community-lc", Name: "西村"})
}

// another is a stream of the same category that holds nothing.
func (p *planting) another() *planting {
	category, _ := domain.SplitStream(p.Stream)
	p.Stream = domain.StreamOf(category, uuid.NewString())
	return p
}
