package reform

import "github.com/sunledger/sunledger/domain"

// MemberJoined makes somebody a member: a new person, or one who has a number
// already. Joining brings shares only where the collective gives of its own.
type MemberJoined struct {
	Number           int             `json:"number" audience:"public" en:"number of the member" zh:"成员编号"`
	Person           domain.Personal `json:"person,omitzero" audience:"village" en:"who joins, where new" zh:"新成员"`
	Basis            JoinBasis       `json:"basis" audience:"public" en:"basis of the membership" zh:"取得依据"`
	Shares           int64           `json:"shares" audience:"public" en:"shares that the collective gives of its own" zh:"由集体股划出的股数"`
	CollectiveShares int64           `json:"collectiveShares" audience:"public" en:"shares that the collective is left with" zh:"集体股余数"`
	Decision         string          `json:"decision,omitzero" audience:"public" en:"decision that it rests on" zh:"依据决议"`
	Document         domain.Text     `json:"document" audience:"village" en:"document that says so" zh:"依据文件"`
}

// MemberLeft ends a membership. Shares that do not go back to the collective stay
// with the person.
type MemberLeft struct {
	Number           int         `json:"number" audience:"public" en:"number of the member" zh:"成员编号"`
	Reason           LeaveReason `json:"reason" audience:"public" en:"reason" zh:"丧失原因"`
	Returned         int64       `json:"returned" audience:"public" en:"shares that go back to the collective" zh:"退回集体的股数"`
	CollectiveShares int64       `json:"collectiveShares" audience:"public" en:"shares that the collective then holds" zh:"退回后集体股"`
	CollectiveMost   int64       `json:"collectiveMost" audience:"public" en:"most that the collective may hold" zh:"集体股上限"`
	Document         domain.Text `json:"document" audience:"village" en:"document that says so" zh:"依据文件"`
	Rules            string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// MemberInherited moves shares of who is a member no more to an heir, who may be
// new, and need not become a member.
type MemberInherited struct {
	From     int             `json:"from" audience:"public" en:"number of who leaves them" zh:"被继承人编号"`
	To       int             `json:"to" audience:"public" en:"number of the heir" zh:"继承人编号"`
	Person   domain.Personal `json:"person,omitzero" audience:"village" en:"the heir, where new" zh:"新继承人"`
	Shares   int64           `json:"shares" audience:"public" en:"shares inherited" zh:"继承股数"`
	Document domain.Text     `json:"document" audience:"village" en:"document that says so" zh:"依据文件"`
}

// MemberTransferred moves shares to a member.
type MemberTransferred struct {
	From     int         `json:"from" audience:"public" en:"number of who gives" zh:"转让人编号"`
	To       int         `json:"to" audience:"public" en:"number of the member who takes" zh:"受让成员编号"`
	Shares   int64       `json:"shares" audience:"public" en:"shares transferred" zh:"转让股数"`
	Document domain.Text `json:"document" audience:"village" en:"document that says so" zh:"依据文件"`
}

// ReservesSetAside says what a closed year left, and what of it covers losses and
// becomes reserves. The rest may be shared out.
type ReservesSetAside struct {
	Year      int          `json:"year" audience:"public" en:"year" zh:"年度"`
	Profit    domain.Money `json:"profit" audience:"public" en:"profit of the year" zh:"当年收益"`
	Losses    domain.Money `json:"losses" audience:"public" en:"losses of earlier years covered" zh:"弥补以前年度亏损"`
	LeastPart int          `json:"leastPart" audience:"public" en:"least part of the rest that becomes reserves, in hundredths of a percent" zh:"最低提取比例（万分之）"`
	Least     domain.Money `json:"least" audience:"public" en:"least reserves" zh:"最低提取额"`
	Reserves  domain.Money `json:"reserves" audience:"public" en:"reserves set aside" zh:"提取公积公益金"`
	Left      domain.Money `json:"left" audience:"public" en:"left to be shared out" zh:"可分配收益"`
	Document  string       `json:"document" audience:"public" en:"accounts of the year" zh:"年度决算文件"`
	Rules     string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// DividendDeclared shares out what a year left: perShare × shares + remainder is
// the total, to the fen. The part of the collective's own shares stays with it,
// as does the remainder.
type DividendDeclared struct {
	Year             int          `json:"year" audience:"public" en:"year" zh:"年度"`
	Decision         string       `json:"decision" audience:"public" en:"decision that declares it" zh:"依据决议"`
	Left             domain.Money `json:"left" audience:"public" en:"left of the year" zh:"可分配收益"`
	Total            domain.Money `json:"total" audience:"public" en:"dividend" zh:"分红总额"`
	Shares           int64        `json:"shares" audience:"public" en:"shares" zh:"总股数"`
	CollectiveShares int64        `json:"collectiveShares" audience:"public" en:"those of the collective" zh:"其中集体股"`
	PerShare         domain.Money `json:"perShare" audience:"public" en:"dividend of a share" zh:"每股分红"`
	Remainder        domain.Money `json:"remainder" audience:"public" en:"remainder" zh:"余额"`
	ToHolders        domain.Money `json:"toHolders" audience:"public" en:"due to the holders of shares" zh:"应付个人股东"`
	Holders          int          `json:"holders" audience:"public" en:"number of holders" zh:"股东人数"`
	Rules            string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// DividendPaid is one payment of a dividend to some of its holders: to each what
// the shares bring that they held when it was declared.
type DividendPaid struct {
	Year     int          `json:"year" audience:"public" en:"year" zh:"年度"`
	To       []Span       `json:"to" audience:"public" en:"holders paid, by number" zh:"领取人编号"`
	Total    domain.Money `json:"total" audience:"public" en:"paid" zh:"发放金额"`
	Holders  int          `json:"holders" audience:"public" en:"number of holders paid" zh:"领取人数"`
	On       domain.Date  `json:"on" audience:"public" en:"day of payment" zh:"发放日期"`
	Document string       `json:"document" audience:"public" en:"voucher" zh:"凭证"`
}

// Span is all who held shares of one number to another.
type Span struct {
	From int `json:"from" audience:"public" en:"first number" zh:"起始编号"`
	To   int `json:"to" audience:"public" en:"last number" zh:"截止编号"`
}

// EventType is reform.member-joined.
func (MemberJoined) EventType() string { return "reform.member-joined" }

// EventType is reform.member-left.
func (MemberLeft) EventType() string { return "reform.member-left" }

// EventType is reform.member-inherited.
func (MemberInherited) EventType() string { return "reform.member-inherited" }

// EventType is reform.member-transferred.
func (MemberTransferred) EventType() string { return "reform.member-transferred" }

// EventType is reform.reserves-set-aside.
func (ReservesSetAside) EventType() string { return "reform.reserves-set-aside" }

// EventType is reform.dividend-declared.
func (DividendDeclared) EventType() string { return "reform.dividend-declared" }

// EventType is reform.dividend-paid.
func (DividendPaid) EventType() string { return "reform.dividend-paid" }
