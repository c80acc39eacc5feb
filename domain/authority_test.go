package domain_test

import (
	"errors"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// Authorities of these tests are seen on 1 September 2016, about something in
// community-1 of town-1.
var (
	today   = domain.NewDate(2016, 9, 1)
	someday = domain.NewDate(2016, 1, 1)
	inOne   = domain.Scope{Places: []string{"community-1", "town-1", domain.WholeCounty}}
	clerks  = []domain.Permit{domain.WindowClerk.At(domain.CommunityLevel)}
)

func clerkAt(place string) domain.Grant {
	return domain.Grant{Role: domain.WindowClerk, Place: place, From: someday}
}

func lent(by string, g domain.Grant) domain.Grant {
	g.By = by
	return g
}

func until(from, to domain.Date, g domain.Grant) domain.Grant {
	g.From, g.To = from, to
	return g
}

func holding(account string, grants ...domain.Grant) domain.Standing {
	return domain.Standing{Account: account, Name: "窗口", Grants: grants}
}

func authority(standings ...domain.Standing) domain.Authority {
	return domain.Authority{Day: today, Standings: standings}
}

// inBothLanguages fails for a refusal without a code, or that is not said in
// English and in Chinese.
func inBothLanguages(t *testing.T, err error) {
	t.Helper()
	var r *domain.Rejection
	if err == nil || !errors.As(err, &r) {
		return
	}
	require.NotEmpty(t, r.Code)
	for _, sentence := range []string{r.Message, r.Chinese} {
		require.NotEmpty(t, sentence, r.Code)
		require.NotContains(t, sentence, "%!", r.Code)
	}
	han := func(s string) bool {
		for _, c := range s {
			if unicode.Is(unicode.Han, c) {
				return true
			}
		}
		return false
	}
	require.True(t, han(r.Chinese), "%s: %s", r.Code, r.Chinese)
	require.False(t, han(r.Message), "%s: %s", r.Code, r.Message)
}

func TestAllow(t *testing.T) {
	yesterday, tomorrow := today.AddDays(-1), today.AddDays(1)
	here := clerkAt("community-1")
	suspended, closed := holding("c", here), holding("c", here)
	suspended.Suspended, closed.Closed = true, true
	suspendedLender, closedLender := holding("a", here), holding("a", here)
	suspendedLender.Suspended, closedLender.Closed = true, true
	countyClerks := []domain.Permit{domain.WindowClerk.At(domain.CountyLevel)}
	townClerks := []domain.Permit{domain.WindowClerk.At(domain.TownLevel)}
	auditor := domain.Grant{Role: domain.Auditor, Place: domain.WholeCounty, From: someday}

	for name, c := range map[string]struct {
		authority domain.Authority
		permits   []domain.Permit
		scope     domain.Scope
		code      string // "" is allowed
	}{
		"at the place":                        {authority(holding("c", here)), clerks, inOne, ""},
		"at a place around it":                {authority(holding("c", clerkAt("town-1"))), clerks, inOne, ""},
		"for the whole county":                {authority(holding("c", clerkAt(domain.WholeCounty))), clerks, inOne, ""},
		"nobody":                              {authority(), clerks, inOne, "account_unknown"},
		"holds nothing":                       {authority(holding("c")), clerks, inOne, "role_missing"},
		"another role":                        {authority(holding("c", auditor)), clerks, inOne, "role_missing"},
		"at another place":                    {authority(holding("c", clerkAt("community-2"))), clerks, inOne, "outside_place"},
		"at another town":                     {authority(holding("c", clerkAt("town-2"))), clerks, inOne, "outside_place"},
		"for something wider":                 {authority(holding("c", here)), clerks, domain.Scope{Places: []string{domain.WholeCounty}}, "outside_place"},
		"for what has no place":               {authority(holding("c", here)), clerks, domain.Scope{}, "outside_place"},
		"too narrow for a county":             {authority(holding("c", clerkAt("town-1"))), countyClerks, inOne, "level_too_low"},
		"too narrow for a town":               {authority(holding("c", here)), townClerks, inOne, "level_too_low"},
		"wide enough for a town":              {authority(holding("c", clerkAt("town-1"))), townClerks, inOne, ""},
		"wider than a town":                   {authority(holding("c", clerkAt(domain.WholeCounty))), townClerks, inOne, ""},
		"suspended":                           {authority(suspended), clerks, inOne, "account_suspended"},
		"closed":                              {authority(closed), clerks, inOne, "account_closed"},
		"begins today":                        {authority(holding("c", until(today, domain.Date{}, here))), clerks, inOne, ""},
		"begins tomorrow":                     {authority(holding("c", until(tomorrow, domain.Date{}, here))), clerks, inOne, "outside_dates"},
		"ends today":                          {authority(holding("c", until(someday, today, here))), clerks, inOne, ""},
		"ended yesterday":                     {authority(holding("c", until(someday, yesterday, here))), clerks, inOne, "outside_dates"},
		"only today":                          {authority(holding("c", until(today, today, here))), clerks, inOne, ""},
		"ended, and granted anew":             {authority(holding("c", until(someday, yesterday, here), until(today, tomorrow, here))), clerks, inOne, ""},
		"the second permit does":              {authority(holding("c", here)), []domain.Permit{domain.ErrandAgent.At(domain.CommunityLevel), clerks[0]}, inOne, ""},
		"lent":                                {authority(holding("b", lent("a", until(today, today, here))), holding("a", here)), clerks, inOne, ""},
		"lent by who holds it for more":       {authority(holding("b", lent("a", here)), holding("a", clerkAt("town-1"))), clerks, inOne, ""},
		"lent, and it ended":                  {authority(holding("b", lent("a", until(someday, yesterday, here))), holding("a", here)), clerks, inOne, "delegation_ended"},
		"lent from tomorrow":                  {authority(holding("b", lent("a", until(tomorrow, tomorrow, here))), holding("a", here)), clerks, inOne, "delegation_ended"},
		"lent by who lost the role":           {authority(holding("b", lent("a", here)), holding("a")), clerks, inOne, "delegation_void"},
		"lent by who holds it elsewhere":      {authority(holding("b", lent("a", here)), holding("a", clerkAt("community-2"))), clerks, inOne, "delegation_void"},
		"lent by whose role ended":            {authority(holding("b", lent("a", here)), holding("a", until(someday, yesterday, here))), clerks, inOne, "delegation_void"},
		"lent by who has another role":        {authority(holding("b", lent("a", here)), holding("a", auditor)), clerks, inOne, "delegation_void"},
		"lent by who was suspended":           {authority(holding("b", lent("a", here)), suspendedLender), clerks, inOne, "delegation_void"},
		"lent by who closed":                  {authority(holding("b", lent("a", here)), closedLender), clerks, inOne, "delegation_void"},
		"lent by who is not known":            {authority(holding("b", lent("a", here))), clerks, inOne, "delegation_void"},
		"lent by who has it lent":             {authority(holding("b", lent("a", here)), holding("a", lent("z", here)), holding("z", here)), clerks, inOne, "delegation_void"},
		"lent for a town by who has less":     {authority(holding("b", lent("a", clerkAt("town-1"))), holding("a", here)), townClerks, inOne, "delegation_void"},
		"lent by another who holds it":        {authority(holding("b", lent("a", here)), holding("z", here)), clerks, inOne, "delegation_void"},
		"lent to oneself does not count":      {authority(holding("b", lent("b", here), until(someday, yesterday, here))), clerks, inOne, "delegation_void"},
		"own account":                         {authority(holding("c")), []domain.Permit{domain.AccountHolder.At(domain.CountyLevel)}, domain.Scope{Own: true}, ""},
		"another's account":                   {authority(holding("c", here)), []domain.Permit{domain.AccountHolder.At(domain.CountyLevel)}, inOne, "role_missing"},
		"own account, suspended":              {authority(suspended), []domain.Permit{domain.AccountHolder.At(domain.CountyLevel)}, domain.Scope{Own: true}, "account_suspended"},
		"own account says nothing of a clerk": {authority(holding("c")), clerks, domain.Scope{Own: true, Places: inOne.Places}, "role_missing"},
		"the founder":                         {domain.Authority{Day: today, Founding: true}, countyClerks, domain.Scope{Places: []string{domain.WholeCounty}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := c.authority.Allow(c.permits, c.scope)
			require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
			inBothLanguages(t, err)
			if c.code == "" {
				require.NoError(t, err)
				require.Contains(t, []domain.Role{c.permits[0].Role, c.permits[len(c.permits)-1].Role}, g.Role)
			} else {
				require.Zero(t, g)
			}
		})
	}
}

// The first grant that does is the one that is acted on, and says in which role.
func TestAllowAnswersWithTheGrant(t *testing.T) {
	permits := []domain.Permit{domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)}
	agent := domain.Grant{Role: domain.ErrandAgent, Place: "town-1", From: someday}
	g, err := authority(holding("c", clerkAt("community-1"), agent)).Allow(permits, inOne)
	require.NoError(t, err)
	require.Equal(t, agent, g, "in the order of the permits, not of the grants")

	g, err = authority(holding("c", clerkAt("community-2"), clerkAt("community-1"))).Allow(clerks, inOne)
	require.NoError(t, err)
	require.Equal(t, "community-1", g.Place)
}

