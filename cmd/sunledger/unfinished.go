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
// ledger, and must not be used as one. Its file names the source and the ledger.
type mark struct {
	path string
	// command repeats what makes the ledger.
	command func(source string, at address) string
}

func restoring(at address) mark {
	return mark{filepath.Join(at.dir, "RESTORING"), func(file string, _ address) string { return "restore " + file }}
}

func copying(at address) mark {
	return mark{filepath.Join(at.dir, "COPYING"), func(source string, at address) string {
		return "copy --from " + source + " " + strings.Replace(at.flags(), "--ledger", "--to", 1)
	}}
}

// read is the source of what is under way at an address, or "". In the folder
// of a ledger on a server there may be a mark of another one.
func (m mark) read(at address) (source string, others bool, err error) {
	data, err := os.ReadFile(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	source, target, _ := strings.Cut(strings.TrimSuffix(string(data), "\n"), "\n")
	if target != at.host() {
		return "", true, nil
	}
	return source, false, nil
}

// set puts the mark in its place, durably.
func (m mark) set(source string, at address) error {
	if _, others, err := m.read(at); err != nil || others {
		if err == nil {
			err = domain.Reject("folder_taken",
				"%[1]s says that another ledger is half made with this folder: finish that first, or name another folder with --folder DIR",
				"%[1]s 表明该目录中另有未完成的账本：请先完成，或用 --folder DIR 另指定目录", m.path)
		}
		return err
	}
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

// clear takes the mark away, unless it is another ledger's.
func (m mark) clear(at address) error {
	source, _, err := m.read(at)
	if err != nil || source == "" {
		return err
	}
	return os.Remove(m.path)
}

// checkWhole refuses a ledger whose making was never finished.
func checkWhole(at address) error {
	for _, m := range []mark{restoring(at), copying(at)} {
		source, _, err := m.read(at)
		if err != nil {
			return err
		}
		if source == "" {
			continue
		}
		if at.server != "" {
			return domain.Reject("ledger_half_made",
				"the ledger %[1]s is half made: repeat `%[2]s`", "账本 %[1]s 尚未完成：请重做 `%[2]s`", at, m.command(source, at))
		}
		return domain.Reject("ledger_half_made",
			"the ledger %[1]s is half made: repeat `%[2]s`, or remove %[3]s and %[4]s",
			"账本 %[1]s 尚未完成：请重做 `%[2]s`，或删除 %[3]s 和 %[4]s", at, m.command(source, at), at.log(), m.path)
	}
	return nil
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
