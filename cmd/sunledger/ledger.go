package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// access is what a command wants of a ledger. Reading needs no key, and judging
// no ledger that follows.
type access int

const (
	reading access = iota
	judging
	withKeys
)

// openLedger is a ledger with everything that belongs to it.
type openLedger struct {
	*ledger.Ledger
	at       address
	identity ledger.Identity
	keys     *keyring.Keyring // nil where it was opened for reading

	store eventstore.Store
	// founder is who began the ledger in this run, or nobody.
	founder ledger.Actor
}

// smallCountBelow is the number below which counts of people show as bands on a
// day.
func (l *openLedger) smallCountBelow(today domain.Date) int {
	return projections.SmallCountBelow(l.Rules(), l.identity.Code, today)
}

// open opens the ledger that --ledger names. It makes none.
func (a *app) open(ctx context.Context, want access) (*openLedger, error) {
	at, store, err := a.openLog(ctx, a.ledger, false)
	if err != nil {
		return nil, err
	}
	l := &openLedger{at: at, store: store}
	if at.server != "" {
		if empty, err := isEmpty(ctx, store); err != nil || empty {
			return nil, joined(cmp.Or(err, noLedger(at)), l)
		}
	}
	return a.enter(ctx, l, want)
}

// enter opens the rest of a ledger whose log is open, or closes that.
func (a *app) enter(ctx context.Context, l *openLedger, want access) (*openLedger, error) {
	err := l.begin(ctx, want, a.getenv)
	if err == nil && (want == withKeys || a.moved) {
		err = a.remember(l.at)
	}
	if err != nil {
		return nil, joined(err, l)
	}
	return l, nil
}

// openLog opens the log of a ledger that a flag names, and nothing else of it. It
// makes none in a folder that has none, nor a folder, unless it shall.
func (a *app) openLog(ctx context.Context, ledger string, create bool) (address, eventstore.Store, error) {
	at, err := a.addressOf(ledger)
	if err != nil {
		return at, nil, err
	}
	if err := checkWhole(at); err != nil {
		return at, nil, err
	}
	if err := a.checkLog(at); err != nil {
		return at, nil, err
	}
	if create {
		if err := os.MkdirAll(at.dir, 0o700); err != nil {
			return at, nil, err
		}
		store, err := a.openStore(ctx, at)
		return at, store, err
	}
	store, err := a.openLogAt(ctx, at)
	return at, store, err
}

// openLogAt opens a log that is there.
func (a *app) openLogAt(ctx context.Context, at address) (eventstore.Store, error) {
	if exists, err := hasLog(at); err != nil {
		return nil, err
	} else if !exists && at.server == "" {
		return nil, noLedger(at)
	}
	return a.openStore(ctx, at)
}

// begin opens the rest, once the log is open.
func (l *openLedger) begin(ctx context.Context, want access, getenv func(string) string) error {
	var err error
	// Who the ledger is comes before its keys: of one that was never
	// finished that is the thing to be told.
	if l.Ledger, err = newLedger(ctx, l.at, l.store, nil); err != nil {
		return err
	}
	if want == judging {
		return nil // which says itself who the ledger is, as far as that follows
	}
	if l.identity, err = l.Identity(ctx); err != nil || want == reading {
		return err
	}
	master, err := keyring.LoadMasterKey(l.at.masterKey(), getenv)
	if errors.Is(err, fs.ErrNotExist) {
		return noMasterKey(l.at)
	}
	if err != nil {
		return err
	}
	if l.keys, err = keyring.Open(l.at.keyring(), master); err != nil {
		return err
	}
	if err := l.checkKeyring(ctx); err != nil {
		return err
	}
	l.Ledger, err = newLedger(ctx, l.at, l.store, l.keys)
	return err
}

