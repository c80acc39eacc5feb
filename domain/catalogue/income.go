package catalogue

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/training"
)

// Enterprises is the businesses that are to raise the income of farmers.
var Enterprises = domain.Define("enterprise",
	domain.Records[enterprise.Enterprise](
		domain.Says(enterprise.Registered{}, "Registered ({kind}): {name}, start-up capital {capital}", "登记（{kind}）：{name}，启动资金{capital}"),
		domain.Says(enterprise.CapitalContributed{}, "Put in by the {source}[ ({from})] on {on}: {amount}, {purpose}, voucher {voucher}", "{on}由{source}[（{from}）]出资{amount}，{purpose}，凭证{voucher}"),
		domain.Says(enterprise.DividendPaid{}, "Dividend of {year} paid to the {source}[ ({to})] on {on}: {amount}, voucher {voucher}", "{on}向{source}[（{to}）]发放{year}年度分红{amount}，凭证{voucher}"),
		domain.Says(enterprise.Closed{}, "Closed on {on}: {reason}", "{on}注销：{reason}"),
	),
	domain.Opens[enterprise.Enterprise, enterprise.Register]("register an enterprise", "登记经营主体", domain.Recorder.At(domain.CommunityLevel), domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[enterprise.Enterprise, enterprise.Contribute]("record a contribution of capital", "登记出资", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[enterprise.Enterprise, enterprise.PayDividend]("record a dividend", "登记分红", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[enterprise.Enterprise, enterprise.Close]("close an enterprise", "登记注销", domain.Recorder.At(domain.CommunityLevel), domain.Accountant.At(domain.CommunityLevel)),
	domain.Shows[enterprise.Enterprise](domain.Restricted, incomeReaders...),
)

// Trainings is the classes in which farmers, accountants and cadres are trained.
var Trainings = domain.Define("training",
	domain.Records[training.Training](
		domain.Says(training.Planned{}, "Planned: {programme}, class {number}, from {from}, days {days}, {venue}, places {places}", "计划：{programme}第{number}期，{from}开班，{days}天，{venue}，{places}人"),
		domain.Says(training.Held{}, "Held from {from} to {to}, days {days}, {venue}; people: {people}", "举办：{from}至{to}，{days}天，{venue}，参训{people}人"),
		domain.Says(training.Cancelled{}, "Cancelled: {reason}", "取消：{reason}"),
	),
	domain.Opens[training.Training, training.Plan]("plan a class", "登记培训计划", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[training.Training, training.Hold]("record that a class was held", "登记培训举办", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[training.Training, training.Cancel]("cancel a class", "取消培训", domain.Recorder.At(domain.CommunityLevel)),
	domain.Shows[training.Training](domain.Restricted, incomeReaders...),
)

// Projects is what first secretaries and Party organisations set out to do in a
// year.
var Projects = domain.Define("project",
	domain.Records[project.Project](
		domain.Says(project.Planned{}, "Planned for {year} ({kind}): {title}; due {due}", "{year}年度计划（{kind}）：{title}，期限{due}"),
		domain.Says(project.Progressed{}, "Progress on {on}[: {percent}%][; stage: {stage}]", "{on}登记进度[：{percent}%][，阶段：{stage}]"),
		domain.Says(project.Completed{}, "Completed on {on}: {result}", "{on}完成：{result}"),
		domain.Says(project.Postponed{}, "Postponed to {to}: {reason}", "延期至{to}：{reason}"),
		domain.Says(project.Cancelled{}, "Cancelled on {on}: {reason}", "{on}取消：{reason}"),
	),
	domain.Opens[project.Project, project.Plan]("plan a project", "登记项目计划", projectOwners...),
	domain.Accepts[project.Project, project.Progress]("record how far a project is", "登记项目进度", projectOwners...),
	domain.Accepts[project.Project, project.Complete]("complete a project", "登记项目完成", projectOwners...),
	domain.Accepts[project.Project, project.Postpone]("postpone a project", "登记项目延期", projectOwners...),
	domain.Accepts[project.Project, project.Cancel]("cancel a project", "取消项目", projectOwners...),
	domain.Shows[project.Project](domain.Restricted, slices.Concat(projectOwners, incomeReaders[1:])...),
)

// projectOwners are the first secretary and the recorder of where a project
// belongs.
var projectOwners = []domain.Permit{domain.FirstSecretary.At(domain.CommunityLevel), domain.Recorder.At(domain.CommunityLevel)}

// incomeReaders may read the files that show what was done, such as the sign-in
// sheet of a class and the voucher of a payment.
var incomeReaders = []domain.Permit{
	domain.Recorder.At(domain.CommunityLevel), domain.Accountant.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel),
	domain.FinanceReviewGroup.At(domain.CommunityLevel), domain.Auditor.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel),
}
