package books

import "github.com/sunledger/sunledger/domain"

// Amount is an amount on an account, on the side that its list says.
type Amount struct {
	Account int          `json:"account" en:"account, such as 101" zh:"科目编号，如 101"`
	Amount  domain.Money `json:"amount" en:"amount" zh:"金额"`
}

// Open begins the books of a year. Where there are books of the year before, by
// the same chart of accounts, their closing balances are taken over.
type Open struct {
	Collective string   `json:"collective" en:"collective, collective-<id>" zh:"集体经济组织 collective-<编号>"`
	Year       int      `json:"year" en:"year, such as 2016" zh:"年度，如 2016"`
	Debits     []Amount `json:"debits,omitempty" en:"opening balances on the debit side, by account; left out where there are books of the year before" zh:"期初借方余额（有上年账套的不填）"`
	Credits    []Amount `json:"credits,omitempty" en:"opening balances on the credit side, by account; left out where there are books of the year before" zh:"期初贷方余额（有上年账套的不填）"`
	Document   string   `json:"document,omitzero" en:"books on paper that the balances stand in; required for the first year" zh:"期初余额依据（首年必填）"`
}

// Post posts an entry.
type Post struct {
	On       domain.Date `json:"on,omitzero" en:"day of the voucher, in an open month; left out, today" zh:"凭证日期（未结账月份；不填为当日）"`
	Summary  string      `json:"summary" en:"what it is about; it is public: no names of residents" zh:"摘要（公开，请勿填写居民姓名）"`
	Debits   []Amount    `json:"debits" en:"debits, by account" zh:"借方，按科目"`
	Credits  []Amount    `json:"credits" en:"credits, by account; as much as the debits together" zh:"贷方，按科目（合计与借方相等）"`
	Decision string      `json:"decision,omitzero" en:"decision that an expenditure rests on, decision-<id>; required from the amount of the rule set on" zh:"支出所依据的决议 decision-<编号>（达到规定金额的必填）"`
	About    string      `json:"about,omitzero" en:"what it is about, contract-<id>, debt-<id> or asset-<id>" zh:"相关合同 contract-<编号>、债权债务 debt-<编号> 或资产 asset-<编号>"`
	Cashier  string      `json:"cashier,omitzero" en:"account of who handled the cash, account-<id>" zh:"经手出纳的账户 account-<编号>"`
}

// Reverse reverses an entry in full.
type Reverse struct {
	Entry  int         `json:"entry" en:"number of the entry that is reversed" zh:"被冲销的凭证号"`
	On     domain.Date `json:"on,omitzero" en:"day of the voucher, in an open month; left out, today" zh:"凭证日期（未结账月份；不填为当日）"`
	Reason string      `json:"reason" en:"why; it is public" zh:"冲销原因（公开）"`
}

// CloseMonth closes a month.
type CloseMonth struct {
	Month int `json:"month,omitzero" en:"month, from 1 to 12; left out, the next one" zh:"月份 1–12（不填为下一个未结月份）"`
}

// CloseYear closes the year, once all its months are closed.
type CloseYear struct{}

// CommandType is books.open.
func (Open) CommandType() string { return "books.open" }

// CommandType is books.post.
func (Post) CommandType() string { return "books.post" }

// CommandType is books.reverse.
func (Reverse) CommandType() string { return "books.reverse" }

// CommandType is books.close-month.
func (CloseMonth) CommandType() string { return "books.close-month" }

// CommandType is books.close-year.
func (CloseYear) CommandType() string { return "books.close-year" }
