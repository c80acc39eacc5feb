package ledger

import (
	"cmp"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/rules"
)

// detect says what the streams show together.
func (g *judge) detect() {
	if g.survey == nil {
		return
	}
	book := g.ledger.rules.In(g.identity.Code)
	rulesOn := func(day domain.Date) *rules.Set {
		set, err := book.On(day)
		if err != nil {
			return nil
		}
		return set
	}
	for _, d := range g.survey.detect(rulesOn) {
		f := Finding{
			List: Detected, Stream: d.at.Stream, Revision: d.at.Revision, Position: d.at.position, Type: d.at.event,
			Rule: d.why.Code, Message: d.why.Message, Chinese: d.why.Chinese,
		}
		for _, w := range d.with {
			f.With = append(f.With, w.String())
		}
		g.tellOf(f)
	}
}

// detection is something for people to look at.
type detection struct {
	// at is the last record of those involved, which made it so.
	at sighting
	// with are the others.
	with []sighting
	why  *domain.Rejection
}

// detect is all that the survey shows, in the order of the log. Rules are those in
// force on a day, or nil.
func (s *survey) detect(rulesOn func(domain.Date) *rules.Set) []detection {
	all := slices.Concat(s.interested(), s.split(rulesOn), s.exceeded(), s.tendersUsedTwice(), s.notIndependent(), s.mergedInCircles(), s.onProperty(), s.countedMeanwhile(), s.constitutedMeanwhile(), s.saidOtherwise(), s.proposedBefore(rulesOn), s.notReceived(), s.auditedByTheirOwn(), s.auditedTwice(), s.notCarried())
	slices.SortStableFunc(all, func(a, b detection) int { return cmp.Compare(a.at.position, b.at.position) })
	return all
}

// interested are deals with those who decide, or with kin that they declared:
// with whoever was in office from the proposal of the decision to the deal, by the
// record of that proposal.
func (s *survey) interested() (all []detection) {
	for _, d := range s.deals {
		from, since, with := d.on, d.position, []sighting(nil)
		if rests, known := s.decided[d.decision]; known && rests.proposed.Before(from) {
			from, since, with = rests.proposed, rests.position, []sighting{rests.sighting}
		}
		for _, o := range s.officials[s.communities[d.owner]] {
			named := d.organisation != "" && d.organisation == domain.PlainName(o.name)
			own := d.person != uuid.Nil && o.person == d.person
			kin := d.person != uuid.Nil && slices.Contains(o.kin, d.person)
			if !o.at(since).inOffice(from, d.on) || !own && !kin && !named {
				continue
			}
			post, chinese := domain.Label(o.post, string(o.post), domain.English), domain.Label(o.post, string(o.post), domain.Chinese)
			why := domain.Reject("deal_with_kin",
				"it is with kin whom %[1]s (%[2]s) has declared: nothing goes to those who decide or to their kin; look who decided, and who was recused",
				"相对人为%[1]s（%[3]s）申报的近亲属：不得与决策人及其亲属交易，请核查决策人和回避情况", o.name, post, chinese)
			switch {
			case own:
				why = domain.Reject("deal_with_decider",
					"it is with %[1]s (%[2]s), one of those who decide: nothing goes to them or to their kin; look who decided, and who was recused",
					"相对人为决策人%[1]s（%[3]s）本人：不得与决策人及其亲属交易，请核查决策人和回避情况", o.name, post, chinese)
			case !kin:
				why = domain.Reject("deal_with_namesake",
					"it is with %[1]s by name, as is %[2]s, one of those who decide: look whether they are the same, and who was recused",
					"相对人与决策人%[1]s（%[3]s）同名：请核查是否为同一人，以及回避情况", o.name, post, chinese)
			}
			with := append(slices.Clip(with), o.sighting)
			if d.lost.Stream != "" {
				with = append(with, d.lost)
				why = domain.Reject("bidder_with_interest",
					"a bid that could have won is of %[1]s (%[2]s), one of those who decide, of kin whom they declared, or of their name, and was recorded as without interest: look whether enough others bid",
					"一份有效投标来自决策人%[1]s（%[3]s）本人、其申报的近亲属或同名者，却登记为无利害关系：请核查其余有效竞价人是否足够", o.name, post, chinese)
			}
			all = append(all, detection{d.sighting, with, why})
		}
	}
	return all
}

