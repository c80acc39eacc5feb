package enterprise

import "github.com/sunledger/sunledger/domain"

// Registered begins an enterprise. Its least numbers are those that the rule set
// asks of an enterprise of the kind; 0 is none.
type Registered struct {
	Kind      Kind   `json:"kind" audience:"public" en:"kind" zh:"类型"`
	Community string `json:"community" audience:"public" en:"community that it lies in" zh:"所在社区"`
	Name      string `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	// Number is that of its registration with the authority.
	Number  string       `json:"number,omitzero" audience:"public" en:"registration number" zh:"注册号"`
	On      domain.Date  `json:"on" audience:"public" en:"day of registration" zh:"注册日期"`
	Capital domain.Money `json:"capital" audience:"public" en:"start-up capital" zh:"启动资金"`
	// Members and Farmers are those of a cooperative; 0 where nobody counts them.
	Members      int          `json:"members,omitzero" audience:"public" en:"members" zh:"成员数"`
	Farmers      int          `json:"farmers,omitzero" audience:"public" en:"farmers among them" zh:"其中农民"`
	LeastCapital domain.Money `json:"leastCapital,omitzero" audience:"public" en:"least start-up capital by the rule" zh:"启动资金下限"`
	LeastMembers int          `json:"leastMembers,omitzero" audience:"public" en:"least members by the rule" zh:"成员数下限"`
	LeastFarmers int          `json:"leastFarmers,omitzero" audience:"public" en:"least farmers by the rule" zh:"农民成员数下限"`
	Rules        string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Amends allows everything but another community.
func (e Registered) Amends(to domain.Event) error {
	if n, ok := to.(Registered); !ok || n.Community != e.Community {
		return domain.Reject("identity_stays", "where an enterprise lies is not amended: close it, and register another", "经营主体的所在社区不得更正：请登记注销后另行登记")
	}
	return nil
}

// CapitalContributed puts money in.
type CapitalContributed struct {
	On     domain.Date `json:"on" audience:"public" en:"day of payment" zh:"出资日期"`
	Source Source      `json:"source" audience:"public" en:"whose money it is" zh:"出资来源"`
	// From is the stream of the collective, the town or the county; the members
	// have none.
	From    string       `json:"from,omitzero" audience:"public" en:"collective, town or county that pays" zh:"出资方"`
	Purpose Purpose      `json:"purpose" audience:"public" en:"what as" zh:"出资性质"`
	Amount  domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" audience:"public" en:"number of the voucher" zh:"凭证号"`
	// Decision is that of the collective.
	Decision string `json:"decision,omitzero" audience:"public" en:"decision that it rests on" zh:"决议"`
	// DecisionFrom is the amount from which the rule set has what a collective
	// puts in decided.
	DecisionFrom domain.Money `json:"decisionFrom" audience:"public" en:"amount from which a collective decides on it" zh:"集体出资须经决议的起点金额"`
	Rules        string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// DividendPaid pays out of what the enterprise earned in a year.
type DividendPaid struct {
	On      domain.Date  `json:"on" audience:"public" en:"day of payment" zh:"分红日期"`
	Year    int          `json:"year" audience:"public" en:"year that it was earned in" zh:"收益年度"`
	Source  Source       `json:"source" audience:"public" en:"whose share it is" zh:"分红对象"`
	To      string       `json:"to,omitzero" audience:"public" en:"collective, town or county that is paid" zh:"收款方"`
	Amount  domain.Money `json:"amount" audience:"public" en:"amount" zh:"金额"`
	Voucher string       `json:"voucher" audience:"public" en:"number of the voucher" zh:"凭证号"`
}

// Closed ends an enterprise. Why is public.
type Closed struct {
	On     domain.Date `json:"on" audience:"public" en:"last day" zh:"注销日期"`
	Reason string      `json:"reason" audience:"public" en:"why" zh:"注销原因"`
}

// EventType is enterprise.registered.
func (Registered) EventType() string { return "enterprise.registered" }

// EventType is enterprise.capital-contributed.
func (CapitalContributed) EventType() string { return "enterprise.capital-contributed" }

// EventType is enterprise.dividend-paid.
func (DividendPaid) EventType() string { return "enterprise.dividend-paid" }

// EventType is enterprise.closed.
func (Closed) EventType() string { return "enterprise.closed" }
