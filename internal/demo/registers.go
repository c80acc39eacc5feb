package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/internal/ledger"
)

// office is who acts in a town.
type office struct{ clerk, agent, supervisor ledger.Actor }

// register records everything that requests rest on, before the first request:
// what a decision rested on is then the same however the writers interleave.
func (g *generator) register(ctx context.Context) error {
	at := func(minutes int) time.Time {
		return firstDay.Start(g.zone).Add(8*time.Hour + 5*time.Minute + time.Duration(minutes)*time.Minute)
	}
	g.offices = make(map[string]office, len(towns))
	offices := make([]office, len(towns))
	if err := each(ctx, len(towns), func(ctx context.Context, i int) (err error) {
		offices[i], err = g.town(ctx, towns[i], at(i))
		return err
	}); err != nil {
		return err
	}
	for i, t := range towns {
		g.offices[t.id] = offices[i]
	}
	return each(ctx, len(matters), func(ctx context.Context, i int) error {
		return g.matter(ctx, matters[i].List, at(20+i))
	})
}

// town registers a town with its communities, and opens its accounts.
func (g *generator) town(ctx context.Context, t demoTown, at time.Time) (o office, err error) {
	if _, err := g.do(ctx, "town/"+t.id, at, g.operator, "", town.Register{ID: t.id, Name: t.chinese, NameEnglish: t.english}); err != nil {
		return o, err
	}
	for _, c := range t.communities {
		if _, err := g.do(ctx, "community/"+c.id, at, g.operator, "", community.Register{
			ID: c.id, Town: domain.StreamOf("town", t.id), Name: c.chinese, NameEnglish: c.english,
		}); err != nil {
			return o, err
		}
	}
	for _, a := range []struct {
		of               *ledger.Actor
		role             domain.Role
		chinese, english string
	}{
		{&o.clerk, domain.WindowClerk, "党群服务中心窗口", "service centre, window"},
		{&o.agent, domain.ErrandAgent, "代办员", "errand agent"},
		{&o.supervisor, domain.SupervisionCommittee, "村务监督委员会", "supervision committee"},
	} {
		r, err := g.do(ctx, fmt.Sprintf("account/%s/%s", t.id, a.role), at, g.operator, "",
			account.Open{Name: t.chinese + a.chinese, NameEnglish: t.english + ", " + a.english})
		if err != nil {
			return o, err
		}
		_, id := domain.SplitStream(r.Stream)
		if _, err := g.do(ctx, fmt.Sprintf("grant/%s/%s", t.id, a.role), at, g.operator, id,
			account.Grant{Roles: []domain.Role{a.role}, Place: domain.StreamOf("town", t.id)}); err != nil {
			return o, err
		}
		if *a.of, err = g.ledger.Play(ctx, g.operator, id); err != nil {
			return o, err
		}
	}
	return o, nil
}

// matter lists a matter, with what becomes of it during the year.
func (g *generator) matter(ctx context.Context, m matter.List, at time.Time) error {
	if _, err := g.do(ctx, "matter/"+m.Code, at, g.operator, "", m); err != nil {
		return err
	}
	change := func(from domain.Date, command any) error {
		announced := from.AddDays(-10).Start(g.zone).Add(10 * time.Hour)
		_, err := g.do(ctx, "matter/"+m.Code+"/change", announced, g.operator, m.Code, command)
		return err
	}
	switch m.Code {
	case "DB07":
		return change(quickerCard, matter.Change{
			From: quickerCard, List: m.List, Title: m.Title, TitleEnglish: m.TitleEnglish, Papers: m.Papers,
			Basis: m.Basis, LimitDays: 3, Authority: m.Authority, Fee: m.Fee,
		})
	case "JB04":
		return change(endOfJB04, matter.Delist{From: endOfJB04, Reason: "改为网上查验，不再开具纸质证明（演示）"})
	}
	return nil
}
