package projections_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/projections"
)

var kin = uuid.MustParse("0199c1f0-0000-7000-8000-00000000c0de")

// county is a log of a town with two communities, a village and two collectives.
func county(t reporter) *memoryLog {
	log := newLog()
	day := func(m time.Month, d int) domain.Date { return domain.NewDate(2016, m, d) }
	for _, e := range []struct {
		stream string
		domain.Event
	}{
		{"town-s", town.Registered{ID: "s", Name: "舜王街道"}},
		{"community-yue", community.Registered{ID: "yue", Town: "town-s", Code: "370782101", Name: "岳家庄社区", NameEnglish: "Yuejiazhuang"}},
		{"community-old", community.Registered{ID: "old", Town: "town-s", Name: "旧社区"}},
		{"community-old", community.MergedInto{Into: "community-yue"}},
		{"village-yue", village.Registered{ID: "yue", Community: "community-yue", Name: "岳家庄"}},
		{"village-yue", village.ElectorateRecorded{AsOf: day(1, 1), Households: 210, Adults: 600, PartyMembers: 20, Document: "户口册"}},
		{"village-yue", village.CouncilsConstituted{On: day(2, 1), PartyCouncil: 7, VillagersCouncil: 15}},
		{"village-yue", village.CouncilsConstituted{On: day(8, 1), PartyCouncil: 9, VillagersCouncil: 17}},
		{"collective-yue", collective.Registered{ID: "yue", Level: domain.VillageUnit, Community: "community-yue", Code: "N2370782MF12345678", Name: "岳家庄经济合作社"}},
		{"collective-yue", collective.ElectorateRecorded{AsOf: day(1, 1), Members: 1900, Document: "成员名册"}},
		{"collective-yue", collective.ElectorateRecorded{AsOf: day(6, 1), Members: 1902, Document: "成员名册（六月）"}},
		{"collective-group", collective.Registered{ID: "group", Level: domain.GroupUnit, Community: "community-yue", Name: "第一组"}},
		{"collective-group", collective.MergedInto{Into: "collective-yue"}},
		{"community-yue", community.CouncilConstituted{Body: community.VillagersCommittee, Seats: 4, From: domain.NewDate(2012, 1, 1), Until: domain.NewDate(2014, 12, 31)}},
		{"community-yue", community.CouncilConstituted{Body: community.VillagersCommittee, Seats: 5, From: domain.NewDate(2015, 1, 1), Until: domain.NewDate(2017, 12, 31)}},
		{"community-yue", community.OfficialAppointed{
			Post: community.CommitteeMember, Seat: 2, Body: community.VillagersCommittee, Name: "王委员", From: domain.NewDate(2015, 1, 1), Until: domain.NewDate(2017, 12, 31),
			Person: domain.About(domain.Subject(kin), "王委员 370782"), Kin: []domain.Personal{domain.About(domain.Subject(kin), "王某某")},
		}},
		{"community-yue", community.OfficialAppointed{Post: community.BranchSecretary, Body: community.PartyBranch, Name: "李书记", From: domain.NewDate(2015, 1, 1)}},
		{"community-yue", community.TermEnded{Post: community.BranchSecretary, On: day(8, 31), Reason: community.Transferred, Note: domain.Note("调往镇里")}},
		{"community-yue", community.OfficialAppointed{Post: community.BranchSecretary, Body: community.PartyBranch, Name: "张书记", From: day(9, 1)}},
		{"village-yue", domain.CorrectionProposed{Kind: domain.Clerical, Reason: domain.Note("笔误"), Basis: "更正单", RestsOn: domain.OnDocument, Void: []int64{3}}},
	} {
		log.add(t, e.stream, e.Event, monday)
	}
	return log
}

