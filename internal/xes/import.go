package xes

import (
	"context"
	"io"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/internal/ledger"
)

// ImportOptions say how a log is imported.
type ImportOptions struct {
	// Actor is who runs the import. It is recorded under the account of the
	// import program; see [ledger.Ledger.Program].
	Actor ledger.Actor
	// Mapping says what the attributes mean. Without one [PermitDesk] is
	// taken where the log has all of its attributes, and [Generic] otherwise.
	Mapping *Mapping
	// Progress, if not nil, is told how many of the cases are in the ledger,
	// never by two goroutines at once. It holds up the import.
	Progress func(done, total int)
}

// Report says what an import did. Oddities and the numbers of ended and late
// cases are of the cases that this run read: none where the log had been
// imported completely before.
type Report struct {
	// Source is the stream of the import, import-<SHA-256 of the log>.
	Source string
	// Mapping is the one that was used, and Chosen says that nobody named it.
	Mapping Mapping
	Chosen  bool
	// Cases are those of the log. Requests, Steps and Events are what this
	// run added; Present are the cases that were in the ledger before it.
	Cases, Requests, Steps, Events, Present int
	// Ended are the cases with an end, Late those that ended after they were
	// due.
	Ended, Late int
	// Odd counts all oddities by kind. Oddities lists the first MaxOddities.
	Odd      map[OddityKind]int
	Oddities []Oddity
}

// MaxOddities bounds the list in a [Report], so that memory stays bounded.
const MaxOddities = 10_000

// format is what the ledger calls a log of this kind.
const format = "xes"

// Import records a log: one import stream for the log, and one request for each
// case, with everything that came in. The file is opened, read and closed
// twice: the first time all of it is judged, and nothing is written where it is
// broken or does not fit; name stands in the errors and, where the log has no
// name of its own, in the ledger.
//
// Importing the same log again adds nothing; after an interrupted import it adds
// what is missing. The mapping of the first time stays. A case is in the ledger
// whole or not at all. The report is right even with an error, and says what was
// added before it; only of cases that were on their way when the context ended
// it knows nothing, and the next import finds those that are there.
//
// Errors to tell apart are [*SyntaxError] (the file is to blame), a
// [*domain.Rejection] (the ledger refuses), and the context's.
func Import(ctx context.Context, l *ledger.Ledger, name string, open func() (io.ReadCloser, error), o ImportOptions) (Report, error) {
	im := &importer{ledger: l, file: name, open: open, options: o, now: time.Now()}
	im.report.Odd = map[OddityKind]int{}
	err := im.run(ctx)
	return im.report, err
}

// importer is one import on its way.
type importer struct {
	ledger  *ledger.Ledger
	file    string
	open    func() (io.ReadCloser, error)
	options ImportOptions
	now     time.Time
	program ledger.Actor

	survey *survey
	digest string
	before standing
	done   int // cases that are in the ledger
	report Report
}

func (im *importer) run(ctx context.Context) error {
	if err := im.examine(ctx); err != nil {
		return err
	}
	if im.before.completed {
		im.report.Present = im.survey.Traces
		return nil
	}
	header, err := headerText(im.survey.Header)
	if err != nil {
		return &SyntaxError{im.file, 0, err.Error()}
	}
	if err := im.checkSuspects(); err != nil {
		return err
	}
	if im.program, err = im.ledger.Program(ctx, im.options.Actor, ledger.ImportProgram); err != nil {
		return err
	}
	if !im.before.opened {
		if err := im.do(ctx, "open", "", imports.Open{
			Digest: im.digest, Format: format, Name: im.sourceName(), Cases: im.survey.Traces,
			Steps: im.survey.Events, Mapping: im.report.Mapping, Header: domain.Note(header),
		}); err != nil {
			return err
		}
	}
	if err := im.cases(ctx); err != nil {
		return err
	}
	return im.do(ctx, "complete", im.digest, imports.Complete{Cases: im.survey.Traces, Steps: im.survey.Events})
}

// do carries out a command about the import itself.
func (im *importer) do(ctx context.Context, what, id string, command any) error {
	receipt, err := im.ledger.Do(ctx, ledger.Request{
		Actor: im.program, Command: command, ID: id, Key: im.key(what),
	})
	if err == nil && !receipt.Repeated {
		im.report.Events += len(receipt.Events)
	}
	return err
}

// key makes a command of this import safe to repeat.
func (im *importer) key(what string) string { return "import/" + im.digest + "/" + what }
