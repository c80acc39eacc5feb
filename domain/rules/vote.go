package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Share is a part of a whole that has to be reached: at least a fraction, or
// over it. In files it is written "at least 2/3" or "over 1/2".
type Share struct {
	Over                   bool
	Numerator, Denominator int
}

const (
	atLeast = "at least "
	over    = "over "
)

// Needed is the least number out of whole that reaches the share. A share of
// nobody cannot be reached: of 0 it is 1.
func (s Share) Needed(whole int) int {
	if whole < 1 || s.Denominator < 1 {
		return 1
	}
	n, d := int64(whole)*int64(s.Numerator), int64(s.Denominator)
	if s.Over {
		return int(n/d) + 1
	}
	return int((n + d - 1) / d)
}

// String is the share as files have it.
func (s Share) String() string {
	word := atLeast
	if s.Over {
		word = over
	}
	return word + strconv.Itoa(s.Numerator) + "/" + strconv.Itoa(s.Denominator)
}

// In is the share in a language.
func (s Share) In(lang domain.Lang) string {
	if lang != domain.Chinese {
		return s.String()
	}
	fraction := fmt.Sprintf("%d/%d", s.Numerator, s.Denominator)
	if s.Over {
		return "超过 " + fraction
	}
	return fraction + " 以上"
}

// MarshalText is String.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what String writes.
func (s *Share) UnmarshalText(b []byte) error {
	text := string(b)
	isOver := strings.HasPrefix(text, over)
	text = strings.TrimPrefix(strings.TrimPrefix(text, over), atLeast)
	n, d, found := strings.Cut(text, "/")
	numerator, err1 := strconv.Atoi(n)
	denominator, err2 := strconv.Atoi(d)
	x := Share{isOver, numerator, denominator}
	if !found || err1 != nil || err2 != nil || x.String() != string(b) || denominator < 1 || denominator > 100 ||
		numerator < 0 || numerator > denominator || isOver && numerator == denominator {
		return fmt.Errorf(`%q is not a share: write "at least 2/3" or "over 1/2"`, b)
	}
	*s = x
	return nil
}

// Quorum is who has to take part: a share of a base.
type Quorum struct {
	Of    domain.VoterBase `json:"of"`
	Share Share            `json:"share"`
}

// Vote is what makes a vote valid, and what passes it.
type Vote struct {
	// Quorum lists the bases that the vote may be taken in, each with its
	// share. Whoever calls the meeting chooses one of them.
	Quorum []Quorum `json:"quorum"`
	// Pass is the share that has to be in favour, of those who took part, or of
	// all who are entitled.
	Pass       Share `json:"pass"`
	OfEntitled bool  `json:"ofEntitled"`
	// NoticeDays is how many days ahead notice is given, the day of notice not
	// counted; 0 needs none.
	NoticeDays int `json:"noticeDays"`
}

// In is the quorum of a base, and false where the vote is not taken in it.
func (v Vote) In(base domain.VoterBase) (Quorum, bool) {
	i := slices.IndexFunc(v.Quorum, func(q Quorum) bool { return q.Of == base })
	if i < 0 {
		return Quorum{}, false
	}
	return v.Quorum[i], true
}

// Needed is how many have to take part, and how many of them have to be in
// favour, out of those expected, when so many take part.
func (v Vote) Needed(q Quorum, expected, present int) (quorum, favour int) {
	whole := present
	if v.OfEntitled {
		whole = expected
	}
	return q.Share.Needed(expected), v.Pass.Needed(whole)
}

// String is the vote for a listing.
func (v Vote) String() string {
	quorums := make([]string, len(v.Quorum))
	for i, q := range v.Quorum {
		quorums[i] = fmt.Sprintf("%s of the %s", q.Share, domain.Label(q.Of, string(q.Of), domain.English))
	}
	base := "those present"
	if v.OfEntitled {
		base = "all who are entitled"
	}
	return fmt.Sprintf("takes part %s; in favour %s of %s; notice %d days", strings.Join(quorums, " or "), v.Pass, base, v.NoticeDays)
}

// Validate refuses a vote that nobody can take part in.
func (v Vote) Validate() error {
	if len(v.Quorum) == 0 {
		return fmt.Errorf("it says not who takes part: give at least one quorum")
	}
	for i, q := range v.Quorum {
		if err := known(q.Of); err != nil {
			return err
		}
		if _, first := v.In(q.Of); first && slices.IndexFunc(v.Quorum, func(o Quorum) bool { return o.Of == q.Of }) != i {
			return fmt.Errorf("%s has two quorums: give one", q.Of)
		}
		if q.Share.Denominator == 0 {
			return fmt.Errorf("the quorum of the %s has no share", q.Of)
		}
	}
	if v.Pass.Denominator == 0 {
		return fmt.Errorf("it says not what passes it: give the share that has to be in favour")
	}
	return nil
}

// Discussion is what carries a proposal in a body that discusses it before the
// vote: the share of those who belong to it that is present, and the share of
// those present that is in favour.
type Discussion struct {
	Quorum Share `json:"quorum"`
	Pass   Share `json:"pass"`
}

// Carries is how many have to be present and in favour, and whether they are.
func (d Discussion) Carries(expected, present, inFavour int) (quorum, needed int, carried bool) {
	quorum, needed = d.Quorum.Needed(expected), d.Pass.Needed(present)
	return quorum, needed, present >= quorum && inFavour >= needed
}

// String is the discussion for a listing.
func (d Discussion) String() string {
	return fmt.Sprintf("present %s; in favour %s of those present", d.Quorum, d.Pass)
}

// Validate refuses a discussion that lacks a share.
func (d Discussion) Validate() error {
	if d.Quorum.Denominator == 0 || d.Pass.Denominator == 0 {
		return fmt.Errorf("it says not what carries a proposal: give the shares that have to be present and in favour")
	}
	return nil
}

// VoteOf is the rule of a meeting.
func (d Decisions) VoteOf(m domain.Meeting) Rule[Vote] {
	switch m {
	case domain.VillagersMeeting:
		return d.VillagersMeeting
	case domain.RepresentativesMeeting:
		return d.RepresentativesMeeting
	case domain.GroupMeeting:
		return d.GroupMeeting
	case domain.HouseholdBallot:
		return d.HouseholdBallot
	case domain.MembersAssembly:
		return d.MembersAssembly
	case domain.MemberRepresentatives:
		return d.MemberRepresentatives
	}
	return Rule[Vote]{}
}

// known refuses a value that the list of its type does not have.
func known[T interface {
	~string
	domain.Coded
}](value T) error {
	if err := domain.CheckCode(value); err != nil {
		return err
	}
	return nil
}
