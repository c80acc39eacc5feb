package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
)

// made says what of a new ledger was made, and what was there already because
// an earlier attempt got that far.
type made struct {
	masterKey  string // path, or "" where the environment has the key
	newKey     bool
	newKeyring bool
	finished   bool // an earlier attempt
	// roleless says that the ledger was whole but for the roles of its first
	// account: an earlier version asked for none.
	roleless bool
	founded  ledger.Founded
}

// unnamed is the county of a ledger whose founder did not say.
var unnamed = county.Register{Name: "未命名县市", NameEnglish: "Unnamed county"}

// founder is the first account.
var founder = account.Open{Name: "系统运维", NameEnglish: "System operator"}

// found makes a ledger where there is none, and finishes one whose making was
// interrupted, with the key that it has. The caller closes what it answers.
//
// The log comes first, because holding it keeps others out; then the master
// key, the keyring that it opens, and last the identity. So a log without an
// identity is an unfinished ledger, and what it has already is used again.
func (a *app) found(ctx context.Context, begin beginning) (*openLedger, made, error) {
	l, begun, err := a.openPlace(ctx)
	if err != nil {
		return nil, made{}, err
	}
	return a.foundIn(ctx, l, begin, begun)
}

// openPlace opens the log where a ledger is or shall be. It reports whether there is
// one, or the beginning of one.
func (a *app) openPlace(ctx context.Context) (l *openLedger, begun bool, err error) {
	at, err := a.address()
	if err != nil {
		return nil, false, err
	}
	if begun, err = hasLog(at); err != nil {
		return nil, false, err
	}
	_, store, err := a.openLog(ctx, a.ledger, true)
	if err != nil {
		return nil, false, err
	}
	l = &openLedger{at: at, store: store}
	if at.server != "" {
		empty, err := isEmpty(ctx, store)
		if err != nil {
			return nil, false, joined(err, l)
		}
		begun = !empty
	}
	return l, begun, nil
}

func (a *app) foundIn(ctx context.Context, l *openLedger, begin beginning, begun bool) (*openLedger, made, error) {
	m := made{finished: begun}
	err := l.found(ctx, begin, a.getenv, &m)
	if err == nil {
		err = a.remember(l.at)
	}
	if err != nil {
		return nil, m, a.unmade(ctx, l, m, err)
	}
	return l, m, nil
}

// unmade closes a ledger that could not be begun, and removes the keys that were
// made for it: unless something was appended, perhaps, that needs them.
func (a *app) unmade(ctx context.Context, l *openLedger, m made, err error) error {
	if r := storeRefusal(err); r != nil && r.Code == "log_access" {
		err = whyNoServer(l.at, err)
	}
	if !m.newKey && !m.newKeyring {
		return joined(err, l)
	}
	empty, unread := isEmpty(ctx, l.store)
	if unread != nil || errors.Is(err, eventstore.ErrUncertain) {
		why := a.refusalOf(err)
		return joined(domain.Reject(why.Code,
			"%[1]s; whether the ledger %[2]s was begun is uncertain: keep the keys in %[3]s, and repeat `sunledger %[4]s init`, which goes on with them",
			"%[5]s；账本 %[2]s 是否已开始新建不明：请保留 %[3]s 中的密钥，并重做 `sunledger %[4]s init` 继续", why.Message, l.at, l.at.dir, l.at.flags(), why.In(domain.Chinese)), l)
	}
	err = joined(err, l)
	if !empty {
		return err
	}
	if m.newKeyring {
		err = withRemoved(err, l.at.keyring())
	}
	if m.newKey {
		err = withRemoved(err, l.at.masterKey())
	}
	return err
}

// withRemoved removes a file, and adds to an error what went wrong with that.
func withRemoved(err error, path string) error {
	if failed := os.Remove(path); failed != nil {
		return errors.Join(err, failed)
	}
	return err
}

