package main

import (
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain/catalogue"
)

func (a *app) doCommand() *cobra.Command {
	var how circumstances
	var input string
	c := &cobra.Command{
		Use:   "do",
		Short: a.say("Carry out any command of the catalogue, given as JSON", "执行目录中的任一命令（JSON）"),
		Long: a.say(`Carry out any command of the catalogue, given as JSON in a file or, with -, on
standard input. Who gives JSON gets JSON: the answer and the errors are JSON too.
A command without fields needs none.

sunledger catalogue lists the commands and their fields.`,
			`执行目录中的任一命令，JSON 取自文件，或以 - 取自标准输入。输入为 JSON 时，
结果和错误也以 JSON 输出。没有字段的命令无需 JSON。

命令及其字段见 sunledger catalogue。`),
		Example: `  echo '{"to":"镇民政办"}' | sunledger do request.pass-on --id 5f0c… --json -
  sunledger do town.register --json town.json --key town-370782101`,
		RunE: func(c *cobra.Command, args []string) error {
			a.json = input != ""
			data := []byte("{}")
			if input != "" {
				var err error
				if data, err = a.read(input); err != nil {
					return err
				}
			}
			if _, err := catalogue.Standard.Command(args[0]); err != nil {
				return &usageError{c.CommandPath(), err}
			}
			spec, command, err := catalogue.Standard.DecodeCommand(args[0], data)
			if err != nil {
				return err
			}
			how.id = idOf(spec, how.id)
			return a.carryOut(c.Context(), command, how)
		},
	}
	a.arguments(c, "COMMAND")
	c.Flags().StringVar(&input, "json", "", a.say("the command's fields, from `FILE` or -", "命令字段，取自 `FILE` 或 -"))
	c.Flags().StringVar(&how.id, "id", "", a.say("id of what the command acts on", "命令所针对的编号"))
	how.addTo(a, c)
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []cobra.Completion
		for _, spec := range catalogue.Standard.Commands() {
			names = append(names, cobra.CompletionWithDesc(spec.Name, a.say(spec.English, spec.Chinese)))
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	return c
}
