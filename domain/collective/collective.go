// Package collective is the collectives that own property (经联社, 经济合作社): one
// stream a collective, with an id that the clerk chooses and that stays when the
// name changes. A collective belongs to a community, which may have several.
package collective

import (
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Collective is the state of one collective.
type Collective struct {
	ID    string
	Level domain.UnitLevel
	// Community is the stream of its community.
	Community string
	// Village is the stream of its natural village, or "".
	Village           string
	Code              string
	Name, NameEnglish string
	// Electorates are shared with whoever they were offered to and never
	// changed in place.
	Electorates domain.Electorates
	// Merged is the collective that it was merged into, or "", and MergedAt when.
	Merged   string
	MergedAt time.Time
}

// Offers is a [domain.PlaceName] and a [domain.Unit]. One that was merged stays where
// it lay: by which right somebody acted there before rests on that.
func (c Collective) Offers() any {
	if c.ID == "" {
		return nil
	}
	return domain.Offerings{
		domain.PlaceName{ID: c.ID, Name: c.Name, NameEnglish: c.NameEnglish, Within: []string{c.Community}},
		domain.Unit{Level: c.Level, Collective: true, Electorates: c.Electorates, Councils: c.councils(), Merged: c.Merged, MergedAt: c.MergedAt},
	}
}

// councils are those of the natural village, and of the community for what belongs
// to all of it.
func (c Collective) councils() string {
	if c.Level == domain.VillageUnit {
		return c.Community
	}
	return c.Village
}

// PlacedAt is the collective itself.
func (c Collective) PlacedAt() string { return domain.StreamOf("collective", c.ID) }

// Evolve is the collective after a fact.
func (c Collective) Evolve(f domain.Fact) (Collective, error) {
	if err := c.follows(f.Event); err != nil {
		return c, err
	}
	switch e := f.Event.(type) {
	case Registered:
		c.ID, c.Level, c.Community, c.Village = e.ID, e.Level, e.Community, e.Village
		c.Code, c.Name, c.NameEnglish = e.Code, e.Name, e.NameEnglish
	case Renamed:
		c.Name, c.NameEnglish = e.Name, e.NameEnglish
	case ElectorateRecorded:
		c.Electorates = c.Electorates.With(domain.Electorate(e))
	case MergedInto:
		c.Merged, c.MergedAt = e.Into, f.OccurredAt
	}
	return c, nil
}

// follows is the legal order of steps: nothing follows a merger.
func (c Collective) follows(e domain.Event) error {
	switch e.(type) {
	case Registered:
		if c.ID != "" {
			return domain.Reject("already_registered", "the collective is registered already as %s: rename it, or choose another id", "集体已登记为 %s：请更名，或另选编号", c.Name)
		}
		return nil
	case Renamed, ElectorateRecorded, MergedInto:
	default:
		return domain.Unknown(e)
	}
	switch {
	case c.ID == "":
		return domain.Reject("not_registered", "the collective is not registered: register it first", "集体尚未登记：请先登记")
	case c.Merged != "":
		return domain.Reject("merged",
			"%[1]s was merged into %[2]s, and nothing follows in it: do this for %[2]s",
			"%[1]s 已并入 %[2]s，不再办理任何事项：请在 %[2]s 办理", c.Name, c.Merged)
	}
	return nil
}

// Judge is the policies of collectives.
func (c Collective) Judge(e domain.Event, act domain.Act) error {
	if err := c.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		return judgeRegistered(e, act)
	case Renamed:
		return domain.CheckRename(e.Name, e.NameEnglish, c.Name, c.NameEnglish)
	case ElectorateRecorded:
		return c.Electorates.Admits(domain.Electorate(e), act)
	case MergedInto:
		return domain.Merges(act, e.Into, c.Community, e.Elsewhere)
	}
	return nil
}

func judgeRegistered(e Registered, act domain.Act) error {
	if err := domain.CheckPlace(act, "collective", e.ID, e.Name); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Level); err != nil {
		return err
	}
	if err := checkCreditCode(e.Code); err != nil {
		return err
	}
	if err := domain.BegunIn(act, e.Community); err != nil {
		return err
	}
	return checkVillage(e, act)
}

// checkVillage: a group has the village that lies in its community.
func checkVillage(e Registered, act domain.Act) error {
	if e.Village == "" {
		return nil
	}
	if e.Level != domain.GroupUnit || !domain.OfCategory(e.Village, "village") {
		return domain.Reject("no_village_of_it",
			"the collective of a group is one natural village's, village-<id>, and no other collective is: %q does not fit the level %q",
			"仅组级集体填写所属自然村 village-<编号>：%q 与级别 %q 不符", e.Village, string(e.Level))
	}
	village, err := domain.Evidence[domain.PlaceName](act, e.Village)
	if err == nil && !slices.Contains(village.Within, e.Community) {
		err = domain.Reject("village_elsewhere", "%s does not lie in %s: name the community that it lies in", "%s 不在 %s：请填写其所在社区", e.Village, e.Community)
	}
	return err
}

// creditCode is what a unified social credit code is made of (GB 32100–2015): the
// letters I, O, S, V and Z are left out.
const creditCode = "0123456789ABCDEFGHJKLMNPQRTUWXY"

func checkCreditCode(code string) error {
	strange := func(c rune) bool { return !strings.ContainsRune(creditCode, c) }
	if code == "" || len(code) == 18 && !strings.ContainsFunc(code, strange) {
		return nil
	}
	return domain.Reject("code_invalid",
		"%q is not a unified social credit code: write its 18 digits and capital letters, or leave it out",
		"%q 不是统一社会信用代码：请填写 18 位数字和大写字母，或不填", code)
}
