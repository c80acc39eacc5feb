package ledger

import (
	"context"

	"github.com/sunledger/sunledger/domain"
)

// Prepare makes the keys of streams that will be written, all at once, where
// they have none. [Ledger.Do] makes a missing key by itself; this spares the
// waiting where many streams are about to begin. It does nothing in a ledger
// without a keyring.
func (l *Ledger) Prepare(ctx context.Context, streams ...string) error {
	if l.keys == nil {
		return nil
	}
	return l.keys.Ensure(ctx, streams...)
}

// Sealer opens sealed fields, for who may see them. It is nil in a ledger
// without a keyring.
func (l *Ledger) Sealer() domain.Sealer {
	if l.keys == nil {
		return nil
	}
	return l.keys
}
