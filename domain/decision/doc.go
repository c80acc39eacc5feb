// Package decision is what the people of a village, a natural village or a
// collective decide: one stream a decision, from the proposal to its results.
//
// Three procedures lead to a vote. Four discussions, two disclosures (四议两公开):
// proposed → two committees consult → Party meeting reviews → notice → vote.
// Household decision (民事户决): proposed → both councils discuss → one ballot a
// household. Decision of the members: proposed → the board consults → notice →
// vote of the members. From there all go the same way: town approval where a
// rule asks for it → adopted → disclosed, with objections while it is posted →
// implementation reported → results disclosed.
//
// The proposal fixes procedure and meeting, as the rule set of its day says. How
// many are expected comes from the electorate of the owner, never from the vote.
// What a discussion or a vote does not carry is rejected, and proposed anew as
// another decision.
//
// The legal order stands in order.go, the policies in rules.go and the files
// that it calls, what follows from a command in decide.go.
package decision
