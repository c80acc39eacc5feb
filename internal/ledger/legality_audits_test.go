package ledger_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// What only later records show of auditors who are not independent is detected,
// each of them lawful by itself, and on the other side of the boundary is not.
func TestAuditDetections(t *testing.T) {
	s := tellAudits(t)
	raw := s.raw()
	cashier := func(c *story, person domain.Personal, from string, kin ...domain.Personal) {
		c.do("last", c.recorder, "lc", community.Appoint{Post: community.Cashier, Name: "周某", Person: person, Kin: kin, From: day(from)})
	}
	for name, c := range map[string]struct {
		// after is the step after which what happens happens, lawfully.
		after   string
		happens func(c *story)
		// rule is what is then detected, of the record of the step "last", with that
		// of another step.
		rule, with string
	}{
		"an auditor who held a post within what was audited, as is learned later": {"report", func(c *story) {
			cashier(c, villager(201), "2015-06-01")
		}, "audits_themselves", "commissioned"},
		"on the day of the report":                        {"report", func(c *story) { cashier(c, villager(201), "2016-09-12") }, "audits_themselves", "commissioned"},
		"an auditor who took up a post after the report":  {"report", func(c *story) { cashier(c, villager(201), "2016-09-13") }, "", ""},
		"kin of an auditor by what the official declares": {"report", func(c *story) { cashier(c, villager(301), "2015-06-01", villager(202)) }, "audits_kin", "commissioned"},
		"kin of an auditor by what the auditor declared":  {"report", func(c *story) { cashier(c, villager(203), "2015-06-01") }, "audits_kin", "commissioned"},
		"somebody else": {"report", func(c *story) { cashier(c, villager(301), "2015-06-01", villager(203)) }, "", ""},
		"an auditor replaced": {"entry", func(c *story) {
			cashier(c, villager(201), "2015-06-01")
			others := commissioning()
			others.People[0], others.Reason = villager(301), "任职回避"
			c.do("replaced", c.auditor, c.ids["plan"], others)
		}, "", ""},
		"an audit cancelled": {"commissioned", func(c *story) {
			cashier(c, villager(201), "2015-06-01")
			c.do("cancelled", c.auditor, c.ids["plan"], audit.Cancel{Reason: "回避"})
		}, "", ""},
		"who audited is given the books from before": {"finding 1", func(c *story) {
			c.do("last", c.actor, c.auditor.Account(), account.Grant{Roles: []domain.Role{domain.Accountant}, Place: "community-lc", From: day("2016-09-05"), To: day("2016-09-05")})
		}, "auditor_kept_books", "finding 1"},
		"from the day after": {"finding 1", func(c *story) {
			c.do("last", c.actor, c.auditor.Account(), account.Grant{Roles: []domain.Role{domain.Accountant}, Place: "community-lc", From: day("2016-09-08")})
		}, "", ""},
		"elsewhere": {"finding 1", func(c *story) {
			c.do("last", c.actor, c.auditor.Account(), account.Grant{Roles: []domain.Role{domain.Accountant}, Place: "community-hj", From: day("2016-09-05")})
		}, "", ""},
		"who audits had the books, and was rid of them": {"entry", func(c *story) {
			who := ledgertest.Open(c.t, c.Ledger, c.actor, "会计转审计", "town-t1", domain.Auditor)
			c.do("granted", c.actor, who.Account(), account.Grant{Roles: []domain.Role{domain.Accountant}, Place: "town-t1", From: day("2016-09-07")})
			c.do("revoked", c.actor, who.Account(), account.Revoke{Role: domain.Accountant, Place: "town-t1"})
			c.do("last", who, c.ids["plan"], audit.RaiseFinding{Category: audit.Controls, Papers: []string{"底9"}, What: domain.Note("制度")})
		}, "auditor_kept_books", "granted"},
		"an auditor whose account had them": {"plan", func(c *story) {
			who := ledgertest.Open(c.t, c.Ledger, c.actor, "事务所", "community-hj", domain.WindowClerk)
			c.do("granted", c.actor, who.Account(), account.Grant{Roles: []domain.Role{domain.Cashier}, Place: "community-lc", From: day("2016-09-01")})
			c.do("revoked", c.actor, who.Account(), account.Revoke{Role: domain.Cashier, Place: "community-lc"})
			by, id := c.auditor, c.ids["plan"]
			team := commissioning()
			team.Accounts = []string{"account-" + who.Account()}
			c.do("c", by, id, team)
			c.do("n", by, id, audit.ServeNotice{Document: "通"})
			c.on("2016-09-07")
			c.do("e", by, id, audit.HoldEntryMeeting{Where: "社区"})
			c.do("d", by, id, audit.SendDraft{})
			c.do("r", by, id, audit.ReceiveResponse{})
			c.do("last", by, id, audit.IssueReport{Document: "报", Opinion: audit.Unqualified})
		}, "auditor_kept_books", "granted"},
		"a year audited twice": {"report", func(c *story) {
			c.do("last", c.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Annual, Document: "计5"})
		}, "audited_twice", "plan"},
		"two years audited": {"report", func(c *story) {
			c.do("last", c.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Annual, Year: 2017, Document: "计5"})
		}, "", ""},
		"a year audited by a special audit as well": {"report", func(c *story) {
			c.do("last", c.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Special, Subject: "修路", Document: "计5"})
		}, "", ""},
		"a year audited after the first was cancelled": {"commissioned", func(c *story) {
			c.do("cancelled", c.auditor, c.ids["plan"], audit.Cancel{Reason: "改期"})
			c.do("last", c.auditor, "", audit.Plan{Audited: "collective-g1", Kind: audit.Annual, Document: "计5"})
		}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			at := s.records[c.after]
			k := s.copied(t, raw[:slices.IndexFunc(raw, func(r eventstore.Recorded) bool { return uint64(r.Position) == at.Position })+1])
			k.clock.now = at.RecordedAt
			c.happens(k)
			found, judged, err := findings(k.Ledger, "")
			require.NoError(t, err)
			require.Zero(t, judged.Unlawful)
			if c.rule == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			f, last, with := found[0], k.records["last"], k.records[c.with]
			require.Equal(t, ledger.Detected, f.List)
			require.Equal(t, c.rule, f.Rule)
			require.Equal(t, domain.Ref{Stream: last.Stream, Revision: last.Revision}, domain.Ref{Stream: f.Stream, Revision: f.Revision})
			require.Equal(t, []string{domain.Ref{Stream: with.Stream, Revision: with.Revision}.String()}, f.With)
			require.NotEqual(t, f.Message, f.Chinese)
		})
	}
}

