package audit_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
)

const (
	economic = "collective-e1"
	lianchi  = "community-lc"
	yuan     = domain.Yuan
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// person is somebody, the same for the same number.
func person(n int) domain.Personal {
	return domain.About(uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "person %d", n)), fmt.Sprintf("居民%d", n))
}

// The officials: person 1 was accountant until June 2015 and declared person 2,
// person 3 has been secretary since 2016.
var officers = domain.Officers{
	{Title: "accountant", TitleChinese: "会计", Name: "钱某", Person: person(1).Subject, Kin: []domain.Subject{person(2).Subject}, From: day("2012-01-01"), Until: day("2015-06-30")},
	{Title: "branch secretary", TitleChinese: "党支部书记", Name: "孙某", Person: person(3).Subject, Kin: []domain.Subject{person(4).Subject}, From: day("2016-01-01")},
	{Title: "cashier", TitleChinese: "出纳", Name: "李某", From: day("2016-01-01")}, // nobody said who it is
}

func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	within := []string{lianchi, "town-xz", domain.WholeCounty}
	return domaintest.For(t, catalogue.Audits).
		Evidence(economic, domain.Offerings{
			domain.PlaceName{ID: "e1", Name: "经联社", Within: within},
			domain.Unit{Level: domain.VillageUnit, Collective: true},
		}).
		Evidence("collective-e2", domain.Offerings{domain.PlaceName{ID: "e2", Within: within}, domain.Unit{Collective: true, Merged: economic}}).
		Evidence(lianchi, domain.Offerings{domain.PlaceName{ID: "lc", Within: within[1:]}, domain.Unit{Level: domain.VillageUnit}, officers}).
		Evidence("account-a1", domain.Standing{Name: "审计员甲", Grants: []domain.Grant{
			{Role: domain.Auditor, Place: "town-xz", From: day("2016-01-01")},
			{Role: domain.Accountant, Place: "community-other", From: day("2016-01-01")},
		}}).
		Evidence("account-a2", domain.Standing{Name: "会计乙", Grants: []domain.Grant{{Role: domain.Accountant, Place: lianchi, From: day("2014-01-01"), To: day("2015-01-01")}}}).
		As("tester", domain.Auditor)
}

func plan() audit.Plan {
	return audit.Plan{Audited: economic, Kind: audit.Annual, Document: "诸农审〔2016〕1号"}
}

func commission() audit.Commission {
	return audit.Commission{
		By: "相州镇人民政府", Institution: "某会计师事务所", Document: "委托书1号",
		Names: []string{"周某", "吴某"}, People: []domain.Personal{person(11), person(12)}, Accounts: []string{"account-a1"},
		Kin: []domain.Personal{person(13)},
	}
}

func planned(t domaintest.TB) domaintest.Scenario { return county(t).When(plan()).Accepted() }

func commissioned(t domaintest.TB) domaintest.Scenario {
	return planned(t).When(commission()).Accepted()
}

// fieldwork began on 6 September, the third working day after the notice of the
// first.
func fieldwork(t domaintest.TB) domaintest.Scenario {
	return commissioned(t).When(audit.ServeNotice{Document: "通知1号"}).When(at("2016-09-06"), audit.HoldEntryMeeting{Where: "社区"}).Accepted()
}

func finding(amount domain.Money) audit.RaiseFinding {
	return audit.RaiseFinding{Category: audit.Misuse, Amount: amount, Papers: []string{"底稿1"}, What: domain.Note("白条抵库")}
}

// drafted has findings of 3,000 yuan, of none, and of 500 yuan that was dropped;
// they may be answered until 21 September: the 15th and 16th are the Mid-Autumn
// Festival, and Sunday the 18th is worked.
func drafted(t domaintest.TB) domaintest.Scenario {
	return fieldwork(t).When(finding(3_000 * yuan)).When(finding(0)).When(finding(500 * yuan)).
		When(audit.DropFinding{Number: 3, Reason: "已补凭证"}).When(audit.SendDraft{}).Accepted()
}

func report() audit.IssueReport {
	return audit.IssueReport{Document: "审报1号", Opinion: audit.Qualified}
}

