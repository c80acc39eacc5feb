// Package project is what the first secretaries of communities and the Party
// organisations set out to do in a year (第一书记年度重点工作、党组织年度项目): one
// stream a project.
//
// The share that is done of a year (完成率) is what was completed of what was
// planned for that year, and a project that was cancelled is in neither. A project
// that was postponed stays planned in the year for which it was planned, into
// whatever year it is put off: a share does not rise because work is put off. It
// counts as done of that year once it is completed, and in no other year.
package project
