package catalogue

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/domain/subject"
)

// Counties is the ledger's own identity.
var Counties = domain.Define("county",
	domain.Records[county.County](
		domain.Says(county.Registered{}, "The ledger of {name} was begun", "建立{name}账本"),
	),
	domain.Opens[county.County, county.Register]("begin the ledger of a county", "建立账本", domain.SystemOperator.At(domain.CountyLevel)),
)

// Accounts is who acts.
var Accounts = domain.Define(account.Category,
	domain.Records[account.Account](
		domain.Says(account.Opened{}, "Account opened: {name}", "开通账户：{name}"),
		domain.Says(account.Granted{}, "Role granted: {role}, {place}, from {from}[, to {to}]", "授予角色：{role}，{place}，自{from}起[，至{to}]"),
		domain.Says(account.Delegated{}, "Role delegated: {role}, {place}, from {from}, to {until}, by {by}", "委托角色：{role}，{place}，自{from}起，至{until}，委托账户{by}"),
		domain.Says(account.Revoked{}, "Role revoked: {role}, {place}", "撤销角色：{role}，{place}"),
		domain.Says(account.TakenBack{}, "Delegation taken back: {role}, {place}, by {by}", "收回委托：{role}，{place}，委托账户{by}"),
		domain.Says(account.Suspended{}, "Account suspended", "停用账户"),
		domain.Says(account.Restored{}, "Account restored", "恢复账户"),
		domain.Says(account.Closed{}, "Account closed", "注销账户"),
		domain.Says(account.CredentialSet{}, "New credential set ({scheme})", "设置凭证（{scheme}）"),
	),
	domain.Opens[account.Account, account.Open]("open an account", "开通账户", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[account.Account, account.Grant]("grant roles to an account", "授予角色", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[account.Account, account.Delegate]("lend a role that you hold to an account", "委托角色", everyRole(domain.CommunityLevel)...),
	domain.Accepts[account.Account, account.Revoke]("take a role away from an account, or back what you lent it", "撤销角色，或收回本账户委托的角色", operatorFirst(everyRole(domain.CommunityLevel))...),
	domain.Accepts[account.Account, account.Suspend]("suspend an account", "停用账户", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[account.Account, account.Restore]("restore a suspended account", "恢复账户", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[account.Account, account.Close]("close an account", "注销账户", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[account.Account, account.SetCredential]("set the credential of an account", "设置账户凭证", domain.AccountHolder.At(domain.CountyLevel), domain.SystemOperator.At(domain.CountyLevel)),
	domain.Shows[account.Account](domain.Restricted, domain.SystemOperator.At(domain.CountyLevel), domain.Auditor.At(domain.CountyLevel)),
)

// everyRole is a permit for each role that can be granted.
func everyRole(at domain.Level) []domain.Permit {
	var all []domain.Permit
	for _, r := range domain.Grantable() {
		all = append(all, r.At(at))
	}
	return all
}

// operatorFirst lets an operator act as one, whatever else they are.
func operatorFirst(permits []domain.Permit) []domain.Permit {
	slices.SortStableFunc(permits, func(a, b domain.Permit) int {
		switch {
		case a.Role == b.Role:
			return 0
		case a.Role == domain.SystemOperator:
			return -1
		case b.Role == domain.SystemOperator:
			return 1
		}
		return 0
	})
	return permits
}

// Logins is the names under which people sign in.
var Logins = domain.Define(login.Category,
	domain.Records[login.Login](
		domain.Says(login.Claimed{}, "Login name given to account {account}", "登录名归账户{account}使用"),
		domain.Says(login.Released{}, "Login name released", "释放登录名"),
	),
	domain.OpensOrContinues[login.Login, login.Claim]("give a login name to an account", "设置登录名", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[login.Login, login.Release]("release a login name", "释放登录名", domain.SystemOperator.At(domain.CountyLevel)),
)

// Subjects is the people of whom something is held.
var Subjects = domain.Define(subject.Category,
	domain.Records[subject.Subject](
		domain.Says(subject.Erased{}, "What was held on this person was erased ({ground})", "已删除该人员的信息（{ground}）"),
		domain.Says(subject.Restricted{}, "Erasure waits until {until}; until then what is held on this person is kept and not used ({ground})", "须保存至{until}，届满前限制处理该人员的信息（{ground}）"),
	),
	domain.OpensOrContinues[subject.Subject, subject.Erase]("erase what is held on a person, or restrict its use while it has to be kept", "删除个人信息；保存期内则限制处理", domain.SystemOperator.At(domain.CountyLevel), domain.RecordsCorrector.At(domain.CountyLevel)),
	domain.Shows[subject.Subject](domain.Restricted, domain.SystemOperator.At(domain.CountyLevel), domain.RecordsCorrector.At(domain.CountyLevel), domain.Auditor.At(domain.CountyLevel)),
)

// Imports is where foreign histories came from.
var Imports = domain.Define("import",
	domain.Records[imports.Import](
		domain.Says(imports.Opened{}, "Import begun[: {name}] (cases: {cases}, steps: {steps})", "开始导入[：{name}]（{cases}件办件，{steps}个步骤）"),
		domain.Says(imports.Completed{}, "Import completed (cases: {cases}, steps: {steps})", "导入完成（{cases}件办件，{steps}个步骤）"),
	),
	domain.Opens[imports.Import, imports.Open]("begin an import", "开始导入", domain.ImportProgram.At(domain.CountyLevel)),
	domain.Accepts[imports.Import, imports.Complete]("complete an import", "完成导入", domain.ImportProgram.At(domain.CountyLevel)),
	domain.Shows[imports.Import](domain.Restricted, domain.RecordsCorrector.At(domain.CountyLevel), domain.Auditor.At(domain.CountyLevel)),
)
