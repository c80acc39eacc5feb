package ledger

import "github.com/sunledger/sunledger/eventstore"

// What a log says, for those who may know the ledger but not the log.
var (
	// ErrNotFound says that a stream holds no event.
	ErrNotFound = eventstore.ErrNotFound
	// ErrUnavailable says that the log cannot take or answer calls, now or
	// until it is opened anew.
	ErrUnavailable = eventstore.ErrUnavailable
)
