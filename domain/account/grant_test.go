package account_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var (
	someday = domain.NewDate(2016, 1, 1)
	today   = domain.NewDate(2016, 9, 1) // that of every scenario
	end     = domain.NewDate(2016, 12, 31)

	opened = account.Opened{Name: "窗口受理员"}
)

const (
	place = "community-1"
	town  = "town-1"
)

func held(role domain.Role, place string, to domain.Date) domain.Grant {
	return domain.Grant{Role: role, Place: place, From: someday, To: to}
}

// granting is an account that was opened, and another one that acts on it. The
// places are on record.
func granting(t *testing.T, grants ...domain.Grant) domaintest.Scenario {
	return domaintest.For(t, accounts).Stream("account-clerk").As("operator", domain.SystemOperator).
		Evidence(place, domain.PlaceName{ID: "1", Within: []string{town, domain.WholeCounty}}).
		Evidence(town, domain.PlaceName{ID: "1", Within: []string{domain.WholeCounty}}).
		Evidence(domain.WholeCounty, domain.PlaceName{ID: "self"}).
		Given(opened).Holding(grants...)
}

func TestGrant(t *testing.T) {
	for name, c := range map[string]struct {
		held  []domain.Grant
		grant account.Grant
		code  string
	}{
		"what is held there":          {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Place: place}, ""},
		"within what is held":         {[]domain.Grant{held(domain.Cashier, town, domain.Date{})}, account.Grant{Place: place}, ""},
		"from the whole county":       {[]domain.Grant{held(domain.Cashier, domain.WholeCounty, domain.Date{})}, account.Grant{Place: town}, ""},
		"nothing is held":             {nil, account.Grant{Place: place}, "not_held"},
		"another role":                {[]domain.Grant{held(domain.Accountant, place, domain.Date{})}, account.Grant{Place: place}, "not_held"},
		"held elsewhere":              {[]domain.Grant{held(domain.Cashier, "community-2", domain.Date{})}, account.Grant{Place: place}, "not_held"},
		"wider than what is held":     {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Place: town}, "not_held"},
		"lent only":                   {[]domain.Grant{{Role: domain.Cashier, Place: place, From: someday, To: end, By: "chief"}}, account.Grant{Place: place}, "not_held"},
		"held until yesterday":        {[]domain.Grant{held(domain.Cashier, place, today.AddDays(-1))}, account.Grant{Place: place, To: today.AddDays(-1), From: someday}, "not_held"},
		"held until today, for today": {[]domain.Grant{held(domain.Cashier, place, today)}, account.Grant{Place: place, To: today}, ""},
		"until the same day":          {[]domain.Grant{held(domain.Cashier, place, end)}, account.Grant{Place: place, To: end}, ""},
		"a day longer":                {[]domain.Grant{held(domain.Cashier, place, end)}, account.Grant{Place: place, To: end.AddDays(1)}, "longer_than_held"},
		"without an end":              {[]domain.Grant{held(domain.Cashier, place, end)}, account.Grant{Place: place}, "longer_than_held"},
		"without an end, held twice":  {[]domain.Grant{held(domain.Cashier, place, end), held(domain.Cashier, town, domain.Date{})}, account.Grant{Place: place}, ""},
		"for one day":                 {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Place: place, From: end, To: end}, ""},
		"ends before it begins":       {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Place: place, From: end, To: end.AddDays(-1)}, "period_invalid"},
		"ended before today":          {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Place: place, To: today.AddDays(-1)}, "period_invalid"},
		"no role":                     {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Roles: []domain.Role{}, Place: place}, "role_not_named"},
		"a role of nobody":            {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Roles: []domain.Role{"king"}, Place: place}, "not_grantable"},
		"what everybody is":           {[]domain.Grant{held(domain.AccountHolder, place, domain.Date{})}, account.Grant{Roles: []domain.Role{domain.AccountHolder}, Place: place}, "not_grantable"},
		"one of two is not held":      {[]domain.Grant{held(domain.Cashier, place, domain.Date{})}, account.Grant{Roles: []domain.Role{domain.Cashier, domain.Auditor}, Place: place}, "not_held"},
		"no place":                    {[]domain.Grant{held(domain.Cashier, domain.WholeCounty, domain.Date{})}, account.Grant{Place: "request-1"}, "not_a_place"},
		"nowhere":                     {[]domain.Grant{held(domain.Cashier, domain.WholeCounty, domain.Date{})}, account.Grant{}, "not_a_place"},
		"a place not on record":       {[]domain.Grant{held(domain.Cashier, domain.WholeCounty, domain.Date{})}, account.Grant{Place: "community-9"}, "no_such_evidence"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.grant.Roles == nil {
				c.grant.Roles = []domain.Role{domain.Cashier}
			}
			result := granting(t, c.held...).When(c.grant)
			if c.code != "" {
				result.Rejected(c.code)
				return
			}
			from := c.grant.From
			if from.IsZero() {
				from = today
			}
			result.Then(account.Granted{Role: domain.Cashier, Place: c.grant.Place, From: from, To: c.grant.To}).
				State(func(a account.Account) {
					want := domain.Grant{Role: domain.Cashier, Place: c.grant.Place, From: from, To: c.grant.To}
					if len(a.Grants) != 1 || a.Grants[0] != want {
						t.Errorf("grants %+v, want %+v", a.Grants, want)
					}
				})
		})
	}
}

