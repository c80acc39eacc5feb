package web_test

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
)

// openCorrected is an office with a correction in force, one that waits, one that
// was rejected, and one for privacy.
func openCorrected(t *testing.T) *office {
	t.Helper()
	o := openOffice(t)
	propose := func(by ledger.Actor, c domain.ProposeCorrection) {
		c.Reason, c.RestsOn = domain.Note("理由 "+secret), domain.OnDocument
		o.mustBy(by, o.stream, c)
	}
	propose(o.corrector, domain.ProposeCorrection{
		Kind: domain.Clerical, Basis: "更正单2号", // hidden with what it amends
		Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"channel": "window"}`))}},
	})
	o.clock.Set("2016-03-10 15:00")
	o.mustBy(o.second, o.stream, domain.ApproveCorrection{Proposal: 2})
	propose(o.corrector, domain.ProposeCorrection{Kind: domain.Retraction, Basis: "更正单3号", Void: []int64{1}})
	o.mustBy(o.second, o.stream, domain.RejectCorrection{Proposal: 4, Reason: domain.Note("不成立")})
	propose(o.clerk, domain.ProposeCorrection{
		Kind: domain.Privacy, Basis: "隐私申请 王某某",
		Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"summary": "补办"}`))}},
	})
	o.mustBy(o.second, o.stream, domain.ApproveCorrection{Proposal: 6})
	o.clock.Set("2016-03-12 09:00")
	propose(o.clerk, domain.ProposeCorrection{
		Kind: domain.Clerical, Basis: "更正单 <1> & 5号",
		Insert: []domain.Addition{{After: 1, Type: "request.supervised", Data: domain.Clear(domain.Object(`{"by": "街道办"}`)), OccurredAt: o.clock.Now().AddDate(0, 0, -1)}},
	})
	o.settle()
	return o
}

type correctionsJSON struct {
	Total  int `json:"total"`
	Totals struct {
		All, Waiting, Unsettled int
	} `json:"totals"`
	Corrections []struct {
		Kind, Status, Stream, Place, Basis string
		Days                               *int `json:"days"`
		Proposed                           int64
	} `json:"corrections"`
}

func (s *site) correctionsJSON(t *testing.T, query string) (list correctionsJSON) {
	t.Helper()
	w := s.get("/corrections.json" + query)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &list, json.MatchCaseInsensitiveNames(true)))
	return list
}

func TestCorrectionsOfEverybody(t *testing.T) {
	o := openCorrected(t)
	list := o.correctionsJSON(t, "")
	require.Equal(t, 4, list.Total)
	require.Equal(t, struct{ All, Waiting, Unsettled int }{4, 1, 0}, list.Totals)
	require.EqualValues(t, 8, list.Corrections[0].Proposed, "the last proposed comes first")
	require.Equal(t, o.stream, list.Corrections[0].Stream)
	require.Equal(t, "community-c0", list.Corrections[0].Place)
	require.Nil(t, list.Corrections[0].Days)
	require.Equal(t, 9, *list.Corrections[3].Days, "from the first of March")
	require.Equal(t, "更正单 <1> & 5号", list.Corrections[0].Basis)
	require.Empty(t, list.Corrections[3].Basis, "a correction for privacy hides it")
	require.Equal(t, "privacy", list.Corrections[1].Kind)
	require.Empty(t, list.Corrections[1].Basis, "that one only says that it happened")

	for query, proposed := range map[string][]int64{
		"?status=proposed": {8}, "?status=approved": {6, 2}, "?status=rejected": {4}, "?status=undone": {}, "?kind=retraction": {4},
		"?kind=clerical&status=approved": {2}, "?place=town-shunwang": {8, 6, 4, 2}, "?place=community-c1": {}, "?unsettled=yes": {},
		"?size=1&page=2": {6}, "?size=3&page=2": {2}, "?knownAt=2016-03-09": {2}, "?knownAt=2016-03-01": {},
	} {
		got := []int64{}
		for _, c := range o.correctionsJSON(t, query).Corrections {
			got = append(got, c.Proposed)
		}
		require.Equal(t, proposed, got, query)
	}
	require.Equal(t, "proposed", o.correctionsJSON(t, "?knownAt=2016-03-09").Corrections[0].Status, "as it stood then")
	for _, wrong := range []string{"?status=none", "?kind=x", "?place=c0", "?place=community-%22", "?unsettled=no", "?size=0", "?page=0"} {
		require.Equal(t, http.StatusBadRequest, o.get("/corrections"+wrong).Code, wrong)
	}

	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(o.get("/corrections.csv?lang=en").Body.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 5)
	require.Equal(t, []string{o.stream, "2", "Proof of residence, Yuejiazhuang", "Clerical", "Document", "", "Yuejiazhuang", "community-c0", "Approved"}, rows[4][:9])
	require.Equal(t, []string{"2016-03-01T09:00:00+08:00", "2016-03-03T10:00:00+08:00", "corrector", "2016-03-10T15:00:00+08:00", "second", "9", ""}, rows[4][9:])

	for _, lang := range []string{"en", "zh"} {
		page := o.get("/corrections?lang=" + lang).Body.String()
		require.Contains(t, page, `<link rel="alternate" type="application/atom+xml"`)
		require.Contains(t, page, "/streams/"+o.stream+"#r2")
		require.Contains(t, page, "更正单 &lt;1&gt; &amp; 5号")
		require.NotContains(t, page, "更正单2号")
		require.NotContains(t, page, "王某某")
		require.Contains(t, o.get("/about?lang="+lang).Body.String(), `href="/corrections"`)
	}
	require.Contains(t, o.get("/corrections?lang=zh&size=1").Body.String(), `rel="next"`)
	require.Contains(t, o.get("/about?lang=en").Body.String(), "4 corrections were proposed so far; 1 awaits a decision, 0 with something left to settle.")
	require.NotContains(t, o.get("/requests").Body.String(), "atom+xml")
	require.Equal(t, http.StatusNotFound, o.get("/requests.atom").Code)
	require.Equal(t, http.StatusNotFound, o.get("/staff.atom").Code)
}

