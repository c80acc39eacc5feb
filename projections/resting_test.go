package projections_test

import (
	"slices"
	"testing"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/projections"
)

// Every event that names a decision as what it rests on is among the steps that a
// decision lists.
func TestRestingSteps(t *testing.T) {
	var want, got []string
	for _, spec := range catalogue.Standard.Events() {
		for _, f := range catalogue.Standard.Fields(spec.Prototype) {
			if f.Name == "decision" || f.Name == "delegation" {
				want = append(want, spec.Prototype.EventType())
			}
		}
	}
	for _, code := range projections.RestingStep("").Codes() {
		got = append(got, code.Code)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
