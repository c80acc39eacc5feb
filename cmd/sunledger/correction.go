package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// oneChange is one amendment or insertion of a proposal, as a clerk types it.
type oneChange struct {
	amend, after revisionFlag
	eventType    string
	set, unset   []string
	happened     moment
}

// writesProposal lets correction propose take the usual case, one event that is
// wrong or was forgotten, without JSON.
func (r *recording) writesProposal() {
	a := r.app
	var one oneChange
	flags := r.c.Flags()
	flags.Var(&one.amend, "amend-revision", a.say("amend the event at this revision, with --set, --unset and --happened-at", "修改此版本的记录，配合 --set、--unset、--happened-at"))
	flags.Var(&one.after, "insert-after", a.say("insert a forgotten event after this revision, with --insert-type, --set and --happened-at", "在此版本之后补记，配合 --insert-type、--set、--happened-at"))
	flags.StringVar(&one.eventType, "insert-type", "", a.say("type of the forgotten event, such as request.passed-on", "补记的记录类型，如 request.passed-on"))
	flags.StringArrayVar(&one.set, "set", nil, a.say("`FIELD=VALUE` as it should have been; may be repeated, for the items of a list too", "应有的值 `字段=值`；可重复，列表逐项填写"))
	flags.StringArrayVar(&one.unset, "unset", nil, a.say("optional `FIELD` that should not be there; may be repeated", "应删去的可选字段 `FIELD`；可重复"))
	flags.Var(&one.happened, "happened-at", a.say("when it really happened, in the ledger's zone unless it says another", "实际发生时间，未写时区时按账本时区"))
	_ = r.c.RegisterFlagCompletionFunc("insert-type", a.completeEventTypes)
	r.c.Example = `  sunledger correction propose request-5f0c… --kind clerical --reason 日期写错 --rests-on document --basis 受理登记簿 --amend-revision 1 --happened-at '2016-09-06 10:00'
  sunledger correction propose request-5f0c… --kind clerical --reason 漏记 --rests-on document --basis 受理登记簿 --insert-after 1 --insert-type request.step-recorded --set name=核对材料 --happened-at '2016-09-06 15:00'
  sunledger correction propose request-5f0c… --kind retraction --reason 重复登记 --rests-on document --basis 受理登记簿 --void 0 --void 1
  sunledger correction propose request-5f0c… --kind legal --reason @why.txt --rests-on document --basis 〔2016〕7号 --amend @amend.json`
	r.c.Long += "\n\n" + a.say(`One event that is wrong, or was forgotten, needs no JSON: --amend-revision or
--insert-after says which, --set what it should have been. Several at once are
--amend and --insert, as JSON lists. An event that did not happen is --void. To undo a
correction, void its approval.`,
		`更正一条记录无需 JSON：用 --amend-revision 或 --insert-after 指明，用 --set 填写应有的值。
一次更正多条用 --amend、--insert（JSON 列表）。未发生的事用 --void 作废；撤销更正则作废其批准。`)
	r.how.complete = func(ctx context.Context, l *openLedger, command any) (any, error) {
		p, err := one.addTo(ctx, a, l, r.how.id, command.(domain.ProposeCorrection))
		if domain.CodeOf(err) == "usage" {
			err = &usageError{r.c.CommandPath(), err}
		}
		return p, err
	}
	r.how.hint = func(_ context.Context, _ *openLedger, receipt ledger.Receipt) error {
		_, err := fmt.Fprintf(a.stdout, a.say(
			"it changes nothing until another account that is a records corrector there approves it:\n  sunledger correction approve %[1]s --proposal %[2]d\n",
			"须由当地另一名数据更正员批准后生效：\n  sunledger correction approve %[1]s --proposal %[2]d\n"), receipt.Stream, receipt.Revision)
		return err
	}
}

// addTo adds the change to a proposal, if there is one.
func (o *oneChange) addTo(ctx context.Context, a *app, l *openLedger, stream string, p domain.ProposeCorrection) (domain.ProposeCorrection, error) {
	happened := o.happened.in(l.identity.Location)
	switch {
	case o.amend.given && o.after.given:
		return p, domain.Reject("usage", "--amend-revision and --insert-after exclude each other: write both as JSON, with --amend and --insert", "--amend-revision 与 --insert-after 只能选一：同时更正请用 --amend 和 --insert（JSON）")
	case o.amend.given:
		change := domain.Change{Revision: o.amend.n, Remove: o.unset, OccurredAt: happened}
		history, err := l.History(ctx, stream)
		if err != nil || o.amend.n < 0 || o.amend.n >= int64(len(history)) {
			p.Amend = append(p.Amend, change) // which the ledger refuses, and says why
			return p, nil
		}
		set, err := a.object(history[o.amend.n].Event, o.set)
		if err == nil && len(o.set) > 0 {
			change.Set = domain.Clear(set)
		}
		p.Amend = append(p.Amend, change)
		return p, err
	case o.after.given:
		return o.insert(a, p, happened)
	case len(o.set)+len(o.unset) > 0 || o.happened.text != "" || o.eventType != "":
		return p, domain.Reject("usage", "say which event is meant: --amend-revision for one that is wrong, --insert-after for one that was forgotten", "请指明记录：有误的用 --amend-revision，漏记的用 --insert-after")
	}
	return p, nil
}

