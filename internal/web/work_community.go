package web

import (
	"cmp"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// This file is what the page of a community shows of what is done in it and for
// it. Each row leads to its record.

// standingOf are the sites that a community is, and whether it is to be improved,
// as badges.
func (v *visit) standingOf(s projections.StandingAs) []cell {
	var badges []cell
	for _, i := range s.Improvements {
		if i.Improved.IsZero() {
			badges = append(badges, v.improvementState(i, v.today))
		}
	}
	for _, x := range s.Sites {
		if x.Stands(v.today) {
			badges = append(badges, cell{Text: v.Label(x.Kind, string(x.Kind)), Mark: "solved"})
		}
	}
	return badges
}

// workSections are the parts of the page, as far as there is anything in them.
func (v *visit) workSections(q *projections.Query, w projections.Work) ([]section, error) {
	var all []section
	add := func(s section, rows int) {
		if rows > 0 {
			all = append(all, s)
		}
	}
	deeds, err := v.deeds(q, w.Deeds)
	add(deeds, len(w.Deeds))
	add(v.staffThere(w.Staff), len(w.Staff))
	add(v.sitesOf(w.Sites), len(w.Sites))
	add(v.improvementsOf(w.Improvements), len(w.Improvements))
	add(v.pairings(w.Pairings), len(w.Pairings))
	return all, err
}

// deeds is the services, what was put up, awards, clean-ups and standards.
func (v *visit) deeds(q *projections.Query, all []projections.Deed) (section, error) {
	g := grid{Columns: []heading{{v.T("work.what"), "c-title"}, {v.T("work.day"), "c-day"}, {v.T("work.about"), "c-wide"}, {v.T("work.number"), "num"}, {v.T("work.amount"), "num"}}}
	for _, d := range all {
		what := cell{Text: v.Label(d.Kind, string(d.Kind)), record: deedRecord(d)}
		about, number, sum := v.aboutDeed(d)
		if d.Kind == projections.StationDeed {
			village, err := subjectCell(q, v, d.Code)
			if err != nil {
				return section{}, err
			}
			village.Note, about = d.What, village
		}
		g.Rows = append(g.Rows, []cell{what, dated(d.On), about, number, sum})
	}
	return section{ID: "deeds", Title: v.T("work.title"), Tables: []grid{g}}, nil
}

// aboutDeed is what a deed is about, how many it counts, and how much.
func (v voice) aboutDeed(d projections.Deed) (about, number, sum cell) {
	about = said(d.What)
	if d.Number > 0 || d.Kind == projections.SocialWorkersDeed {
		number = v.counted(d.Number)
	}
	if d.Amount > 0 {
		sum = paid(d.Amount)
	}
	switch d.Kind {
	case projections.SignsDeed:
		about = said(v.Label(d.Coded(), d.Code))
	case projections.AwardDeed:
		about = cell{Text: v.Label(d.Coded(), d.Code), Note: d.What}
	case projections.CleanUpDeed:
		about = said(v.T("work.cleanUp", "contracts", d.Number, "right", d.Part,
			"rent", "¥"+d.Amount.String(), "receivables", "¥"+d.Receivables.String(), "payables", "¥"+d.Payables.String()))
		number, sum = cell{}, cell{}
	}
	return about, number, sum
}

// deedRecord is the record of a deed.
func deedRecord(d projections.Deed) recordOf {
	day := "on"
	fields := map[string]string{}
	switch d.Kind {
	case projections.StationDeed:
		fields["village"] = d.Code
	case projections.SocialWorkersDeed:
		day = "asOf"
	case projections.SignsDeed:
		fields["kind"], fields["number"], fields["amount"] = d.Code, strconv.Itoa(d.Number), strconv.FormatInt(int64(d.Amount), 10)
	case projections.AwardDeed:
		fields["purpose"], fields["by"], fields["amount"] = d.Code, d.What, strconv.FormatInt(int64(d.Amount), 10)
	}
	fields[day] = d.On.String()
	return recordOf{kind: map[projections.DeedKind]string{
		projections.CentreDeed: "community.centre-opened", projections.StationDeed: "community.station-opened",
		projections.UpgradeDeed: "community.centre-upgraded", projections.PlatformDeed: "community.smart-platform-completed",
		projections.SocialWorkersDeed: "community.social-workers-counted", projections.SignsDeed: "community.signs-installed",
		projections.AwardDeed: "community.award-granted", projections.CleanUpDeed: "community.clean-up-completed",
		projections.StandardsDeed: "community.standardised",
	}[d.Kind], fields: fields}
}

// postingRecord is the record by which somebody was posted.
func postingRecord(p projections.Posting) recordOf {
	return recordOf{"community.staff-posted", map[string]string{"town": p.Town, "number": strconv.Itoa(p.Number), "from": p.Since.String()}}
}

// siteRecord is the record by which a community became a site.
func siteRecord(s projections.Site) recordOf {
	return recordOf{"community.site-designated", map[string]string{"kind": string(s.Kind), "on": s.On.String()}}
}

// listingRecord is the record by which a community came on the list to be improved.
func listingRecord(i projections.Improvement) recordOf {
	return recordOf{"community.listed-for-improvement", map[string]string{"on": i.On.String(), "year": strconv.Itoa(i.Year)}}
}

// staffThere is who of the town's staff works there, and who did.
func (v *visit) staffThere(all []projections.Posting) section {
	g := grid{Columns: []heading{{v.T("unit.official"), "c-title"}, {v.T("work.position"), ""}, {v.T("work.from"), "c-place"}, {v.T("unit.since"), "c-day"}, {v.T("unit.until"), "c-day"}}}
	there := 0
	for _, p := range all {
		name := cell{Text: p.Name, record: postingRecord(p)}
		if p.Now(v.today) {
			there++
		}
		last := dated(p.Until)
		if p.Reason != "" {
			last.Note = v.Label(p.Reason, string(p.Reason))
			last.record = recordOf{"community.staff-recalled", map[string]string{"town": p.Town, "number": strconv.Itoa(p.Number), "on": p.Until.String()}}
		}
		_, id := domain.SplitStream(p.Town)
		g.Rows = append(g.Rows, []cell{name, said(p.Position), {Text: cmp.Or(v.Name(p.TownName, p.TownNameEnglish), id), Note: v.T("work.staffNumber", "number", strconv.Itoa(p.Number))}, dated(p.Since), last})
	}
	return section{ID: "staff", Title: v.T("work.staff"), Says: []string{v.T("work.staffNow", "n", there)}, Tables: []grid{g}}
}

// sitesOf is what it is, and was, a site of.
func (v *visit) sitesOf(all []projections.Site) section {
	g := grid{Columns: []heading{{v.T("column.kind"), "c-title"}, {v.T("column.siteAbout"), ""}, {v.T("unit.since"), "c-day"}, {v.T("column.madeBy"), ""}, {v.T("column.standing"), "c-status"}}}
	for _, s := range all {
		kind := cell{Text: v.Label(s.Kind, string(s.Kind)), record: siteRecord(s)}
		stands := v.siteStanding(s, v.today)
		if !s.Withdrawn.IsZero() {
			stands.Note = s.Withdrawn.String() + " " + s.Reason
			stands.record = recordOf{"community.site-withdrawn", map[string]string{"kind": string(s.Kind), "on": s.Withdrawn.String()}}
		}
		g.Rows = append(g.Rows, []cell{kind, said(s.About), dated(s.On), said(s.By), stands})
	}
	return section{ID: "sites", Title: v.T("sites.title"), Tables: []grid{g}}
}

// improvementsOf is when it was on the list.
func (v *visit) improvementsOf(all []projections.Improvement) section {
	g := grid{Columns: []heading{{v.T("column.reason"), "c-title"}, {v.T("column.year"), "num"}, {v.T("column.listedOn"), "c-day"}, {v.T("column.due"), "c-day"}, {v.T("column.state"), "c-status"}, {v.T("column.done"), "c-wide"}}}
	for _, i := range all {
		reason := cell{Text: v.Label(i.Reason, string(i.Reason)), record: listingRecord(i)}
		state := v.improvementState(i, v.today)
		if !i.Improved.IsZero() {
			state.record = recordOf{"community.improved", map[string]string{"on": i.Improved.String()}}
		}
		g.Rows = append(g.Rows, []cell{reason, said(strconv.Itoa(i.Year)), dated(i.On), dated(i.Due), state, said(i.What)})
	}
	return section{ID: "improvements", Title: v.T("improvements.title"), Tables: []grid{g}}
}

// pairings is who is paired with whom, on the page of either.
func (v *visit) pairings(all []projections.Pairing) section {
	g := grid{
		Columns: []heading{{v.T("partyorgs.city"), "c-title"}, {v.T("partyorgs.with"), ""}, {v.T("unit.since"), "c-day"}, {v.T("partyorgs.what"), "c-wide"}, {v.T("partyorgs.ended"), "c-day"}},
		Empty:   v.T("partyorgs.notPaired"),
	}
	for _, p := range all {
		_, city := domain.SplitStream(p.City)
		_, with := domain.SplitStream(p.With)
		g.Rows = append(g.Rows, []cell{
			{Text: cmp.Or(v.Name(p.CityName, p.CityNameEnglish), city), Link: pageOf(p.City)},
			{Text: cmp.Or(v.Name(p.WithName, p.WithNameEnglish), with), Link: pageOf(p.With)},
			dated(p.On), said(p.What), {Text: p.Ended.String(), Note: p.Reason},
		})
	}
	return section{ID: "pairings", Title: v.T("partyorgs.pairings"), Tables: []grid{g}}
}
