package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/internal/ledger"
)

func (a *app) checkEvidenceCommand() *cobra.Command {
	var open bool
	c := &cobra.Command{
		Use:   "evidence",
		Short: a.say("Read every evidence file and name what is missing or altered", "检查全部凭据文件，列出缺失或被改动的"),
		Long: a.say(`Read every file that an event names, and name those that are missing or have other
bytes than they had, with the events that name them; then the exit code is 1. A file
that lies there and that nothing names is told, and no fault: it was sent ahead, or its
command was refused.

With --open, which needs the keyring, what is sealed is also opened, and what was
erased is counted. Nothing is changed or repaired: put files back from a backup.`,
			`逐个检查记录所引用的文件，列出缺失或字节已变的文件及引用它的记录，此时退出码为 1。
未被引用的文件只作提示，不算问题：可能是先行上传，或其命令被拒绝。

加 --open（需要密钥库）时还会打开加密文件，并统计已删除的。只核查，不修改；请由附件备份恢复。`),
		Example: "  sunledger check evidence\n  sunledger check evidence --open --json",
		RunE: func(c *cobra.Command, _ []string) error {
			want := reading
			if open {
				want = withKeys
			}
			return a.opened(c.Context(), want, func(l *openLedger) error { return a.checkEvidence(c.Context(), l) })
		},
	}
	a.arguments(c)
	c.Flags().BoolVar(&open, "open", false, a.say("also open what is sealed", "同时打开加密文件"))
	a.jsonFlag(c)
	return c
}

// checkedJSON is a check of the evidence, for programs.
type checkedJSON struct {
	Sound bool `json:"sound"`
	ledger.CheckedEvidence
	Problems []ledger.FileProblem `json:"problems"`
}

func (a *app) checkEvidence(ctx context.Context, l *openLedger) error {
	found := []ledger.FileProblem{}
	bar := a.progress()
	defer bar.end()
	done, err := l.CheckEvidence(ctx, ledger.CheckingEvidence{
		Found: func(p ledger.FileProblem) {
			bar.end()
			if a.json {
				found = append(found, p)
			} else {
				fmt.Fprintln(a.stdout, a.fileProblem(p))
			}
		},
		Progress: func(stage ledger.EvidenceStage, done, total uint64) {
			bar.to(a.say(string(stage), map[ledger.EvidenceStage]string{ledger.EvidenceRecords: "记录", ledger.EvidenceFiles: "文件"}[stage]), done, total)
		},
	})
	if err != nil {
		return err
	}
	bar.end()
	if a.json {
		err = a.printJSON(checkedJSON{done.Sound(), done, found})
	} else {
		a.showCheckedEvidence(l, done)
	}
	if err == nil && !done.Sound() {
		err = errReported
	}
	return err
}

func (a *app) fileProblem(p ledger.FileProblem) string {
	what := map[ledger.FileProblemKind][2]string{
		ledger.FileMissing: {"missing", "缺失"}, ledger.FileAltered: {"altered", "被改动"},
		ledger.FileUnreadable: {"no key opens it", "无密钥可打开"}, ledger.FileUnnamed: {"named by nothing", "未被引用"},
	}[p.Kind]
	text := p.Digest + a.say(": ", "：") + a.say(what[0], what[1])
	if len(p.Named) == 0 {
		return text
	}
	const few = 5
	var named []string
	for i, ref := range p.Named {
		if i == few {
			named = append(named, "…")
			break
		}
		named = append(named, ref.String())
	}
	return text + a.say("; named by ", "；引用于 ") + strings.Join(named, a.say(", ", "、"))
}

func (a *app) showCheckedEvidence(l *openLedger, done ledger.CheckedEvidence) {
	say := func(english, chinese string, args ...any) {
		fmt.Fprintf(a.stdout, a.say(english, chinese)+"\n", args...)
	}
	say("evidence: %d files (%s) that %d events name, up to position %d", "凭据：%d 个文件（%s），由 %d 条记录引用，至位置 %d", done.Files, sizeOf(done.Bytes), done.Events, done.Position)
	if done.Sound() {
		say("all are there, and as they were put", "全部齐备，且未被改动")
	} else {
		say("%d missing, %d altered, %d without a key: put them back from a backup of %s", "缺失 %d 个，被改动 %d 个，无密钥 %d 个：请由 %s 的备份恢复", done.Missing, done.Altered, done.Unreadable, l.at.files())
	}
	if done.Erased > 0 {
		say("%d were erased, as they should be", "已依规删除 %d 个", done.Erased)
	}
	if done.Unnamed > 0 {
		say("%d are named by nothing", "未被引用 %d 个", done.Unnamed)
	}
}
