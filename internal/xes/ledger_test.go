package xes_test

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/xes"
)

// desk is a ledger that logs are imported into.
type desk struct {
	*ledger.Ledger
	t     testing.TB
	dir   string
	store *pebble.Store
	keys  *keyring.Keyring
	actor ledger.Actor
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "log"), keys: keyringtest.New(t)}
	d.open()
	t.Cleanup(func() {
		if err := d.store.Close(); err != nil {
			t.Error(err)
		}
	})
	id, err := d.Found(t.Context(), ledger.Founding{
		County:  county.Register{Name: "试验县"},
		Account: account.Open{Name: "运维"},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.actor = id.Actor
	// Its account is opened once, and not counted to any import.
	if _, err := d.Program(t.Context(), d.actor, ledger.ImportProgram); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) open() {
	d.t.Helper()
	book, err := rules.Load()
	if err != nil {
		d.t.Fatal(err)
	}
	if d.store, err = pebble.Open(d.dir); err != nil {
		d.t.Fatal(err)
	}
	// Not the context of the test: that ends before its cleanups run.
	if d.Ledger, err = ledger.Open(context.Background(), ledger.Config{
		Store: d.store, Catalogue: catalogue.Standard, Keys: d.keys, Rules: book,
	}); err != nil {
		d.t.Fatal(err)
	}
}

// reopen is what the next process finds.
func (d *desk) reopen() {
	d.t.Helper()
	if err := d.store.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.open()
}

func (d *desk) events() int {
	d.t.Helper()
	n := 0
	for _, err := range d.store.ReadAll(d.t.Context(), 0) {
		if err != nil {
			d.t.Fatal(err)
		}
		n++
	}
	return n
}

func (d *desk) bring(name string, file []byte, mapping *xes.Mapping) (xes.Report, error) {
	return xes.Import(d.t.Context(), d.Ledger, name, reader(file), xes.ImportOptions{Actor: d.actor, Mapping: mapping})
}

func (d *desk) mustBring(name string, file []byte, mapping *xes.Mapping) xes.Report {
	d.t.Helper()
	r, err := d.bring(name, file, mapping)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *desk) export(o xes.ExportOptions) (log, xes.ExportReport) {
	d.t.Helper()
	var out bytes.Buffer
	report, err := xes.Export(d.t.Context(), d.Ledger, &out, o)
	if err != nil {
		d.t.Fatal(err)
	}
	l, err := read(out.Bytes())
	if err != nil {
		d.t.Fatalf("what was exported: %v", err)
	}
	return l, report
}

func (d *desk) do(id string, at time.Time, command any) {
	d.t.Helper()
	if _, err := d.Do(d.t.Context(), ledger.Request{Actor: d.actor, Command: command, ID: id, OccurredAt: at}); err != nil {
		d.t.Fatal(err)
	}
}

// reader opens a file that is in memory.
func reader(file []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }
}
