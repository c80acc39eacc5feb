package xes

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// OddityKind says what is odd about a case. Odd is not wrong: the case is in
// the ledger exactly as it came.
type OddityKind string

// The kinds of oddities.
const (
	EndBeforeLastStep   OddityKind = "end-before-last-step"
	EndBeforeStart      OddityKind = "end-before-start"
	StartAfterFirstStep OddityKind = "start-after-first-step"
	DueBeforeStart      OddityKind = "due-before-start"
	StepsOutOfOrder     OddityKind = "steps-out-of-order"
	NoSteps             OddityKind = "no-steps"
	NoStart             OddityKind = "no-start"
	StepWithoutTime     OddityKind = "step-without-time"
	StepWithoutName     OddityKind = "step-without-name"
	InTheFuture         OddityKind = "in-the-future"
	NotADate            OddityKind = "not-a-date"
	NotShown            OddityKind = "not-shown"
)

// Codes lists the kinds with their names, the gravest first.
func (OddityKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(EndBeforeStart), English: "ends before it starts", Chinese: "结束早于开始"},
		{Code: string(EndBeforeLastStep), English: "ends before its last step", Chinese: "结束早于最后一个步骤"},
		{Code: string(StartAfterFirstStep), English: "starts after its first step", Chinese: "开始晚于第一个步骤"},
		{Code: string(DueBeforeStart), English: "is due before it starts", Chinese: "期限早于开始"},
		{Code: string(StepsOutOfOrder), English: "has a step that is earlier than the one before it", Chinese: "步骤时间早于上一步骤"},
		{Code: string(InTheFuture), English: "has a time in the future", Chinese: "时间在将来"},
		{Code: string(NoSteps), English: "has no steps", Chinese: "没有步骤"},
		{Code: string(NoStart), English: "does not say when it started", Chinese: "没有开始时间"},
		{Code: string(StepWithoutTime), English: "has a step without a time", Chinese: "步骤没有时间"},
		{Code: string(StepWithoutName), English: "has a step without the mapped name", Chinese: "步骤没有名称"},
		{Code: string(NotADate), English: "has a mapped date that the ledger cannot use: kept, sealed", Chinese: "日期无法使用：原样封存"},
		{Code: string(NotShown), English: "has a mapped text of more than one line, or too long to be shown: kept, sealed", Chinese: "文字含控制字符或过长，不予公开：原样封存"},
	}
}

// Oddity is one odd thing about a case. Each kind is reported once a case.
type Oddity struct {
	Kind OddityKind
	Case int // from 1, in the order of the log
	Step int // from 1; 0 where the case itself is odd
	Line int // of the uncompressed file, from 1
}

// In is a line that people read.
func (o Oddity) In(lang domain.Lang) string {
	what := domain.Label(o.Kind, string(o.Kind), lang)
	switch {
	case lang == domain.Chinese && o.Step > 0:
		return fmt.Sprintf("第 %d 行，办件 %d，步骤 %d：%s", o.Line, o.Case, o.Step, what)
	case lang == domain.Chinese:
		return fmt.Sprintf("第 %d 行，办件 %d：%s", o.Line, o.Case, what)
	case o.Step > 0:
		return fmt.Sprintf("line %d: case %d %s (step %d)", o.Line, o.Case, what, o.Step)
	}
	return fmt.Sprintf("line %d: case %d %s", o.Line, o.Case, what)
}