// On the day of recording, whatever day the command says that it happened: a
// role that has ended is not granted by dating the act back.
func TestWhatIsHeldIsHeldWhenItIsRecorded(t *testing.T) {
	s := granting(t, held(domain.Cashier, place, today))
	grant := account.Grant{Roles: []domain.Role{domain.Cashier}, Place: place, To: today}
	s.When(grant).Accepted()
	s.RecordedLater(24 * 3600e9).When(grant).Rejected("not_held")
}

func TestTheFounderGrantsEverything(t *testing.T) {
	s := granting(t).Founding()
	s.When(account.Grant{Roles: domain.Grantable(), Place: domain.WholeCounty}).Accepted().State(func(a account.Account) {
		if len(a.Grants) != len(domain.Grantable()) {
			t.Errorf("%d grants", len(a.Grants))
		}
	})
}

func TestDelegate(t *testing.T) {
	clerk := held(domain.WindowClerk, place, domain.Date{})
	for name, c := range map[string]struct {
		held     []domain.Grant
		delegate account.Delegate
		code     string
	}{
		"what is held":            {[]domain.Grant{clerk}, account.Delegate{Until: end}, ""},
		"for one day":             {[]domain.Grant{clerk}, account.Delegate{Until: today}, ""},
		"without an end":          {[]domain.Grant{clerk}, account.Delegate{}, "end_missing"},
		"ends before it begins":   {[]domain.Grant{clerk}, account.Delegate{Until: today.AddDays(-1)}, "period_invalid"},
		"later":                   {[]domain.Grant{clerk}, account.Delegate{From: end, Until: end}, ""},
		"until the last day":      {[]domain.Grant{held(domain.WindowClerk, place, end)}, account.Delegate{Until: end}, ""},
		"longer than it is held":  {[]domain.Grant{held(domain.WindowClerk, place, end)}, account.Delegate{Until: end.AddDays(1)}, "longer_than_held"},
		"within what is held":     {[]domain.Grant{held(domain.WindowClerk, town, domain.Date{})}, account.Delegate{Until: end}, ""},
		"wider than what is held": {[]domain.Grant{clerk}, account.Delegate{Place: town, Until: end}, "not_held"},
		"what is lent to oneself": {[]domain.Grant{{Role: domain.WindowClerk, Place: place, From: someday, To: end, By: "chief"}}, account.Delegate{Until: end}, "not_held"},
		"a role of another kind":  {[]domain.Grant{clerk}, account.Delegate{Role: domain.Auditor, Until: end}, "not_held"},
		"what has ended":          {[]domain.Grant{held(domain.WindowClerk, place, today.AddDays(-1))}, account.Delegate{Until: today}, "not_held"},
		"what begins tomorrow":    {[]domain.Grant{{Role: domain.WindowClerk, Place: place, From: today.AddDays(1)}}, account.Delegate{From: today.AddDays(1), Until: end}, "not_held"},
		"what everybody is":       {[]domain.Grant{clerk}, account.Delegate{Role: domain.AccountHolder, Until: end}, "not_grantable"},
		"no place":                {[]domain.Grant{clerk}, account.Delegate{Place: "village-1", Until: end}, "not_a_place"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.delegate.Role == "" {
				c.delegate.Role = domain.WindowClerk
			}
			if c.delegate.Place == "" {
				c.delegate.Place = place
			}
			result := granting(t, c.held...).As("chief", domain.WindowClerk).Holding(c.held...).When(c.delegate)
			if c.code != "" {
				result.Rejected(c.code)
				return
			}
			from := c.delegate.From
			if from.IsZero() {
				from = today
			}
			result.Then(account.Delegated{By: "chief", Role: domain.WindowClerk, Place: place, From: from, Until: c.delegate.Until}).
				State(func(a account.Account) {
					if len(a.Grants) != 1 || a.Grants[0].By != "chief" || a.Grants[0].To != c.delegate.Until {
						t.Errorf("grants %+v", a.Grants)
					}
				})
		})
	}
	granting(t).Stream("account-chief").As("chief", domain.WindowClerk).Holding(clerk).
		When(account.Delegate{Role: domain.WindowClerk, Place: place, Until: end}).Rejected("own_account_delegated")
}

