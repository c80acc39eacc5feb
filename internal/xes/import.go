package xes

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// ImportOptions say how a log is imported.
type ImportOptions struct {
	// Actor is who imports.
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

// maxHeaderBytes is what import.open accepts of a header.
const maxHeaderBytes = 640 << 10

// Import records a log: one import stream for the log, and one request for each
// case, with everything that came in. The file is opened, read and closed
// twice: the first time all of it is judged, and nothing is written where it is
// broken or does not fit; name stands in the errors and, where the log has no
// name of its own, in the ledger.
//
// Importing the same log again adds nothing; after an interrupted import it adds
// what is missing. The mapping of the first time stays. A case is in the ledger
// whole or not at all. The report is right even with an error: it says what was
// added before it.
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

	survey *survey
	digest string
	before standing
	done   int // cases that are in the ledger
	report Report
}

// standing is what the ledger holds of an import.
type standing struct {
	opened, completed bool
	mapping           Mapping
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

// examine reads the file once, looks what the ledger holds of it, and chooses
// the mapping.
func (im *importer) examine(ctx context.Context) error {
	asked := []Mapping{PermitDesk()}
	if m := im.options.Mapping; m != nil {
		if err := CheckMapping(*m); err != nil {
			return err
		}
		asked[0] = *m
	}
	file, err := im.open()
	if err != nil {
		return err
	}
	im.survey, err = surveyLog(im.file, &interruptible{ctx, file}, asked...)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	im.digest = hex.EncodeToString(im.survey.SHA256[:])
	im.report.Source = domain.StreamOf("import", im.digest)
	im.report.Cases = im.survey.Traces
	if im.before, err = standingOf(ctx, im.ledger, im.report.Source); err != nil {
		return err
	}
	return im.choose(asked[0])
}

// choose settles the mapping: that of the interrupted import, the one that was
// asked for, or the one that fits.
func (im *importer) choose(asked Mapping) error {
	named := im.options.Mapping != nil
	im.report.Chosen = !named
	if im.before.opened {
		if im.report.Mapping = im.before.mapping; named && !equalMappings(asked, im.before.mapping) {
			return domain.Reject("mapping_differs",
				"%s was imported with the mapping %q, which stays: import it again without naming a mapping",
				"%s 已按对应关系 %q 导入,不能更改:请勿指定对应关系", im.file, im.before.mapping.Name)
		}
		return nil
	}
	im.report.Mapping = asked
	if im.survey.Traces == 0 {
		return nil // nothing to fit
	}
	missing, census := im.survey.missing(asked)
	switch {
	case missing.key == "":
	case !named:
		im.report.Mapping = Generic()
	default:
		return domain.Reject("mapping_does_not_fit",
			"mapping %q: %s is %q, which no case of %s has: correct it or leave it out, because an import is not repeated; there are %s",
			"对应关系 %q:%s 为 %q,%s 中没有此字段:请改正或去掉(导入后不可重做);现有字段:%s",
			asked.Name, missing.field, missing.key, im.file, strings.Join(census.some, ", "))
	}
	return nil
}

// checkSuspects looks closer at the cases that may be too large, before
// anything is written.
func (im *importer) checkSuspects() error {
	if len(im.survey.suspects) == 0 {
		return nil
	}
	file, err := im.open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	suspects := im.survey.suspects
	number := 0
	for trace, err := range NewReader(im.file, file).Traces() {
		if err != nil {
			return err
		}
		if number++; number != suspects[0] {
			continue
		}
		if err := checkRoom(im.ledger, im.file, translate(im.report.Mapping, im.digest, number, trace, im.now)); err != nil {
			return err
		}
		if suspects = suspects[1:]; len(suspects) == 0 {
			break
		}
	}
	return nil
}

// do carries out a command about the import itself.
func (im *importer) do(ctx context.Context, what, id string, command any) error {
	receipt, err := im.ledger.Do(ctx, ledger.Request{
		Actor: im.options.Actor, Command: command, ID: id, Key: im.key(what),
	})
	if err == nil && !receipt.Repeated {
		im.report.Events += len(receipt.Events)
	}
	return err
}

// key makes a command of this import safe to repeat.
func (im *importer) key(what string) string { return "import/" + im.digest + "/" + what }

// sourceName is what the log calls itself, or the name of its file. It is
// public.
func (im *importer) sourceName() string {
	log := translation{trace: Trace{Attributes: im.survey.Header.Attributes}}
	for _, name := range []string{log.text(0, keyName), filepath.Base(im.file)} {
		if name != "" && len(name) <= catalogue.MaxNameBytes {
			return name
		}
	}
	return ""
}

// headerText is everything but the cases, as a log without traces.
func headerText(h Header) (string, error) {
	var text strings.Builder
	w := NewWriter(&text, h)
	if err := w.Close(); err != nil {
		return "", err
	}
	if text.Len() > maxHeaderBytes {
		return "", fmt.Errorf("all that is not a case takes %d bytes, and the ledger takes at most %d: shorten the attributes of the log itself", text.Len(), maxHeaderBytes)
	}
	return text.String(), nil
}

// standingOf looks an import up.
func standingOf(ctx context.Context, l *ledger.Ledger, stream string) (s standing, err error) {
	history, err := l.History(ctx, stream)
	if errors.Is(err, eventstore.ErrNotFound) {
		return s, nil
	}
	for _, r := range history {
		switch e := r.Event.(type) {
		case imports.Opened:
			s.opened, s.mapping = true, e.Mapping
		case imports.Completed:
			s.completed = true
		}
	}
	return s, err
}

// interruptible stops a long first pass when the context ends.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