// reported was on 22 September.
func reported(t domaintest.TB) domaintest.Scenario {
	return drafted(t).When(at("2016-09-22"), report()).Accepted()
}

func disclosing() audit.Disclose {
	return audit.Disclose{Where: "公开栏", Summary: "总体规范", Findings: []audit.Say{{Finding: 1, Text: "白条抵库"}, {Finding: 2, Text: "未公开"}}}
}

func disclosed(t domaintest.TB) domaintest.Scenario {
	return reported(t).When(disclosing()).Accepted()
}

// answered has both findings ordered, and the first reported as put right.
func answered(t domaintest.TB) domaintest.Scenario {
	return disclosed(t).
		When(audit.OrderRectification{Finding: 1, What: "追回"}).
		When(audit.OrderRectification{Finding: 2, What: "补公开", Due: day("2016-09-30")}).
		When(audit.ReportRectification{Finding: 1, Amount: 3_000 * yuan, Document: "收据1"}).Accepted()
}

func TestTheWholeProcedure(t *testing.T) {
	s := county(t).When(plan()).Then(audit.Planned{
		Audited: economic, Community: lianchi, Year: 2016, Kind: audit.Annual, From: day("2015-01-01"), To: day("2015-12-31"), Document: "诸农审〔2016〕1号",
	})
	s.When(plan()).Rejected("already_exists")
	s = s.When(commission()).Then(audit.Commissioned{
		On: day("2016-09-01"), By: "相州镇人民政府", Institution: "某会计师事务所", Document: "委托书1号", MinAuditors: 2, Rules: "zhucheng-2015",
		Auditors: []audit.Auditor{{Name: "周某", Person: person(11)}, {Name: "吴某", Person: person(12)}}, Accounts: []string{"account-a1"},
		Kin: []domain.Personal{person(13)},
	})
	s = s.When(audit.ServeNotice{Document: "通知1号"}).Then(audit.NoticeServed{
		On: day("2016-09-01"), Document: "通知1号", EntryFrom: day("2016-09-06"), NoticeWorkdays: 3, Rules: "zhucheng-2015",
	})
	s = s.When(at("2016-09-06"), audit.HoldEntryMeeting{Where: "社区"}).Then(audit.EntryMeetingHeld{On: day("2016-09-06"), Where: "社区"})
	s = s.When(finding(3_000 * yuan)).Then(audit.FindingRaised{Number: 1, Category: audit.Misuse, Amount: 300_000, Papers: []string{"底稿1"}, What: domain.Note("白条抵库")})
	s = s.When(finding(0)).When(finding(500 * yuan)).Accepted()
	s = s.When(audit.DropFinding{Number: 3, Reason: "已补凭证"}).Then(audit.FindingDropped{Number: 3, Reason: "已补凭证"})
	s = s.When(audit.SendDraft{}).Then(audit.DraftSent{On: day("2016-09-06"), RespondBy: day("2016-09-21"), ResponseWorkdays: 10, Rules: "zhucheng-2015"})
	s = s.When(at("2016-09-08"), audit.ReceiveResponse{Disputes: true, Text: domain.Note("不认可")}).Then(audit.ResponseReceived{On: day("2016-09-08"), Disputes: true, Text: domain.Note("不认可")})
	s = s.When(report()).Then(audit.ReportIssued{
		On: day("2016-09-08"), Document: "审报1号", Opinion: audit.Qualified, Findings: 2, Amount: 300_000, Responded: true,
		DiscloseBy: day("2016-09-23"), DiscloseWithinWorkdays: 10, Rules: "zhucheng-2015",
	})
	s.State(func(a audit.Audit) {
		require.True(t, a.Completed())
		require.Equal(t, domain.AuditOnRecord{Audited: economic, Reported: day("2016-09-08"), Findings: []int{1, 2}}, a.Offers())
		require.Equal(t, economic, a.PlacedAt())
	})
	s = s.When(disclosing()).Then(audit.Disclosed{
		On: day("2016-09-08"), Where: "公开栏", Summary: "总体规范",
		Findings: []audit.Statement{{Finding: 1, Text: "白条抵库"}, {Finding: 2, Text: "未公开"}},
	})
	s = s.When(audit.OrderRectification{Finding: 1, What: "追回"}).Then(audit.RectificationOrdered{
		Finding: 1, On: day("2016-09-08"), What: "追回", Due: day("2016-12-07"), WithinWorkdays: 60, Rules: "zhucheng-2015",
	})
	s = s.When(at("2016-09-28"), audit.ReportRectification{Finding: 1, Amount: 2_000 * yuan, Document: "收据1"}).
		Then(audit.RectificationReported{Finding: 1, On: day("2016-09-28"), Amount: 200_000, Document: "收据1"})
	s = s.When(audit.RefuseRectification{Finding: 1, Reason: "未足额", Due: day("2016-10-31")}).Then(audit.RectificationRefused{
		Finding: 1, On: day("2016-09-28"), Reason: "未足额", Due: day("2016-10-31"), WithinWorkdays: 60, Rules: "zhucheng-2015",
	})
	s.State(func(a audit.Audit) {
		f := a.Findings[0]
		if f.Late(day("2016-10-31")) || !f.Late(day("2016-11-01")) || !f.Open() || f.Closed() || f.Refused != 1 {
			t.Errorf("open until the 31st: %+v", f)
		}
	})
	s = s.When(at("2016-10-31"), audit.ReportRectification{Finding: 1, Amount: 3_000 * yuan, Document: "收据2"}).
		When(audit.AcceptRectification{Finding: 1}).Then(audit.RectificationAccepted{Finding: 1, On: day("2016-10-31"), Amount: 300_000})
	s = s.When(audit.Refer{Finding: 2, To: "市纪委", Document: "移1"}).Then(audit.Referred{Finding: 2, On: day("2016-10-31"), To: "市纪委", Document: "移1"})
	s = s.When(audit.Archive{Number: "2016-1"}).Then(audit.Archived{On: day("2016-10-31"), Number: "2016-1"})
	s = s.Evidence("audit-2", domain.AuditOnRecord{Audited: economic, Reported: day("2016-11-01")}).
		When(at("2016-11-10"), audit.AuditAgain{Audit: "audit-2", Reopened: []int{1}}).Then(audit.ReAudited{On: day("2016-11-10"), Audit: "audit-2", Reopened: []int{1}})
	s.State(func(a audit.Audit) {
		if f := a.Findings[0]; !f.Open() || f.PutRight != 0 || a.Stage != audit.StageArchived || a.Again != "audit-2" {
			t.Errorf("open again: %+v", a)
		}
	})
	domaintest.CheckFold(t, catalogue.Audits, s.Facts()...)
	if (audit.Audit{}).Offers() != nil {
		t.Error("nothing is offered of an audit that does not exist")
	}
}

