package main

import (
	"path/filepath"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// address is where a ledger is: a folder of this machine.
type address struct{ dir string }

// address is what --ledger names. What it cannot be is wrong usage.
func (a *app) address() (address, error) {
	at, err := parseAddress(a.ledger)
	if err != nil {
		return at, &usageError{"sunledger", err}
	}
	return at, nil
}

// parseAddress reads file:DIR, or DIR alone.
func parseAddress(s string) (address, error) {
	scheme, rest, found := strings.Cut(s, ":")
	switch {
	case strings.HasPrefix(s, "esdb:"), strings.HasPrefix(s, "esdb+discover:"), strings.HasPrefix(s, "kurrentdb:"):
		return address{}, domain.Reject("ledger_not_supported",
			"%s: a ledger on an EventStoreDB server comes with a later version; name a folder, file:DIR",
			"%s：EventStoreDB 服务器上的账本将由后续版本支持；请指定目录 file:DIR", s)
	case found && scheme == "file" && strings.HasPrefix(rest, "///"):
		return address{strings.TrimPrefix(rest, "//")}, nil
	case found && scheme == "file" && rest != "" && !strings.HasPrefix(rest, "//"):
		return address{rest}, nil
	case found && (scheme == "file" || strings.HasPrefix(rest, "//")), s == "":
		return address{}, domain.Reject("ledger_address",
			"%q is not the address of a ledger: write file:DIR, such as file:./sunledger-data",
			"%q 不是账本位置：请写 file:DIR，如 file:./sunledger-data", s)
	}
	return address{s}, nil
}

func (a address) String() string { return "file:" + a.dir }

// The parts of the folder.
func (a address) log() string       { return filepath.Join(a.dir, "log") }
func (a address) keyring() string   { return filepath.Join(a.dir, "keyring.db") }
func (a address) masterKey() string { return filepath.Join(a.dir, "master.key") }
func (a address) restoring() string { return filepath.Join(a.dir, "RESTORING") }
func (a address) views() string     { return filepath.Join(a.dir, "views") }
func (a address) recorded() string  { return filepath.Join(a.views(), "recorded") }
