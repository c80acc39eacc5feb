package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// recordCommands makes a command of the program for every command of the
// catalogue, grouped by category: request.pass-on is `sunledger request
// pass-on`. Nothing about any one of them is written here; what a few can do
// besides is in refine.go.
func (a *app) recordCommands() []*cobra.Command {
	var groups []*cobra.Command
	for _, aggregate := range append(catalogue.Standard.Aggregates(), catalogue.Standard.Corrections()) {
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
	if aggregate.Category == domain.CorrectionCategory {
		c.Long = a.say(`How a wrong record is answered. One account proposes what should have been
recorded, another one that holds the role of a records corrector there approves it.
Nothing is taken out of the log: both stay, and what is shown follows the
correction.`,
			`更正错误记录：由一个账户申请，由当地另一名数据更正员审批。日志中的记录一概保留，
对外显示以更正后为准。`)
	}
	a.group(c)
	if a.mayName(aggregate.Category) {
		for _, spec := range aggregate.Commands {
			c.AddCommand(a.recordCommand(spec))
		}
	}
	return c
}

// mayName reports whether the command line may be about a command of a category:
// one word of it is the category, or it asks for the pages of all. The commands of
// the others are not made: together they take longer than most of what is asked.
func (a *app) mayName(category string) bool {
	return a.args == nil || slices.Contains(a.args, category) || slices.Contains(a.args, "man")
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

// recording is the command of one spec.
type recording struct {
	app    *app
	spec   domain.CommandSpec
	fields fieldFlags
	how    circumstances
	c      *cobra.Command
}

// recordCommand makes the command of one spec. Its flags are the fields.
func (a *app) recordCommand(spec domain.CommandSpec) *cobra.Command {
	r := &recording{app: a, spec: spec, fields: a.fieldFlags(spec)}
	r.c = &cobra.Command{
		Use:     verbOf(spec),
		Short:   a.say(spec.English, spec.Chinese),
		Long:    a.explanation(spec),
		Example: a.example(spec, r.fields),
		RunE:    func(c *cobra.Command, args []string) error { return r.run(c, args) },
	}
	switch {
	case spec.Opens:
		a.arguments(r.c)
	case spec.Category == domain.CorrectionCategory:
		a.arguments(r.c, "STREAM")
		r.c.ValidArgsFunction = completeFirst(catalogue.Standard.Categories()...)
	default:
		a.arguments(r.c, "ID")
		r.c.ValidArgsFunction = completeFirst(spec.Category)
	}
	for _, f := range r.fields {
		f.addTo(r.c)
	}
	r.how.addTo(a, r.c)
	a.jsonFlag(r.c)
	r.refine()
	return r.c
}

func (r *recording) run(c *cobra.Command, args []string) error {
	data, err := r.fields.json()
	if err != nil {
		return &usageError{c.CommandPath(), err}
	}
	// All of the JSON comes from flags, so what is wrong with it is wrong with
	// the command line.
	_, command, err := catalogue.Standard.DecodeCommand(r.spec.Name, data)
	if err != nil {
		return &usageError{c.CommandPath(), r.fields.named(err)}
	}
	if len(args) > 0 {
		r.how.id = idOf(r.spec, args[0])
	}
	return r.fields.named(r.app.carryOut(c.Context(), command, r.how))
}

// idOf takes the name of the stream for its id, because that is what receipts
// and histories show. A correction is told the stream, whatever its category.
func idOf(spec domain.CommandSpec, arg string) string {
	if spec.Category == domain.CorrectionCategory {
		return arg
	}
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
	case spec.Category == domain.CorrectionCategory:
		b.WriteString(a.say(" STREAM is the whole name of the stream, such as request-5f0c….", "STREAM 为流的全名，如 request-5f0c…。"))
	default:
		fmt.Fprintf(&b, a.say(" ID is that of the %[1]s, with or without %[1]s- before it.", "ID 为 %[1]s 的编号，前面可带 %[1]s-。"), spec.Category)
	}
	fmt.Fprintf(&b, a.say("\nIt is for: %s.\n\n", "\n适用角色：%s。\n\n"), strings.Join(roles, a.say(", ", "、")))
	b.WriteString(a.say("A text written @FILE is read from the file, and @- from standard input; @@ stands for one @.\nWhere a flag may be repeated, each line of the file is one value.",
		"文字写成 @FILE 则读自文件，@- 读自标准输入；以 @@ 开头表示一个 @。可重复的选项，文件每行一项。"))
	return b.String()
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// example shows the command with a value for every required field.
func (a *app) example(spec domain.CommandSpec, fields fieldFlags) string {
	parts := []string{"  sunledger", spec.Category, verbOf(spec)}
	switch {
	case spec.Category == domain.CorrectionCategory:
		parts = append(parts, "request-5f0c…")
	case !spec.Opens:
		parts = append(parts, "ID")
	}
	for _, f := range fields {
		if !f.field.Optional {
			parts = append(parts, "--"+f.name, f.field.Sample())
		}
	}
	return strings.Join(parts, " ")
}
