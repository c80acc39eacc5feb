package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/archive"
)

func (a *app) restoreCommand() *cobra.Command {
	var keys string
	c := &cobra.Command{
		Use:   "restore",
		Short: a.say("Make a ledger from a backup", "由备份恢复账本"),
		Long: a.say(`Make the ledger that --ledger names from a backup: the same events, byte for
byte. The whole file is verified first. Nothing is ever written over: the place
must be empty. A restore that was interrupted goes on when it is repeated.

--keyring puts a copy of the keyring in its place. The master key is put back by
hand, as master.key with mode 0600, or through $SUNLEDGER_MASTER_KEY. Without
both, what is public can be read, and nothing recorded.`,
			`由备份恢复 --ledger 指定的账本，逐字节相同。先校验整个文件；不覆盖任何内容，目标须为空。
中断后重做即可继续。

--keyring 放回密钥库副本。主密钥请自行放回 master.key（权限 0600），或设置 $SUNLEDGER_MASTER_KEY。
缺少二者时只能查看公开内容，不能登记。`),
		Example: "  sunledger --ledger file:/srv/county restore /backup/ledger-2016-09-09.slar --keyring /keys/keyring-2016-09-09.db",
		RunE: func(c *cobra.Command, args []string) error {
			return a.restore(c.Context(), args[0], keys)
		},
	}
	a.arguments(c, "FILE")
	c.Flags().StringVar(&keys, "keyring", "", a.say("put the copy of the keyring in `FILE` in its place", "放回 `FILE` 中的密钥库副本"))
	a.jsonFlag(c)
	return c
}

func (a *app) restore(ctx context.Context, file, keys string) error {
	at, err := a.address()
	if err != nil {
		return err
	}
	for _, from := range []string{file, keys} { // before a folder is made for it
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
	if a.json {
		return a.printJSON(archiveJSON{file, made.Ledger, made.Events, made.Position, made.Bytes, keys})
	}
	fmt.Fprintf(a.stdout, a.say("restored %d events to %s\n", "已恢复 %d 条记录到 %s\n"), made.Events, at)
	for _, part := range []string{at.keyring(), at.masterKey()} {
		if _, err := os.Stat(part); errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(a.stdout, a.say("still missing, to record and to read what is sealed: %s\n", "登记和读取封存内容尚缺：%s\n"), part)
		}
	}
	return nil
}

// restoreAll restores the log and the keyring under a mark that the folder keeps
// until both are whole: a beginning of a log looks like a ledger, and must not
// be used as one. What stands there under the mark is this restore's own.
func (a *app) restoreAll(ctx context.Context, at address, file, keys string) (made archive.Summary, err error) {
	begun := checkRestored(at) != nil
	exists, err := hasLog(at)
	if err != nil {
		return made, err
	}
	if _, err := os.Stat(at.keyring()); err == nil && keys != "" {
		exists = true
	}
	if exists && !begun {
		return made, domain.Reject("not_empty",
			"there is a ledger at %[1]s, and a restore writes over nothing: name an empty place with --ledger file:DIR",
			"%[1]s 已有账本，恢复不会覆盖：请用 --ledger file:DIR 指定空目录", at)
	}
	if err := os.WriteFile(at.restoring(), []byte(file+"\n"), 0o600); err != nil {
		return made, err
	}
	store, err := openStore(ctx, at, a.logger)
	if err != nil {
		return made, err
	}
	bar := a.progress()
	made, err = archive.Restore(ctx, func() (io.ReadCloser, error) { return os.Open(file) }, store, func(done, total uint64) {
		bar.to(a.say("events", "记录"), done, total)
	})
	bar.end()
	if closing := store.Close(); err == nil {
		err = closing
	}
	if err == nil && keys != "" {
		err = putKeyring(keys, at.keyring())
	}
	if err != nil {
		return made, err
	}
	return made, os.Remove(at.restoring())
}

// checkRestored refuses a ledger whose restore was never finished.
func checkRestored(at address) error {
	file, err := os.ReadFile(at.restoring())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return domain.Reject("restore_unfinished",
		"the ledger %s is half restored: repeat `restore %s`, or remove the folder",
		"账本 %s 恢复未完成：请重做 `restore %s`，或删除该目录", at, string(file[:max(len(file)-1, 0)]))
}

// putKeyring copies a keyring to its place, where it appears whole or not at
// all. Only its owner may use it.
func putKeyring(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	part := to + ".part" // of this restore, interrupted, if it is there
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	return os.Rename(part, to)
}
