// Package community is the rural communities of the county (社区): one stream a
// community, with an id that the clerk chooses and that stays when the name or
// the statistical division code changes. A community belongs to a town.
package community

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Registered begins a community.
type Registered struct {
	ID string `json:"id" audience:"public" en:"id of the community" zh:"编号"`
	// Town is a stream, town-<id>.
	Town string `json:"town" audience:"public" en:"town that it belongs to" zh:"所属镇街"`
	// Code is the statistical division code, 9 or 12 digits.
	Code        string `json:"code,omitzero" audience:"public" en:"statistical division code" zh:"统计用区划代码"`
	Name        string `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Renamed gives a community another name.
type Renamed struct {
	Name        string `json:"name" audience:"public" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Amends allows other names and another code. Where a community lies, and what it is
// called in other records, decides who may do what there.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish, e.Code = n.Name, n.NameEnglish, n.Code; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"of what registered a community only the names and the code are amended: register another one under its own id",
			"社区登记只能更正名称和代码：请以另一编号重新登记")
	}
	return nil
}

// PlacedAt is the town that it belongs to.
func (e Registered) PlacedAt() string { return e.Town }

// EventType is community.registered.
func (Registered) EventType() string { return "community.registered" }

// EventType is community.renamed.
func (Renamed) EventType() string { return "community.renamed" }

// Community is the state of one community.
type Community struct {
	ID string
	// Town is the stream of its town.
	Town              string
	Code              string
	Name, NameEnglish string
}

// Offers is a [domain.PlaceName].
func (c Community) Offers() any {
	if c.ID == "" {
		return nil
	}
	return domain.PlaceName{ID: c.ID, Name: c.Name, NameEnglish: c.NameEnglish, Within: []string{c.Town}}
}

// PlacedAt is the community itself.
func (c Community) PlacedAt() string { return domain.StreamOf("community", c.ID) }

// Evolve is the community after a fact.
func (c Community) Evolve(f domain.Fact) (Community, error) {
	if err := c.follows(f.Event); err != nil {
		return c, err
	}
	switch e := f.Event.(type) {
	case Registered:
		c = Community(e)
	case Renamed:
		c.Name, c.NameEnglish = e.Name, e.NameEnglish
	}
	return c, nil
}

func (c Community) follows(e domain.Event) error {
	switch e.(type) {
	case Registered:
		if c.ID != "" {
			return domain.Reject("already_registered", "the community is registered already as %s: rename it, or choose another id", "社区已登记为 %s：请更名，或另选编号", c.Name)
		}
	case Renamed:
		if c.ID == "" {
			return domain.Reject("not_registered", "the community is not registered: register it first", "社区尚未登记：请先登记")
		}
	default:
		return domain.Unknown(e)
	}
	return nil
}

// Judge checks id, town, code and name.
func (c Community) Judge(e domain.Event, act domain.Act) error {
	if err := c.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		return judgeRegistered(e, act)
	case Renamed:
		if e.Name == c.Name && e.NameEnglish == c.NameEnglish {
			return domain.Reject("same_name", "the community is called %s already: give another name", "社区已名为 %s：请填写新名称", c.Name)
		}
		return named(e.Name)
	}
	return nil
}

func judgeRegistered(e Registered, act domain.Act) error {
	if domain.CheckID(e.ID) != nil || act.Stream != domain.StreamOf("community", e.ID) {
		return domain.Reject("id_invalid", "%q cannot be the id of %s: write letters, digits, '-', '.' or '_'", "%q 不能作为 %s 的编号：请用字母、数字、'-'、'.' 或 '_'", e.ID, act.Stream)
	}
	if err := named(e.Name); err != nil {
		return err
	}
	if err := domain.CheckDivisionCode(e.Code); err != nil {
		return err
	}
	if !isTown(e.Town) {
		return domain.Reject("not_a_town", "%q is not the stream of a town: write town-<id>", "%q 不是镇街：请写 town-<编号>", e.Town)
	}
	_, err := domain.Evidence[domain.PlaceName](act, e.Town)
	return err
}

func isTown(stream string) bool {
	category, _ := domain.SplitStream(stream)
	return category == "town" && domain.CheckStream(stream) == nil
}

func named(name string) error {
	if strings.TrimSpace(name) == "" {
		return domain.Reject("name_missing", "a community needs a name: give it in Chinese", "社区须有名称：请填写中文名称")
	}
	return nil
}

// Register begins a community.
type Register struct {
	ID          string `json:"id" en:"id of the community, of your choosing; it never changes" zh:"编号（自定，不再变更）"`
	Town        string `json:"town" en:"town that it belongs to, town-<id>" zh:"所属镇街 town-<编号>"`
	Code        string `json:"code,omitzero" en:"statistical division code, 9 or 12 digits" zh:"统计用区划代码（9 或 12 位）"`
	Name        string `json:"name" en:"name, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Rename gives a community another name.
type Rename struct {
	Name        string `json:"name" en:"new name, in Chinese" zh:"新名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// CommandType is community.register.
func (Register) CommandType() string { return "community.register" }

// CommandType is community.rename.
func (Rename) CommandType() string { return "community.rename" }

// PlacedAt is the town that it belongs to.
func (c Register) PlacedAt() string { return c.Town }

// StreamID is the id that the clerk chose.
func (c Register) StreamID() string { return c.ID }

// Relies names the town.
func (c Register) Relies(Community) []domain.Ref {
	if !isTown(c.Town) {
		return nil
	}
	return []domain.Ref{{Stream: c.Town, Revision: domain.Latest}}
}

// Decide registers.
func (c Register) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Registered(c)}, nil
}

// Decide renames.
func (c Rename) Decide(Community, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Renamed(c)}, nil
}
