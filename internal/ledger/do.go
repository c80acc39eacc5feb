package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// maxTries bounds how often a command is decided anew because its stream moved
// on meanwhile. A stream that is written faster than that is an accident.
const maxTries = 20

// resolution is that of all times that the executor writes. Both times of a
// record have the same, or one of this very moment would lie in the future.
const resolution = time.Microsecond

// Do carries out a command: its events are in the log, durably, when it
// returns without an error. A command that the rules do not allow gives a
// [*domain.Rejection]; nothing of it is kept. When the context ends the
// command may or may not have been carried out, and repeating it with the same
// key tells.
func (l *Ledger) Do(ctx context.Context, r Request) (Receipt, error) {
	d, err := l.prepare(ctx, r)
	if err != nil {
		return Receipt{}, err
	}
	for range maxTries {
		receipt, err := l.attempt(ctx, d)
		var conflict *eventstore.ConflictError
		if !errors.As(err, &conflict) {
			return receipt, err
		}
		if r.Expected != nil {
			return Receipt{}, staleRevision(d.stream, *r.Expected, int64(conflict.Actual))
		}
	}
	return Receipt{}, domain.Reject("stream_busy",
		"%s is being changed by too many at once: try again",
		"%s 正被多人同时修改：请重试", d.stream)
}

// decision is a request on its way.
type decision struct {
	Request
	spec      domain.CommandSpec
	aggregate domain.Aggregate
	stream    string
	command   uuid.UUID
	digest    []byte
	identity  Identity
	// attached are the files that the request names, as they lie there.
	attached []domain.Attachment
}

func (l *Ledger) prepare(ctx context.Context, r Request) (decision, error) {
	r.OccurredAt = r.OccurredAt.UTC().Truncate(resolution)
	d := decision{Request: r}
	named, ok := r.Command.(interface{ CommandType() string })
	if !ok {
		return d, fmt.Errorf("%T is no command", r.Command)
	}
	var err error
	if d.spec, err = l.catalogue.Command(named.CommandType()); err != nil {
		return d, err
	}
	if err := l.catalogue.CheckCommand(d.spec, r.Command); err != nil {
		return d, err
	}
	if l.keys == nil {
		return d, readOnly
	}
	if err := d.checkKey(); err != nil {
		return d, err
	}
	d.command = commandID(r.Actor.account, d.Key)
	if err := d.nameStream(); err != nil {
		return d, err
	}
	if d.aggregate, err = l.catalogue.Aggregate(d.stream); err != nil {
		return d, err
	}
	if err := l.checkActor(ctx, &d); err != nil {
		return d, err
	}
	d.digest, err = l.catalogue.Digest(d.spec, r.Command, d.command, r.OccurredAt, l.keys, d.stream)
	if err == nil {
		err = l.attach(&d)
	}
	return d, refuseErased(err)
}

var readOnly = domain.Reject("read_only",
	"this ledger was opened without its keyring, to be read only: send the command to a server that has it",
	"账本以只读方式打开（无密钥库）：请向有密钥库的服务器提交")

// refuseErased turns the loss of a key into a refusal: nothing is sealed for
// who was erased.
func refuseErased(err error) error {
	if errors.Is(err, domain.ErrErased) {
		return domain.Reject("erased",
			"what is held on this person was erased: nothing more can be recorded of them under the same id",
			"该人员的信息已删除：不能再以同一编号登记")
	}
	return err
}

// checkKey bounds the idempotency key, and draws one where there is none.
func (d *decision) checkKey() error {
	if d.Key == "" {
		d.Key = uuid.NewString()
	}
	if len(d.Key) > 200 {
		return domain.Reject("key_too_long",
			"the idempotency key has %d bytes, at most 200 are accepted: use a UUID",
			"幂等键有 %d 字节，最多 200：请使用 UUID", len(d.Key))
	}
	return nil
}

