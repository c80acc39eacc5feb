package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// named is what the log says that each decision carries, by its stream: stream
// and event of each step that names it.
func (s *site) named(t *testing.T) map[string][]string {
	t.Helper()
	named := map[string][]string{}
	for r, err := range s.Events(t.Context(), 0) {
		require.NoError(t, err)
		data, err := catalogue.Standard.Mask(r.Event)
		require.NoError(t, err)
		var e struct {
			Decision   string `json:"decision"`
			Delegation string `json:"delegation"`
		}
		require.NoError(t, json.Unmarshal(data, &e))
		for _, d := range []string{e.Decision, e.Delegation} {
			if d != "" {
				named[d] = append(named[d], r.Stream+" "+r.Event.EventType())
			}
		}
	}
	return named
}

// resting is what the JSON of a decision says that rests on it.
func (s *site) resting(t *testing.T, stream string) []projections.Resting {
	t.Helper()
	var body struct{ Decision projections.WholeDecision }
	s.json(t, pageID(stream)+".json", &body)
	return body.Decision.Resting
}

// pageOf is the page of a stream of a listing.
func pageOf(stream string) string {
	category, id := domain.SplitStream(stream)
	return "/" + category + "s/" + id
}

// The page of a decision lists every step that the log says rests on it, and
// where it leads.
func TestWhatRestsOnADecision(t *testing.T) {
	e := owning(t)
	less := e.decide(t, "2017-07-03", decision.Propose{Kind: domain.Leasing, Title: "减免沿街商铺租金", Concerns: []string{"asset-" + e.shop}})
	e.must(e.lease, contract.Amend{From: e.on(), Amount: 15000 * domain.Yuan, Every: 12, Decision: less, Reason: "修路停业"})
	owing := e.must("", debt.Incur{
		Owner: yuejiazhuang, Direction: debt.Receivable, Nature: debt.Before, Organisation: factory, Amount: 800 * domain.Yuan, Purpose: "历年水费",
	})
	waived := e.decide(t, "2017-09-01", decision.Propose{Kind: domain.WriteOff, Title: "核销历年水费", Concerns: []string{"debt-" + owing}})
	e.must(owing, debt.WriteOff{Amount: 500 * domain.Yuan, Decision: waived, Reason: "无法收回"})
	borrowing := e.decide(t, "2017-10-09", decision.Propose{Kind: domain.Borrowing, Title: "借款修渠", Amount: 50000 * domain.Yuan})
	e.must("", debt.Incur{
		Owner: yuejiazhuang, Direction: debt.Payable, Nature: debt.Loan, Organisation: "农商银行", Amount: 50000 * domain.Yuan, Purpose: "修渠借款", Decision: borrowing,
	})
	e.settle()
	for _, s := range []*site{e.site, deciding(t).site, reformed(t)} {
		named := s.named(t)
		require.NotEmpty(t, named)
		for stream, want := range named {
			var got []string
			for _, r := range s.resting(t, stream) {
				got = append(got, fmt.Sprint(r.Stream, " ", r.Step))
				require.NotEmpty(t, r.Title, "%+v", r)
				require.Contains(t, s.get(pageID(stream)+"?lang=en").Body.String(), `href="`+pageOf(r.Stream)+`">`)
			}
			slices.Sort(got)
			slices.Sort(want)
			require.Equal(t, want, got, stream)
		}
	}
	require.Contains(t, text(e.get(pageID(e.letting)+"?lang=en").Body.String()),
		"What rests on it Step About Stream Asset let 沿街商铺 asset-"+e.shop[:8]+"… Put out to tender 沿街商铺三年租赁 tender-"+e.tender[:8]+"… Contract signed 沿街商铺 contract-"+e.lease[:8]+"…")
	require.Contains(t, text(e.get(pageID(e.scrapping)+"?lang=zh").Body.String()), "核销资产 抽水机")
}

// A decision that is corrected goes on to list what rests on it, and so does the
// approval of the correction, as far as it was decided on the decision itself.
func TestACorrectedDecisionListsWhatRestsOnIt(t *testing.T) {
	e := owning(t)
	before := e.resting(t, e.letting)
	require.Len(t, before, 3)
	c := e.correctors()
	_, id := domain.SplitStream(e.letting)
	e.keys++
	proposed, err := e.Do(t.Context(), ledger.Request{Actor: c.proposer, ID: e.letting, Key: fmt.Sprint("proposal-", e.keys), Command: domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: domain.Note("登记有误"), RestsOn: domain.OnDocument, Basis: "会议记录",
		Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"title":"出租沿街商铺三年"}`))}},
	}})
	require.NoError(t, err)
	e.keys++
	approved, err := e.Do(t.Context(), ledger.Request{Actor: c.approver, ID: e.letting, Key: fmt.Sprint("approval-", e.keys), Command: domain.ApproveCorrection{Proposal: proposed.Revision}})
	require.NoError(t, err)
	var streams []string
	for _, ref := range approved.Events[0].Event.(domain.CorrectionApproved).Resting {
		stream, _, _ := strings.Cut(ref, "@")
		streams = append(streams, stream)
	}
	require.ElementsMatch(t, []string{"tender-" + e.tender, "contract-" + e.lease}, streams, "the asset rests on the contract")
	e.settle()
	require.Equal(t, before, e.resting(t, e.letting))
	page := e.get("/decisions/" + id + "?lang=en").Body.String()
	require.Contains(t, page, "出租沿街商铺三年")
	require.Contains(t, text(page), "Contract signed 沿街商铺")
}
