package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/internal/ledger"
)

// asked is what becomes of a command a minute later.
func (s *story) asked(who ledger.Actor, id string, command any, files ...ledger.Attach) (string, error) {
	s.clock.Lock()
	s.clock.now = s.clock.now.Add(time.Minute)
	s.clock.Unlock()
	receipt, err := s.Do(s.t.Context(), ledger.Request{Actor: who, ID: id, Command: command, Attachments: files})
	return receipt.Stream, err
}

// until is the story up to a step, for a test to go on with.
func (s *story) until(t *testing.T, step string) *story {
	k := s.from(t, step)
	k.bench.t = t
	return k
}

// A loss of the year before stands in the books, and is covered before anything is
// shared out, whether somebody types it in or not.
func TestLossesOfTheBooksComeBeforeADividend(t *testing.T) {
	k := tell2016(t).until(t, "completed")
	acc, g1 := k.accountant, "collective-g1"
	must := func(id string, c any) string {
		t.Helper()
		stream, err := k.asked(acc, id, c)
		require.NoError(t, err)
		_, id = domain.SplitStream(stream)
		return id
	}
	one := func(account int, amount domain.Money) []books.Amount {
		return []books.Amount{{Account: account, Amount: amount}}
	}
	k.on("2016-12-30")
	first := must("", books.Open{Collective: g1, Year: 2016, Document: "账簿", Debits: one(102, 100_000*yuan), Credits: one(301, 100_000*yuan)})
	must(first, books.Post{On: day("2016-12-22"), Summary: "修缮", Debits: one(551, 30_000*yuan), Credits: one(202, 30_000*yuan)})
	k.on("2017-01-10")
	for range 12 {
		must(first, books.CloseMonth{})
	}
	must(first, books.CloseYear{}) // a loss of ¥30,000
	second := must("", books.Open{Collective: g1, Year: 2017})
	must(second, books.Post{On: day("2017-01-05"), Summary: "租金", Debits: one(102, 10_000*yuan), Credits: one(511, 10_000*yuan)})
	k.on("2018-01-10")
	for range 12 {
		must(second, books.CloseMonth{})
	}
	must(second, books.CloseYear{}) // a profit of ¥10,000
	must("g1", reform.SetReservesAside{Year: 2017, Document: "决算"})
	d := k.household("dividend 2017", decision.Propose{Owner: g1, Kind: domain.Dividend, Concerns: []string{g1}})
	k.on("2018-02-20")
	_, err := k.asked(acc, "g1", reform.DeclareDividend{Year: 2017, Decision: d, Total: 9_000 * yuan})
	require.Equal(t, "beyond_what_is_left", domain.CodeOf(err))
}

// A delegation is held against the rules once more at the vote, also where a rule set
// has come into force meanwhile that routes the matter to others.
func TestADelegationIsLookedAtAtTheVote(t *testing.T) {
	k := tell2016(t).until(t, "delegation/disclosed")
	k.on("2025-04-20")
	for body, seats := range map[community.Body]int{community.PartyBranch: 7, community.VillagersCommittee: 2} {
		_, err := k.asked(k.recorder, "lc", community.ConstituteCouncil{Body: body, Seats: seats, From: day("2025-01-01"), Until: day("2029-12-31")})
		require.NoError(t, err)
	}
	stream, err := k.asked(k.recorder, "", decision.Propose{
		Owner: "collective-v1", Kind: domain.Borrowing, Amount: 300_000 * yuan, Meeting: domain.RepresentativesMeeting, Title: "借款",
		Source: decision.PartyBranch, Delegation: k.stream("delegation/proposed"),
	})
	require.NoError(t, err)
	_, id := domain.SplitStream(stream)
	for _, c := range []any{decision.Consult{Expected: 9, Present: 7, InFavour: 6}, decision.ReviewByParty{Present: 30, InFavour: 16}} {
		_, err := k.asked(k.recorder, id, c)
		require.NoError(t, err)
	}
	overturned("delegation/proposed", "2016-11-14")(k)
	files := []ledger.Attach{
		{Kind: domain.Minutes, Digest: k.minutes.Digest, Audience: domain.Public},
		{Kind: domain.SignInSheet, Digest: k.signatures.Digest, Audience: domain.Public},
	}
	_, err = k.asked(k.recorder, id, byRepresentatives, files...)
	require.Equal(t, "decision_void", domain.CodeOf(err), "by the rules of April")
	k.on("2025-05-06")
	_, err = k.asked(k.recorder, id, byRepresentatives, files...)
	require.Equal(t, "decision_void", domain.CodeOf(err), "by those of May")
}

// What was planted with a stamp of days to come is found, before they have come and
// afterwards, and what others record behind it is not faulted in its place.
func TestAStampOfDaysToComeIsFound(t *testing.T) {
	s := tell2016(t)
	k := s.until(t, "extend/disclosed") // of 2016-10-10
	r := s.records["written off"]       // on 2016-10-20, when its decision binds
	r.CommandID, r.Evidence = uuid.New(), slices.Clone(r.Evidence)
	for i := range r.Evidence {
		r.Evidence[i].Revision = 0
	}
	k.appendPast(t, r)
	revision := int64(len(k.inMemory(r.Stream)) - 1)
	faulted := func(now, rule, with string) {
		t.Helper()
		k.clock.Set(now)
		for _, stream := range []string{"", r.Stream} {
			found, judged, err := findings(k.Ledger, stream)
			require.NoError(t, err)
			require.Len(t, found, judged.Detected+1)
			require.Equal(t, 1, judged.Unlawful)
			require.Equal(t, []any{rule, r.Stream, revision}, []any{found[0].Rule, found[0].Stream, found[0].Revision})
			require.Contains(t, found[0].Message, with)
			require.NotEqual(t, found[0].Message, found[0].Chinese)
		}
		wrong, _ := problems(t, k.Ledger)
		require.Len(t, wrong, 1)
		require.Equal(t, ledger.OutOfTime, wrong[0].Kind)
		require.Equal(t, []any{r.Stream, revision}, []any{wrong[0].Stream, wrong[0].Revision})
		require.Contains(t, wrong[0].Message, with)
	}
	faulted("2016-10-10 22:00", "recorded_in_the_future", "which has not come")
	other, err := k.asked(k.recorder, "", decision.Propose{Owner: "collective-g1", Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers})
	require.NoError(t, err)
	faulted("2016-10-10 23:00", "recorded_in_the_future", "which has not come")
	_, err = k.asked(k.recorder, "", decision.Propose{Owner: "collective-g1", Kind: domain.OtherMatter, Title: "u", Source: decision.Villagers})
	require.NoError(t, err)
	faulted("2016-10-21 09:00", "recorded_out_of_time", other+"@0, which stands behind it")
}