// A correction may rest on a finding of an audit that stands.
func TestACorrectionRestsOnAFinding(t *testing.T) {
	s := tellAudits(t)
	s.asset("hut", asset.Register{Class: domain.OperatingAsset, Kind: domain.Building, OriginalValue: 9_000 * yuan, NetValue: 9_000 * yuan})
	propose := func(basis string) error {
		_, err := s.Do(t.Context(), ledger.Request{Actor: s.accountant, ID: s.stream("hut"), Command: domain.ProposeCorrection{
			Kind: domain.Clerical, Reason: domain.Note("审计发现"), RestsOn: domain.OnFinding, Basis: basis,
			Amend: []domain.Change{{Set: domain.Clear(domain.Object(`{"netValue":400000}`))}},
		}})
		return err
	}
	plan := s.stream("plan")
	require.Equal(t, "no_such_evidence", domain.CodeOf(propose(domain.FindingOf(plan, 3))), "it was dropped")
	require.Equal(t, "no_such_evidence", domain.CodeOf(propose(domain.FindingOf(plan, 4))))
	require.Equal(t, "no_such_evidence", domain.CodeOf(propose(domain.FindingOf(s.stream("third"), 1))))
	require.Equal(t, "basis_invalid", domain.CodeOf(propose(plan)))
	require.NoError(t, propose(domain.FindingOf(plan, 1)))
}