// Of several grants that do not do, the nearest miss is told, in whatever order
// they stand.
func TestTheNearestMissIsTold(t *testing.T) {
	elsewhere := clerkAt("community-2")
	ended := until(someday, today.AddDays(-1), clerkAt("community-1"))
	lentOut := lent("a", ended)
	void := lent("a", clerkAt("community-1"))
	for _, c := range []struct {
		grants []domain.Grant
		code   string
	}{
		{[]domain.Grant{elsewhere}, "outside_place"},
		{[]domain.Grant{elsewhere, ended}, "outside_dates"},
		{[]domain.Grant{elsewhere, ended, lentOut}, "delegation_ended"},
		{[]domain.Grant{elsewhere, ended, lentOut, void}, "delegation_void"},
	} {
		for range c.grants {
			c.grants = append(c.grants[1:], c.grants[0])
			_, err := authority(holding("c", c.grants...), holding("a")).Allow(clerks, inOne)
			require.Equal(t, c.code, domain.CodeOf(err), "%+v", c.grants)
		}
	}
	_, err := authority(holding("c", elsewhere)).Allow(clerks, inOne)
	require.ErrorContains(t, err, "community-1", "where it belongs")
	require.ErrorContains(t, err, "community-2", "where the role is held")
	_, err = authority(holding("c", ended)).Allow(clerks, inOne)
	require.ErrorContains(t, err, "2016-08-31")
	require.ErrorContains(t, err, "2016-09-01")
}

