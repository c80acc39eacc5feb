package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/internal/keyring"
)

func (a *app) initCommand() *cobra.Command {
	var who county.Register
	var at moment
	c := &cobra.Command{
		Use:   "init",
		Short: a.say("Make a new ledger, its master key and its first account", "新建账本、主密钥和首个账户"),
		Long: a.say(`Make a new ledger in the folder that --ledger names: the log, the keyring with
the keys of what is sealed, the master key that opens the keyring, and the first
account, which holds every role for the whole county, so that it can grant them.

The token of that account is shown once, and kept nowhere: sunledger login keeps it
for you. Where it was lost, sunledger account recover replaces it.

The master key needs a copy, kept apart from the folder and its backups. Where
$SUNLEDGER_MASTER_KEY is set that is the master key, and no file is made.

A ledger to practise in is a demonstration: what is recorded in it is taken for what
happened on the day that it says, not on that of recording, every page says so, and
it never becomes another. --today keeps one day in it, and --at says since when its
first account holds its roles.

Making a ledger that was interrupted is finished by repeating it; so is a ledger of
an earlier version, whose first account has no role yet.`,
			`在 --ledger 指定的目录新建账本：日志、密钥库（封存内容的密钥）、打开密钥库的主密钥，
以及首个账户：持有全县市的全部角色，可再授予他人。

该账户的令牌只显示一次，不另保存：请用 sunledger login 保存；遗失时用 sunledger account recover 更换。

主密钥须另存副本，与账本目录及其备份分开保管。已设置 $SUNLEDGER_MASTER_KEY 时以其为主密钥，
不再生成文件。

练习用账本请标为演示（--demonstration）：期限一律按所填发生日期计算，不按登记日期；各页均有标明，
且不能改作正式账本。--today 将其中的“今日”固定为某一天，--at 为首个账户的角色起始时间。

新建中断后，重做即可完成；早期版本的账本（首个账户尚无角色）亦同。`),
		Example: `  sunledger init
  sunledger --ledger file:/srv/zhucheng init --name 诸城市 --name-english Zhucheng --code 370782
  sunledger --ledger file:practice init --name 练习县 --code 370782 --demonstration --today 2016-12-31 --at 2016-01-01`,
		RunE: func(c *cobra.Command, _ []string) error {
			if !who.Demonstration && (!who.Today.IsZero() || at.text != "") {
				return misused(c, "only a demonstration has days of its own: leave --today and --at out, or give --demonstration too", "只有演示账本可自定日期：请去掉 --today 和 --at，或加上 --demonstration")
			}
			if who.Name == "" {
				who.Name, who.NameEnglish = unnamed.Name, unnamed.NameEnglish
			}
			l, m, err := a.found(c.Context(), beginAs(who, at))
			if err != nil {
				return err
			}
			if a.json {
				return joined(a.printFounded(l, m), l)
			}
			said, err := a.founded(c.Context(), l, m)
			fmt.Fprint(a.stdout, said)
			return joined(err, l)
		},
	}
	a.arguments(c)
	flags := c.Flags()
	flags.StringVar(&who.Name, "name", "", a.say("the county, in Chinese", "县市名称"))
	flags.StringVar(&who.NameEnglish, "name-english", "", a.say("the same in English", "英文名称"))
	flags.StringVar(&who.Code, "code", "", a.say("administrative division code; it chooses the rule sets", "行政区划代码（决定适用的规则集）"))
	flags.StringVar(&who.Zone, "zone", county.DefaultZone, a.say("time zone (IANA)", "时区（IANA）"))
	flags.BoolVar(&who.Demonstration, "demonstration", false, a.say("a ledger to practise in, marked so for good", "演示（练习）账本，永久标明"))
	flags.TextVar(&who.Today, "today", domain.Date{}, a.say("the `day` that it always is in a demonstration, such as 2016-12-31", "演示账本中固定的“今日”（日期 `day`），如 2016-12-31"))
	flags.Var(&at, "at", a.say("when a demonstration began", "演示账本的起始时间"))
	a.jsonFlag(c)
	return c
}

// founded says what was made, and what to do next.
func (a *app) founded(ctx context.Context, l *openLedger, m made) (string, error) {
	account, err := a.names(l).of(ctx, l.identity.Founder)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	line := func(english, chinese string, args ...any) {
		fmt.Fprintf(&b, a.say(english, chinese)+"\n", args...)
	}
	name := publicName(l.identity.Name, l.identity.NameEnglish, a.lang)
	switch {
	case m.roleless:
		line("finished the ledger of %s in %s: its first account had no role yet, and holds all of them now", "已完成%s账本：%s（首个账户原无角色，现已授予全部角色）", name, l.at.place())
	case m.finished:
		line("finished the ledger of %s in %s", "已完成%s账本：%s", name, l.at.place())
	default:
		line("made the ledger of %s in %s", "已新建%s账本：%s", name, l.at.place())
	}
	line("  log         %s", "  日志    %s", l.at.where())
	line("  keyring     %s", "  密钥库  %s", l.at.keyring())
	switch {
	case m.masterKey == "":
		line("  master key  from $%s", "  主密钥  取自 $%s", keyring.MasterKeyVariable)
	case m.newKey:
		line("  master key  %s (new)", "  主密钥  %s（新）", m.masterKey)
	default:
		line("  master key  %s (the one that was there)", "  主密钥  %s（沿用已有的）", m.masterKey)
	}
	line("  account     %s, %s", "  账户    %s，%s", l.identity.Founder, publicName(account.Name, account.NameEnglish, a.lang))
	line("Keep a copy of the master key apart from this folder and its backups: without it nothing that is sealed can be read again.",
		"请将主密钥另存一份，与本目录及其备份分开保管：没有主密钥，封存的内容将永远无法读取。")
	b.WriteString(a.newToken(l.at, m.founded.Token))
	return b.String(), nil
}

// newToken shows a token that was just made, or nothing where there is none.
func (a *app) newToken(at address, token string) string {
	if token == "" {
		return ""
	}
	return fmt.Sprintf(a.say(
		"The token of the account, shown once and kept nowhere:\n  %[1]s\nKeep it with: sunledger %[2]s login\n",
		"该账户的令牌（只显示一次，不另保存）：\n  %[1]s\n请用以下命令保存：sunledger %[2]s login\n"), token, at.flags())
}

func (a *app) printFounded(l *openLedger, m made) error {
	return a.printJSON(struct {
		Ledger       uuid.UUID `json:"ledger"`
		Name         string    `json:"name"`
		NameEnglish  string    `json:"nameEnglish,omitzero"`
		Folder       string    `json:"folder"`
		MasterKey    string    `json:"masterKey,omitzero"` // path
		NewMasterKey bool      `json:"newMasterKey"`
		Finished     bool      `json:"finished"`
		Account      string    `json:"account"`
		Token        string    `json:"token"`
	}{
		l.identity.Ledger, l.identity.Name, l.identity.NameEnglish, l.at.dir, m.masterKey, m.newKey, m.finished,
		m.founded.Actor.Account(), m.founded.Token,
	})
}

// publicName is a name in a language; not everything has one in English.
func publicName(name, english string, lang domain.Lang) string {
	if lang == domain.English && english != "" {
		return english
	}
	return name
}
