package domain

// The roles of a county. Who may issue which command is said in the catalogue.
const (
	ErrandAgent          Role = "errand-agent"
	WindowClerk          Role = "window-clerk"
	Recorder             Role = "recorder"
	Accountant           Role = "accountant"
	Cashier              Role = "cashier"
	ReportingClerk       Role = "reporting-clerk"
	FinanceReviewGroup   Role = "finance-review-group"
	SupervisionCommittee Role = "supervision-committee"
	Auditor              Role = "auditor"
	FirstSecretary       Role = "first-secretary"
	RecordsCorrector     Role = "records-corrector"
	SystemOperator       Role = "system-operator"
	ImportProgram        Role = "import-program"

	// AccountHolder is what everybody is of their own account. It is not
	// granted.
	AccountHolder Role = "account-holder"
)

// Codes lists the roles with their names.
func (Role) Codes() []Code {
	return []Code{
		{string(ErrandAgent), "errand agent", "代办员"},
		{string(WindowClerk), "window clerk", "窗口受理员"},
		{string(Recorder), "recorder", "记录员"},
		{string(Accountant), "accountant", "会计"},
		{string(Cashier), "cashier", "出纳"},
		{string(ReportingClerk), "reporting clerk", "报账员"},
		{string(FinanceReviewGroup), "villagers' finance review group", "民主理财小组"},
		{string(SupervisionCommittee), "villagers' supervision committee", "村务监督委员会"},
		{string(Auditor), "auditor", "审计员"},
		{string(FirstSecretary), "first secretary", "第一书记"},
		{string(RecordsCorrector), "records corrector", "数据更正员"},
		{string(SystemOperator), "system operator", "运维"},
		{string(ImportProgram), "import program", "导入程序"},
		{string(AccountHolder), "account holder", "账户本人"},
	}
}

// Grantable lists the roles that can be granted, in the order of their list.
func Grantable() []Role {
	var all []Role
	for _, c := range Role("").Codes() {
		if Role(c.Code) != AccountHolder {
			all = append(all, Role(c.Code))
		}
	}
	return all
}