func TestPlaces(t *testing.T) {
	c := config(t, county(t))
	v := running(t, c)
	waitFor(t, v, c.Store.(*memoryLog).last())
	today := domain.NewDate(2016, 9, 5)

	yue := read(t, v, func(q *projections.Query) (projections.Community, error) { return q.Community("community-yue") })
	if yue.Villages != 1 || yue.Collectives != 2 || yue.Merged != "" || yue.Electorate != nil || yue.TownName != "舜王街道" {
		t.Errorf("got %+v", yue)
	}
	old := read(t, v, func(q *projections.Query) (projections.Community, error) { return q.Community("community-old") })
	if want := (projections.Merger{Merged: "community-yue", MergedName: "岳家庄社区", MergedNameEnglish: "Yuejiazhuang"}); old.Merger != want {
		t.Errorf("got %+v", old)
	}
	// The same id is that of a community, a village and a collective.
	village := read(t, v, func(q *projections.Query) (projections.Village, error) { return q.Village("village-yue") })
	if village.Name != "岳家庄" || village.Community != "community-yue" || village.TownName != "舜王街道" ||
		village.Councils != domain.NewDate(2016, 8, 1) || village.Electorate == nil || village.Electorate.Households != 210 {
		t.Errorf("got %+v", village)
	}
	owner := read(t, v, func(q *projections.Query) (projections.Collective, error) { return q.Collective("collective-yue") })
	if owner.Level != domain.VillageUnit || owner.CommunityNameEnglish != "Yuejiazhuang" || owner.Town != "town-s" || owner.Electorate.Members != 1902 {
		t.Errorf("got %+v", owner)
	}
	for name, stream := range map[string]string{"another kind": "village-yue", "nothing": "collective-none"} {
		err := v.Read(t.Context(), func(q *projections.Query) error { _, err := q.Collective(stream); return err })
		if !errors.Is(err, projections.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	collectives := func(f projections.UnitFilter) (ids []string) {
		for _, k := range read(t, v, func(q *projections.Query) ([]projections.Collective, error) {
			all, n, err := q.Collectives(f, "name", projections.Page{})
			if n != len(all) {
				t.Errorf("%+v: %d in all, %d listed", f, n, len(all))
			}
			return all, err
		}) {
			ids = append(ids, k.ID)
		}
		return ids
	}
	for _, of := range []struct {
		filter projections.UnitFilter
		want   []string
	}{
		{projections.UnitFilter{}, []string{"yue", "group"}},
		{projections.UnitFilter{Town: projections.Is("town-s"), Community: projections.Is("community-yue")}, []string{"yue", "group"}},
		{projections.UnitFilter{Town: projections.Is("town-none")}, nil},
		{projections.UnitFilter{Community: projections.Is("community-old")}, nil},
		{projections.UnitFilter{Level: projections.Is(domain.GroupUnit)}, []string{"group"}},
		{projections.UnitFilter{Text: "合作社"}, []string{"yue"}},
		{projections.UnitFilter{Text: "MF123"}, []string{"yue"}},
		{projections.UnitFilter{Text: "%"}, nil},
	} {
		if got := collectives(of.filter); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(of.want))) {
			t.Errorf("%+v: got %v, want %v", of.filter, got, of.want)
		}
	}

	unit := func(stream string, today domain.Date) projections.Unit {
		return read(t, v, func(q *projections.Query) (projections.Unit, error) { return q.Unit(stream, today) })
	}
	now := unit("community-yue", today)
	if len(now.Officials) != 2 || now.Officials[0].Name != "张书记" || now.Officials[1].Seat != 2 ||
		len(now.FormerOfficials) != 1 || now.FormerOfficials[0].Reason != community.Transferred {
		t.Errorf("got %+v", now)
	}
	if len(now.Bodies) != 2 || now.Bodies[0].Seats != 5 || now.Bodies[0].Over || !now.Bodies[1].Over {
		t.Errorf("got %+v", now.Bodies)
	}
	// On the last day somebody is in office still; the term of a body is over on
	// the day after its last.
	if then := unit("community-yue", domain.NewDate(2016, 8, 31)); len(then.Officials) != 3 || len(then.FormerOfficials) != 0 {
		t.Errorf("got %+v", then)
	}
	if then := unit("community-yue", domain.NewDate(2017, 12, 31)); then.Bodies[0].Over {
		t.Errorf("got %+v", then.Bodies)
	}
	if then := unit("community-yue", domain.NewDate(2018, 1, 1)); !then.Bodies[0].Over || len(then.Officials) != 1 {
		t.Errorf("got %+v", then)
	}
	if councils := unit("village-yue", today).Bodies; len(councils) != 2 || councils[0].Seats != 9 || councils[1].Seats != 17 || councils[1].Over {
		t.Errorf("got %+v", councils)
	}
	if counts := unit("collective-yue", today).Electorates; len(counts) != 2 || counts[0].Members != 1902 || counts[1].AsOf != domain.NewDate(2016, 1, 1) {
		t.Errorf("got %+v", counts)
	}

	// A correction in a village is within its community and its town.
	for place, want := range map[string]int{"village-yue": 1, "community-yue": 1, "town-s": 1, domain.WholeCounty: 1, "community-old": 0, "collective-yue": 0} {
		page := read(t, v, func(q *projections.Query) (projections.CorrectionPage, error) {
			return q.Corrections(projections.CorrectionFilter{Place: place}, projections.Page{})
		})
		if page.Total != want || want > 0 && page.Corrections[0].PlaceName != "岳家庄" {
			t.Errorf("%s: got %+v", place, page)
		}
	}
	for text, wanted := range map[string]bool{"张书记": true, kin.String(): false, "王委员 370782": false, "王某某": false, "调往镇里": false} {
		if inFiles(t, c.Dir, text) != wanted {
			t.Errorf("%q is in the files of the views: %t, want %t", text, !wanted, wanted)
		}
	}
}

