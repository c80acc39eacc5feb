package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/eventstore"
)

// person is an account as this program shows it.
type person struct {
	Account     string `json:"account"`
	Name        string `json:"name"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	Suspended   bool   `json:"suspended,omitzero"`
	Closed      bool   `json:"closed,omitzero"`
	// Logins are the names under which it signs in on the pages.
	Logins      []string `json:"logins"`
	HasPassword bool     `json:"hasPassword"`
	HasToken    bool     `json:"hasToken"`
	Roles       []held   `json:"roles"`
	// Delegated are the roles of others, and Lent its own that others have too.
	Delegated []held `json:"delegated"`
	Lent      []held `json:"lent"`
}

// held is a role of an account, at a place, for some days.
type held struct {
	Role         domain.Role `json:"role"`
	Place        string      `json:"place"`
	PlaceName    string      `json:"placeName,omitzero"`
	PlaceEnglish string      `json:"placeNameEnglish,omitzero"`
	From         domain.Date `json:"from"`
	To           domain.Date `json:"to,omitzero"`
	// InForce says whether it holds today.
	InForce bool `json:"inForce"`
	// By and To are the other account of a delegation.
	By        string `json:"by,omitzero"`
	ToAccount string `json:"toAccount,omitzero"`
}

// people reads accounts, with what the log says of them elsewhere.
type people struct {
	ledger *openLedger
	// accounts are the ids of all, in the order in which they were opened.
	accounts []string
	logins   map[string][]string
	places   map[string]domain.PlaceName
	known    map[string]account.Account
}

// people finds all accounts and login names in the log.
func (l *openLedger) people(ctx context.Context) (*people, error) {
	p := &people{ledger: l, logins: map[string][]string{}, places: map[string]domain.PlaceName{}, known: map[string]account.Account{}}
	seen := map[string]bool{}
	for r, err := range l.Store().ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		// By their names alone: nearly all of the log is something else.
		category, id := domain.SplitStream(r.Stream)
		if category != account.Category && category != login.Category || seen[r.Stream] {
			continue
		}
		seen[r.Stream] = true
		state, err := l.state(ctx, r.Stream)
		if err != nil {
			return nil, err
		}
		switch s := state.(type) {
		case account.Account:
			p.accounts, p.known[id] = append(p.accounts, id), s
		case login.Login:
			if s.Account != "" {
				p.logins[s.Account] = append(p.logins[s.Account], id)
			}
		}
	}
	return p, nil
}

// state is what a stream adds up to.
func (l *openLedger) state(ctx context.Context, stream string) (any, error) {
	aggregate, err := l.Catalogue().Aggregate(stream)
	if err != nil {
		return nil, err
	}
	history, err := l.History(ctx, stream)
	if err != nil && !errors.Is(err, eventstore.ErrNotFound) {
		return nil, err
	}
	folded, err := aggregate.Fold(history, domain.AsOf{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", stream, err)
	}
	return folded.State, nil
}

// person is one account.
func (l *openLedger) person(ctx context.Context, id string) (person, error) {
	p, err := l.people(ctx)
	if err != nil {
		return person{}, err
	}
	return p.of(ctx, id)
}

func (p *people) of(ctx context.Context, id string) (person, error) {
	standing, err := p.ledger.Standing(ctx, id)
	if err != nil {
		return person{}, err
	}
	state := p.known[id]
	out := person{
		Account: id, Name: standing.Name, NameEnglish: standing.NameEnglish,
		Suspended: standing.Suspended, Closed: standing.Closed,
		Logins: append([]string{}, p.logins[id]...), HasPassword: state.HasPassword, HasToken: state.HasToken,
		Roles: []held{}, Delegated: []held{}, Lent: []held{},
	}
	for _, g := range standing.Grants {
		h, err := p.held(ctx, g)
		if err != nil {
			return out, err
		}
		if g.By == "" {
			out.Roles = append(out.Roles, h)
		} else {
			out.Delegated = append(out.Delegated, h)
		}
	}
	for _, other := range p.accounts {
		for _, g := range p.known[other].Grants {
			if g.By != id {
				continue
			}
			h, err := p.held(ctx, g)
			if err != nil {
				return out, err
			}
			h.By, h.ToAccount = "", other
			out.Lent = append(out.Lent, h)
		}
	}
	return out, nil
}

// place is what a place is called, and what it lies within.
func (p *people) place(ctx context.Context, stream string) (domain.PlaceName, error) {
	name, known := p.places[stream]
	if known {
		return name, nil
	}
	state, err := p.ledger.state(ctx, stream)
	if err != nil {
		return name, err
	}
	if o, ok := state.(domain.Offerer); ok {
		name, _ = domain.Offered[domain.PlaceName](o.Offers())
	}
	p.places[stream] = name
	return name, nil
}

// around are a place and those that it lies within, the nearest first.
func (p *people) around(ctx context.Context, stream string) ([]string, error) {
	all := []string{stream}
	const deepest = 8 // more than there are levels
	for at := stream; at != domain.WholeCounty && len(all) < deepest; {
		name, err := p.place(ctx, at)
		if err != nil {
			return nil, err
		}
		at = domain.WholeCounty
		if len(name.Within) > 0 {
			at = name.Within[0]
		}
		all = append(all, at)
	}
	return all, nil
}

func (p *people) held(ctx context.Context, g domain.Grant) (held, error) {
	name, err := p.place(ctx, g.Place)
	if err != nil {
		return held{}, err
	}
	inForce, err := p.inForce(ctx, g)
	return held{
		Role: g.Role, Place: g.Place, PlaceName: name.Name, PlaceEnglish: name.NameEnglish, From: g.From, To: g.To, By: g.By,
		InForce: inForce,
	}, err
}

// inForce reports whether a grant holds today. A delegation is worth what the one
// who gave it holds themselves.
func (p *people) inForce(ctx context.Context, g domain.Grant) (bool, error) {
	today := p.ledger.Today(p.ledger.identity)
	if today.Before(g.From) || !g.To.IsZero() && today.After(g.To) {
		return false, nil
	}
	if g.By == "" {
		return true, nil
	}
	by, err := p.ledger.Standing(ctx, g.By)
	if err != nil || by.MayAct() != nil {
		return false, err
	}
	places, err := p.around(ctx, g.Place)
	if err != nil {
		return false, err
	}
	_, holds := domain.Authority{Day: today, Standings: []domain.Standing{by}}.Holds(g.Role, places)
	return holds, nil
}

// standing is how an account stands, in a word.
func (a *app) standing(p person) string {
	switch {
	case p.Closed:
		return a.say("closed", "已注销")
	case p.Suspended:
		return a.say("suspended", "已停用")
	}
	return a.say("open", "正常")
}

func (a *app) showPerson(p person) {
	fmt.Fprintf(a.stdout, "%s  %s%s%s\n", a.styled(bold, publicName(p.Name, p.NameEnglish, a.lang)), p.Account, a.say(", ", "，"), a.standing(p))
	names := strings.Join(p.Logins, a.say(", ", "、"))
	if names == "" {
		names = "—"
	}
	fmt.Fprintf(a.stdout, a.say("login name: %s; password: %s; token: %s\n", "登录名：%s；密码：%s；令牌：%s\n"),
		names, a.whether(p.HasPassword), a.whether(p.HasToken))
	var t table
	for _, h := range p.Roles {
		t.row(a.heldRow(h)...)
	}
	for _, h := range p.Delegated {
		t.row(append(a.heldRow(h), a.say("delegated by ", "受托于 ")+h.By)...)
	}
	for _, h := range p.Lent {
		t.row(append(a.heldRow(h), a.say("delegated to ", "委托给 ")+h.ToAccount)...)
	}
	if len(t.rows) == 0 {
		fmt.Fprintln(a.stdout, a.say("it holds no role", "没有角色"))
	}
	t.write(a.stdout)
}

func (a *app) whether(set bool) string {
	if set {
		return a.say("set", "已设置")
	}
	return a.say("none", "无")
}

// heldRow is a role as a row of a table.
func (a *app) heldRow(h held) []string {
	place := h.Place
	if name := publicName(h.PlaceName, h.PlaceEnglish, a.lang); name != "" {
		place = name + " (" + h.Place + ")"
		if a.lang == domain.Chinese {
			place = name + "（" + h.Place + "）"
		}
	}
	days := a.say("from ", "自 ") + h.From.String()
	if !h.To.IsZero() {
		days += a.say(" to ", " 至 ") + h.To.String()
	}
	if !h.InForce {
		days += a.say(" (not today)", "（今日无效）")
	}
	return []string{"  " + domain.Label(h.Role, string(h.Role), a.lang), place, days}
}