// An event that says that somebody else delegated is no delegation.
func TestADelegationIsOfWhoActs(t *testing.T) {
	err := account.Account{Name: "窗口"}.Judge(account.Delegated{By: "chief", Role: domain.WindowClerk, Place: place, From: today, Until: end},
		domain.Act{Actor: "other", Stream: "account-clerk"})
	if domain.CodeOf(err) != "not_own_role" {
		t.Errorf("got %v", err)
	}
}

func TestRevoke(t *testing.T) {
	s := granting(t).Given(
		account.Granted{Role: domain.Cashier, Place: place, From: someday},
		account.Granted{Role: domain.Cashier, Place: town, From: someday, To: end},
		account.Delegated{By: "chief", Role: domain.Cashier, Place: place, From: someday, Until: end},
		account.Granted{Role: domain.Auditor, Place: place, From: someday},
	)
	s.When(account.Revoke{Role: domain.Cashier, Place: "community-2"}).Rejected("not_granted")
	s.When(account.Revoke{Role: domain.Accountant, Place: place}).Rejected("not_granted")
	s.When(account.Revoke{Role: domain.Cashier, Place: domain.WholeCounty}).Rejected("not_granted")
	s = s.When(account.Revoke{Role: domain.Cashier, Place: place}).Then(account.Revoked{Role: domain.Cashier, Place: place}).
		State(func(a account.Account) {
			if len(a.Grants) != 2 || a.Grants[0].Place != town || a.Grants[1].Role != domain.Auditor {
				t.Errorf("left are %+v", a.Grants)
			}
		})
	s.When(account.Revoke{Role: domain.Cashier, Place: place}).Rejected("not_granted")
	s.When(account.Revoke{Role: domain.Cashier, Place: town}).Accepted()
}

// Who is no operator takes back what they lent, whatever others gave, and nothing
// else.
func TestTakeBack(t *testing.T) {
	granted := account.Granted{Role: domain.Cashier, Place: place, From: someday}
	mine := account.Delegated{By: "chief", Role: domain.Cashier, Place: place, From: someday, Until: end}
	theirs := account.Delegated{By: "deputy", Role: domain.Cashier, Place: place, From: someday, Until: end}
	elsewhere := account.Delegated{By: "chief", Role: domain.Cashier, Place: town, From: someday, Until: end}
	for name, c := range map[string]struct {
		given []any
		left  int // -1 where it is refused
	}{
		"lent by me":                 {[]any{mine}, 0},
		"lent by me twice":           {[]any{mine, mine}, 0},
		"lent by another":            {[]any{theirs}, -1},
		"lent by both":               {[]any{theirs, mine}, 1},
		"granted":                    {[]any{granted}, -1},
		"granted, and lent by me":    {[]any{granted, mine}, 1},
		"lent by me, elsewhere, too": {[]any{elsewhere, mine}, 1},
		"lent by me elsewhere":       {[]any{elsewhere}, -1},
		"nothing":                    {nil, -1},
	} {
		t.Run(name, func(t *testing.T) {
			s := granting(t).Given(c.given...).As("chief", domain.Cashier)
			taken := s.When(account.Revoke{Role: domain.Cashier, Place: place})
			if c.left < 0 {
				taken.Rejected("not_lent_by_you")
				return
			}
			taken.Then(account.TakenBack{By: "chief", Role: domain.Cashier, Place: place}).State(func(a account.Account) {
				if len(a.Grants) != c.left {
					t.Errorf("left are %+v", a.Grants)
				}
			})
		})
	}
}

func TestNobodyLocksThemselvesOut(t *testing.T) {
	own := granting(t).Stream("account-operator").Given(account.Granted{Role: domain.SystemOperator, Place: domain.WholeCounty, From: someday}, account.Granted{Role: domain.Auditor, Place: domain.WholeCounty, From: someday})
	own.When(account.Suspend{Reason: domain.Note("r")}).Rejected("own_account")
	own.When(account.Close{}).Rejected("own_account")
	own.When(account.Revoke{Role: domain.SystemOperator, Place: domain.WholeCounty}).Rejected("own_account")
	own.When(account.Revoke{Role: domain.Auditor, Place: domain.WholeCounty}).Accepted()
	other := own.As("another", domain.SystemOperator)
	other.When(account.Suspend{Reason: domain.Note("r")}).Accepted()
	other.When(account.Close{}).Accepted()
	other.When(account.Revoke{Role: domain.SystemOperator, Place: domain.WholeCounty}).Accepted()
}