func TestHolds(t *testing.T) {
	places := inOne.Places
	for name, c := range map[string]struct {
		authority domain.Authority
		holds     bool
	}{
		"at the place":     {authority(holding("c", clerkAt("community-1"))), true},
		"around it":        {authority(holding("c", clerkAt(domain.WholeCounty))), true},
		"lent":             {authority(holding("c", lent("a", clerkAt("community-1"))), holding("a", clerkAt("community-1"))), false},
		"elsewhere":        {authority(holding("c", clerkAt("community-2"))), false},
		"another role":     {authority(holding("c", domain.Grant{Role: domain.Auditor, Place: "community-1", From: someday})), false},
		"its first day":    {authority(holding("c", until(today, domain.Date{}, clerkAt("town-1")))), true},
		"its last day":     {authority(holding("c", until(someday, today, clerkAt("town-1")))), true},
		"the day after":    {authority(holding("c", until(someday, today.AddDays(-1), clerkAt("town-1")))), false},
		"the day before":   {authority(holding("c", until(today.AddDays(1), domain.Date{}, clerkAt("town-1")))), false},
		"nobody":           {authority(), false},
		"of a lender only": {authority(holding("b"), holding("a", clerkAt("community-1"))), false},
		"the founder":      {domain.Authority{Founding: true, Day: today}, true},
	} {
		g, ok := c.authority.Holds(domain.WindowClerk, places)
		require.Equal(t, c.holds, ok, name)
		if ok {
			require.Equal(t, domain.WindowClerk, g.Role, name)
		}
	}
}

