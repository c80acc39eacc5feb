package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// recordCommands makes a command of the program for every command of the
// catalogue, grouped by category: request.pass-on is `sunledger request
// pass-on`. Nothing about any one of them is written here.
func (a *app) recordCommands() []*cobra.Command {
	var groups []*cobra.Command
	for _, aggregate := range catalogue.Standard.Aggregates() {
		if len(aggregate.Commands) > 0 {
			groups = append(groups, a.categoryCommand(aggregate))
		}
	}
	return groups
}

func (a *app) categoryCommand(aggregate domain.Aggregate) *cobra.Command {
	verbs := make([]string, len(aggregate.Commands))
	for i, spec := range aggregate.Commands {
		verbs[i] = verbOf(spec)
	}
	c := &cobra.Command{
		Use:   aggregate.Category,
		Short: inShort(verbs),
		Long: fmt.Sprintf(a.say("What is recorded in the streams %[1]s-ID. `sunledger %[1]s VERB --help` explains each command.",
			"登记到流 %[1]s-编号 的命令。用 `sunledger %[1]s 命令 --help` 查看说明。"), aggregate.Category),
	}
	a.group(c)
	for _, spec := range aggregate.Commands {
		c.AddCommand(a.recordCommand(spec))
	}
	return c
}

// inShort is the first few of a list, as there is room for in one line.
func inShort(verbs []string) string {
	const few = 6
	if len(verbs) > few {
		return strings.Join(verbs[:few], ", ") + ", …"
	}
	return strings.Join(verbs, ", ")
}

func verbOf(spec domain.CommandSpec) string {
	return strings.TrimPrefix(spec.Name, spec.Category+".")
}

// recordCommand makes the command of one spec. Its flags are the fields.
func (a *app) recordCommand(spec domain.CommandSpec) *cobra.Command {
	var how circumstances
	fields := a.fieldFlags(spec)
	c := &cobra.Command{
		Use:     verbOf(spec),
		Short:   a.say(spec.English, spec.Chinese),
		Long:    a.explanation(spec),
		Example: a.example(spec, fields),
		RunE: func(c *cobra.Command, args []string) error {
			data, err := fields.json()
			if err != nil {
				return &usageError{c.CommandPath(), err}
			}
			// All of the JSON comes from flags, so what is wrong with it is
			// wrong with the command line.
			_, command, err := catalogue.Standard.DecodeCommand(spec.Name, data)
			if err != nil {
				return &usageError{c.CommandPath(), err}
			}
			if len(args) > 0 {
				how.id = idOf(spec, args[0])
			}
			return a.carryOut(c.Context(), command, how)
		},
	}
	if spec.Opens {
		a.arguments(c)
	} else {
		a.arguments(c, "ID")
	}
	for _, f := range fields {
		f.addTo(c)
	}
	how.addTo(a, c)
	a.jsonFlag(c)
	return c
}

// idOf takes the name of the stream for its id, because that is what receipts
// and histories show.
func idOf(spec domain.CommandSpec, arg string) string {
	return strings.TrimPrefix(arg, spec.Category+"-")
}

func (a *app) explanation(spec domain.CommandSpec) string {
	roles := make([]string, len(spec.Permits))
	for i, r := range spec.Permits {
		roles[i] = r.In(a.lang)
	}
	var b strings.Builder
	fmt.Fprintf(&b, a.say("%s (%s).", "%[1]s（%[2]s）。"), capital(a.say(spec.English, spec.Chinese)), spec.Name)
	switch {
	case spec.Opens:
		fmt.Fprintf(&b, a.say(" It begins a new %s.", "新建一个 %s。"), spec.Category)
	default:
		fmt.Fprintf(&b, a.say(" ID is that of the %[1]s, with or without %[1]s- before it.", "ID 为 %[1]s 的编号，前面可带 %[1]s-。"), spec.Category)
	}
	fmt.Fprintf(&b, a.say("\nIt is for: %s.\n\n", "\n适用角色：%s。\n\n"), strings.Join(roles, a.say(", ", "、")))
	b.WriteString(a.say("A text written @FILE is read from the file, and @- from standard input; @@ stands for one @.",
		"文字写成 @FILE 则读自文件，@- 读自标准输入；以 @@ 开头表示一个 @。"))
	return b.String()
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// example shows the command with a value for every required field.
func (a *app) example(spec domain.CommandSpec, fields fieldFlags) string {
	parts := []string{"  sunledger", spec.Category, verbOf(spec)}
	if !spec.Opens {
		parts = append(parts, "ID")
	}
	for _, f := range fields {
		if !f.field.Optional {
			parts = append(parts, "--"+f.name, f.sample())
		}
	}
	return strings.Join(parts, " ")
}
