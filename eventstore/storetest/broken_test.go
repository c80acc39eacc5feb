package storetest

import (
	"context"
	"iter"

	"github.com/sunledger/sunledger/eventstore"
)

// brokenStore is the reference with one thing wrong.
type brokenStore struct {
	name string
	// breaks are clauses that have to notice. Others may notice too.
	breaks []string
	// hangs says that some clause will wait in vain, so that its patience is
	// cut short.
	hangs bool
	open  func(*memory) eventstore.Store
}

// bent is the reference with some calls replaced.
type bent struct {
	*memory
	append         func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error)
	all            func(ctx context.Context, after eventstore.Position) sequence
	allBackward    func(ctx context.Context, before eventstore.Position) sequence
	stream         func(ctx context.Context, stream string, from eventstore.Revision) sequence
	streamBackward func(ctx context.Context, stream string, from eventstore.Revision) sequence
	wait           func(ctx context.Context, after eventstore.Position) error
	close          func() error
}

type sequence = iter.Seq2[eventstore.Recorded, error]

func (b *bent) Append(ctx context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	if b.append != nil {
		return b.append(ctx, stream, expected, events)
	}
	return b.memory.Append(ctx, stream, expected, events...)
}

func (b *bent) ReadAll(ctx context.Context, after eventstore.Position) sequence {
	if b.all != nil {
		return b.all(ctx, after)
	}
	return b.memory.ReadAll(ctx, after)
}

func (b *bent) ReadAllBackward(ctx context.Context, before eventstore.Position) sequence {
	if b.allBackward != nil {
		return b.allBackward(ctx, before)
	}
	return b.memory.ReadAllBackward(ctx, before)
}

func (b *bent) ReadStream(ctx context.Context, stream string, from eventstore.Revision) sequence {
	if b.stream != nil {
		return b.stream(ctx, stream, from)
	}
	return b.memory.ReadStream(ctx, stream, from)
}

func (b *bent) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) sequence {
	if b.streamBackward != nil {
		return b.streamBackward(ctx, stream, from)
	}
	return b.memory.ReadStreamBackward(ctx, stream, from)
}

func (b *bent) Wait(ctx context.Context, after eventstore.Position) error {
	if b.wait != nil {
		return b.wait(ctx, after)
	}
	return b.memory.Wait(ctx, after)
}

func (b *bent) Close() error {
	if b.close != nil {
		return b.close()
	}
	return b.memory.Close()
}

// everyRead replaces each of the four kinds of read by what twist makes of it.
func (b *bent) everyRead(twist func(sequence) sequence) *bent {
	b.all = func(ctx context.Context, after eventstore.Position) sequence {
		return twist(b.memory.ReadAll(ctx, after))
	}
	b.allBackward = func(ctx context.Context, before eventstore.Position) sequence {
		return twist(b.memory.ReadAllBackward(ctx, before))
	}
	b.stream = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
		return twist(b.memory.ReadStream(ctx, stream, from))
	}
	b.streamBackward = func(ctx context.Context, stream string, from eventstore.Revision) sequence {
		return twist(b.memory.ReadStreamBackward(ctx, stream, from))
	}
	return b
}

// bend makes a broken store from what differs.
func bend(how func(b *bent)) func(*memory) eventstore.Store {
	return func(m *memory) eventstore.Store {
		b := &bent{memory: m}
		how(b)
		return b
	}
}

// appending replaces Append, given the reference's.
func appending(how func(m *memory, ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error)) func(*memory) eventstore.Store {
	return bend(func(b *bent) {
		b.append = func(ctx context.Context, stream string, expected eventstore.Revision, events []eventstore.Event) (eventstore.Position, error) {
			return how(b.memory, ctx, stream, expected, events)
		}
	})
}
