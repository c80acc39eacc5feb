package main

import "github.com/spf13/cobra"

// checkCommand holds the checks that look at what was recorded and at what
// stands beside the log, not at whether the log is sound.
func (a *app) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check",
		Short: a.say("Judge what was recorded, and its files: legality, evidence", "核查已登记的事项及其文件：legality、evidence"),
		Long: a.say(`Judge what was recorded again, and look at the files that it names. "sunledger
verify" says whether log and views are sound; these say whether what they hold was
right.`,
			`重新核查已登记的事项，并检查其所引用的文件。日志和视图是否完好请用 "sunledger verify"；此处核查所记是否合规。`),
	}
	a.group(c)
	c.AddCommand(a.checkLegalityCommand(), a.checkEvidenceCommand())
	return c
}
