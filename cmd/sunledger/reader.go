package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// readingAs is how whoever is signed in reads a stream: what their roles show them
// at its place. What they may not read stays masked; where that is all of it, why
// is said.
func (a *app) readingAs(ctx context.Context, l *openLedger, stream string, history []domain.Recorded) (catalogue.Reading, error) {
	as := a.publicly(l)
	actor, err := a.actor(ctx, l)
	if err != nil {
		return as, err
	}
	aggregate, err := l.Catalogue().Aggregate(stream)
	if err != nil {
		return as, err
	}
	folded, err := aggregate.Fold(history, domain.AsOf{})
	if err != nil {
		return as, err
	}
	type audience struct {
		correction bool
		domain.Audience
	}
	may := map[audience]bool{}
	var why error
	for correction, readers := range map[bool]map[domain.Audience][]domain.Permit{
		false: aggregate.Readers, true: l.Catalogue().Corrections().Readers,
	} {
		for who, permits := range readers {
			err := l.May(ctx, actor, permits, folded.PlacedAt())
			if err != nil && domain.CodeOf(err) == "" {
				return as, err
			}
			may[audience{correction, who}] = err == nil
			if err != nil && !correction {
				why = err
			}
		}
	}
	if why != nil {
		fmt.Fprintf(a.stderr, a.say("what is not public stays masked: %s\n", "不公开的内容仍遮蔽：%s\n"), a.refusalOf(why).In(a.lang))
	}
	as.Open = l.keys
	as.May = func(e domain.Event, who domain.Audience) bool {
		return may[audience{strings.HasPrefix(e.EventType(), domain.CorrectionCategory+"."), who}]
	}
	return as, nil
}
