// Command sunledger keeps the public ledger of a county: it records what
// happens, shows what follows from it, and checks that both agree.
//
//	sunledger init
//	sunledger login
//	sunledger matter list --code B07 --list agent --title 养老保险卡 …
//	sunledger request submit --matter B07 --place qiaozhuang …
//	sunledger history request-5f0c…
//	sunledger verify
//
// Every file holds one command and is named after it; what several commands
// share is in run.go (one run of the program), failure.go (errors and exit
// codes), ledger.go (opening a ledger), actor.go (who acts) and wire.go, the one
// file that names a concrete store. The commands that record something are not
// written here: record.go makes them from the catalogue, and refine.go names those
// that can do something besides.
//
// The scripts in testdata/script are its tests and its examples.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the ledger's zone, on machines that have no zones
)

func main() {
	ctx, restore := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end; with the handler gone a
	// second one ends the program at once.
	context.AfterFunc(ctx, restore)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
