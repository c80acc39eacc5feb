package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/files"
)

// address is where a ledger is: in a folder of this machine, or with its log on
// a server.
type address struct {
	// dir holds all of a ledger in a folder; of one on a server what the log
	// does not hold: keyring, master key and views.
	dir string
	// server is the connection string of the log's server, or "". It may hold
	// a password.
	server string
	// maxFile is the largest evidence file that is taken there, in bytes.
	maxFile int64
}

// address is what --ledger names. What it cannot be is wrong usage.
func (a *app) address() (address, error) { return a.addressOf(a.ledger) }

// addressOf is what a flag names as a ledger.
func (a *app) addressOf(ledger string) (address, error) {
	at, err := parseAddress(ledger)
	if err == nil {
		at.maxFile, err = a.maxFile()
	}
	if err != nil {
		return at, &usageError{"sunledger", err}
	}
	if at.server == "" {
		return at, nil
	}
	at.dir = a.folder
	if _, err := os.Stat(at.log()); err == nil {
		return at, domain.Reject("folder_taken",
			"%[1]s holds a ledger of its own: name another folder for the keys and views of %[2]s with --folder DIR",
			"%[1]s 中已有另一账本：请用 --folder DIR 为 %[2]s 的密钥和视图另指定目录", at.dir, at)
	}
	return at, nil
}

// parseAddress reads file:DIR, DIR alone, or a connection string.
func parseAddress(s string) (address, error) {
	scheme, rest, found := strings.Cut(s, ":")
	switch {
	case isServer(s):
		return address{server: s}, checkServer(s)
	case misspelt.MatchString(s):
		return address{}, notAnAddress(s)
	case found && scheme == "file" && strings.HasPrefix(rest, "///"):
		return address{dir: strings.TrimPrefix(rest, "//")}, nil
	case found && scheme == "file" && rest != "" && !strings.HasPrefix(rest, "//"):
		return address{dir: rest}, nil
	case found && (scheme == "file" || strings.HasPrefix(rest, "//")), s == "":
		return address{}, notAnAddress(s)
	}
	return address{dir: s}, nil
}

// maxFileVariable sets the largest evidence file that is taken, in MiB.
const maxFileVariable = "SUNLEDGER_MAX_FILE"

// maxFile is the largest evidence file that is taken, in bytes.
func (a *app) maxFile() (int64, error) {
	text := a.getenv(maxFileVariable)
	if text == "" {
		return files.DefaultLimit, nil
	}
	const most = 4096
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > most {
		return 0, domain.Reject("usage",
			"$%[1]s is %[2]q: write the largest evidence file in MiB, 1 to %[3]d", "$%[1]s 为 %[2]q：请填写附件上限（MiB），1 至 %[3]d", maxFileVariable, text, most)
	}
	return n << 20, nil
}

// misspelt is what was meant for a connection string, and would else be taken
// for the name of a folder.
var misspelt = regexp.MustCompile(`^(?i:esdb|kurrent(db)?)(\+discover)?(:|//)|:[^/]*@`)

func notAnAddress(s string) error {
	return domain.Reject("ledger_address",
		"%q is not the address of a ledger: write file:DIR, such as file:./sunledger-data, or esdb://USER:PASSWORD@HOST:2113",
		"%q 不是账本位置：请写 file:DIR，如 file:./sunledger-data，或 esdb://USER:PASSWORD@HOST:2113", shown(s))
}

// String is the address as it is shown: without a password.
func (a address) String() string {
	if a.server != "" {
		return shown(a.server)
	}
	return "file:" + a.dir
}

// flags name the ledger on a command line.
func (a address) flags() string {
	if a.server != "" {
		return fmt.Sprintf("--ledger '%s' --folder %s", a, a.dir)
	}
	return "--ledger " + a.String()
}

// place is where the ledger is, as a path where it is in a folder.
func (a address) place() string {
	if a.server != "" {
		return a.String()
	}
	return a.dir
}

// where is where the log is.
func (a address) where() string {
	if a.server != "" {
		return a.String()
	}
	return a.log()
}

// host is where the log's server is, without user and settings; "" for a ledger
// in a folder. The hosts of a cluster are in one order, however they were named.
func (a address) host() string {
	if a.server == "" {
		return ""
	}
	_, rest, _ := strings.Cut(a.server, "://")
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		rest = rest[:i]
	}
	hosts := strings.Split(strings.ToLower(rest), ",")
	for i, host := range hosts {
		host = strings.TrimSpace(host)
		if portOf(host) == "" {
			host = strings.TrimSuffix(host, ":") + ":2113"
		}
		hosts[i] = host
	}
	slices.Sort(hosts)
	return strings.Join(slices.Compact(hosts), ",")
}

// The parts of the folder.
func (a address) log() string        { return filepath.Join(a.dir, "log") }
func (a address) keyring() string    { return filepath.Join(a.dir, "keyring.db") }
func (a address) masterKey() string  { return filepath.Join(a.dir, "master.key") }
func (a address) files() string      { return filepath.Join(a.dir, "files") }
func (a address) node() string       { return filepath.Join(a.dir, "NODE") }
func (a address) remembered() string { return filepath.Join(a.dir, "LOG") }
func (a address) recorded() string   { return filepath.Join(a.views(1), "recorded") }

// views is the n-th folder of views, from 1: each belongs to one process at a
// time.
func (a address) views(n int) string {
	if n == 1 {
		return filepath.Join(a.dir, "views")
	}
	return filepath.Join(a.dir, fmt.Sprintf("views-%d", n))
}
