package xes

import (
	"context"

	"github.com/sunledger/sunledger/domain"
)

const (
	// A batch of cases is translated while the one before it is written. Its
	// bounds bound the memory; a single case may be larger.
	batchCases = 256
	batchBytes = 8 << 20
)

// batch is some cases in the order of the log, with their keys made.
type batch struct {
	cases []translation
	bytes int
	err   error // the last batch: why the file was not read to its end
}

// translateAll cuts the log into batches. The last one has the error, if any.
func (im *importer) translateAll(ctx context.Context, to chan<- batch) {
	send := func(b batch) bool {
		if err := im.prepare(ctx, b.cases); err != nil {
			b = batch{err: err}
		}
		select {
		case to <- b:
			return b.err == nil
		case <-ctx.Done():
			return false
		}
	}
	file, err := im.open()
	if err != nil {
		send(batch{err: err})
		return
	}
	defer func() { _ = file.Close() }()
	var b batch
	number := 0
	for trace, err := range NewReader(im.file, file).Traces() {
		number++
		if err == nil && !im.survey.same(number, trace) {
			err = changed(im.file, trace.Line)
		}
		if err != nil {
			send(batch{err: err})
			return
		}
		b.cases = append(b.cases, translate(im.report.Mapping, im.digest, number, trace, im.now))
		if b.bytes += traceBytes(trace); len(b.cases) >= batchCases || b.bytes >= batchBytes {
			if !send(b) {
				return
			}
			b = batch{}
		}
	}
	if number != im.survey.Traces {
		b.err = changed(im.file, 0)
	}
	send(b)
}

func changed(file string, line int) error {
	return &SyntaxError{file, line, "the file changed while it was being imported; what is recorded is of the file as it was: import the old file again to complete it, or the new one"}
}

func traceBytes(t Trace) int {
	n := jsonBytes(t.Attributes)
	for _, e := range t.Events {
		n += jsonBytes(e.Attributes)
	}
	return n
}

// prepare makes the keys of a batch in one go.
func (im *importer) prepare(ctx context.Context, cases []translation) error {
	streams := make([]string, len(cases))
	for i := range cases {
		streams[i] = domain.StreamOf("request", cases[i].command.StreamID())
	}
	return im.ledger.Prepare(ctx, streams...)
}
