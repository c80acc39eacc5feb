package projections

import (
	"strings"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Rows that could not be written have been counted in part. If the disk has room
// again a moment later, a second attempt would count them twice.
func TestWhatCouldNotBeWrittenIsNotTriedAgain(t *testing.T) {
	c, err := Config{Store: emptyLog{}, Catalogue: catalogue.Standard}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	b, err := beginFile(c, t.TempDir()+"/views")
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	opened := &domain.Recorded{Stream: "account-1", Position: 1}
	opened.Event, opened.RecordedAt = account.Opened{Name: "窗口"}, time.Now()
	if err := b.take(t.Context(), opened); err != nil {
		t.Fatal(err)
	}
	if err := b.out.exec(`CREATE TRIGGER full BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'no room'); END`); err != nil {
		t.Fatal(err)
	}
	if err := b.flush(); err == nil || !strings.Contains(err.Error(), "no room") {
		t.Fatalf("got error %v, want that there is no room", err)
	}
	if err := b.out.exec(`DROP TRIGGER full`); err != nil {
		t.Fatal(err)
	}
	if err := b.commit(); err == nil || !strings.Contains(err.Error(), "no room") {
		t.Fatalf("after rows were not written the commit gave %v, want the same error", err)
	}
}