func TestPlanning(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*audit.Plan)
	}{
		"a community":             {"", func(c *audit.Plan) { c.Audited = lianchi }},
		"a village":               {"not_audited", func(c *audit.Plan) { c.Audited = "village-1" }},
		"nobody":                  {"not_audited", func(c *audit.Plan) { c.Audited = "" }},
		"not on record":           {"no_such_evidence", func(c *audit.Plan) { c.Audited = "collective-e9" }},
		"merged":                  {"owner_merged", func(c *audit.Plan) { c.Audited = "collective-e2" }},
		"kind":                    {"code_unknown", func(c *audit.Plan) { c.Kind = "" }},
		"document":                {"field_missing", func(c *audit.Plan) { c.Document = " " }},
		"last year's plan":        {"year_of_another_plan", func(c *audit.Plan) { c.Year = 2015 }},
		"next year's":             {"", func(c *audit.Plan) { c.Year = 2017 }},
		"the year after next":     {"year_of_another_plan", func(c *audit.Plan) { c.Year = 2018 }},
		"this year itself":        {"", func(c *audit.Plan) { c.From, c.To = day("2016-01-01"), day("2016-12-31") }},
		"into the next year":      {"beyond_the_plan", func(c *audit.Plan) { c.From, c.To = day("2017-01-01"), day("2017-12-31") }},
		"not from New Year":       {"not_a_year", func(c *audit.Plan) { c.From = day("2015-01-02") }},
		"not to New Year's Eve":   {"not_a_year", func(c *audit.Plan) { c.To = day("2015-12-30") }},
		"two years":               {"not_a_year", func(c *audit.Plan) { c.From = day("2014-01-01") }},
		"backwards":               {"period_invalid", func(c *audit.Plan) { c.To = day("2014-12-31") }},
		"an official in a annual": {"of_another_kind", func(c *audit.Plan) { c.Official = "孙某" }},
		"a post in a annual":      {"of_another_kind", func(c *audit.Plan) { c.Post = "书记" }},
		"a matter in a annual":    {"of_another_kind", func(c *audit.Plan) { c.Subject = "征地款" }},
		"leaving": {"", func(c *audit.Plan) {
			c.Kind, c.Official, c.Post, c.From, c.To = audit.LeavingOffice, "孙某", "书记", day("2014-02-03"), day("2016-08-31")
		}},
		"leaving, nobody":        {"field_missing", func(c *audit.Plan) { c.Kind, c.Post = audit.LeavingOffice, "书记" }},
		"leaving, no post":       {"field_missing", func(c *audit.Plan) { c.Kind, c.Official = audit.LeavingOffice, "孙某" }},
		"special":                {"", func(c *audit.Plan) { c.Kind, c.Subject = audit.Special, "征地款" }},
		"special, one day":       {"", func(c *audit.Plan) { c.Kind, c.Subject, c.From = audit.Special, "征地款", day("2015-12-31") }},
		"special, of nothing":    {"field_missing", func(c *audit.Plan) { c.Kind = audit.Special }},
		"special, of who leaves": {"of_another_kind", func(c *audit.Plan) { c.Kind, c.Subject, c.Official = audit.Special, "征地款", "孙某" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := plan()
			c.change(&command)
			if c.code == "" {
				county(t).When(command).Accepted()
			} else {
				county(t).When(command).Rejected(c.code)
			}
		})
	}
}

