package web

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// name tells entries of many streams what each is about: "Filed" alone says
// little. What the views do not know, or not yet, stays without a name.
func (p publicPages) name(ctx context.Context, v *visit, entries []entry) error {
	known := map[string]bilingual{}
	err := p.read(ctx, v, func(q *projections.Query) error {
		for i := range entries {
			stream := entries[i].Stream
			about, seen := known[stream]
			if !seen {
				var err error
				if about, err = subjectOf(q, stream); err != nil && !errors.Is(err, projections.ErrNotFound) {
					return err
				}
				known[stream] = about
			}
			entries[i].About = about
		}
		return nil
	})
	if errors.Is(err, projections.ErrNotBuilt) {
		return nil
	}
	return err
}

// subjectOf is what a stream is about, in a few words.
func subjectOf(q *projections.Query, stream string) (bilingual, error) {
	category, id := domain.SplitStream(stream)
	switch category {
	case "request":
		r, err := q.Request(id)
		return titleOf(r), err
	case "matter":
		m, err := q.Matter(id)
		if err != nil || len(m.Terms) == 0 {
			return bilingual{}, err
		}
		last := m.Terms[len(m.Terms)-1]
		return names(last.Title, last.TitleEnglish), nil
	case "town", "community", "village", "collective":
		p, err := q.Place(stream)
		return names(p.Name, p.NameEnglish), err
	case "reform":
		p, err := q.Place(domain.StreamOf("collective", id))
		return names(p.Name, p.NameEnglish), err
	case "decision":
		d, err := q.Decision(stream)
		return ofOwner(names(d.Title, d.TitleEnglish), names(d.OwnerName, d.OwnerNameEnglish)), err
	case "asset":
		a, err := q.Asset(stream, domain.Date{})
		return names(a.Name, ""), err
	case "contract":
		c, err := q.Contract(stream, domain.Date{})
		return contractSubject(c), err
	case "tender":
		t, err := q.Tender(stream)
		return names(t.What, ""), err
	case "debt":
		d, err := q.Debt(stream)
		return names(d.Purpose, ""), err
	case "partyorg":
		o, err := q.PartyOrganisation(stream, domain.Date{})
		return names(o.Name, o.NameEnglish), err
	case "activity":
		a, err := q.Activity(stream)
		return activitySubject(a), err
	case "enterprise":
		e, err := q.Enterprise(stream)
		return names(e.Name, ""), err
	case "training":
		t, err := q.Training(stream)
		return trainingSubject(t), err
	case "project":
		p, err := q.Project(stream)
		return ofOwner(names(p.Title, ""), names(p.OwnerName, p.OwnerNameEnglish)), err
	case "books":
		b, err := q.BooksOf(stream)
		return booksSubject(b), err
	case "audit":
		a, err := q.Audit(stream, domain.Date{})
		if err != nil {
			return bilingual{}, err
		}
		return auditSubject(a), nil
	case "account":
		a, err := q.Account(id)
		return names(a.Name, a.NameEnglish), err
	}
	return bilingual{}, nil
}

func names(chinese, english string) bilingual { return bilingual{cmp.Or(english, chinese), chinese} }

// titleOf is what a request is called: its matter and its community, or its
// place in the source that it came from.
func titleOf(r projections.Request) bilingual {
	if r.MatterTitle == "" {
		if !r.Imported() {
			return bilingual{r.Matter, r.Matter}
		}
		number := strconv.Itoa(r.Number)
		return bilingual{
			English: newVoice(domain.English, nil).T("request.case", "number", number),
			Chinese: newVoice(domain.Chinese, nil).T("request.case", "number", number),
		}
	}
	return ofOwner(names(r.MatterTitle, r.MatterTitleEnglish), names(r.PlaceName, r.PlaceNameEnglish))
}

// ofOwner is a title with the name of where it belongs, which may be empty.
func ofOwner(title, owner bilingual) bilingual {
	if owner.Chinese == "" {
		return title
	}
	return bilingual{title.English + ", " + owner.English, title.Chinese + " · " + owner.Chinese}
}

var uuidText = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// naming puts the names of accounts in the place of their ids in a text.
func (a actors) naming(text string, lang domain.Lang) string {
	return uuidText.ReplaceAllStringFunc(text, func(id string) string {
		account, known := a[id]
		if !known {
			return id
		}
		return names(account.Name, account.NameEnglish).In(lang)
	})
}