// inFiles reports whether any file of the views holds a text.
func inFiles(t *testing.T, dir, text string) (found bool) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(os.DirFS(dir), path)
		found = found || bytes.Contains(content, []byte(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Whatever happens in places, and however it arrives, what is served is what
// follows from the streams, each of which is folded anew.
func TestPlacesAreModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t, county(t), monday}
		c := projections.Config{Dir: tempDir(t), Store: w.log, Catalogue: catalogue.Standard}
		c.BatchEvents, c.CacheStates = rapid.IntRange(1, 9).Draw(t, "batch"), rapid.IntRange(1, 4).Draw(t, "cache")
		v, stop := started(t, c)
		defer stop()
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			w.writePlaces(rapid.IntRange(1, 8).Draw(t, "while"))
			waitFor(t, v, w.log.last())
		}
		checkRebuilt(t, v)
		checkUnit(t, v, w, "community-yue", domain.NewDate(2016, 9, rapid.IntRange(1, 30).Draw(t, "today")))
		checkUnit(t, v, w, "collective-yue", domain.NewDate(2016, 9, 5))
	})
}

func tempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "places")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// writePlaces appends up to n events that follow in the places of a county.
func (w *writer) writePlaces(n int) {
	for range n {
		stream := rapid.SampledFrom([]string{"community-yue", "village-yue", "collective-yue"}).Draw(w.t, "stream")
		history := w.log.history(stream)
		for range 6 {
			if e := w.placeEvent(stream, history); folds(stream, history, e, w.now) {
				w.log.add(w.t, stream, e, w.now)
				break
			}
		}
	}
}

