package projections

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Resting is a step that names a decision as what it rests on.
type Resting struct {
	Stream string `json:"stream"`
	// Step is the wire name of the event.
	Step RestingStep `json:"step"`
	// Title is what the stream is about; it may be empty.
	Title        string `json:"title,omitzero"`
	TitleEnglish string `json:"titleEnglish,omitzero"`
}

// RestingStep is a step that rests on a decision, by the wire name of its event.
type RestingStep string

// Codes lists the steps with their names.
func (RestingStep) Codes() []domain.Code {
	return []domain.Code{
		{Code: "decision.proposed", English: "decided by the representatives", Chinese: "授权代表会议决议"},
		{Code: "tender.listed", English: "put out to tender", Chinese: "公开招标"},
		{Code: "contract.signed", English: "contract signed", Chinese: "签订合同"},
		{Code: "contract.amended", English: "contract amended", Chinese: "变更合同"},
		{Code: "asset.leased", English: "asset let", Chinese: "出租资产"},
		{Code: "asset.transferred", English: "asset transferred", Chinese: "划转资产"},
		{Code: "asset.disposed", English: "asset sold", Chinese: "处置资产"},
		{Code: "asset.written-off", English: "asset written off", Chinese: "核销资产"},
		{Code: "debt.incurred", English: "borrowed or lent", Chinese: "借贷"},
		{Code: "debt.written-off", English: "debt written off", Chinese: "核销债权债务"},
		{Code: "reform.plan-adopted", English: "plan of the reform adopted", Chinese: "通过改革方案"},
		{Code: "reform.roster-confirmed", English: "roster confirmed", Chinese: "确认成员名册"},
		{Code: "reform.shares-quantified", English: "property divided into shares", Chinese: "折股量化"},
		{Code: "reform.charter-adopted", English: "charter adopted", Chinese: "通过章程"},
		{Code: "reform.bodies-elected", English: "bodies elected", Chinese: "选举组织机构"},
		{Code: "reform.member-joined", English: "members admitted", Chinese: "吸收成员"},
		{Code: "reform.dividend-declared", English: "dividend declared", Chinese: "议定分红"},
		{Code: "books.posted", English: "paid", Chinese: "支付款项"},
		{Code: "enterprise.capital-contributed", English: "capital put into an enterprise", Chinese: "集体出资"},
	}
}

// restingRows are the steps that rest on the decision of a stream, ?1, each with
// the position and the place by which they are put in order.
var restingRows = strings.Join([]string{
	`SELECT stream, 'decision.proposed' AS step, title, title_english, begun, 0 AS place FROM decision WHERE delegation = ?1`,
	`SELECT stream, 'tender.listed', what, '', begun, 0 FROM tender WHERE decision = ?1`,
	`SELECT k.stream, 'contract.signed', ` + contractTitle + `, '', k.begun, 0 FROM contract k WHERE k.decision = ?1`,
	`SELECT k.stream, 'contract.amended', ` + contractTitle + `, '', k.begun, 1 + x.n
		FROM contract_amendment x JOIN contract k ON k.begun = x.begun WHERE x.decision = ?1`,
	`SELECT a.stream, 'asset.' || p.step, a.name, '', a.begun, p.n
		FROM asset_step p JOIN asset a ON a.begun = p.begun WHERE p.decision = ?1`,
	`SELECT stream, 'debt.incurred', purpose, '', begun, 0 FROM debt WHERE decision = ?1`,
	`SELECT b.stream, 'debt.written-off', b.purpose, '', b.begun, 1 + x.n
		FROM debt_write_off x JOIN debt b ON b.begun = x.begun WHERE x.decision = ?1`,
	`SELECT r.stream, g.step, COALESCE(o.name, ''), COALESCE(o.name_english, ''), r.begun, g.n
		FROM reform_ground g JOIN reform r ON r.begun = g.begun LEFT JOIN place o ON o.stream = r.collective WHERE g.decision = ?1`,
	`SELECT b.stream, 'books.posted', COALESCE(o.name, ''), COALESCE(o.name_english, ''), b.begun, x.n
		FROM books_ground x JOIN books b ON b.begun = x.begun LEFT JOIN place o ON o.stream = b.owner WHERE x.decision = ?1`,
	`SELECT b.stream, 'enterprise.capital-contributed', b.name, '', b.begun, 1 + x.n
		FROM enterprise_contribution x JOIN enterprise b ON b.begun = x.begun WHERE x.decision = ?1`,
}, ` UNION ALL `)

// restingOn is what names a decision as what it rests on, in the order in which
// its streams began.
func (q *Query) restingOn(decision string) ([]Resting, error) {
	return list(q, `SELECT stream, step, title, title_english FROM (`+restingRows+`) ORDER BY begun, place`, []any{decision},
		func(s scan) (r Resting, err error) {
			err = s(&r.Stream, &r.Step, &r.Title, &r.TitleEnglish)
			return r, err
		})
}
