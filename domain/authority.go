package domain

import "slices"

// Permit is a role that may do something, and the narrowest place at which it
// has to be held for that.
type Permit struct {
	Role  Role  `json:"role"`
	Level Level `json:"level"`
}

// At is a permit for a role that is held at a level or at a wider one.
func (r Role) At(level Level) Permit { return Permit{r, level} }

// String is the role, and the level where that is wider than a community.
func (p Permit) String() string {
	if p.Level == CommunityLevel {
		return string(p.Role)
	}
	return string(p.Role) + " (" + string(p.Level) + ")"
}

// In is String in a language.
func (p Permit) In(lang Lang) string {
	role := Label(p.Role, string(p.Role), lang)
	switch {
	case p.Level == CommunityLevel, p.Role == AccountHolder:
		return role
	case lang == Chinese:
		return role + "（" + Label(p.Level, string(p.Level), lang) + "级）"
	}
	return role + " (" + Label(p.Level, string(p.Level), lang) + ")"
}

// Grant is a role that an account holds at a place for some days.
type Grant struct {
	Role Role
	// Place is the stream of a place, and covers all that lies within it.
	Place string
	// From and To are the first and the last day; no To is no end.
	From, To Date
	// By is the account that delegated it, and empty where the account holds
	// the role by itself.
	By string
}

// on reports whether the grant is in force on a day.
func (g Grant) on(day Date) bool {
	return !day.Before(g.From) && (g.To.IsZero() || !day.After(g.To))
}

// outlasts reports whether a grant ends later than another one.
func (g Grant) outlasts(other Grant) bool {
	return !other.To.IsZero() && (g.To.IsZero() || g.To.After(other.To))
}

// Standing is what an account offers to those who act under it, or rest on it.
type Standing struct {
	// Account is its id.
	Account string
	// Name is the office, in Chinese; NameEnglish may be empty.
	Name, NameEnglish string
	Suspended, Closed bool
	// Grants are all that were not revoked, those of the past too.
	Grants []Grant
}

// Authority is what an actor may act upon on a day. Every command of every
// surface is held against it by one function, [Authority.Allow].
type Authority struct {
	// Day is the day of the act: that of recording, and in a demonstration
	// that of its history.
	Day Date
	// Founding says that the ledger is being begun, by who holds everything.
	Founding bool
	// Standings are those of the actor, first, and of all who delegated
	// anything to it.
	Standings []Standing
}

// Scope is what an act is about, for the question whether somebody may do it.
type Scope struct {
	// Places are the stream of the place that it belongs to, and of those that
	// this lies within, the nearest first.
	Places []string
	// Own says that it is about the actor's own account.
	Own bool
}

// Allow answers with the grant on which an actor may do what some permits are
// for. A refusal says what is missing: the role, the place, or the day.
func (a Authority) Allow(permits []Permit, scope Scope) (Grant, error) {
	if a.Founding {
		return Grant{Role: permits[0].Role, Place: WholeCounty, From: a.Day}, nil
	}
	if len(a.Standings) == 0 {
		return Grant{}, Reject("account_unknown", "there is no such account: sign in under one that was opened", "账户不存在：请使用已开通的账户登录")
	}
	self := a.Standings[0]
	if err := self.MayAct(); err != nil {
		return Grant{}, err
	}
	var why error
	nearest := 0
	for _, p := range permits {
		if p.Role == AccountHolder {
			if scope.Own {
				return Grant{Role: AccountHolder, Place: WholeCounty, From: a.Day}, nil
			}
			continue
		}
		for _, g := range self.Grants {
			if g.Role != p.Role {
				continue
			}
			err := a.covers(g, p, scope)
			if err == nil {
				return g, nil
			}
			// Of several grants that do not do, the nearest miss is told.
			if near := slices.Index(misses, CodeOf(err)); near >= nearest {
				why, nearest = err, near
			}
		}
	}
	if why == nil {
		why = notHeld(permits)
	}
	return Grant{}, why
}

// misses are the reasons why a grant of the right role does not do, the nearest
// miss last.
var misses = []string{"outside_place", "level_too_low", "outside_dates", "delegation_ended", "delegation_void"}

// MayAct refuses an account that is suspended or closed.
func (s Standing) MayAct() error {
	switch {
	case s.Closed:
		return Reject("account_closed", "the account is closed: use another one", "账户已注销：请使用其他账户")
	case s.Suspended:
		return Reject("account_suspended", "the account is suspended: a system operator can restore it", "账户已停用：可由运维人员恢复")
	}
	return nil
}

// HoldsOn reports whether an account holds a role, by itself or lent to it, for one
// of some places on a day.
func (s Standing) HoldsOn(day Date, role Role, places []string) bool {
	return slices.ContainsFunc(s.Grants, func(g Grant) bool {
		return g.Role == role && g.on(day) && slices.Contains(places, g.Place)
	})
}