func (w *writer) placeEvent(stream string, history []domain.Recorded) domain.Event {
	day := domain.NewDate(2016, 9, rapid.IntRange(1, 30).Draw(w.t, "day"))
	n := rapid.IntRange(1, 9).Draw(w.t, "n")
	if rapid.IntRange(0, 2).Draw(w.t, "correct") == 0 {
		last := int64(len(history) - 1)
		if _, proposed := history[last].Event.(domain.CorrectionProposed); proposed {
			return domain.CorrectionApproved{Proposal: last}
		}
		return domain.CorrectionProposed{Kind: domain.Clerical, Reason: domain.Note("slip"), Basis: "minutes", Void: []int64{int64(rapid.IntRange(1, len(history)-1).Draw(w.t, "void"))}}
	}
	switch category, _ := domain.SplitStream(stream); category {
	case "village":
		return rapid.SampledFrom([]domain.Event{
			village.Renamed{Name: "改名"}, village.ElectorateRecorded{AsOf: day, Households: n, Document: "册"},
			village.CouncilsConstituted{On: day, PartyCouncil: n, VillagersCouncil: n},
		}).Draw(w.t, "event")
	case "collective":
		return rapid.SampledFrom([]domain.Event{
			collective.Renamed{Name: "改名"}, collective.ElectorateRecorded{AsOf: day, Members: n, Document: "册"},
		}).Draw(w.t, "event")
	}
	post := rapid.SampledFrom([]community.Post{community.BranchSecretary, community.Accountant, community.CommitteeHead}).Draw(w.t, "post")
	return rapid.SampledFrom([]domain.Event{
		community.OfficialAppointed{Post: post, Body: post.Body(), Name: "某", From: day, Until: day.AddDays(n)},
		community.TermEnded{Post: post, On: day, Reason: community.Resigned},
		community.CouncilConstituted{Body: community.PartyBranch, Seats: n, From: day, Until: day.AddDays(n)},
		community.ElectorateRecorded{AsOf: day, Adults: n, Document: "册"},
	}).Draw(w.t, "event")
}

// checkUnit counts who is in office, and the counts, in the fold of a stream.
func checkUnit(t *rapid.T, v *projections.Views, w *writer, stream string, today domain.Date) {
	a, err := catalogue.Standard.Aggregate(stream)
	if err != nil {
		t.Fatal(err)
	}
	f, err := a.Fold(w.log.history(stream), domain.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, v, func(q *projections.Query) (projections.Unit, error) { return q.Unit(stream, today) })
	if s, is := f.State.(collective.Collective); is {
		if len(got.Electorates) != len(s.Electorates) {
			t.Fatalf("got %+v, want %+v", got, s.Electorates)
		}
		for i, e := range s.Electorates {
			if k := got.Electorates[len(s.Electorates)-1-i]; k.AsOf != e.AsOf || k.Members != e.Members {
				t.Fatalf("got %+v, want %+v", k, e)
			}
		}
		return
	}
	s := f.State.(community.Community)
	former := 0
	for _, o := range s.Officials {
		ended := !o.Ended.IsZero() && o.Ended.Before(today)
		ranOut := o.Ended.IsZero() && !o.Until.IsZero() && o.Until.Before(today)
		if ended || ranOut {
			former++
		}
	}
	if len(got.FormerOfficials) != former || len(got.Officials) != len(s.Officials)-former || len(got.Bodies) != len(s.Councils) {
		t.Fatalf("on %s: got %+v, want %d former of %+v", today, got, former, s.Officials)
	}
	in := map[community.Body]int{}
	for _, b := range got.Bodies {
		if !b.Over {
			in[community.Body(b.Body)]++
		}
	}
	for body, n := range in {
		begun := slices.ContainsFunc(s.Councils, func(k community.Council) bool { return k.Body == body && !k.From.After(today) })
		if begun && n > 1+upcoming(s, body, today) {
			t.Fatalf("on %s the %s is in office %d times: %+v", today, body, n, got.Bodies)
		}
	}
}

// upcoming is how many terms of a body begin after a day.
func upcoming(s community.Community, body community.Body, today domain.Date) (n int) {
	for _, k := range s.Councils {
		if k.Body == body && k.From.After(today) {
			n++
		}
	}
	return n
}
