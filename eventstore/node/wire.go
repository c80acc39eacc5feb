package node

import (
	"encoding/binary"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
)

// structuredUUID is a UUID as two numbers, most significant bytes first.
func structuredUUID(id uuid.UUID) *shared.UUID {
	return &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{
		MostSignificantBits:  int64(binary.BigEndian.Uint64(id[:8])),
		LeastSignificantBits: int64(binary.BigEndian.Uint64(id[8:])),
	}}}
}

// parseUUID reads a UUID in either of its forms.
func parseUUID(u *shared.UUID) (uuid.UUID, error) {
	switch v := u.GetValue().(type) {
	case *shared.UUID_Structured_:
		var id uuid.UUID
		binary.BigEndian.PutUint64(id[:8], uint64(v.Structured.GetMostSignificantBits()))
		binary.BigEndian.PutUint64(id[8:], uint64(v.Structured.GetLeastSignificantBits()))
		return id, nil
	case *shared.UUID_String_:
		// The package would take other notations of a UUID, too.
		if id, err := uuid.Parse(v.String_); err == nil && len(v.String_) == len(uuid.UUID{}.String()) {
			return id, nil
		}
		return uuid.Nil, invalid("%q is not a UUID", v.String_)
	}
	return uuid.Nil, invalid("a UUID is missing")
}

// ticks is a time as EventStoreDB writes it: units of 100 ns since 1970.
func ticks(t time.Time) int64 {
	return t.Unix()*10_000_000 + int64(t.Nanosecond())/100
}

func streamIdentifier(name string) *shared.StreamIdentifier {
	return &shared.StreamIdentifier{StreamName: []byte(name)}
}
