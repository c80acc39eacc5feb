package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// A mark stands in the folder of a ledger that is made from something else, by
// a restore or a copy, until it is whole: a beginning of a log looks like a
// ledger, and must not be used as one. Its file names the source, and the hosts
// of the ledger where that is on a server. A server may have other names, so that
// the folder is refused with every address until what was begun is finished.
type mark struct {
	path string
	// command repeats what makes the ledger.
	command func(source string, at address) string
}

func restoring(at address) mark {
	return mark{filepath.Join(at.dir, "RESTORING"), func(file string, at address) string {
		return "sunledger " + at.flags() + " restore " + file
	}}
}

func copying(at address) mark {
	return mark{filepath.Join(at.dir, "COPYING"), func(source string, at address) string {
		if isServer(source) {
			source = "'" + source + "'"
		}
		return "sunledger copy --from " + source + " " + strings.Replace(at.flags(), "--ledger", "--to", 1)
	}}
}

// read is the source of what is under way, or "", and the hosts of the ledger
// that is made.
func (m mark) read() (source, hosts string, err error) {
	data, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", nil
	}
	source, hosts, _ = strings.Cut(strings.TrimSuffix(string(data), "\n"), "\n")
	return source, hosts, err
}

// set puts the mark in its place, durably.
func (m mark) set(source string, at address) error {
	f, err := os.OpenFile(m.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(source + "\n" + at.host() + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(m.path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// clear takes the mark away.
func (m mark) clear() error {
	if err := os.Remove(m.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// goesOn reports whether what makes the ledger at an address was begun before.
// It refuses the folder of anything else that is half made.
func (m mark) goesOn(at address) (begun bool, err error) {
	for _, there := range []mark{restoring(at), copying(at)} {
		source, hosts, err := there.read()
		switch {
		case err != nil:
			return false, err
		case source == "":
		case there.path == m.path && meet(hosts, at.host()):
			begun = true
		default:
			return false, there.halfMade(source, hosts, at)
		}
	}
	return begun, nil
}

// checkWhole refuses a ledger whose making was never finished.
func checkWhole(at address) error {
	_, err := mark{}.goesOn(at)
	return err
}

func (m mark) halfMade(source, hosts string, at address) error {
	if hosts == "" {
		at.server = ""
		return domain.Reject("ledger_half_made",
			"the ledger %[1]s is half made: repeat `%[2]s`, or remove %[3]s and %[4]s",
			"账本 %[1]s 尚未完成：请重做 `%[2]s`，或删除 %[3]s 和 %[4]s", at, m.command(source, at), at.log(), m.path)
	}
	if !meet(hosts, at.host()) {
		half := address{dir: at.dir, server: "esdb://" + hosts}
		return domain.Reject("folder_taken",
			"%[1]s says that the ledger at %[2]s is half made with this folder, and %[3]s is another address: repeat `%[4]s`, or name another folder with --folder DIR",
			"%[1]s 表明该目录中 %[2]s 的账本尚未完成，而 %[3]s 是另一地址：请重做 `%[4]s`，或用 --folder DIR 另指定目录", m.path, hosts, at, m.command(source, half))
	}
	return domain.Reject("ledger_half_made",
		"the ledger %[1]s is half made: repeat `%[2]s`", "账本 %[1]s 尚未完成：请重做 `%[2]s`", at, m.command(source, at))
}

// marked is a log that is given a mark before anything is appended to it. What
// is refused leaves none.
type marked struct {
	eventstore.Store
	set  func() error
	done bool
}

func (s *marked) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if !s.done {
		if err := s.set(); err != nil {
			return 0, err
		}
		s.done = true
	}
	return s.Store.Append(ctx, stream, expected, events...)
}