// covers says why a grant of the right role does not do, if it does not.
func (a Authority) covers(g Grant, p Permit, scope Scope) error {
	level, _ := LevelOf(g.Place)
	switch {
	case !slices.Contains(scope.Places, g.Place):
		return Reject("outside_place",
			"this belongs to %[1]s, and the role of %[2]s is held for %[3]s only: ask who holds it there",
			"此事属于 %[1]s，而%[4]s的角色仅限 %[3]s：请由当地相应角色办理",
			first(scope.Places), Label(g.Role, string(g.Role), English), g.Place, Label(g.Role, string(g.Role), Chinese))
	case !level.AtLeast(p.Level):
		return Reject("level_too_low",
			"this takes the role of %[1]s for a whole %[2]s, and it is held for %[3]s only",
			"此事须由%[5]s级的%[4]s办理，而该角色仅限 %[3]s",
			Label(g.Role, string(g.Role), English), string(p.Level), g.Place, Label(g.Role, string(g.Role), Chinese), Label(p.Level, string(p.Level), Chinese))
	case !g.on(a.Day):
		return outsideDates(g, a.Day)
	case g.By != "":
		return a.delegated(g, p, scope)
	}
	return nil
}

func first(places []string) string {
	if len(places) == 0 {
		return WholeCounty
	}
	return places[0]
}

func outsideDates(g Grant, day Date) error {
	english, chinese := "begins on "+g.From.String(), "自 "+g.From.String()+" 起有效"
	if !day.Before(g.From) {
		english, chinese = "ended on "+g.To.String(), "已于 "+g.To.String()+" 到期"
	}
	code := "outside_dates"
	if g.By != "" {
		code = "delegation_ended"
	}
	return Reject(code,
		"the role of %[1]s at %[2]s %[3]s, and today is %[4]s: ask for it to be granted anew",
		"%[2]s 的%[5]s角色%[6]s，今日为 %[4]s：请重新授予",
		Label(g.Role, string(g.Role), English), g.Place, english, day, Label(g.Role, string(g.Role), Chinese), chinese)
}

// delegated holds a delegation against who gave it: it is worth what they hold.
func (a Authority) delegated(g Grant, p Permit, scope Scope) error {
	for _, s := range a.Standings[1:] {
		if s.Account != g.By || s.MayAct() != nil {
			continue
		}
		for _, held := range s.Grants {
			if held.Role == g.Role && held.By == "" && a.covers(held, p, scope) == nil {
				return nil
			}
		}
	}
	return Reject("delegation_void",
		"the role of %[1]s at %[2]s was delegated by account %[3]s, which does not hold it any more",
		"%[2]s 的%[4]s角色由账户 %[3]s 委托，而该账户已不再持有该角色",
		Label(g.Role, string(g.Role), English), g.Place, g.By, Label(g.Role, string(g.Role), Chinese))
}

// Holds is the grant by which the actor itself holds a role for one of some
// places, by no delegation, on the day; of several the one that lasts longest.
// Nobody grants or delegates what they do not hold.
func (a Authority) Holds(role Role, places []string) (Grant, bool) {
	if a.Founding {
		return Grant{Role: role, Place: WholeCounty, From: a.Day}, true
	}
	if len(a.Standings) == 0 {
		return Grant{}, false
	}
	var longest Grant
	found := false
	for _, g := range a.Standings[0].Grants {
		if g.Role != role || g.By != "" || !g.on(a.Day) || !slices.Contains(places, g.Place) {
			continue
		}
		if !found || g.outlasts(longest) {
			longest, found = g, true
		}
	}
	return longest, found
}

// HoldsAny reports whether the actor, whose account is in use, holds any role
// anywhere on the day.
func (a Authority) HoldsAny() bool {
	return a.Founding || len(a.Standings) > 0 && a.Standings[0].MayAct() == nil &&
		slices.ContainsFunc(a.Standings[0].Grants, func(g Grant) bool { return g.on(a.Day) })
}

// Principals are the accounts in whose name the actor may act on the day: its
// own, and those of all who have delegated anything to it. Four eyes are those
// of people who share no principal.
func (a Authority) Principals() []string {
	if len(a.Standings) == 0 {
		return nil
	}
	self := a.Standings[0]
	all := []string{self.Account}
	for _, g := range self.Grants {
		if g.By != "" && g.on(a.Day) && !slices.Contains(all, g.By) {
			all = append(all, g.By)
		}
	}
	return all
}

func notHeld(permits []Permit) error {
	var english, chinese string
	for i, p := range permits {
		if i > 0 {
			english, chinese = english+", ", chinese+"、"
		}
		english += Label(p.Role, string(p.Role), English)
		chinese += Label(p.Role, string(p.Role), Chinese)
	}
	return Reject("role_missing",
		"this is for: %[1]s; the account holds no such role: ask a system operator to grant it",
		"此事仅限：%[2]s；账户没有该角色：请由运维人员授予", english, chinese)
}