// checkKeyring refuses the keyring of another ledger: whatever was sealed with
// it could be read by nobody who has the right one. That of this ledger has a
// key for the credential of its first account, whose id is a random one.
func (l *openLedger) checkKeyring(ctx context.Context) error {
	first := domain.StreamOf(account.Category, l.identity.Founder)
	history, err := l.History(ctx, first)
	if err != nil || !slices.ContainsFunc(history, func(r domain.Recorded) bool {
		_, sealed := r.Event.(account.CredentialSet)
		return sealed
	}) {
		return err // a ledger of an early version, which has no credential
	}
	s, err := l.keys.Status(ctx, first)
	if err == nil && s.State == keyring.Unknown {
		return foreignKeyring(l.at)
	}
	return err
}

func foreignKeyring(at address) error {
	return domain.Reject("keyring_of_another_ledger",
		"the keyring %[1]s is not that of %[2]s: put the right one there, or name another folder with --folder DIR",
		"密钥库 %[1]s 不属于 %[2]s：请放入正确的密钥库，或用 --folder DIR 另指定目录", at.keyring(), at)
}

func newLedger(ctx context.Context, at address, store eventstore.Store, keys *keyring.Keyring) (*ledger.Ledger, error) {
	book, err := rules.Load()
	if err != nil {
		return nil, err
	}
	evidence, err := files.Open(at.files(), at.maxFile)
	if err != nil {
		return nil, err
	}
	c := ledger.Config{Store: store, Catalogue: catalogue.Standard, Rules: book, Files: evidence, Recorded: at.recorded()}
	if keys != nil {
		c.Keys = keys
	}
	return ledger.Open(ctx, c)
}

// Close releases everything. The log comes last: as long as it is held nobody
// else uses the folder.
func (l *openLedger) Close() error {
	var err error
	if l.keys != nil {
		err = l.keys.Close()
	}
	return errors.Join(err, l.store.Close())
}

// opened runs a command on the open ledger and closes it.
func (a *app) opened(ctx context.Context, want access, do func(*openLedger) error) error {
	l, err := a.open(ctx, want)
	if err != nil {
		return err
	}
	return joined(do(l), l)
}

// joined closes the ledger and adds what went wrong with that, if anything. An
// error that stands alone stays what it is, so that its sentence is shown as
// it is.
func joined(err error, l *openLedger) error {
	closing := l.Close()
	if closing == nil || err == nil {
		return cmp.Or(err, closing)
	}
	return errors.Join(err, closing)
}

func hasLog(at address) (bool, error) {
	info, err := os.Stat(at.log())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.IsDir(), err
}

// isEmpty reports whether a log holds nothing.
func isEmpty(ctx context.Context, log eventstore.Reader) (bool, error) {
	for _, err := range log.ReadAllBackward(ctx, eventstore.EndPosition) {
		return false, err
	}
	return true, nil
}

func noLedger(at address) error {
	return domain.Reject("no_ledger",
		"there is no ledger at %[1]s: make one with `sunledger %[2]s init --name COUNTY`, or name another with --ledger",
		"%[1]s 没有账本：请用 `sunledger %[2]s init --name 县市名` 新建，或用 --ledger 指定另一账本", at, at.flags())
}

func unfinished(at address) *domain.Rejection {
	return domain.Reject("ledger_unfinished",
		"the ledger %[1]s was begun and never finished: `sunledger %[2]s init` finishes it",
		"账本 %[1]s 未建完：请用 `sunledger %[2]s init` 完成新建", at, at.flags())
}

func noMasterKey(at address) error {
	folder, folderChinese := "", ""
	if at.server != "" {
		folder, folderChinese = ", or name the folder of its keys with --folder DIR", "，或用 --folder DIR 指定密钥目录"
	}
	return domain.Reject("no_master_key",
		"the master key %[1]s is missing: put the copy of it back that was kept apart, or set $%[2]s%[3]s; a new one cannot open what is sealed",
		"缺少主密钥 %[1]s：请放回另存的副本，或设置 $%[2]s%[4]s；新密钥无法打开已封存的内容", at.masterKey(), keyring.MasterKeyVariable, folder, folderChinese)
}
