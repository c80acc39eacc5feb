// Package reform is how a collective turns its property into shares (产权制度改革):
// one stream a collective, under the collective's own id.
//
// The steps are: plan adopted by the members' decision and approved by the town,
// inventory 清产核资, roster of members drafted, posted and confirmed 成员界定, net
// operating assets quantified into shares 折股量化, charter, bodies elected,
// registered, certificates issued, completed. From the confirmed roster on, people
// join and leave; from the shares on, these are inherited and transferred; from
// the registration on, years leave reserves and dividends. None of it ends when
// the reform is completed.
//
// A person has a number: their place in the roster, or the next one for who comes
// later. It stays theirs, and it is what events say of them after their name was
// recorded once, so that nobody is named again, and erasing a name leaves every
// sum intact (docs/decisions/0034). How many shares a number holds is public, whose
// number it is stands on paper in the village.
//
// Shares and money are exact: shares × value + remainder is the sum that was
// quantified, the shares of all holders and those of the collective are what was
// issued, and a dividend is a whole number of fen a share and a remainder.
//
// The legal order stands in order.go and holders.go, the policies in rules.go and
// the files that it calls, what follows from a command in decide.go.
package reform
