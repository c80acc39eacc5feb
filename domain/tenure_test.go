package domain_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
)

func TestFirstSecretariesOn(t *testing.T) {
	terms := domain.FirstSecretaries{
		{From: domain.NewDate(2014, 1, 1), Until: domain.NewDate(2015, 12, 31)},
		{From: domain.NewDate(2016, 3, 1)},
	}
	for on, want := range map[domain.Date]bool{
		domain.NewDate(2013, 12, 31): false, domain.NewDate(2014, 1, 1): true, domain.NewDate(2015, 12, 31): true,
		domain.NewDate(2016, 1, 1): false, domain.NewDate(2016, 2, 29): false, domain.NewDate(2016, 3, 1): true,
		domain.NewDate(2099, 1, 1): true,
	} {
		if terms.On(on) != want {
			t.Errorf("in office on %s: %t", on, !want)
		}
	}
	if domain.FirstSecretaries(nil).On(domain.NewDate(2016, 1, 1)) {
		t.Error("nobody was ever in office")
	}
}