// exceeded are decisions on which more was spent, borrowed or given up together
// than each allows: record by record stayed within.
func (s *survey) exceeded() (all []detection) {
	bound := s.bound()
	for _, stream := range slices.Sorted(maps.Keys(bound)) {
		rests, uses := s.decided[stream], bound[stream]
		slices.SortFunc(uses, byPosition)
		var sum domain.Money
		with := []sighting{rests.sighting}
		for _, u := range uses {
			sum += max(u.amount, u.nets.Highest(rests.voted, s.zone)) // as it was allowed
			if rests.amount > 0 && sum > rests.amount && len(with) > 1 {
				all = append(all, detection{u.sighting, slices.Clone(with), domain.Reject("decision_exceeded",
					"%[1]s allows %[2]s yuan, and with this %[3]s rest on it: each stays within, all together do not",
					"%[1]s 允许 %[2]s 元，连同本项已达 %[3]s 元：单项未超，合计超出", stream, rests.amount, sum)})
			}
			with = append(with, u.sighting)
		}
	}
	return all
}

// bound is what is used by each decision. What a contract comes to is bound by the last
// of its decisions that names an amount, as when it is amended, so what it grows by on
// one that names none is used by the one before.
func (s *survey) bound() map[string][]use {
	all := maps.Clone(s.uses)
	for _, terms := range s.spending {
		by, counted := "", map[string]domain.Money{}
		for _, t := range terms {
			if t.decision != "" && (by == "" || s.decided[t.decision].amount > 0) {
				by = t.decision
			}
			if grown := t.amount - counted[by]; by != "" && grown > 0 {
				counted[by] = t.amount
				all[by] = append(slices.Clip(all[by]), use{sighting: t.sighting, amount: grown})
			}
		}
	}
	return all
}

func byPosition(a, b use) int { return cmp.Compare(a.position, b.position) }

// tendersUsedTwice are contracts that rest on a tender on which another rests.
func (s *survey) tendersUsedTwice() (all []detection) {
	first := map[string]deal{}
	for _, d := range s.inOrder() {
		before, used := first[d.tender]
		switch {
		case d.tender == "":
		case !used:
			first[d.tender] = d
		default:
			all = append(all, detection{d.sighting, []sighting{before.sighting}, domain.Reject("tender_used_twice",
				"%s was awarded once, and %s rests on it too: one award makes one contract",
				"%s 只定标一次，而 %s 亦以其为依据：一次定标对应一份合同", d.tender, before.Stream)})
		}
	}
	return all
}

// inOrder are the deals in the order of the log.
func (s *survey) inOrder() []deal {
	return slices.SortedFunc(slices.Values(s.deals), func(a, b deal) int { return cmp.Compare(a.position, b.position) })
}

// mergedInCircles are units that went on in each other, each while the other's
// merger was not yet to be seen.
func (s *survey) mergedInCircles() (all []detection) {
	for _, stream := range slices.Sorted(maps.Keys(s.mergers)) {
		circle := []merger{s.mergers[stream]}
		at := circle[0].into
		for at != stream && at != "" && len(circle) <= len(s.mergers) {
			circle = append(circle, s.mergers[at])
			at = s.mergers[at].into
		}
		last := slices.MaxFunc(circle, func(a, b merger) int { return cmp.Compare(a.position, b.position) })
		if at != stream || last.Stream != stream { // each circle once
			continue
		}
		var with []sighting
		for _, m := range circle[1:] {
			with = append(with, m.sighting)
		}
		all = append(all, detection{last.sighting, with, domain.Reject("merged_in_a_circle",
			"%s was merged into %s, which was merged into it in turn: nothing goes on in either",
			"%s 并入 %s，而后者又并入前者：两者均不再办理事项", stream, last.into)})
	}
	return all
}

