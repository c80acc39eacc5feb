// Package town is the towns and streets of the county (镇街): one stream a town,
// with an id that the clerk chooses and that stays when the name or the
// statistical division code changes.
package town

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

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

// StaffCounted says how many people work for the town, those whom it has sent to
// its communities among them.
type StaffCounted struct {
	Total    int         `json:"total" audience:"public" en:"people who work for the town" zh:"工作人员总数"`
	AsOf     domain.Date `json:"asOf" audience:"public" en:"day of the count" zh:"统计日期"`
	Document string      `json:"document" audience:"public" en:"register or report that the count stands in" zh:"依据文件"`
}

// EventType is town.registered.
func (Registered) EventType() string { return "town.registered" }

// EventType is town.renamed.
func (Renamed) EventType() string { return "town.renamed" }

// EventType is town.staff-counted.
func (StaffCounted) EventType() string { return "town.staff-counted" }

// Town is the state of one town.
type Town struct {
	ID, Code          string
	Name, NameEnglish string
	// Staff are the counts, each as of a later day than the one before.
	Staff []StaffCounted
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
		t = Town{ID: e.ID, Code: e.Code, Name: e.Name, NameEnglish: e.NameEnglish}
	case Renamed:
		t.Name, t.NameEnglish = e.Name, e.NameEnglish
	case StaffCounted:
		t.Staff = append(slices.Clip(t.Staff), e)
	}
	return t, nil
}

func (t Town) follows(e domain.Event) error {
	switch e := e.(type) {
	case Registered:
		if t.ID != "" {
			return domain.Reject("already_registered", "the town is registered already as %s: rename it, or choose another id", "镇街已登记为 %s：请更名，或另选编号", t.Name)
		}
		return nil
	case Renamed:
	case StaffCounted:
		if n := len(t.Staff); n > 0 && !e.AsOf.After(t.Staff[n-1].AsOf) {
			return domain.Reject("counted_already",
				"there is a count as of %s on record: put it right by a correction, or give a later day",
				"已有截至 %s 的人数：有误请更正，或填写更晚的日期", t.Staff[n-1].AsOf)
		}
	default:
		return domain.Unknown(e)
	}
	if t.ID == "" {
		return domain.Reject("not_registered", "the town is not registered: register it first", "镇街尚未登记：请先登记")
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
	case StaffCounted:
		return judgeCounted(e, act)
	}
	return nil
}

func judgeCounted(e StaffCounted, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Document, "document", "依据文件")); err != nil {
		return err
	}
	if e.Total < 1 || e.Total > domain.MaxCounted {
		return domain.Reject("count_out_of_range", "a town has 1 to %d people who work for it, not %d: count again", "工作人员为 1 至 %d 人，不能是 %d：请核对", domain.MaxCounted, e.Total)
	}
	return domain.CheckPast(act, e.AsOf, "asOf", "统计日期")
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

// CountStaff records how many people work for a town.
type CountStaff struct {
	Total    int         `json:"total" en:"people who work for the town, those in its communities among them" zh:"工作人员总数（含下沉社区人员）"`
	AsOf     domain.Date `json:"asOf,omitzero" en:"day of the count, later than that of the last one; left out, today" zh:"统计日期（晚于上次统计；不填为当日）"`
	Document string      `json:"document" en:"register or report that the count stands in, with its date" zh:"依据文件（名称和日期）"`
}

// CommandType is town.register.
func (Register) CommandType() string { return "town.register" }

// CommandType is town.rename.
func (Rename) CommandType() string { return "town.rename" }

// CommandType is town.count-staff.
func (CountStaff) CommandType() string { return "town.count-staff" }

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

// Decide records a count.
func (c CountStaff) Decide(_ Town, act domain.Act) ([]domain.Event, error) {
	if c.AsOf.IsZero() {
		c.AsOf = act.Day()
	}
	return []domain.Event{StaffCounted(c)}, nil
}
