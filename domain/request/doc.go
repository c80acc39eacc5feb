// Package request is what residents ask of the county: one stream a request,
// from the window or the errand agent to the file.
//
// A request names a matter and takes its list, due date and papers from the
// matter's terms of the day. On the agent list it goes: accepted 受理 →
// entrusted 委托 → passed on 报送 → steps 协办 → completed 办理 → replied 回复 →
// originals returned → filed 归档. The other two lists leave out what only an
// agent does. Closed is not solved: the outcome says which.
//
// A case that was handled elsewhere is imported: it names no matter, and its
// dates and the order of its steps are what its source says, however odd.
//
// The legal order stands in order.go and stages.go, the policies in rules.go and
// the files that it calls, what follows from a command in decide.go. A late step
// is recorded as it happened: it is never refused and never hidden.
package request
