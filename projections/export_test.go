package projections

// CompareQueries compares every row of every table that two queries see.
func CompareQueries(got, want *Query) (Verification, error) { return compare(got, want, allViews) }
