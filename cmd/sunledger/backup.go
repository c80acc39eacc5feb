package main

import (
	"context"
	"fmt"
	"os"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/internal/archive"
	"github.com/sunledger/sunledger/internal/files"
)

// archiveJSON is what a backup holds, for programs.
type archiveJSON struct {
	File     string    `json:"file"`
	Ledger   uuid.UUID `json:"ledger"`
	Events   uint64    `json:"events"`
	Position uint64    `json:"position"`
	Bytes    int64     `json:"bytes"`
	Keyring  string    `json:"keyring,omitzero"`
	Files    string    `json:"files,omitzero"`
}

func (a *app) backupCommand() *cobra.Command {
	var keys, evidence string
	c := &cobra.Command{
		Use:   "backup",
		Short: a.say("Write the whole log into one file, verified", "将整个日志备份为一个文件并校验"),
		Long: a.say(`Write the whole log into one new file, and read it back to verify it.

The keys of sealed fields are not in it: --keyring writes a copy of the keyring
into a file of its own. Keep the two apart, and both apart from the master key:
who has all three can read what is sealed. A copy of the keyring brings back
every key that was destroyed after it was made, so keep it only as long as the
law on erasing allows.

Nor are the evidence files: --files copies them to a folder, each checked, and only
those that it has not yet, so that one folder serves every backup. Those that are not
public stay encrypted.`,
			`将整个日志写入一个新文件，并回读校验。

封存内容的密钥不在其中：--keyring 另写一份密钥库副本。两者请分开保管，并均与主密钥分开：
三者俱全即可读取封存内容。密钥库副本会恢复此后销毁的密钥，保存期限请遵守删除的规定。

凭据文件也不在其中：--files 将其逐个校验并复制到一个目录，已有的不再复制，因此历次备份可共用。
非公开文件保持加密。`),
		Example: "  sunledger backup /backup/ledger-2016-09-09.slar --keyring /keys/keyring-2016-09-09.db --files /backup/files",
		RunE: func(c *cobra.Command, args []string) error {
			want := reading
			if keys != "" {
				want = withKeys
			}
			return a.opened(c.Context(), want, func(l *openLedger) error {
				return a.backup(c.Context(), l, args[0], keys, evidence)
			})
		},
	}
	a.arguments(c, "FILE")
	c.Flags().StringVar(&keys, "keyring", "", a.say("also copy the keyring to `FILE`", "同时将密钥库复制到 `FILE`"))
	c.Flags().StringVar(&evidence, "files", "", a.say("also copy the evidence files to the folder `DIR`", "同时将凭据文件复制到目录 `DIR`"))
	a.jsonFlag(c)
	return c
}

func (a *app) backup(ctx context.Context, l *openLedger, file, keys, evidence string) error {
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
	// Those that the backup names were there before their events.
	var kept files.Copied
	if evidence != "" {
		if kept, err = a.copyFiles(ctx, l.at.files(), evidence, bar); err != nil {
			return err
		}
	}
	bar.end()
	if a.json {
		return a.printJSON(archiveJSON{file, made.Ledger, made.Events, made.Position, made.Bytes, keys, evidence})
	}
	fmt.Fprintf(a.stdout, a.say("backed up %d events, up to position %d, to %s (%d bytes, verified)\n", "已备份 %d 条记录（至位置 %d）到 %s（%d 字节，已校验）\n"),
		made.Events, made.Position, file, made.Bytes)
	if keys != "" {
		fmt.Fprintf(a.stdout, a.say("and the keyring to %s; keep it apart from that, and both apart from the master key\n", "密钥库已复制到 %s；请与备份分开保管，并均与主密钥分开\n"), keys)
	} else {
		fmt.Fprintln(a.stdout, a.say("the keyring is not in it: --keyring FILE copies it, too", "不含密钥库：可用 --keyring FILE 另行复制"))
	}
	switch {
	case evidence != "":
		fmt.Fprintf(a.stdout, a.say("and %d evidence files to %s (%d were there already)\n", "凭据文件已复制 %d 个到 %s（另有 %d 个原已存在）\n"), kept.Files, evidence, kept.There)
	case hasFiles(l.at):
		fmt.Fprintln(a.stdout, a.say("the evidence files are not in it: --files DIR copies them, too", "不含凭据文件：可用 --files DIR 另行复制"))
	}
	return nil
}

// copyFiles copies the evidence files of one folder to another.
func (a *app) copyFiles(ctx context.Context, from, to string, bar *progress) (files.Copied, error) {
	store, err := files.Open(from, files.DefaultLimit) // which bounds what is taken, and nothing is
	if err != nil {
		return files.Copied{}, err
	}
	total := uint64(0)
	for _, err := range store.All() {
		if err != nil {
			return files.Copied{}, err
		}
		total++
	}
	return store.CopyTo(ctx, to, func(n int) { bar.to(a.say("files", "文件"), uint64(n), max(total, uint64(n))) })
}

// hasFiles reports whether a ledger has evidence files.
func hasFiles(at address) bool {
	_, err := os.Stat(at.files())
	return err == nil
}
