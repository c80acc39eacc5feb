package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
)

// app is one run of the program. Nothing outlives it and nothing is global, so
// that tests can have many.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	watched        func(io.Writer) bool // whether it is a terminal

	// args is the command line; nil is any.
	args []string

	// logger is told what goes on by itself; only a server has anything to
	// tell, and every other command answers for itself.
	logger *slog.Logger

	// patience is how long to wait for a log that another process has open and
	// does not serve.
	patience time.Duration

	// lang is the language of everything that people read.
	lang domain.Lang
	// json says that answers, errors too, are for programs.
	json bool
	// ledger is the address as it was given, and folder where the keys and
	// views of a ledger are whose log is on a server.
	ledger, folder string
	// moved says that the log of folder is at another address than before.
	moved bool
	// stdinTaken says that a flag has read standard input.
	stdinTaken bool
}

// run carries out one command line and answers with the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	a := &app{
		stdin: stdin, stdout: stdout, stderr: stderr, getenv: getenv, watched: isTerminal,
		args:     args,
		logger:   slog.New(slog.DiscardHandler),
		patience: time.Second,
		lang:     languageOf(args, getenv),
		json:     asksForJSON(args),
	}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return a.report(root.ExecuteContext(ctx))
}

// asksForJSON looks ahead, because an error in the flags themselves is
// answered as JSON too.
func asksForJSON(args []string) bool {
	for _, arg := range args {
		switch {
		case arg == "--":
			return false
		case arg == "--json", arg == "--json=true":
			return true
		}
	}
	return false
}

// jsonFlag is the flag of every reading command. Its value is known already;
// see asksForJSON.
func (a *app) jsonFlag(c *cobra.Command) {
	c.Flags().BoolVar(&a.json, "json", false, a.say("answer as JSON, errors too", "以 JSON 输出（含错误）"))
}
