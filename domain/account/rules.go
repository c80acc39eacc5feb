package account

import (
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Judge is the policies of accounts: names, places and days, that nobody grants
// what they do not hold, and that nobody locks themselves out.
func (a Account) Judge(e domain.Event, act domain.Act) error {
	if err := a.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Opened:
		if strings.TrimSpace(e.Name) == "" {
			return domain.Reject("name_missing", "an account needs a name: give the office that acts, such as 窗口受理员", "账户须有名称：请填写岗位，如窗口受理员")
		}
	case Granted:
		return judgeGranted(e, act)
	case Delegated:
		return judgeDelegated(e, act)
	case Revoked:
		if isOwn(act) && e.Role == domain.SystemOperator {
			return ownAccount()
		}
		if act.Role != domain.SystemOperator {
			return domain.Reject("not_lent_by_you",
				"a role is taken away by a system operator: others take back what they lent",
				"角色须由系统运维人员撤销；其他人只能收回本人委托的角色")
		}
	case TakenBack:
		if e.By != act.Actor {
			return domain.Reject("not_lent_by_you",
				"what account %[1]s has lent is taken back by that account, and by no other", "账户 %[1]s 委托的角色只能由其本人收回", e.By)
		}
	case CredentialSet:
		if _, operates := act.Authority.Holds(domain.SystemOperator, []string{domain.WholeCounty}); !isOwn(act) && !operates {
			return domain.Reject("not_held_itself",
				"a credential outlives a delegation: another account's is set by who holds the role of system operator itself, for the whole county",
				"凭证不随委托到期而失效：他人的凭证须由本身持有全县系统运维角色者设置")
		}
	case Suspended, Closed:
		if isOwn(act) {
			return ownAccount()
		}
	}
	return nil
}

func isOwn(act domain.Act) bool { return act.Stream == domain.StreamOf(Category, act.Actor) }

// ownAccount keeps the last operator from locking everybody out.
func ownAccount() error {
	return domain.Reject("own_account",
		"nobody suspends or closes their own account, or gives up being its operator: another operator does that",
		"不得停用、注销本人账户或放弃本人的运维角色：须由其他运维人员办理")
}

func judgeGranted(e Granted, act domain.Act) error {
	if err := judgePeriod(e.From, e.To); err != nil {
		return err
	}
	held, err := held(e.Role, e.Place, act)
	if err != nil {
		return err
	}
	if !held.To.IsZero() && (e.To.IsZero() || e.To.After(held.To)) {
		return domain.Reject("longer_than_held",
			"the role is held until %s by who grants it: grant it until then at most",
			"授予人持有该角色至 %s：授予期限不得超过该日", held.To)
	}
	return nil
}

func judgeDelegated(e Delegated, act domain.Act) error {
	switch {
	case e.By != act.Actor:
		return domain.Reject("not_own_role", "a role is delegated by the account that holds it, and by no other", "角色只能由持有该角色的账户本人委托")
	case isOwn(act):
		return domain.Reject("own_account_delegated", "a role is delegated to another account", "角色须委托给其他账户")
	case e.Until.IsZero():
		return domain.Reject("end_missing", "a delegation has an end: give its last day", "委托须有期限：请填写截止日")
	}
	if err := judgePeriod(e.From, e.Until); err != nil {
		return err
	}
	held, err := held(e.Role, e.Place, act)
	if err != nil {
		return err
	}
	if !held.To.IsZero() && e.Until.After(held.To) {
		return domain.Reject("longer_than_held",
			"the role is held until %s by who delegates it: delegate it until then at most",
			"委托人持有该角色至 %s：委托期限不得超过该日", held.To)
	}
	return nil
}

func judgePeriod(from, to domain.Date) error {
	if from.IsZero() || !to.IsZero() && to.Before(from) {
		return domain.Reject("period_invalid", "a role is held from a day to a later one, not from %s to %s", "角色的截止日不得早于起始日（%s 至 %s）", from, to)
	}
	return nil
}

// held is the grant by which the actor holds a role at a place itself.
func held(role domain.Role, place string, act domain.Act) (domain.Grant, error) {
	if !slices.Contains(domain.Grantable(), role) {
		return domain.Grant{}, domain.Reject("not_grantable", "the role %q is not granted to anybody", "角色 %q 不能授予", string(role))
	}
	if _, known := domain.LevelOf(place); !known {
		return domain.Grant{}, domain.Reject("not_a_place", "%q is no place: write county-self, town-<id> or community-<id>", "%q 不是地区：请写 county-self、town-<编号> 或 community-<编号>", place)
	}
	name, err := domain.Evidence[domain.PlaceName](act, place)
	if err != nil {
		return domain.Grant{}, err
	}
	grant, ok := act.Authority.Holds(role, append([]string{place}, name.Within...))
	if !ok {
		return grant, domain.Reject("not_held",
			"nobody gives what they do not hold: the account %[1]s does not itself hold the role of %[2]s at %[3]s, or a place around it, today",
			"不得授予自己没有的角色：账户 %[1]s 今日本身在 %[3]s 或其上级地区没有%[4]s角色",
			act.Actor, domain.Label(role, string(role), domain.English), place, domain.Label(role, string(role), domain.Chinese))
	}
	return grant, nil
}
