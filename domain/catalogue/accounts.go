package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/imports"
)

// Counties is the ledger's own identity.
var Counties = domain.Define("county",
	domain.Records[county.County](
		domain.Says(county.Registered{}, "The ledger of {name} was begun", "建立{name}账本"),
	),
	domain.Opens[county.County, county.Register]("begin the ledger of a county", "建立账本", domain.SystemOperator),
)

// Accounts is who acts.
var Accounts = domain.Define("account",
	domain.Records[account.Account](
		domain.Says(account.Opened{}, "Account opened: {name}", "开通账户：{name}"),
		domain.Says(account.CredentialSet{}, "New credential set ({scheme})", "设置凭证（{scheme}）"),
	),
	domain.Opens[account.Account, account.Open]("open an account", "开通账户", domain.SystemOperator),
	domain.Accepts[account.Account, account.SetCredential]("set the credential of an account", "设置账户凭证", domain.SystemOperator),
)

// Imports is where foreign histories came from.
var Imports = domain.Define("import",
	domain.Records[imports.Import](
		domain.Says(imports.Opened{}, "Import begun: {name} (cases: {cases}, steps: {steps})", "开始导入：{name}（{cases}件办件，{steps}个步骤）"),
		domain.Says(imports.Completed{}, "Import completed (cases: {cases}, steps: {steps})", "导入完成（{cases}件办件，{steps}个步骤）"),
	),
	domain.Opens[imports.Import, imports.Open]("begin an import", "开始导入", domain.SystemOperator),
	domain.Accepts[imports.Import, imports.Complete]("complete an import", "完成导入", domain.SystemOperator),
)
