package domain

import "slices"

// FirstSecretaries are the terms of a community's first secretaries, as it offers
// them to what they plan.
type FirstSecretaries []Tenure

// Tenure is a term in a post: its first day, and its last one, or no date.
type Tenure struct{ From, Until Date }

// On reports whether one is in office on a day.
func (all FirstSecretaries) On(day Date) bool {
	return slices.ContainsFunc(all, func(t Tenure) bool {
		return !t.From.After(day) && (t.Until.IsZero() || !t.Until.Before(day))
	})
}
