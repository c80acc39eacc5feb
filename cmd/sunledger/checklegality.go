package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// legality is what was judged, for programs.
type legality struct {
	Lawful bool `json:"lawful"`
	ledger.Judged
	Findings []ledger.Finding `json:"findings"`
}

func (a *app) checkLegalityCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "legality [STREAM]",
		Short: a.say("Judge every event again by the rules of its day", "按当日规则逐条重新评判"),
		Long: a.say(`Judge every event of the ledger, or of one stream, again: the order of steps, every
number, the notice and posting days, what it rests on and who might record it. Each
is judged by the rule set of its day and by the history as it was known then, from
the log and the rule sets alone, as it was judged before it was recorded. What came
into the log by another way is found.

What does not follow is listed with its stream@revision and the rule; the exit code
is 1. Events that are undermined since, and would be refused on what is
known now, are a list of their own: they were lawful, and are looked at one by one.

Where the whole ledger is judged, a third list holds what no single event shows, for
people to look at: deals with those who decide or with kin that they declared,
contracts with one party that together reach a threshold, decisions that were
exceeded together, tenders that served two contracts, one person in two posts of
which one watches the other. Each may have a good reason. Nothing is changed.`,
			`逐条重新评判账本（或某一流）的每条记录：步骤次序、各项数字、通知和公示天数、依据以及经办人权限。
每条记录仅凭日志和规则集，按当日规则和当时所知的历史评判，与登记前的评判相同；绕过程序写入的记录会被发现。

不合规的记录按“流@版本”和规则逐条列出，退出码为 1。依据已不成立、按现有情况不再成立的记录另行列出：
当时合规，须逐一复核。

评判整个账本时，第三份清单列出单条记录看不出、须人工核查的情形：与决策人或其申报近亲属的交易，与同一相对人
的多份合同合计达到起点，依同一决议合计超额，一次招标用于两份合同，一人兼任须相互监督的职务。各项或有正当理由。
只核查，不修改。`),
		Example: "  sunledger check legality\n  sunledger check legality request-5f0c… --json",
		RunE: func(c *cobra.Command, args []string) error {
			stream := ""
			if len(args) > 0 {
				stream = args[0]
			}
			return a.opened(c.Context(), judging, func(l *openLedger) error {
				return a.checkLegality(c.Context(), l, stream)
			})
		},
	}
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 1 {
			return misused(c, "%[1]s takes one stream, and no %[2]q", "%[1]s 只接受一个流，不接受 %[2]q", c.CommandPath(), args[1])
		}
		return nil
	}
	a.jsonFlag(c)
	return c
}

func (a *app) checkLegality(ctx context.Context, l *openLedger, stream string) error {
	result := legality{Findings: []ledger.Finding{}}
	bar := a.progress()
	defer bar.end()
	var err error
	result.Judged, err = l.Judge(ctx, ledger.Judging{
		Stream: stream,
		Found: func(f ledger.Finding) {
			if bar.end(); a.json {
				result.Findings = append(result.Findings, f)
			} else {
				a.showFinding(f)
			}
		},
		Progress: func(done, total int) { bar.to(a.say("streams", "流"), uint64(done), uint64(total)) },
	})
	if err != nil {
		return err
	}
	bar.end()
	result.Lawful = result.Unlawful == 0
	if a.json {
		err = a.printJSON(result)
	} else {
		_, err = fmt.Fprintf(a.stdout, a.say(
			"judged %[1]d events in %[2]d streams, up to position %[3]d: %[4]d do not follow, %[5]d are undermined since, %[6]d are to be looked at\n",
			"已评判 %[2]d 个流、%[1]d 条记录（至位置 %[3]d）：不合规 %[4]d 条，依据已不成立 %[5]d 条，须人工核查 %[6]d 条\n"),
			result.Events, result.Streams, result.Position, result.Unlawful, result.Undermined, result.Detected)
	}
	if err == nil && !result.Lawful {
		err = errReported
	}
	return err
}

func (a *app) showFinding(f ledger.Finding) {
	message := f.Message
	if a.lang == domain.Chinese {
		message = f.Chinese
	}
	by := ""
	if f.Correction != "" {
		by = a.say(", by ", "，缘于 ") + f.Correction
	}
	if len(f.With) > 0 {
		by += a.say(", with ", "，另见 ") + strings.Join(f.With, a.say(", ", "、"))
	}
	fmt.Fprintf(a.stdout, "%s@%d  %s  %s (%s%s): %s\n", f.Stream, f.Revision, f.Type, domain.Label(f.List, string(f.List), a.lang), f.Rule, by, message)
}
