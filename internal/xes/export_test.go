package xes_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/xes"
)

func TestWhatWasAddedFollows(t *testing.T) {
	d := newDesk(t)
	file := helpdesk(t)
	report := d.mustBring("helpdesk.xes", file, nil)
	id := xes.CaseID(report.Source[len("import-"):], 2).String()
	at := time.Date(2016, 4, 1, 2, 3, 4, 5_000_000, time.UTC)
	d.do(id, at, request.RecordStep{Name: "回访 & \uffff", Note: domain.Note("not exported")})
	d.do(id, at.Add(time.Hour), request.Withdraw{})

	back, exported := d.export(xes.ExportOptions{})
	want := mustRead(t, string(file))
	want.Traces[1].Events = append(want.Traces[1].Events,
		xes.Event{Attributes: []domain.Attribute{
			str("concept:name", "回访 & \ufffd"),
			{Type: "date", Key: "time:timestamp", Value: "2016-04-01T02:03:04.005Z"},
			str(xes.KeyRecorded, "request.step-recorded"),
		}},
		xes.Event{Attributes: []domain.Attribute{
			str("concept:name", "request.withdrawn"),
			{Type: "date", Key: "time:timestamp", Value: "2016-04-01T03:03:04.005Z"},
			str(xes.KeyRecorded, "request.withdrawn"),
		}})
	sameLogs(t, back, want)
	if exported.Added != 2 || exported.Events != 26 || exported.Traces != 12 {
		t.Errorf("exported %+v", exported)
	}
}

func TestErasedIsSaidAndTheRestExported(t *testing.T) {
	d := newDesk(t)
	file := helpdesk(t)
	m := xes.Generic()
	m.Case.Public = []string{"topics"}
	m.Step.Public = []string{"lifecycle:transition"}
	report := d.mustBring("helpdesk.xes", file, &m)
	stream := "request-" + xes.CaseID(report.Source[len("import-"):], 1).String()
	if err := d.keys.Destroy(t.Context(), stream); err != nil {
		t.Fatal(err)
	}
	back, exported := d.export(xes.ExportOptions{})
	if !reflect.DeepEqual(exported.Erased, []int{1}) || exported.Traces != 12 {
		t.Errorf("exported %+v", exported)
	}
	want := mustRead(t, string(file))
	first := &want.Traces[0]
	var topics domain.Attribute
	for _, a := range first.Attributes {
		if a.Key == "topics" {
			topics = a
		}
	}
	first.Attributes = []domain.Attribute{topics, {Type: "boolean", Key: xes.KeyErased, Value: "true"}}
	at := func(s string) domain.Attribute {
		return domain.Attribute{Type: "date", Key: "time:timestamp", Value: s}
	}
	first.Events = []xes.Event{
		{Attributes: []domain.Attribute{str("concept:name", "受理"), at("2016-03-01T00:30:00Z"), str("lifecycle:transition", "complete")}},
		{Attributes: []domain.Attribute{str("concept:name", "转办"), at("2016-03-02T02:00:00.5Z")}},
		{Attributes: []domain.Attribute{str("concept:name", "办结"), at("2016-03-09T07:12:44.25Z")}},
	}
	sameLogs(t, back, want)

	// The header is erased with the key of the import.
	if err := d.keys.Destroy(t.Context(), report.Source); err != nil {
		t.Fatal(err)
	}
	back, exported = d.export(xes.ExportOptions{})
	if !exported.HeaderErased || len(back.Header.Attributes) > 0 || len(back.Traces) != 12 {
		t.Errorf("exported %+v with the header %+v", exported, back.Header)
	}
}

