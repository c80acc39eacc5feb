package xes

import (
	"context"
	"fmt"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/internal/ledger"
)

// Source is a log that was imported.
type Source struct {
	// Stream is import-<digest>.
	Stream string
	// Name is what it calls itself, or the name of its file.
	Name         string
	Cases, Steps int
	Mapping      Mapping
	// Completed says that all of its cases are in the ledger.
	Completed bool
}

// Sources lists the logs that were imported, in the order of their import. It
// reads the whole ledger.
func Sources(ctx context.Context, l *ledger.Ledger) ([]Source, error) {
	var sources []Source
	at := map[string]int{}
	for r, err := range l.Store().ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if r.Type != (imports.Opened{}).EventType() && r.Type != (imports.Completed{}).EventType() {
			continue
		}
		d, err := ledger.Read(l.Catalogue(), r)
		if err != nil {
			return nil, err
		}
		switch e := d.Event.(type) {
		case imports.Opened:
			if e.Format == format {
				at[d.Stream] = len(sources)
				sources = append(sources, Source{Stream: d.Stream, Name: e.Name, Cases: e.Cases, Steps: e.Steps, Mapping: e.Mapping})
			}
		case imports.Completed:
			if i, ok := at[d.Stream]; ok {
				sources[i].Completed = true
			}
		}
	}
	return sources, nil
}

func findSource(ctx context.Context, l *ledger.Ledger, wanted string) (Source, error) {
	sources, err := Sources(ctx, l)
	if err != nil {
		return Source{}, err
	}
	var fit []Source
	var list strings.Builder
	for _, s := range sources {
		if strings.HasPrefix(s.Stream, domain.StreamOf("import", strings.TrimPrefix(wanted, "import-"))) {
			fit = append(fit, s)
		}
		fmt.Fprintf(&list, "\n  %s  %s", s.Stream, s.Name)
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case len(sources) == 0:
		return Source{}, domain.Reject("nothing_imported",
			"nothing was imported into this ledger, and what is exported is imported requests: import a log first",
			"账本中没有导入的日志，无可导出：请先导入")
	case len(fit) == 0:
		return Source{}, domain.Reject("source_unknown", "no log that was imported is %s: choose one of%s", "没有导入过 %s：请选择%s", wanted, list.String())
	}
	return Source{}, domain.Reject("source_ambiguous",
		"several logs were imported, and each is exported by itself: choose one as the source%s",
		"导入过多份日志，须逐一导出：请选择来源%s", list.String())
}
