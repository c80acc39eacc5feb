package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func (a *app) manCommand(root *cobra.Command) *cobra.Command {
	c := &cobra.Command{
		Use:     "man",
		Short:   a.say("Write the manual pages into a folder", "将手册页写入目录"),
		Example: "  sunledger man /usr/local/share/man/man1",
		RunE: func(_ *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root.DisableAutoGenTag = true // the same pages for the same program
			header := &doc.GenManHeader{Section: "1", Source: "sunledger", Manual: "Sunledger"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return err
			}
			_, err := fmt.Fprintf(a.stdout, a.say("wrote the manual pages to %s\n", "手册页已写入 %s\n"), args[0])
			return err
		},
	}
	a.arguments(c, "DIR")
	return c
}
