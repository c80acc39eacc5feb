package main

import "github.com/spf13/cobra"

// checkCommand holds the checks that look at what was recorded, not at whether
// the log is sound.
func (a *app) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check",
		Short: a.say("Judge what was recorded: legality", "核查已登记的事项：合规性"),
		Long: a.say(`Judge what was recorded again, from the log alone. "sunledger verify" says whether
the log is sound; these say whether what it holds was right.`,
			`仅凭日志重新核查已登记的事项。日志是否完好请用 "sunledger verify"；此处核查所记是否合规。`),
	}
	a.group(c)
	c.AddCommand(a.checkLegalityCommand())
	return c
}
