// Package county is the ledger's own identity: which county it belongs to, its
// zone, and whether its history is a demonstration. It is one stream, begun
// with the ledger.
package county

import (
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Stream is the one stream of this category, and ID the id in it.
const (
	Stream = "county-" + ID
	ID     = "self"
)

// DefaultZone is the zone of a county of China, in the IANA database's name.
const DefaultZone = "Asia/Shanghai"

// Registered begins a ledger.
type Registered struct {
	Ledger      uuid.UUID `json:"ledger" audience:"public" en:"random id of the ledger, the same in all its copies" zh:"账本编号"`
	Name        string    `json:"name" audience:"public" en:"the county, in Chinese" zh:"名称"`
	NameEnglish string    `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
	Code        string    `json:"code,omitzero" audience:"public" en:"administrative division code" zh:"行政区划代码"`
	Zone        string    `json:"zone" audience:"public" en:"time zone (IANA)" zh:"时区"`
	// Demonstration marks a history that is made up.
	Demonstration bool `json:"demonstration,omitzero" audience:"public" en:"made-up history" zh:"演示数据"`
	// Today is fixed for a demonstration; otherwise it is the clock's.
	Today domain.Date `json:"today,omitzero" audience:"public" en:"fixed day that counts as today" zh:"固定日期"`
}

// EventType is county.registered.
func (Registered) EventType() string { return "county.registered" }

// Amends allows other names. Everything else decides how the whole history is
// read: the rule set, the zone, what counts as today.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish = n.Name, n.NameEnglish; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"only the names of the county are amended: code, zone, ledger and what counts as today stay as they were registered",
			"只能更正县市名称：代码、时区、账本编号和固定日期不可更改")
	}
	return nil
}

// County is the state: what was registered.
type County struct{ Registered }

// Offers is a [domain.PlaceName]: the place that all others lie within.
func (c County) Offers() any {
	if c.Name == "" {
		return nil
	}
	return domain.PlaceName{ID: ID, Name: c.Name, NameEnglish: c.NameEnglish}
}

// Evolve is the county after a fact.
func (c County) Evolve(f domain.Fact) (County, error) {
	switch e := f.Event.(type) {
	case Registered:
		if c.Name != "" {
			return c, domain.Reject("already_registered", "the ledger already belongs to %s: begin another ledger in another folder", "账本已属于%s：请在其他目录新建账本", c.Name)
		}
		c.Registered = e
	default:
		return c, domain.Unknown(f.Event)
	}
	return c, nil
}

// Judge has no policy beyond what Decide checks.
func (c County) Judge(domain.Event, domain.Act) error { return nil }

// Register begins a ledger.
type Register struct {
	Ledger        uuid.UUID   `json:"ledger" en:"random id of the ledger" zh:"账本编号"`
	Name          string      `json:"name" en:"the county, in Chinese" zh:"名称"`
	NameEnglish   string      `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
	Code          string      `json:"code,omitzero" en:"administrative division code" zh:"行政区划代码"`
	Zone          string      `json:"zone,omitzero" en:"time zone (IANA), Asia/Shanghai unless given" zh:"时区，默认 Asia/Shanghai"`
	Demonstration bool        `json:"demonstration,omitzero" en:"the history is made up" zh:"演示数据"`
	Today         domain.Date `json:"today,omitzero" en:"fixed day that counts as today, of a demonstration" zh:"演示数据的固定日期"`
}

// CommandType is county.register.
func (Register) CommandType() string { return "county.register" }

// StreamID is the one stream of the category.
func (Register) StreamID() string { return ID }

// Decide fills in the zone and checks the whole.
func (c Register) Decide(County, domain.Act) ([]domain.Event, error) {
	if c.Zone == "" {
		c.Zone = DefaultZone
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "Local" {
		return nil, domain.Reject("zone_unknown", "%q is no time zone: give an IANA name, such as Asia/Shanghai", "时区 %q 不存在：请填写 IANA 名称，如 Asia/Shanghai", c.Zone)
	}
	if c.Name == "" || c.Ledger == uuid.Nil {
		return nil, domain.Reject("name_missing", "a ledger needs a name and an id: give the county that it belongs to", "账本须有名称和编号：请填写所属县市")
	}
	if !c.Today.IsZero() && !c.Demonstration {
		return nil, domain.Reject("today_fixed", "only a demonstration has a fixed today: leave it out, or mark the history as made up", "只有演示数据可固定日期：请去掉日期，或标明为演示数据")
	}
	return []domain.Event{Registered(c)}, nil
}