func (l *openLedger) found(ctx context.Context, begin beginning, getenv func(string) string, m *made) error {
	var err error
	if l.Ledger, err = newLedger(ctx, l.at, l.store, nil); err != nil {
		return err
	}
	if id, err := l.Identity(ctx); err == nil {
		s, err := l.Standing(ctx, id.Founder)
		if err != nil {
			return err
		}
		if m.roleless = len(s.Grants) == 0; !m.roleless {
			return alreadyFounded(l.at, id)
		}
	}
	if err := l.makeKeys(ctx, getenv, m); err != nil {
		return err
	}
	if l.Ledger, err = newLedger(ctx, l.at, l.store, l.keys); err != nil {
		return err
	}
	m.founded, err = begin(ctx, l)
	l.identity, l.founder = m.founded.Identity, m.founded.Actor
	return err
}

func alreadyFounded(at address, id ledger.Identity) error {
	return domain.Reject("already_founded",
		"there is a ledger at %[1]s already, that of %[2]s: use it (`account recover` replaces a first token that was lost), or make another one elsewhere with --ledger file:DIR",
		"%[1]s 已有账本（%[3]s）：请直接使用（首个令牌遗失时用 `account recover` 更换），或用 --ledger file:DIR 在别处新建", at, publicName(id.Name, id.NameEnglish, domain.English), id.Name)
}

// makeKeys makes master key and keyring, or takes those that are there. It
// never makes a new key beside a keyring, nor a new keyring beside a log that
// holds events: both would only hide a loss.
func (l *openLedger) makeKeys(ctx context.Context, getenv func(string) string, m *made) error {
	_, err := os.Stat(l.at.keyring())
	hasKeyring := err == nil
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	if head > 0 && !hasKeyring {
		return domain.Reject("no_keyring",
			"the log %s holds events, but their keyring %s is missing: restore it from a backup",
			"日志 %s 已有记录，但缺少密钥库 %s：请从备份恢复", l.at.log(), l.at.keyring())
	}
	master, err := keyring.LoadMasterKey(l.at.masterKey(), getenv)
	switch {
	case errors.Is(err, fs.ErrNotExist) && hasKeyring:
		return noMasterKey(l.at)
	case errors.Is(err, fs.ErrNotExist):
		m.newKey = true
		if master, err = keyring.CreateMasterKey(l.at.masterKey()); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if getenv(keyring.MasterKeyVariable) == "" {
		m.masterKey = l.at.masterKey()
	}
	if !hasKeyring {
		l.keys, err = keyring.Create(l.at.keyring(), master)
		m.newKeyring = err == nil
		return err
	}
	if l.keys, err = keyring.Open(l.at.keyring(), master); err != nil || head > 0 {
		return err
	}
	// An attempt that ended before its first event has made no key yet.
	counts, err := l.keys.Counts(ctx)
	if err == nil && counts.Keys > 0 {
		return foreignKeyring(l.at)
	}
	return err
}

// beginning records the identity and the first account of a ledger, whose keys
// are there.
type beginning func(context.Context, *openLedger) (ledger.Founded, error)

// beginAs begins the ledger of a county at a time, or now, or finishes what was
// begun. Its first account gets a token in a demonstration, too, where somebody
// works.
func beginAs(who county.Register, at moment) beginning {
	return func(ctx context.Context, l *openLedger) (ledger.Founded, error) {
		zone, err := time.LoadLocation(cmp.Or(who.Zone, county.DefaultZone))
		if err != nil {
			zone = time.UTC // the zone is refused when it is recorded
		}
		founded, err := l.Found(ctx, ledger.Founding{County: who, Account: founder, OccurredAt: at.in(zone)})
		if err == nil && founded.Token == "" {
			founded.Token, err = l.NewToken(ctx, founded.Actor, founded.Actor.Account())
		}
		return founded, err
	}
}

// openOrFound opens the ledger, and makes it where there is none at all.
func (a *app) openOrFound(ctx context.Context, begin beginning) (*openLedger, error) {
	l, begun, err := a.openPlace(ctx)
	if err != nil {
		return nil, err
	}
	if begun {
		return a.enter(ctx, l, withKeys)
	}
	l, m, err := a.foundIn(ctx, l, begin, false)
	if err != nil {
		return nil, err
	}
	said, err := a.founded(ctx, l, m)
	if err != nil {
		return nil, joined(err, l)
	}
	// Not on standard output: that belongs to what was asked for. The token
	// is in it, because it is shown now or never.
	fmt.Fprint(a.stderr, said)
	return l, nil
}
