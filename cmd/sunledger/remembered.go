package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// The folder of a ledger on a server says in its file LOG by which hosts the log
// was reached, without credentials. A copy of the ledger on another server has
// the same keys and the same beginning: nothing but where it is tells one from
// the other.

// rememberedHosts are the hosts by which the log of a folder was reached, "" where
// nobody has used it yet.
func rememberedHosts(at address) (string, error) {
	data, err := os.ReadFile(at.remembered())
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSuffix(string(data), "\n"), err
}

// checkLog refuses the folder of a log that is elsewhere.
func (a *app) checkLog(at address) error {
	if at.server == "" || a.moved {
		return nil
	}
	hosts, err := rememberedHosts(at)
	if err != nil || hosts == "" || meet(hosts, at.host()) {
		return err
	}
	return domain.Reject("folder_of_another_log",
		"%[1]s holds the keys and views of the ledger at %[2]s, and %[3]s is another address: name that one with --ledger, or another folder with --folder DIR; where the log has moved and nobody records at the old address any more, say --moved once",
		"%[1]s 存放的是 %[2]s 上账本的密钥和视图，而 %[3]s 是另一地址：请用 --ledger 指定前者，或用 --folder DIR 另指定目录；若日志已迁移且旧地址不再登记，请使用一次 --moved", at.dir, hosts, at)
}

// remember has the folder remember where its log is. The nodes of a cluster are
// replaced one after the other, so that every host is added to those it knew;
// of a log that has moved it knows the new ones alone.
func (a *app) remember(at address) error {
	if at.server == "" {
		return nil
	}
	before, err := rememberedHosts(at)
	if err != nil {
		return err
	}
	hosts := at.host()
	if before != "" && !a.moved {
		all := append(strings.Split(before, ","), strings.Split(hosts, ",")...)
		slices.Sort(all)
		hosts = strings.Join(slices.Compact(all), ",")
	}
	if hosts == before {
		return nil
	}
	if err := os.MkdirAll(at.dir, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(at.dir, filepath.Base(at.remembered())+".*")
	if err != nil {
		return err
	}
	_, err = temp.WriteString(hosts + "\n")
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), at.remembered())
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}

// meet reports whether two lists of hosts have one in common: it is one server,
// and so one log.
func meet(a, b string) bool {
	others := strings.Split(b, ",")
	return slices.ContainsFunc(strings.Split(a, ","), func(host string) bool { return slices.Contains(others, host) })
}
