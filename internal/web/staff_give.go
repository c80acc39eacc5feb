package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// Every command of the catalogue has a form, which is made from its fields:
// nothing here is about any one of them. Those of corrections have pages of their
// own, which show what is corrected.

// giveValue is the form of a command.
type giveValue struct {
	// Stream is what it acts on, "" where it begins something new.
	Stream, About string
	Back          string
	Command, Says string
	Action        string
	Expected      int64
	Key           string
	Fields        []formField
	// Known are what fields can name, to choose from.
	Known      []knownThings
	OccurredAt string
	Files      *formFiles
	// Refused is why nothing was recorded, or "", and Wrong the input that it
	// is about, or nil.
	Refused string
	Wrong   *formField
}

// knownThings is a list of what is on record.
type knownThings struct {
	Name   string
	Things []option
}

// giving is a command that an account is about to give.
type giving struct {
	spec   domain.CommandSpec
	fields []catalogue.Field
	// on is what it acts on; nil where it begins something new.
	on      *reading
	readers map[domain.Audience][]domain.Permit
}

// givable is the command that an address names, where the account may give it.
func (h *Handler) givable(ctx context.Context, v *staffVisit) (giving, error) {
	c := h.cfg.Ledger.Catalogue()
	spec, err := c.Command(v.PathValue("command"))
	if err != nil {
		return giving{}, err
	}
	g := giving{spec: spec, fields: c.Fields(spec.Prototype)}
	place := ""
	switch stream := v.PathValue("stream"); {
	case spec.Category == domain.CorrectionCategory, spec.Opens != (stream == ""):
		return g, noSuchPage
	case stream != "":
		if category, _ := domain.SplitStream(stream); category != spec.Category {
			return g, noSuchPage
		}
		if g.on, err = h.openStream(ctx, v, stream); err != nil {
			return g, err
		}
		if place, err = g.on.placedAt(); err != nil {
			return g, err
		}
	}
	aggregate, err := c.Aggregate(domain.StreamOf(spec.Category, "-"))
	if err != nil {
		return g, err
	}
	g.readers = aggregate.Readers
	return g, h.mayGive(ctx, v, spec, place)
}

// mayGive refuses a command that the account cannot give at a place today. Where
// the place stands in the command itself it refuses one that it cannot give
// anywhere, and the ledger judges the place.
func (h *Handler) mayGive(ctx context.Context, v *staffVisit, spec domain.CommandSpec, place string) error {
	if _, placed := spec.Prototype.(domain.Placed); !placed && !spec.Opens {
		return h.cfg.Ledger.May(ctx, v.actor, spec.Permits, place)
	}
	var why error
	for _, g := range v.account.Grants {
		err := h.cfg.Ledger.May(ctx, v.actor, spec.Permits, g.Place)
		if err == nil || domain.CodeOf(err) == "" {
			return err
		}
		why = cmp.Or(why, err)
	}
	if why == nil {
		why = h.cfg.Ledger.May(ctx, v.actor, spec.Permits, domain.WholeCounty)
	}
	return why
}

// staffGive shows the form of a command.
func (h *Handler) staffGive(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	g, err := h.givable(ctx, v)
	if err != nil {
		return staffAnswer{}, err
	}
	return h.giveForm(ctx, v, g, nil)
}

// staffGiven takes the form of a command.
func (h *Handler) staffGiven(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	g, err := h.givable(ctx, v)
	if err == nil {
		err = h.receive(ctx, v)
	}
	switch {
	case err != nil:
		return staffAnswer{}, err
	case v.posted.Has(addRows):
		return h.giveForm(ctx, v, g, nil)
	}
	receipt, err := h.give(ctx, v, g)
	if err == nil {
		return staffAnswer{next: deskPathAfter(receipt)}, nil
	}
	if _, status := refusalOf(err); status >= http.StatusInternalServerError {
		return staffAnswer{}, err
	}
	return h.giveForm(ctx, v, g, err)
}

