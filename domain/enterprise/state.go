package enterprise

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Enterprise is the state of one enterprise.
type Enterprise struct {
	Kind Kind
	// Community is its stream; "" for an enterprise that does not exist.
	Community    string
	Name, Number string
	// On is the day of its registration.
	On domain.Date
	// Capital is the start-up capital that was registered.
	Capital          domain.Money
	Members, Farmers int
	// Contributions and Dividends are in the order of the record.
	Contributions []Contribution
	Dividends     []Dividend
	// Closed is its last day, or no date.
	Closed domain.Date
	Reason string
}

// Contribution is money that was put in.
type Contribution struct {
	On      domain.Date
	Source  Source
	From    string
	Purpose Purpose
	Amount  domain.Money
	// Decision is that of the collective, or "".
	Decision string
}

// Dividend is money that was paid out.
type Dividend struct {
	On     domain.Date
	Year   int
	Source Source
	To     string
	Amount domain.Money
}

// PaidIn is what of the registered start-up capital was put in.
func (s Enterprise) PaidIn() domain.Money {
	return s.sum(func(c Contribution) bool { return c.Purpose == StartUp })
}

// Contributed is all that was put in.
func (s Enterprise) Contributed() domain.Money {
	return s.sum(func(Contribution) bool { return true })
}

// decided is what was put in on a decision.
func (s Enterprise) decided(decision string) domain.Money {
	return s.sum(func(c Contribution) bool { return c.Decision == decision })
}

func (s Enterprise) sum(of func(Contribution) bool) (sum domain.Money) {
	for _, c := range s.Contributions {
		if of(c) {
			sum += c.Amount
		}
	}
	return sum
}

// PlacedAt is the community.
func (s Enterprise) PlacedAt() string { return s.Community }

// Evolve is the enterprise after a fact.
func (s Enterprise) Evolve(f domain.Fact) (Enterprise, error) {
	if err := s.follows(f.Event); err != nil {
		return s, err
	}
	switch e := f.Event.(type) {
	case Registered:
		s = Enterprise{
			Kind: e.Kind, Community: e.Community, Name: e.Name, Number: e.Number, On: e.On,
			Capital: e.Capital, Members: e.Members, Farmers: e.Farmers,
		}
	case CapitalContributed:
		s.Contributions = append(slices.Clip(s.Contributions), Contribution{e.On, e.Source, e.From, e.Purpose, e.Amount, e.Decision})
	case DividendPaid:
		s.Dividends = append(slices.Clip(s.Dividends), Dividend{e.On, e.Year, e.Source, e.To, e.Amount})
	case Closed:
		s.Closed, s.Reason = e.On, e.Reason
	}
	return s, nil
}

// follows is the legal order of steps: nothing follows a closing, start-up
// capital is paid in up to what was registered, and only who put something in is
// paid.
func (s Enterprise) follows(e domain.Event) error {
	if _, begins := e.(Registered); begins {
		if s.Community != "" {
			return domain.Reject("already_registered", "the enterprise is registered already: register another one", "该经营主体已登记：请另行登记")
		}
		return nil
	}
	switch e := e.(type) {
	case CapitalContributed:
		if err := s.open(); err != nil {
			return err
		}
		if left := s.Capital - s.PaidIn(); e.Purpose == StartUp && e.Amount > left {
			return domain.Reject("more_than_the_capital",
				"%s yuan are more than the %s of the start-up capital that are not paid in: record the rest as an increase",
				"%s 元超过尚未缴付的启动资金 %s 元：超出部分请按增资登记", e.Amount, left)
		}
		return nil
	case DividendPaid:
		if err := s.open(); err != nil {
			return err
		}
		if !slices.ContainsFunc(s.Contributions, func(c Contribution) bool { return c.Source == e.Source && c.From == e.To }) {
			return domain.Reject("nothing_contributed",
				"who is paid has put nothing in: record the contribution first, or name who did",
				"收款方没有出资记录：请先登记出资，或填写出资方")
		}
		return nil
	case Closed:
		return s.open()
	}
	return domain.Unknown(e)
}

func (s Enterprise) open() error {
	switch {
	case s.Community == "":
		return domain.Reject("not_registered", "there is no such enterprise: register it first", "该经营主体不存在：请先登记")
	case !s.Closed.IsZero():
		return domain.Reject("enterprise_closed", "the enterprise was closed on %s, and nothing follows that: correct that record, if it is wrong", "该经营主体已于 %s 注销，不能再办理：登记有误的请更正", s.Closed)
	}
	return nil
}