// nameStream says which stream the command acts on.
func (d *decision) nameStream() error {
	id := d.ID
	switch keyed, ok := d.Command.(domain.Keyed); {
	case ok && d.ID != "" && d.ID != keyed.StreamID():
		return domain.Reject("id_not_taken",
			"%s names its stream itself (%s): leave the id out", "%s 自定编号（%s）：请勿另填编号", d.spec.Name, keyed.StreamID())
	case ok:
		id = keyed.StreamID()
	case d.spec.Opens && d.opens != "":
		id = d.opens
	case d.spec.Opens && d.ID != "":
		return domain.Reject("id_not_taken",
			"%s begins something new, which gets its id by itself: leave the id out", "%s 用于新建，编号自动生成：请勿填写编号", d.spec.Name)
	case d.spec.Opens:
		id = streamID(d.command)
	case d.ID == "":
		return domain.Reject("id_missing",
			"%s acts on something that exists: name its id", "%s 针对已有记录：请填写编号", d.spec.Name)
	}
	d.stream = domain.StreamOf(d.spec.Category, id)
	if d.spec.Category == domain.CorrectionCategory {
		d.stream = id // every stream can be corrected
	}
	if err := domain.CheckStream(d.stream); err != nil {
		return domain.Reject("id_invalid", "%s: %s", "%s:%s", d.spec.Name, err.Error())
	}
	return nil
}

// checkActor sees to it that there is somebody who acts, and a ledger to act in.
// Only the founding of a ledger precedes its identity.
func (l *Ledger) checkActor(ctx context.Context, d *decision) error {
	id, err := l.Identity(ctx)
	if err != nil && (!errors.Is(err, ErrNotFounded) || !d.founding) {
		return err
	}
	d.identity = id
	if d.identity.Location == nil {
		d.identity.Location = time.UTC
	}
	if d.Actor.IsZero() {
		return notSignedIn
	}
	return nil
}

// attempt decides the command against the stream as it stands and appends.
func (l *Ledger) attempt(ctx context.Context, d decision) (Receipt, error) {
	r, err := l.recentOf(ctx, d)
	if err != nil {
		return Receipt{}, err
	}
	if !d.corrects() {
		defer func() { l.recent.keep(d.stream, r) }()
	}
	if receipt, found, err := d.repeated(r.history); found || err != nil {
		if err == nil { // what it ends may not have been destroyed the first time
			err = l.enforce(context.WithoutCancel(ctx), receipt.Events)
		}
		return receipt, err
	}
	stands := int64(len(r.history)) - 1
	if d.Expected != nil && *d.Expected != stands {
		return Receipt{}, staleRevision(d.stream, *d.Expected, stands)
	}
	if err := r.fold(d.aggregate); err != nil {
		return Receipt{}, fmt.Errorf("%s does not fold: %w", d.stream, err)
	}
	act, err := l.act(ctx, d, r.folded)
	if err != nil {
		return Receipt{}, err
	}
	var events []domain.Event
	if d.corrects() {
		events, act, err = l.correction(ctx, d, r.history, r.folded, act)
	} else {
		events, _, err = d.aggregate.Decide(d.spec, d.Command, r.folded, act)
	}
	if err == nil {
		err = l.erasing(ctx, d.stream, events)
	}
	for _, e := range events {
		if err == nil && !l.catalogue.Gives(d.spec.Name, e.EventType()) {
			err = fmt.Errorf("%s gave %s, which the catalogue does not say that it gives", d.spec.Name, e.EventType())
		}
	}
	if err != nil {
		return Receipt{}, err
	}
	if len(events) == 0 {
		receipt := Receipt{Stream: d.stream, Revision: stands}
		if stands >= 0 {
			receipt.Position = r.history[stands].Position
		}
		return receipt, nil
	}
	receipt, err := l.append(ctx, d, act, stands, events)
	if err != nil {
		return receipt, err
	}
	r.history = append(r.history, receipt.Events...)
	return receipt, l.enforce(context.WithoutCancel(ctx), receipt.Events)
}

// recentOf is the stream that a command is decided against, empty where it holds
// nothing. A correction opens and seals anew what is in the history, and has one of
// its own.
func (l *Ledger) recentOf(ctx context.Context, d decision) (r recent, err error) {
	if !d.corrects() {
		r = l.recent.take(d.stream)
	}
	if r.history, err = l.continued(ctx, d.stream, r.history); len(r.history) < r.of {
		r = recent{}
	}
	return r, err
}

// corrects reports whether it is a command of corrections.
func (d decision) corrects() bool { return d.spec.Category == domain.CorrectionCategory }