// give carries out the command that a form says.
func (h *Handler) give(ctx context.Context, v *staffVisit, g giving) (ledger.Receipt, error) {
	if v.unsent != nil {
		return ledger.Receipt{}, v.unsent
	}
	data, err := typedObject(g.fields, inputPrefix, v.posted, v.zone)
	if err != nil {
		return ledger.Receipt{}, err
	}
	_, command, err := h.cfg.Ledger.Catalogue().DecodeCommand(g.spec.Name, data)
	if err != nil {
		return ledger.Receipt{}, err
	}
	request := ledger.Request{Command: command}
	if text := typedText(v.posted, "occurred-at"); text != "" {
		at, ok := catalogue.ParseMoment(text, v.zone)
		if !ok {
			return ledger.Receipt{}, domain.Reject("field_invalid", "say when it happened, such as 2016-09-09T10:00", "请填写发生时间，如 2016-09-09T10:00")
		}
		request.OccurredAt = at
	}
	if g.on != nil {
		_, request.ID = domain.SplitStream(g.on.stream)
	}
	return h.carryOutForm(ctx, v, g.spec.Name, request)
}

// giveForm is the page with the form of a command, with what was typed and why it
// was refused, if it was.
func (h *Handler) giveForm(ctx context.Context, v *staffVisit, g giving, refused error) (staffAnswer, error) {
	typed := v.posted
	if typed == nil {
		typed = v.query
	}
	value := giveValue{
		Command: g.spec.Name, Says: v.capital(bilingual{g.spec.English, g.spec.Chinese}.In(v.lang)), Key: rand.Text(),
		Back: newPath(g.spec.Category), Action: v.URL.Path, OccurredAt: typedText(v.posted, "occurred-at"),
		Fields: v.commandInputs(g.fields, inputPrefix, typed, v.posted.Get(addRows)), Files: h.formFiles(v, g.readers),
	}
	if g.on != nil {
		value.Stream, value.About, value.Back = g.on.stream, g.on.register.about.In(v.lang), streamDeskPath(g.on.stream)
		value.Expected = g.on.last()
	}
	var err error
	if value.Known, err = h.known(ctx, v, g.fields); err != nil {
		return staffAnswer{}, err
	}
	a := staffAnswer{answer: answer{page: "staff-give", title: value.Says}}
	if refused != nil {
		refusal, status := refusalOf(refused)
		value.Refused, a.status, a.title = labelled(refusal.In(v.lang), g.spec.Name, value.Fields), status, v.T("signIn.errorTitle", "title", a.title)
		value.Wrong = blame(value.Fields, refused)
	}
	a.value = value
	return a, nil
}

// deskPathAfter is where somebody goes on who has recorded something, once the
// views have it.
func deskPathAfter(r ledger.Receipt) string {
	at := publicPath(r.Stream, r.Revision, r.Position)
	return staffHome + at
}

func givePath(stream, command string) string { return streamDeskPath(stream) + "/do/" + command }

// newPath is where something of a category is begun.
func newPath(category string) string {
	return staffHome + "/new?" + url.Values{"of": {category}}.Encode()
}

// deed is a command that an account may give, and where.
type deed struct{ Says, Link string }

func (v voice) deed(spec domain.CommandSpec, link string) deed {
	return deed{v.capital(bilingual{spec.English, spec.Chinese}.In(v.lang)), link}
}

// deedsOn are the commands that the account may give on a stream. Whether each is
// in its turn, the ledger says when it is given.
func (h *Handler) deedsOn(ctx context.Context, v *staffVisit, r *reading, place string) (deeds []deed, why string, err error) {
	for _, spec := range r.aggregate.Commands {
		if spec.Opens {
			continue
		}
		err := h.mayGive(ctx, v, spec, place)
		switch refused := domain.CodeOf(err) != ""; {
		case err == nil:
			deeds = append(deeds, v.deed(spec, givePath(r.stream, spec.Name)))
		case !refused:
			return nil, "", err
		case why == "":
			refusal, _ := refusalOf(err)
			why = refusal.In(v.lang)
		}
	}
	if len(deeds) > 0 {
		why = ""
	}
	return deeds, why, nil
}

// deedsWith are the commands by which the account may begin something that names a
// stream: with "", all that begin something.
func (h *Handler) deedsWith(ctx context.Context, v *staffVisit, stream string) ([]deed, error) {
	category, _ := domain.SplitStream(stream)
	c := h.cfg.Ledger.Catalogue()
	var deeds []deed
	for _, spec := range c.Commands() {
		if !spec.Opens || spec.Category == foundingCategory {
			continue
		}
		link := staffHome + "/new/" + spec.Name
		if stream != "" {
			i := slices.IndexFunc(c.Fields(spec.Prototype), func(f catalogue.Field) bool { return slices.Contains(f.Refers(), category) })
			if i < 0 {
				continue
			}
			link += "?" + url.Values{inputPrefix + c.Fields(spec.Prototype)[i].Name: {stream}}.Encode()
		}
		switch err := h.mayGive(ctx, v, spec, ""); {
		case err == nil:
			deeds = append(deeds, v.deed(spec, link))
		case domain.CodeOf(err) == "":
			return nil, err
		}
	}
	return deeds, nil
}

