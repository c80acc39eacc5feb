// Package audit is the audits of collectives and communities (审计): one stream an
// audit, from the plan of a year to the archive. It is commissioned from auditors
// who have nothing to do with who is audited, and is completed with its report.
//
// What the auditors find is a finding with a number. Before the report it is a
// draft, which the audited may answer; from the report on it stands until a
// rectification of it is accepted, and if that never happens it stands open in
// public, in an archived audit too.
//
// Nobody audits where they, or their kin, hold a post or keep the books. What the
// evidence shows of that is refused; what only later records show is detected by
// the check of legality.
package audit
