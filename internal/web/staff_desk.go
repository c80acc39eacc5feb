package web

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// maxWaiting bounds how many corrections a desk looks through.
const maxWaiting = 500

// deskValue is what somebody sees first after signing in.
type deskValue struct {
	Idle, Ends string
	Account    string
	// Waiting are the proposals that this account may decide, Unsettled those
	// in force with something that rests on them and was not looked at.
	Waiting, Unsettled []waitingRow
	// More says that there are more than a desk looks through.
	More bool
	// Begin is what the account may begin.
	Begin  []deed
	Grants []grantRow
}

// waitingRow is a correction that awaits somebody.
type waitingRow struct {
	About, Stream, Kind, Place string
	Link                       string
	Who                        string
	At                         time.Time
	Resting                    int
}

// grantRow is a role that the account holds.
type grantRow struct {
	Role, Place, From, To string
	// By is who delegated it, or "".
	By string
	// State says that it does not hold today, or is "".
	State string
}

// staffDesk answers with the page that signing in leads to.
func (h *Handler) staffDesk(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	reg, err := h.registerOf(ctx, v.visit, "")
	if err != nil {
		return staffAnswer{}, err
	}
	value := deskValue{
		Idle: v.Number(int(sessionIdle.Minutes())), Ends: v.Moment(v.session.ends()), Account: v.account.Account,
		Grants: v.grantRows(reg),
	}
	if err := h.findWaiting(ctx, v, reg, &value); err != nil {
		return staffAnswer{}, err
	}
	if value.Begin, err = h.deedsWith(ctx, v, ""); err != nil {
		return staffAnswer{}, err
	}
	return staffAnswer{answer: answer{page: "staff", title: v.T("staff.title"), value: value}}, nil
}

// findWaiting finds what awaits the account.
func (h *Handler) findWaiting(ctx context.Context, v *staffVisit, reg register, value *deskValue) error {
	var waiting, unsettled []projections.Correction
	about := map[string]string{}
	err := h.cfg.Views.Read(ctx, func(q *projections.Query) error {
		page := projections.Page{Size: maxWaiting}
		w, err := q.Corrections(projections.CorrectionFilter{Status: domain.CorrectionWaits}, page)
		if err != nil {
			return err
		}
		u, err := q.Corrections(projections.CorrectionFilter{Unsettled: true}, page)
		if err != nil {
			return err
		}
		waiting, unsettled = w.Corrections, u.Corrections
		value.More = w.Total > maxWaiting || u.Total > maxWaiting
		for _, c := range slices.Concat(waiting, unsettled) {
			subject, err := subjectOf(q, c.Stream)
			if err != nil && !errors.Is(err, projections.ErrNotFound) {
				return err
			}
			about[c.Stream] = subject.In(v.lang)
		}
		return nil
	})
	if errors.Is(err, projections.ErrNotBuilt) {
		return nil
	}
	if err != nil {
		return err
	}
	may := h.decidesAt(ctx, v)
	row := func(c projections.Correction) waitingRow {
		return waitingRow{
			About: about[c.Stream], Stream: c.Stream, Kind: v.Label(c.Kind, string(c.Kind)), Place: reg.place(c.Place, v.lang),
			Link: proposalPath(c.Stream, c.Proposed), Who: reg.account(c.ProposedBy, v.lang), At: c.ProposedAt, Resting: len(c.Unsettled) + c.More,
		}
	}
	for _, c := range waiting {
		independent, err := h.independent(ctx, v, c.ProposedBy)
		if err != nil {
			return err
		}
		if !independent {
			continue
		}
		if ok, err := may(c.Place); err != nil {
			return err
		} else if ok {
			value.Waiting = append(value.Waiting, row(c))
		}
	}
	for _, c := range unsettled {
		if ok, err := may(c.Place); err != nil {
			return err
		} else if ok {
			value.Unsettled = append(value.Unsettled, row(c))
		}
	}
	return nil
}

// decidesAt says whether the account may decide corrections at a place.
func (h *Handler) decidesAt(ctx context.Context, v *staffVisit) func(place string) (bool, error) {
	known := map[string]bool{}
	return func(place string) (bool, error) {
		may, seen := known[place]
		if !seen {
			why, err := h.whyNot(ctx, v, domain.ApproveCorrection{}, place)
			if err != nil {
				return false, err
			}
			may = why == ""
			known[place] = may
		}
		return may, nil
	}
}

// independent reports whether the account and the one that proposed something
// act for nobody in common today. It sorts a list; the rule of four eyes itself
// is held by the ledger, with what was so when the proposal was made.
func (h *Handler) independent(ctx context.Context, v *staffVisit, proposer string) (bool, error) {
	theirs, err := h.cfg.Ledger.Standing(ctx, proposer)
	if domain.CodeOf(err) != "" {
		return proposer != v.account.Account, nil
	}
	if err != nil {
		return false, err
	}
	principals := func(s domain.Standing) []string {
		return domain.Authority{Day: v.today, Standings: []domain.Standing{s}}.Principals()
	}
	mine := principals(v.account)
	return !slices.ContainsFunc(append(principals(theirs), proposer), func(a string) bool { return slices.Contains(mine, a) }), nil
}

// grantRows are the roles of the account, those that ended last.
func (v *staffVisit) grantRows(reg register) []grantRow {
	var now, then []grantRow
	for _, g := range v.account.Grants {
		row := grantRow{
			Role: v.Label(g.Role, string(g.Role)), Place: reg.place(g.Place, v.lang), From: v.Day(g.From),
		}
		if !g.To.IsZero() {
			row.To = v.Day(g.To)
		}
		if g.By != "" {
			row.By = reg.account(g.By, v.lang)
		}
		switch {
		case v.today.Before(g.From):
			row.State = v.T("staff.grant.later")
		case !g.To.IsZero() && v.today.After(g.To):
			row.State = v.T("staff.grant.ended")
		}
		if row.State == "" {
			now = append(now, row)
		} else {
			then = append(then, row)
		}
	}
	return append(now, then...)
}
