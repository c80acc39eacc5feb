package xes

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// maxHeaderBytes is what import.open accepts of a header.
const maxHeaderBytes = 640 << 10

// standing is what the ledger holds of an import.
type standing struct {
	opened, completed bool
	mapping           Mapping
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
				"%s 已按对应关系 %q 导入，不能更改：请勿指定对应关系", im.file, im.before.mapping.Name)
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
			"对应关系 %q：%s 为 %q，%s 中没有此字段：请改正或去掉（导入后不可重做）；现有字段：%s",
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