// countedMeanwhile are votes by an electorate that was recorded while their
// decision was under way, or by an older one because a newer was taken back then:
// whoever records the vote may have made it fit.
func (s *survey) countedMeanwhile() (all []detection) {
	for _, v := range s.votes {
		for _, e := range s.electorates[v.owner] {
			if e.asOf == v.asOf && e.position > v.proposed.position && e.position < v.position {
				all = append(all, detection{v.sighting, []sighting{v.proposed, e.sighting}, domain.Reject("electorate_counted_meanwhile",
					"the electorate of %[1]s by which it was counted was recorded after it was proposed: look at the register that it names",
					"表决所依据的 %[1]s 应到人数系在提议之后登记：请核查其所列名册", v.owner)})
			}
		}
		for _, e := range s.lost[v.owner] {
			if !e.asOf.Before(v.asOf) && !e.asOf.After(v.on) && e.position > v.proposed.position && e.position < v.position {
				all = append(all, detection{v.sighting, []sighting{v.proposed, e.sighting}, domain.Reject("electorate_taken_back_meanwhile",
					"an electorate of %[1]s as of %[2]s was corrected after it was proposed, and it was counted by the one that was left: look at the register, and at what the correction rests on",
					"%[1]s 于 %[2]s 统计的应到人数在提议之后被更正，表决按更正后的人数计算：请核查名册及更正依据", v.owner, e.asOf)})
			}
		}
	}
	return all
}

// constitutedMeanwhile are discussions by a body that was constituted on record while
// their decision was under way: whoever recorded it may have made it fit.
func (s *survey) constitutedMeanwhile() (all []detection) {
	for _, d := range s.discussions {
		for _, body := range d.bodies {
			if c, known := s.term(d, body); known && c.position > d.proposed.position {
				all = append(all, detection{d.sighting, []sighting{d.proposed, c.sighting}, domain.Reject("constituted_meanwhile",
					"a body of %[1]s that discussed it was constituted on record after it was proposed: look who belonged to it before, and why that changed",
					"商议此事的 %[1]s 组织系在提议之后登记组成：请核查此前的组成及变更原因", d.unit)})
			}
		}
	}
	return all
}

// term is that of a body when it discussed, as was known then, and false where none
// was.
func (s *survey) term(d discussion, body community.Body) (term constituted, known bool) {
	for _, c := range s.bodies[d.unit] {
		if c.body == body && c.position < d.position && !c.from.After(d.on) {
			term, known = c, true
		}
	}
	return term, known
}

// saidOtherwise are discussions by bodies that are not on record, whose numbers are
// what the minutes say: others than they said for the decision before.
func (s *survey) saidOtherwise() (all []detection) {
	type key struct {
		unit string
		body community.Body
	}
	last := map[key]discussion{}
	for _, d := range slices.SortedFunc(slices.Values(s.discussions), func(a, b discussion) int { return a.byPosition(b.sighting) }) {
		if slices.ContainsFunc(d.bodies, func(b community.Body) bool { _, known := s.term(d, b); return known }) {
			continue
		}
		k := key{d.unit, d.bodies[0]}
		if before, known := last[k]; known && !slices.Equal(before.belong, d.belong) {
			all = append(all, detection{d.sighting, []sighting{before.sighting}, domain.Reject("belong_otherwise",
				"other numbers are said to belong to what discusses for %[1]s than for %[2]s, and none is on record: look who belongs to it",
				"所填 %[1]s 商议组织的应到人数与 %[2]s 不同，且未登记其组成：请核查组成人员", d.unit, before.Stream)})
		}
		last[k] = d
	}
	return all
}

