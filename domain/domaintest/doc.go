// Package domaintest lets the rules of an aggregate be tested in the words of
// the procedure:
//
//	agent := domaintest.For(t, requests).
//		Evidence("matter-B07", matter).
//		Given(domaintest.At("2016-09-01"), request.Submitted{…})
//	agent.When(domaintest.At("2016-09-02"), request.Accept{}).
//		Then(request.Accepted{…}).
//		When(request.File{}).Rejected("not_completed")
//
// A [Scenario] never changes: each call answers with another one, so several
// tests may go on from the same beginning. A command goes through the
// aggregate's definition as the executor would take it, with the evidence that
// it names in Relies and no other. [CheckFold] proves that folds do not share
// what one of them may change.
//
// The package is for tests only; nothing else imports it.
package domaintest