func TestCommissioning(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*audit.Commission)
	}{
		"by nobody":      {"field_missing", func(c *audit.Commission) { c.By = "" }},
		"no institution": {"field_missing", func(c *audit.Commission) { c.Institution = "" }},
		"no letter":      {"field_missing", func(c *audit.Commission) { c.Document = "" }},
		"one auditor":    {"too_few_auditors", func(c *audit.Commission) { c.Names, c.People = c.Names[:1], c.People[:1] }},
		"three": {"", func(c *audit.Commission) {
			c.Names, c.People = append(c.Names, "郑某"), append(c.People, person(14))
		}},
		"no name":         {"field_missing", func(c *audit.Commission) { c.Names[0] = "" }},
		"nobody":          {"field_missing", func(c *audit.Commission) { c.People[0] = domain.Personal{} }},
		"somebody new":    {"", func(c *audit.Commission) { c.People[0] = domain.About(uuid.Nil, "周某") }},
		"a name too many": {"auditors_unclear", func(c *audit.Commission) { c.Names = append(c.Names, "郑某") }},
		"twice":           {"auditor_named_twice", func(c *audit.Commission) { c.People[1] = person(11) }},
		"no account":      {"not_an_account", func(c *audit.Commission) { c.Accounts = []string{"a1"} }},
		"unknown account": {"no_such_evidence", func(c *audit.Commission) { c.Accounts = []string{"account-a9"} }},
		// Nobody audits where they, or their kin, hold a post or keep the books.
		"accountant in the period":       {"auditor_holds_post", func(c *audit.Commission) { c.People[1] = person(1) }},
		"kin of the accountant":          {"auditor_is_kin", func(c *audit.Commission) { c.People[1] = person(2) }},
		"secretary since":                {"auditor_holds_post", func(c *audit.Commission) { c.People[0] = person(3) }},
		"kin of the secretary":           {"auditor_is_kin", func(c *audit.Commission) { c.People[0] = person(4) }},
		"who declares the accountant":    {"auditor_is_kin", func(c *audit.Commission) { c.Kin = append(c.Kin, person(1)) }},
		"account with the books":         {"auditor_keeps_books", func(c *audit.Commission) { c.Accounts = []string{"account-a2"} }},
		"kin of kin is not kin":          {"", func(c *audit.Commission) { c.Kin = []domain.Personal{person(2), person(4)} }},
		"a reason that nobody asked for": {"", func(c *audit.Commission) { c.Reason = "x" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := commission()
			c.change(&command)
			if c.code == "" {
				planned(t).When(command).Accepted()
			} else {
				planned(t).When(command).Rejected(c.code)
			}
		})
	}
	new := commission()
	new.People[1], new.Kin = domain.About(uuid.Nil, "吴某"), []domain.Personal{domain.About(uuid.Nil, "吴某之妻")}
	planned(t).When(new).State(func(a audit.Audit) {
		if a.Auditors[1].Person == uuid.Nil || a.Kin[0] == uuid.Nil || a.Auditors[1].Person == a.Kin[0] {
			t.Errorf("people of whom nothing is held become subjects: %+v", a)
		}
	})
	county(t).When(new).Rejected("not_found")
	planned(t).Rules(nil).When(new).Rejected("no_rules_in_force")
}