func TestSuspendRestoreClose(t *testing.T) {
	s := granting(t, held(domain.Cashier, place, domain.Date{}))
	s.When(account.Restore{}).Rejected("not_suspended")
	s = s.When(account.Suspend{Reason: domain.Note("调查")}).Then(account.Suspended{Reason: domain.Note("调查")}).
		State(func(a account.Account) {
			if standing := a.Offers().(domain.Standing); domain.CodeOf(standing.MayAct()) != "account_suspended" {
				t.Errorf("standing %+v", standing)
			}
		})
	s.When(account.Suspend{Reason: domain.Note("r")}).Rejected("already_suspended")
	s.When(account.Grant{Roles: []domain.Role{domain.Cashier}, Place: place}).Accepted()
	s = s.When(account.Restore{}).Then(account.Restored{})
	s.State(func(a account.Account) {
		if err := a.Offers().(domain.Standing).MayAct(); err != nil {
			t.Error(err)
		}
	})
	s = s.When(account.Close{}).Then(account.Closed{})
	for _, command := range []any{
		account.Close{}, account.Restore{}, account.Suspend{Reason: domain.Note("r")}, account.Revoke{Role: domain.Cashier, Place: place},
		account.Grant{Roles: []domain.Role{domain.Cashier}, Place: place},
	} {
		s.When(command).Rejected("account_closed")
	}
	s.As("chief", domain.Cashier).Holding(held(domain.Cashier, place, domain.Date{})).
		When(account.Delegate{Role: domain.Cashier, Place: place, Until: end}).Rejected("account_closed")
	s.When(account.SetCredential{Scheme: account.TokenSHA256, Hash: domain.Note(token)}).Rejected("account_closed")
	s.State(func(a account.Account) {
		if domain.CodeOf(a.Offers().(domain.Standing).MayAct()) != "account_closed" {
			t.Error("a closed account may act")
		}
	})
}

func TestNothingPrecedesTheOpening(t *testing.T) {
	none := domaintest.For(t, accounts)
	for _, command := range []any{
		account.Grant{Roles: []domain.Role{domain.Cashier}, Place: place}, account.Delegate{Role: domain.Cashier, Place: place, Until: end},
		account.Revoke{Role: domain.Cashier, Place: place}, account.Suspend{}, account.Restore{}, account.Close{},
	} {
		none.When(command).Rejected("not_found")
	}
	for _, e := range []domain.Event{account.Granted{}, account.Delegated{}, account.Revoked{}, account.TakenBack{}, account.Suspended{}, account.Restored{}, account.Closed{}, account.CredentialSet{}} {
		if _, err := (account.Account{}).Evolve(domain.Fact{Event: e}); domain.CodeOf(err) != "account_not_open" {
			t.Errorf("%s: %v", e.EventType(), err)
		}
	}
	if (account.Account{}).Offers() != nil {
		t.Error("what was never opened offers something")
	}
}

// What is offered is a copy: whoever is handed it cannot change the account.
func TestAStandingIsACopy(t *testing.T) {
	granting(t).Given(account.Granted{Role: domain.Cashier, Place: place, From: someday}).State(func(a account.Account) {
		a.Offers().(domain.Standing).Grants[0].Role = domain.SystemOperator
		if a.Grants[0].Role != domain.Cashier {
			t.Error("the account was changed through its standing")
		}
	})
}

func TestAccountsDoNotAlias(t *testing.T) {
	s := granting(t).Given(
		account.Granted{Role: domain.Cashier, Place: place, From: someday},
		account.Granted{Role: domain.Auditor, Place: place, From: someday},
		account.Delegated{By: "chief", Role: domain.Recorder, Place: town, From: someday, Until: end},
		account.Revoked{Role: domain.Auditor, Place: place},
		account.Granted{Role: domain.Auditor, Place: place, From: someday},
		account.CredentialSet{Scheme: account.TokenSHA256, Hash: domain.Note(token)},
		account.Suspended{Reason: domain.Note("r")}, account.Restored{},
		account.Revoked{Role: domain.Recorder, Place: town},
		account.Closed{},
	)
	domaintest.CheckFold(t, accounts, s.Facts()...)
}
