package keyring

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/google/uuid"
)

// Mark is how far something was carried out against the log, under a name of
// the caller's: the position that [Keyring.SetMark] gave last, and the event
// that stood there. A name without a mark gives 0 and the zero UUID.
//
// A mark is as old as the keyring: one that was restored from a backup has the
// mark of its time, from which everything since is carried out again. A
// position means something only in the log that it was taken in, and that is
// so where the same event still stands there.
func (k *Keyring) Mark(ctx context.Context, name string) (position uint64, event uuid.UUID, err error) {
	if k.closed.Load() {
		return 0, uuid.Nil, ErrClosed
	}
	var (
		at  int64
		raw []byte
	)
	err = k.read.QueryRowContext(ctx, `SELECT position, event FROM mark WHERE name = ?`, name).Scan(&at, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, uuid.Nil, nil
	}
	if err == nil {
		event, err = uuid.FromBytes(raw)
	}
	if err != nil {
		return 0, uuid.Nil, k.failure("reading the mark "+name, err)
	}
	return uint64(at), event, nil
}

// SetMark replaces the mark of a name. It is durable when SetMark returns. It
// may go back.
func (k *Keyring) SetMark(ctx context.Context, name string, position uint64, event uuid.UUID) error {
	if k.closed.Load() {
		return ErrClosed
	}
	if position > math.MaxInt64 {
		return fmt.Errorf("keyring: position %d of the mark %s is none of a log", position, name)
	}
	_, err := k.write.ExecContext(ctx, `INSERT INTO mark (name, position, event) VALUES (?1, ?2, ?3)
		ON CONFLICT (name) DO UPDATE SET position = ?2, event = ?3`, name, int64(position), event[:])
	if err != nil {
		return k.failure("setting the mark "+name, err)
	}
	return nil
}
