package enterprise

import "github.com/sunledger/sunledger/domain"

// Register begins an enterprise.
type Register struct {
	Kind      Kind         `json:"kind" en:"kind" zh:"类型"`
	Community string       `json:"community" en:"community that it lies in, community-<id>" zh:"所在社区 community-<编号>"`
	Name      string       `json:"name" en:"name, in Chinese" zh:"名称"`
	Number    string       `json:"number,omitzero" en:"registration number, if it has one" zh:"注册号（如有）"`
	On        domain.Date  `json:"on,omitzero" en:"day of registration; left out, today" zh:"注册日期（不填为当日）"`
	Capital   domain.Money `json:"capital" en:"start-up capital" zh:"启动资金"`
	Members   int          `json:"members,omitzero" en:"members; a farmers' cooperative names them" zh:"成员数（农民专业合作社必填）"`
	Farmers   int          `json:"farmers,omitzero" en:"farmers among the members; left out, all of them" zh:"其中农民（不填为全部成员）"`
}

// Contribute puts money in.
type Contribute struct {
	From     string       `json:"from,omitzero" en:"who pays: collective-<id>, town-<id> or county-self; left out, the members" zh:"出资方：collective-<编号>、town-<编号> 或 county-self（不填为成员）"`
	Purpose  Purpose      `json:"purpose,omitzero" en:"what as; left out, start-up capital" zh:"出资性质（不填为启动资金）"`
	Amount   domain.Money `json:"amount" en:"amount" zh:"金额"`
	On       domain.Date  `json:"on,omitzero" en:"day of payment; left out, today" zh:"出资日期（不填为当日）"`
	Voucher  string       `json:"voucher" en:"number of the voucher" zh:"凭证号"`
	Decision string       `json:"decision,omitzero" en:"decision of the collective that names this enterprise, decision-<id>; others have none" zh:"集体出资决议（须列明本经营主体） decision-<编号>，其他不填"`
}

// PayDividend pays out of what the enterprise earned.
type PayDividend struct {
	To      string       `json:"to,omitzero" en:"who is paid: collective-<id>, town-<id> or county-self; left out, the members" zh:"收款方：collective-<编号>、town-<编号> 或 county-self（不填为成员）"`
	Year    int          `json:"year,omitzero" en:"year that it was earned in, such as 2015; left out, the last one" zh:"收益年度，如 2015（不填为上年）"`
	Amount  domain.Money `json:"amount" en:"amount" zh:"金额"`
	On      domain.Date  `json:"on,omitzero" en:"day of payment; left out, today" zh:"分红日期（不填为当日）"`
	Voucher string       `json:"voucher" en:"number of the voucher" zh:"凭证号"`
}

// Close ends an enterprise.
type Close struct {
	On     domain.Date `json:"on,omitzero" en:"last day; left out, today" zh:"注销日期（不填为当日）"`
	Reason string      `json:"reason" en:"why; it is public" zh:"注销原因（公开）"`
}

// CommandType is enterprise.register.
func (Register) CommandType() string { return "enterprise.register" }

// CommandType is enterprise.contribute.
func (Contribute) CommandType() string { return "enterprise.contribute" }

// CommandType is enterprise.pay-dividend.
func (PayDividend) CommandType() string { return "enterprise.pay-dividend" }

// CommandType is enterprise.close.
func (Close) CommandType() string { return "enterprise.close" }

// PlacedAt is the community.
func (c Register) PlacedAt() string { return c.Community }

// Relies names the community.
func (c Register) Relies(Enterprise) []domain.Ref { return domain.LatestOf(c.Community) }

// Decide registers, with what the rule set asks of the kind.
func (c Register) Decide(_ Enterprise, act domain.Act) ([]domain.Event, error) {
	e := Registered{
		Kind: c.Kind, Community: c.Community, Name: c.Name, Number: c.Number, On: orToday(c.On, act),
		Capital: c.Capital, Members: c.Members, Farmers: c.Farmers,
	}
	if e.Farmers == 0 {
		e.Farmers = e.Members
	}
	e, err := asked(e, act)
	return one(e, err)
}

// Relies names who pays, and the decision.
func (c Contribute) Relies(Enterprise) []domain.Ref { return domain.LatestOf(c.From, c.Decision) }

// Decide records the contribution.
func (c Contribute) Decide(_ Enterprise, act domain.Act) ([]domain.Event, error) {
	e := CapitalContributed{
		On: orToday(c.On, act), Source: sourceOf(c.From), From: c.From, Purpose: c.Purpose, Amount: c.Amount,
		Voucher: c.Voucher, Decision: c.Decision,
	}
	if e.Purpose == "" {
		e.Purpose = StartUp
	}
	e, err := decidedFrom(e, act)
	return one(e, err)
}

// Decide records the dividend.
func (c PayDividend) Decide(_ Enterprise, act domain.Act) ([]domain.Event, error) {
	e := DividendPaid{On: orToday(c.On, act), Year: c.Year, Source: sourceOf(c.To), To: c.To, Amount: c.Amount, Voucher: c.Voucher}
	if e.Year == 0 {
		e.Year = act.Day().Year - 1
	}
	return one(e, nil)
}

// Decide closes.
func (c Close) Decide(_ Enterprise, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return one(Closed(c), nil)
}

func orToday(day domain.Date, act domain.Act) domain.Date {
	if day.IsZero() {
		return act.Day()
	}
	return day
}

func one(e domain.Event, err error) ([]domain.Event, error) {
	if err != nil {
		return nil, err
	}
	return []domain.Event{e}, nil
}
