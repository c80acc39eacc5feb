package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/archive"
	"github.com/sunledger/sunledger/internal/files"
)

func (a *app) restoreCommand() *cobra.Command {
	var keys, evidence string
	c := &cobra.Command{
		Use:   "restore",
		Short: a.say("Make a ledger from a backup", "由备份恢复账本"),
		Long: a.say(`Make the ledger that --ledger names from a backup: the same events, byte for
byte. The whole file is verified first. Nothing is ever written over: the place
must be empty. A restore that was interrupted goes on when it is repeated.

--keyring puts a copy of the keyring in its place. The master key is put back by
hand, as master.key with mode 0600, or through $SUNLEDGER_MASTER_KEY. Without
both, what is public can be read, and nothing recorded.

--files puts the evidence files of a folder beside the log, each checked; sunledger
check evidence then says whether any is missing.`,
			`由备份恢复 --ledger 指定的账本，逐字节相同。先校验整个文件；不覆盖任何内容，目标须为空。
中断后重做即可继续。

--keyring 放回密钥库副本。主密钥请自行放回 master.key（权限 0600），或设置 $SUNLEDGER_MASTER_KEY。
缺少二者时只能查看公开内容，不能登记。

--files 将目录中的凭据文件逐个校验后放回日志旁；之后可用 sunledger check evidence 查看有无缺失。`),
		Example: "  sunledger --ledger file:/srv/county restore /backup/ledger-2016-09-09.slar --keyring /keys/keyring-2016-09-09.db --files /backup/files",
		RunE: func(c *cobra.Command, args []string) error {
			return a.restore(c.Context(), args[0], keys, evidence)
		},
	}
	a.arguments(c, "FILE")
	c.Flags().StringVar(&keys, "keyring", "", a.say("put the copy of the keyring in `FILE` in its place", "放回 `FILE` 中的密钥库副本"))
	c.Flags().StringVar(&evidence, "files", "", a.say("put the evidence files of the folder `DIR` in their place", "放回目录 `DIR` 中的凭据文件"))
	a.jsonFlag(c)
	return c
}

func (a *app) restore(ctx context.Context, file, keys, evidence string) error {
	at, err := a.address()
	if err != nil {
		return err
	}
	if _, err := restoring(at).goesOn(at); err != nil {
		return err
	}
	if err := a.checkLog(at); err != nil {
		return err
	}
	for _, from := range []string{file, keys, evidence} { // before a folder is made for it
		if _, err := os.Stat(from); from != "" && err != nil {
			return err
		}
	}
	if err := os.MkdirAll(at.dir, 0o700); err != nil {
		return err
	}
	made, err := a.restoreAll(ctx, at, file, keys)
	if err != nil {
		return err
	}
	var kept files.Copied
	if evidence != "" { // which a restore that was interrupted here takes up again
		bar := a.progress()
		defer bar.end()
		if kept, err = a.copyFiles(ctx, evidence, at.files(), bar); err != nil {
			return err
		}
		bar.end()
	}
	if a.json {
		return a.printJSON(archiveJSON{file, made.Ledger, made.Events, made.Position, made.Bytes, keys, evidence})
	}
	fmt.Fprintf(a.stdout, a.say("restored %d events to %s\n", "已恢复 %d 条记录到 %s\n"), made.Events, at)
	if evidence != "" {
		fmt.Fprintf(a.stdout, a.say("and %d evidence files\n", "及凭据文件 %d 个\n"), kept.Files+kept.There)
	}
	a.sayMissing(at)
	return nil
}

// sayMissing says what a log alone does not bring along.
func (a *app) sayMissing(at address) {
	for _, part := range []string{at.keyring(), at.masterKey()} {
		if _, err := os.Stat(part); errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(a.stdout, a.say("still missing, to record and to read what is sealed: %s\n", "登记和读取封存内容尚缺：%s\n"), part)
		}
	}
}

// restoreAll restores the log and the keyring under a mark. What stands there
// under the mark is this restore's own.
func (a *app) restoreAll(ctx context.Context, at address, file, keys string) (made archive.Summary, err error) {
	m := restoring(at)
	begun, err := m.goesOn(at)
	if err != nil {
		return made, err
	}
	exists, err := hasLog(at)
	if err != nil {
		return made, err
	}
	if _, err := os.Stat(at.keyring()); err == nil && keys != "" {
		exists = true
	}
	if exists && !begun {
		return made, notEmpty(at)
	}
	set := func() error {
		if err := m.set(file, at); err != nil {
			return err
		}
		return a.remember(at)
	}
	if at.server == "" { // an empty log is one already
		if err := set(); err != nil {
			return made, err
		}
	}
	store, err := a.openStore(ctx, at)
	if err != nil {
		return made, err
	}
	made, err = a.restoreTo(ctx, &marked{Store: store, set: set}, at, file, begun)
	if closing := store.Close(); err == nil {
		err = closing
	}
	if err == nil && keys != "" {
		err = putKeyring(keys, at.keyring())
	}
	if err != nil {
		return made, err
	}
	return made, errors.Join(m.clear(), a.remember(at))
}

func (a *app) restoreTo(ctx context.Context, store eventstore.Store, at address, file string, begun bool) (made archive.Summary, err error) {
	if empty, err := isEmpty(ctx, store); err != nil || !empty && !begun {
		return made, cmp.Or(err, notEmpty(at))
	}
	bar := a.progress()
	defer bar.end()
	return archive.Restore(ctx, func() (io.ReadCloser, error) { return os.Open(file) }, store, func(done, total uint64) {
		bar.to(a.say("events", "记录"), done, total)
	})
}

func notEmpty(at address) error {
	return domain.Reject("not_empty",
		"there is a ledger at %[1]s, and a restore writes over nothing: name an empty place with --ledger file:DIR",
		"%[1]s 已有账本，恢复不会覆盖：请用 --ledger file:DIR 指定空目录", at)
}

// putKeyring copies a keyring to its place, where it appears whole or not at
// all, and over no other one. Only its owner may use it.
func putKeyring(from, to string) (err error) {
	part := to + ".part" // of this restore, interrupted, if it is there
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if same, err := sameFile(from, to); err != nil || same {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	err = os.Link(part, to) // which writes over nothing
	if errors.Is(err, fs.ErrExist) {
		err = domain.Reject("keyring_there",
			"there is another keyring at %[1]s, and a restore writes over nothing: restore without --keyring, or move that one away first",
			"%[1]s 已有另一密钥库，恢复不会覆盖：请不带 --keyring 恢复，或先移走该密钥库", to)
	}
	return errors.Join(err, os.Remove(part))
}

// sameFile reports whether two files hold the same; the second need not be there.
func sameFile(a, b string) (bool, error) {
	there, err := os.ReadFile(b)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	wanted, err := os.ReadFile(a)
	return bytes.Equal(there, wanted), err
}