// The days on which somebody held a post or kept the books: from the first that is
// audited until the commission.
func TestWhenAuditorsAreIndependent(t *testing.T) {
	of := func(from, to string) domaintest.Scenario {
		p := plan()
		p.Kind, p.Subject, p.From, p.To = audit.Special, "征地款", day(from), day(to)
		return county(t).When(p).Accepted()
	}
	once := commission()
	once.People[1] = person(1) // accountant until 30 June 2015
	of("2015-06-30", "2015-12-31").When(once).Rejected("auditor_holds_post")
	of("2015-07-01", "2015-12-31").When(once).Accepted()
	once.People[1] = person(2)
	of("2015-06-30", "2015-12-31").When(once).Rejected("auditor_is_kin")
	of("2015-07-01", "2015-12-31").When(once).Accepted()
	once = commission()
	once.Kin = []domain.Personal{person(1)}
	of("2015-06-30", "2015-12-31").When(once).Rejected("auditor_is_kin")
	of("2015-07-01", "2015-12-31").When(once).Accepted()
	once = commission()
	once.Accounts = []string{"account-a2"} // accountant until 1 January 2015
	of("2015-01-01", "2015-12-31").When(once).Rejected("auditor_keeps_books")
	of("2015-01-02", "2015-12-31").When(once).Accepted()

	later := domain.Officers{{Name: "周某", Person: person(11).Subject, From: day("2016-09-01")}}
	place := domain.PlaceName{ID: "lc", Within: []string{"town-xz", domain.WholeCounty}}
	planned(t).Evidence(lianchi, domain.Offerings{place, domain.Unit{}, later}).When(at("2016-08-31"), commission()).Rejected("before_the_last_event")
	planned(t).Evidence(lianchi, domain.Offerings{place, domain.Unit{}, later}).When(commission()).Rejected("auditor_holds_post")
	later[0].From = day("2016-09-02")
	s := commissioned(t).Evidence(lianchi, domain.Offerings{place, domain.Unit{}, later})
	s.When(audit.ServeNotice{Document: "1"}).When(at("2016-09-06"), audit.HoldEntryMeeting{Where: "社区"}).When(audit.SendDraft{}).
		When(audit.ReceiveResponse{}).When(report()).Rejected("auditor_holds_post") // taken up while the audit went on
}

