package rules_test

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// A paper entrusted on the Wednesday before Mid-Autumn 2016 is passed on by the
// Tuesday after it: the Sunday in between was worked.
func Example() {
	book, err := rules.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	entrusted := domain.NewDate(2016, 9, 14)
	set, err := book.On(entrusted)
	if err != nil {
		fmt.Println(err)
		return
	}
	within := set.Service.PassOnWithinWorkdays
	due := set.Calendar().AddWorkdays(entrusted, within.Value)
	fmt.Println(set.Name(), due, set.Calendar().Assumed(entrusted, due))
	fmt.Println(within.Reject("passed_on_late", "it was to be passed on by %s", "应于 %s 前报送", due))
	// Output:
	// zhucheng-2015 2016-09-20 false
	// it was to be passed on by 2016-09-20 (Zhucheng, procedure of the errand agents, passing on, rule set zhucheng-2015)
}
