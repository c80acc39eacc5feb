package catalogue_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
)

func TestAmend(t *testing.T) {
	who := uuid.New()
	was := request.Submitted{Matter: "B07", Place: "1", Channel: request.Window, People: 2, Requester: domain.About(who, "居民 0001"), Summary: domain.Note("办卡")}
	for name, c := range map[string]struct {
		set    string
		remove []string
		want   func(*request.Submitted)
		code   string
	}{
		"one field":            {set: `{"people":3}`, want: func(s *request.Submitted) { s.People = 3 }},
		"a sealed one":         {set: `{"summary":"补办"}`, want: func(s *request.Submitted) { s.Summary = domain.Note("补办") }},
		"a person's":           {set: `{"requester":{"text":"居民 0002"}}`, want: func(s *request.Submitted) { s.Requester = domain.About(uuid.Nil, "居民 0002") }},
		"removed":              {remove: []string{"requester"}, want: func(s *request.Submitted) { s.Requester = domain.Personal{} }},
		"set and removed":      {set: `{"place":"2"}`, remove: []string{"summary"}, want: func(s *request.Submitted) { s.Place, s.Summary = "2", domain.Text{} }},
		"nothing":              {want: func(*request.Submitted) {}},
		"a required one":       {remove: []string{"people"}, code: "field_missing"},
		"both at once":         {set: `{"summary":"x"}`, remove: []string{"summary"}, code: "field_twice"},
		"an unknown one":       {set: `{"colour":"red"}`, code: "field_unknown"},
		"another case":         {set: `{"People":3}`, code: "field_unknown"},
		"an unknown removed":   {remove: []string{"colour"}, code: "field_unknown"},
		"a word for a number":  {set: `{"people":"three"}`, code: "command_invalid"},
		"null":                 {set: `{"people":null}`, code: "command_invalid"},
		"a code of no list":    {set: `{"channel":"pigeon"}`, code: "code_unknown"},
		"a text without end":   {set: `{"summary":"` + strings.Repeat("长", 40_000) + `"}`, code: "too_long"},
		"an envelope of one's": {set: `{"summary":{"sealed":"AAAA"}}`, code: "command_invalid"},
		"twice the same":       {set: `{"people":3,"people":4}`, code: "command_invalid"},
		"no object":            {set: `[3]`, code: "command_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			before := was
			got, err := catalogue.Standard.Amend(was, domain.Object(c.set), c.remove)
			require.Equal(t, before, was, "what it was given is as it was")
			if c.code != "" {
				require.Equal(t, c.code, domain.CodeOf(err), "%v", err)
				return
			}
			require.NoError(t, err)
			want := was
			c.want(&want)
			require.Equal(t, want, got)
		})
	}
	_, err := catalogue.Standard.Amend(weighed{}, nil, nil)
	require.Error(t, err, "an event of another catalogue")
}

// An amendment shares no list with the event that it began from.
func TestAnAmendmentIsACopy(t *testing.T) {
	was := request.Entrusted{Agent: "a", Originals: []string{"card", "book"}}
	got, err := catalogue.Standard.Amend(was, domain.Object(`{"originals":["x"]}`), nil)
	require.NoError(t, err)
	require.Equal(t, []string{"card", "book"}, was.Originals)
	require.Equal(t, []string{"x"}, got.(request.Entrusted).Originals)
}

func TestNameSubjects(t *testing.T) {
	who, fresh := uuid.New(), uuid.New()
	name := func(path string) domain.Subject {
		require.Equal(t, "requester", path)
		return fresh
	}
	was := request.Submitted{Requester: domain.About(who, "a")}
	for _, c := range []struct {
		now    domain.Personal
		before domain.Event
		want   domain.Subject
	}{
		{domain.About(uuid.Nil, "b"), was, who},
		{domain.About(uuid.Nil, "b"), request.Submitted{}, fresh},
		{domain.About(uuid.Nil, "b"), nil, fresh},
		{domain.About(fresh, "b"), was, fresh},
		{domain.Personal{}, was, uuid.Nil},
	} {
		got, err := catalogue.Standard.NameSubjects(request.Submitted{Requester: c.now}, c.before, name)
		require.NoError(t, err)
		require.Equal(t, c.want, got.(request.Submitted).Requester.Subject)
	}
	e, err := catalogue.Standard.NameSubjects(account.Opened{Name: "a"}, nil, name)
	require.NoError(t, err)
	require.Equal(t, account.Opened{Name: "a"}, e)
}

// Whatever is set and removed: the event stays as it was, and what comes of it
// can be recorded and read again.
func FuzzAmend(f *testing.F) {
	for _, spec := range catalogue.Standard.Events() {
		data, err := catalogue.Standard.Reencode(sample(spec.Prototype))
		require.NoError(f, err)
		f.Add(spec.Prototype.EventType(), data, []byte(`{}`), "")
	}
	f.Add("request.submitted", []byte(`{"matter":"m","place":"p","channel":"phone","people":1,"summary":{"sealed":"AAAA"}}`), []byte(`{"people":2,"summary":"s","requester":{"text":"t"}}`), "")
	f.Add("request.entrusted", []byte(`{"agent":"a","originals":["x"]}`), []byte(`{"agent":"b"}`), "originals")
	f.Add("matter.listed", []byte(`{}`), []byte(`{"fee":12}`), "titleEnglish,papers")
	f.Fuzz(func(t *testing.T, name string, data, set []byte, remove string) {
		e, err := catalogue.Standard.Decode(name, data)
		if err != nil {
			return
		}
		if _, err := catalogue.Standard.DecodeClear(name, set); err != nil {
			require.NotEmpty(t, domain.CodeOf(err), "it is refused with a code: %v", err)
		}
		before, err := catalogue.Standard.Reencode(e)
		require.NoError(t, err)
		var removed []string
		if remove != "" {
			removed = strings.Split(remove, ",")
		}
		amended, err := catalogue.Standard.Amend(e, domain.Object(set), removed)
		after, again := catalogue.Standard.Reencode(e)
		require.NoError(t, again)
		require.Equal(t, before, after, "what it was given was changed")
		if err != nil {
			require.NotEmpty(t, domain.CodeOf(err), "it is refused with a code: %v", err)
			return
		}
		amended, err = catalogue.Standard.NameSubjects(amended, e, func(string) domain.Subject { return someEvent })
		require.NoError(t, err)
		stored, err := catalogue.Standard.Encode(amended, reversing{}, "request-1", someEvent)
		require.NoError(t, err)
		read, err := catalogue.Standard.Decode(amended.EventType(), stored)
		require.NoError(t, err)
		twice, err := catalogue.Standard.Reencode(read)
		require.NoError(t, err)
		require.Equal(t, stored, twice)
	})
}

// What the public learns of when it is recorded is inserted by no correction.
func TestWhatCountsFromRecording(t *testing.T) {
	var all []string
	for _, a := range catalogue.Standard.Aggregates() {
		for _, s := range a.Events {
			if p, ok := s.Prototype.(domain.Prompt); ok {
				all = append(all, p.EventType())
			}
		}
	}
	require.ElementsMatch(t, []string{
		"audit.notice-served", "audit.draft-sent", "audit.disclosed", "collective.merged-into", "community.merged-into", "contract.ended",
		"decision.notice-given", "decision.disclosed", "matter.changed", "matter.delisted", "reform.roster-posted", "request.due-extended",
		"tender.listed", "tender.bid-received",
	}, all)
}