func (o *oneChange) insert(a *app, p domain.ProposeCorrection, happened time.Time) (domain.ProposeCorrection, error) {
	switch {
	case o.eventType == "" || o.happened.text == "":
		return p, domain.Reject("usage", "--insert-after needs --insert-type and --happened-at", "--insert-after 需要 --insert-type 和 --happened-at")
	case len(o.unset) > 0:
		return p, domain.Reject("usage", "--unset is for an event that is there, with --amend-revision", "--unset 仅用于已有记录（--amend-revision）")
	}
	all := catalogue.Standard.Events()
	i := slices.IndexFunc(all, func(s domain.EventSpec) bool { return s.Prototype.EventType() == o.eventType })
	if i < 0 {
		return p, domain.Reject("usage", "there is no event %q: sunledger catalogue lists them all", "没有事件 %q：请看 sunledger catalogue", o.eventType)
	}
	data, err := a.object(all[i].Prototype, o.set)
	p.Insert = append(p.Insert, domain.Addition{After: o.after.n, Type: o.eventType, Data: domain.Clear(data), OccurredAt: happened})
	return p, err
}

// object is the JSON of some fields of an event, each typed as it is for a flag.
func (a *app) object(e domain.Event, set []string) (domain.Object, error) {
	fields := catalogue.Standard.Fields(e)
	var flags fieldFlags
	for _, pair := range set {
		name, value, found := strings.Cut(pair, "=")
		if !found {
			return nil, domain.Reject("usage", "--set %[1]s: write FIELD=VALUE", "--set %[1]s：请写 字段=值", pair)
		}
		i := slices.IndexFunc(fields, func(f catalogue.Field) bool { return f.Name == name || flagName(f.Name) == name })
		if i < 0 {
			names := make([]string, len(fields))
			for k, f := range fields {
				names[k] = f.Name
			}
			return nil, domain.Reject("usage", "--set %[1]s: %[2]s has no field %[3]q: it has %[4]s", "--set %[1]s：%[2]s 没有字段 %[3]q：可用字段有 %[4]s",
				pair, e.EventType(), name, strings.Join(names, ", "))
		}
		k := slices.IndexFunc(flags, func(f *fieldFlag) bool { return f.field.Name == fields[i].Name })
		if k < 0 {
			k = len(flags)
			flags = append(flags, &fieldFlag{app: a, field: fields[i], name: "set " + name})
		}
		if err := flags[k].Set(value); err != nil {
			return nil, err
		}
	}
	text, err := flags.json()
	return domain.Object(text), err
}

// hintApproved says what rests on what was corrected.
func (a *app) hintApproved(_ context.Context, _ *openLedger, r ledger.Receipt) error {
	for _, e := range r.Events {
		approved, ok := e.Event.(domain.CorrectionApproved)
		if !ok {
			continue
		}
		if len(approved.Resting) == 0 {
			fmt.Fprintln(a.stdout, a.say("nothing in other streams rests on what was corrected", "其他流中没有以此为依据的记录"))
			continue
		}
		fmt.Fprintln(a.stdout, a.say("These rest on what was corrected; each is to be looked at, and settled:", "以下记录以被更正的事实为依据，须逐一复核并了结："))
		for _, resting := range approved.Resting {
			fmt.Fprintf(a.stdout, a.say("  %[3]s: sunledger correction settle %[1]s --approval %[2]d --resting %[3]s --how stands|corrected --reason WHY\n",
				"  %[3]s：sunledger correction settle %[1]s --approval %[2]d --resting %[3]s --how stands|corrected --reason 理由\n"), e.Stream, e.Revision, resting)
		}
		if approved.More > 0 {
			fmt.Fprintf(a.stdout, a.say("  and %d more, which are not listed\n", "  另有 %d 条未列出\n"), approved.More)
		}
	}
	return nil
}
