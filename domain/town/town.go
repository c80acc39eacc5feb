// Package town is the towns and streets of the county (镇街): one stream a town,
// with an id that the clerk chooses and that stays when the name or the
// statistical division code changes.
package town

import "github.com/sunledger/sunledger/domain"

// Registered begins a town.
type Registered struct {
	ID string `json:"id" audience:"public" en:"id of the town" zh:"编号"`
	// Code is the statistical division code, 9 or 12 digits.
	Code        string `json:"code,omitzero" audience:"public" en:"statistical division code" zh:"统计用区划代码"`
	Name        string `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Renamed gives a town another name.
type Renamed struct {
	Name        string `json:"name" audience:"public" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Amends allows other names and another code. Where a town lies, and what it is
// called in other records, decides who may do what there.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish, e.Code = n.Name, n.NameEnglish, n.Code; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"of what registered a town only the names and the code are amended: register another one under its own id",
			"镇街登记只能更正名称和代码：请以另一编号重新登记")
	}
	return nil
}

// EventType is town.registered.
func (Registered) EventType() string { return "town.registered" }

// EventType is town.renamed.
func (Renamed) EventType() string { return "town.renamed" }

// Town is the state of one town.
type Town struct {
	ID, Code          string
	Name, NameEnglish string
}

// Offers is a [domain.PlaceName].
func (t Town) Offers() any {
	if t.ID == "" {
		return nil
	}
	return domain.PlaceName{ID: t.ID, Name: t.Name, NameEnglish: t.NameEnglish, Within: []string{domain.WholeCounty}}
}

// PlacedAt is the town itself.
func (t Town) PlacedAt() string { return domain.StreamOf("town", t.ID) }

// Evolve is the town after a fact.
func (t Town) Evolve(f domain.Fact) (Town, error) {
	if err := t.follows(f.Event); err != nil {
		return t, err
	}
	switch e := f.Event.(type) {
	case Registered:
		t = Town(e)
	case Renamed:
		t.Name, t.NameEnglish = e.Name, e.NameEnglish
	}
	return t, nil
}

func (t Town) follows(e domain.Event) error {
	switch e.(type) {
	case Registered:
		if t.ID != "" {
			return domain.Reject("already_registered", "the town is registered already as %s: rename it, or choose another id", "镇街已登记为 %s：请更名，或另选编号", t.Name)
		}
	case Renamed:
		if t.ID == "" {
			return domain.Reject("not_registered", "the town is not registered: register it first", "镇街尚未登记：请先登记")
		}
	default:
		return domain.Unknown(e)
	}
	return nil
}

// Judge checks id, code and name.
func (t Town) Judge(e domain.Event, act domain.Act) error {
	if err := t.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		if err := domain.CheckPlace(act, "town", e.ID, e.Name); err != nil {
			return err
		}
		return domain.CheckDivisionCode(e.Code)
	case Renamed:
		return domain.CheckRename(e.Name, e.NameEnglish, t.Name, t.NameEnglish)
	}
	return nil
}

// Register begins a town.
type Register struct {
	ID          string `json:"id" en:"id of the town, of your choosing; it never changes" zh:"编号（自定，不再变更）"`
	Code        string `json:"code,omitzero" en:"statistical division code, 9 or 12 digits" zh:"统计用区划代码（9 或 12 位）"`
	Name        string `json:"name" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Rename gives a town another name.
type Rename struct {
	Name        string `json:"name" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// CommandType is town.register.
func (Register) CommandType() string { return "town.register" }

// CommandType is town.rename.
func (Rename) CommandType() string { return "town.rename" }

// StreamID is the id that the clerk chose.
func (c Register) StreamID() string { return c.ID }

// Decide registers.
func (c Register) Decide(Town, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Registered(c)}, nil
}

// Decide renames.
func (c Rename) Decide(Town, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Renamed(c)}, nil
}
