package main

import (
	"context"
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// readingAs is how whoever is signed in reads a stream: what their roles show them
// at its place. What they may not read stays masked; where that is all of it, why
// is said.
func (a *app) readingAs(ctx context.Context, l *openLedger, stream string) (catalogue.Reading, error) {
	actor, err := a.actor(ctx, l)
	if err != nil {
		return catalogue.Reading{}, err
	}
	reader, err := l.Reader(ctx, actor, nil)
	if err != nil {
		return catalogue.Reading{}, err
	}
	if why := reader.Lacks(stream); domain.CodeOf(why) != "" {
		fmt.Fprintf(a.stderr, a.say("what is not public stays masked: %s\n", "不公开的内容仍遮蔽：%s\n"), a.refusalOf(why).In(a.lang))
	} else if why != nil {
		return catalogue.Reading{}, why
	}
	return reader.Reading(stream, a.lang), nil
}