// Who was granted a role for longer, after having had it for some time, holds
// it for the longer time.
func TestHoldsIsTheLongestGrant(t *testing.T) {
	short := until(someday, today.AddDays(30), clerkAt("town-1"))
	longer := until(someday, today.AddDays(90), clerkAt("community-1"))
	endless := clerkAt(domain.WholeCounty)
	for _, c := range []struct {
		grants []domain.Grant
		want   domain.Grant
	}{
		{[]domain.Grant{short, longer}, longer},
		{[]domain.Grant{longer, short}, longer},
		{[]domain.Grant{short, endless, longer}, endless},
		{[]domain.Grant{endless, short}, endless},
	} {
		g, ok := authority(holding("c", c.grants...)).Holds(domain.WindowClerk, inOne.Places)
		require.True(t, ok)
		require.Equal(t, c.want, g)
	}
}

func TestPrincipals(t *testing.T) {
	here := clerkAt("community-1")
	ended := lent("c", until(someday, today.AddDays(-1), here))
	later := lent("d", until(today.AddDays(1), domain.Date{}, here))
	edge := lent("e", until(today, today, here))
	require.Nil(t, authority().Principals())
	require.Nil(t, domain.Authority{Founding: true}.Principals())
	require.Equal(t, []string{"a"}, authority(holding("a", here)).Principals())
	require.Equal(t, []string{"a", "b", "e"}, authority(holding("a", here, lent("b", here), lent("b", clerkAt("town-1")), ended, later, edge)).Principals())
}

func TestLevels(t *testing.T) {
	for place, want := range map[string]domain.Level{
		domain.WholeCounty: domain.CountyLevel, "town-1": domain.TownLevel, "community-x": domain.CommunityLevel,
	} {
		level, ok := domain.LevelOf(place)
		require.True(t, ok, place)
		require.Equal(t, want, level)
	}
	for _, none := range []string{"", "village-1", "request-1", "communities-1"} {
		_, ok := domain.LevelOf(none)
		require.False(t, ok, none)
	}
	order := []domain.Level{domain.CommunityLevel, domain.TownLevel, domain.CountyLevel}
	for i, a := range order {
		for k, b := range order {
			require.Equal(t, i >= k, a.AtLeast(b), "%s at least %s", a, b)
		}
		require.False(t, domain.Level("").AtLeast(a), "no level is as wide as none")
	}
}

func TestPermitsAreNamed(t *testing.T) {
	require.Equal(t, "window-clerk", clerks[0].String())
	require.Equal(t, "window-clerk (town)", domain.WindowClerk.At(domain.TownLevel).String())
	require.Equal(t, "window clerk (county)", domain.WindowClerk.At(domain.CountyLevel).In(domain.English))
	require.Equal(t, "窗口受理员（镇街级）", domain.WindowClerk.At(domain.TownLevel).In(domain.Chinese))
	require.Equal(t, "账户本人", domain.AccountHolder.At(domain.CountyLevel).In(domain.Chinese))
}

// Account holder is what everybody is, and no role to be granted.
func TestGrantable(t *testing.T) {
	require.NotContains(t, domain.Grantable(), domain.AccountHolder)
	require.Len(t, domain.Grantable(), len(domain.Role("").Codes())-1)
}

func TestACommandWithoutARoleDoesNotExist(t *testing.T) {
	for name, option := range map[string]domain.Option[diary]{
		"opens":   domain.Opens[diary, begin]("begin", "开始"),
		"accepts": domain.Accepts[diary, add]("add", "记录"),
	} {
		require.PanicsWithValue(t, "domain: nobody may issue note."+map[string]string{"opens": "begin", "accepts": "add"}[name]+": name the roles that may, and at which level",
			func() { domain.Define("note", option) }, name)
	}
	require.Panics(t, func() { domain.Define("note", domain.OpensOrContinues[diary, keyed]("begin", "开始")) })
}

type keyed struct{ begin }

func (keyed) StreamID() string { return "1" }