// Who acts for the auditors keeps no books there either, in their own name or that
// of who lent them the role.
func TestWhoActsIsIndependent(t *testing.T) {
	auditor := domain.Grant{Role: domain.Auditor, Place: "town-xz", From: day("2016-01-01")}
	books := func(role domain.Role, place, from, to string) domain.Grant {
		g := domain.Grant{Role: role, Place: place, From: day(from)}
		if to != "" {
			g.To = day(to)
		}
		return g
	}
	for name, c := range map[string]struct {
		code  string
		grant domain.Grant
	}{
		"accountant of the community": {"auditor_keeps_books", books(domain.Accountant, lianchi, "2016-01-01", "")},
		"of the town":                 {"auditor_keeps_books", books(domain.Accountant, "town-xz", "2016-01-01", "")},
		"of the county":               {"auditor_keeps_books", books(domain.Cashier, domain.WholeCounty, "2016-01-01", "")},
		"on the first day":            {"auditor_keeps_books", books(domain.ReportingClerk, lianchi, "2014-01-01", "2015-01-01")},
		"until the day before":        {"", books(domain.ReportingClerk, lianchi, "2014-01-01", "2014-12-31")},
		"from today":                  {"auditor_keeps_books", books(domain.Accountant, lianchi, "2016-09-22", "")},
		"from tomorrow":               {"", books(domain.Accountant, lianchi, "2016-09-23", "")},
		"elsewhere":                   {"", books(domain.Accountant, "community-other", "2016-01-01", "")},
		"a committee":                 {"auditor_keeps_books", books(domain.SupervisionCommittee, lianchi, "2016-01-01", "")},
		"a window":                    {"", books(domain.WindowClerk, lianchi, "2016-01-01", "")},
	} {
		t.Run(name, func(t *testing.T) {
			for step, command := range map[string]any{
				"finding": nil, "order": audit.OrderRectification{Finding: 2, What: "x"}, "accept": audit.AcceptRectification{Finding: 1},
				"refuse": audit.RefuseRectification{Finding: 1, Reason: "x"}, "refer": audit.Refer{Finding: 1, To: "x", Document: "x"},
				"archive": audit.Archive{Number: "1", Open: []audit.Unrectified{{Finding: 1, Reason: "x"}, {Finding: 2, Reason: "x"}}},
			} {
				s := disclosed(t).When(audit.OrderRectification{Finding: 1, What: "x"}).When(audit.ReportRectification{Finding: 1, Document: "x"}).Accepted()
				if step == "finding" {
					s, command = fieldwork(t), finding(yuan)
				}
				result := s.Holding(auditor, c.grant).When(at("2016-09-22"), command)
				if c.code == "" {
					result.Accepted()
				} else {
					result.Rejected(c.code)
				}
			}
		})
	}
	// What is no auditor's work is done by those who keep the books.
	disclosed(t).When(audit.OrderRectification{Finding: 1, What: "x"}).Accepted().
		Holding(books(domain.Accountant, lianchi, "2016-01-01", "")).When(audit.ReportRectification{Finding: 1, Document: "x"}).Accepted()
}

func TestNobodyLendsWhatTheyMayNotDo(t *testing.T) {
	place := domain.PlaceName{ID: "e1", Within: []string{lianchi, "town-xz", domain.WholeCounty}}
	act := func(lent domain.Role) error {
		a := domain.Act{
			Actor: "helper", Role: domain.Auditor, Stream: "audit-1", OccurredAt: at("2016-09-06").UTC(), RecordedAt: at("2016-09-06").UTC(), Zone: domaintest.Zone,
			Authority: domain.Authority{Day: day("2016-09-06"), Standings: []domain.Standing{
				{Account: "helper", Name: "助理", Grants: []domain.Grant{{Role: lent, Place: "town-xz", From: day("2016-01-01"), To: day("2016-12-31"), By: "boss"}}},
				{Account: "boss", Name: "会计兼审计", Grants: []domain.Grant{{Role: domain.Accountant, Place: lianchi, From: day("2016-01-01")}}},
			}},
		}.WithEvidence(domain.Ref{Stream: economic}, place)
		var err error
		fieldwork(t).State(func(s audit.Audit) {
			err = s.Judge(audit.FindingDropped{Number: 1, Reason: "x"}, a)
			if domain.CodeOf(err) != "no_such_finding" {
				t.Fatalf("order comes first: %v", err)
			}
			err = s.Judge(audit.FindingRaised{Number: 1, Category: audit.Misuse, Papers: []string{"1"}, What: domain.Note("x")}, a)
		})
		return err
	}
	if code := domain.CodeOf(act(domain.Auditor)); code != "auditor_keeps_books" {
		t.Errorf("the accountant lent the auditor's role: %q", code)
	}
	if err := act(domain.Recorder); err != nil {
		t.Errorf("another role was lent: %v", err)
	}
}