// foundingCategory is that of the one stream which every ledger begins with.
var foundingCategory, _ = domain.SplitStream(domain.WholeCounty)

// newValue is what can be begun.
type newValue struct {
	Deeds []deed
	// Why is why there is nothing, or "".
	Why string
}

// staffNew shows what the account may begin, of the category that the address
// says; where that is one thing, its form.
func (h *Handler) staffNew(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	of := v.query.Get("of")
	aggregate, err := h.cfg.Ledger.Catalogue().Aggregate(domain.StreamOf(of, "-"))
	if err != nil {
		return staffAnswer{}, err
	}
	var value newValue
	only := ""
	for _, spec := range aggregate.Commands {
		if !spec.Opens {
			continue
		}
		err := h.mayGive(ctx, v, spec, "")
		switch refused := domain.CodeOf(err) != ""; {
		case err == nil:
			only = staffHome + "/new/" + spec.Name
			value.Deeds = append(value.Deeds, v.deed(spec, only))
		case !refused:
			return staffAnswer{}, err
		case value.Why == "":
			refusal, _ := refusalOf(err)
			value.Why = refusal.In(v.lang)
		}
	}
	if len(value.Deeds) == 1 {
		return staffAnswer{next: only}, nil
	}
	return staffAnswer{answer: answer{page: "staff-new", title: v.T("staff.new"), value: value}}, nil
}

// known are the things on record that the fields of a command can name, of those
// that have a list.
func (h *Handler) known(ctx context.Context, v *staffVisit, fields []catalogue.Field) ([]knownThings, error) {
	wanted := map[string][]string{}
	var look func([]catalogue.Field)
	look = func(fields []catalogue.Field) {
		for _, f := range fields {
			if categories := f.Refers(); len(categories) > 0 {
				wanted[knownAs(categories)] = categories
			}
			look(f.Fields)
		}
	}
	look(fields)
	var all []knownThings
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		k := knownThings{Name: name}
		for _, category := range wanted[name] {
			things, err := h.onRecord(ctx, v, category)
			if err != nil {
				return nil, err
			}
			k.Things = append(k.Things, things...)
		}
		all = append(all, k)
	}
	return all, nil
}

// maxKnown bounds how many things of a category a form offers by name.
const maxKnown = 200

// onRecord are things of a category, as a form names them: places, and what stands
// in a list, in the list's usual order.
func (h *Handler) onRecord(ctx context.Context, v *staffVisit, category string) (things []option, err error) {
	err = h.cfg.Views.Read(ctx, func(q *projections.Query) error {
		if kind := projections.PlaceKind(category); slices.Contains(projections.PlaceKinds(), kind) {
			places, err := q.Places(kind)
			for _, p := range places[:min(maxKnown, len(places))] {
				things = append(things, option{Value: p.Stream, Label: v.Name(p.Name, p.NameEnglish)})
			}
			return err
		}
		for _, k := range kinds() {
			if l, is := k.(interface {
				things(*projections.Query, *visit, string) ([]option, error)
			}); is {
				found, err := l.things(q, v.visit, category)
				if err != nil {
					return err
				}
				things = append(things, found...)
			}
		}
		return nil
	})
	if errors.Is(err, projections.ErrNotBuilt) {
		err = nil // ids are enough to work with
	}
	return things, err
}

// things are the first rows of the listing, where a category's items stand in it.
func (g listing[R]) things(q *projections.Query, v *visit, category string) ([]option, error) {
	if itemPages[category] != g.name {
		return nil, nil
	}
	f := finding{Page: projections.Page{Size: maxKnown}}
	if len(g.sorts) > 0 {
		f.sort = g.sorts[0]
	}
	rows, _, err := g.find(q, v, f)
	var all []option
	for _, r := range rows {
		for _, c := range g.columns {
			shown := c.show(v, r)
			if id, links := strings.CutPrefix(shown.Link, "/"+g.name+"/"); links {
				all = append(all, option{Value: domain.StreamOf(category, id), Label: shown.Text})
				break
			}
		}
	}
	return all, err
}
