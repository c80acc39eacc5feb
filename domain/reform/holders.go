package reform

import (
	"math"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// numberOf is the number of a person, or 0.
func (r Reform) numberOf(who domain.Subject) int {
	for number, p := range r.roll.All() {
		if p.Subject == who {
			return number
		}
	}
	return 0
}

// mayMove: who has a number, is a member, and holds what is moved.
func (r Reform) mayMove(e domain.Event) error {
	switch e := e.(type) {
	case MemberJoined:
		return r.mayJoin(e)
	case MemberLeft:
		p, err := r.known(e.Number)
		if err != nil {
			return err
		}
		if !p.Member {
			return notAMember(e.Number)
		}
		if e.Returned != 0 {
			return r.holds(e.Number, e.Returned)
		}
	case MemberInherited:
		return r.mayInherit(e)
	case MemberTransferred:
		to, err := r.known(e.To)
		switch {
		case err != nil:
			return err
		case e.To == e.From:
			return toThemselves(e.To)
		case !to.Member:
			return notAMember(e.To)
		}
		return r.holds(e.From, e.Shares)
	}
	return nil
}

func (r Reform) mayJoin(e MemberJoined) error {
	if p, known := r.Person(e.Number); known && p.Member {
		return domain.Reject("already_a_member", "number %d is a member already", "编号 %d 已是成员", e.Number)
	}
	if err := r.named(e.Number, e.Person); err != nil || e.Shares == 0 {
		return err
	}
	switch {
	case r.Issued == 0:
		return r.missing()
	case e.Shares < 0 || e.Shares > r.CollectiveShares:
		return domain.Reject("not_enough_shares",
			"the collective holds %d of the shares and cannot give %d: give from 0 to all of its own", "集体股为 %d 股，不能划出 %d 股：请填写 0 至现有股数", r.CollectiveShares, e.Shares)
	}
	return nil
}

// mayInherit: shares are inherited of who was a member and is one no more.
func (r Reform) mayInherit(e MemberInherited) error {
	from, err := r.known(e.From)
	switch {
	case err != nil:
		return err
	case from.Member:
		return domain.Reject("still_a_member",
			"number %d is still a member, and shares of who is a member no more are inherited: record first that they left, and why",
			"编号 %d 仍是成员，成员资格终止后方可继承：请先记录其退出及原因", e.From)
	case e.To == e.From:
		return toThemselves(e.To)
	}
	if err := r.named(e.To, e.Person); err != nil {
		return err
	}
	return r.holds(e.From, e.Shares)
}

// named: a number that somebody has stands alone, a new one is the next and
// comes with a person who has none.
func (r Reform) named(number int, who domain.Personal) error {
	if who.IsZero() {
		_, err := r.known(number)
		return err
	}
	if has := r.numberOf(who.Subject); has > 0 {
		return domain.Reject("has_a_number", "that person has number %d: name the number, and no person", "此人已有编号 %d：请只填编号", has)
	}
	if number != r.roll.Count()+1 {
		return domain.Reject("not_the_next_number", "a new person gets number %d, not %d: leave the number out", "新增人员编号为 %d，不是 %d：请勿填写编号", r.roll.Count()+1, number)
	}
	if who.Subject == uuid.Nil {
		return domain.Reject("person_missing", "a person has a subject: name them", "缺少人员标识：请填写姓名")
	}
	return nil
}

func (r Reform) known(number int) (Person, error) {
	p, known := r.Person(number)
	if !known {
		return p, domain.Reject("no_such_member", "nobody has number %d (numbers run to %d): look it up in the roster, or name a new person", "没有编号 %d（编号至 %d）：请核对名册，或填写新增人员", number, r.roll.Count())
	}
	return p, nil
}

func (r Reform) holds(number int, shares int64) error {
	p, err := r.known(number)
	if err == nil && (shares < 1 || shares > p.Shares) {
		err = domain.Reject("not_enough_shares", "number %d holds %d of the shares, and %d cannot be moved: move from 1 to all of them", "编号 %d 持有 %d 股，不能变动 %d 股：请填写 1 至现有股数", number, p.Shares, shares)
	}
	return err
}

func notAMember(number int) error {
	return domain.Reject("not_a_member", "number %d is not a member, and only a member leaves or takes shares: name a member", "编号 %d 不是成员，只有成员才能退出或受让：请填写成员编号", number)
}

func toThemselves(number int) error {
	return domain.Reject("to_themselves", "number %d cannot give to themselves: name another number", "编号 %d 不能转给本人：请填写他人编号", number)
}

// drafted is the roster with a part of a draft.
func (r Reform) drafted(e RosterDrafted) Reform {
	people := make([]Person, len(e.Members))
	for i, m := range e.Members {
		people[i].Subject = m.Subject
	}
	if e.First == 1 {
		r.roll = nil
	}
	r.roll = r.roll.Plus(people...)
	return r
}

// confirmed makes members of all who are in the roster.
func (r Reform) confirmed() Reform {
	r.roll = r.roll.Each(func(_ int, p Person) Person {
		p.Member = true
		return p
	})
	r.Members = r.roll.Count()
	return r
}

// allotted gives every member what the allotments say, which are in ascending
// order.
func (r Reform) allotted(shares []Allotment) Reform {
	r.Holders = 0
	r.roll = r.roll.Each(func(number int, p Person) Person {
		for len(shares) > 0 && shares[0].To < number {
			shares = shares[1:]
		}
		if len(shares) > 0 && shares[0].From <= number && p.Member {
			p.Shares = shares[0].Shares
		}
		r.Holders += holder(p.Shares)
		return p
	})
	return r
}

// received adds shares to a number, or takes them off where they are negative. The
// collective is number 0.
func (r Reform) received(number int, shares int64) Reform {
	if number == 0 {
		r.CollectiveShares += shares
		return r
	}
	p := r.roll.At(number)
	r.Holders += holder(p.Shares+shares) - holder(p.Shares)
	p.Shares += shares
	r.roll = r.roll.With(number, p)
	return r
}

// moved moves shares from one number to another.
func (r Reform) moved(from, to int, shares int64) Reform {
	if shares == 0 {
		return r
	}
	return r.received(from, -shares).received(to, shares)
}

func holder(shares int64) int {
	if shares > 0 {
		return 1
	}
	return 0
}

// numbered gives the next number to a person, if there is one.
func (r Reform) numbered(who domain.Personal) Reform {
	if !who.IsZero() {
		r.roll = r.roll.Plus(Person{Subject: who.Subject})
	}
	return r
}

// enrolled makes a member of a number, or of a member none.
func (r Reform) enrolled(number int, member bool) Reform {
	p := r.roll.At(number)
	p.Member = member
	r.roll = r.roll.With(number, p)
	if r.Members++; !member {
		r.Members -= 2
	}
	return r
}

// total is the sum of what allotments give to those who are members, and false
// where one is negative or it is too large to count.
func (r Reform) total(shares []Allotment) (int64, bool) {
	sum := int64(0)
	for _, p := range r.allotted(shares).roll.All() {
		if p.Shares < 0 || p.Shares > math.MaxInt64-sum {
			return 0, false
		}
		sum += p.Shares
	}
	return sum, true
}