func TestOneSourceOfSeveral(t *testing.T) {
	d := newDesk(t)
	var none strings.Builder
	if _, err := xes.Export(t.Context(), d.Ledger, &none, xes.ExportOptions{}); domain.CodeOf(err) != "nothing_imported" {
		t.Errorf("got %v", err)
	}
	first := d.mustBring("helpdesk.xes", helpdesk(t), nil)
	second := inLog(`<trace>` + step + `</trace>`)
	r := d.mustBring("small.xes", []byte(second), nil)
	_, err := xes.Export(t.Context(), d.Ledger, &none, xes.ExportOptions{})
	if domain.CodeOf(err) != "source_ambiguous" || !strings.Contains(err.Error(), first.Source) || !strings.Contains(err.Error(), "small.xes") {
		t.Errorf("got %v", err)
	}
	if _, err := xes.Export(t.Context(), d.Ledger, &none, xes.ExportOptions{Source: "import-nowhere"}); domain.CodeOf(err) != "source_unknown" {
		t.Errorf("got %v", err)
	}
	if none.Len() > 0 {
		t.Errorf("a refused export wrote %q", none.String())
	}
	for _, name := range []string{r.Source, r.Source[len("import-"):], r.Source[:20]} {
		back, _ := d.export(xes.ExportOptions{Source: name})
		sameLogs(t, back, mustRead(t, second))
	}
	sources, err := xes.Sources(t.Context(), d.Ledger)
	if err != nil || len(sources) != 2 || sources[1].Stream != r.Source || sources[1].Cases != 1 || !sources[1].Completed {
		t.Errorf("sources %+v, %v", sources, err)
	}
}

// correct puts an approved correction into a stream.
func (d *desk) correct(stream string, c domain.CorrectionProposed) {
	d.t.Helper()
	history, err := d.History(d.t.Context(), stream)
	if err != nil {
		d.t.Fatal(err)
	}
	last := history[len(history)-1]
	for i, e := range []domain.Event{c, domain.CorrectionApproved{Proposal: last.Revision + 1}} {
		r := last
		r.ID, r.CommandID, r.Revision = uuid.New(), uuid.New(), last.Revision+1+int64(i)
		data, err := d.Catalogue().Encode(e, d.Sealer(), stream, r.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		metadata, err := d.Catalogue().EncodeMetadata(r)
		if err != nil {
			d.t.Fatal(err)
		}
		if _, err := d.store.Append(d.t.Context(), stream, eventstore.Revision(r.Revision-1),
			eventstore.Event{ID: r.ID, Type: e.EventType(), Data: data, Metadata: metadata}); err != nil {
			d.t.Fatal(err)
		}
	}
}

func TestCorrectedIsExportedAsItStands(t *testing.T) {
	d := newDesk(t)
	report := d.mustBring("helpdesk.xes", helpdesk(t), nil)
	stream := "request-" + xes.CaseID(report.Source[len("import-"):], 1).String()
	at := time.Date(2016, 3, 1, 1, 0, 0, 0, time.UTC)
	d.correct(stream, domain.CorrectionProposed{
		Kind: domain.Clerical, Reason: domain.Note("slip"), Basis: "test", Void: []int64{3},
		Amend:  []domain.Amendment{{Revision: 1, Event: domain.Payload{Event: request.StepRecorded{Name: "受理(更正)"}}, OccurredAt: at}},
		Insert: []domain.Insertion{{After: 1, Event: domain.Payload{Event: request.StepRecorded{Name: "补记"}}, OccurredAt: at.Add(time.Minute)}},
	})
	back, exported := d.export(xes.ExportOptions{})
	want := mustRead(t, string(helpdesk(t)))
	here := func(name, at string) xes.Event {
		return xes.Event{Attributes: []domain.Attribute{
			str("concept:name", name), {Type: "date", Key: "time:timestamp", Value: at}, str(xes.KeyRecorded, "request.step-recorded"),
		}}
	}
	want.Traces[0].Events = []xes.Event{
		here("受理(更正)", "2016-03-01T01:00:00Z"), here("补记", "2016-03-01T01:01:00Z"), want.Traces[0].Events[1],
	}
	sameLogs(t, back, want)
	if exported.Added != 2 || len(exported.Erased) > 0 {
		t.Errorf("exported %+v", exported)
	}
}
