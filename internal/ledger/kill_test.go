package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

var kills = flag.Int("kills", 5, "how often the kill test kills a process that carries out commands")

const killEnv = "SUNLEDGER_KILL_TEST_FOLDER"

// A killable is everything that a server holds open: log, keyring, executor and
// views, in one folder.
type killable struct {
	*ledger.Ledger
	store eventstore.Store
	keys  *keyring.Keyring
	views *projections.Views
	actor ledger.Actor
}

func openKillable(ctx context.Context, dir string) (k killable, err error) {
	ring, key := filepath.Join(dir, "keyring.db"), filepath.Join(dir, "master.key")
	master, err := keyring.LoadMasterKey(key, os.Getenv)
	if errors.Is(err, os.ErrNotExist) {
		master, err = keyring.CreateMasterKey(key)
	}
	if err != nil {
		return k, err
	}
	if k.keys, err = keyring.Open(ring, master); errors.Is(err, os.ErrNotExist) {
		k.keys, err = keyring.Create(ring, master)
	}
	if err != nil {
		return k, err
	}
	if k.store, err = pebble.Open(filepath.Join(dir, "log")); err != nil {
		return k, err
	}
	book, err := rules.Load()
	if err != nil {
		return k, err
	}
	if k.Ledger, err = ledger.Open(ctx, ledger.Config{Store: k.store, Catalogue: catalogue.Standard, Keys: k.keys, Rules: book}); err != nil {
		return k, err
	}
	// A founding that was interrupted goes on; a ledger that is whole gives its
	// first account a new token.
	founded, err := k.Found(ctx, ledger.Founding{County: county.Register{Name: "诸城市"}, Account: account.Open{Name: "系统运维"}})
	if k.actor = founded.Actor; domain.CodeOf(err) == "already_founded" {
		k.actor, _, err = k.Recover(ctx)
	}
	if err != nil {
		return k, err
	}
	k.views, err = projections.Open(ctx, projections.Config{Dir: filepath.Join(dir, "views"), Store: k.store, Catalogue: catalogue.Standard})
	return k, err
}

func (k killable) close() error {
	return errors.Join(k.views.Close(), k.keys.Close(), k.store.Close())
}

func (k killable) furnish(ctx context.Context) error {
	for _, c := range []any{
		town.Register{ID: "370782101", Name: "枳沟镇"},
		community.Register{ID: "qiaozhuang", Town: "town-370782101", Name: "乔庄社区"},
		matter.List{Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "养老保险卡", Basis: "b", LimitDays: 5, Authority: "人社局"},
	} {
		if _, err := k.Do(ctx, ledger.Request{Actor: k.actor, Command: c, Key: fmt.Sprintf("%T", c)}); err != nil {
			return err
		}
	}
	return nil
}

// TestMain is the process that is killed, where it was started as that.
func TestMain(m *testing.M) {
	if dir := os.Getenv(killEnv); dir != "" {
		fmt.Fprintln(os.Stderr, serveUntilKilled(context.Background(), dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// serveUntilKilled carries out commands with eight writers, each submitting
// requests and accepting them, while the views follow. It prints each command
// that was acknowledged, and returns only where something is wrong.
func serveUntilKilled(ctx context.Context, dir string) error {
	k, err := openKillable(ctx, dir)
	if err != nil {
		return err
	}
	if err := k.furnish(ctx); err != nil {
		return err
	}
	failed := make(chan error)
	go func() { failed <- k.views.Run(ctx) }()
	var mu sync.Mutex
	do := func(r ledger.Request) (string, error) {
		r.Actor, r.Key = k.actor, uuid.NewString()
		receipt, err := k.Do(ctx, r)
		if err != nil {
			return "", err
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf("ack %s %s %d\n", r.Key, receipt.Stream, receipt.Position)
		_, id := domain.SplitStream(receipt.Stream)
		return id, nil
	}
	for range 8 {
		go func() {
			for {
				id, err := do(ledger.Request{Command: submit})
				if err == nil {
					_, err = do(ledger.Request{Command: request.Accept{}, ID: id})
				}
				if err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

type acknowledged struct {
	stream   string
	position uint64
}

// A process that carries out commands is killed at random moments. Whatever it
// had acknowledged is there, what is sealed in it opens, nothing is torn, and
// the views are those of a rebuild.
func TestKilledServerLosesNothing(t *testing.T) {
	dir := t.TempDir()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	all := map[string]acknowledged{}
	for kill := range *kills {
		before := len(all)
		killServer(t, dir, time.Duration(100+random.IntN(900))*time.Millisecond, all)
		events := checkAfterKill(t, dir, all)
		t.Logf("kill %d: %d commands acknowledged before it, %d events in the log", kill+1, len(all)-before, events)
	}
	require.NotEmpty(t, all, "no process lived long enough to carry anything out: the test has shown nothing")
}

func killServer(t *testing.T, dir string, life time.Duration, all map[string]acknowledged) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killEnv+"="+dir)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	var stderr strings.Builder
	child.Stderr = &stderr
	require.NoError(t, child.Start())
	timer := time.AfterFunc(life, func() { _ = child.Process.Kill() })
	defer timer.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var key string
		var a acknowledged
		if n, _ := fmt.Sscanf(lines.Text(), "ack %s %s %d", &key, &a.stream, &a.position); n == 3 && len(key) == 36 {
			all[key] = a
		}
	}
	err = child.Wait()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "the process ended by itself")
	require.False(t, exit.Exited(), "the process ended by itself: %s", stderr.String())
}

func checkAfterKill(t *testing.T, dir string, all map[string]acknowledged) uint64 {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	k, err := openKillable(ctx, dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, k.close()) }()

	verified, err := k.Verify(ctx, ledger.Verifying{Found: func(p ledger.Problem) { t.Errorf("verify: %s", p) }})
	require.NoError(t, err)

	commands := map[uuid.UUID]domain.Recorded{}
	for r, err := range k.Events(ctx, 0) {
		require.NoError(t, err)
		commands[r.CommandID] = r
		if _, err := k.Catalogue().Reveal(r, k.keys); err != nil {
			t.Errorf("position %d is recorded, but its key was lost: %v", r.Position, err)
		}
	}
	for key, a := range all {
		id := uuid.NewSHA1(uuid.NameSpaceURL, []byte("sunledger/command/"+k.actor.Account()+"/"+key))
		r, found := commands[id]
		if !found || r.Stream != a.stream || r.Position != a.position {
			t.Errorf("command %s was acknowledged at %s, position %d, and is not there (%v)", key, a.stream, a.position, found)
		}
	}

	following := make(chan error, 1)
	go func() { following <- k.views.Run(ctx) }()
	require.NoError(t, k.views.WaitFor(ctx, verified.Position))
	same, err := k.views.Verify(ctx)
	require.NoError(t, err)
	require.Equal(t, verified.Position, same.Position)
	require.Empty(t, same.Differences, "the views differ from a rebuild")
	cancel()
	require.ErrorIs(t, <-following, context.Canceled)
	return verified.Events
}
