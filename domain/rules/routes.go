package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Route is the way in which some kinds of matters are decided.
type Route struct {
	// Kinds are those that take it; none is all that no other route names.
	Kinds     Kinds            `json:"kinds"`
	Procedure domain.Procedure `json:"procedure"`
	// Meetings are those that may resolve it, the usual one first.
	Meetings []domain.Meeting `json:"meetings"`
}

// Routes are the ways of the matters of one level: one for every kind.
type Routes []Route

// Of is the route of a kind. A set that was loaded has one for every kind.
func (r Routes) Of(kind domain.MatterKind) (Route, bool) {
	rest := -1
	for i, route := range r {
		if len(route.Kinds) == 0 {
			rest = i
		}
		if slices.Contains(route.Kinds, kind) {
			return route, true
		}
	}
	if rest < 0 {
		return Route{}, false
	}
	return r[rest], true
}

// RoutesAt is the rule of a level.
func (d Decisions) RoutesAt(level domain.UnitLevel) Rule[Routes] {
	switch level {
	case domain.GroupUnit:
		return d.GroupMatters
	case domain.TownUnit:
		return d.TownMatters
	}
	return d.VillageMatters
}

// Validate refuses routes that leave a kind without a way, or with two.
func (r Routes) Validate() error {
	var named Kinds
	rest := 0
	for _, route := range r {
		if err := known(route.Procedure); err != nil {
			return err
		}
		if len(route.Meetings) == 0 {
			return fmt.Errorf("a route has no meeting that resolves: name at least one")
		}
		for _, m := range route.Meetings {
			if err := known(m); err != nil {
				return err
			}
		}
		if len(route.Kinds) == 0 {
			rest++
		}
		named = append(named, route.Kinds...)
	}
	if rest != 1 {
		return fmt.Errorf("%d routes name no kinds: let one take all that the others do not name", rest)
	}
	return named.Validate()
}

// String is the routes for a listing.
func (r Routes) String() string {
	lines := make([]string, len(r))
	for i, route := range r {
		kinds := "all others"
		if len(route.Kinds) > 0 {
			kinds = route.Kinds.String()
		}
		meetings := make([]string, len(route.Meetings))
		for j, m := range route.Meetings {
			meetings[j] = domain.Label(m, string(m), domain.English)
		}
		lines[i] = fmt.Sprintf("%s: %s, %s", kinds, domain.Label(route.Procedure, string(route.Procedure), domain.English), strings.Join(meetings, " or "))
	}
	return strings.Join(lines, "; ")
}

// Kinds are kinds of matters.
type Kinds []domain.MatterKind

// Has reports whether a kind is among them.
func (k Kinds) Has(kind domain.MatterKind) bool { return slices.Contains(k, kind) }

// Validate refuses an unknown kind, and one that is named twice.
func (k Kinds) Validate() error { return distinct(k) }

// String is the kinds for a listing.
func (k Kinds) String() string { return labels(k) }

// Files are kinds of evidence files.
type Files []domain.AttachmentKind

// Validate refuses an unknown kind, and one that is named twice.
func (f Files) Validate() error { return distinct(f) }

// String is the kinds for a listing.
func (f Files) String() string { return labels(f) }

// Step is one step of an inventory.
type Step struct {
	Code    string `json:"code"`
	English string `json:"en"`
	Chinese string `json:"zh"`
}

// Steps are the steps of an inventory, in order.
type Steps []Step

// Index is the place of a step, or -1.
func (s Steps) Index(code string) int {
	return slices.IndexFunc(s, func(step Step) bool { return step.Code == code })
}

// Validate refuses an inventory without steps, and steps without a code and
// names, or with the code of another.
func (s Steps) Validate() error {
	if len(s) == 0 {
		return fmt.Errorf("an inventory has at least one step")
	}
	for i, step := range s {
		if domain.CheckID(step.Code) != nil || step.English == "" || step.Chinese == "" {
			return fmt.Errorf("step %d needs a code and its names in both languages", i+1)
		}
		if s.Index(step.Code) != i {
			return fmt.Errorf("two steps are called %s", step.Code)
		}
	}
	return nil
}

// String is the steps for a listing.
func (s Steps) String() string {
	names := make([]string, len(s))
	for i, step := range s {
		names[i] = step.English
	}
	return strings.Join(names, ", ")
}

func distinct[T interface {
	~string
	domain.Coded
}](values []T) error {
	for i, v := range values {
		if err := known(v); err != nil {
			return err
		}
		if slices.Contains(values[:i], v) {
			return fmt.Errorf("%s is named twice", v)
		}
	}
	return nil
}

func labels[T interface {
	~string
	domain.Coded
}](values []T) string {
	if len(values) == 0 {
		return "none"
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = domain.Label(v, string(v), domain.English)
	}
	return strings.Join(names, ", ")
}