// The elements that RFC 4287 requires, and where.
type readFeed struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string    `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      []string  `xml:"id"`
	Title   []string  `xml:"title"`
	Updated []string  `xml:"updated"`
	Author  []string  `xml:"author>name"`
	Links   []feedTie `xml:"link"`
	Entries []struct {
		ID        []string  `xml:"id"`
		Title     []string  `xml:"title"`
		Updated   []string  `xml:"updated"`
		Published []string  `xml:"published"`
		Author    []string  `xml:"author>name"`
		Summary   []string  `xml:"summary"`
		Links     []feedTie `xml:"link"`
	} `xml:"entry"`
}

type feedTie struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

func (s *site) feed(t *testing.T, query string) readFeed {
	t.Helper()
	w := s.get("/corrections.atom" + query)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	require.Equal(t, "application/atom+xml; charset=utf-8", w.Header().Get("Content-Type"))
	var f readFeed
	require.NoError(t, xml.Unmarshal(w.Body.Bytes(), &f))
	once := func(values []string) string {
		require.Len(t, values, 1)
		require.NotEmpty(t, values[0])
		return values[0]
	}
	moment := func(values []string) time.Time {
		at, err := time.Parse(time.RFC3339, once(values))
		require.NoError(t, err)
		return at
	}
	address := func(links []feedTie, rel string) {
		for _, l := range links {
			if l.Rel == rel {
				u, err := url.Parse(l.Href)
				require.NoError(t, err)
				require.True(t, u.IsAbs(), l.Href)
				return
			}
		}
		require.Failf(t, "no link", "rel=%q", rel)
	}
	u, err := url.Parse(once(f.ID))
	require.NoError(t, err)
	require.Equal(t, "urn", u.Scheme)
	once(f.Title)
	updated := moment(f.Updated)
	once(f.Author)
	address(f.Links, "self")
	address(f.Links, "alternate")
	ids := map[string]bool{}
	for i, e := range f.Entries {
		id, found := strings.CutPrefix(once(e.ID), "urn:uuid:")
		require.True(t, found)
		_, err := uuid.Parse(id)
		require.NoError(t, err)
		require.False(t, ids[id], "an id stands once")
		ids[id] = true
		once(e.Title)
		once(e.Author)
		once(e.Summary)
		address(e.Links, "alternate")
		at := moment(e.Updated)
		require.False(t, at.Before(moment(e.Published)))
		require.False(t, at.After(updated), "the newest comes first")
		if updated = at; i == 0 {
			require.Equal(t, moment(f.Updated), at)
		}
	}
	return f
}

func TestFeedOfCorrections(t *testing.T) {
	empty := founded(t)
	empty.settle()
	require.Empty(t, empty.feed(t, "").Entries)

	o := openCorrected(t)
	f := o.feed(t, "?lang=en")
	require.Equal(t, "en", f.Lang)
	require.Equal(t, "Corrections in the ledger of Zhucheng", f.Title[0])
	require.Len(t, f.Entries, 4)
	for _, e := range f.Entries {
		require.NotContains(t, fmt.Sprint(e), "王")
	}
	first := f.Entries[3]
	require.Equal(t, "Clerical, Approved: Proof of residence, Yuejiazhuang", first.Title[0])
	require.Equal(t, "2016-03-10T07:00:00Z", first.Updated[0])
	require.Equal(t, "2016-03-03T02:00:00Z", first.Published[0])
	require.Equal(t, "corrector", first.Author[0])
	require.Contains(t, first.Summary[0], "Approved by second, 10 March 2016 15:00, 9 days after the record.")
	for _, shown := range []string{first.Summary[0], o.feed(t, "?lang=zh").Entries[3].Summary[0]} {
		require.NotContains(t, shown, "更正单2号", "its basis is hidden")
	}
	history, err := o.History(t.Context(), o.stream)
	require.NoError(t, err)
	require.Equal(t, "urn:uuid:"+history[2].ID.String(), first.ID[0])
	require.NotContains(t, o.feed(t, "").Entries[1].Summary[0], "隐私申请")

	// The id stays when it is decided, and it moves to the top.
	waiting := f.Entries[0]
	require.Contains(t, waiting.Summary[0], "Basis (Document): 更正单 <1> & 5号.")
	o.clock.Set("2016-03-13 09:00")
	o.mustBy(o.clerk, o.stream, domain.ProposeCorrection{Kind: domain.Legal, Reason: domain.Note("x"), RestsOn: domain.OnDocument, Basis: "判决", Void: []int64{1}})
	o.clock.Set("2016-03-14 09:00")
	o.mustBy(o.second, o.stream, domain.ApproveCorrection{Proposal: 8})
	o.mustBy(o.clerk, "", request.Submit{Matter: "A01", Place: "c0", Channel: request.Phone, People: 1})
	o.settle()
	again := o.feed(t, "?lang=zh")
	require.Equal(t, waiting.ID, again.Entries[0].ID)
	require.Equal(t, "2016-03-14T01:00:00Z", again.Entries[0].Updated[0])
	require.Equal(t, again.Entries[0].Updated, again.Updated, "a request changes nothing of it")
	require.NotEqual(t, f.ID, o.feed(t, "?kind=privacy").ID, "another feed")
	require.Len(t, o.feed(t, "?kind=privacy").Entries, 1)
	require.Equal(t, http.StatusBadRequest, o.get("/corrections.atom?size=101").Code)
}
