package imports_test

import (
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/imports"
)

var all = domain.Define("import",
	domain.Records[imports.Import](domain.Says(imports.Opened{}, "", ""), domain.Says(imports.Completed{}, "", "")),
	domain.Opens[imports.Import, imports.Open]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[imports.Import, imports.Complete]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
)

var open = imports.Open{
	Digest: strings.Repeat("0a", 32), Format: "xes", Cases: 3, Steps: 7,
	Mapping: imports.Mapping{Name: "generic", Step: imports.StepMapping{Name: "concept:name"}},
	Header:  domain.Note("<log/>"),
}

func TestImport(t *testing.T) {
	begin := domaintest.For(t, all).Stream("import-" + open.Digest)
	s := begin.When(open).Then(imports.Opened{
		Format: open.Format, Cases: open.Cases, Steps: open.Steps, Mapping: open.Mapping, Header: open.Header,
	})
	s.When(open).Rejected("already_exists")
	s.When(imports.Complete{Cases: 3, Steps: 6}).Rejected("import_incomplete")
	s.When(imports.Complete{Cases: 2, Steps: 7}).Rejected("import_incomplete")
	s.When(imports.Complete{Cases: 4, Steps: 7}).Rejected("import_incomplete")
	s = s.When(imports.Complete{Cases: 3, Steps: 7}).Then(imports.Completed{Cases: 3, Steps: 7})
	s.When(imports.Complete{Cases: 3, Steps: 7}).Rejected("import_not_open")
	s.State(func(i imports.Import) {
		if !i.Completed || !i.Header.IsZero() {
			t.Errorf("completed %v; the header stays in the log: %v", i.Completed, i.Header)
		}
	})
	domaintest.CheckFold(t, all, s.Facts()...)
	begin.When(imports.Complete{}).Rejected("not_found")
}

func TestWhatAnImportNeeds(t *testing.T) {
	for name, test := range map[string]struct {
		code   string
		change func(*imports.Open)
	}{
		"a digest":             {"not_a_digest", func(o *imports.Open) { o.Digest = "abc" }},
		"a digest in one form": {"not_a_digest", func(o *imports.Open) { o.Digest = strings.ToUpper(o.Digest) }},
		"a format":             {"source_incomplete", func(o *imports.Open) { o.Format = "" }},
		"a count of cases":     {"source_incomplete", func(o *imports.Open) { o.Cases = -1 }},
		"a count of steps":     {"source_incomplete", func(o *imports.Open) { o.Steps = -1 }},
	} {
		t.Run(name, func(t *testing.T) {
			o := open
			test.change(&o)
			domaintest.For(t, all).Stream("import-x").When(o).Rejected(test.code)
		})
	}
}
