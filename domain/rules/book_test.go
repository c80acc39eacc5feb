package rules_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain/rules"
)

func TestSmoke(t *testing.T) {
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range b.Sets() {
		for _, e := range s.List() {
			t.Logf("%+v", e)
		}
	}
}
