package matter

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Matter is the state of one matter: its terms over time.
type Matter struct {
	Code string
	// Terms are in ascending order of From, one for a day. They are shared
	// with whoever they were offered to and never changed in place.
	Terms []domain.ServiceTerms
	// Delisted is the first day on which it may not be asked for; the zero
	// Date while it stands on a list.
	Delisted domain.Date
}

// Offers is a [domain.ServiceMatter].
func (m Matter) Offers() any {
	if m.Code == "" {
		return nil
	}
	return domain.ServiceMatter(m)
}

// On is the terms in force on a day, and false where it is not listed then.
func (m Matter) On(day domain.Date) (domain.ServiceTerms, bool) {
	return domain.ServiceMatter(m).On(day)
}

// Evolve is the matter after a fact.
func (m Matter) Evolve(f domain.Fact) (Matter, error) {
	if err := m.follows(f.Event); err != nil {
		return m, err
	}
	switch e := f.Event.(type) {
	case Listed:
		m.Code, m.Terms = e.Code, []domain.ServiceTerms{e.change().terms()}
	case Changed:
		m.Terms = with(m.Terms, e.terms())
	case Delisted:
		m.Delisted = e.From
	}
	return m, nil
}

// follows is the legal order of steps.
func (m Matter) follows(e domain.Event) error {
	switch e.(type) {
	case Listed:
		if m.Code != "" {
			return domain.Reject("already_listed", "matter %s is listed already: change it, or choose another code", "事项 %s 已列入清单：请变更该事项，或另选编码", m.Code)
		}
		return nil
	case Changed, Delisted:
	default:
		return domain.Unknown(e)
	}
	switch {
	case m.Code == "":
		return domain.Reject("not_listed", "there is no such matter: list it first", "事项不存在：请先列入清单")
	case !m.Delisted.IsZero():
		return domain.Reject("delisted", "matter %s is delisted from %s: list it under another code", "事项 %s 自 %s 起取消：请以其他编码重新列入", m.Code, m.Delisted)
	}
	return nil
}

// with is the terms with others from a day on; those announced before for the
// same day give way.
func with(terms []domain.ServiceTerms, t domain.ServiceTerms) []domain.ServiceTerms {
	i, same := slices.BinarySearchFunc(terms, t.From, func(s domain.ServiceTerms, from domain.Date) int {
		return s.From.Compare(from)
	})
	changed := make([]domain.ServiceTerms, 0, len(terms)+1)
	changed = append(append(changed, terms[:i]...), t)
	if same {
		i++
	}
	return append(changed, terms[i:]...)
}
