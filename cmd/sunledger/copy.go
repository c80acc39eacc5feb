package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/archive"
	"github.com/sunledger/sunledger/internal/ledger"
)

// copied is what was copied, for programs.
type copied struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Events uint64 `json:"events"`
	// There is how many the target held before.
	There  uint64 `json:"there"`
	Digest string `json:"digest"` // SHA-256 of all events, in hexadecimal
}

func (a *app) copyCommand() *cobra.Command {
	var from, to string
	c := &cobra.Command{
		Use:   "copy",
		Short: a.say("Copy the whole log of a ledger to another place", "将账本的整个日志复制到另一位置"),
		Long: a.say(`Copy every event of a ledger to an empty one, in order and byte for byte, between
folders and servers of EventStoreDB in either direction. At the end both sides are
read again and compared. A copy that was interrupted goes on where it was when it
is repeated; what holds anything else is refused.

Neither keys nor evidence files are in a log: keyring, master key and the folder of
files go to the folder of the copy by hand, and the command says where. Record nothing in the old ledger once people use the
copy: they would be two.`,
			`将账本的全部记录按顺序逐字节复制到空账本，可在目录与 EventStoreDB 服务器之间任意方向进行。
结束时重读两侧并核对。中断后重做即可继续；目标中若有其他内容则拒绝。

日志中没有密钥和凭据文件：请自行将密钥库、主密钥和附件目录放入副本的目录，命令会提示位置。
启用副本后请勿再在原账本登记，否则将成为两个账本。`),
		Example: "  sunledger copy --from file:./sunledger-data --to 'esdb://ledger:…@h1:2113,h2:2113,h3:2113' --folder ./county\n  sunledger copy --from esdb://reader:…@ledger.example.cn --to file:./copy",
		RunE: func(c *cobra.Command, _ []string) error {
			from, to = cmp.Or(from, a.ledger), cmp.Or(to, a.getenv("SUNLEDGER_COPY_TO"))
			if to == "" {
				return misused(c, "%[1]s needs --to", "%[1]s 需要 --to", c.CommandPath())
			}
			return a.copy(c.Context(), from, to)
		},
	}
	c.Flags().StringVar(&from, "from", "", a.say("the `LEDGER` that is copied; that of --ledger, unless given", "被复制的账本 `LEDGER`，默认为 --ledger 所指"))
	c.Flags().StringVar(&to, "to", "", a.say("the `LEDGER` that becomes the copy; $SUNLEDGER_COPY_TO sets it without showing its password to others", "成为副本的账本 `LEDGER`；为免泄露密码可设 $SUNLEDGER_COPY_TO"))
	a.arguments(c)
	a.jsonFlag(c)
	return c
}

func (a *app) copy(ctx context.Context, from, to string) error {
	source, err := a.addressOf(from)
	if err != nil {
		return err
	}
	target, err := a.addressOf(to)
	if err != nil {
		return err
	}
	if err := checkCopy(source, target); err != nil {
		return err
	}
	log, err := a.openLogAt(ctx, source)
	if err != nil {
		return err
	}
	made, err := a.copyFrom(ctx, source, log, target)
	err = errors.Join(err, log.Close())
	if errors.Is(err, context.Canceled) {
		return domain.Reject("interrupted",
			"interrupted; what was copied to %s stays, and repeating the copy goes on from there", "已中断；已复制到 %s 的记录仍在，重做即从中断处继续", shown(to))
	}
	if err != nil {
		return err
	}
	result := copied{source.String(), target.String(), made.Events, made.There, made.Digest.String()}
	if a.json {
		return a.printJSON(result)
	}
	fmt.Fprintf(a.stdout, a.say("copied %d events to %s (%d of them were there already); both sides were read again and are equal\n  SHA-256 %s\n",
		"已复制 %d 条记录到 %s（其中 %d 条原已存在）；已重读两侧，内容一致\n  SHA-256 %s\n"), made.Events, target, made.There, result.Digest)
	a.sayMissing(target)
	if hasFiles(source) && !hasFiles(target) {
		fmt.Fprintf(a.stdout, a.say("still missing, the evidence files: copy %s to %s\n", "尚缺凭据文件：请将 %s 复制到 %s\n"), source.files(), target.files())
	}
	return nil
}

