package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const (
	groupLedger   = "ledger"
	groupReading  = "reading"
	groupRecord   = "record"
	groupExchange = "exchange"
)

// rootCommand is the whole tree of commands.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "sunledger",
		Short: a.say("The public ledger of a county", "县域阳光账本"),
		Long: a.say(`The public ledger of a county: what happens is recorded once and never changed,
and everything else is computed from it.

A ledger is a folder, or a folder with its log on a server of EventStoreDB or
KurrentDB. sunledger init makes one.`,
			`县域阳光账本：事情一经登记不再更改，其余一切由登记推算。

账本是一个目录，其日志也可在 EventStoreDB 或 KurrentDB 服务器上；用 sunledger init 新建。`),
		Example: `  sunledger init --name 诸城市 --code 370782
  sunledger login
  sunledger --ledger file:/srv/county board
  sunledger demo`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	a.group(root)
	root.SetFlagErrorFunc(a.flagError)
	a.globalFlags(root)
	root.AddGroup(
		&cobra.Group{ID: groupLedger, Title: a.say("The ledger:", "账本：")},
		&cobra.Group{ID: groupReading, Title: a.say("Reading:", "查看：")},
		&cobra.Group{ID: groupRecord, Title: a.say("Recording (each with its own commands):", "登记（各有子命令）：")},
		&cobra.Group{ID: groupExchange, Title: a.say("In and out:", "导入导出：")},
	)
	a.addTo(root, groupLedger, a.initCommand(), a.logoutCommand(), a.whoamiCommand(), a.serveCommand(), a.nodeCommand(), a.demoCommand(), a.verifyCommand(), a.checkCommand(), a.viewsCommand())
	a.addTo(root, groupReading, a.historyCommand(), a.eventsCommand(), a.boardCommand(), a.requestsCommand(), a.correctionsCommand(), a.fileCommand(), a.catalogueCommand())
	a.addTo(root, groupRecord, a.doCommand(), a.attachCommand(), a.personalCommand())
	a.addTo(root, groupRecord, a.recordCommands()...)
	a.addTo(root, groupExchange, a.exportCommand(), a.copyCommand(), a.backupCommand(), a.restoreCommand())
	a.addImport(root)
	a.addAccount(root)
	a.addLogin(root)
	root.AddCommand(a.versionCommand(), a.manCommand(root))
	a.translate(root)
	return root
}

func (a *app) addTo(parent *cobra.Command, group string, commands ...*cobra.Command) {
	for _, c := range commands {
		c.GroupID = group
		parent.AddCommand(c)
	}
}

// addImport puts the import of files beside the commands of the category
// import, which the catalogue gives.
func (a *app) addImport(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == "import" {
			c.GroupID = groupExchange
			c.Short = a.say("Bring in cases from elsewhere: xes; ", "导入别处的办件：xes；") + c.Short
			c.Long = a.say("Bring in cases that were handled elsewhere. `import xes` does all of it; the other\ncommands are those that it records itself, for programs that bring in another format.",
				"导入在别处办理的办件。`import xes` 完成全部步骤；其余命令由其自行登记，供导入其他格式的程序使用。")
			c.AddCommand(a.importXESCommand())
		}
	}
}

func (a *app) globalFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	fallback := a.getenv("SUNLEDGER_LEDGER")
	if fallback == "" {
		fallback = "file:./sunledger-data"
	}
	flags.StringVar(&a.ledger, "ledger", fallback, a.say(
		"the ledger: `file:DIR`, or esdb://USER:PASSWORD@HOST for one on a server; $SUNLEDGER_LEDGER sets the default",
		"账本位置：`file:DIR`，或服务器上的 esdb://USER:PASSWORD@HOST；默认值取自 $SUNLEDGER_LEDGER"))
	flags.Lookup("ledger").DefValue = shown(fallback) // which help shows
	folder := a.getenv("SUNLEDGER_FOLDER")
	if folder == "" {
		folder = "sunledger-server"
	}
	flags.StringVar(&a.folder, "folder", folder, a.say(
		"where keys and views are of a ledger on a server (`DIR`); $SUNLEDGER_FOLDER sets the default",
		"服务器上账本的密钥和视图所在目录 `DIR`；默认值取自 $SUNLEDGER_FOLDER"))
	flags.BoolVar(&a.moved, "moved", false, a.say(
		"the log of --folder has moved to the address of --ledger; say it once", "--folder 的日志已迁至 --ledger 所指地址；只须说明一次"))
	flags.Var(langFlag{&a.lang}, "lang", a.say("language, from $LC_ALL or $LANG", "语言，默认取自 $LC_ALL 或 $LANG"))
	flags.BoolP("help", "h", false, a.say("explain the command", "命令说明"))
	_ = root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"en", "zh"}, cobra.ShellCompDirectiveNoFileComp))
}

// group makes a command that only holds others: alone it shows them, and it
// refuses what it does not hold.
func (a *app) group(c *cobra.Command) {
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	c.SuggestionsMinimumDistance = 2
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		hint, hintChinese := "", ""
		if near := c.SuggestionsFor(args[0]); len(near) > 0 {
			hint = fmt.Sprintf("; did you mean %s?", strings.Join(near, ", "))
			hintChinese = fmt.Sprintf("；是否要用 %s？", strings.Join(near, "、"))
		}
		return misused(c, "%[1]s has no command %[2]q%[3]s", "%[1]s 没有命令 %[2]q%[4]s", c.CommandPath(), args[0], hint, hintChinese)
	}
}

// arguments checks how many arguments a command was given and that its
// required flags are there, with a sentence that names what is missing.
func (a *app) arguments(c *cobra.Command, names ...string) {
	c.Use += strings.Join(append([]string{""}, names...), " ")
	c.Args = func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return misused(c, "%[1]s needs %[2]s", "%[1]s 需要 %[2]s", c.CommandPath(), strings.Join(names[len(args):], " "))
		case len(args) > len(names):
			return misused(c, "%[1]s takes no %[2]q: a value of several words stands in quotes", "%[1]s 不接受 %[2]q：含空格的值请加引号", c.CommandPath(), args[len(names)])
		}
		if missing := missingFlags(c); len(missing) > 0 {
			return misused(c, "%[1]s needs %[2]s", "%[1]s 需要 %[2]s", c.CommandPath(), strings.Join(missing, ", "))
		}
		return nil
	}
}

// missingFlags lists the required flags that were not given.
func missingFlags(c *cobra.Command) (missing []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if _, required := f.Annotations[cobra.BashCompOneRequiredFlag]; required && !f.Changed {
			missing = append(missing, "--"+f.Name)
		}
	})
	slices.Sort(missing)
	return missing
}

// translate puts what cobra itself says into the language of the run.
func (a *app) translate(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	if a.say("", "zh") == "" {
		return
	}
	words := []string{
		"Usage:", "用法：", "Aliases:", "别名：", "Examples:", "示例：", "Additional Commands:", "其他命令：",
		"Available Commands:", "命令：", "Global Flags:", "全局选项：", "Flags:", "选项：", "Additional help topics:", "其他说明：",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
		`用 "{{.CommandPath}} [command] --help" 查看命令说明。`,
	}
	root.SetUsageTemplate(strings.NewReplacer(words...).Replace(root.UsageTemplate()))
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "命令说明"
		case "completion":
			c.Short = "生成命令行补全脚本"
		}
	}
}
