package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/internal/archive"
)

// archiveJSON is what a backup holds, for programs.
type archiveJSON struct {
	File     string    `json:"file"`
	Ledger   uuid.UUID `json:"ledger"`
	Events   uint64    `json:"events"`
	Position uint64    `json:"position"`
	Bytes    int64     `json:"bytes"`
	Keyring  string    `json:"keyring,omitzero"`
}

func (a *app) backupCommand() *cobra.Command {
	var keys string
	c := &cobra.Command{
		Use:   "backup",
		Short: a.say("Write the whole log into one file, verified", "将整个日志备份为一个文件并校验"),
		Long: a.say(`Write the whole log into one new file, and read it back to verify it.

The keys of sealed fields are not in it: --keyring writes a copy of the keyring
into a file of its own. Keep the two apart, and both apart from the master key:
who has all three can read what is sealed. A copy of the keyring brings back
every key that was destroyed after it was made, so keep it only as long as the
law on erasing allows.`,
			`将整个日志写入一个新文件，并回读校验。

封存内容的密钥不在其中：--keyring 另写一份密钥库副本。两者请分开保管，并均与主密钥分开：
三者俱全即可读取封存内容。密钥库副本会恢复此后销毁的密钥，保存期限请遵守删除的规定。`),
		Example: "  sunledger backup /backup/ledger-2016-09-09.slar --keyring /keys/keyring-2016-09-09.db",
		RunE: func(c *cobra.Command, args []string) error {
			want := reading
			if keys != "" {
				want = withKeys
			}
			return a.opened(c.Context(), want, func(l *openLedger) error {
				return a.backup(c.Context(), l, args[0], keys)
			})
		},
	}
	a.arguments(c, "FILE")
	c.Flags().StringVar(&keys, "keyring", "", a.say("also copy the keyring to `FILE`", "同时将密钥库复制到 `FILE`"))
	a.jsonFlag(c)
	return c
}

func (a *app) backup(ctx context.Context, l *openLedger, file, keys string) error {
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	made, err := archive.WriteFile(ctx, l.store, file, archive.Options{
		Ledger:   l.identity.Ledger,
		Progress: func(events uint64) { bar.to(a.say("events", "记录"), events, head) },
	})
	if err != nil {
		return err
	}
	// After the log: then the copy has every key that the backup needs.
	if keys != "" {
		if err := l.keys.Backup(ctx, keys); err != nil {
			return err
		}
	}
	bar.end()
	if a.json {
		return a.printJSON(archiveJSON{file, made.Ledger, made.Events, made.Position, made.Bytes, keys})
	}
	fmt.Fprintf(a.stdout, a.say("backed up %d events, up to position %d, to %s (%d bytes, verified)\n", "已备份 %d 条记录（至位置 %d）到 %s（%d 字节，已校验）\n"),
		made.Events, made.Position, file, made.Bytes)
	if keys != "" {
		fmt.Fprintf(a.stdout, a.say("and the keyring to %s; keep it apart from that, and both apart from the master key\n", "密钥库已复制到 %s；请与备份分开保管，并均与主密钥分开\n"), keys)
	} else {
		fmt.Fprintln(a.stdout, a.say("the keyring is not in it: --keyring FILE copies it, too", "不含密钥库：可用 --keyring FILE 另行复制"))
	}
	return nil
}
