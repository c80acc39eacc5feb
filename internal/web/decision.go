package web

import (
	"cmp"
	"errors"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// oneDecision is one decision: how it stands and what comes next, each count with
// its arithmetic, and what it concerns.
var oneDecision = item[projections.WholeDecision]{
	category: "decision", listing: "decisions", member: "decision",
	words: decisionWords(), english: "one decision as it stands, with its discussions, its vote, its objections, and its history",
	read: func(q *projections.Query, v *visit, id string) (projections.WholeDecision, shownItem, error) {
		d, err := q.WholeDecision(domain.StreamOf("decision", id))
		if err != nil {
			return d, shownItem{}, err
		}
		concerns, err := concernsSection(v, q, d)
		r := v.rules.OnDecision(d, v.lang)
		shown := shownItem{
			Title: v.Name(d.Title, d.TitleEnglish), Badges: []cell{decisionStatus(v, d.Decision)}, Stands: decisionStands(v, d.Decision),
			Facts: decisionFacts(v, d), Origin: d.Origin,
		}
		for _, s := range []section{decisionSteps(v, d.Decision, r), discussionsSection(v, d, r), voteSection(v, d.Decision, r), objectionsSection(v, d), concerns, restingSection(v, d)} {
			if len(s.Tables)+len(s.Says) > 0 {
				shown.Sections = append(shown.Sections, s)
			}
		}
		return d, shown, err
	},
}

// decisionWords are the texts of what is remarked on a decision.
func decisionWords() []string {
	var words []string
	for _, code := range projections.RemarkCodes() {
		words = append(words, "decision."+code)
	}
	return words
}

func decisionFacts(v *visit, d projections.WholeDecision) []fact {
	facts := []fact{
		{v.T("column.owner"), cell{Text: ownerName(v, d.Decision), Link: pageOf(d.Owner)}},
		{v.T("column.level"), said(v.Label(d.Level, string(d.Level)))},
	}
	if d.Community != "" && d.Community != d.Owner {
		facts = append(facts, fact{v.T("column.community"), cell{Text: v.Name(d.CommunityName, d.CommunityNameEnglish), Link: pageOf(d.Community)}})
	}
	if d.Town != "" {
		facts = append(facts, fact{v.T("column.town"), cell{Text: v.Name(d.TownName, d.TownNameEnglish), Link: decisionsURL("town", d.Town)}})
	}
	facts = append(facts,
		fact{v.T("column.kind"), cell{Text: v.Label(d.Kind, string(d.Kind)), Link: decisionsURL("kind", string(d.Kind))}},
		fact{v.T("column.proposedBy"), said(v.Label(d.Source, string(d.Source)))},
	)
	if d.Amount != 0 {
		bound := v.T("decision.atMost")
		if d.Kind.BringsIn() {
			bound = v.T("decision.atLeast")
		}
		facts = append(facts, fact{bound, paid(d.Amount)})
	}
	facts = append(facts,
		fact{v.T("column.procedure"), cell{Text: v.Label(d.Procedure, string(d.Procedure)), Link: decisionsURL("procedure", string(d.Procedure))}},
		fact{v.T("column.meeting"), said(v.Label(d.Meeting, string(d.Meeting)))},
	)
	if d.Delegation != "" {
		facts = append(facts, fact{v.T("column.delegation"), cell{Text: shortStream(d.Delegation), Link: pageOf(d.Delegation)}})
	}
	return facts
}

// decisionStands says in plain sentences how a decision stands, and what comes
// next.
func decisionStands(v *visit, d projections.Decision) []string {
	var says []string
	for _, r := range v.rules.Stands(d, v.today, v.lang) {
		key, next := "decision."+r.Code, d.Next
		if next == "" {
			next = d.FailedAt
		}
		says = append(says, v.T(key,
			"day", v.Day(r.Day), "second", v.Day(r.Second), "n", r.Count, "basis", r.Basis,
			"step", domain.Label(next, string(next), v.lang), "meeting", domain.Label(d.Meeting, string(d.Meeting), v.lang)))
	}
	return says
}

// basis says what something rests on, as sentences.
func (v voice) basis(articles ...string) []string {
	var says []string
	for _, a := range articles {
		if a != "" {
			says = append(says, v.T("decision.basis", "basis", a))
		}
	}
	return says
}

// decisionSteps is the days of what was done.
func decisionSteps(v *visit, d projections.Decision, r projections.DecisionRules) section {
	g := grid{Columns: []heading{{Text: v.T("column.step")}, {v.T("column.day"), "c-day"}, {v.T("column.remark"), "c-wide"}}}
	step := func(name string, on domain.Date, note string) {
		if !on.IsZero() {
			g.Rows = append(g.Rows, []cell{said(name), dated(on), said(note)})
		}
	}
	step(v.T("step.proposed"), d.Proposed, v.Label(d.Source, string(d.Source)))
	step(v.T("step.consulted"), d.Consulted, "")
	step(v.T("step.reviewed"), d.Reviewed, "")
	step(v.T("step.discussed"), d.Discussed, "")
	if !d.Noticed.IsZero() {
		step(v.T("step.noticed"), d.Noticed, v.T("step.calledFor", "day", v.Day(d.CalledFor)))
	}
	step(v.T("step.voted"), d.Voted, v.Label(d.Vote.Method, string(d.Vote.Method)))
	town := v.T("step.townApproved")
	if d.TownRefused() {
		town = v.T("step.townRefused")
	}
	step(town, d.TownDecided, d.TownOffice+" · "+d.TownDocument)
	step(v.T("step.adopted"), d.Adopted, "")
	if !d.Disclosed.IsZero() {
		step(v.T("step.disclosed"), d.Disclosed, v.T("step.posted", "day", v.Day(d.PostedUntil)))
		posting := ""
		if r.Posting != "" {
			posting = v.T("step.postedFor", "n", r.PostingWorkdays, "basis", r.Posting)
		}
		step(v.T("step.binds"), d.Binds, posting)
	}
	if !d.Implemented.IsZero() {
		step(v.T("step.implemented"), d.Implemented, v.T("step.resultsBy", "day", v.Day(d.ResultsBy)))
	}
	step(v.T("step.results"), d.ResultsDisclosed, "")
	step(v.Label(d.Status, string(d.Status)), d.Ended, "")
	return section{ID: "course", Title: v.T("decision.course"), Says: v.basis(r.Procedure), Tables: []grid{g}}
}

// discussionsSection is what came before the vote, in numbers.
func discussionsSection(v *visit, d projections.WholeDecision, r projections.DecisionRules) section {
	if len(d.Discussions) == 0 {
		return section{}
	}
	g := grid{Columns: []heading{
		{Text: v.T("column.body")}, {v.T("column.day"), "c-day"}, {v.T("column.expected"), "num"}, {v.T("column.present"), "num"}, {v.T("column.quorum"), "num"},
		{v.T("column.inFavour"), "num"}, {v.T("column.needed"), "num"}, {Text: v.T("column.carried")},
	}}
	for _, one := range d.Discussions {
		g.Rows = append(g.Rows, []cell{
			said(v.Label(one.Body, string(one.Body))), dated(one.On), v.counted(one.Expected), v.counted(one.Present), v.counted(one.Quorum),
			v.counted(one.InFavour), v.counted(one.Needed), said(v.capital(carried(v, one.Carried))),
		})
	}
	return section{ID: "discussions", Title: v.T("decision.discussions"), Says: v.basis(r.Discussions...), Tables: []grid{g}}
}

func carried(v *visit, is bool) string {
	if is {
		return v.T("vote.carried")
	}
	return v.T("vote.failed")
}

// voteSection explains a vote to those who took part in it: who was entitled, how
// many ballots there were, how many had to take part and to be in favour, and why.
func voteSection(v *visit, d projections.Decision, r projections.DecisionRules) section {
	if d.Voted.IsZero() {
		return section{}
	}
	n := d.Vote
	s := section{ID: "vote", Title: v.T("decision.vote", "meeting", v.Label(d.Meeting, string(d.Meeting)))}
	s.Says = []string{v.T("vote.entitled", "expected", n.Expected, "base", domain.Label(n.Base, string(n.Base), v.lang), "day", v.Day(n.AsOf))}
	if n.Recused > 0 {
		s.Says = append(s.Says, v.T("vote.recused", "recused", n.Recused))
	}
	ballots := v.T("vote.ballots", "issued", n.Issued, "returned", n.Returned)
	if n.Proxies > 0 {
		ballots = v.T("vote.proxies", "issued", n.Issued, "returned", n.Returned, "proxies", n.Proxies)
	}
	ofExpected, ofWhole := "", ""
	if r.Quorum != "" {
		ofExpected = v.T("vote.ofEntitled", "share", r.Quorum, "whole", n.Expected)
	}
	switch {
	case r.Pass == "":
	case r.OfEntitled:
		ofWhole = v.T("vote.ofEntitled", "share", r.Pass, "whole", n.Expected)
	default:
		ofWhole = v.T("vote.ofReturned", "share", r.Pass, "whole", n.Returned)
	}
	enough := v.T("vote.tooFew")
	if n.Quorate {
		enough = v.T("vote.enough")
	}
	s.Says = append(s.Says, ballots,
		v.T("vote.tookPart", "quorum", n.Quorum, "of", ofExpected, "returned", n.Returned, "verdict", enough),
		v.T("vote.wereInFavour", "needed", n.Needed, "of", ofWhole, "inFavour", n.InFavour, "verdict", carried(v, n.Passed)))
	s.Says = append(s.Says, v.basis(r.Vote)...)
	left := 0
	for _, p := range []struct {
		key, label string
		n          int
	}{
		{"favour", v.T("column.inFavour"), n.InFavour}, {"against", v.T("column.against"), n.Against},
		{"abstained", v.T("column.abstained"), n.Abstained}, {"invalid", v.T("column.invalid"), n.Invalid},
		{"absent", v.T("vote.absent"), n.Expected - n.Returned},
	} {
		s.Shares = append(s.Shares, share{
			figure{Key: p.key, Label: p.label, Text: v.Number(p.n), Note: v.Percent(p.n, n.Expected)},
			percentOf(left, n.Expected), percentOf(p.n, n.Expected),
		})
		left += p.n
	}
	for _, f := range []struct {
		label string
		n     int
	}{
		{v.T("column.expected"), n.Expected}, {v.T("column.ballotsIssued"), n.Issued}, {v.T("column.returned"), n.Returned},
		{v.T("column.quorum"), n.Quorum}, {v.T("column.inFavour"), n.InFavour}, {v.T("column.needed"), n.Needed},
	} {
		s.Figures = append(s.Figures, figure{Key: "vote", Label: f.label, Text: v.Number(f.n)})
	}
	return s
}

// objectionsSection is when objections were raised and answered. What they say is
// not public, and neither is who raised them.
func objectionsSection(v *visit, d projections.WholeDecision) section {
	if d.Disclosed.IsZero() {
		return section{}
	}
	g := grid{
		Columns: []heading{
			{v.T("column.number"), "num"}, {v.T("column.raisedOn"), "c-day"}, {v.T("column.answerBy"), "c-day"}, {v.T("column.answeredOn"), "c-day"}, {Text: v.T("column.outcome")},
		},
		Empty: v.T("objections.none"),
	}
	for _, o := range d.Raised {
		outcome := cell{Text: v.T("objection.open"), Mark: "open"}
		switch {
		case o.Answered.IsZero() && v.today.After(o.AnswerBy):
			outcome = cell{Text: v.T("objection.late"), Mark: "late"}
		case o.Answered.IsZero():
		case o.Upheld:
			outcome = said(v.T("objection.upheld"))
		default:
			outcome = said(v.T("objection.dismissed"))
		}
		answered := dated(o.Answered)
		if o.Answered.After(o.AnswerBy) {
			answered.Note = v.T("column.lateShort")
		}
		g.Rows = append(g.Rows, []cell{v.counted(o.Number), dated(o.Raised), dated(o.AnswerBy), answered, outcome})
	}
	return section{ID: "objections", Title: v.T("decision.objections"), Tables: []grid{g}}
}

// concernsSection is what a decision names, each with its page.
func concernsSection(v *visit, q *projections.Query, d projections.WholeDecision) (section, error) {
	if len(d.Concerns) == 0 {
		return section{}, nil
	}
	g := namedStreams(v)
	for _, stream := range d.Concerns {
		about, err := subjectOf(q, stream)
		if err != nil && !errors.Is(err, projections.ErrNotFound) {
			return section{}, err
		}
		g.Rows = append(g.Rows, []cell{{Text: cmp.Or(about.In(v.lang), stream), Link: pageOf(stream)}, said(shortStream(stream))})
	}
	return section{ID: "concerns", Title: v.T("decision.concerns"), Tables: []grid{g}}, nil
}

// restingSection is what rests on a decision, once something may.
func restingSection(v *visit, d projections.WholeDecision) section {
	if d.Adopted.IsZero() && len(d.Resting) == 0 {
		return section{}
	}
	g := namedStreams(v)
	g.Columns = append([]heading{{Text: v.T("column.step")}}, g.Columns...)
	g.Empty = v.T("resting.none")
	for _, r := range d.Resting {
		g.Rows = append(g.Rows, []cell{
			said(v.Label(r.Step, string(r.Step))), {Text: cmp.Or(v.Name(r.Title, r.TitleEnglish), r.Stream), Link: pageOf(r.Stream)}, said(shortStream(r.Stream)),
		})
	}
	return section{ID: "resting", Title: v.T("decision.resting"), Tables: []grid{g}}
}

func namedStreams(v *visit) grid {
	return grid{Columns: []heading{{v.T("column.about"), "c-title"}, {v.T("column.stream"), "c-wide"}}}
}
