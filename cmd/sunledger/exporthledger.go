package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/hledger"
)

func (a *app) exportHledgerCommand() *cobra.Command {
	var o exportedBooks
	c := &cobra.Command{
		Use:   "hledger",
		Short: a.say("Write the books of collectives as a journal of hledger", "将集体账套写成 hledger 日记账"),
		Long: a.say(`Write the books of the collectives, or of some, as a journal of hledger, another
program for double entry (https://hledger.org): so that somebody else adds them up.
It takes no keyring, because books are public.

Commodity and accounts are declared, and what stood on each account is asserted
wherever a month was closed:

  hledger -f books.journal check --strict
  hledger -f books.journal balancesheet

Each transaction names the stream, the revision and the event that it comes from.
A file is written whole or not at all, in the place of one of that name.`,
			`将全部或部分集体的账套写成另一复式记账程序 hledger（https://hledger.org）的日记账，供他人复核。
账套公开，无需密钥库。

日记账声明币种和科目，并在每次月结处断言各科目余额：

  hledger -f books.journal check --strict
  hledger -f books.journal balancesheet

每笔交易注明来源的流、版本和事件编号。文件整体写成或完全不写，并取代同名文件。`),
		Example: "  sunledger export hledger -o books.journal\n  sunledger export hledger --collective collective-qz-1 --year 2016 | hledger -f - check --strict",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error { return a.exportBooks(c.Context(), l, o) })
		},
	}
	a.arguments(c)
	c.Flags().StringArrayVar(&o.collectives, "collective", nil, a.say("only of this collective, collective-<id>; may be repeated", "只导出该集体 collective-<编号>；可重复"))
	c.Flags().IntVar(&o.year, "year", 0, a.say("only of this year", "只导出该年度"))
	c.Flags().StringVarP(&o.out, "output", "o", "-", a.say("where it is written (`FILE` or -)", "写出位置（`FILE` 或 -）"))
	return c
}

// exportedBooks says which books are exported, and where to.
type exportedBooks struct {
	collectives []string
	year        int
	out         string
}

func (a *app) exportBooks(ctx context.Context, l *openLedger, o exportedBooks) error {
	for i, c := range o.collectives {
		if !strings.HasPrefix(c, "collective-") {
			o.collectives[i] = domain.StreamOf("collective", c)
		}
	}
	bar := a.progress()
	all, position, err := a.booksOf(ctx, l, o, bar)
	bar.end()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return domain.Reject("not_found", "there are no such books: look at `sunledger events --type books.opened`, and at the collective and the year", "没有符合条件的账套：请核对集体和年度（sunledger events --type books.opened）")
	}
	from := fmt.Sprintf(a.say("Sunledger, ledger %s, as of position %d", "Sunledger，账本 %s，截至第 %d 条"), l.identity.Ledger, position)
	var report hledger.Report
	write := func(to io.Writer) (err error) {
		report, err = hledger.Write(to, from, a.lang, all)
		return err
	}
	if o.out == "-" {
		err = write(a.stdout)
	} else {
		err = writeWhole(o.out, write)
	}
	if err == nil {
		fmt.Fprintf(a.stderr, a.say("exported the books of %d collectives and years (%d to %d), with %d entries\n", "已导出 %d 个账套（%d 至 %d 年度），凭证 %d 张\n"),
			report.Books, report.From, report.To, report.Entries)
	}
	return err
}

// booksOf is the histories of the books that are asked for, and the position of the
// last record of the log.
func (a *app) booksOf(ctx context.Context, l *openLedger, o exportedBooks, bar *progress) (all []hledger.Books, position uint64, err error) {
	head, err := l.Head(ctx)
	if err != nil {
		return nil, 0, err
	}
	names := map[string]string{}
	for r, err := range l.Store().ReadAll(ctx, 0) {
		if err != nil {
			return nil, 0, err
		}
		if position = uint64(r.Position); position%1024 == 0 {
			bar.to(a.say("events", "记录"), position, head)
		}
		if category, _ := domain.SplitStream(r.Stream); category != domain.BooksCategory || r.Revision != 0 {
			continue
		}
		history, err := l.History(ctx, r.Stream)
		if err != nil {
			return nil, 0, err
		}
		opened, is := history[0].Event.(books.Opened)
		if !is || o.year != 0 && opened.Year != o.year || len(o.collectives) > 0 && !slices.Contains(o.collectives, opened.Collective) {
			continue
		}
		name, known := names[opened.Collective]
		if !known {
			if name, err = a.collectiveName(ctx, l, opened.Collective); err != nil {
				return nil, 0, err
			}
			names[opened.Collective] = name
		}
		all = append(all, hledger.Books{Name: name, History: history})
	}
	return all, position, nil
}

// collectiveName is what a collective is called, or "" where it is not on record.
func (a *app) collectiveName(ctx context.Context, l *openLedger, stream string) (string, error) {
	history, err := l.History(ctx, stream)
	if errors.Is(err, eventstore.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	f, err := catalogue.Collectives.Fold(history, domain.AsOf{})
	c, _ := f.State.(collective.Collective)
	if a.lang == domain.English && c.NameEnglish != "" {
		return c.NameEnglish, err
	}
	return c.Name, err
}

// writeWhole writes a file whole, or leaves what is there as it is.
func writeWhole(path string, write func(io.Writer) error) error {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	err = errors.Join(write(temp), temp.Chmod(0o644), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(temp.Name()))
	}
	return err
}