// checkCopy refuses what is half made, but for the copy that is repeated. Of two
// servers the folder is that of the target.
func checkCopy(source, target address) error {
	if source == target {
		return sameLedger(target)
	}
	if source.server == "" && target.server == "" {
		from, err := os.Stat(source.dir)
		if to, missing := os.Stat(target.dir); err == nil && missing == nil && os.SameFile(from, to) {
			return sameLedger(target)
		}
	}
	if source.server == "" || target.server == "" {
		if err := checkWhole(source); err != nil {
			return err
		}
	}
	_, err := copying(target).goesOn(target)
	return err
}

func sameLedger(at address) error {
	return domain.Reject("same_ledger", "%s is copied to itself: name another place with --to", "%s 不能复制到自身：请用 --to 另指定位置", at)
}

// sameLog reports whether two addresses lead to one log: a copy has the same events
// from the first on, but was written later.
func sameLog(ctx context.Context, a, b eventstore.Reader) (bool, error) {
	var first [2]eventstore.Recorded
	for i, log := range []eventstore.Reader{a, b} {
		for e, err := range log.ReadAll(ctx, 0) {
			if err != nil {
				return false, err
			}
			first[i] = e
			break
		}
	}
	return first[0].ID == first[1].ID && first[0].Position == first[1].Position && first[0].Created.Equal(first[1].Created), nil
}

func (a *app) copyFrom(ctx context.Context, source address, log eventstore.Store, target address) (made archive.CopyResult, err error) {
	l, err := newLedger(ctx, source, log, nil)
	if err != nil {
		return made, err
	}
	if _, err := l.Identity(ctx); errors.Is(err, ledger.ErrNotFounded) {
		return made, unfinished(source)
	} else if err != nil { // what is no ledger is not copied
		return made, err
	}
	head, err := l.Head(ctx)
	if err != nil {
		return made, err
	}
	if err := a.checkLog(target); err != nil {
		return made, err
	}
	if err := os.MkdirAll(target.dir, 0o700); err != nil {
		return made, err
	}
	m := copying(target)
	mark := func() error {
		if err := m.set(source.String(), target); err != nil {
			return err
		}
		return a.remember(target)
	}
	if exists, err := hasLog(target); err != nil {
		return made, err
	} else if !exists && target.server == "" { // an empty log is one already
		if err := mark(); err != nil {
			return made, err
		}
	}
	store, err := a.openStore(ctx, target)
	if err != nil {
		return made, err
	}
	if same, err := sameLog(ctx, log, store); err != nil || same {
		return made, errors.Join(cmp.Or(err, sameLedger(target)), store.Close())
	}
	bar := a.progress()
	made, err = archive.Copy(ctx, log, &marked{Store: store, set: mark}, archive.CopyOptions{Progress: func(p archive.CopyProgress) {
		done, total := copyShown(p, head)
		bar.to(a.say(string(p.Phase), map[archive.CopyPhase]string{archive.Comparing: "核对", archive.Copying: "复制", archive.Verifying: "复核"}[p.Phase]), done, total)
	}})
	bar.end()
	if err = errors.Join(copyRefusal(target, err), store.Close()); err != nil {
		return made, err
	}
	return made, errors.Join(m.clear(), a.remember(target))
}

// copyShown is how far a copy is, and of how much: in positions of the source as long
// as nobody knows how many events it holds. On a cluster they are bytes.
func copyShown(p archive.CopyProgress, head uint64) (done, total uint64) {
	if p.Total > 0 {
		return p.Events, p.Total
	}
	return uint64(p.Position), max(head, uint64(p.Position)) // it may grow meanwhile
}

// copyRefusal is what a copy was refused for, as a refusal.
func copyRefusal(target address, err error) error {
	var differs *archive.TargetDiffersError
	var ahead *archive.TargetAheadError
	if errors.As(err, &differs) || errors.As(err, &ahead) {
		return domain.Reject("not_a_copy", "%[1]s: %[2]v", "%[1]s 中有其他内容（%[2]v）：请复制到空账本", target, err)
	}
	return err
}