// repeated looks for the command in the history of its stream.
func (d decision) repeated(history []domain.Recorded) (Receipt, bool, error) {
	first := slices.IndexFunc(history, func(r domain.Recorded) bool { return r.CommandID == d.command })
	if first < 0 {
		return Receipt{}, false, nil
	}
	if !bytes.Equal(history[first].CommandDigest, d.digest) {
		return Receipt{}, true, domain.Reject("command_id_reused",
			"the idempotency key %q was used for another command: use a new key for a new command",
			"幂等键 %q 已用于另一命令：新命令请使用新键", d.Key)
	}
	last := first
	for last+1 < len(history) && history[last+1].CommandID == d.command {
		last++
	}
	return Receipt{
		Stream:   d.stream,
		Revision: history[last].Revision,
		Position: history[last].Position,
		Events:   slices.Clip(history[first : last+1]),
		Repeated: true,
	}, true, nil
}

func staleRevision(stream string, expected, actual int64) error {
	return domain.Reject("revision_conflict",
		"%s stands at revision %d, not at %d: somebody changed it meanwhile; look at it again and repeat the command",
		"%s 现为第 %d 版，而非第 %d 版：期间已被修改，请重新查看后再提交", stream, actual, expected)
}

// append seals the events, appends them, and reads back what stands there: the
// same command may have been carried out by somebody else a moment ago, and a
// store answers the second append as it answered the first.
func (l *Ledger) append(ctx context.Context, d decision, act domain.Act, stands int64, events []domain.Event) (Receipt, error) {
	records := make([]eventstore.Event, len(events))
	decided := make([]domain.Recorded, len(events))
	for i, e := range events {
		r := d.record(act, e, i)
		data, err := l.catalogue.Encode(e, l.keys, d.stream, r.ID)
		if err != nil {
			return Receipt{}, refuseErased(err)
		}
		for i := range r.Attachments {
			if r.Attachments[i], err = r.Attachments[i].SealTitle(l.keys, r.ID); err != nil {
				return Receipt{}, refuseErased(err)
			}
		}
		meta, err := l.catalogue.EncodeMetadata(r)
		if err != nil {
			return Receipt{}, err
		}
		if r.Event, err = l.catalogue.Decode(e.EventType(), data); err != nil {
			return Receipt{}, fmt.Errorf("what would be recorded cannot be read again: %w", err)
		}
		decided[i] = r
		records[i] = eventstore.Event{ID: r.ID, Type: e.EventType(), Data: data, Metadata: meta}
	}
	if _, err := l.store.Append(ctx, d.stream, eventstore.Revision(stands), records...); err != nil {
		return Receipt{}, limits(err)
	}
	var written []domain.Recorded
	mine := true
	for r, err := range l.store.ReadStream(ctx, d.stream, eventstore.Revision(stands+1)) {
		if err != nil {
			return Receipt{}, fmt.Errorf("%s: the events are recorded, but cannot be read back: %w", d.stream, err)
		}
		i := len(written)
		w := decided[i]
		w.Revision, w.Position = int64(r.Revision), uint64(r.Position)
		if !bytes.Equal(r.Metadata, records[i].Metadata) || !bytes.Equal(r.Data, records[i].Data) {
			mine = false
			if w, err = Read(l.catalogue, r); err != nil {
				return Receipt{}, err
			}
		}
		if written = append(written, w); len(written) == len(records) {
			break
		}
	}
	receipt, found, err := d.repeated(written)
	if err == nil && (!found || len(receipt.Events) < len(records)) {
		return Receipt{}, fmt.Errorf("%s: the store took %d events, but others stand in their place", d.stream, len(records))
	}
	receipt.Repeated = !mine
	return receipt, err
}

func (d decision) record(act domain.Act, e domain.Event, index int) domain.Recorded {
	correlation, causation := d.Correlation, d.Causation
	if correlation == uuid.Nil {
		correlation = d.command
	}
	if causation == uuid.Nil {
		causation = d.command
	}
	return domain.Recorded{
		Fact:          act.FactOf(e),
		ID:            eventID(d.command, d.stream, index),
		Stream:        d.stream,
		RecordedAt:    act.RecordedAt,
		CommandID:     d.command,
		CommandDigest: d.digest,
		CorrelationID: correlation,
		CausationID:   causation,
		Evidence:      act.Evidence(),
		Attachments:   slices.Clone(act.Attachments),
	}
}

// limits turns a store's bound into a refusal that its author understands.
func limits(err error) error {
	var limit *eventstore.LimitError
	if errors.As(err, &limit) {
		return domain.Reject("too_large",
			"%s: %d, at most %d are accepted: shorten it, split it, or attach large content as a file",
			"%s：%d，最多 %d：请缩短、拆分，或将大内容作为附件", limit.What, limit.Size, limit.Max)
	}
	return err
}