// proposedBefore are proposals of a day before new rules came into force that were
// recorded after it, where those rules have it decided in another way: procedure and
// meeting are fixed by the day of the proposal.
func (s *survey) proposedBefore(rulesOn func(domain.Date) *rules.Set) (all []detection) {
	for _, p := range s.proposals {
		set := rulesOn(p.recorded)
		if set == nil || set.Name() == p.Rules || !p.recorded.After(p.On) {
			continue
		}
		route, known := set.Decisions.RoutesAt(p.Level).Value.Of(p.Kind)
		if !known || route.Procedure == p.Procedure && slices.Contains(route.Meetings, p.Meeting) {
			continue
		}
		all = append(all, detection{p.sighting, nil, domain.Reject("proposed_before_the_rules",
			"it is said to be proposed on %[1]s and was recorded on %[2]s, when by rule set %[3]s it was to be decided in another way: look what shows that day",
			"提议日期为 %[1]s，而记录于 %[2]s，按当时的规则集 %[3]s 应采用其他程序或会议：请核查提议日期的依据", p.On, p.recorded, set.Name())})
	}
	return all
}

// notIndependent are people in two posts of which one watches the other, at the
// same time.
func (s *survey) notIndependent() (all []detection) {
	for _, place := range slices.Sorted(maps.Keys(s.officials)) {
		officials := s.officials[place]
		for i, a := range officials {
			for _, b := range officials[:i] {
				if why := together(a, b); why != nil && a.meets(b) {
					all = append(all, detection{a.sighting, []sighting{b.sighting}, why})
				}
			}
		}
	}
	return all
}

func (o official) meets(p official) bool {
	until := p.until
	if until.IsZero() {
		until = domain.NewDate(9999, 12, 31)
	}
	return o.inOffice(p.from, until)
}

// together says why two posts are not held by one person, or by kin; nil where
// they are not.
func together(a, b official) *domain.Rejection {
	same := a.person != uuid.Nil && a.person == b.person
	switch {
	case same && pair(a.post == community.Accountant, b.post == community.Cashier, b.post == community.Accountant, a.post == community.Cashier):
		return domain.Reject("accountant_is_cashier",
			"%s keeps the books and the money: a cashier does not keep accounts (Accounting Law, art. 37)",
			"%s 同时任会计和出纳：出纳不得兼管账目（《会计法》第三十七条）", a.name)
	case (same || slices.Contains(a.kin, b.person) || slices.Contains(b.kin, a.person)) && pair(
		a.post.Body() == community.SupervisionCommittee, b.post.Body() == community.VillagersCommittee,
		b.post.Body() == community.SupervisionCommittee, a.post.Body() == community.VillagersCommittee):
		return domain.Reject("supervises_themselves",
			"%s and %s: nobody on the villagers' committee, nor their kin, supervises it (Organic Law of the Villagers' Committees, art. 32)",
			"%s、%s：村民委员会成员及其近亲属不得担任村务监督机构成员（《村民委员会组织法》第三十二条）", b.name, a.name)
	}
	return nil
}

// pair reports whether one has the first and the other the second of two
// properties, in either order.
func pair(first, second, otherFirst, otherSecond bool) bool {
	return first && second || otherFirst && otherSecond
}

// notCarried are books that were opened as if there were none of the year before:
// its closing balances are the opening ones.
func (s *survey) notCarried() (all []detection) {
	for _, stream := range slices.Sorted(maps.Keys(s.books)) {
		b := s.books[stream]
		if before, there := s.books[b.before]; there && !b.carried {
			last, other := b.sighting, before.sighting
			if other.position > last.position {
				last, other = other, last
			}
			all = append(all, detection{last, []sighting{other}, domain.Reject("balances_not_carried",
				"%s were opened without the balances of %s: the closing balances of a year open the next",
				"%s 启用时未结转 %s 的余额：上年期末余额为下年期初余额", stream, b.before)})
		}
	}
	return all
}
