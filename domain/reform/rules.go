package reform

import (
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of reforms: decisions, periods, and exact numbers.
func (r Reform) Judge(e domain.Event, act domain.Act) error {
	if err := r.follows(e); err != nil {
		return err
	}
	if err := r.goesOn(e, act); err != nil {
		return err
	}
	switch e := e.(type) {
	case PlanAdopted:
		return domain.Agrees(e, act, r.plan)
	case PlanApproved:
		return all(domain.Require(domain.Said(e.By, "by", "批准单位"), domain.Said(e.Document, "document", "批复文件")), r.dated(e.On, act))
	case InventoryStepDone:
		return domain.Agrees(e, act, r.inventoried)
	case RosterDrafted:
		return r.judgeDraft(e)
	case RosterPosted:
		return domain.Agrees(e, act, r.posting)
	case ObjectionRaised:
		return domain.Require(domain.Given(!e.Text.IsZero(), "text", "异议内容"))
	case ObjectionSettled:
		return all(domain.Require(domain.Given(!e.Text.IsZero(), "text", "答复内容")), domain.Agrees(e, act, r.settling))
	case RosterConfirmed:
		return all(domain.Agrees(e, act, r.confirming), r.judgeConfirmed(e, act))
	case SharesQuantified:
		return domain.Agrees(e, act, r.quantified)
	case CharterAdopted:
		return all(domain.Require(domain.Said(e.Document, "document", "章程文件")), r.restsOn(act, e.Decision, 0, domain.Charter))
	case BodiesElected:
		return r.judgeElected(e, act)
	case Registered:
		return all(domain.Require(domain.Said(e.Name, "name", "名称"), domain.Said(e.Number, "number", "登记证号")), r.dated(e.On, act))
	case CertificatesIssued:
		return r.judgeCertificates(e, act)
	case Completed:
		return domain.Agrees(e, act, r.completed)
	}
	return r.judgeMoving(e, act)
}

// and is the collective with other streams, for those who rest on it.
func (r Reform) and(streams ...string) []domain.Ref {
	return domain.LatestOf(append([]string{r.Collective}, streams...)...)
}

// goesOn: the reform of a collective that was merged stops where it was. A
// dividend that was declared is still paid.
func (r Reform) goesOn(e domain.Event, act domain.Act) error {
	switch e.(type) {
	case PlanAdopted, DividendPaid:
		return nil
	}
	unit, err := domain.Evidence[domain.Unit](act, r.Collective)
	if err == nil && unit.Merged != "" {
		err = domain.Reject("merged",
			"%[1]s was merged into %[2]s, and its reform has stopped: the reform is that of %[2]s",
			"%[1]s 已并入 %[2]s，其改革已终止：请在 %[2]s 办理", r.Collective, unit.Merged)
	}
	return err
}

// judgeMoving is what goes on after the steps.
func (r Reform) judgeMoving(e domain.Event, act domain.Act) error {
	switch e := e.(type) {
	case MemberJoined:
		return domain.Agrees(e, act, r.joined)
	case MemberLeft:
		return domain.Agrees(e, act, r.left)
	case MemberInherited:
		return domain.Require(domain.Given(!e.Document.IsZero(), "document", "依据文件"))
	case MemberTransferred:
		return domain.Require(domain.Given(!e.Document.IsZero(), "document", "依据文件"))
	case ReservesSetAside:
		return domain.Agrees(e, act, r.setAside)
	case DividendDeclared:
		return domain.Agrees(e, act, r.declared)
	case DividendPaid:
		return domain.Agrees(e, act, r.paid)
	}
	return nil
}

// rests holds an act against a decision of the collective, of one of some kinds,
// that names the reform or the collective itself. It carries one act only.
func (r Reform) rests(act domain.Act, decision string, amount domain.Money, kinds ...domain.MatterKind) (domain.Resolution, error) {
	if r.used(decision) {
		return domain.Resolution{}, domain.Reject("decision_used", "%s has been carried out in this reform: decide anew", "%s 已在本次改革中执行：请另行决议", decision)
	}
	need := domain.Reliance{Decision: decision, Owner: r.Collective, Kinds: kinds, Concerns: act.Stream, Amount: amount}
	resolution, err := domain.RestOn(act, need)
	if domain.CodeOf(err) == "decision_not_about_it" && slices.Contains(resolution.Concerns, r.Collective) {
		need.Concerns = r.Collective
		return domain.RestOn(act, need)
	}
	return resolution, err
}

// restsOn is rests for who needs no more of the decision.
func (r Reform) restsOn(act domain.Act, decision string, amount domain.Money, kinds ...domain.MatterKind) error {
	_, err := r.rests(act, decision, amount, kinds...)
	return err
}

// plan fills in the days.
func (Reform) plan(e PlanAdopted, act domain.Act) (PlanAdopted, error) {
	if category, id := domain.SplitStream(e.Collective); category != "collective" || domain.CheckStream(e.Collective) != nil || act.Stream != domain.StreamOf("reform", id) {
		return e, domain.Reject("not_the_collective", "%q is not the collective of %s: a reform stands under the id of its collective, collective-<id>", "%q 不是 %s 对应的集体：改革以集体编号为编号，请填写 collective-<编号>", e.Collective, act.Stream)
	}
	if err := domain.Require(domain.Said(e.Document, "document", "方案文件")); err != nil {
		return e, err
	}
	unit, err := domain.Evidence[domain.Unit](act, e.Collective)
	switch {
	case err != nil:
		return e, err
	case !unit.Collective:
		return e, domain.Reject("not_a_collective", "%s owns no property: name the collective that does", "%s 不是集体经济组织：请填写拥有资产的集体", e.Collective)
	case unit.Merged != "":
		return e, domain.Reject("merged", "%s was merged into %s: the reform is that collective's", "%s 已并入 %s：请以后者办理改革", e.Collective, unit.Merged)
	}
	if err := (Reform{Collective: e.Collective}).restsOn(act, e.Decision, 0, domain.ReformPlan); err != nil {
		return e, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	e.On, e.Rules = act.Day(), set.Name()
	e.Due = e.On.AddDays(set.Reform.CompleteWithinDays.Value)
	return e, nil
}

// inventoried fills in which step it is. A rule set that came into force during
// the inventory goes on after the step of the same code, or else of the same
// place (assumed).
func (r Reform) inventoried(e InventoryStepDone, act domain.Act) (InventoryStepDone, error) {
	if err := all(domain.Require(domain.Said(e.Document, "document", "依据文件")), r.dated(e.On, act)); err != nil {
		return e, err
	}
	for _, m := range []domain.Money{e.Operating, e.NonOperating, e.Resource, e.Debts} {
		if m < 0 {
			return e, domain.Reject("amount_negative", "%s yuan is less than nothing: totals and debts are 0 or more", "%s 元为负数：合计和负债不得小于零", m)
		}
		if m > domain.MaxAmount {
			return e, domain.Reject("amount_out_of_range", "%s yuan is more than any total is (%s): correct it", "%s 元超过合计上限（%s 元）：请更正", m, domain.MaxAmount)
		}
	}
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	rule := set.Reform.Inventory
	steps := rule.Value
	next := r.StepsDone
	if i := steps.Index(r.Step); i >= 0 {
		next = i + 1
	}
	next = min(next, len(steps)-1)
	if e.Step != steps[next].Code {
		return e, rule.Reject("not_the_next_step",
			"the next step of the inventory is %[1]s (%[2]s), not %[4]q: do it first", "清产核资下一步为 %[1]s（%[3]s），不是 %[4]q：请先办理",
			steps[next].Code, steps[next].English, steps[next].Chinese, e.Step)
	}
	e.Number, e.Steps, e.Rules = next+1, len(steps), set.Name()
	return e, nil
}

// judgeDraft: every person stands in the roster once.
func (r Reform) judgeDraft(e RosterDrafted) error {
	if e.Count != len(e.Members) {
		return domain.Reject("numbers_differ", "as many are counted as are named (%d), not %d: record the number of those named", "列有 %d 人，记为 %d 人：请按实际人数记录", len(e.Members), e.Count)
	}
	seen := make(map[domain.Subject]int, r.roll.Count()+len(e.Members))
	if e.First > 1 {
		for number, p := range r.roll.All() {
			seen[p.Subject] = number
		}
	}
	for i, m := range e.Members {
		number := e.First + i
		if m.Subject == uuid.Nil {
			return domain.Reject("person_missing", "number %d names nobody: every member is named", "编号 %d 未填写人员：请逐一填写", number)
		}
		if first, twice := seen[m.Subject]; twice {
			return domain.Reject("member_twice", "numbers %d and %d are the same person: name everybody once", "编号 %d 与 %d 为同一人：每人只列一次", first, number)
		}
		seen[m.Subject] = number
	}
	return nil
}

// posting fills in the period. It protects the public, and counts from the day
// on which it is recorded where that is later.
func (r Reform) posting(e RosterPosted, act domain.Act) (RosterPosted, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	e.Members, e.On, e.Rules = r.roll.Count(), act.PublicFrom(), set.Name()
	e.Workdays = set.Reform.RosterPostingWorkdays.Value
	e.Until = set.Calendar().AddWorkdays(e.On, e.Workdays)
	return e, nil
}

func (r Reform) settling(e ObjectionSettled, act domain.Act) (ObjectionSettled, error) {
	e.On = act.Day()
	return e, nil
}

func (r Reform) confirming(e RosterConfirmed, _ domain.Act) (RosterConfirmed, error) {
	e.Members = r.roll.Count()
	return e, nil
}

// judgeConfirmed: who decides knows the roster as it was posted to the end, and
// the answer to every objection.
func (r Reform) judgeConfirmed(e RosterConfirmed, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if !act.Day().After(r.PostedUntil) {
		return set.Reform.RosterPostingWorkdays.Reject("roster_still_posted",
			"the roster is posted from %s until %s: have it confirmed after that", "名册自 %s 起公示至 %s：请在公示期满后确认", r.PostedOn, r.PostedUntil)
	}
	return r.decidedAfterPosting(act, e.Decision)
}

// decidedAfterPosting holds an act against a decision about the roster that people
// voted on when its posting was over and every objection answered.
func (r Reform) decidedAfterPosting(act domain.Act, on string) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	decision, err := r.rests(act, on, 0, domain.Roster)
	switch {
	case err != nil:
		return err
	case !decision.Voted.After(r.PostedUntil):
		return set.Reform.RosterPostingWorkdays.Reject("decided_before_posting_ended",
			"%s was voted on on %s, and the roster was posted until %s: decide after that", "%s 于 %s 表决，而名册公示至 %s：请在公示期满后表决", on, decision.Voted, r.PostedUntil)
	case decision.Voted.Before(r.SettledOn):
		return domain.Reject("decided_before_objections_settled",
			"%s was voted on on %s, and the last objection was settled on %s: decide after every one is settled", "%s 于 %s 表决，而最后一条异议于 %s 答复：请在全部答复后表决", on, decision.Voted, r.SettledOn)
	}
	return nil
}

// judgeElected: nobody supervises themselves (assumed).
func (r Reform) judgeElected(e BodiesElected, act domain.Act) error {
	named := slices.Concat(e.Board, e.Supervisors)
	if err := all(domain.Require(domain.Given(len(e.Board) > 0, "board", "理事会"), domain.Given(len(e.Supervisors) > 0, "supervisors", "监事会"))); err != nil {
		return err
	}
	for i, name := range named {
		if err := domain.Require(domain.Said(name, "name", "姓名")); err != nil {
			return err
		}
		if slices.Contains(named[:i], name) {
			return domain.Reject("elected_twice", "%[1]s is named twice: nobody has two seats, and no member of the board supervises it", "%[1]s 重复：一人不得占两席，理事不得兼任监事", name)
		}
	}
	if e.Assembly < 1 || e.Assembly > r.Members {
		return domain.Reject("assembly_out_of_range", "an assembly has from 1 to all %d members, not %d: count them again", "成员（代表）大会为 1 至 %d 人，不能是 %d 人：请核对人数", r.Members, e.Assembly)
	}
	return r.restsOn(act, e.Decision, 0, domain.BodiesElection)
}

// judgeCertificates: at most one for each holder at a time; a household may have
// one together.
func (r Reform) judgeCertificates(e CertificatesIssued, act domain.Act) error {
	if e.Count < 1 || e.Count > r.Holders {
		return domain.Reject("certificates_out_of_range", "certificates are issued for 1 to all %d who hold shares, not for %d: count them again", "持股 %d 人，股权证应为 1 至此数，不能是 %d：请核对数量", r.Holders, e.Count)
	}
	return r.dated(e.On, act)
}

func (r Reform) completed(e Completed, act domain.Act) (Completed, error) {
	e.On, e.Days, e.DaysAllowed = act.Day(), daysBetween(r.StartedOn, act.Day()), daysBetween(r.StartedOn, r.Due)
	return e, nil
}

// dated is the day of a document: not before the reform began, nor to come.
func (r Reform) dated(on domain.Date, act domain.Act) error {
	if on.IsZero() || on.Before(r.StartedOn) || on.After(act.Day()) {
		return domain.Reject("date_out_of_range", "%q is not a day from %s, when the reform began, to %s: give the day that the document carries", "%q 不在 %s（改革开始）至 %s 之间：请填写文件日期", on.String(), r.StartedOn, act.Day())
	}
	return nil
}

// all is the first refusal.
func all(checks ...error) error {
	for _, err := range checks {
		if err != nil {
			return err
		}
	}
	return nil
}
