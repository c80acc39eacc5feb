package partyorg

import "github.com/sunledger/sunledger/domain"

// Registered begins an organisation.
type Registered struct {
	ID          string      `json:"id" audience:"public" en:"id of the organisation" zh:"编号"`
	Name        string      `json:"name" audience:"public" en:"name, in Chinese" zh:"名称"`
	NameEnglish string      `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
	Kind        Kind        `json:"kind" audience:"public" en:"kind" zh:"类型"`
	Area        domain.Area `json:"area" audience:"public" en:"of the city or of the countryside" zh:"城乡类别"`
	// Place is a stream, town-<id> or community-<id>.
	Place string `json:"place" audience:"public" en:"town or community that it belongs to" zh:"所属镇街或社区"`
}

// Amends allows other names and another kind. Where an organisation lies, and what
// it is called in other records, decides who may do what there; what it is paired
// with rests on its area.
func (e Registered) Amends(to domain.Event) error {
	n, ok := to.(Registered)
	if e.Name, e.NameEnglish, e.Kind = n.Name, n.NameEnglish, n.Kind; !ok || e != n || n.Name == "" {
		return domain.Reject("identity_stays",
			"of what registered an organisation only the names and the kind are amended: register another one under its own id",
			"党组织登记只能更正名称和类型：请以另一编号重新登记")
	}
	return nil
}

// PlacedAt is the place that it belongs to.
func (e Registered) PlacedAt() string { return e.Place }

// Paired begins a pairing with the countryside.
type Paired struct {
	// With is a stream, partyorg-<id> or community-<id>.
	With string      `json:"with" audience:"public" en:"rural organisation or community" zh:"结对农村党组织或社区"`
	On   domain.Date `json:"on" audience:"public" en:"day" zh:"结对日期"`
	What string      `json:"what" audience:"public" en:"what they build together" zh:"共建内容"`
}

// Unpaired ends a pairing.
type Unpaired struct {
	With   string      `json:"with" audience:"public" en:"rural organisation or community" zh:"结对农村党组织或社区"`
	On     domain.Date `json:"on" audience:"public" en:"first day on which it is over" zh:"解除日期"`
	Reason string      `json:"reason" audience:"public" en:"why" zh:"解除原因"`
}

// EventType is partyorg.registered.
func (Registered) EventType() string { return "partyorg.registered" }

// EventType is partyorg.paired.
func (Paired) EventType() string { return "partyorg.paired" }

// EventType is partyorg.unpaired.
func (Unpaired) EventType() string { return "partyorg.unpaired" }
