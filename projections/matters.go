package projections

import (
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/matter"
)

// mattersView is what may be asked for: each matter, and its terms over time.
var mattersView = &view{
	name:       "matters",
	version:    1,
	categories: []string{"matter"},
	tables: []table{
		{
			name: "matter",
			columns: []column{
				{"code", textColumn}, {"delisted", optionColumn},
				// Of the latest terms, those announced for later included.
				{"title", textColumn}, {"title_english", textColumn},
			},
			indexes: []string{"code"},
		},
		{
			name: "matter_terms",
			columns: []column{
				{"since", integerColumn}, {"list", textColumn}, {"title", textColumn}, {"title_english", textColumn},
				{"papers", textColumn}, {"basis", textColumn}, {"limit_days", integerColumn},
				{"authority", textColumn}, {"fee", integerColumn},
			},
		},
	},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(matter.Matter)
		var last domain.ServiceTerms
		for _, last = range s.Terms {
			to.put(1, storedDay(last.From), string(last.List), last.Title, last.TitleEnglish,
				strings.Join(last.Papers, "\n"), last.Basis, storedInt(last.LimitDays), last.Authority, int64(last.Fee))
		}
		to.put(0, s.Code, storedDay(s.Delisted), last.Title, last.TitleEnglish)
	},
}

// Matter is what may be asked for, with its terms over time.
type Matter struct {
	Origin
	domain.ServiceMatter
}

// Matters lists all matters, delisted ones too, in the order of their codes.
func (q *Query) Matters() ([]Matter, error) { return q.matters(`ORDER BY code`) }

// Matter is the matter of a code, or [ErrNotFound].
func (q *Query) Matter(code string) (Matter, error) {
	return only(q.matters(`WHERE code = ?`, code))
}

func (q *Query) matters(where string, args ...any) ([]Matter, error) {
	matters, err := list(q, `SELECT `+originList+`, code, delisted FROM matter `+where, args,
		func(s scan) (m Matter, err error) {
			err = s(&m.Origin, &m.Code, &m.Delisted)
			return m, err
		})
	for i := range matters {
		if err == nil {
			matters[i].Terms, err = q.terms(matters[i].Stream)
		}
	}
	return matters, err
}

func (q *Query) terms(stream string) ([]domain.ServiceTerms, error) {
	return list(q, `SELECT since, list, title, title_english, papers, basis, limit_days, authority, fee
		FROM matter_terms WHERE begun = (SELECT begun FROM matter WHERE stream = ?) ORDER BY n`, []any{stream},
		func(s scan) (t domain.ServiceTerms, err error) {
			var papers string
			err = s(&t.From, &t.List, &t.Title, &t.TitleEnglish, &papers, &t.Basis, &t.LimitDays, &t.Authority, &t.Fee)
			if papers != "" {
				t.Papers = strings.Split(papers, "\n")
			}
			return t, err
		})
}
