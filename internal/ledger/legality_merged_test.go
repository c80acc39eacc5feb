package ledger_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// after is the story as it was after a step, to be told otherwise from there.
func (s *story) after(t *testing.T, step string) *story {
	t.Helper()
	at, known := s.records[step]
	require.True(t, known, "the story has no step %q", step)
	raw := s.raw()
	c := s.copied(t, raw[:slices.IndexFunc(raw, func(r eventstore.Recorded) bool { return uint64(r.Position) == at.Position })+1])
	c.clock.now = at.RecordedAt
	return c
}

// What a merged collective left goes to the one that goes on in its place, also
// where that took two mergers, and the judgement finds nothing wrong with it.
func TestWhatAMergedCollectiveLeft(t *testing.T) {
	c := tell2016(t).after(t, "hut leased")
	bike := c.asset("bike", asset.Register{Class: domain.OperatingAsset, Kind: domain.Equipment, OriginalValue: 100, NetValue: 100})
	c.do("g3", c.actor, "", collective.Register{ID: "g3", Level: domain.GroupUnit, Community: "community-lc", Name: "三组"})
	c.do("electorate g3", c.recorder, "g3", collective.RecordElectorate{AsOf: day("2016-10-31"), Households: 60, Adults: 200, Document: "名册"})
	take := decision.Propose{Owner: "collective-g3", Kind: domain.Transfer, Concerns: []string{bike}}
	c.do("g1 merged", c.actor, "g1", collective.Merge{Into: "collective-g2"})
	c.on("2016-11-02")
	early := c.household("g3 takes early", take)
	c.on("2016-11-14")
	c.refused("decision_of_another", c.accountant, c.ids["bike"], asset.Transfer{To: "collective-g3", Decision: early})
	c.do("g2 merged", c.actor, "g2", collective.Merge{Into: "collective-g3"})
	c.refused("decided_before_the_merger", c.accountant, c.ids["bike"], asset.Transfer{To: "collective-g3", Decision: early})
	c.on("2016-11-15")
	takes := c.household("g3 takes", take)
	c.on("2016-11-25")
	c.do("given", c.accountant, c.ids["bike"], asset.Transfer{To: "collective-g3", Decision: takes})
	c.do("taken", c.accountant, "", asset.Receive{From: bike, Owner: "collective-g3"})
	c.do("let", c.accountant, "", contract.Sign{
		Owner: "collective-g3", Kind: domain.LeaseContract, Assets: []string{c.stream("taken")}, Organisation: "某店",
		From: day("2016-11-25"), To: day("2016-12-20"), Amount: yuan,
	})
	found, _, err := findings(c.Ledger, "")
	require.NoError(t, err)
	require.Empty(t, found)
}

// What was under way to a collective when it was merged is received there, and goes on
// with what that left.
func TestWhatIsReceivedAfterAMerger(t *testing.T) {
	c := tell2016(t).after(t, "transferred")
	pump := c.stream("pump")
	c.do("g3", c.actor, "", collective.Register{ID: "g3", Level: domain.GroupUnit, Community: "community-lc", Name: "三组"})
	c.do("electorate g3", c.recorder, "g3", collective.RecordElectorate{AsOf: day("2016-10-20"), Households: 60, Adults: 200, Document: "名册"})
	c.do("g2 merged", c.actor, "g2", collective.Merge{Into: "collective-g3"})
	c.refused("not_transferred", c.accountant, "", asset.Receive{From: pump, Owner: "collective-g3"})
	c.do("received", c.accountant, "", asset.Receive{From: pump, Owner: "collective-g2"})
	c.on("2016-10-21")
	takes := c.household("g3 takes", decision.Propose{Owner: "collective-g3", Kind: domain.Transfer, Concerns: []string{c.stream("received")}})
	c.on("2016-11-02")
	c.do("given", c.accountant, c.ids["received"], asset.Transfer{To: "collective-g3", Decision: takes})
	c.do("taken", c.accountant, "", asset.Receive{From: c.stream("received"), Owner: "collective-g3"})
	found, _, err := findings(c.Ledger, "")
	require.NoError(t, err)
	require.Empty(t, found)
}

func (s *story) refused(code string, who ledger.Actor, id string, command any) {
	s.t.Helper()
	_, err := s.Do(s.t.Context(), ledger.Request{Actor: who, ID: id, Command: command})
	require.Equal(s.t, code, domain.CodeOf(err), "%v", err)
}

// A collective does not decide on the property of another one ahead of a merger.
func TestASuccessorDecidesAfterTheMerger(t *testing.T) {
	s := tell2016(t).after(t, "land")
	s.on("2016-09-03")
	s.do("electorate g2", s.recorder, "g2", collective.RecordElectorate{AsOf: day("2016-09-01"), Households: 60, Document: "名册"})
	shop := decision.Propose{Owner: "collective-g2", Kind: domain.WriteOff, Concerns: []string{s.stream("shop")}}
	early := s.household("early", shop)
	s.on("2016-09-25")
	_, err := s.Do(t.Context(), ledger.Request{Actor: s.actor, ID: "g1", Command: collective.Merge{Into: "collective-g2"}, OccurredAt: day("2016-09-02").Start(shanghai)})
	require.Equal(t, "merged_in_the_past", domain.CodeOf(err), "%v", err)
	s.do("g1 merged", s.actor, "g1", collective.Merge{Into: "collective-g2"})
	s.refused("decided_before_the_merger", s.accountant, s.ids["shop"], asset.WriteOff{Decision: early, Reason: "报废"})
	s.on("2016-09-26")
	late := s.household("late", shop)
	s.on("2016-10-20")
	s.do("written off", s.accountant, s.ids["shop"], asset.WriteOff{Decision: late, Reason: "报废"})
	found, _, err := findings(s.Ledger, "")
	require.NoError(t, err)
	require.Empty(t, found)
}
